//! One finding.

use crate::text::Location;

use super::{Fix, Level, Rule, Safety};

/// A finding: what is wrong, where, why it matters, how to mend it, and the proof.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// The level, which the project may have changed.
    pub level: Level,
    /// What is wrong, in the author's words: lower case, one line, no final stop.
    pub message: String,
    /// Places. The first is the primary one; the others explain it.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
    /// One concrete case that shows the fault.
    pub witness: Option<Witness>,
}

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// A few words, or nothing.
    pub text: String,
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

impl Diagnostic {
    /// A finding of `rule` at its own level with a primary place.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            message: message.into(),
            labels: vec![Label { location, text: String::new() }],
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            witness: None,
        }
    }

    /// A finding that belongs to no place in the source, such as a missing declaration.
    pub fn nowhere(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            witness: None,
        }
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

    /// Adds why it matters.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says how to mend it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a fix.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
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

/// Puts findings into reading order, by file, place, code and message, and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.primary(), a.rule.code, &a.message).cmp(&(b.primary(), b.rule.code, &b.message)));
    diagnostics.dedup_by(|a, b| a.rule == b.rule && a.message == b.message && a.labels == b.labels);
}
