//! From real exports to source.
//!
//! [`import`] reads files of the platform, of Dataverse or of Terraform ([`mod@read`]), writes the policies, roles
//! and assignments in them as a person would, and reports everything that was not carried unchanged. Files are given
//! by name and bytes, in any order; the result is the same.

mod error;
pub mod read;
mod report;
mod report_organisation;
mod source;

pub use error::{ImportError, Problem};
pub use read::is_of_solution;
pub use read::{FORMATS, Format};
pub use report::{
    AllowListReport, GroupReport, OrganisationReport, PolicyReport, Report, RoleReport, SetReport, TenantReport,
};
pub use source::{Ids, Levels, Members, Options};

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::format;
use crate::model::bindings::Bindings;
use crate::model::kinds;
use crate::text::Sources;
use read::{Export, NotCarried, Outcome};

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The source text.
    pub source: String,
    /// The ids of the declarations in the source; empty when the ids are in the source.
    pub bindings: Bindings,
    /// What was read, where it is now, and what was not carried unchanged.
    pub report: Report,
}

/// Imports data policies and organisations from `inputs`, each a file's name and its bytes.
///
/// A file that cannot be read is an error, unless it was found in a folder and is sound, but of no kind that can be
/// imported. A policy that cannot be read is left out and reported.
pub fn import(
    format: Format,
    inputs: &[(String, Vec<u8>)],
    catalog: &Catalog,
    options: &Options,
) -> Result<Imported, ImportError> {
    let mut export = match read::read(format, inputs) {
        Err(error) => without_strangers(format, inputs, options, error)?,
        Ok(export) => export,
    };
    source::settle_lists(&mut export, catalog);
    let written = source::write(&export, catalog, options);
    let mut not_carried = export.not_carried;
    not_carried.extend(written.notes);
    // Stable, so that remarks of equal severity keep the order of the files.
    not_carried.sort_by_key(|item| item.outcome);
    let report = Report {
        files: export.files,
        policies: written.policies,
        allow_lists: written.allow_lists,
        sets: written.sets,
        tenant: written.tenant,
        organisation: written.organisation,
        not_carried,
    };
    Ok(Imported { source: laid_out(written.source), bindings: written.bindings, report })
}

/// What the inputs hold without those that are of no kind that can be imported, where nothing else is wrong and they
/// were found in a folder.
fn without_strangers(
    format: Format,
    inputs: &[(String, Vec<u8>)],
    options: &Options,
    error: ImportError,
) -> Result<Export, ImportError> {
    let is_stranger = |problem: &Problem| problem.is_of_no_kind && options.found.contains(&problem.file);
    let strangers: BTreeSet<&str> = error.problems.iter().map(|problem| problem.file.as_str()).collect();
    let rest: Vec<(String, Vec<u8>)> =
        inputs.iter().filter(|(name, _)| !strangers.contains(name.as_str())).cloned().collect();
    if rest.is_empty() || !error.problems.iter().all(is_stranger) {
        return Err(error);
    }
    let mut export = read::read(format, &rest)?;
    export.not_carried.extend(error.problems.into_iter().map(|problem| NotCarried {
        what: "a file of the folder".to_owned(),
        file: problem.file,
        place: problem.place,
        outcome: Outcome::Refused,
        why: problem.message,
    }));
    Ok(export)
}

/// The source in its layout. The writer writes text that parses, so the original text is used only where it exceeds
/// the formatter's limits.
fn laid_out(source: String) -> String {
    let sources = Sources::single("imported.dictum", &source);
    let formatted = sources.iter().next().and_then(|source| format::format(source, &kinds::keywords()).ok());
    formatted.unwrap_or(source)
}
