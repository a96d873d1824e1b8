//! Patterns of data policies, where `*` is the only wildcard and may be anywhere (dlp.md 2.6, 2.7).

/// Whether `pattern` matches the whole of `text`, without regard to case: how the platform treats case is not
/// documented, and hosts are not case-sensitive.
pub fn matches(pattern: &str, text: &str) -> bool {
    matches_folded(&pattern.to_lowercase(), &text.to_lowercase())
}

/// As [`matches()`], for a pattern and a text in lower case.
pub fn matches_folded(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|head| text.strip_prefix(head)) else { return false };
    let Some(last) = pattern.rsplit('*').next().filter(|_| pattern.contains('*')) else { return rest.is_empty() };
    let middle: Vec<&str> = parts.collect();
    // The leftmost match is always right: it leaves the most text for later parts.
    for part in middle.iter().take(middle.len().saturating_sub(1)) {
        let Some(found) = rest.find(part) else { return false };
        rest = rest.get(found + part.len()..).unwrap_or_default();
    }
    rest.len() >= last.len() && rest.ends_with(last)
}
