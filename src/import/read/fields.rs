//! An object of an export, read key by key, so that unread keys can be reported.

use super::json::below;
use super::notes::{Fault, Notes};
use super::value::{CUT, Value};

/// The entries of one object. Keys match in any letter case: the service, its documentation and the
/// Terraform provider spell some differently.
pub(super) struct Fields<'v> {
    pub(super) place: String,
    entries: &'v [(String, Value)],
    used: Vec<bool>,
}

impl<'v> Fields<'v> {
    /// The fields of `value`, which must be an object.
    pub(super) fn of(value: &'v Value, place: impl Into<String>) -> Result<Self, Fault> {
        match value {
            Value::Object(entries) => Ok(Self { place: place.into(), entries, used: vec![false; entries.len()] }),
            other if other.cut().is_some() => Err(Fault::new(place, CUT)),
            other => Err(Fault::new(place, format!("an object is expected here, not {}", other.kind()))),
        }
    }

    /// The place of a key below this object.
    pub(super) fn at(&self, key: &str) -> String {
        below(&self.place, key)
    }

    /// The value of a key unchanged, `null` included.
    pub(super) fn raw(&mut self, key: &str) -> Result<Option<&'v Value>, Fault> {
        let mut found: Option<(&str, &Value)> = None;
        for ((name, value), used) in self.entries.iter().zip(&mut self.used) {
            if !name.eq_ignore_ascii_case(key) {
                continue;
            }
            *used = true;
            if let Some((first, _)) = found {
                let why = format!("`{first}` and `{name}` are one key in two spellings");
                return Err(Fault::new(below(&self.place, key), why));
            }
            found = Some((name, value));
        }
        Ok(found.map(|(_, value)| value))
    }

    /// The value of a key; `null` counts as missing.
    pub(super) fn value(&mut self, key: &str) -> Result<Option<&'v Value>, Fault> {
        Ok(self.raw(key)?.filter(|value| !matches!(value, Value::Null)))
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<&'v str>, Fault> {
        match self.value(key)? {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(key, "a text", other)),
        }
    }

    /// A text that must be present and not empty.
    pub(super) fn needed_text(&mut self, key: &str) -> Result<&'v str, Fault> {
        match self.text(key)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            Some(_) => Err(Fault::new(self.at(key), format!("`{key}` is empty"))),
            None => Err(Fault::new(&self.place, format!("`{key}` is missing"))),
        }
    }

    /// A list.
    pub(super) fn list(&mut self, key: &str) -> Result<Option<&'v [Value]>, Fault> {
        match self.value(key)? {
            None => Ok(None),
            Some(Value::List(items)) => Ok(Some(items)),
            Some(other) => Err(self.wrong(key, "a list", other)),
        }
    }

    /// An object.
    pub(super) fn object(&mut self, key: &str) -> Result<Option<Self>, Fault> {
        let place = self.at(key);
        self.value(key)?.map(|value| Self::of(value, place)).transpose()
    }

    /// A boolean.
    pub(super) fn flag(&mut self, key: &str) -> Result<Option<bool>, Fault> {
        match self.value(key)? {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(other) => Err(self.wrong(key, "a boolean", other)),
        }
    }

    /// A whole number.
    pub(super) fn whole(&mut self, key: &str) -> Result<Option<i64>, Fault> {
        match self.value(key)? {
            None => Ok(None),
            Some(value) => match value {
                Value::Number(number) if number.as_i64().is_some() => Ok(number.as_i64()),
                other => Err(self.wrong(key, "a whole number", other)),
            },
        }
    }

    /// Marks keys as read although their values are not used; returns those that are present.
    pub(super) fn skip(&mut self, keys: &[&str]) -> Vec<&'v str> {
        let mut there = Vec::new();
        for ((name, value), used) in self.entries.iter().zip(&mut self.used) {
            if !*used && keys.iter().any(|key| name.eq_ignore_ascii_case(key)) {
                *used = true;
                if !matches!(value, Value::Null) {
                    there.push(name.as_str());
                }
            }
        }
        there
    }

    /// The keys that were not read and that hold something.
    pub(super) fn unread(&self) -> impl Iterator<Item = &'v str> {
        let all = self.entries.iter().zip(&self.used);
        all.filter(|((_, value), used)| !**used && !matches!(value, Value::Null)).map(|((name, _), _)| name.as_str())
    }

    /// Adds a note for every key that was not read.
    pub(super) fn finish(self, notes: &mut Notes) {
        for ((name, _), used) in self.entries.iter().zip(&self.used) {
            if !used {
                notes.strange(name, &below(&self.place, name));
            }
        }
    }

    fn wrong(&self, key: &str, wanted: &str, found: &Value) -> Fault {
        let why = match found {
            Value::Unknown(reason) => format!("`{key}` cannot be evaluated: {reason}"),
            other if other.cut().is_some() => CUT.to_owned(),
            other => format!("`{key}` must be {wanted}, not {}", other.kind()),
        };
        Fault::new(self.at(key), why)
    }
}
