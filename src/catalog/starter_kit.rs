//! The app inventory of Microsoft's CoE starter kit.

/// The fact that the kit writes in its own words.
pub const KIND: &str = "kind";

/// How the kit writes kinds of apps, as labels and as numbers, without regard to letter case, spaces, `_` and `-`, and
/// the words they are in the source. Forms of lists and custom pages are made as canvas apps; of a component library
/// nothing is known.
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
