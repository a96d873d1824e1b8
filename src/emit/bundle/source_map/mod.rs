//! The source map: from the bundle to the source.
//!
//! `places` has the form of the bundle, with places where the bundle has values; a value without a place is left out. Who
//! looks for a part of the bundle takes the steps of its JSON pointer there as far as they lead: the last place on
//! the way is the answer.
//!
//! | in `places` | says |
//! |---|---|
//! | `[57,13]` | line and column; the file is that of the declaration |
//! | `[57,13,2]` | as well, with the file: of each declaration, and of parts that are in another file than their declaration |
//! | `{ … }` | `@` is the place of the part itself, the other members are parts of it by their names |
//! | `[{ … },null]` | the members of a list, as many as there are in the bundle; `null` has no place |
//! | `"*":[[5,24,[19,3]],[6,8]]` | the places of a list's members, where no more is to be said of them: line by line, with a column for each member and `[column, count]` for several in a row at one place |
//!
//! A region of rules has no place of its own: its `@` tells, in the form of `*`, the places of the rules that give it its
//! level, in the order written and `otherwise` last.
//!
//! `files` names the files, with the digest of their text. Line ends count as line feeds there, so that a source with
//! other line ends gives the same map.

mod members;
mod places;
mod writer;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::form::{Context, places as form_places};
use crate::emit::job::SCHEMA_VERSION;
use crate::emit::json::Json;
use crate::emit::store::hex;
use crate::text::Source;
pub(super) use writer::Map;

pub(super) fn document(json: &mut Json<'_>, context: &Context<'_>, schema: &str) {
    let job = context.job;
    json.object(|json| {
        json.key("$schema").string(schema);
        json.key("files").list(|json| files(json, job.sources.as_slice()));
        json.key("places").object(|json| form_places::members(&mut Map::new(json, job), job.program, context));
        json.key("schemaVersion").string(SCHEMA_VERSION);
    });
}

fn files(json: &mut Json<'_>, sources: &[Source]) {
    let digests: Vec<String> = sources.par_iter().map(|source| digest(source.text())).collect();
    for (source, digest) in sources.iter().zip(&digests) {
        json.object(|json| {
            json.key("name").string(source.path());
            json.key("sha256").string(digest);
        });
    }
}

fn digest(text: &str) -> String {
    let mut hash = Sha256::new();
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'\r', rest) {
        let (before, behind) = rest.split_at(at);
        hash.update(before);
        hash.update(b"\n");
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\r")).unwrap_or_default();
    }
    hash.update(rest);
    hex(hash)
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn line_ends_do_not_change_a_digest() {
        let texts = ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc", "a\rb\n\r\nc"];
        let digests: std::collections::BTreeSet<String> = texts.iter().map(|text| digest(text)).collect();
        assert_eq!(digests.len(), 1);
        assert_ne!(digest("a\n"), digest("a"));
    }
}
