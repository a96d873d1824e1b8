//! Finds the boxes that meet a box, with one bitset over all boxes for each class of each attribute.
//!
//! The idea is the bitmap classifier of Lakshman and Stiliadis (1998). Two boxes meet if they share a class in every
//! attribute. So the boxes that meet one are the conjunction over its attributes of the disjunction over its classes.

use super::bits;
use super::store::{Layout, Store};

/// The bitsets. Boxes are numbered as in their store.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The number of words of one bitset.
    pub width: usize,
    /// All boxes.
    all: Vec<u64>,
    attributes: Vec<Attribute>,
}

/// The bitsets of one attribute, class by class; none where no box constrains it.
#[derive(Debug, Default)]
struct Attribute {
    rows: Vec<u64>,
    /// The boxes that do not constrain it.
    free: Vec<u64>,
    /// The disjunction of each 64 classes, for sets that contain them all.
    blocks: Vec<u64>,
}

impl Index {
    pub fn new(layout: &Layout, store: &Store) -> Self {
        let width = store.len().div_ceil(64).max(1);
        let mut all = vec![0; width];
        (0..store.len()).for_each(|cube| bits::set(&mut all, cube));
        let mut free: Vec<Vec<u64>> = vec![Vec::new(); layout.attributes()];
        for cube in 0..store.len() {
            for term in store.terms(cube) {
                let free = &mut free[usize::from(term.attribute)];
                if free.is_empty() {
                    free.extend_from_slice(&all);
                }
                bits::clear(free, cube);
            }
        }
        let mut attributes: Vec<Attribute> = free
            .iter()
            .enumerate()
            .map(|(attribute, free)| {
                let classes =
                    if free.is_empty() { 0 } else { bits::count(&layout.full[layout.span(attribute)]) as usize };
                Attribute { rows: free.repeat(classes), free: free.clone(), blocks: Vec::new() }
            })
            .collect();
        for cube in 0..store.len() {
            for term in store.terms(cube) {
                let rows = &mut attributes[usize::from(term.attribute)].rows;
                for class in bits::ones(term.words(store.words())) {
                    bits::set(&mut rows[class * width..(class + 1) * width], cube);
                }
            }
        }
        for attribute in attributes.iter_mut().filter(|attribute| attribute.rows.len() > 64 * width) {
            for rows in attribute.rows.chunks(64 * width) {
                let mut block = vec![0; width];
                rows.chunks(width).for_each(|row| join(&mut block, row));
                attribute.blocks.extend_from_slice(&block);
            }
        }
        Self { width, all, attributes }
    }

    /// Puts the boxes that meet a dense box into `out`, as far as their numbers are in the words `from..to`.
    pub fn meeting(&self, layout: &Layout, dense: &[u64], from: usize, to: usize, out: &mut Vec<u64>) {
        out.clear();
        out.resize(self.width, 0);
        out[from..to].copy_from_slice(&self.all[from..to]);
        let mut any = Vec::new();
        for (attribute, index) in self.attributes.iter().enumerate() {
            let span = layout.span(attribute);
            if index.rows.is_empty() || dense[span.clone()] == layout.full[span.clone()] {
                continue;
            }
            any.clear();
            any.resize(to - from, 0);
            for (at, word) in dense[span].iter().enumerate() {
                if *word == u64::MAX && !index.blocks.is_empty() {
                    join(&mut any, &index.blocks[at * self.width..][from..to]);
                    continue;
                }
                for bit in bits::ones(std::slice::from_ref(word)) {
                    join(&mut any, &index.rows[(at * 64 + bit) * self.width..][from..to]);
                }
            }
            for (own, any) in out[from..to].iter_mut().zip(&any) {
                *own &= any;
            }
        }
    }

    /// Tries to leave all boxes of `meeting` inside a dense box: attribute by attribute, from the one numbered `first`
    /// on, it takes the class that the fewest of them allow. Returns a part of the box that meets none, or nothing
    /// where this way does not lead out.
    pub fn escape(&self, layout: &Layout, dense: &[u64], meeting: &[u64], to: usize, first: usize) -> Option<Vec<u64>> {
        let words = to.div_ceil(64).min(self.width);
        let mut left = meeting[..words].to_vec();
        let mut found = dense.to_vec();
        let attributes = || self.attributes.iter().enumerate();
        for (attribute, index) in attributes().skip(first).chain(attributes().take(first)) {
            if left.iter().all(|word| *word == 0) {
                return Some(found);
            }
            if index.rows.is_empty() {
                continue;
            }
            let span = layout.span(attribute);
            let row = |class: usize| &index.rows[class * self.width..][..words];
            let still = |class: &usize| -> u32 {
                left.iter().zip(row(*class)).map(|(left, row)| (left & row).count_ones()).sum()
            };
            let best = bits::ones(&dense[span.clone()]).min_by_key(still)?;
            found[span.clone()].fill(0);
            bits::set(&mut found[span], best);
            meet(&mut left, row(best));
        }
        left.iter().all(|word| *word == 0).then_some(found)
    }

    /// Whether a box numbered below `to` contains a dense box. Puts such boxes into `out`.
    pub fn holding(&self, layout: &Layout, dense: &[u64], to: usize, out: &mut Vec<u64>) -> bool {
        out.clear();
        out.extend_from_slice(&self.all[..to.div_ceil(64).min(self.width)]);
        bits::keep(out, 0, to);
        // The most restrictive attributes come first: sets of few classes, then unconstrained attributes.
        for is_free in [false, true] {
            for (attribute, index) in self.attributes.iter().enumerate() {
                let span = layout.span(attribute);
                if index.rows.is_empty() || (dense[span.clone()] == layout.full[span.clone()]) != is_free {
                    continue;
                }
                if is_free {
                    meet(out, &index.free);
                } else {
                    for class in bits::ones(&dense[span]) {
                        meet(out, &index.rows[class * self.width..]);
                    }
                }
                if out.iter().all(|word| *word == 0) {
                    return false;
                }
            }
        }
        out.iter().any(|word| *word != 0)
    }
}

fn meet(words: &mut [u64], less: &[u64]) {
    words.iter_mut().zip(less).for_each(|(word, less)| *word &= less);
}

fn join(words: &mut [u64], more: &[u64]) {
    words.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
}
