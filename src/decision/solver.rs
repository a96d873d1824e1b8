//! The same query for a solver that learns from conflicts, where splitting took too long.
//!
//! batsat is a port of MiniSat (Eén and Sörensson, 2003) to Rust: MIT licence, five thousand lines, one small
//! dependency, no build script. It is only reached by tables far from what people write. What it finds open is a
//! box like any other and is replayed as such; what it calls covered is trusted.
//!
//! The encoding asks for a box and not for a point: a variable for each class, "it is allowed", and a variable
//! for each set that a listed box names, "none of its classes is allowed". Each attribute allows a class, and each
//! listed box has a set without any. So no clause need say that an attribute has only one class.

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface, SolverOpts, lbool};
use rustc_hash::FxHashMap;

use super::bits;
use super::search::{Outcome, Problem};

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

/// Answers the query of `problem`; an open box is put into its `found`.
pub(super) fn solve(problem: &mut Problem, conflicts: u32) -> Outcome {
    let mut solver = Solver::new(SolverOpts::default(), Conflicts { left: conflicts.max(1) });
    // By the first word of an attribute: the literals of its classes, each with its bit.
    let mut classes: FxHashMap<u32, Vec<(usize, Lit)>> = FxHashMap::default();
    let mut attributes: Vec<(u32, u16)> = problem.terms.iter().map(|term| (term.at, term.width)).collect();
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
    let result = solver.solve_limited(&[]);
    if result == lbool::FALSE {
        return Outcome::Covered;
    }
    if result != lbool::TRUE {
        return Outcome::Undecided;
    }
    problem.found.clone_from(&problem.base);
    for (at, _) in &attributes {
        for (bit, lit) in classes.get(at).into_iter().flatten() {
            if solver.value_lit(*lit) != lbool::TRUE {
                bits::clear(&mut problem.found[*at as usize..], *bit);
            }
        }
    }
    Outcome::Open
}
