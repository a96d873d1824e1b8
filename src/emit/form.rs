//! The outer form of a bundle: its files, version and members.

use std::fmt;
use std::io::Read;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::job::SCHEMA_VERSION;
use crate::text::{excerpt, without_contents};

/// The normal form.
pub const BUNDLE: &str = "bundle.json";

/// The source map.
pub(super) const MAP: &str = "bundle.map.json";

/// The schema of the normal form.
pub(super) const BUNDLE_SCHEMA: &str = "schema/bundle-1.0.json";

/// The schema itself.
pub(super) const BUNDLE_SCHEMA_TEXT: &str = include_str!("../../schema/bundle-1.0.json");

/// The fault of the outer form of a bundle, if any.
///
/// Checked against the schema are `$schema`, `schemaVersion`, and the names and order of the members, each once. The
/// content of the members is only read as JSON; their bytes are checked against the manifest.
pub fn fault(from: impl Read) -> Option<String> {
    match serde_json::from_reader::<_, Members>(from) {
        Ok(_members) => None,
        Err(error) => {
            Some(format!("is not a bundle of version {SCHEMA_VERSION}: {}", without_contents(&error.to_string())))
        }
    }
}

#[derive(Deserialize)]
struct Schema {
    required: Vec<String>,
}

struct Members;

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Members)
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let schema: Schema = serde_json::from_str(BUNDLE_SCHEMA_TEXT).map_err(A::Error::custom)?;
        let mut expected = schema.required.iter();
        while let Some(key) = members.next_key::<String>()? {
            match expected.next() {
                Some(next) if *next == key => {}
                Some(next) => return Err(A::Error::custom(format!("`{}` where `{next}` belongs", excerpt(&key)))),
                None => return Err(A::Error::custom(format!("`{}` is too much", excerpt(&key)))),
            }
            let fixed = match key.as_str() {
                "$schema" => Some(BUNDLE_SCHEMA),
                "schemaVersion" => Some(SCHEMA_VERSION),
                _other => None,
            };
            match fixed {
                Some(fixed) if members.next_value::<String>()? != fixed => {
                    return Err(A::Error::custom(format!("`{key}` is not `{fixed}`")));
                }
                Some(_) => {}
                None => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        match expected.next() {
            Some(missing) => Err(A::Error::custom(format!("`{missing}` is missing"))),
            None => Ok(self),
        }
    }
}
