//! Problems of the text of a file: family D0.

crate::declare_rule! {
    /// ## What it does
    /// Reports text in the wrong place: a missing value, a stray mark, two statements on one line.
    ///
    /// ## Why is this bad?
    /// Text that cannot be read has no meaning. Every other declaration of the file is still checked.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type =
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type = sandbox
    /// }
    /// ```
    pub UNEXPECTED_TEXT = 1 "unexpected-text" Error "text is in the wrong place";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds a quoted text without its closing quotes.
    ///
    /// ## Why is this bad?
    /// The end of the text is unknown, so the text after it might belong to it.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type = sandbox
    ///   name = "Sales
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type = sandbox
    ///   name = "Sales"
    /// }
    /// ```
    pub UNCLOSED_TEXT = 2 "unclosed-text" Error "a quoted text is not closed";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds `/*` without `*/`.
    ///
    /// ## Why is this bad?
    /// Everything after it would be a comment, and so without effect.
    ///
    /// ```dictum,bad
    /// /* which makers may use
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// /* which makers may use */
    /// environment sales { type = sandbox }
    /// ```
    pub UNCLOSED_COMMENT = 3 "unclosed-comment" Error "a comment is not closed";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds brackets without a partner: `{`, `[`, `(` that are never closed, `}`, `]`, `)` that close
    /// nothing, a block without its `{`.
    ///
    /// ## Why is this bad?
    /// The end of a declaration is unknown. Reading resumes at the next line that begins with the keyword of a
    /// declaration, so other declarations are still checked.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type = sandbox
    /// ```
    ///
    /// ```dictum,bad
    /// environment sales
    ///   type = sandbox
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type = sandbox
    /// }
    /// ```
    pub UNBALANCED_BRACKET = 4 "unbalanced-bracket" Error "a bracket has no partner" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds control characters, invisible characters and marks that change the direction of text.
    ///
    /// ## Why is this bad?
    /// A reviewer sees another text than the policy has. Zero-width joiners inside quotes are accepted, since several
    /// scripts need them.
    ///
    /// ```dictum,bad
    /// // reviewed​ on Monday
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// // reviewed on Monday
    /// ```
    pub HIDDEN_CHARACTER = 5 "hidden-character" Error "the text has a character that cannot be seen" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Reports a file that is not written in UTF-8.
    ///
    /// ## Why is this bad?
    /// The text after the first invalid byte cannot be read.
    ///
    /// The examples of this page are bytes, so they are in the test suite.
    pub NOT_UTF8 = 6 "not-utf8" Error "a file is not written in UTF-8";
}

crate::declare_rule! {
    /// ## What it does
    /// Reports what exceeds a limit of Dictum: a file of more than 10 MB, brackets nested more than 128 deep, roles
    /// that include one another more than 128 deep, a text of more than 64 kB.
    ///
    /// ## Why is this bad?
    /// No policy needs more, but hostile input may have it.
    ///
    /// The examples of this page would fill a book, so they are in the test suite.
    pub LIMIT_EXCEEDED = 7 "limit-exceeded" Error "something is larger than Dictum takes";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds invalid numbers, ranges and dates: `12x`, `500..51`, `2026-13-01`.
    ///
    /// ## Why is this bad?
    /// Such a value has no meaning.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type = sandbox
    ///   dataverse { language = 1o33; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type = sandbox
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub BAD_LITERAL = 8 "bad-literal" Error "a number, range or date is not valid";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds a backslash in a quoted text that begins no escape.
    ///
    /// ## Why is this bad?
    /// It is unclear whether the backslash itself was meant.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type = sandbox
    ///   name = "Sales \ EMEA"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type = sandbox
    ///   name = "Sales \\ EMEA"
    /// }
    /// ```
    pub BAD_ESCAPE = 9 "bad-escape" Error "a backslash begins no escape";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds an operator that lacks an operand, and two values without an operator between them.
    ///
    /// ## Why is this bad?
    /// The expression has no meaning.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to = all
    ///   business   = [teams] +;
    ///   blocked    = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to = all
    ///   business   = [teams] + [planner]
    ///   blocked    = rest
    /// }
    /// ```
    pub INCOMPLETE_EXPRESSION = 10 "incomplete-expression" Error "an operator lacks a side";
}

/// Every code of this floor.
pub const ALL: &[&crate::diagnostics::Rule] = &[
    &UNEXPECTED_TEXT,
    &UNCLOSED_TEXT,
    &UNCLOSED_COMMENT,
    &UNBALANCED_BRACKET,
    &HIDDEN_CHARACTER,
    &NOT_UTF8,
    &LIMIT_EXCEEDED,
    &BAD_LITERAL,
    &BAD_ESCAPE,
    &INCOMPLETE_EXPRESSION,
];
