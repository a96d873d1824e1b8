//! The common value of JSON and HCL files.

use serde_json::Number;

use super::neutral::Condition;

/// A value of a file. JSON gives only the first six variants; the others come from HCL, where a value can depend on
/// facts that only Terraform knows.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    /// Keys in the order of the file, each once.
    Object(Vec<(String, Self)>),
    /// The id of an environment that the configuration itself declares, by the declaration's address.
    Reference(String),
    /// A value that could not be evaluated, with the reason.
    Unknown(String),
    /// An item of a list that represents many: the template once for every connector of the catalogue that the
    /// condition selects.
    Selected(Condition, Box<Self>),
    /// The connector of the catalogue that a template is about.
    Row,
    /// A fact about that connector.
    Field(Field),
    /// A condition on that connector.
    Test(Condition),
}

/// The message where PowerShell has written a value as a text.
pub(super) const CUT: &str = "PowerShell cut the values off here; write the file again with `ConvertTo-Json -Depth 20`";

/// The facts in Terraform's connectors data source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Tier,
    Publisher,
    Unblockable,
    /// Facts that are not part of policies, such as the display name.
    Other,
}

impl Value {
    /// The value of a key with exactly this spelling.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value of a key in any letter case.
    pub(super) fn get_folded(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The entries of an object; none for any other value.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        if let Self::Object(entries) = self { entries } else { &[] }
    }

    /// The items of a list; none for any other value.
    pub(super) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The text that PowerShell writes where its `-Depth` ends, in this value or below it.
    pub(super) fn cut(&self) -> Option<&str> {
        match self {
            Self::Text(text) => {
                let marks = ["@{", "System.Object[]", "System.Collections.", "System.Management.Automation."];
                marks.iter().any(|mark| text.starts_with(mark)).then_some(text)
            }
            Self::List(items) => items.iter().find_map(Self::cut),
            Self::Object(entries) => entries.iter().find_map(|(_, value)| value.cut()),
            _ => None,
        }
    }

    /// The kind of value, with its article.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Reference(_) => "the id of a declared environment",
            Self::Unknown(_) => "a value that only Terraform can evaluate",
            Self::Selected(..) | Self::Row | Self::Field(_) | Self::Test(_) => "a selection of connectors",
        }
    }
}
