//! The pages: a bad example gives its own code and no other, a good one gives no finding.

use std::collections::BTreeSet;

use dictum::diagnostics::Level;

use super::{Page, checks};

#[test]
fn a_bad_example_gives_its_code_and_no_other() {
    for check in checks() {
        let bad: Vec<_> = check.rule.samples().into_iter().filter(|sample| sample.bad).collect();
        assert!(!bad.is_empty(), "{} has a bad example", check.rule.name);
        for sample in bad {
            let codes: BTreeSet<u16> = Page::of(&sample.text).told().into_iter().map(|(code, _)| code).collect();
            assert_eq!(codes, BTreeSet::from([check.rule.code.0]), "{}\n{}", check.rule.name, sample.text);
        }
    }
}

#[test]
fn a_good_example_gives_nothing() {
    for check in checks() {
        let good: Vec<_> = check.rule.samples().into_iter().filter(|sample| !sample.bad).collect();
        assert!(!good.is_empty(), "{} has a good example", check.rule.name);
        for sample in good {
            let page = Page::of(&sample.text);
            assert!(page.told().is_empty(), "{}\n{}\n{:?}", check.rule.name, sample.text, page.told());
        }
    }
}

#[test]
fn codes_and_names_are_unique_and_in_order() {
    let codes: Vec<u16> = checks().map(|check| check.rule.code.0).collect();
    assert!(codes.is_sorted_by(|one, other| one < other), "{codes:?}");
    let names: BTreeSet<&str> = checks().map(|check| check.rule.name).collect();
    assert_eq!(names.len(), codes.len());
}

#[test]
fn every_finding_keeps_the_form_of_messages() {
    for check in checks() {
        for sample in check.rule.samples().into_iter().filter(|sample| sample.bad) {
            for finding in Page::of(&sample.text).findings() {
                // A check for live apps only is a warning for the others.
                let family = check.rule.code.0 / 100;
                let warns = matches!(check.rule.code.0, 3014 | 4013 | 5005) || matches!(family, 41 | 42);
                assert!(finding.level == Level::Error || warns, "{}", check.rule.name);
                assert!(!finding.notes.is_empty(), "{} says why", check.rule.name);
                let texts = [Some(&finding.message), finding.help.as_ref()];
                let texts = texts.into_iter().flatten().chain(&finding.notes);
                for text in texts.chain(finding.labels.iter().map(|label| &label.text)) {
                    let told = format!("{}: {text:?}", check.rule.name);
                    assert!(!text.ends_with('.') && !text.contains('\n') && !text.is_empty(), "{told}");
                    assert!(!text.starts_with(|first: char| first.is_uppercase()), "{text:?}");
                }
                assert!(finding.help.is_some(), "{} says how to fix it", check.rule.name);
                assert!(
                    check.rule.fixable || finding.fixes.is_empty(),
                    "{} says that it offers fixes",
                    check.rule.name
                );
            }
        }
    }
}
