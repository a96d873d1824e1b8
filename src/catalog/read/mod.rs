//! Catalogues from a tenant's export.
//!
//! Four forms are recognised, whatever the file is called:
//!
//! - a table with a header, separated by commas, semicolons or tabs; only the column `id` is required;
//! - the output or state of Terraform with the data source `powerplatform_connectors` in it, wherever the list of
//!   connectors is;
//! - the platform's own answer, `{"value": [{"name", "id", "properties": {…}}]}`; its lists of unblockable and of
//!   virtual connectors may be next to `value` as `unblockable` and `virtual`;
//! - one id a line.
//!
//! The platform's answer about one connector has its interface under `swagger`; the ids of the operations in it are
//! its actions.
//!
//! A line `# date: 2026-01-31`, or in JSON a member `date` or `generated_at`, gives the day. Facts that an export
//! lacks are taken from the built-in catalogue where it has the connector.

mod actions;
mod error;
mod facts;
mod json;
mod lines;
mod row;
mod table;

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::text;

use super::list::key;
use super::{Catalog, Connector};

pub use error::{CatalogError, Place};
use facts::Facts;

impl Catalog {
    /// Reads an export. `name` becomes the name of the catalogue.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, CatalogError> {
        if bytes.len() > MAX_BYTES {
            return Err(CatalogError::TooLarge { limit: MAX_BYTES });
        }
        let (text, fault) = text::decode_output(bytes.to_vec());
        if let Some(fault) = fault {
            return Err(CatalogError::encoding(&fault));
        }
        let export = match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => json::read(&text)?,
            _ => match table::Header::of(&text) {
                Some(header) => table::read(&text, &header)?,
                None => lines::read(&text)?,
            },
        };
        let connectors = unique(export.rows)?;
        if connectors.is_empty() {
            return Err(CatalogError::Nothing);
        }
        Ok(Self::assemble(Cow::Owned(name.to_owned()), export.date, connectors))
    }
}

/// The maximum size of an export in bytes. The whole platform in JSON with descriptions is about one megabyte.
const MAX_BYTES: usize = 64 << 20;

/// The maximum number of connectors. The platform has about 1,500; a tenant may add thousands.
const MAX_CONNECTORS: usize = 50_000;

/// The common result of reading all forms.
#[derive(Default)]
struct Export {
    date: Option<Date>,
    rows: Vec<(Place, Facts)>,
}

impl Export {
    fn push(&mut self, place: Place, facts: Facts) -> Result<(), CatalogError> {
        if self.rows.len() == MAX_CONNECTORS {
            return Err(CatalogError::TooMany { limit: MAX_CONNECTORS });
        }
        self.rows.push((place, facts));
        Ok(())
    }
}

fn unique(rows: Vec<(Place, Facts)>) -> Result<Vec<Connector>, CatalogError> {
    let mut first: FxHashMap<String, Place> = FxHashMap::default();
    let mut connectors = Vec::with_capacity(rows.len());
    for (place, facts) in rows {
        let connector = facts.fill(place)?;
        if let Some(&first) = first.get(key(&connector.id).as_ref()) {
            return Err(CatalogError::Duplicate { id: connector.id.into_owned(), first, second: place });
        }
        first.insert(key(&connector.id).into_owned(), place);
        connectors.push(connector);
    }
    Ok(connectors)
}

/// The day in `# date: 2026-01-31`.
fn date_in_comment(line: &str) -> Option<Date> {
    line.strip_prefix('#')?.trim_start().strip_prefix("date:")?.trim().parse().ok()
}
