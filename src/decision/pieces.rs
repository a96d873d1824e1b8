//! Splits a box into pieces outside of other boxes.

use super::store::{Layout, Store};

/// The maximum number of pieces of one box.
const MOST: usize = 64;

/// Disjoint boxes that together contain the part of a box that is in none of the stored ones; `None` where there
/// would be too many.
pub(super) fn pieces(layout: &Layout, without: &Store, dense: &[u64]) -> Option<Vec<Vec<u64>>> {
    let mut pieces = vec![dense.to_vec()];
    for cube in 0..without.len() {
        if pieces.iter().all(|piece| !without.meets(cube, piece)) {
            continue;
        }
        let mut next = Vec::with_capacity(pieces.len() + 4);
        for mut piece in pieces {
            if !without.meets(cube, &piece) {
                next.push(piece);
                continue;
            }
            // Attribute by attribute: outside in this one, inside in the previous ones.
            for term in without.terms(cube) {
                let words = term.words(without.words());
                let mut outside = piece.clone();
                outside[term.span()].iter_mut().zip(words).for_each(|(own, word)| *own &= !word);
                if outside[term.span()].iter().any(|word| *word != 0) {
                    next.push(outside);
                }
                piece[term.span()].iter_mut().zip(words).for_each(|(own, word)| *own &= word);
            }
        }
        if next.len() > MOST {
            return None;
        }
        pieces = next;
    }
    pieces.retain(|piece| !layout.is_empty(piece));
    Some(pieces)
}
