//! Any bytes as an export.

use dictum::catalog::Catalog;
use dictum::import::{Format, Options, import};
use dictum::model::kinds;
use dictum::syntax;
use dictum::text::Sources;

/// An imported source parses, is laid out, and is the same in a second import. An error message is short.
fn whole(name: &str, bytes: &[u8]) -> Result<(), String> {
    let inputs = [(name.to_owned(), bytes.to_vec())];
    let read = || import(Format::Auto, &inputs, Catalog::builtin(), &Options::default());
    let imported = match read() {
        Ok(imported) => imported,
        Err(error) => {
            let longest = error.problems.iter().map(|problem| problem.to_string().len()).max().unwrap_or(0);
            return if longest > LONGEST { Err(format!("a message of {longest} bytes")) } else { Ok(()) };
        }
    };
    if read().ok().map(|again| again.source) != Some(imported.source.clone()) {
        return Err("a second import writes something else".to_owned());
    }
    let sources = Sources::single("imported.dictum", &imported.source);
    for source in &sources {
        if let Some(finding) = syntax::parse(source, &kinds::keywords()).diagnostics.first() {
            return Err(format!("what was written does not parse: {}", finding.message));
        }
        let layout = dictum::format::format(source, &kinds::keywords());
        if layout.is_ok_and(|layout| layout != imported.source) {
            return Err("what was written is not laid out".to_owned());
        }
    }
    let report = imported.report.to_json().to_string();
    if report.len() > LONGEST * (bytes.len() + 1) {
        return Err(format!("a report of {} bytes", report.len()));
    }
    Ok(())
}

/// The maximum length of a message, which has a file, a place and a sentence.
const LONGEST: usize = 2_000;

pub(super) fn json(bytes: &[u8]) -> Result<(), String> {
    whole("any.json", bytes)
}

pub(super) fn hcl(bytes: &[u8]) -> Result<(), String> {
    whole("any.tf", bytes)?;
    whole("any.tfvars", bytes)
}

pub(super) fn xml(bytes: &[u8]) -> Result<(), String> {
    whole("any.xml", bytes)
}

pub(super) fn zip(bytes: &[u8]) -> Result<(), String> {
    whole("any.zip", bytes)
}

/// A catalogue that was read can be written, and is the same when that is read.
pub(super) fn catalogue(bytes: &[u8]) -> Result<(), String> {
    let catalog = match Catalog::read("any", bytes) {
        Ok(catalog) => catalog,
        Err(error) => {
            let told = error.to_string();
            return if told.len() > LONGEST { Err(format!("a message of {} bytes", told.len())) } else { Ok(()) };
        }
    };
    for (index, connector) in catalog.connectors().iter().enumerate() {
        let found = catalog.find(&connector.id).map(|found| catalog.get(found).id.clone());
        if found.as_ref() != Some(&connector.id) {
            return Err(format!("connector {index} is not found by its own id"));
        }
    }
    Ok(())
}
