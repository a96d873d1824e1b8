//! Applies waivers: finds the findings that the waivers of a program accept.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::is_waivable;
use super::rules::{bad_waiver, expired_waiver, unused_waiver};
use crate::diagnostics::{Accepted, Diagnostic, How, Label, Rule, Subject, closest, list_of, sort};
use crate::model::kinds;
use crate::model::program::Program;
use crate::model::waiver::{Waiver, WaiverTarget};
use crate::syntax::ast;
use crate::text::{FileId, Location, Source, Sources};

/// The start of a comment that may be a waiver.
const MARK: &str = "// dictum:";

/// Functions for looking up rules, which higher floors provide.
#[derive(Clone, Copy)]
pub struct Book {
    /// Looks up a rule by name or code.
    pub find: fn(&str) -> Option<&'static Rule>,
    /// The name that is probably meant.
    pub closest: fn(&str) -> Option<&'static str>,
}

/// The result of applying waivers.
#[derive(Debug, Default)]
pub struct Waived {
    /// The findings that are accepted, each with its reason.
    pub accepted: Vec<Diagnostic>,
}

/// A waiver that may accept findings.
struct Live<'p> {
    waiver: &'p Waiver,
    rule: &'static Rule,
    used: bool,
}

/// Moves the findings that the waivers of the program accept out of `findings`, and adds findings about the waivers.
/// `applied` says whether all findings of a rule are present.
pub fn apply(
    program: &Program,
    sources: &Sources,
    today: Date,
    book: Book,
    applied: &dyn Fn(&Rule) -> bool,
    findings: &mut Vec<Diagnostic>,
) -> Waived {
    if program.waivers.is_empty() && program.bad_waivers.is_empty() {
        return Waived::default();
    }
    let mut faults: Vec<Diagnostic> = program.bad_waivers.iter().map(bad_waiver::malformed).collect();
    let mut live = Vec::new();
    for waiver in &program.waivers {
        match (book.find)(&waiver.rule.0) {
            None => faults.push(bad_waiver::unknown(waiver, (book.closest)(&waiver.rule.0))),
            Some(rule) if !is_waivable(rule) => faults.push(bad_waiver::refused(waiver, rule)),
            Some(_) if waiver.until.0 < today => faults.push(expired_waiver::expired(waiver, today)),
            Some(rule) => live.push(Live { waiver, rule, used: false }),
        }
    }
    let mut grounds = Grounds { sources, lines: BTreeMap::new(), declarations: BTreeMap::new() };
    let mut waived = Waived::default();
    let mut left = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        split(finding, &mut live, &mut grounds, &mut left, &mut waived.accepted);
    }
    let counted = |rule: &Rule| left.iter().any(|finding| finding.count > 1 && finding.rule == rule);
    for live in live.iter().filter(|live| !live.used) {
        // A finding that was not checked for, or only counted, may exist.
        let looked_for = applied(live.rule);
        if looked_for && !counted(live.rule) {
            let declared = grounds.declared(live.waiver);
            faults.push(unused_waiver::unused(live.waiver, sources, &declared));
        }
    }
    left.append(&mut faults);
    sort(&mut left);
    *findings = left;
    waived
}

/// Sorts a finding into the open or the accepted ones. A finding that is accepted for some of its subjects or places
/// goes into both.
fn split(
    finding: Diagnostic,
    live: &mut [Live<'_>],
    grounds: &mut Grounds<'_>,
    left: &mut Vec<Diagnostic>,
    accepted: &mut Vec<Diagnostic>,
) {
    let Some(primary) = finding.primary().filter(|_| finding.count == 1) else {
        left.push(finding);
        return;
    };
    let mut reason: Option<Accepted> = None;
    let mut covers = |place: Location| {
        let mut covered = false;
        for one in live.iter_mut().filter(|one| one.rule == finding.rule) {
            if grounds.covers(one.waiver, place) {
                (one.used, covered) = (true, true);
                reason.get_or_insert_with(|| Accepted {
                    how: How::Waived,
                    because: one.waiver.because.clone(),
                    by: one.waiver.by.clone(),
                    until: Some(one.waiver.until.0.to_string()),
                    place: Some(one.waiver.whole),
                });
            }
        }
        covered
    };
    let (taken, others): (Vec<Subject>, Vec<Subject>) =
        finding.subjects.iter().cloned().partition(|subject| covers(subject.location));
    let places = std::iter::once(primary).chain(finding.also.iter().copied());
    let places = places.filter(|_| finding.subjects.is_empty());
    let open: Vec<Location> = places.filter(|place| !covers(*place)).collect();
    if reason.is_none() {
        left.push(finding);
        return;
    }
    left.extend(if finding.subjects.is_empty() {
        at_other_places(&finding, primary, &open)
    } else {
        about_others(&finding, primary, &taken, others)
    });
    let mut finding = finding;
    (finding.accepted, finding.subjects) = (reason, taken);
    accepted.push(finding);
}

/// The part of a finding that stays open at these places.
fn at_other_places(finding: &Diagnostic, primary: Location, open: &[Location]) -> Option<Diagnostic> {
    let (first, others) = open.split_first()?;
    let mut rest = finding.clone();
    let gone = |place: &Location| !open.contains(place) && finding.also.contains(place);
    rest.labels.retain(|label| label.location == primary || !gone(&label.location) && label.location != *first);
    if let Some(label) = rest.labels.first_mut() {
        label.location = *first;
    }
    rest.also = others.to_vec();
    // The fix no longer changes accepted places.
    for fix in &mut rest.fixes {
        fix.edits.retain(|edit| edit.location != primary && !gone(&edit.location) || open.contains(&edit.location));
    }
    rest.fixes.retain(|fix| !fix.edits.is_empty());
    Some(rest)
}

/// The part of a finding that stays open for these subjects. It says which subjects are accepted; its fixes are
/// removed, since they are for all subjects.
fn about_others(finding: &Diagnostic, primary: Location, taken: &[Subject], open: Vec<Subject>) -> Option<Diagnostic> {
    const SHOWN: usize = 4;
    let first = open.first()?.location;
    let mut rest = finding.clone();
    let is_at = |subjects: &[Subject]| subjects.iter().any(|subject| subject.location == primary);
    if is_at(taken) && !is_at(&open) {
        rest.labels.retain(|label| label.location != first);
        if let Some(label) = rest.labels.first_mut() {
            *label = Label { location: first, text: String::new() };
        } else {
            rest.labels.push(Label { location: first, text: String::new() });
        }
    }
    rest.fixes.clear();
    let mut names: Vec<String> = taken.iter().take(SHOWN).map(|subject| format!("`{}`", subject.name)).collect();
    if taken.len() > SHOWN {
        names.push(format!("{} more", taken.len() - SHOWN));
    }
    rest.notes.push(format!("a waiver accepts it for {} only", list_of(names, "and")));
    rest.subjects = open;
    Some(rest)
}

/// Where waivers apply. A file is read once, and only if it has a finding of a waived rule.
struct Grounds<'s> {
    sources: &'s Sources,
    /// The line that a waiver comment is about, by file and start of the comment.
    lines: BTreeMap<(FileId, u32), Option<u32>>,
    declarations: BTreeMap<FileId, Vec<ast::Heading>>,
}

/// Whether the declaration that a waiver names exists.
pub(super) enum Declared {
    Yes,
    /// No; the name of the declaration of that kind that is probably meant.
    No(Option<String>),
}

impl Grounds<'_> {
    fn declared(&mut self, waiver: &Waiver) -> Declared {
        let WaiverTarget::Declaration(kind, name) = &waiver.target else { return Declared::Yes };
        let headings = |source: &Source| ast::headings(source, &kinds::keywords());
        let is_it = |one: &ast::Heading| one.keyword == *kind && one.name == *name;
        let sources = self.sources.as_slice();
        if sources
            .iter()
            .filter(|source| source.text().contains(&**name))
            .any(|source| headings(source).iter().any(is_it))
        {
            return Declared::Yes;
        }
        let all: Vec<ast::Heading> = sources.iter().flat_map(headings).filter(|one| one.keyword == *kind).collect();
        Declared::No(closest(name, all.iter().map(|one| &*one.name)).map(str::to_owned))
    }

    fn covers(&mut self, waiver: &Waiver, place: Location) -> bool {
        let sources = self.sources;
        let Some(source) = sources.as_slice().get(place.file.index()) else { return false };
        match &waiver.target {
            WaiverTarget::Line => {
                if waiver.whole.file != place.file {
                    return false;
                }
                let start = waiver.whole.span.start;
                let line = self.lines.entry((place.file, start)).or_insert_with(|| {
                    let lines = source.lines();
                    let below = lines.line(start) + 1..lines.count();
                    // Waivers may be on consecutive lines.
                    below.into_iter().find(|line| !lines.text(source.text(), *line).trim_start().starts_with(MARK))
                });
                *line == Some(source.lines().line(place.span.start))
            }
            WaiverTarget::Declaration(kind, name) => {
                let declarations =
                    self.declarations.entry(place.file).or_insert_with(|| ast::headings(source, &kinds::keywords()));
                let is_it =
                    |one: &ast::Heading| one.keyword == *kind && one.name == *name && one.span.contains(place.span);
                declarations.iter().any(is_it)
            }
        }
    }
}
