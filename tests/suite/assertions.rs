//! Tests in the language: what holds, what fails, and what is unknown, each with the chain of reasons for the answer.

mod connectors;
mod coverage;
mod levels;
mod people;
mod sentences;

use dictum::assertions::{Coverage, Verdict, run};
use dictum::catalog::Catalog;
use dictum::diagnostics::Diagnostic;
use dictum::engine::{Analysis, Settings, analyze};
use dictum::text::Sources;
use jiff::civil::date;

/// An assertion: its sentence, its verdict, and the finding if it does not hold.
struct Ran {
    sentence: String,
    verdict: Verdict,
    finding: Option<Diagnostic>,
}

fn analyzed(sources: &Sources) -> Analysis {
    analyze(sources, Catalog::shared_builtin().clone(), &Settings { today: date(2026, 11, 21) })
}

/// The findings of `dictum check` in a text.
fn found(text: &str) -> Vec<Diagnostic> {
    analyzed(&Sources::single("policies.dictum", text)).diagnostics
}

/// Runs every test of a text.
fn tried(text: &str) -> (Vec<Ran>, Coverage) {
    let sources = Sources::single("policies.dictum", text);
    let analysis = analyzed(&sources);
    let (tested, coverage) = run(analysis.evidence(), &sources, |_| true);
    let checked = tested.into_iter().flat_map(|tested| tested.checked);
    let ran = checked.map(|checked| Ran {
        sentence: sources.text(checked.place).to_owned(),
        verdict: checked.verdict,
        finding: checked.finding,
    });
    (ran.collect(), coverage)
}

/// Runs one sentence after a text.
fn one(text: &str, sentence: &str) -> Ran {
    let (mut ran, _) = tried(&format!("{text}\ntest \"one\" {{\n  {sentence}\n}}\n"));
    assert_eq!(ran.len(), 1, "{sentence} is one assertion");
    ran.swap_remove(0)
}

/// Fails unless each sentence has the given verdict.
fn stand(text: &str, sentences: &[(&str, Verdict)]) {
    let mut wrong = Vec::new();
    for (sentence, wanted) in sentences {
        let ran = one(text, sentence);
        if ran.verdict != *wanted {
            let message = ran.finding.map_or_else(String::new, |finding| format!("{finding:?}"));
            wrong.push(format!("{} is {}, not {}\n    {message}", ran.sentence, ran.verdict.word(), wanted.word()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The texts of the labels of a finding, and its notes.
fn chain(ran: &Ran) -> String {
    let finding = ran.finding.as_ref().expect("an assertion that does not hold has a finding");
    let labels = finding.labels.iter().map(|label| label.text.clone());
    let mut lines = vec![finding.message.clone()];
    lines.extend(labels.chain(finding.notes.iter().cloned()));
    lines.join("\n")
}

use Verdict::{Fails, Holds, NotKnown};
