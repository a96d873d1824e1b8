//! Rules: the kinds of findings.

use std::fmt;

/// A stable number, shown as `D3012`. The first digit is the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "D{:04}", self.0)
    }
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// The platform would refuse it, it cannot have its stated effect, or data would be open although the author says
    /// otherwise.
    Error,
}

impl Level {
    /// The word shown to readers.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level with that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|level| level.word() == word)
    }
}

/// The family of a rule, by the first digit of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// D0: how a file is written.
    Syntax,
    /// D1: names, references, types.
    Names,
    /// D2: tenant and environments.
    Environments,
    /// D3: connectors and data policies.
    Connectors,
    /// D4: criticality, controls, apps.
    Criticity,
    /// D5: units, users, teams, roles.
    Access,
    /// D6: identity.
    Identity,
    /// D7: hygiene.
    Hygiene,
    /// D8: rule packs.
    Packs,
}

impl Category {
    /// All categories, in the order of the codes.
    pub const ALL: [Self; 9] = [
        Self::Syntax,
        Self::Names,
        Self::Environments,
        Self::Connectors,
        Self::Criticity,
        Self::Access,
        Self::Identity,
        Self::Hygiene,
        Self::Packs,
    ];

    /// The category with that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }

    /// The word shown to readers.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Names => "names",
            Self::Environments => "environments",
            Self::Connectors => "connectors",
            Self::Criticity => "criticity",
            Self::Access => "access",
            Self::Identity => "identity",
            Self::Hygiene => "hygiene",
            Self::Packs => "packs",
        }
    }
}

/// A kind of finding, with everything about it in one place.
#[derive(Debug)]
pub struct Rule {
    /// The stable code.
    pub code: Code,
    /// The stable name, `connector-in-two-groups`.
    pub name: &'static str,
    /// The level, unless the project sets another.
    pub level: Level,
    /// A summary of one line.
    pub summary: &'static str,
    /// The page in Markdown: what it does, why it is bad, and a bad and a good example.
    pub doc: &'static str,
    /// Whether it offers a fix.
    pub fixable: bool,
    /// The controls it maps to, such as `MS.POWERPLATFORM.2.1v1`.
    pub controls: &'static [&'static str],
    /// The version that introduced it.
    pub since: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    /// The family.
    pub const fn category(&self) -> Category {
        match self.code.0 / 1000 {
            0 => Category::Syntax,
            1 => Category::Names,
            2 => Category::Environments,
            3 => Category::Connectors,
            4 => Category::Criticity,
            5 => Category::Access,
            6 => Category::Identity,
            7 => Category::Hygiene,
            _ => Category::Packs,
        }
    }

    /// The page without the space at the start of each line of a doc comment.
    pub fn page(&self) -> String {
        let mut page = String::with_capacity(self.doc.len());
        for line in self.doc.trim_matches('\n').lines() {
            page.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
            page.push('\n');
        }
        page
    }

    /// The examples of the page, in order: blocks fenced as `dictum,bad` or `dictum,good`.
    pub fn samples(&self) -> Vec<Sample> {
        let page = self.page();
        let mut samples = Vec::new();
        let mut open: Option<Sample> = None;
        for line in page.lines() {
            if let Some(sample) = &mut open {
                if line.trim_end() == "```" {
                    samples.extend(open.take());
                } else {
                    sample.text.push_str(line);
                    sample.text.push('\n');
                }
            } else if let Some(kind) = line.strip_prefix("```dictum,") {
                open = Some(Sample { bad: kind.trim() == "bad", text: String::new() });
            }
        }
        samples
    }
}

/// An example on the page of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Whether it must give exactly this rule's code; otherwise it must give nothing.
    pub bad: bool,
    /// The source text of the example.
    pub text: String,
}

/// Declares a rule with its page as doc comment:
///
/// ```
/// dictum::declare_rule! {
///     /// ## What it does
///     /// Finds what must not be.
///     pub EXAMPLE = 7999 "example-rule" Warning "something must not be";
/// }
/// assert_eq!(EXAMPLE.code.to_string(), "D7999");
/// ```
///
/// `fixable` and `controls ["…"]` may follow the summary.
#[macro_export]
macro_rules! declare_rule {
    ($(#[doc = $doc:literal])+ $visibility:vis $rule:ident = $code:literal $name:literal $level:ident $summary:literal
        fixable $(controls [$($control:literal),*])?;) => {
        $crate::declare_rule!(@rule true [$($($control),*)?] $(#[doc = $doc])+ $visibility $rule $code $name $level $summary);
    };
    ($(#[doc = $doc:literal])+ $visibility:vis $rule:ident = $code:literal $name:literal $level:ident $summary:literal
        $(controls [$($control:literal),*])?;) => {
        $crate::declare_rule!(@rule false [$($($control),*)?] $(#[doc = $doc])+ $visibility $rule $code $name $level $summary);
    };
    (@rule $fixable:literal [$($control:literal),*] $(#[doc = $doc:literal])+
        $visibility:vis $rule:ident $code:literal $name:literal $level:ident $summary:literal) => {
        $(#[doc = $doc])+
        $visibility static $rule: $crate::diagnostics::Rule = $crate::diagnostics::Rule {
            code: $crate::diagnostics::Code($code),
            name: $name,
            level: $crate::diagnostics::Level::$level,
            summary: $summary,
            doc: concat!($($doc, "\n"),+),
            fixable: $fixable,
            controls: &[$($control),*],
            since: "0.1.0",
        };
    };
}
