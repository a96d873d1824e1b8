//! A table made ready for questions.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::answer::Budget;
use super::bits;
use super::cube::Cube;
use super::index::Index;
use super::search::{Outcome, Problem};
use super::store::{Layout, Store};
use super::table::Table;

/// A table made ready: its boxes flat and indexed, its rules in the order in which they decide.
///
/// Every question takes one of these. Inside, rules go by their position: the order by rank, and within a rank
/// by index. So what stands above a rule in the order is a beginning of the list of boxes.
#[derive(Debug)]
pub struct Prepared<'t> {
    pub(super) table: &'t Table,
    pub(super) budget: Budget,
    pub(super) layout: Layout,
    pub(super) impossible: Store,
    /// The boxes of all rules, by position; empty ones are left out.
    pub(super) store: Store,
    pub(super) index: Index,
    /// The index of the rule at a position.
    order: Vec<u32>,
    /// The position of a rule.
    places: Vec<u32>,
    /// The position whose rule owns a box.
    owners: Vec<u32>,
    /// The first box of each position, and the end.
    firsts: Vec<u32>,
    /// The first and the end of the positions that share a position's rank.
    groups: Vec<(u32, u32)>,
    /// Whether every position owns exactly the box of its own number.
    is_single: bool,
    states: OnceLock<Vec<State>>,
    nodes: AtomicU64,
    work: AtomicU64,
    queries: AtomicU64,
    /// Whether the work is used up.
    closed: AtomicBool,
    /// The work that one answer may still cost, of those that go side by side.
    share: AtomicU64,
}

/// How a rule stands, by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It matches no possible point.
    Never,
    /// Lower ranks take all its points: rules of these positions do, not the fewest.
    Masked(Vec<u32>),
    /// It decides on this box.
    Decides(Cube),
    Undecided,
}

/// Room for queries of one thread.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub problem: Problem,
    /// The boxes that meet the one in question.
    pub meeting: Vec<u64>,
}

/// So many answers are not worth waking threads for, and go side by side before the work is looked at.
const FEW: usize = 32;

/// At most so many go side by side.
const MANY: usize = 4_096;

/// One answer may cost so small a part of the work that is left, so that those side by side cannot spend it many
/// times over.
const PART: u64 = 8;

/// Answers side by side that cost less than this together are easy.
const EASY: u64 = 200_000;

impl<'t> Prepared<'t> {
    /// Makes a table ready, with the usual budget.
    pub fn new(table: &'t Table) -> Self {
        Self::with_budget(table, Budget::default())
    }

    /// Makes a table ready, each query bounded by `budget`.
    pub fn with_budget(table: &'t Table, budget: Budget) -> Self {
        let layout = Layout::new(&table.space);
        let rules = &table.rules;
        let mut order: Vec<u32> = (0..rules.len() as u32).collect();
        order.sort_by_key(|index| rules[*index as usize].rank);
        let mut places = vec![0; rules.len()];
        let (mut store, mut owners, mut firsts) = (Store::default(), Vec::new(), vec![0]);
        for (position, index) in order.iter().enumerate() {
            places[*index as usize] = position as u32;
            for cube in &rules[*index as usize].cubes {
                if !layout.is_empty(&layout.dense(cube)) {
                    store.push(&layout, cube);
                    owners.push(position as u32);
                }
            }
            firsts.push(owners.len() as u32);
        }
        let mut groups = Vec::with_capacity(order.len());
        let of_one_rank = |a: &u32, b: &u32| rules[*a as usize].rank == rules[*b as usize].rank;
        for group in order.chunk_by(of_one_rank) {
            let from = groups.len() as u32;
            groups.extend(std::iter::repeat_n((from, from + group.len() as u32), group.len()));
        }
        let index = Index::new(&layout, &store);
        let impossible = Store::of(&layout, &table.impossible);
        let is_single = owners.len() == order.len() && owners.iter().zip(0..).all(|(owner, at)| *owner == at);
        Self {
            table,
            budget,
            layout,
            impossible,
            store,
            index,
            order,
            places,
            owners,
            firsts,
            groups,
            is_single,
            states: OnceLock::new(),
            nodes: AtomicU64::new(0),
            work: AtomicU64::new(0),
            queries: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            share: AtomicU64::new(budget.work),
        }
    }

    /// The table.
    pub fn table(&self) -> &'t Table {
        self.table
    }

    /// The budget.
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// The boxes that all queries so far looked at by splitting, and how many queries there were.
    pub fn spent(&self) -> (u64, u64) {
        (self.nodes.load(Ordering::Relaxed), self.queries.load(Ordering::Relaxed))
    }

    /// The work of all queries so far, as [`Budget::work`] counts it.
    pub fn work(&self) -> u64 {
        self.work.load(Ordering::Relaxed)
    }

    /// Leaves all further queries open where the work is used up, and lets each answer cost a part of what is left
    /// until the next call. Not to be called while queries run side by side.
    pub(super) fn close(&self, part: u64) {
        let left = self.budget.work.saturating_sub(self.work());
        self.closed.store(left == 0, Ordering::Relaxed);
        self.share.store(left / part, Ordering::Relaxed);
    }

    /// Whether a query would be left open, since the work of all, or the share of one answer, is used up. What it
    /// takes to put the query together is saved then.
    pub(super) fn is_closed(&self, problem: &Problem) -> bool {
        self.closed.load(Ordering::Relaxed) || problem.answer > self.share.load(Ordering::Relaxed)
    }

    /// Answers for the numbers below `count`, side by side where they are many.
    pub(crate) fn each<R: Default, T: Send>(
        &self,
        count: usize,
        answer: impl Fn(&mut R, usize) -> T + Sync + Send,
    ) -> Vec<T> {
        // To wake threads costs more than a few answers.
        if count < FEW {
            let mut room = R::default();
            let next = |number| {
                self.close(1);
                answer(&mut room, number)
            };
            return (0..count).map(next).collect();
        }
        let mut answers = Vec::with_capacity(count);
        let mut size = FEW;
        while answers.len() < count {
            self.close(PART);
            let (from, before) = (answers.len(), self.work());
            let to = (from + size).min(count);
            answers.par_extend((from..to).into_par_iter().map_init(R::default, &answer));
            // Where they cost little, more of them go side by side before the work is looked at.
            size = if (self.work() - before) < EASY { (size * 4).min(MANY) } else { FEW };
        }
        self.close(1);
        answers
    }

    /// Answers a query within the budget, and counts its work.
    pub(super) fn solve(&self, problem: &mut Problem) -> Outcome {
        if self.is_closed(problem) {
            return Outcome::Undecided;
        }
        let most = self.share.load(Ordering::Relaxed).saturating_sub(problem.answer);
        let outcome = problem.solve(&self.layout, self.budget, most);
        let work = std::mem::take(&mut problem.work);
        problem.answer += work;
        self.nodes.fetch_add(std::mem::take(&mut problem.nodes), Ordering::Relaxed);
        self.work.fetch_add(work, Ordering::Relaxed);
        self.queries.fetch_add(1, Ordering::Relaxed);
        outcome
    }

    pub(super) fn rules(&self) -> usize {
        self.order.len()
    }

    pub(super) fn rule(&self, position: usize) -> usize {
        self.order[position] as usize
    }

    pub(super) fn position(&self, rule: usize) -> usize {
        self.places[rule] as usize
    }

    pub(super) fn owner(&self, cube: usize) -> usize {
        self.owners[cube] as usize
    }

    pub(super) fn effect(&self, position: usize) -> u32 {
        self.table.rules[self.rule(position)].effect
    }

    /// The boxes of a position.
    pub(super) fn cubes(&self, position: usize) -> std::ops::Range<usize> {
        self.firsts[position] as usize..self.firsts[position + 1] as usize
    }

    /// The first box of a position, which may be the end of all boxes.
    pub(super) fn first(&self, position: usize) -> usize {
        self.firsts[position] as usize
    }

    /// The positions that share a position's rank.
    pub(super) fn group(&self, position: usize) -> std::ops::Range<usize> {
        let (from, to) = self.groups[position];
        from as usize..to as usize
    }

    /// The boxes of lower rank than a position's: these, and no others.
    pub(super) fn lower(&self, position: usize) -> usize {
        self.first(self.group(position).start)
    }

    /// A stored box as a dense one.
    pub(super) fn dense(&self, cube: usize) -> Vec<u64> {
        let mut dense = self.layout.full.clone();
        for term in self.store.terms(cube) {
            dense[term.span()].copy_from_slice(term.words(self.store.words()));
        }
        dense
    }

    /// Puts the boxes numbered `from..to` that meet a dense box into `meeting`.
    pub(super) fn meet(&self, dense: &[u64], from: usize, to: usize, meeting: &mut Vec<u64>) {
        let (first, last) = (from / 64, to.div_ceil(64).min(self.index.width).max(from / 64));
        self.index.meeting(&self.layout, dense, first, last, meeting);
        bits::keep(meeting, from, to);
    }

    /// Takes out of some boxes that meet a dense one those that share no total with it.
    pub(super) fn keep_reached(&self, dense: &[u64], meeting: &mut [u64]) {
        if self.layout.totals.is_empty() {
            return;
        }
        let is_free = self.layout.totals.iter().all(|total| {
            let span = self.layout.span(usize::from(total.attribute));
            dense[span.clone()] == self.layout.full[span]
        });
        let mut both = Vec::new();
        for cube in bits::ones(meeting).collect::<Vec<_>>() {
            let terms = self.store.terms(cube);
            if is_free && terms.iter().all(|term| !self.layout.is_total(term.attribute)) {
                continue;
            }
            both.clear();
            both.extend_from_slice(dense);
            for term in terms {
                both[term.span()].iter_mut().zip(term.words(self.store.words())).for_each(|(own, word)| *own &= word);
            }
            if !self.layout.is_reached(&both) {
                bits::clear(meeting, cube);
            }
        }
    }

    /// Whether a box numbered below `to` holds a dense box by itself. Which do is put into `holding`.
    pub(super) fn is_held(&self, dense: &[u64], to: usize, holding: &mut Vec<u64>) -> bool {
        self.index.holding(&self.layout, dense, to, holding)
    }

    /// Adds the positions that own some boxes to a bitset of positions.
    pub(super) fn join_owners(&self, cubes: &[u64], positions: &mut [u64]) {
        if self.is_single {
            positions.iter_mut().zip(cubes).for_each(|(own, more)| *own |= more);
        } else {
            bits::ones(cubes).for_each(|cube| bits::set(positions, self.owner(cube)));
        }
    }

    /// A part of a dense box that can be and meets none of some boxes, where a short walk leads to one.
    pub(super) fn escape(&self, dense: &[u64], meeting: &[u64], to: usize) -> Option<Vec<u64>> {
        self.index.escape(&self.layout, dense, meeting, to).filter(|found| self.is_possible(found))
    }

    /// Whether all of a dense box can be.
    fn is_possible(&self, dense: &[u64]) -> bool {
        let words = self.impossible.words();
        let misses = |cube| self.impossible.terms(cube).iter().any(|term| term.misses(dense, words));
        (0..self.impossible.len()).all(misses) && self.layout.is_reached(dense)
    }

    /// Adds to what covers: all that cannot be.
    pub(super) fn add_impossible(&self, problem: &mut Problem) {
        for cube in 0..self.impossible.len() {
            problem.add(&self.impossible, cube, u32::MAX);
        }
    }

    /// Adds to what covers: the boxes of `meeting` numbered `from..to` whose position is wanted.
    pub(super) fn add(
        &self,
        problem: &mut Problem,
        meeting: &[u64],
        (from, to): (usize, usize),
        wanted: impl Fn(usize) -> bool,
    ) {
        for cube in bits::ones_in(meeting, from, to) {
            if problem.is_closed() {
                return;
            }
            if wanted(self.owner(cube)) {
                problem.add(&self.store, cube, cube as u32);
            }
        }
    }

    /// How every rule stands, by position; found once.
    pub(super) fn states(&self) -> &[State] {
        self.states.get_or_init(|| self.each(self.rules(), |room, position| self.state(position, room)))
    }

    fn state(&self, position: usize, room: &mut Room) -> State {
        let Room { problem, meeting } = room;
        problem.answer = 0;
        let lower = self.lower(position);
        let (mut open, mut never, mut used) = (false, true, Vec::new());
        for cube in self.cubes(position) {
            let dense = self.dense(cube);
            problem.begin(&self.layout, &dense);
            self.add_impossible(problem);
            match self.solve(problem) {
                Outcome::Covered => continue,
                Outcome::Open => never = false,
                Outcome::Undecided => open = true,
            }
            if self.is_held(&dense, lower, meeting) {
                used.extend(bits::ones(meeting).next().map(|cube| self.owners[cube]));
                continue;
            }
            problem.begin(&self.layout, &dense);
            self.add_impossible(problem);
            self.meet(&dense, 0, lower, meeting);
            // Most rules decide somewhere, and mostly a short walk shows where.
            if let Some(found) = self.escape(&dense, meeting, lower) {
                return State::Decides(self.layout.cube(&found));
            }
            if self.is_closed(problem) {
                open = true;
                continue;
            }
            self.add(problem, meeting, (0, lower), |_| true);
            match self.solve(problem) {
                Outcome::Open => return State::Decides(self.layout.cube(&problem.found)),
                Outcome::Undecided => open = true,
                Outcome::Covered => {
                    let cubes = problem.used.iter().filter(|tag| **tag != u32::MAX);
                    used.extend(cubes.map(|tag| self.owners[*tag as usize]));
                }
            }
        }
        used.sort_unstable();
        used.dedup();
        match (open, never) {
            (true, _) => State::Undecided,
            (false, true) => State::Never,
            (false, false) => State::Masked(used),
        }
    }
}
