//! Baselines of the worked example with each mistake in it, under changes that people make to the files. The findings
//! of the baseline stay accepted, new findings are not accepted, and fixed ones leave the baseline.
//!
//! The expected numbers come from a separate reader: rule, declaration as the parser names it, and the marked words.

use std::collections::BTreeMap;
use std::sync::Arc;

use dictum::diagnostics::{Baseline, Diagnostic};
use dictum::format::format;
use dictum::model::kinds;
use dictum::syntax::ast::headings;
use dictum::syntax::tokens;
use dictum::text::Sources;
use rayon::prelude::*;

use super::data::{Mutation, mutations};
use super::{Files, SETTINGS, contoso, found_in};

/// A change of the files between the baseline and the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Lines are added above all declarations, and others between them.
    Move,
    /// Every file is renamed, which changes the order of the files.
    Rename,
    /// Everything is laid out again, with Windows line ends.
    LayOut,
    /// The declaration of the finding is copied into another file under another name.
    Duplicate,
    /// The line of the finding is written twice.
    AddEqual,
    /// Another mistake is made.
    AddOther,
    /// The mistake is fixed.
    FixOne,
}

const CHANGES: [Change; 7] = [
    Change::Move,
    Change::Rename,
    Change::LayOut,
    Change::Duplicate,
    Change::AddEqual,
    Change::AddOther,
    Change::FixOne,
];

/// Findings are equal if these are: code, declaration, marked words.
type Key = (String, String, String);

fn key(finding: &Diagnostic, sources: &Sources) -> Option<Key> {
    let place = finding.primary()?;
    let source = sources.get(place.file);
    let own = headings(source, &kinds::keywords())
        .into_iter()
        .find(|one| one.span.start <= place.span.start && place.span.start < one.span.end)?;
    // A line end may replace a comma or the end of a statement.
    let words = |text: &str| {
        let words = tokens(text)
            .into_iter()
            .map(|(_, span)| span.of_text(text).split_whitespace().collect::<Vec<_>>().join(" "));
        words.filter(|word| !matches!(word.as_str(), "," | ";")).collect::<Vec<_>>().join(" ")
    };
    let marked = sources.text(place);
    if marked.trim().is_empty() {
        return None;
    }
    Some((finding.rule.code.to_string(), format!("{} {}", own.keyword, own.name), words(marked)))
}

fn counts(findings: &[Diagnostic], sources: &Sources) -> Option<BTreeMap<Key, usize>> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        // A finding at several places is one for each, and is accepted whole or not at all, so it cannot be counted
        // here.
        if finding.count > 1 || !finding.also.is_empty() || finding.subjects.len() > 1 {
            return None;
        }
        *counts.entry(key(finding, sources)?).or_default() += 1;
    }
    Some(counts)
}

/// The beginnings of declarations: a letter in the first column.
fn starts(text: &str) -> Vec<usize> {
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    lines.filter(|at| text.as_bytes().get(*at).is_some_and(u8::is_ascii_alphabetic)).collect()
}

/// The files after a change. `None` if the change is impossible here.
fn changed(change: Change, sound: &Files, files: &Files, place: (&str, u32), other: &Mutation) -> Option<Files> {
    let mut after = files.clone();
    let (name, offset) = place;
    match change {
        Change::Move => {
            for (_, text) in after.iter_mut().filter(|(name, _)| *name != SETTINGS) {
                for start in starts(text).into_iter().rev() {
                    // A doc comment stays above its declaration.
                    let before = &text[..start];
                    if !before.trim_end().lines().last().is_some_and(|line| line.starts_with("//")) {
                        text.insert_str(start, "\n// moved\n\n");
                    }
                }
                text.insert_str(0, "// moved\n\n\n");
            }
        }
        Change::Rename => {
            let names: Vec<String> = files.keys().filter(|name| *name != SETTINGS).cloned().collect();
            for (at, name) in names.iter().enumerate() {
                let text = after.remove(name)?;
                after.insert(format!("{}{name}", char::from(b'z' - (at % 26) as u8)), text);
            }
        }
        Change::LayOut => {
            let sources = Sources::single(name, files.get(name)?);
            let text = format(&sources.as_slice()[0], &kinds::keywords()).ok()?;
            after.insert(name.to_owned(), text.replace('\n', "\r\n"));
        }
        Change::Duplicate => {
            let text = files.get(name)?;
            let sources = Sources::single(name, text);
            let own = headings(&sources.as_slice()[0], &kinds::keywords())
                .into_iter()
                .find(|one| one.span.start <= offset && offset < one.span.end && !one.name.is_empty())?;
            let item = own.span.of_text(text);
            let copy = item.replacen(&own.name, &format!("{}_copy", own.name), 1);
            after.insert("copy.dictum".to_owned(), format!("{copy}\n"));
        }
        Change::AddEqual => {
            let text = after.get_mut(name)?;
            let start = text[..offset as usize].rfind('\n').map_or(0, |at| at + 1);
            let end = text[offset as usize..].find('\n').map(|at| offset as usize + at + 1)?;
            let line = text[start..end].to_owned();
            text.insert_str(start, &line);
        }
        Change::AddOther => other.apply(&mut after).ok()?,
        Change::FixOne => after.clone_from(sound),
    }
    Some(after)
}

/// The result of one change.
enum Outcome {
    /// The change cannot be made, or its findings cannot be counted.
    Skipped,
    /// The correct numbers of accepted and new findings.
    Right {
        accepted: usize,
        new: usize,
    },
    Wrong(String),
}

fn outcome(sound: &Files, mutation: &Mutation, other: &Mutation, change: Change) -> Outcome {
    let mut files = sound.clone();
    assert_eq!(mutation.apply(&mut files), Ok(()));
    let found = found_in(&files);
    let (sources, findings, complete) = (&*found.sources, &found.diagnostics, found.complete);
    let place = findings.first().and_then(Diagnostic::primary);
    let place = place.map(|place| (sources.get(place.file).path().to_owned(), place.span.start));
    let (Some((name, offset)), Some(before)) = (place, counts(findings, sources)) else { return Outcome::Skipped };
    let Some(after) = changed(change, sound, &files, (&name, offset), other) else { return Outcome::Skipped };
    let mut baseline = Baseline::default();
    baseline.add(findings, sources);
    let found = found_in(&after);
    let (now_sources, mut now, now_complete) = (&*found.sources, found.diagnostics.clone(), found.complete);
    let Some(expected) = counts(&now, now_sources) else { return Outcome::Skipped };
    let mut fresh = Baseline::default();
    fresh.add(&now, now_sources);
    // Findings of warnings that did not run are kept.
    let shrunk = baseline.shrunk(&fresh, |_| !now_complete && complete);
    baseline.accept(&mut now, now_sources);
    let mut open: BTreeMap<Key, usize> = BTreeMap::new();
    for finding in now.iter().filter(|finding| finding.accepted.is_none()) {
        *open.entry(key(finding, now_sources).expect("it has been counted")).or_default() += 1;
    }
    let wanted: BTreeMap<Key, usize> = expected
        .iter()
        .map(|(key, count)| (key.clone(), count.saturating_sub(before.get(key).copied().unwrap_or(0))))
        .filter(|(_, count)| *count > 0)
        .collect();
    let kept: usize = expected.iter().map(|(key, count)| *count.min(before.get(key).unwrap_or(&0))).sum();
    let title = format!("{change:?} after {}: {}", mutation.family, mutation.title);
    if open != wanted {
        return Outcome::Wrong(format!("{title}: open are {open:?}, and should be {wanted:?}"));
    }
    if (now_complete || !complete) && shrunk.total() != kept {
        return Outcome::Wrong(format!("{title}: the baseline keeps {}, and should keep {kept}", shrunk.total()));
    }
    let new = wanted.values().sum();
    if matches!(change, Change::Move | Change::Rename | Change::LayOut) && new > 0 {
        return Outcome::Wrong(format!("{title}: {wanted:?} is new, though nothing was said anew"));
    }
    Outcome::Right { accepted: now.len() - new, new }
}

#[test]
fn baselines_answer_right_under_every_change() {
    let sound = contoso();
    let all: Vec<Mutation> = mutations().into_iter().flat_map(|(_, all)| all).collect();
    let all: Arc<[Mutation]> = all.into();
    let cases: Vec<(usize, Change)> =
        (0..all.len()).map(|at| (at, CHANGES[(at + at / CHANGES.len()) % CHANGES.len()])).collect();
    let outcomes: Vec<(Change, Outcome)> = cases
        .par_iter()
        .map(|(at, change)| (*change, outcome(&sound, &all[*at], &all[(at * 7 + 3) % all.len()], *change)))
        .collect();
    let mut wrong = Vec::new();
    for change in CHANGES {
        let (mut right, mut skipped, mut accepted, mut new) = (0, 0, 0, 0);
        for (_, outcome) in outcomes.iter().filter(|(own, _)| *own == change) {
            match outcome {
                Outcome::Skipped => skipped += 1,
                Outcome::Right { accepted: more, new: fresh } => {
                    right += 1;
                    accepted += more;
                    new += fresh;
                }
                Outcome::Wrong(why) => wrong.push(why.clone()),
            }
        }
        println!("{change:?}: {right} right ({accepted} accepted, {new} new), {skipped} could not be made");
        assert!(right > 20, "only {right} cases of {change:?}");
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
