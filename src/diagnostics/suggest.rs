//! "Did you mean".

/// The candidate nearest to `word`, when it is near enough to be a slip of the hand: at most a third
/// of the word is wrong. Case, `-` and `_` do not count. Ties go to the first in `candidates`' order.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let fold = |text: &str| text.to_lowercase().replace('-', "_");
    let wanted = fold(word);
    let allowed = (wanted.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // The length bound spares the distance for most of a long catalogue.
        if candidate.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &fold(candidate));
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The words in backticks, joined by commas and `or`.
pub fn quoted_list<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    list_of(words.into_iter().map(|word| format!("`{word}`")), last)
}

/// The items joined by commas, and by `last` before the last one.
pub fn list_of(items: impl IntoIterator<Item = String>, last: &str) -> String {
    let items: Vec<String> = items.into_iter().collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}
