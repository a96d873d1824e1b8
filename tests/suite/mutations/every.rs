//! The examples with a misspelt or missing word, a missing mark, or a missing line, one at a time.
//!
//! There is no list of these mistakes, so the test does not check which rule reports them. It checks that a mistake in
//! writing gives one finding: if a finding is about how the text is written or which names are in it, there is no other
//! finding, except about words of the same line.

use dictum::syntax::{TokenKind, tokens};
use dictum::text::Span;
use rayon::prelude::*;

use super::{Files, SETTINGS, check, project};

/// One of this many mistakes is tried, so that the test takes some seconds.
const EVERY: usize = 7;

struct Mistake<'f> {
    file: &'f str,
    line: usize,
    what: String,
    text: String,
}

/// Codes below 2,000 are about writing and names.
const WRITING: u16 = 2_000;

fn mistakes(files: &Files) -> Vec<Mistake<'_>> {
    let mut mistakes = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| *file != SETTINGS) {
        let mut begin = 0;
        for (line, lost) in (1..).zip(text.split_inclusive('\n')) {
            let text = format!("{}{}", &text[..begin], &text[begin + lost.len()..]);
            begin += lost.len();
            mistakes.push(Mistake { file, line, what: "line lost".to_owned(), text });
        }
        let code = tokens(text).into_iter().filter(|(kind, _)| !matches!(kind, TokenKind::Doc | TokenKind::Comment));
        for (kind, span) in code {
            let token = span.of_text(text);
            let line = text[..span.start as usize].lines().count();
            let replaced =
                |span: Span, new: &str| format!("{}{new}{}", &text[..span.start as usize], &text[span.end as usize..]);
            let mut push = |what: String, text: String| mistakes.push(Mistake { file, line, what, text });
            push(format!("`{token}` lost"), replaced(span, ""));
            if kind == TokenKind::Word {
                push(format!("`{token}` misspelt"), replaced(span, &format!("{token}q")));
            }
        }
    }
    mistakes
}

#[test]
fn one_mistake_in_writing_is_one_finding() {
    for folder in ["policies/contoso", "policies/adoption-framework"] {
        let files = project(folder);
        let mistakes: Vec<Mistake<'_>> = mistakes(&files).into_iter().step_by(EVERY).collect();
        let cascades: Vec<String> = mistakes.par_iter().filter_map(|mistake| cascade(&files, mistake)).collect();
        println!("{folder}: {} mistakes, {} with consequences of their own", mistakes.len(), cascades.len());
        assert!(mistakes.len() > 200, "only {} mistakes", mistakes.len());
        assert!(cascades.is_empty(), "{} of {}:\n{}", cascades.len(), mistakes.len(), cascades.join("\n"));
    }
}

fn cascade(files: &Files, mistake: &Mistake<'_>) -> Option<String> {
    let mut changed = files.clone();
    changed.insert(mistake.file.to_owned(), mistake.text.clone());
    let findings = check(&changed);
    let writing = findings.iter().any(|(finding, _)| finding.rule.code.0 < WRITING);
    let place = |finding: &dictum::diagnostics::Diagnostic, sources: &dictum::text::Sources| {
        let location = finding.primary()?;
        let source = sources.get(location.file);
        Some((source.path().to_owned(), source.lines().locate(source.text(), location.span.start).line))
    };
    let mut places: Vec<_> = findings.iter().map(|(finding, sources)| place(finding, sources)).collect();
    places.dedup();
    (writing && places.len() > 1).then(|| {
        let told = findings.iter().map(|(finding, _)| format!("    {} {}", finding.rule.code, finding.message));
        format!("{}:{} {}\n{}", mistake.file, mistake.line, mistake.what, told.collect::<Vec<_>>().join("\n"))
    })
}
