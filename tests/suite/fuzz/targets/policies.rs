//! Any bytes as a policy file.

use dictum::analysis::Effective;
use dictum::catalog::Catalog;
use dictum::diagnostics::{Diagnostic, Level, Safety, apply};
use dictum::emit::{Api, Bindings, Job, ProviderVersion, Rest, Settings, Target, emit};
use dictum::engine::{self, Analysis};
use dictum::model::kinds;
use dictum::render::{self, Format, Options};
use dictum::syntax::{self, TokenKind};
use dictum::text::{Inert, Source, Sources, Span, Stream, is_hidden};
use jiff::civil::Date;

pub(super) fn sources_of(bytes: &[u8]) -> Sources {
    Sources::new(vec![("any.dictum".to_owned(), bytes.to_vec())])
}

pub(super) fn analyze(sources: &Sources) -> Analysis {
    let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
    engine::analyze(sources, Catalog::shared_builtin().clone(), &settings)
}

/// Tokens are in order, do not overlap, and are on whole characters. So is every place of a finding.
pub(super) fn parse(bytes: &[u8]) -> Result<(), String> {
    let sources = sources_of(bytes);
    for source in &sources {
        let text = source.text();
        let mut end = 0;
        for (kind, span) in syntax::tokens(text) {
            within(text, span).map_err(|fault| format!("{kind:?}: {fault}"))?;
            if span.start < end {
                return Err(format!("{kind:?} at {span:?} begins inside of the token before"));
            }
            end = span.end;
        }
        let parse = syntax::parse(source, &kinds::keywords());
        places(&parse.diagnostics, &sources)?;
    }
    Ok(())
}

fn within(text: &str, span: Span) -> Result<(), String> {
    let (start, end) = (span.start as usize, span.end as usize);
    if start <= end && text.is_char_boundary(start) && text.is_char_boundary(end) {
        return Ok(());
    }
    Err(format!("{span:?} is no place in {} bytes", text.len()))
}

fn places(findings: &[Diagnostic], sources: &Sources) -> Result<(), String> {
    for finding in findings {
        let labels = finding.labels.iter().map(|label| label.location);
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.location);
        for place in labels.chain(finding.also.iter().copied()).chain(edits) {
            let text = sources.get(place.file).text();
            within(text, place.span).map_err(|fault| format!("{}: {fault}", finding.rule.name))?;
        }
    }
    Ok(())
}

/// Findings have places and are the same in a second run. In every form they contain no control sequences and have the
/// right meaning.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let sources = sources_of(bytes);
    let analysis = analyze(&sources);
    places(&analysis.diagnostics, &sources)?;
    let again = analyze(&sources);
    let told = |analysis: &Analysis| -> Vec<String> {
        analysis.diagnostics.iter().map(|finding| format!("{}{:?}", finding.message, finding.primary())).collect()
    };
    if told(&analysis) != told(&again) {
        return Err("a second look finds something else".to_owned());
    }
    for format in Format::ALL {
        let json = matches!(format.name(), "json" | "jsonl");
        let stream = if json { Stream::Json } else { Stream::Text { color: false } };
        let mut out = Vec::new();
        let mut inert = Inert::new(&mut out, stream);
        render::render(*format, &analysis.diagnostics, &sources, &Options::default(), &mut inert)
            .map_err(|error| format!("{}: {error}", format.name()))?;
        inert.finish().map_err(|error| error.to_string())?;
        let text = String::from_utf8(out).map_err(|error| format!("{}: {error}", format.name()))?;
        if let Some(hidden) = text.chars().find(|character| *character != '\n' && is_hidden(*character)) {
            return Err(format!("{} holds {hidden:?}", format.name()));
        }
        let lines = if format.name() == "jsonl" { text.lines().collect() } else { vec![text.as_str()] };
        for line in lines.into_iter().filter(|_| json) {
            serde_json::from_str::<serde_json::Value>(line).map_err(|error| format!("{}: {error}", format.name()))?;
        }
    }
    Ok(())
}

/// The settings of a project without bindings.
pub(super) fn any_settings(bindings: &Bindings) -> Settings<'_> {
    Settings {
        project: "any",
        bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    }
}

/// The bundle of a program. `None` if there is an error.
fn bundle(sources: &Sources) -> Option<Vec<u8>> {
    let analysis = analyze(sources);
    if analysis.diagnostics.iter().any(|finding| finding.level == Level::Error) {
        return None;
    }
    let effective = Effective::of(&analysis.program);
    let bindings = Bindings::default();
    let settings = any_settings(&bindings);
    let job = Job { program: &analysis.program, effective: &effective, sources, settings };
    let files = emit(&[Target::Bundle], job).ok()?;
    files.into_iter().find(|file| file.path == "bundle.json").map(|file| file.bytes)
}

/// The words of each comment of a text, in order. Spaces in them belong to the layout.
fn comments(text: &str) -> Vec<String> {
    let is_comment = |kind: TokenKind| matches!(kind, TokenKind::Doc | TokenKind::Comment);
    let found = syntax::tokens(text).into_iter().filter(|(kind, _)| is_comment(*kind));
    let words = |span: Span| {
        let comment = span.of_text(text);
        let inside = comment.trim_end().trim_start_matches(['/', '*']).trim_end_matches(['*', '/']);
        let words: Vec<&str> = inside.split_whitespace().filter(|word| *word != "*").collect();
        words.join(" ")
    };
    found.map(|(_, span)| words(span)).collect()
}

/// Laying out a layout changes nothing. Comments and meaning are kept.
pub(super) fn fmt(bytes: &[u8]) -> Result<(), String> {
    let sources = sources_of(bytes);
    for source in &sources {
        let Ok(once) = dictum::format::format(source, &kinds::keywords()) else { continue };
        let after = sources_of(once.as_bytes());
        for source in &after {
            match dictum::format::format(source, &kinds::keywords()) {
                Ok(twice) if twice == once => {}
                Ok(_) => return Err("a second layout changes the first".to_owned()),
                Err(_) => return Err("the layout is not laid out again".to_owned()),
            }
        }
        if comments(source.text()) != comments(&once) {
            return Err("a comment is lost or changed".to_owned());
        }
        if bundle(&sources) != bundle(&after) {
            return Err("the layout has another bundle".to_owned());
        }
    }
    Ok(())
}

/// Safe fixes never return to a text that they changed, and keep the bundle of a program without errors.
pub(super) fn fix(bytes: &[u8]) -> Result<(), String> {
    let mut sources = sources_of(bytes);
    if sources.iter().any(|source| source.fault().is_some()) {
        return Ok(());
    }
    let mut before = bundle(&sources);
    let mut seen = Vec::new();
    // A text that needs one fix for each word may take more rounds. It is enough that the text changes.
    for _ in 0..ROUNDS {
        let findings = analyze(&sources).diagnostics;
        let fixed = apply(&sources, &findings, |_| true, |safety| safety == Safety::Safe);
        if fixed.count == 0 {
            return Ok(());
        }
        let rules: Vec<&str> = findings.iter().filter(|one| !one.fixes.is_empty()).map(|one| one.rule.name).collect();
        for (file, text) in fixed.texts {
            if text == sources.get(file).text() {
                return Err(format!("a fix changes nothing: {rules:?}"));
            }
            sources.renew(file, text);
        }
        let after = bundle(&sources);
        if before.is_some() && before != after {
            return Err(format!("safe fixes change the bundle: {rules:?}"));
        }
        before = after;
        let text: String = sources.iter().map(Source::text).collect();
        if seen.contains(&text) {
            return Err(format!("safe fixes go in a circle: {rules:?}"));
        }
        seen.push(text);
    }
    Ok(())
}

/// More rounds than the maximum of the command.
const ROUNDS: usize = 40;
