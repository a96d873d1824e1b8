//! Baselines under every change that people make: lines move, files are renamed, equal findings are added and fixed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dictum::diagnostics::{Baseline, Diagnostic};
use dictum::text::{Sources, Span};
use proptest::prelude::*;

dictum::declare_rule! {
    /// An example of any rule.
    pub BAD = 7998 "bad-word" Warning "a word is bad";
}

/// Declarations by name, each with the number of its bad words.
type World = Vec<(u8, usize)>;

/// How a world is written: the file of each declaration, blank lines above it, the width of the indent, line ends.
#[derive(Clone, Debug)]
struct Layout {
    files: Vec<u8>,
    blanks: Vec<u8>,
    indent: usize,
    crlf: bool,
    suffix: String,
}

fn layout() -> impl Strategy<Value = Layout> {
    let bytes = || proptest::collection::vec(0_u8..4, 12);
    (bytes(), bytes(), 0_usize..5, any::<bool>(), "[a-z]{1,4}")
        .prop_map(|(files, blanks, indent, crlf, suffix)| Layout { files, blanks, indent, crlf, suffix })
}

fn world() -> impl Strategy<Value = World> {
    proptest::collection::vec((0_u8..5, 0_usize..4), 0..10)
}

/// Writes a world in a layout, and finds every bad word.
fn written(world: &World, layout: &Layout) -> (Sources, Vec<Diagnostic>) {
    let mut files: BTreeMap<u8, String> = BTreeMap::new();
    for (at, (name, bad)) in world.iter().enumerate() {
        let text = files.entry(layout.files[at % layout.files.len()]).or_default();
        text.push_str(&"\n".repeat(usize::from(layout.blanks[at % layout.blanks.len()])));
        let _ = writeln!(text, "// of bad{name}\ndata_policy p{name}{}{{", " ".repeat(layout.indent + 1));
        for _ in 0..*bad {
            let _ = writeln!(text, "{}business = [bad, good]", " ".repeat(layout.indent));
        }
        text.push_str("}\n");
    }
    let mut sources = Sources::default();
    for (file, text) in files {
        let text = if layout.crlf { text.replace('\n', "\r\n") } else { text };
        sources.add(&format!("{file}{}.dictum", layout.suffix), text.into_bytes());
    }
    let mut findings = Vec::new();
    for source in &sources {
        for (at, _) in source.text().match_indices("[bad") {
            findings.push(Diagnostic::new(&BAD, source.locate(Span::of(at + 1, at + 4)), "`bad` is bad"));
        }
    }
    (sources, findings)
}

/// The number of bad words of each declaration.
fn counts(world: &World) -> BTreeMap<u8, usize> {
    let mut counts = BTreeMap::new();
    for (name, bad) in world {
        *counts.entry(*name).or_default() += bad;
    }
    counts
}

fn baseline(world: &World, layout: &Layout) -> Baseline {
    let (sources, findings) = written(world, layout);
    let mut baseline = Baseline::default();
    baseline.add(&findings, &sources);
    baseline
}

proptest! {
    #[test]
    fn what_moves_stays_accepted(world in world(), one in layout(), other in layout()) {
        let mut baseline = baseline(&world, &one);
        let (sources, mut findings) = written(&world, &other);
        baseline.accept(&mut findings, &sources);
        prop_assert!(findings.iter().all(|finding| finding.accepted.is_some()), "{:?}", sources);
        prop_assert_eq!(baseline.total(), 0, "and all of it is used");
    }

    #[test]
    fn as_many_are_new_as_there_are_more(before in world(), after in world(), one in layout(), other in layout()) {
        let (old, new) = (counts(&before), counts(&after));
        let of = |counts: &BTreeMap<u8, usize>, name: u8| counts.get(&name).copied().unwrap_or(0);
        let expected: usize = (0..5).map(|name| of(&new, name).saturating_sub(of(&old, name))).sum();
        let kept: usize = (0..5).map(|name| of(&new, name).min(of(&old, name))).sum();
        let mut accepting = baseline(&before, &one);
        let (sources, mut findings) = written(&after, &other);
        accepting.accept(&mut findings, &sources);
        prop_assert_eq!(findings.iter().filter(|finding| finding.accepted.is_none()).count(), expected);
        let shrunk = baseline(&before, &one).shrunk(&baseline(&after, &other), |_| false);
        prop_assert_eq!(shrunk.total(), kept, "it only shrinks");
        prop_assert_eq!(baseline(&before, &one).shrunk(&baseline(&after, &other), |_| true), baseline(&before, &one));
    }
}

#[test]
fn a_finding_at_more_places_than_before_is_new() {
    let sources = Sources::single("a.dictum", "role a { b }\nrole c { b }\n");
    let source = &sources.as_slice()[0];
    let mut finding = Diagnostic::new(&BAD, source.locate(Span::of(9, 10)), "m");
    let mut one = Baseline::default();
    one.add(std::slice::from_ref(&finding), &sources);
    finding.also.push(source.locate(Span::of(22, 23)));
    let mut findings = vec![finding];
    one.accept(&mut findings, &sources);
    assert!(findings[0].accepted.is_none());
}
