//! One finding.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use rayon::prelude::*;

use crate::text::{FileId, Location};

use super::{Accepted, Code, Fix, Level, Rule, Safety};

/// How many findings of one rule in one file are kept. Those behind them are counted: one more finding of
/// the rule stands for them all.
pub const MAX_KEPT: usize = 1_000;

/// A finding. A copy is the same finding in memory until one of the two is changed, so findings are kept, sorted and
/// handed on without copying their words.
#[derive(Clone, Debug, Eq)]
pub struct Diagnostic(Arc<Finding>);

/// What is wrong, where, why it matters, how to fix it, and the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// The level, which the project may have changed.
    pub level: Level,
    /// What is wrong, in the author's words: lower case, one line, no final stop.
    pub message: String,
    /// Places. The first is the primary one; the others explain it.
    pub labels: Vec<Label>,
    /// Other places where the same mistake shows, in reading order; the labels tell of the first of them.
    pub also: Vec<Location>,
    /// What it is about, where its rule puts several subjects into one finding: each of them, whatever the message
    /// names. A waiver or a baseline accepts the finding for the subjects that it covers and for no others.
    pub subjects: Vec<Subject>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Option<String>,
    /// Edits that fix it.
    pub fixes: Vec<Fix>,
    /// One concrete case that shows the fault.
    pub witness: Option<Witness>,
    /// How many findings it stands for: more than itself where the rest of a rule's findings in a file are
    /// only counted.
    pub count: usize,
    /// Set where the project accepts it: it is counted apart, and no run fails because of it.
    pub accepted: Option<Accepted>,
}

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// A few words, or nothing.
    pub text: String,
}

/// One of the things that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name; unique among those of the finding.
    pub name: String,
    /// Where the source names it.
    pub location: Location,
}

/// A concrete case: names and values, such as `environment` = `default`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// Name and value of each part, in reading order.
    pub parts: Vec<(String, String)>,
}

impl Witness {
    /// A witness of these parts.
    pub fn new<N: Into<String>, V: Into<String>>(parts: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { parts: parts.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

impl Deref for Diagnostic {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.0
    }
}

impl DerefMut for Diagnostic {
    fn deref_mut(&mut self) -> &mut Finding {
        Arc::make_mut(&mut self.0)
    }
}

impl PartialEq for Diagnostic {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl From<Finding> for Diagnostic {
    fn from(finding: Finding) -> Self {
        Self(Arc::new(finding))
    }
}

impl Diagnostic {
    /// A finding of `rule` at its own level with a primary place.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        let mut finding = Self::nowhere(rule, message);
        finding.labels.push(Label { location, text: String::new() });
        finding
    }

    /// A finding that belongs to no place in the source, such as a missing declaration.
    pub fn nowhere(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::from(Finding {
            rule,
            level: rule.level,
            message: message.into(),
            labels: Vec::new(),
            also: Vec::new(),
            subjects: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            witness: None,
            count: 1,
            accepted: None,
        })
    }

    /// Says something at the primary place.
    pub fn marked(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = self.labels.first_mut() {
            primary.text = text.into();
        }
        self
    }

    /// Adds a place that explains.
    pub fn label(mut self, location: Location, text: impl Into<String>) -> Self {
        self.labels.push(Label { location, text: text.into() });
        self
    }

    /// Says which subjects the finding is about, each with its place.
    pub fn about<N: Into<String>>(mut self, subjects: impl IntoIterator<Item = (N, Location)>) -> Self {
        let subjects = subjects.into_iter().map(|(name, location)| Subject { name: name.into(), location });
        self.subjects.extend(subjects);
        self
    }

    /// The number of findings it counts for: one for each of its subjects and for each of its places.
    pub fn weight(&self) -> usize {
        self.count.saturating_sub(1) + self.subjects.len().max(1) + self.also.len()
    }

    /// Every location in it, to be moved with its text.
    pub fn locations_mut(&mut self) -> impl Iterator<Item = &mut Location> {
        let Finding { labels, also, subjects, .. } = &mut **self;
        let subjects = subjects.iter_mut().map(|subject| &mut subject.location);
        labels.iter_mut().map(|label| &mut label.location).chain(also).chain(subjects)
    }

    /// Adds why it matters.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says how to fix it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a fix.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds a fix where there is one.
    pub fn perhaps(mut self, fix: Option<Fix>) -> Self {
        self.fixes.extend(fix);
        self
    }

    /// Says that `near` was probably meant by what stands at `location`, with the fix that writes it.
    pub fn did_you_mean(self, near: &str, location: Location, safety: Safety) -> Self {
        self.did_you_mean_as(near, near, location, safety)
    }

    /// The same for a name that may have to be written otherwise than it is called, such as in quotes.
    pub fn did_you_mean_as(self, near: &str, written: impl Into<String>, location: Location, safety: Safety) -> Self {
        self.help(format!("did you mean `{near}`?")).fix(Fix::replace(
            format!("write `{near}`"),
            safety,
            location,
            written,
        ))
    }

    /// Says what to write in the place of what stands at `location`, with the fix that does.
    pub fn instead(self, right: impl Into<String>, location: Location, safety: Safety) -> Self {
        let right = right.into();
        let title = format!("write `{right}`");
        self.help(title.clone()).fix(Fix::replace(title, safety, location, right))
    }

    /// Adds the proof.
    pub fn witness(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The primary place.
    pub fn primary(&self) -> Option<Location> {
        self.labels.first().map(|label| label.location)
    }
}

/// Counts findings by rule and file, so that no more of them are made than are kept.
#[derive(Debug, Default)]
pub struct Tally {
    seen: BTreeMap<(Option<FileId>, Code), (usize, Option<Diagnostic>)>,
}

impl Tally {
    /// Whether one more finding of `rule` at `place` is kept. Where it is not, it is counted.
    pub fn keeps(&mut self, rule: &'static Rule, place: Option<Location>) -> bool {
        self.keeps_all(rule, rule.level, place, 1)
    }

    /// Whether no more findings of `rule` at `place` are kept, so that none need be put into words.
    pub fn is_full(&self, rule: &'static Rule, place: Option<Location>) -> bool {
        let seen = self.seen.get(&(place.map(|place| place.file), rule.code));
        seen.is_some_and(|(kept, _)| *kept >= MAX_KEPT)
    }

    fn keeps_all(&mut self, rule: &'static Rule, level: Level, place: Option<Location>, count: usize) -> bool {
        let (kept, rest) = self.seen.entry((place.map(|place| place.file), rule.code)).or_default();
        if *kept < MAX_KEPT && count == 1 {
            *kept += 1;
            return true;
        }
        let rest = rest.get_or_insert_with(|| {
            let mut finding = Diagnostic::nowhere(rule, "");
            finding.labels.extend(place.map(|location| Label { location, text: String::new() }));
            finding.count = 0;
            finding.level = level;
            finding
        });
        rest.level = rest.level.max(level);
        rest.count += count;
        false
    }

    /// One finding for each rule and file of which some are only counted. It stands where the first of them
    /// would.
    pub fn rest(self) -> impl Iterator<Item = Diagnostic> {
        self.seen.into_values().filter_map(|(_, rest)| rest).map(|mut finding| {
            let more = finding.count;
            let findings = if more == 1 { "finding" } else { "findings" };
            finding.message = format!("{more} more {findings} of `{}` in this file, only counted", finding.rule.name);
            finding.help("fix those before first")
        })
    }
}

/// Keeps at most [`MAX_KEPT`] findings of each rule in each file, and counts the others. The findings are in
/// reading order before and after.
pub fn bound(diagnostics: &mut Vec<Diagnostic>) {
    let file = |finding: &Diagnostic| finding.primary().map(|place| place.file);
    let is_small = |findings: &[Diagnostic]| findings.len() <= MAX_KEPT && findings.iter().all(|one| one.count == 1);
    if diagnostics.len() <= MAX_KEPT || diagnostics.chunk_by(|a, b| file(a) == file(b)).all(is_small) {
        return;
    }
    let mut tally = Tally::default();
    diagnostics.retain(|finding| tally.keeps_all(finding.rule, finding.level, finding.primary(), finding.count));
    let before = diagnostics.len();
    diagnostics.extend(tally.rest());
    if diagnostics.len() > before {
        sort(diagnostics);
    }
}

/// By file, place, code and message.
pub fn reading_order(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    (a.primary(), a.rule.code, &a.message).cmp(&(b.primary(), b.rule.code, &b.message))
}

/// Puts findings into [reading order](reading_order), and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    // What tells most of them apart stands beside the pointers, so that few comparisons have to follow them.
    let keyed = std::mem::take(diagnostics).into_iter();
    let mut keyed: Vec<_> = keyed.map(|finding| ((finding.primary(), finding.rule.code), finding)).collect();
    keyed.par_sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| a.message.cmp(&b.message)));
    keyed.dedup_by(|(one, a), (other, b)| one == other && a.message == b.message && a.labels == b.labels);
    diagnostics.extend(keyed.into_iter().map(|(_, finding)| finding));
}
