//! One JSON document with all findings, for tools.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::diagnostics::{Accepted, Diagnostic, Fix, MAX_KEPT, Safety};
use crate::text::{Location, Sources, is_hidden};

use super::Options;
use super::entry::live;
use super::place::{Place, Spot};
use super::sections::explain;
use super::summary::Summary;

const SCHEMA_VERSION: u32 = 1;

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        diagnostics: live(diagnostics).map(|diagnostic| Finding::new(diagnostic, sources)).collect(),
        accepted: diagnostics
            .iter()
            .filter_map(|finding| {
                let Accepted { how, because, by, until, place: _ } = finding.accepted.as_ref()?;
                let finding = Finding::new(finding, sources);
                Some(AcceptedFinding { how: how.word(), because, by: by.as_deref(), until: until.as_deref(), finding })
            })
            .collect(),
        summary: Counts { complete: options.complete, ..Counts::from(Summary::of(diagnostics)) },
    };
    write_line(&document, out)
}

/// Writes one finding on one line.
pub(super) fn write_finding(diagnostic: &Diagnostic, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    write_line(&Finding::new(diagnostic, sources), out)
}

/// Writes a value on one line, with the hidden characters of its texts escaped.
pub(super) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Escaped);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'d> {
    schema_version: u32,
    diagnostics: Vec<Finding<'d>>,
    accepted: Vec<AcceptedFinding<'d>>,
    summary: Counts,
}

#[derive(Serialize)]
struct AcceptedFinding<'d> {
    how: &'static str,
    because: &'d str,
    by: Option<&'d str>,
    until: Option<&'d str>,
    finding: Finding<'d>,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
    files: usize,
    fixable: usize,
    waived: usize,
    baselined: usize,
    complete: bool,
}

impl From<Summary> for Counts {
    fn from(summary: Summary) -> Self {
        let Summary { errors, warnings, infos, files, fixable, waived, baselined } = summary;
        Self { errors, warnings, infos, files, fixable, waived, baselined, complete: true }
    }
}

#[derive(Serialize)]
pub(super) struct Finding<'d> {
    code: String,
    name: &'static str,
    category: &'static str,
    level: &'static str,
    message: &'d str,
    file: Option<&'d str>,
    range: Option<Range>,
    labels: Vec<Label<'d>>,
    also: Vec<Ranged<'d>>,
    notes: &'d [String],
    help: Option<&'d str>,
    fixes: Vec<Repair<'d>>,
    witness: Vec<Part<'d>>,
    controls: &'static [&'static str],
    explain: String,
}

#[derive(Serialize)]
struct Label<'d> {
    primary: bool,
    #[serde(flatten)]
    place: Ranged<'d>,
    text: &'d str,
}

#[derive(Serialize)]
pub(super) struct Ranged<'d> {
    file: Option<&'d str>,
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
    utf16: u32,
}

#[derive(Serialize)]
struct Repair<'d> {
    title: &'d str,
    safety: &'static str,
    edits: Vec<Change<'d>>,
}

#[derive(Serialize)]
struct Change<'d> {
    #[serde(flatten)]
    place: Ranged<'d>,
    replacement: &'d str,
}

#[derive(Serialize)]
struct Part<'d> {
    name: &'d str,
    value: &'d str,
}

impl<'d> Finding<'d> {
    pub(super) fn new(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Self {
        let rule = diagnostic.rule;
        let primary = diagnostic.primary().map(|location| Ranged::new(location, sources));
        let (file, range) = primary.map_or((None, None), |place| (place.file, place.range));
        let labels = diagnostic.labels.iter().enumerate().map(|(index, label)| Label {
            primary: index == 0,
            place: Ranged::new(label.location, sources),
            text: &label.text,
        });
        let also = diagnostic.also.iter().take(MAX_KEPT).map(|place| Ranged::new(*place, sources));
        let witness = diagnostic.witness.iter().flat_map(|witness| &witness.parts);
        Self {
            code: rule.code.to_string(),
            name: rule.name,
            category: rule.category().word(),
            level: diagnostic.level.word(),
            message: &diagnostic.message,
            file,
            range,
            labels: labels.collect(),
            also: also.collect(),
            notes: &diagnostic.notes,
            help: diagnostic.help.as_deref(),
            fixes: diagnostic.fixes.iter().map(|fix| Repair::new(fix, sources)).collect(),
            witness: witness.map(|(name, value)| Part { name, value }).collect(),
            controls: rule.controls,
            explain: explain(diagnostic),
        }
    }
}

impl<'d> Ranged<'d> {
    /// No place.
    pub(super) const NOWHERE: Self = Self { file: None, range: None };

    pub(super) fn new(location: Location, sources: &'d Sources) -> Self {
        let Some(spot) = Spot::new(sources, location) else { return Self { file: None, range: None } };
        let range = Range { start: spot.start().into(), end: spot.end().into() };
        Self { file: Some(spot.source.name()), range: Some(range) }
    }
}

impl From<Place> for Position {
    fn from(place: Place) -> Self {
        let Place { line, column, utf16, offset } = place;
        Self { line, column, offset, utf16 }
    }
}

impl<'d> Repair<'d> {
    fn new(fix: &'d Fix, sources: &'d Sources) -> Self {
        let edits = fix
            .edits
            .iter()
            .map(|edit| Change { place: Ranged::new(edit.location, sources), replacement: &edit.replacement });
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::Suggestion => "suggestion",
        };
        Self { title: &fix.title, safety, edits: edits.collect() }
    }
}

/// Escapes every hidden character, not only those that JSON requires, because documents are shown on terminals too. The
/// parsed value is the same.
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, character)| is_hidden(*character)) {
            let (plain, behind) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = behind.get(hidden.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}
