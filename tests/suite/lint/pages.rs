//! The pages of the rules: their samples, their text, their numbers.

use std::collections::BTreeSet;

use dictum::diagnostics::{Level, Rule};
use dictum::model::kinds::KINDS;
use dictum::rules::warnings;

use super::Linted;

fn rules() -> impl Iterator<Item = &'static Rule> {
    warnings().into_iter().map(|lint| lint.rule)
}

#[test]
fn a_bad_sample_gives_its_rule_and_nothing_else() {
    for rule in rules() {
        let samples = rule.samples();
        // Examples that need more than policies are in a test of their own, and the page states it.
        if samples.is_empty() {
            let page = rule.page().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(page.contains("are in the test suite"), "{}", rule.name);
            continue;
        }
        assert!(samples.iter().any(|sample| sample.bad) && samples.iter().any(|sample| !sample.bad), "{}", rule.name);
        for sample in samples {
            let linted = Linted::new(&sample.text);
            assert_eq!(linted.errors(), Vec::<&str>::new(), "{}", rule.name);
            let expected = if sample.bad { vec![rule.name] } else { Vec::new() };
            let messages: Vec<&str> = linted.found.iter().map(|finding| finding.message.as_str()).collect();
            assert_eq!(linted.names(), expected, "{}: {messages:?}\n{}", rule.name, sample.text);
        }
    }
}

#[test]
fn the_fix_of_a_bad_sample_fixes_it() {
    for rule in rules() {
        for sample in rule.samples().iter().filter(|sample| sample.bad) {
            let linted = Linted::new(&sample.text);
            let finding = linted.only(rule.name);
            assert_eq!(rule.fixable, !finding.fixes.is_empty(), "{}", rule.name);
            if rule.fixable {
                let fixed = Linted::new(&linted.fixed(finding));
                assert_eq!(fixed.names(), Vec::<&str>::new(), "{}", rule.name);
                assert_eq!(fixed.errors(), Vec::<&str>::new(), "{}", rule.name);
            }
        }
    }
}

#[test]
fn samples_of_kinds_and_of_other_pages_are_quiet() {
    for kind in KINDS {
        let linted = Linted::new(kind.example);
        assert_eq!(linted.names(), Vec::<&str>::new(), "the example of {}", kind.keyword);
    }
    let lints: Vec<&Rule> = rules().collect();
    for rule in dictum::codes::all().into_iter().filter(|rule| !lints.contains(rule)) {
        for sample in rule.samples() {
            assert_eq!(Linted::new(&sample.text).names(), Vec::<&str>::new(), "{}:\n{}", rule.name, sample.text);
        }
    }
}

#[test]
fn codes_are_in_their_families_and_in_order() {
    let codes: Vec<u16> = rules().map(|rule| rule.code.0).collect();
    assert!(codes.is_sorted_by(|one, other| one < other), "{codes:?}");
    assert!(
        codes.iter().all(|code| matches!(code / 100, 21 | 30 | 31 | 32 | 40 | 41 | 42 | 52 | 61 | 70)),
        "{codes:?}"
    );
    let names: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
    assert_eq!(names.len(), warnings().len());
    assert!(rules().all(|rule| rule.level != Level::Error), "what is refused is found elsewhere");
}

#[test]
fn words_follow_the_house_style() {
    for rule in rules() {
        for sample in rule.samples().iter().filter(|sample| sample.bad) {
            for finding in Linted::new(&sample.text).found {
                let labels = finding.labels.iter().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
                let notes = finding.notes.iter().map(String::as_str);
                let words = labels.chain(notes).chain(finding.help.as_deref()).chain([finding.message.as_str()]);
                for text in words {
                    assert!(!text.ends_with('.') && !text.contains('\n'), "{}: {text}", rule.name);
                    let first = text.chars().next().expect("no text is empty");
                    let name = ["URL", "Microsoft", "Power Virtual Agents"].iter().any(|name| text.starts_with(name));
                    assert!(!first.is_uppercase() || name, "{}: {text}", rule.name);
                    for wire in ["Confidential", "General", "shared_"] {
                        let quoted = text.contains(&format!("`{wire}"));
                        assert!(quoted || !text.contains(wire), "{}: {text}", rule.name);
                    }
                }
                assert!(finding.help.is_some(), "{} says how to fix it", rule.name);
                assert!(!finding.notes.is_empty(), "{} says why", rule.name);
                assert!(!finding.labels.is_empty(), "{} has a place", rule.name);
            }
        }
    }
}
