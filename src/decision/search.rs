//! The one primitive: a part of a box that none of some other boxes covers.
//!
//! A box of the list that misses the searched box is dropped; one that covers it ends the branch; one that cuts
//! it in a single attribute is subtracted, which is unit propagation; otherwise the searched box is split by an
//! attribute of the box that cuts it least, the outside first. With no box left, what is searched is a whole
//! uncovered region. This is the procedure of Davis, Logemann and Loveland (1962) on attributes of many values,
//! each listed box being a clause that forbids it.
//!
//! It walks with a stack of its own, so depth costs memory and never the thread's stack. Where it needs more
//! boxes than its budget, `solver` answers the same query by learning from conflicts.

use super::answer::Budget;
use super::solver;
use super::store::{Layout, Store, Term};

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// [`Problem::found`] is not covered.
    Open,
    /// Nothing is left uncovered.
    Covered,
    /// The budget ended.
    Undecided,
}

/// A listed box, cut down to the terms in which the searched box is not wholly inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    from: u32,
    to: u32,
    tag: u32,
}

impl Local {
    pub fn terms(self, terms: &[Term]) -> &[Term] {
        &terms[self.from as usize..self.to as usize]
    }
}

/// A query and the room it is answered in; kept from query to query, so that few allocate.
#[derive(Debug, Default)]
pub(super) struct Problem {
    /// The searched box.
    pub base: Vec<u64>,
    /// An uncovered part of it, after [`Outcome::Open`].
    pub found: Vec<u64>,
    /// Tags of boxes that together cover the searched one, after [`Outcome::Covered`]; not the fewest.
    pub used: Vec<u32>,
    /// Boxes looked at so far, over all queries.
    pub nodes: u64,
    pub(super) cubes: Vec<Local>,
    pub(super) terms: Vec<Term>,
    pub(super) words: Vec<u64>,
    /// The searched box has no point, or one listed box covers it.
    closed: bool,
    boxes: Vec<u64>,
    lists: Vec<u32>,
    /// Where the list of each open branch begins and ends.
    frames: Vec<(usize, usize)>,
}

impl Problem {
    /// Begins a query about a box.
    pub fn begin(&mut self, layout: &Layout, dense: &[u64]) {
        self.base.clear();
        self.base.extend_from_slice(dense);
        self.cubes.clear();
        self.terms.clear();
        self.words.clear();
        self.used.clear();
        self.closed = layout.is_empty(dense);
    }

    /// Keeps only what is in a stored box too. Comes before any [`Problem::add`].
    pub fn restrict(&mut self, store: &Store, cube: usize) {
        for term in store.terms(cube) {
            let mut left = 0;
            for (own, word) in self.base[term.span()].iter_mut().zip(term.words(store.words())) {
                *own &= word;
                left |= *own;
            }
            self.closed |= left == 0;
        }
    }

    /// Adds a box to what covers. Its tag is told in [`Problem::used`].
    pub fn add(&mut self, store: &Store, cube: usize, tag: u32) {
        if self.closed {
            return;
        }
        let (from, first) = (self.terms.len(), self.words.len());
        for term in store.terms(cube) {
            let words = term.words(store.words());
            let (mut inside, mut outside) = (0, 0);
            for (own, word) in self.base[term.span()].iter().zip(words) {
                inside |= own & word;
                outside |= own & !word;
            }
            if inside == 0 {
                self.terms.truncate(from);
                self.words.truncate(first);
                return;
            }
            if outside != 0 {
                self.terms.push(Term { set: self.words.len() as u32, ..*term });
                self.words.extend_from_slice(words);
            }
        }
        if self.terms.len() == from {
            self.closed = true;
            self.used.clear();
            self.used.push(tag);
            return;
        }
        self.cubes.push(Local { from: from as u32, to: self.terms.len() as u32, tag });
    }

    /// Whether nothing needs to be searched: the box has no point, or a single listed box covers it.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Looks for a part of the box that is not covered.
    pub fn solve(&mut self, budget: Budget) -> Outcome {
        if self.closed {
            return Outcome::Covered;
        }
        let width = self.base.len();
        self.boxes.clear();
        self.boxes.extend_from_slice(&self.base);
        self.lists.clear();
        self.lists.extend(0..self.cubes.len() as u32);
        self.frames.clear();
        self.frames.push((0, self.lists.len()));
        let mut left = budget.nodes;
        while let Some((from, to)) = self.frames.pop() {
            let Some(fewer) = left.checked_sub(1) else {
                return self.learn(budget.conflicts);
            };
            left = fewer;
            self.nodes += 1;
            let place = self.frames.len() * width;
            match self.step(place, from, to) {
                Step::Closed => {
                    self.boxes.truncate(place);
                    self.lists.truncate(from);
                }
                Step::Open => {
                    self.found.clear();
                    self.found.extend_from_slice(&self.boxes[place..]);
                    return Outcome::Open;
                }
                Step::Split(term, to) => {
                    self.lists.truncate(to);
                    self.boxes.extend_from_within(place..);
                    for at in 0..usize::from(term.width) {
                        let word = self.words[term.set as usize + at];
                        let own = term.at as usize + at;
                        self.boxes[place + own] &= word;
                        self.boxes[place + width + own] &= !word;
                    }
                    self.frames.push((from, to));
                    self.lists.extend_from_within(from..to);
                    self.frames.push((to, self.lists.len()));
                }
            }
        }
        Outcome::Covered
    }

    /// Drops and subtracts what can be, until nothing changes, and says how to go on.
    fn step(&mut self, place: usize, from: usize, mut to: usize) -> Step {
        let Self { boxes, lists, cubes, terms, words, used, .. } = self;
        let dense = &mut boxes[place..];
        loop {
            let (mut kept, mut changed) = (from, false);
            let mut best: Option<(u32, Local)> = None;
            for read in from..to {
                let number = lists[read];
                let local = cubes[number as usize];
                match look(dense, local.terms(terms), words) {
                    Look::Misses => {}
                    Look::Covers => {
                        used.push(local.tag);
                        return Step::Closed;
                    }
                    Look::Cuts(1, term) => {
                        used.push(local.tag);
                        let set = term.words(words);
                        dense[term.span()].iter_mut().zip(set).for_each(|(own, word)| *own &= !word);
                        changed = true;
                    }
                    Look::Cuts(cuts, _) => {
                        lists[kept] = number;
                        kept += 1;
                        if best.is_none_or(|(fewest, _)| cuts < fewest) {
                            best = Some((cuts, local));
                        }
                    }
                }
            }
            to = kept;
            if changed {
                continue;
            }
            return match best {
                None => Step::Open,
                Some((_, local)) => Step::Split(narrowest(dense, local.terms(terms), words), to),
            };
        }
    }

    /// Asks the solver what splitting could not tell.
    fn learn(&mut self, conflicts: u32) -> Outcome {
        let outcome = solver::solve(self, conflicts);
        if outcome == Outcome::Covered {
            // Which boxes it took is not told; all of them cover.
            self.used.clear();
            self.used.extend(self.cubes.iter().map(|local| local.tag));
        }
        outcome
    }

    /// Widens the uncovered part as far as the searched box goes, attribute by attribute, lowest first. What
    /// comes out is a greatest one: no attribute can have one class more.
    pub fn widen(&mut self, layout: &Layout) {
        for attribute in 0..layout.attributes() {
            let span = layout.span(attribute);
            if self.found[span.clone()] == self.base[span.clone()] {
                continue;
            }
            self.found[span.clone()].copy_from_slice(&self.base[span.clone()]);
            for local in &self.cubes {
                let terms = local.terms(&self.terms);
                let Some(own) = terms.iter().find(|term| usize::from(term.attribute) == attribute) else { continue };
                let elsewhere = terms.iter().any(|term| {
                    usize::from(term.attribute) != attribute
                        && self.found[term.span()].iter().zip(term.words(&self.words)).all(|(a, b)| a & b == 0)
                });
                if !elsewhere {
                    let set = own.words(&self.words);
                    self.found[span.clone()].iter_mut().zip(set).for_each(|(found, word)| *found &= !word);
                }
            }
        }
    }
}

enum Step {
    Closed,
    Open,
    /// Split by this term; the list of what is left ends here.
    Split(Term, usize),
}

/// How a listed box stands to the searched one.
enum Look {
    Misses,
    Covers,
    /// In how many attributes it cuts, and the last of them.
    Cuts(u32, Term),
}

fn look(dense: &[u64], terms: &[Term], words: &[u64]) -> Look {
    let mut cuts: Option<(u32, Term)> = None;
    for term in terms {
        let (mut inside, mut outside) = (0, 0);
        for (own, word) in dense[term.span()].iter().zip(term.words(words)) {
            inside |= own & word;
            outside |= own & !word;
        }
        if inside == 0 {
            return Look::Misses;
        }
        if outside != 0 {
            cuts = Some((cuts.map_or(1, |(cuts, _)| cuts + 1), *term));
        }
    }
    cuts.map_or(Look::Covers, |(cuts, term)| Look::Cuts(cuts, term))
}

/// The term that leaves the fewest classes inside, among those that cut.
fn narrowest(dense: &[u64], terms: &[Term], words: &[u64]) -> Term {
    let size = |term: &Term| {
        let (mut inside, mut outside) = (0, 0);
        for (own, word) in dense[term.span()].iter().zip(term.words(words)) {
            inside += (own & word).count_ones();
            outside += (own & !word).count_ones();
        }
        if outside == 0 { u32::MAX } else { inside }
    };
    let mut best = (terms[0], size(&terms[0]));
    for term in &terms[1..] {
        let size = size(term);
        if size < best.1 {
            best = (*term, size);
        }
    }
    best.0
}
