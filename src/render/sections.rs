//! The text below a drawing: why, the case that shows it, how to fix it, and where to read more.

use crate::diagnostics::{Diagnostic, Safety, Witness};
use crate::text::Sources;

use super::preview::preview;
use super::window::Frame;
use super::words::{Charset, clip, inert, more};

/// The maximum bytes of all sections together, without the last one.
const ROOM: usize = 6_000;
/// The maximum cells of one section's words.
const WORDS: usize = 600;
/// The maximum number of parts of a case that are shown.
const PARTS: usize = 12;

/// One section: a word, its text on one line, and lines that are shown unchanged.
#[derive(Debug)]
pub(super) struct Section {
    pub word: &'static str,
    pub text: String,
    pub lines: Vec<String>,
}

/// The sections of a finding in reading order. What does not fit is counted, never silently dropped.
pub(super) fn sections(diagnostic: &Diagnostic, sources: &Sources, left_out: usize, frame: Frame) -> Vec<Section> {
    let charset = frame.charset;
    let mut all = Vec::new();
    let mut say = |word, text: &str, lines| all.push(Section { word, text: clip(text, WORDS, charset), lines });
    if left_out > 0 {
        say("also", &more(left_out, "place"), Vec::new());
    }
    for note in &diagnostic.notes {
        say("note", note, Vec::new());
    }
    if let Some(witness) = &diagnostic.witness {
        say("case", &case(witness, charset), Vec::new());
    }
    if let Some(help) = &diagnostic.help {
        say("help", help, Vec::new());
    }
    for fix in &diagnostic.fixes {
        let title = clip(&fix.title, WORDS - 100, charset);
        say("fix", &format!("{title} ({})", trust(fix.safety)), preview(fix, sources, frame));
    }
    let mut size = 0;
    let fits = all.iter().position(|section| {
        size += section.text.len() + section.lines.iter().map(String::len).sum::<usize>();
        size > ROOM
    });
    if let Some(fits) = fits {
        let rest = all.len() - fits;
        all.truncate(fits);
        let text = format!("{}, which the format `json` holds", more(rest, "remark"));
        all.push(Section { word: "also", text, lines: Vec::new() });
    }
    all.push(Section { word: "rule", text: rule(diagnostic, charset), lines: Vec::new() });
    all
}

/// The command that shows the rule's page.
pub(super) fn explain(diagnostic: &Diagnostic) -> String {
    format!("dictum explain {}", diagnostic.rule.code)
}

/// How far a fix can be trusted, in words for authors.
pub(super) const fn trust(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe, changes the meaning",
        Safety::Suggestion => "one of several ways",
    }
}

/// `environment = default, connector = sql`.
pub(super) fn case(witness: &Witness, charset: Charset) -> String {
    let parts = witness.parts.iter().take(PARTS);
    let mut parts: Vec<String> =
        parts.map(|(name, value)| format!("{} = {}", clip(name, 80, charset), clip(value, 160, charset))).collect();
    if witness.parts.len() > PARTS {
        parts.push(format!("{} {} more", charset.ellipsis(), witness.parts.len() - PARTS));
    }
    parts.join(", ")
}

fn rule(diagnostic: &Diagnostic, charset: Charset) -> String {
    let rule = diagnostic.rule;
    let mut parts = vec![inert(rule.name, charset).into_owned()];
    parts.extend(rule.controls.iter().map(|control| inert(control, charset).into_owned()));
    parts.push(explain(diagnostic));
    parts.join(charset.separator())
}
