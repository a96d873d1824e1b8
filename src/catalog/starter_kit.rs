//! The app inventory of Microsoft's CoE starter kit.

/// The fact for which the kit has words of its own.
pub const KIND: &str = "kind";

/// The kit's words for kinds of apps, as labels and as numbers, without regard to case, spaces, `_` and `-`, with the
/// corresponding source words. Forms of lists and custom pages are created as canvas apps; for a component library
/// the kind is unknown.
pub const KINDS: &[(&str, &str)] = &[
    ("597910000", "canvas"),
    ("597910001", "model_driven"),
    ("597910002", "canvas"),
    ("sharepointformapp", "canvas"),
    ("597910003", "canvas"),
    ("custompage", "canvas"),
    ("597910004", ""),
    ("componentlibrary", ""),
];

/// A text without case, spaces, `_` and `-`: the form in which words and names are compared loosely.
pub fn plain_text(text: &str) -> String {
    let kept = text.trim().chars().filter(|one| !matches!(one, ' ' | '_' | '-' | '\u{a0}'));
    kept.flat_map(char::to_lowercase).collect()
}
