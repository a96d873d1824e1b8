//! Reads JSON strictly: a duplicate key in an object is an error with its place.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::value::Value;
use crate::import::error::Problem;
use crate::text::excerpt;

/// The value of a JSON text, or why it is not valid.
pub(super) fn parse(file: &str, text: &str) -> Result<Value, Problem> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Node { place: &Place::Root }.deserialize(&mut deserializer);
    let read = read.and_then(|value| deserializer.end().map(|()| value));
    read.map_err(|error| describe(file, &error))
}

/// `place` and a key below it, as a JSON pointer.
pub(super) fn below(place: &str, key: impl fmt::Display) -> String {
    let key = key.to_string().replace('~', "~0").replace('/', "~1");
    format!("{place}/{key}")
}

/// The items of a list, or of the list in `value` in answers of the platform's interfaces, with their places. Any
/// other object is an item itself.
pub(super) fn items(root: &Value) -> Vec<(String, &Value)> {
    let (place, list) = match root {
        Value::List(list) => ("", list.as_slice()),
        Value::Object(_) => match root.get_folded("value") {
            Some(Value::List(list)) => ("/value", list.as_slice()),
            _ => return vec![(String::new(), root)],
        },
        _ => return Vec::new(),
    };
    list.iter().enumerate().map(|(at, item)| (below(place, at), item)).collect()
}

fn describe(file: &str, error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    let text = error.to_string();
    // The library appends the position, which `place` has already.
    let text = text.split(" at line ").next().unwrap_or(&text);
    let message = if text.starts_with("recursion limit") {
        "values are nested more than 128 deep".to_owned()
    } else if text.starts_with("EOF") {
        "the file ends in the middle of a value".to_owned()
    } else if text.starts_with("trailing characters") {
        "the value is complete, and more text follows it".to_owned()
    } else if text.starts_with("key `") {
        text.to_owned()
    } else {
        format!("not valid JSON: {text}")
    };
    Problem::new(file, place, message)
}

/// The path from the root, kept on the stack so that it costs nothing until an error needs it.
enum Place<'p> {
    Root,
    Key(&'p Self, &'p str),
    Item(&'p Self, usize),
}

impl Place<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Key(parent, key) => below(&parent.pointer(), excerpt(key)),
            Self::Item(parent, index) => below(&parent.pointer(), index),
        }
    }
}

struct Node<'p> {
    place: &'p Place<'p>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let place = Place::Item(self.place, list.len());
            match items.next_element_seed(Node { place: &place })? {
                Some(item) => list.push(item),
                None => return Ok(Value::List(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries: Vec<(String, Value)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                let place = self.place.pointer();
                let place = if place.is_empty() { "the outermost object".to_owned() } else { format!("`{place}`") };
                return Err(A::Error::custom(format!("key `{}` occurs twice in {place}", excerpt(&key))));
            }
            let place = Place::Key(self.place, &key);
            let value = map.next_value_seed(Node { place: &place })?;
            entries.push((key, value));
        }
        Ok(Value::Object(entries))
    }
}
