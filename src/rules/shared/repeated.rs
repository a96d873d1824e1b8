//! Finds names that several declarations have.

use std::hash::Hasher as _;

use rayon::prelude::*;
use rustc_hash::FxHasher;

/// The items whose name may be equal to another item's name, ignoring case, in their order. Unique names, which are
/// the most frequent, are excluded by hash without copying them. The names of two remaining items may still differ.
pub(in crate::rules) fn repeated<T: Sync>(items: Vec<T>, name: impl Fn(&T) -> &str + Sync) -> Vec<T> {
    let marks: Vec<u64> = items.par_iter().with_min_len(512).map(|item| mark(name(item))).collect();
    let mut sorted = marks.clone();
    sorted.sort_unstable();
    let pairs = sorted.windows(2).filter_map(|pair| match pair {
        [one, other] if one == other => Some(*one),
        _unlike => None,
    });
    let mut twice: Vec<u64> = pairs.collect();
    twice.dedup();
    let marked = items.into_iter().zip(marks);
    marked.filter(|(_, mark)| twice.binary_search(mark).is_ok()).map(|(item, _)| item).collect()
}

/// A hash that is equal for names that are equal in lower case.
fn mark(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for letter in name.chars() {
        if letter.is_ascii() {
            hasher.write_u32(letter.to_ascii_lowercase().into());
        } else {
            // The lower-case sigma has another form at the end of a word.
            letter.to_lowercase().for_each(|small| hasher.write_u32(if small == 'ς' { 'σ' } else { small }.into()));
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_alone_are_left_out() {
        let left = |names: &[&'static str]| repeated(names.to_vec(), |name| name);
        assert_eq!(left(&["Café", "b", "CAFÉ", "c", "B", "B"]), ["Café", "b", "CAFÉ", "B", "B"]);
        assert_eq!(left(&["a", "b"]), [""; 0]);
        for (one, other) in [("ΟΔΟΣ", "οδος"), ("İ", "i̇"), ("\u{212a}", "k"), ("Finance – 1", "FINANCE – 1")]
        {
            assert_eq!(one.to_lowercase(), other.to_lowercase());
            assert_eq!(left(&[one, "-", other]), [one, other]);
        }
    }
}
