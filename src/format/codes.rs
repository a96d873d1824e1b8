//! What laying out can find.

crate::declare_rule! {
    /// ## What it does
    /// Reports that a file was left as it is, because its new layout was not proven to say the same.
    ///
    /// ## Why is this bad?
    /// Each layout is read again before it is given out: same words in the same order, every comment
    /// kept, and nothing to change when laid out once more. Where that fails, Dictum is at fault, not
    /// the file.
    ///
    /// No file is known that gives it, so this page has no example.
    pub UNPROVEN_LAYOUT = 90 "unproven-layout" Error "a layout was not proven to keep the meaning";
}

/// Every code of this floor.
pub const ALL: &[&crate::diagnostics::Rule] = &[&UNPROVEN_LAYOUT];
