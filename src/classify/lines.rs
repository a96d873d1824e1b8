//! Rows as lines of JSON, one object each.

use std::cell::RefCell;
use std::fmt;

use memchr::memchr;
use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::Form;
use super::book::push_cell;
use super::columns::{self, Mapping};
use super::evaluator::Evaluator;
use super::field::{Classes, Field};
use super::rows::{NOT_UTF8, not_utf8};
use super::tally::{Done, Fault};
use super::value::{Wrong, shown};
use super::verdict_cache::Judge;
use super::written::Repeat;

/// The member in which the platform's inventory keeps most facts of a row; members next to it take precedence.
pub(super) const PROPERTIES: &str = "properties";

/// The maximum number of keys that are remembered with their fields.
const KEYS: usize = 4096;

/// How the keys of lines are mapped to fields.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    pub(super) mapping: &'a Mapping,
}

impl Lines<'_> {
    /// Classifies lines; `before` counts the lines before them.
    pub(super) fn classify(
        &self,
        bytes: &[u8],
        before: u64,
        form: Form,
        evaluator: &Evaluator,
        judge: &mut Judge<'_>,
    ) -> Done {
        let mut done = Done::new(before, if form == Form::None { 0 } else { bytes.len() * 2 });
        let mut classes = evaluator.nothing_known();
        let keys = RefCell::new(FxHashMap::default());
        let reader = Reader { fields: evaluator.fields(), mapping: self.mapping, keys: &keys };
        for line in bytes.split(|byte| *byte == b'\n') {
            let row = line.trim_ascii();
            if !row.is_empty() {
                classes.clear();
                let read = reader.read(row, &mut classes);
                done.row(self, row, form, read.map(|()| &classes), judge);
            }
            done.lines += 1;
        }
        done
    }
}

impl Repeat for Lines<'_> {
    fn mark(&self) -> u8 {
        b','
    }

    fn cells(&self, row: &[u8], _torn: bool, out: &mut Vec<u8>) {
        push_cell(out, &String::from_utf8_lossy(row), b',');
    }

    fn object(&self, row: &[u8], out: &mut Vec<u8>) {
        push_object(out, row);
    }
}

/// Writes an object of JSON unchanged, except for halves of surrogate pairs, which are not text: serde_json ignores
/// them in a member that no field has, and a strict reader refuses them. Each becomes `\ufffd`.
fn push_object(out: &mut Vec<u8>, row: &[u8]) {
    let mut rest = row;
    while let Some(at) = memchr(b'\\', rest) {
        let (before, escape) = rest.split_at(at);
        out.extend_from_slice(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.extend_from_slice(b"\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            (None, _) => 2,
        };
        let (whole, behind) = escape.split_at(length.min(escape.len()));
        out.extend_from_slice(whole);
        rest = behind;
    }
    out.extend_from_slice(rest);
}

/// The UTF-16 code unit of an escape such as `\u00e4` at the beginning of a text.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

struct Reader<'a> {
    fields: &'a [Field],
    mapping: &'a Mapping,
    keys: &'a RefCell<FxHashMap<String, Option<usize>>>,
}

impl Reader<'_> {
    fn read(&self, row: &[u8], classes: &mut Classes) -> Result<(), Fault> {
        if std::str::from_utf8(row).is_err() {
            return Err(Fault { message: NOT_UTF8.to_owned(), ..not_utf8(row) });
        }
        let mut wrong = None;
        let mut object = serde_json::Deserializer::from_slice(row);
        let seed = Object { reader: self, classes, wrong: &mut wrong };
        let result = seed.deserialize(&mut object).and_then(|()| object.end());
        match (result, wrong) {
            (Ok(()), None) => Ok(()),
            // The row is written unchanged; only its meaning is wrong.
            (Ok(()), Some(message)) => Err(Fault { at: 0, message, torn: false }),
            (Err(error), _) => {
                let message = if error.is_data() {
                    "this line is not an object of JSON".to_owned()
                } else {
                    format!("this line is not JSON: {}", words(&error))
                };
                Err(Fault::torn(error.column().saturating_sub(1), message))
            }
        }
    }

    fn field(&self, key: &str) -> Option<usize> {
        let mut keys = self.keys.borrow_mut();
        if let Some(known) = keys.get(key) {
            return *known;
        }
        let found = columns::field_of(key, self.fields, self.mapping);
        if keys.len() < KEYS {
            keys.insert(key.to_owned(), found);
        }
        found
    }
}

/// The problem of a line, without the place, which is shown next to it.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or_default();
    words.to_owned()
}

struct Object<'r, 'a> {
    reader: &'r Reader<'a>,
    classes: &'r mut Classes,
    wrong: &'r mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut given: Vec<(usize, String)> = Vec::new();
        let mut properties = None;
        while let Some(key) = map.next_key::<String>()? {
            let Some(index) = self.reader.field(&key) else {
                if key == PROPERTIES {
                    properties = Some(map.next_value::<Value>()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
                continue;
            };
            let value: Value = map.next_value()?;
            let Some(field) = self.reader.fields.get(index) else { return Err(A::Error::custom("")) };
            if let Some((_, first)) = given.iter().find(|(other, _)| *other == index) {
                let message = twice(field, first, &key);
                self.wrong.get_or_insert(message);
                continue;
            }
            given.push((index, key));
            if let Err(wrong) = take(field, &value, self.classes) {
                self.wrong.get_or_insert(wrong.message);
            }
        }
        let beside = given.len();
        let inner = properties.as_ref().and_then(Value::as_object);
        for (key, value) in inner.into_iter().flatten() {
            let Some(index) = self.reader.field(key) else { continue };
            let Some(field) = self.reader.fields.get(index) else { continue };
            match given.iter().position(|(other, _)| *other == index) {
                Some(at) if at < beside => {}
                Some(at) => {
                    let first = given.get(at).map_or("", |(_, first)| first);
                    self.wrong.get_or_insert(twice(field, first, key));
                }
                None => {
                    given.push((index, key.clone()));
                    if let Err(wrong) = take(field, value, self.classes) {
                        self.wrong.get_or_insert(wrong.message);
                    }
                }
            }
        }
        Ok(())
    }
}

fn twice(field: &Field, first: &str, second: &str) -> String {
    let (first, second) = (shown(first.as_bytes()), shown(second.as_bytes()));
    format!("`{}` is given twice, as `{first}` and as `{second}`", field.name)
}

/// Reads a value of JSON: by its own type, or as the text of a table cell.
fn take(field: &Field, value: &Value, classes: &mut Classes) -> Result<(), Wrong> {
    match value {
        Value::Null => Ok(()),
        Value::Bool(known) => columns::read(field, if *known { b"true" } else { b"false" }, classes),
        Value::Number(number) => columns::read(field, number.to_string().as_bytes(), classes),
        Value::String(text) => columns::read(field, text.as_bytes(), classes),
        Value::Array(items) => {
            let mut words = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Value::String(word) => words.push(word.as_bytes()),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                        return Err(field.wrong(item.to_string().as_bytes()));
                    }
                }
            }
            field.read_list(words.into_iter(), classes)
        }
        Value::Object(_) => Err(field.wrong(value.to_string().as_bytes())),
    }
}
