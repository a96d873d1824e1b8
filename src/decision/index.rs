//! Which boxes meet a box, by one bitset over all boxes for each class of each attribute.
//!
//! The idea is the bitmap classifier of Lakshman and Stiliadis (1998): a box meets another where in every
//! attribute they share a class, so the boxes that meet one are the conjunction over its attributes of the
//! disjunction over its classes.

use super::bits;
use super::store::{Layout, Store};

/// The bitsets. Boxes are numbered as in their store.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Words of one bitset.
    pub width: usize,
    /// All boxes.
    all: Vec<u64>,
    attributes: Vec<Attribute>,
}

/// The bitsets of one attribute, class by class; none where no box constrains it.
#[derive(Debug, Default)]
struct Attribute {
    rows: Vec<u64>,
    /// The disjunction of each 64 classes, for sets that hold them all.
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
                Attribute { rows: free.repeat(classes), blocks: Vec::new() }
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

    /// Puts the boxes that meet a dense box into `out`, as far as their numbers stand in the words `from..to`.
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
}

fn join(words: &mut [u64], more: &[u64]) {
    words.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
}
