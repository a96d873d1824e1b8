//! The same query for a solver that learns from conflicts, where splitting took too long.
//!
//! batsat is a port of MiniSat (Eén and Sörensson, 2003) to Rust: MIT licence, five thousand lines, one small
//! dependency, no build script. It is only reached by tables far from what people write. What it finds open is a
//! box like any other and is replayed as such; what it calls covered is trusted.
//!
//! The encoding asks for a box and not for a point: a variable for each class, "it is allowed", and a variable
//! for each set that a listed box names, "none of its classes is allowed". Each attribute allows a class, and each
//! listed box has a set without any. So no clause need say that an attribute has only one class. Where the space has
//! a total, the box must hold a point with it: a variable for each sum after each part, and one for each step from
//! such a sum by the points of an allowed class; the sum after the last part has an allowed class of the total.

use std::collections::BTreeMap;

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface, SolverOpts, lbool};
use rustc_hash::FxHashMap;

use super::bits;
use super::search::{Outcome, Problem};
use super::store::Layout;
use super::total::Total;

/// Ends the solver after so many learnt clauses, which are its conflicts: a count, the same on every machine.
struct Conflicts {
    left: u32,
}

impl Callbacks for Conflicts {
    fn on_new_clause(&mut self, _clause: &[Lit], kind: ClauseKind) {
        if matches!(kind, ClauseKind::Learnt) {
            self.left = self.left.saturating_sub(1);
        }
    }

    fn stop(&self) -> bool {
        self.left == 0
    }
}

/// A conflict costs about as much as so many boxes that are held against a box, and a tenth of the listed ones.
const CONFLICT: u64 = 100;

/// Answers the query of `problem`, and says what that cost; an open box is put into its `found`.
pub(super) fn solve(problem: &mut Problem, layout: &Layout, conflicts: u32) -> (Outcome, u64) {
    let mut solver = Solver::new(SolverOpts::default(), Conflicts { left: conflicts.max(1) });
    // By the first word of an attribute: the literals of its classes, each with its bit.
    let mut classes: FxHashMap<u32, Vec<(usize, Lit)>> = FxHashMap::default();
    let mut attributes: Vec<(u32, u16)> = problem.terms.iter().map(|term| (term.at, term.width)).collect();
    let summed = layout
        .totals
        .iter()
        .flat_map(|total| total.parts.iter().map(|(attribute, _)| *attribute).chain([total.attribute]));
    attributes.extend(summed.map(|attribute| {
        let span = layout.span(usize::from(attribute));
        (span.start as u32, span.len() as u16)
    }));
    attributes.sort_unstable();
    attributes.dedup();
    for (at, width) in &attributes {
        let span = *at as usize..*at as usize + usize::from(*width);
        let own: Vec<(usize, Lit)> =
            bits::ones(&problem.base[span]).map(|bit| (bit, Lit::new(solver.new_var_default(), true))).collect();
        solver.add_clause_reuse(&mut own.iter().map(|(_, lit)| *lit).collect());
        classes.insert(*at, own);
    }
    let mut sets: FxHashMap<(u32, &[u64]), Lit> = FxHashMap::default();
    for local in &problem.cubes {
        let mut clause = Vec::new();
        for term in local.terms(&problem.terms) {
            let words = term.words(&problem.words);
            let without = *sets.entry((term.at, words)).or_insert_with(|| {
                let without = Lit::new(solver.new_var_default(), true);
                for (bit, allowed) in classes.get(&term.at).into_iter().flatten() {
                    if bits::get(words, *bit) {
                        solver.add_clause_reuse(&mut vec![!without, !*allowed]);
                    }
                }
                without
            });
            clause.push(without);
        }
        solver.add_clause_reuse(&mut clause);
    }
    if !layout.totals.iter().all(|total| sums(&mut solver, layout, total, &classes)) {
        return (Outcome::Undecided, MOST_STEPS as u64);
    }
    let result = solver.solve_limited(&[]);
    let met = u64::from(conflicts.max(1) - solver.cb().left);
    let spent = problem.cubes.len() as u64 + met * (CONFLICT + problem.cubes.len() as u64 / 10);
    if result == lbool::FALSE {
        return (Outcome::Covered, spent);
    }
    if result != lbool::TRUE {
        return (Outcome::Undecided, spent);
    }
    problem.found.clone_from(&problem.base);
    for (at, _) in &attributes {
        for (bit, lit) in classes.get(at).into_iter().flatten() {
            if solver.value_lit(*lit) != lbool::TRUE {
                bits::clear(&mut problem.found[*at as usize..], *bit);
            }
        }
    }
    (Outcome::Open, spent)
}

/// So many steps from sum to sum are written for the solver.
const MOST_STEPS: usize = 200_000;

/// Demands a way from part to part to a sum whose class is allowed; false where that takes too many steps.
fn sums(
    solver: &mut Solver<Conflicts>,
    layout: &Layout,
    total: &Total,
    classes: &FxHashMap<u32, Vec<(usize, Lit)>>,
) -> bool {
    let allowed = |attribute: u16| classes.get(&(layout.span(usize::from(attribute)).start as u32));
    let mut steps = 0;
    let start = Lit::new(solver.new_var_default(), true);
    solver.add_clause_reuse(&mut vec![start]);
    let mut before: BTreeMap<i64, Lit> = BTreeMap::from([(0, start)]);
    for (attribute, points) in &total.parts {
        // The classes of equal points, by their points.
        let mut groups: BTreeMap<i64, Vec<Lit>> = BTreeMap::new();
        for (class, lit) in allowed(*attribute).into_iter().flatten() {
            if let Some(points) = points.get(*class).copied().flatten() {
                groups.entry(points).or_default().push(*lit);
            }
        }
        let mut after: BTreeMap<i64, Lit> = BTreeMap::new();
        for (sum, from) in &before {
            let mut ways = vec![!*from];
            for (points, own) in &groups {
                let Some(sum) = sum.checked_add(*points) else { return false };
                let to = *after.entry(sum).or_insert_with(|| Lit::new(solver.new_var_default(), true));
                let step = Lit::new(solver.new_var_default(), true);
                ways.push(step);
                solver.add_clause_reuse(&mut vec![!step, to]);
                solver.add_clause_reuse(&mut std::iter::once(!step).chain(own.iter().copied()).collect());
                steps += 1;
            }
            if steps > MOST_STEPS {
                return false;
            }
            solver.add_clause_reuse(&mut ways);
        }
        before = after;
    }
    for (sum, from) in before {
        let class = usize::from(total.class_of(sum));
        let own = allowed(total.attribute).into_iter().flatten().find(|(bit, _)| *bit == class);
        solver.add_clause_reuse(&mut std::iter::once(!from).chain(own.map(|(_, lit)| *lit)).collect());
    }
    true
}
