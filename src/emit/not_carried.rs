//! What a target does not carry, for people.

/// A kind of thing that has no form in a target.
pub(super) struct Kind {
    /// Its name in documents.
    pub(super) key: &'static str,
    /// How one of them is called, and several.
    pub(super) one: &'static str,
    pub(super) several: &'static str,
}

/// A line on all things of a kind.
pub(super) fn line(kind: &Kind, names: &[&str], target: &str) -> String {
    let what = match names {
        // What there is one of has no name but that of its kind.
        [name] if *name == kind.key => kind.one.to_owned(),
        [name] => format!("{} `{name}`", kind.one),
        [first, .., last] => format!("{} `{first}` to `{last}` ({})", kind.several, names.len()),
        [] => kind.several.to_owned(),
    };
    format!("{what}, in target `{target}`")
}
