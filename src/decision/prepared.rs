//! Tables prepared for questions.

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

/// A prepared table: its boxes flat and indexed, its rules in the order in which they decide.
///
/// Every question takes one of these. Inside, rules are identified by position: ordered by rank, and within a rank by
/// index. So the rules before a rule in this order own a prefix of the list of boxes.
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
    /// The first position with the same rank as a position, and the end of these positions.
    groups: Vec<(u32, u32)>,
    /// Whether every position owns exactly the box with its own number.
    is_single: bool,
    states: OnceLock<Vec<Standing>>,
    nodes: AtomicU64,
    work: AtomicU64,
    queries: AtomicU64,
    /// Whether the work is used up.
    closed: AtomicBool,
    /// The work that one of several parallel answers may still cost.
    share: AtomicU64,
}

/// The standing of a rule in its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It decides at every point of this box.
    Decides(Cube),
    /// These rules of lower rank, by index, together cover all its points.
    Masked(Vec<usize>),
    /// It matches no possible point.
    Never,
    /// It was not decided within the budget.
    Undecided,
}

impl Standing {
    /// Whether it is proven that the rule decides nowhere.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self, Self::Masked(_) | Self::Never)
    }
}

/// Buffers for the queries of one thread.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub problem: Problem,
    /// The boxes that meet the current one.
    pub meeting: Vec<u64>,
}

/// The number of answers below which no threads are used, and the size of a parallel batch between checks of the
/// work.
const FEW: usize = 32;

/// The maximum size of a parallel batch.
const MANY: usize = 128;

/// A parallel batch may cost this many times the remaining work: its answers share that, so that a batch of hard ones
/// after easy ones does not exceed the budget by far.
const OVER: u64 = 4;

/// The maximum number of short walks out of a box.
const WALKS: usize = 8;

/// A parallel batch of answers is easy if it costs less than this.
const EASY: u64 = 200_000;

impl<'t> Prepared<'t> {
    /// Prepares a table, with the default budget.
    pub fn new(table: &'t Table) -> Self {
        Self::with_budget(table, Budget::default())
    }

    /// Prepares a table, each query bounded by `budget`.
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

    /// The number of boxes that all queries so far examined by splitting, and the number of queries.
    pub fn spent(&self) -> (u64, u64) {
        (self.nodes.load(Ordering::Relaxed), self.queries.load(Ordering::Relaxed))
    }

    /// The work of all queries so far, in units of [`Budget::work`].
    pub fn work(&self) -> u64 {
        self.work.load(Ordering::Relaxed)
    }

    /// Leaves all further queries open if the work is used up, and limits each answer to a part of the remaining work
    /// until the next call. Must not be called while queries run in parallel.
    pub(super) fn close(&self, part: u64) {
        let left = self.budget.work.saturating_sub(self.work());
        self.closed.store(left == 0, Ordering::Relaxed);
        self.share.store(left / part, Ordering::Relaxed);
    }

    /// Whether a query would be left open, since the total work, or the share of one answer, is used up. Saves the
    /// cost of building the query.
    pub(super) fn is_closed(&self, problem: &Problem) -> bool {
        self.closed.load(Ordering::Relaxed) || problem.answer > self.share.load(Ordering::Relaxed)
    }

    /// Answers for the numbers below `count`, in parallel if they are many.
    pub(crate) fn each<R: Default, T: Send>(
        &self,
        count: usize,
        answer: impl Fn(&mut R, usize) -> T + Sync + Send,
    ) -> Vec<T> {
        // Starting threads costs more than a few answers.
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
            self.close(size as u64 / OVER);
            let (from, before) = (answers.len(), self.work());
            let to = (from + size).min(count);
            answers.par_extend((from..to).into_par_iter().map_init(R::default, &answer));
            // If they are easy, the next batch before the check of the work is larger.
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

    /// The first box of a position. It may be the end of all boxes.
    pub(super) fn first(&self, position: usize) -> usize {
        self.firsts[position] as usize
    }

    /// The positions with the same rank as a position.
    pub(super) fn group(&self, position: usize) -> std::ops::Range<usize> {
        let (from, to) = self.groups[position];
        from as usize..to as usize
    }

    /// The number of boxes of lower rank than a position's. They are the first ones.
    pub(super) fn lower(&self, position: usize) -> usize {
        self.first(self.group(position).start)
    }

    /// A stored box as a dense box.
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

    /// Removes the boxes that share no total with a dense box from a set of boxes that meet it. Returns whether this
    /// finished within the budget of an answer.
    pub(super) fn keep_reached(&self, problem: &mut Problem, dense: &[u64], meeting: &mut [u64]) -> bool {
        if self.layout.totals.is_empty() {
            return true;
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
            if self.is_closed(problem) {
                return false;
            }
            let mut work = 0;
            if !self.layout.is_reached(&both, &mut work) {
                bits::clear(meeting, cube);
            }
            problem.answer += work;
            self.work.fetch_add(work, Ordering::Relaxed);
        }
        true
    }

    /// Whether a single box numbered below `to` contains a dense box. Puts such boxes into `holding`.
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

    /// A possible part of a dense box that meets none of some boxes, if a short walk finds one. Each walk begins at
    /// another attribute; many fail where the boxes are dense, and still cost far less than a search.
    pub(super) fn escape(&self, dense: &[u64], meeting: &[u64], to: usize) -> Option<Vec<u64>> {
        let attributes = self.layout.attributes();
        let mut walks = (0..WALKS.min(attributes)).map(|walk| walk * attributes / WALKS.min(attributes));
        walks.find_map(|first| {
            if first > 0 {
                self.work.fetch_add(self.index.width as u64, Ordering::Relaxed);
            }
            let found = self.index.escape(&self.layout, dense, meeting, to, first)?;
            self.is_possible(&found).then_some(found)
        })
    }

    /// Whether all of a dense box is possible.
    fn is_possible(&self, dense: &[u64]) -> bool {
        let mut work = 0;
        let is_possible = !(0..self.impossible.len()).any(|cube| self.impossible.meets(cube, dense))
            && self.layout.is_reached(dense, &mut work);
        self.work.fetch_add(work, Ordering::Relaxed);
        is_possible
    }

    /// Begins a query about the possible points of a dense box.
    pub(super) fn begin(&self, problem: &mut Problem, dense: &[u64]) {
        problem.begin(&self.layout, dense);
        self.add_impossible(problem);
    }

    /// The end of the rank of the last rule that took part in covering a box; none where no rule did.
    pub(super) fn end_of_used(&self, problem: &Problem) -> Option<usize> {
        let owners = problem.used.iter().filter(|tag| **tag != u32::MAX).map(|tag| self.owner(*tag as usize));
        owners.max().map(|last| self.first(self.group(last).end))
    }

    /// Adds all impossible boxes to the covering ones.
    pub(super) fn add_impossible(&self, problem: &mut Problem) {
        for cube in 0..self.impossible.len() {
            problem.add(&self.impossible, cube, u32::MAX);
        }
    }

    /// Adds the boxes of `meeting` numbered `from..to` with a wanted position to the covering ones.
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

    /// The standing of every rule, by position; calculated once. The rules that cover a masked one are in the order in
    /// which they decide, and not necessarily the fewest.
    pub(super) fn states(&self) -> &[Standing] {
        self.states.get_or_init(|| self.each(self.rules(), |room, position| self.state(position, room)))
    }

    fn state(&self, position: usize, room: &mut Room) -> Standing {
        let Room { problem, meeting } = room;
        problem.answer = 0;
        let lower = self.lower(position);
        let (mut open, mut never, mut used) = (false, true, Vec::new());
        for cube in self.cubes(position) {
            let dense = self.dense(cube);
            self.begin(problem, &dense);
            match self.solve(problem) {
                Outcome::Covered => continue,
                Outcome::Open => never = false,
                Outcome::Undecided => open = true,
            }
            if self.is_held(&dense, lower, meeting) {
                used.extend(bits::ones(meeting).next().map(|cube| self.owners[cube]));
                continue;
            }
            self.begin(problem, &dense);
            self.meet(&dense, 0, lower, meeting);
            // Most rules decide somewhere, and mostly a short walk shows where.
            if let Some(found) = self.escape(&dense, meeting, lower) {
                return Standing::Decides(self.layout.cube(&found));
            }
            if self.is_closed(problem) {
                open = true;
                continue;
            }
            self.add(problem, meeting, (0, lower), |_| true);
            match self.solve(problem) {
                Outcome::Open => return Standing::Decides(self.layout.cube(&problem.found)),
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
            (true, _) => Standing::Undecided,
            (false, true) => Standing::Never,
            (false, false) => Standing::Masked(used.into_iter().map(|position| self.rule(position as usize)).collect()),
        }
    }
}
