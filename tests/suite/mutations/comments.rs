//! Fixes of all mistakes, of every safety: no comment is lost, text that parsed still parses, and a safe fix removes
//! its finding.
//!
//! Each mistake is made twice: as it is listed, and with a comment between all tokens of its declaration.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use dictum::diagnostics::{Diagnostic, Level, Safety, apply};
use dictum::syntax::{TokenKind, tokens};
use dictum::text::{Sources, Span};
use rayon::prelude::*;

use super::data::{Mutation, mutations};
use super::{Files, SETTINGS, check, contoso};

/// How often each text occurs.
type Bag = BTreeMap<String, usize>;

/// The comments of all policies of a program.
fn comments(files: &Files) -> Bag {
    let mut bag = Bag::new();
    for (_, text) in files.iter().filter(|(name, _)| *name != SETTINGS) {
        for (kind, span) in tokens(text) {
            if matches!(kind, TokenKind::Comment | TokenKind::Doc) {
                *bag.entry(span.of_text(text).trim_end().to_owned()).or_default() += 1;
            }
        }
    }
    bag
}

/// The comments of one program that another lacks, except directives to Dictum. A comment that is now part of another
/// one is not lost, and hidden characters are ignored.
fn lost(before: &Bag, after: &Bag) -> Vec<String> {
    let plain = |text: &str| text.chars().filter(|character| !dictum::text::is_hidden(*character)).collect::<String>();
    let is_left = |comment: &str, count: usize| {
        after.get(comment).is_some_and(|left| *left >= count)
            || after.keys().any(|other| other != comment && plain(other).contains(&plain(comment)))
    };
    let gone = |(comment, count): &(&String, &usize)| !comment.starts_with("// dictum:") && !is_left(comment, **count);
    before.iter().filter(gone).map(|(comment, _)| comment.clone()).collect()
}

/// The program with a comment after each token of the declaration around a place.
fn commented(files: &Files, file: &str, offset: u32) -> Option<Files> {
    let text = files.get(file)?;
    // A declaration begins in the first column, and so does the next one.
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|at| text.as_bytes().get(*at).is_some_and(u8::is_ascii_alphabetic))
        .collect();
    let at = starts.partition_point(|start| *start <= offset as usize).checked_sub(1)?;
    let (from, to) = (starts[at], starts.get(at + 1).copied().unwrap_or(text.len()));
    let item = &text[from..to];
    let mut out = text[..from].to_owned();
    let mut done = 0;
    for (number, (kind, span)) in tokens(item).into_iter().enumerate() {
        if matches!(kind, TokenKind::Comment | TokenKind::Doc | TokenKind::Unknown) {
            continue;
        }
        out.push_str(&item[done..span.end as usize]);
        let _ = write!(out, " /* kept {number} */");
        done = span.end as usize;
    }
    out.push_str(&item[done..]);
    out.push_str(&text[to..]);
    let mut changed = files.clone();
    changed.insert(file.to_owned(), out);
    Some(changed)
}

/// What was tried for a mistake, and what failed.
#[derive(Default)]
struct Tried {
    fixes: BTreeMap<Safety, usize>,
    wrong: Vec<String>,
}

impl Tried {
    fn joined(mut self, other: Self) -> Self {
        for (safety, count) in other.fixes {
            *self.fixes.entry(safety).or_default() += count;
        }
        self.wrong.extend(other.wrong);
        self
    }
}

/// The findings by code and message.
fn said(findings: &[(Diagnostic, Arc<Sources>)], level: Level) -> Bag {
    let mut bag = Bag::new();
    for (finding, _) in findings.iter().filter(|(finding, _)| finding.level >= level) {
        *bag.entry(format!("{} {}", finding.rule.code, finding.message)).or_default() += 1 + finding.also.len();
    }
    bag
}

/// Applies every fix of a program by itself. `holds` is whether the result of a safe one is checked too.
fn each(files: &Files, findings: &[(Diagnostic, Arc<Sources>)], title: &str, holds: bool) -> Tried {
    let before = comments(files);
    let (errors, all) = (said(findings, Level::Error), said(findings, Level::Info));
    let mut tried = Tried::default();
    for (finding, sources) in findings {
        for fix in &finding.fixes {
            *tried.fixes.entry(fix.safety).or_default() += 1;
            let mut only = finding.clone();
            only.fixes = vec![fix.clone()];
            let fixed = apply(sources, std::slice::from_ref(&only), |_| true, |_| true);
            let mut after = files.clone();
            after.extend(fixed.texts.into_iter().map(|(file, text)| (sources.get(file).path().to_owned(), text)));
            let lost = lost(&before, &comments(&after));
            if !lost.is_empty() {
                tried.wrong.push(format!("{title}: `{}` ({:?}) loses {}", fix.title, fix.safety, lost.join(" ")));
            }
            if fix.safety != Safety::Safe || !holds {
                continue;
            }
            let left = check(&after);
            let gone = format!("{} {}", finding.rule.code, finding.message);
            let count = |bag: &Bag| bag.get(&gone).copied().unwrap_or(0);
            if count(&said(&left, Level::Info)) >= count(&all) {
                tried.wrong.push(format!("{title}: `{}` leaves {gone}", fix.title));
            }
            let more = |(what, number): &(&String, &usize)| errors.get(*what).is_none_or(|before| before < number);
            // If an error hid others, they may appear now. None may be about how the text is written.
            let new: Vec<String> =
                said(&left, Level::Error).iter().filter(more).map(|(what, _)| what.clone()).collect();
            if !new.is_empty()
                && (errors.keys().all(|what| *what != gone) || new.iter().any(|what| what < &"D1".to_owned()))
            {
                tried.wrong.push(format!("{title}: `{}` brings {}", fix.title, new.join(", ")));
            }
        }
    }
    tried
}

fn tried(sound: &Files, mutation: &Mutation) -> Tried {
    let mut changed = sound.clone();
    assert_eq!(mutation.apply(&mut changed), Ok(()));
    let title = format!("{}: {}", mutation.family, mutation.title);
    let findings = check(&changed);
    let tried = each(&changed, &findings, &title, true);
    let first = findings.iter().find_map(|(finding, sources)| {
        let place = finding.primary()?;
        Some((sources.get(place.file).path().to_owned(), place.span))
    });
    let Some((file, Span { start, .. })) = first.filter(|(file, _)| file != SETTINGS) else { return tried };
    let Some(commented) = commented(&changed, &file, start) else { return tried };
    tried.joined(each(&commented, &check(&commented), &format!("{title}, with comments"), false))
}

#[test]
fn no_fix_loses_a_comment_and_safe_ones_fix() {
    let sound = contoso();
    let all: Vec<Mutation> = mutations().into_iter().flat_map(|(_, all)| all).collect();
    let total = all.par_iter().map(|mutation| tried(&sound, mutation)).reduce(Tried::default, Tried::joined);
    let count = |safety: Safety| total.fixes.get(&safety).copied().unwrap_or(0);
    println!(
        "fixes of {} mistakes, as listed and between comments: {} safe, {} unsafe, {} suggested; {} wrong",
        all.len(),
        count(Safety::Safe),
        count(Safety::Unsafe),
        count(Safety::Suggestion),
        total.wrong.len()
    );
    assert!(total.wrong.is_empty(), "{} of them:\n{}", total.wrong.len(), total.wrong.join("\n"));
    assert!(count(Safety::Safe) > 200 && count(Safety::Unsafe) > 50, "few fixes are left to be tried");
}
