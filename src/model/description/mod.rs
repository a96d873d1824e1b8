//! How kinds of declarations are described: plain values, used for reading, messages, the reference and completion.

mod elsewhere;

pub use elsewhere::{attribute_for, form_for, kind_for};

use crate::diagnostics::quoted_list;

/// A kind of declaration.
#[derive(Debug)]
pub struct Kind {
    /// The keyword.
    pub keyword: &'static str,
    /// The noun with its article: "a data policy".
    pub noun: &'static str,
    /// The plural: "data policies".
    pub plural: &'static str,
    /// The purpose of such a declaration, in Markdown.
    pub doc: &'static str,
    /// The word for its name: `symbol`, `subject`; empty where it has none.
    pub name: &'static str,
    /// The kinds that the meaning of a declaration depends on directly, for rules. People and groups do not affect
    /// the meaning of an environment or an app: rules that look them up read their kinds themselves.
    pub rests_on: &'static [&'static str],
    /// The part after the name.
    pub body: Body,
    /// A valid declaration, with the declarations it refers to.
    pub example: &'static str,
}

/// The part after the name of a declaration.
#[derive(Debug)]
pub enum Body {
    /// `{ … }`
    Block(&'static Shape),
    /// `= value`
    Value(Type),
    /// `{ … }` whose statements the kind reads itself, described by these forms.
    Free(&'static [Sentence]),
}

/// The statements that a block accepts.
#[derive(Debug)]
pub struct Shape {
    /// `key = value`
    pub attributes: &'static [Attribute],
    /// `word { … }`
    pub blocks: &'static [NestedBlock],
    /// Sentences and rows.
    pub sentences: &'static [Sentence],
    /// Which other attributes it accepts.
    pub open: Open,
}

impl Shape {
    /// Whether it accepts an attribute or a block with this name.
    pub fn takes(&self, name: &str) -> bool {
        self.has_block(name) || self.attributes.iter().any(|attribute| attribute.name == name)
    }

    /// Whether it accepts a block with this name.
    pub fn has_block(&self, name: &str) -> bool {
        self.blocks.iter().any(|block| block.name == name)
    }

    /// Whether it accepts only sentences with an arrow: `"https://*" -> business`.
    pub fn takes_arrows(&self) -> bool {
        self.attributes.is_empty() && self.sentences.iter().any(|sentence| sentence.form.contains(" -> "))
    }
}

/// Which attributes a block accepts that its description does not name.
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
    /// Attributes of the Terraform provider without a word in the language, each with a value of its type.
    Provider,
    /// Blocks of this shape, whose names have this form.
    Blocks(&'static str, &'static Shape),
}

/// A key, its type, and its purpose.
#[derive(Debug)]
pub struct Attribute {
    /// The key.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Type,
    /// Whether it must be given.
    pub required: bool,
    /// The value where it is not given, as it would be written; empty where there is none.
    pub default: &'static str,
    /// Its purpose.
    pub doc: &'static str,
}

/// A block inside a block.
#[derive(Debug)]
pub struct NestedBlock {
    /// Its word.
    pub name: &'static str,
    /// What follows the word: nothing, or a name of something.
    pub argument: Option<&'static str>,
    /// Its shape.
    pub shape: &'static Shape,
    /// Its purpose.
    pub doc: &'static str,
}

/// A sentence or row of fixed form.
#[derive(Debug)]
pub struct Sentence {
    /// How it is written: `allow "…"`.
    pub form: &'static str,
    /// Its meaning.
    pub doc: &'static str,
}

/// The type of a value.
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
    /// As `Sharing`, or `nobody`
    SharingOrNone,
    /// A region of the platform.
    Region,
    /// A language, by its LCID.
    Language,
    /// A currency, by its ISO 4217 code.
    Currency,
    /// Names of declarations of this kind, in a list.
    References(&'static str),
    /// Names of these, in a list. They are not declared in the source.
    Names(&'static str),
    /// The name of one of these. It is not declared in the source.
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
    /// Whether it accepts attributes without a description.
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

    /// The text for messages that shows what to write, given the kinds of the language.
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
