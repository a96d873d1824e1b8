//! Finds the patterns of an ordered list that an earlier pattern covers.

use rustc_hash::FxHashMap;

use crate::analysis::matches_folded_pattern;

/// Up to this number of patterns, comparing every pair is faster.
const FEW: usize = 8;

/// For each pattern, the index of the first earlier pattern that covers it.
///
/// A pattern covers another only if the other contains all of its runs of letters. So each pattern is stored under
/// its rarest short run and is only compared with patterns that contain this run. This avoids nearly all comparisons
/// of a long list.
pub(in crate::rules) fn covered_by(patterns: &[&str]) -> Vec<Option<usize>> {
    let patterns: Vec<String> = patterns.iter().map(|pattern| pattern.to_lowercase()).collect();
    if patterns.len() <= FEW {
        let covering =
            |(place, narrow): (usize, &String)| patterns.iter().take(place).position(|wide| covers(wide, narrow));
        return patterns.iter().enumerate().map(covering).collect();
    }
    let runs: Vec<Vec<Run>> = patterns.iter().map(|pattern| runs(pattern)).collect();
    let mut counts: FxHashMap<Run, u32> = FxHashMap::default();
    for run in runs.iter().flatten() {
        *counts.entry(*run).or_default() += 1;
    }
    let mut by_run: FxHashMap<Run, Vec<usize>> = FxHashMap::default();
    let mut without: Vec<usize> = Vec::new();
    let mut found = Vec::with_capacity(patterns.len());
    for (place, (narrow, own)) in patterns.iter().zip(&runs).enumerate() {
        let lists = own.iter().filter_map(|run| by_run.get(run)).chain([&without]);
        let covering = |wide: &usize| patterns.get(*wide).is_some_and(|wide| covers(wide, narrow));
        let first = lists.filter_map(|list| list.iter().copied().find(covering)).min();
        found.push(first);
        // A covered pattern covers nothing that its own cover does not.
        if first.is_none() {
            match own.iter().min_by_key(|run| (counts.get(*run), **run)) {
                Some(rarest) => by_run.entry(*rarest).or_default().push(place),
                None => without.push(place),
            }
        }
    }
    found
}

/// Two or three consecutive letters; the third is `\0` if there are two.
type Run = [char; 3];

/// The short runs of a pattern, within the parts between its `*`.
fn runs(pattern: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for part in pattern.split('*') {
        let (first, second, third) = (part.chars(), part.chars().skip(1), part.chars().skip(2));
        let thirds = third.map(Some).chain([None]);
        for ((one, two), three) in first.zip(second).zip(thirds) {
            runs.push([one, two, '\0']);
            runs.extend(three.map(|three| [one, two, three]));
        }
    }
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Whether `wide` fits everything that `narrow` fits, both in lower case.
///
/// This holds exactly if `wide` fits `narrow` itself, with each `*` of `narrow` taken as a letter. If it fits, a `*`
/// of `wide` covers that letter, since no other part of a pattern contains a `*`; so any text can replace the letter.
/// If it does not fit, replace each `*` of `narrow` by a letter that `wide` does not contain: `narrow` fits that
/// text, and `wide` does not.
fn covers(wide: &str, narrow: &str) -> bool {
    matches_folded_pattern(wide, narrow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether `pattern` fits `text`, by trying every split.
    fn fits(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            ([b'*', rest @ ..], _) => (0..=text.len()).any(|taken| fits(rest, &text[taken..])),
            ([one, pattern @ ..], [other, text @ ..]) => one == other && fits(pattern, text),
            _other => false,
        }
    }

    /// All texts of the letters `abc` up to a length. No pattern below contains `c`, so there is always a letter that
    /// a pattern does not contain, as in the real alphabet. If a pattern is not covered, a text of its own length
    /// shows it.
    fn texts(length: usize) -> Vec<Vec<u8>> {
        let mut all = vec![Vec::new()];
        let mut last = all.clone();
        for _ in 0..length {
            let longer =
                last.iter().flat_map(|text| b"abc".iter().map(|letter| [text.as_slice(), &[*letter]].concat()));
            last = longer.collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn coverage_agrees_with_every_text(wide in "[ab*]{0,5}", narrow in "[ab*]{0,5}") {
            let (wide, narrow) = (wide.as_str(), narrow.as_str());
            let brute = texts(5)
                .iter()
                .filter(|text| fits(narrow.as_bytes(), text))
                .all(|text| fits(wide.as_bytes(), text));
            prop_assert_eq!(covers(wide, narrow), brute);
        }

        #[test]
        fn the_first_cover_agrees_with_looking_at_all(
            patterns in prop::collection::vec("[aBß*./]{0,6}", 0..12),
        ) {
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let lower: Vec<String> = patterns.iter().map(|pattern| pattern.to_lowercase()).collect();
            let all: Vec<Option<usize>> = (0..patterns.len())
                .map(|later| (0..later).find(|earlier| covers(&lower[*earlier], &lower[later])))
                .collect();
            prop_assert_eq!(covered_by(&patterns), all);
        }
    }
}
