//! The texts of verdicts: levels, controls, and the place of the deciding rule.

use std::borrow::Cow;

use ecow::EcoString;

use crate::model::criticity::{APP_SCALE, Decider, Outcome, RuleSet};
use crate::model::program::Program;
use crate::model::subject;
use crate::text::{Location, Sources};

/// The columns that are added to a row.
pub const COLUMNS: [&str; 7] = ["level", "outcome", "control", "rule", "place", "missing", "problem"];

/// The texts for one rule set.
#[derive(Debug)]
pub struct Book {
    /// The levels of the scale, lowest first.
    pub levels: Vec<String>,
    /// The process of the control of each level; empty where there is none.
    controls: Vec<String>,
    /// Where each rule is.
    rules: Vec<String>,
    otherwise: String,
    /// Where each statement is that declares something impossible.
    impossible: Vec<String>,
    /// The plural of the rules' subject.
    subjects: String,
}

impl Book {
    /// The texts for a rule set of a program.
    pub fn new(program: &Program, sources: &Sources, rules: &RuleSet) -> Self {
        let scale = rules.scale.map(|scale| &program.scales[scale]);
        let levels: Vec<String> =
            scale.into_iter().flat_map(|scale| &scale.levels).map(|level| level.name.to_string()).collect();
        let control = |level: usize| {
            let of_apps = rules.name() == APP_SCALE;
            let controls = program.controls.iter().filter(|_| of_apps);
            let control = controls.into_iter().find(|control| control.level == Some(level as u32))?;
            control.process.map(|(process, _)| process.shown())
        };
        let controls = (0..levels.len()).map(|level| control(level).unwrap_or_default()).collect();
        let place = |location: Location| {
            let source = sources.get(location.file);
            let line = source.lines().locate(source.text(), location.span.start).line;
            format!("{}:{line}", source.path())
        };
        Self {
            levels,
            controls,
            rules: rules.rules.iter().map(|rule| place(rule.location)).collect(),
            otherwise: rules.otherwise.as_ref().map(|level| place(level.symbol.location)).unwrap_or_default(),
            impossible: subject::impossible(program, rules).into_iter().map(|one| place(one.location)).collect(),
            subjects: format!("{}s", rules.subject.name),
        }
    }

    /// The problem of a row that a statement declares impossible.
    pub(super) fn impossible(&self, statement: usize) -> String {
        let place = self.impossible.get(statement).map_or("", String::as_str);
        format!("`never` at {place} says that no {} are like this", self.subjects)
    }

    /// The cells of a verdict, each after the separator `mark`. The last one is empty, or holds a note.
    pub(super) fn csv(&self, outcome: &Outcome, note: Option<&str>, mark: u8) -> Vec<u8> {
        let (words, missing) = self.words(outcome);
        let mut cells = Vec::new();
        for cell in words.iter().map(AsRef::as_ref).chain([&*missing.join(";"), note.unwrap_or_default()]) {
            cells.push(mark);
            push_cell(&mut cells, cell, mark);
        }
        cells
    }

    /// The members of a verdict in JSON.
    pub(super) fn json(&self, outcome: &Outcome, note: Option<&str>) -> Vec<u8> {
        let (words, missing) = self.words(outcome);
        let mut json = Vec::new();
        for (key, value) in COLUMNS.iter().zip(&words) {
            push_member(&mut json, key, (!value.is_empty()).then_some(value));
        }
        json.extend_from_slice(b"\"missing\":");
        // INVARIANT: writing to memory does not fail.
        let _ = serde_json::to_writer(&mut json, &missing.iter().map(EcoString::as_str).collect::<Vec<_>>());
        json.push(b',');
        push_member(&mut json, "problem", note);
        json.pop();
        json
    }

    /// The first five columns of a verdict, and the missing fields.
    fn words<'b>(&'b self, outcome: &'b Outcome) -> ([Cow<'b, str>; 5], &'b [EcoString]) {
        let text = |texts: &'b [String], index: u32| texts.get(index as usize).map_or("", String::as_str);
        let without = |outcome| ["", outcome, "", "", ""].map(Cow::from);
        match outcome {
            Outcome::Level { level, by } => {
                let (rule, place) = match by {
                    Decider::Rule(index) => ((index + 1).to_string(), text(&self.rules, *index)),
                    Decider::Otherwise => ("otherwise".to_owned(), self.otherwise.as_str()),
                };
                let (level, control) = (text(&self.levels, *level), text(&self.controls, *level));
                ([level.into(), "level".into(), control.into(), rule.into(), place.into()], &[])
            }
            Outcome::Unknown { missing } => (without("unknown"), missing),
            Outcome::Gap | Outcome::NoRules => (without("gap"), &[]),
        }
    }
}

/// Writes a cell, in quotes if it needs them.
pub(super) fn push_cell(out: &mut Vec<u8>, cell: &str, mark: u8) {
    if !cell.bytes().any(|byte| byte == mark || matches!(byte, b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(cell.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in cell.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Writes a text of JSON.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    // INVARIANT: writing to memory does not fail, and a text can always be written.
    let _ = serde_json::to_writer(out, text);
}

/// Writes a member of a JSON object followed by a comma; `null` where there is no text.
pub(super) fn push_member(out: &mut Vec<u8>, key: &str, text: Option<&str>) {
    push_text(out, key);
    out.push(b':');
    match text {
        Some(text) => push_text(out, text),
        None => out.extend_from_slice(b"null"),
    }
    out.push(b',');
}
