//! The basic operation: find a part of a box that no other box of a list covers.
//!
//! A listed box that misses the searched box is dropped. One that covers it ends the branch. One that cuts it in a
//! single attribute is subtracted, which is unit propagation. A searched box that reaches no total that it allows
//! also ends the branch. Otherwise the searched box is split by an attribute of the box that cuts it in the fewest
//! attributes, the outside first. When no listed box is left, the searched box is an uncovered region. This is the
//! procedure of Davis, Logemann and Loveland (1962) on attributes with many values: each listed box is a clause that
//! forbids it.
//!
//! The search has a stack of its own, so depth costs memory and not the thread's stack. If it needs more boxes than
//! its budget, the query stays undecided.

use super::answer::{Answer, Budget};
use super::store::{Layout, Store, Term};

/// The result of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// [`Problem::found`] is not covered.
    Open,
    /// Nothing is left uncovered.
    Covered,
    /// The budget is used up.
    Undecided,
}

impl Outcome {
    /// Whether nothing is left uncovered.
    pub fn is_covered(self) -> Answer {
        match self {
            Self::Covered => Answer::Yes,
            Self::Open => Answer::No,
            Self::Undecided => Answer::Undecided,
        }
    }
}

/// A listed box, reduced to the terms that do not contain the searched box completely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    from: u32,
    to: u32,
    tag: u32,
    /// The attributes it constrains, folded into one word: without a common bit, no attribute is shared.
    mask: u64,
}

impl Local {
    pub fn terms(self, terms: &[Term]) -> &[Term] {
        &terms[self.from as usize..self.to as usize]
    }
}

/// A query with its buffers. It is reused from query to query, so that few allocate.
#[derive(Debug, Default)]
pub(super) struct Problem {
    /// The searched box.
    pub base: Vec<u64>,
    /// An uncovered part of it, after [`Outcome::Open`].
    pub found: Vec<u64>,
    /// Tags of boxes that together cover the searched one, after [`Outcome::Covered`]; not necessarily the fewest.
    pub used: Vec<u32>,
    /// Boxes examined since this was last set to zero.
    pub nodes: u64,
    /// Comparisons of boxes since this was last set to zero.
    pub work: u64,
    /// The work of all queries of one answer: set to zero when an answer begins.
    pub answer: u64,
    pub(super) cubes: Vec<Local>,
    pub(super) terms: Vec<Term>,
    pub(super) words: Vec<u64>,
    /// The searched box has no point, or one listed box covers it.
    closed: bool,
    boxes: Vec<u64>,
    lists: Vec<Entry>,
    frames: Vec<Frame>,
    /// The number of attributes in which each listed box misses the found one.
    misses: Vec<u32>,
    /// The terms in which listed boxes miss the found one, with the number of the box.
    missing: Vec<(u32, Term)>,
}

/// A listed box in a branch, by number, and the number of attributes in which it cut when last examined.
#[derive(Clone, Copy, Debug)]
struct Entry {
    number: u32,
    cuts: u32,
}

/// An open branch: where its list begins and ends, and the attributes that changed since its boxes were examined.
#[derive(Clone, Copy, Debug)]
struct Frame {
    from: usize,
    to: usize,
    changed: u64,
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

    /// Reduces the searched box to its part inside a stored box. Must be called before any [`Problem::add`].
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

    /// Adds a box to the covering ones. Its tag is reported in [`Problem::used`].
    pub fn add(&mut self, store: &Store, cube: usize, tag: u32) {
        if self.closed {
            return;
        }
        self.work += 1;
        let (from, first) = (self.terms.len(), self.words.len());
        for term in store.terms(cube) {
            let (inside, outside) = term.parts(&self.base, store.words());
            if inside == 0 {
                self.terms.truncate(from);
                self.words.truncate(first);
                return;
            }
            if outside != 0 {
                self.terms.push(Term { set: self.words.len() as u32, ..*term });
                self.words.extend_from_slice(term.words(store.words()));
            }
        }
        if self.terms.len() == from {
            self.closed = true;
            self.used.clear();
            self.used.push(tag);
            return;
        }
        let mask = self.terms[from..].iter().fold(0, |mask, term| mask | fold(term.attribute));
        self.cubes.push(Local { from: from as u32, to: self.terms.len() as u32, tag, mask });
    }

    /// Whether no search is needed: the box has no point, or a single listed box covers it.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Searches for a part of the box that is not covered, with at most `most` work.
    pub fn solve(&mut self, layout: &Layout, budget: Budget, most: u64) -> Outcome {
        if self.closed {
            return Outcome::Covered;
        }
        let width = self.base.len();
        self.boxes.clear();
        self.boxes.extend_from_slice(&self.base);
        self.lists.clear();
        self.lists.extend((0..self.cubes.len() as u32).map(|number| Entry { number, cuts: 0 }));
        self.frames.clear();
        self.frames.push(Frame { from: 0, to: self.lists.len(), changed: u64::MAX });
        let mut left = budget.nodes;
        while let Some(frame) = self.frames.pop() {
            let Some(fewer) = left.checked_sub(1).filter(|_| self.work <= most) else {
                return Outcome::Undecided;
            };
            left = fewer;
            self.nodes += 1;
            let place = self.frames.len() * width;
            match self.step(layout, place, frame) {
                Step::Closed => {
                    self.boxes.truncate(place);
                    self.lists.truncate(frame.from);
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
                    let changed = fold(term.attribute);
                    self.frames.push(Frame { from: frame.from, to, changed });
                    self.lists.extend_from_within(frame.from..to);
                    self.frames.push(Frame { from: to, to: self.lists.len(), changed });
                }
            }
        }
        Outcome::Covered
    }

    /// Drops and subtracts boxes until nothing changes, and returns how to continue.
    fn step(&mut self, layout: &Layout, place: usize, frame: Frame) -> Step {
        let Self { boxes, lists, cubes, terms, words, used, work, .. } = self;
        let dense = &mut boxes[place..];
        let Frame { from, mut to, mut changed } = frame;
        loop {
            let (mut kept, mut changing) = (from, 0);
            let mut best: Option<Entry> = None;
            *work += (to - from) as u64 + 8;
            for read in from..to {
                let mut entry = lists[read];
                let local = cubes[entry.number as usize];
                if local.mask & changed != 0 {
                    match look(dense, local.terms(terms), words) {
                        Look::Misses => continue,
                        Look::Covers => {
                            used.push(local.tag);
                            return Step::Closed;
                        }
                        Look::Cuts(1, term) => {
                            used.push(local.tag);
                            let set = term.words(words);
                            dense[term.span()].iter_mut().zip(set).for_each(|(own, word)| *own &= !word);
                            changing |= fold(term.attribute);
                            continue;
                        }
                        Look::Cuts(cuts, _) => entry.cuts = cuts,
                    }
                }
                lists[kept] = entry;
                kept += 1;
                if best.is_none_or(|best| entry.cuts < best.cuts) {
                    best = Some(entry);
                }
            }
            to = kept;
            if changing != 0 {
                changed = changing;
                continue;
            }
            if !layout.is_reached(dense, work) {
                return Step::Closed;
            }
            return match best {
                None => Step::Open,
                Some(entry) => {
                    let local = cubes[entry.number as usize];
                    Step::Split(narrowest(dense, local.terms(terms), words), to)
                }
            };
        }
    }

    /// Widens the uncovered part as far as the searched box allows, attribute by attribute, lowest first. The result
    /// is maximal: no attribute can have one class more.
    pub fn widen(&mut self, layout: &Layout) {
        let Self { base, found, cubes, terms, words, misses, missing, .. } = self;
        misses.clear();
        missing.clear();
        for (local, number) in cubes.iter().zip(0..) {
            let before = missing.len();
            let missed = local.terms(terms).iter().filter(|term| term.misses(found, words));
            missing.extend(missed.map(|term| (number, *term)));
            misses.push((missing.len() - before) as u32);
        }
        missing.sort_by_key(|(_, term)| term.attribute);
        let mut later = &missing[..];
        for attribute in 0..layout.attributes() {
            // The boxes that miss the found box in this attribute: one that misses it in no other attribute blocks
            // its classes.
            let to = later.partition_point(|(_, term)| usize::from(term.attribute) <= attribute);
            let (missing, rest) = later.split_at(to);
            later = rest;
            let span = layout.span(attribute);
            if found[span.clone()] == base[span.clone()] {
                continue;
            }
            found[span.clone()].copy_from_slice(&base[span.clone()]);
            for (number, term) in missing {
                if misses[*number as usize] == 1 {
                    found[span.clone()].iter_mut().zip(term.words(words)).for_each(|(found, word)| *found &= !word);
                }
            }
            for (number, term) in missing {
                misses[*number as usize] -= u32::from(!term.misses(found, words));
            }
        }
    }
}

/// The bit of an attribute in a mask.
fn fold(attribute: u16) -> u64 {
    1 << (attribute % 64)
}

enum Step {
    Closed,
    Open,
    /// Split by this term; the list of the remaining boxes ends here.
    Split(Term, usize),
}

/// How a listed box relates to the searched one.
enum Look {
    Misses,
    Covers,
    /// The number of attributes in which it cuts, and the last of them.
    Cuts(u32, Term),
}

fn look(dense: &[u64], terms: &[Term], words: &[u64]) -> Look {
    let mut cuts: Option<(u32, Term)> = None;
    for term in terms {
        let (inside, outside) = term.parts(dense, words);
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
