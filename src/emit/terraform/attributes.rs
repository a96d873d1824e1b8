//! A resource of the provider as paths and values, checked against the table of the provider's attributes.
//!
//! An attribute that the chosen version does not have is not written; it is kept on a list, to be reported. Where the
//! provider would write a value of its own next to the source's values, that attribute is ignored.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::text::literal;
use crate::catalog::{provider_attribute, provider_attributes};
use crate::emit::job::ProviderVersion;
use crate::emit::json::Json;
use crate::model::program::ProviderValue;

/// A value of an attribute.
pub(super) enum Value<'a> {
    Flag(bool),
    Number(i64),
    Text(Cow<'a, str>),
    /// A reference, or another text that is already an expression.
    Raw(Cow<'a, str>),
    Texts(Vec<Cow<'a, str>>),
    /// A value that its owner writes.
    Written(Box<dyn Fn(&mut Json<'_>) + 'a>),
}

/// A resource under construction.
pub(super) struct Attributes<'a> {
    /// The resource without the prefix of the provider.
    kind: &'static str,
    version: ProviderVersion,
    values: BTreeMap<&'static str, Value<'a>>,
    ignored: Vec<&'static str>,
    prevents_destroy: bool,
    /// Paths that the version does not have.
    pub(super) later: Vec<&'static str>,
}

impl<'a> Attributes<'a> {
    pub(super) const fn new(kind: &'static str, version: ProviderVersion) -> Self {
        Self { kind, version, values: BTreeMap::new(), ignored: Vec::new(), prevents_destroy: false, later: Vec::new() }
    }

    /// Sets an attribute; false where the version does not have it.
    pub(super) fn put(&mut self, path: &str, value: Value<'a>) -> bool {
        // INVARIANT: a test checks all paths in this crate, so none is dropped silently.
        let Some(attribute) = provider_attribute(self.kind, path) else {
            debug_assert!(false, "the provider has no `{path}`");
            return false;
        };
        if attribute.is_new && self.version == ProviderVersion::V4_1 {
            self.later.push(attribute.path);
            return false;
        }
        self.values.insert(attribute.path, value);
        true
    }

    pub(super) fn flag(&mut self, path: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.put(path, Value::Flag(value));
        }
    }

    pub(super) fn text(&mut self, path: &str, text: &'a str) {
        self.put(path, Value::Text(Cow::Borrowed(text)));
    }

    pub(super) fn raw(&mut self, path: &str, text: impl Into<Cow<'a, str>>) {
        self.put(path, Value::Raw(text.into()));
    }

    /// Sets an attribute that the source gives by the provider's name.
    pub(super) fn given(&mut self, path: &str, value: &'a ProviderValue) {
        let value = match value {
            ProviderValue::Flag(flag) => Value::Flag(*flag),
            ProviderValue::Number(number) => Value::Number(*number),
            ProviderValue::Text(text) => Value::Text(Cow::Borrowed(text)),
            ProviderValue::Texts(texts) => {
                let mut texts: Vec<Cow<'_, str>> = texts.iter().map(|text| Cow::Borrowed(&**text)).collect();
                texts.sort_unstable();
                texts.dedup();
                Value::Texts(texts)
            }
        };
        self.put(path, value);
    }

    /// Makes an attribute keep its current value.
    pub(super) fn ignore(&mut self, path: &'static str) {
        self.ignored.push(path);
    }

    /// Prevents the destruction of the resource.
    pub(super) const fn prevent_destroy(&mut self) {
        self.prevents_destroy = true;
    }

    /// Ignores attributes that the source does not give and for which the provider has a default, in every object
    /// that is written.
    pub(super) fn keep_unsaid(&mut self) {
        for attribute in provider_attributes().iter().filter(|one| one.resource == self.kind && one.has_default) {
            let unsaid = !self.values.contains_key(attribute.path);
            let inside = |parent: &str| {
                self.values.keys().any(|path| path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.')))
            };
            let is_written = attribute.path.rsplit_once('.').is_none_or(|(parent, _)| inside(parent));
            if unsaid && is_written && (!attribute.is_new || self.version == ProviderVersion::V4_2) {
                self.ignored.push(attribute.path);
            }
        }
    }

    /// Whether only these attributes are set.
    pub(super) fn has_only(&self, paths: &[&str]) -> bool {
        self.values.keys().all(|path| paths.contains(path))
    }

    /// Writes the resource.
    pub(super) fn write(&self, json: &mut Json<'_>) {
        let mut ignored: Vec<&str> = self.ignored.clone();
        ignored.sort_unstable();
        ignored.dedup();
        let lifecycle = |json: &mut Json<'_>| {
            json.object(|json| {
                if !ignored.is_empty() {
                    json.key("ignore_changes").strings(ignored.iter().copied());
                }
                if self.prevents_destroy {
                    json.key("prevent_destroy").boolean(true);
                }
            });
        };
        let mut members: Vec<(&str, Member<'_, 'a>)> =
            self.values.iter().map(|(path, value)| (*path, Member::Value(value))).collect();
        if !ignored.is_empty() || self.prevents_destroy {
            members.push(("lifecycle", Member::Written(&lifecycle)));
            members.sort_unstable_by_key(|(path, _)| *path);
        }
        write(json, &members);
    }
}

enum Member<'m, 'a> {
    Value(&'m Value<'a>),
    Written(&'m dyn Fn(&mut Json<'_>)),
}

/// Writes members whose paths are sorted. A dot sorts before every character of a name, so those of one object are
/// adjacent, in the order of their keys. The nesting is that of the provider's own paths.
fn write(json: &mut Json<'_>, members: &[(&str, Member<'_, '_>)]) {
    json.object(|json| {
        let mut rest = members;
        while let Some(((path, member), _)) = rest.split_first() {
            let Some((object, _)) = path.split_once('.') else {
                member.write(json.key(path));
                rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            let inner = |path: &'_ str| path.strip_prefix(object).is_some_and(|rest| rest.starts_with('.'));
            let count = rest.iter().take_while(|(path, _)| inner(path)).count();
            let nested: Vec<(&str, Member<'_, '_>)> = rest
                .iter()
                .take(count)
                .map(|(path, member)| (path.get(object.len() + 1..).unwrap_or_default(), member.again()))
                .collect();
            write(json.key(object), &nested);
            rest = rest.get(count..).unwrap_or_default();
        }
    });
}

impl Member<'_, '_> {
    const fn again(&self) -> Self {
        match self {
            Self::Value(value) => Self::Value(value),
            Self::Written(write) => Self::Written(*write),
        }
    }

    fn write(&self, json: &mut Json<'_>) {
        match self {
            Self::Written(write) => write(json),
            Self::Value(Value::Flag(flag)) => json.boolean(*flag),
            Self::Value(Value::Number(number)) => json.integer(*number),
            Self::Value(Value::Text(text)) => json.string(&literal(text)),
            Self::Value(Value::Raw(text)) => json.string(text),
            Self::Value(Value::Texts(texts)) => {
                json.list(|json| texts.iter().for_each(|text| json.string(&literal(text))));
            }
            Self::Value(Value::Written(write)) => write(json),
        }
    }
}
