//! A catalogue as text: one form for its digest and for pinning it.

use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::Catalog;

impl Catalog {
    /// The SHA-256 of [`Catalog::to_csv`], in hexadecimal. It is the same for the same connectors and facts, whatever
    /// form and order they were read from, and whatever the catalogue's name and date.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            Sha256::digest(self.to_csv()).iter().fold(String::with_capacity(64), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        })
    }

    /// The canonical form: a table with a header and every fact, in the order of symbols. Reading it gives the same
    /// catalogue.
    pub fn to_csv(&self) -> String {
        let mut csv = String::with_capacity(128 * (self.len() + 1));
        csv.push_str(
            "id,display_name,publisher,tier,kind,blockable,action_control,endpoint_filtering,first_seen,last_seen",
        );
        // A catalogue without actions keeps the form, and so the digest, from before this column existed.
        let with_actions = self.connectors().iter().any(|connector| connector.actions.is_some());
        csv.push_str(if with_actions { ",actions\n" } else { "\n" });
        for connector in self.connectors() {
            for text in [&connector.wire_id(), &*connector.display_name, &*connector.publisher] {
                cell(&mut csv, text);
                csv.push(',');
            }
            let _ = write!(csv, "{},{},", connector.tier.word(), connector.kind.word());
            for fact in [connector.blockable, connector.action_control, connector.endpoint_filtering] {
                csv.push_str(if fact { "yes," } else { "no," });
            }
            day(&mut csv, connector.first_seen);
            csv.push(',');
            day(&mut csv, connector.last_seen);
            if with_actions {
                csv.push(',');
                cell(&mut csv, &connector.actions.as_deref().unwrap_or_default().join("|"));
            }
            csv.push('\n');
        }
        csv
    }

    /// The canonical form with its day on top: the form to keep in a repository.
    pub fn to_pinned_csv(&self) -> String {
        let csv = self.to_csv();
        match self.date() {
            Some(date) => format!("# date: {date}\n{csv}"),
            None => csv,
        }
    }
}

fn cell(csv: &mut String, text: &str) {
    if text.contains(['"', ',', '\n', '\r']) || text.trim() != text || text.starts_with('#') {
        let _ = write!(csv, "\"{}\"", text.replace('"', "\"\""));
    } else {
        csv.push_str(text);
    }
}

fn day(csv: &mut String, date: Option<Date>) {
    if let Some(date) = date {
        let _ = write!(csv, "{date}");
    }
}
