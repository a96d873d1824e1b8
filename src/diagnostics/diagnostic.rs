//! One finding.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use rayon::prelude::*;

use crate::text::{FileId, Location};

use super::{Accepted, Code, Fix, Level, Rule, Safety};

/// The maximum number of findings of one rule in one file. Further findings are counted, and one finding of the rule
/// represents them.
pub const MAX_KEPT: usize = 1_000;

/// A finding. Copies share memory until one of them is changed, so findings are stored, sorted and passed on without
/// copying their text.
#[derive(Clone, Debug, Eq)]
pub struct Diagnostic(Arc<Finding>);

/// What is wrong, where, why it matters, how to fix it, and the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// The level, which the project may have changed.
    pub level: Level,
    /// What is wrong: lower case, one line, no final stop, names as the author writes them.
    pub message: String,
    /// Locations with text. The first is the primary one; the others explain it.
    pub labels: Vec<Label>,
    /// Other locations of the same mistake, in reading order; labels show the first of them.
    pub also: Vec<Location>,
    /// The subjects of the finding, if its rule combines several into one: all of them, whatever the message names. A
    /// waiver or a baseline accepts the finding only for the subjects that it covers.
    pub subjects: Vec<Subject>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Option<String>,
    /// Edits that fix it.
    pub fixes: Vec<Fix>,
    /// One concrete case that shows the mistake.
    pub witness: Option<Witness>,
    /// The number of findings it represents: more than 1 if further findings of a rule in a file are only counted.
    pub count: usize,
    /// Set if the project accepts it: it is counted separately, and does not make a run fail.
    pub accepted: Option<Accepted>,
}

/// A location and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// A few words, or nothing.
    pub text: String,
}

/// One of the subjects of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name, unique within the finding.
    pub name: String,
    /// The location that names it in the source.
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
    /// A finding of `rule` at its own level with a primary location.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        let mut finding = Self::nowhere(rule, message);
        finding.labels.push(Label { location, text: String::new() });
        finding
    }

    /// A finding without a location in the source, such as a missing declaration.
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

    /// Sets the text at the primary location.
    pub fn marked(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = self.labels.first_mut() {
            primary.text = text.into();
        }
        self
    }

    /// Adds a location that explains the finding.
    pub fn label(mut self, location: Location, text: impl Into<String>) -> Self {
        self.labels.push(Label { location, text: text.into() });
        self
    }

    /// Adds subjects of the finding, each with its location.
    pub fn about<N: Into<String>>(mut self, subjects: impl IntoIterator<Item = (N, Location)>) -> Self {
        let subjects = subjects.into_iter().map(|(name, location)| Subject { name: name.into(), location });
        self.subjects.extend(subjects);
        self
    }

    /// The number of findings it counts for: one for each of its subjects and locations.
    pub fn weight(&self) -> usize {
        self.count.saturating_sub(1) + self.subjects.len().max(1) + self.also.len()
    }

    /// All its locations, for moving them with the text.
    pub fn locations_mut(&mut self) -> impl Iterator<Item = &mut Location> {
        let Finding { labels, also, subjects, .. } = &mut **self;
        let subjects = subjects.iter_mut().map(|subject| &mut subject.location);
        labels.iter_mut().map(|label| &mut label.location).chain(also).chain(subjects)
    }

    /// Adds a note: why it matters.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Sets the help: how to fix it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a fix.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Adds a fix if there is one.
    pub fn perhaps(mut self, fix: Option<Fix>) -> Self {
        self.fixes.extend(fix);
        self
    }

    /// Suggests `near` for the text at `location`, with the fix that writes it.
    pub fn did_you_mean(self, near: &str, location: Location, safety: Safety) -> Self {
        self.did_you_mean_as(near, near, location, safety)
    }

    /// Suggests a name that may be written differently in the source, such as in quotes.
    pub fn did_you_mean_as(self, near: &str, written: impl Into<String>, location: Location, safety: Safety) -> Self {
        self.help(format!("did you mean `{near}`?")).fix(Fix::replace(
            format!("write `{near}`"),
            safety,
            location,
            written,
        ))
    }

    /// Suggests a replacement for the text at `location`, with the fix that writes it.
    pub fn instead(self, right: impl Into<String>, location: Location, safety: Safety) -> Self {
        let right = right.into();
        let title = format!("write `{right}`");
        self.help(title.clone()).fix(Fix::replace(title, safety, location, right))
    }

    /// Sets the witness.
    pub fn witness(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The primary location.
    pub fn primary(&self) -> Option<Location> {
        self.labels.first().map(|label| label.location)
    }
}

/// Counts findings by rule and file, so that not more of them are created than are kept.
#[derive(Debug, Default)]
pub struct Tally {
    seen: BTreeMap<(Option<FileId>, Code), (usize, Option<Diagnostic>)>,
}

impl Tally {
    /// Whether another finding of `rule` at `place` is kept. Otherwise it is counted.
    pub fn keeps(&mut self, rule: &'static Rule, place: Option<Location>) -> bool {
        self.keeps_all(rule, rule.level, place, 1)
    }

    /// Whether the maximum number of findings of `rule` at `place` is reached, so that no more messages are needed.
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

    /// One finding for each rule and file with findings that are only counted, at the location of the first of them.
    pub fn rest(self) -> impl Iterator<Item = Diagnostic> {
        self.seen.into_values().filter_map(|(_, rest)| rest).map(|mut finding| {
            let more = finding.count;
            let findings = if more == 1 { "finding" } else { "findings" };
            finding.message = format!("{more} more {findings} of `{}` in this file, only counted", finding.rule.name);
            finding.help("fix the findings above first")
        })
    }
}

/// Keeps at most [`MAX_KEPT`] findings of each rule in each file, and counts the others. The findings are in reading
/// order before and after.
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

/// Order by file, location, code and message.
pub fn reading_order(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    (a.primary(), a.rule.code, &a.message).cmp(&(b.primary(), b.rule.code, &b.message))
}

/// Sorts findings into [reading order](reading_order), and removes exact duplicates.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    // The keys that distinguish most findings are stored next to the pointers, so that few comparisons must follow
    // them.
    let keyed = std::mem::take(diagnostics).into_iter();
    let mut keyed: Vec<_> = keyed.map(|finding| ((finding.primary(), finding.rule.code), finding)).collect();
    keyed.par_sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| a.message.cmp(&b.message)));
    keyed.dedup_by(|(one, a), (other, b)| one == other && a.message == b.message && a.labels == b.labels);
    diagnostics.extend(keyed.into_iter().map(|(_, finding)| finding));
}
