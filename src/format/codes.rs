//! The rule that the formatter reports.

crate::declare_rule! {
    /// ## What it does
    /// Reports that a file was left unchanged, because its new layout was not proven to have the same meaning.
    ///
    /// ## Why is this bad?
    /// Each layout is read again before it is returned: it must have the same words in the same order and every
    /// comment, and must not change when laid out once more. If that fails, it is a bug in Dictum, not in the
    /// file.
    ///
    /// No file is known that has this finding, so this page has no example.
    pub UNPROVEN_LAYOUT = 90 "unproven-layout" Error "a layout was not proven to keep the meaning";
}

/// Every code of this floor.
pub const ALL: &[&crate::diagnostics::Rule] = &[&UNPROVEN_LAYOUT];
