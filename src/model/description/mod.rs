//! How kinds of declarations are described: plain values, from which reading, messages, the reference and completion come.

mod elsewhere;

pub use elsewhere::{attribute_for, form_for, kind_for};

use crate::diagnostics::quoted_list;

/// A kind of declaration.
#[derive(Debug)]
pub struct Kind {
    /// The word it begins with.
    pub keyword: &'static str,
    /// What it is, with its article: "a data policy".
    pub noun: &'static str,
    /// What several are called: "data policies".
    pub plural: &'static str,
    /// What one declares with it, in Markdown.
    pub doc: &'static str,
    /// What its name is called: `symbol`, `subject`; empty where it has none.
    pub name: &'static str,
    /// The kinds that what a declaration means to rules rests on directly. People and groups decide nothing about an
    /// environment or an app: rules that look them up read their kinds themselves.
    pub rests_on: &'static [&'static str],
    /// What stands behind the name.
    pub body: Body,
    /// A declaration that is clean, with what it refers to.
    pub example: &'static str,
}

/// What stands behind the name of a declaration.
#[derive(Debug)]
pub enum Body {
    /// `{ … }`
    Block(&'static Shape),
    /// `= value`
    Value(Type),
    /// `{ … }` whose statements the kind reads itself, described by these forms.
    Free(&'static [Sentence]),
}

/// What a block takes.
#[derive(Debug)]
pub struct Shape {
    /// `key = value`
    pub attributes: &'static [Attribute],
    /// `word { … }`
    pub blocks: &'static [NestedBlock],
    /// Sentences and rows.
    pub sentences: &'static [Sentence],
    /// Which attributes it takes besides.
    pub open: Open,
}

impl Shape {
    /// Whether it holds nothing but sentences with an arrow: `"https://*" -> business`.
    pub fn takes_arrows(&self) -> bool {
        self.attributes.is_empty() && self.sentences.iter().any(|sentence| sentence.form.contains(" -> "))
    }
}

/// Which attributes a block takes that its description does not name.
#[derive(Debug, Clone, Copy)]
pub enum Open {
    /// None.
    Closed,
    /// Those that the project's own criteria declare for this subject.
    Criteria(&'static str),
    /// Names of declarations of this kind, each with a day.
    Days(&'static str),
    /// Names of declarations of the first kind, each with a list of names of the second.
    Lists(&'static str, &'static str),
    /// Names of declarations of this kind, each with the name of one of these.
    Names(&'static str, &'static str),
    /// Attributes of the Terraform provider that have no word of their own, each with a value of its type.
    Provider,
    /// Blocks of this shape, whose names are of this form.
    Blocks(&'static str, &'static Shape),
}

/// A key, its type, and what it is for.
#[derive(Debug)]
pub struct Attribute {
    /// The key.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Type,
    /// Whether it must be given.
    pub required: bool,
    /// What holds where it is not given, as it would be written; empty where nothing does.
    pub default: &'static str,
    /// What it is for.
    pub doc: &'static str,
}

/// A block inside a block.
#[derive(Debug)]
pub struct NestedBlock {
    /// Its word.
    pub name: &'static str,
    /// What follows the word: nothing, or a name of something.
    pub argument: Option<&'static str>,
    /// What it takes.
    pub shape: &'static Shape,
    /// What it is for.
    pub doc: &'static str,
}

/// A sentence or row of fixed form.
#[derive(Debug)]
pub struct Sentence {
    /// How it is written: `allow "…"`.
    pub form: &'static str,
    /// What it says.
    pub doc: &'static str,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// `yes`, `no`, `on`, `off`
    Bool,
    /// A text in quotes.
    Text,
    /// A whole number within these bounds.
    Integer(i64, i64),
    /// A day.
    Date,
    /// One of these words.
    Word(&'static [Choice]),
    /// The name of a declaration of this kind.
    Reference(&'static str),
    /// A connector set.
    ConnectorSet,
    /// Which environments a data policy applies to.
    Scope,
    /// `every 12 months`
    Interval,
    /// `elevated because "…"`
    Rated,
    /// `people_only up to 50`, `everyone`
    Sharing,
    /// The same, or `nobody`
    SharingOrNone,
    /// A region of the platform.
    Region,
    /// A language, by its LCID.
    Language,
    /// A currency, by its ISO 4217 code.
    Currency,
    /// Names of declarations of this kind, in a list.
    References(&'static str),
    /// Names of these, in a list, which are not declared here.
    Names(&'static str),
    /// One of these by its name, which is not declared here.
    Name(&'static str),
    /// A text in quotes, or a list of them.
    Texts,
    /// `12 months`
    Duration,
    /// `regular_review every 6 months`
    Process,
    /// `criticity >= medium`
    Levels,
    /// `environments where managed`, or a list of environments.
    Environments,
    /// `up to high`
    Ceiling,
    /// `at least 2`
    AtLeast,
    /// `only ["fabrikam.com"]`, `all except […]`
    Domains,
}

/// A word that a value may be.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl Open {
    /// Whether it takes attributes that are not described.
    pub const fn takes_values(self) -> bool {
        match self {
            Self::Criteria(_) | Self::Days(_) | Self::Lists(..) | Self::Names(..) | Self::Provider => true,
            Self::Closed | Self::Blocks(..) => false,
        }
    }
}

impl Type {
    /// Whether it may be a list in brackets.
    pub const fn takes_list(self) -> bool {
        matches!(self, Self::References(_) | Self::Names(_) | Self::Texts | Self::Environments)
    }

    /// What an author is told to write, where these are the kinds of the language.
    pub fn expected(self, kinds: &[&Kind]) -> String {
        let find = |keyword: &str| kinds.iter().find(|kind| kind.keyword == keyword);
        match self {
            Self::Bool => "`yes` or `no`".to_owned(),
            Self::Text => "a text in quotes".to_owned(),
            Self::Integer(low, high) => format!("a whole number from {low} to {high}"),
            Self::Date => "a date such as `2026-11-21`".to_owned(),
            Self::Word(choices) => quoted_list(choices.iter().map(|choice| choice.word), "or"),
            Self::Reference(kind) => format!("the name of {}", find(kind).map_or("a declaration", |kind| kind.noun)),
            Self::ConnectorSet => "a connector set such as `[sql, teams] + office`".to_owned(),
            Self::Scope => "`all`, `all except […]`, `only […]` or `environment name`".to_owned(),
            Self::Interval => "a span of time such as `every 12 months`".to_owned(),
            Self::Rated => "a level and its reason, such as `elevated because \"…\"`".to_owned(),
            Self::Sharing => "`everyone` or `people_only`, with `up to 50` where there is a limit".to_owned(),
            Self::SharingOrNone => {
                "`everyone`, `nobody` or `people_only`, with `up to 50` where there is a limit".to_owned()
            }
            Self::Region => "a region such as `europe`".to_owned(),
            Self::Language => "the LCID of a language, such as `1033`".to_owned(),
            Self::Currency => "a currency code such as `EUR`".to_owned(),
            Self::References(kind) => {
                format!("a list of names of {}", find(kind).map_or("declarations", |kind| kind.plural))
            }
            Self::Names(what) => format!("a list of names of {what}"),
            Self::Name(what) => format!("the name of {what}"),
            Self::Texts => "a text in quotes, or a list of texts".to_owned(),
            Self::Duration => "a span of time such as `12 months`".to_owned(),
            Self::Process => {
                "`automated`, `manual_review before go_live` or `regular_review every 6 months`".to_owned()
            }
            Self::Levels => "a condition on the scale such as `criticity >= medium`".to_owned(),
            Self::Environments => "`environments where …` or a list of environments".to_owned(),
            Self::Ceiling => "a level such as `up to high`".to_owned(),
            Self::AtLeast => "a number such as `at least 2`".to_owned(),
            Self::Domains => "`only [\"fabrikam.com\"]` or `all except […]`".to_owned(),
        }
    }
}
