//! The page of every rule is true: its bad examples give exactly its code, its good ones give nothing, and its fixes
//! work.

use dictum::codes;
use dictum::diagnostics::{Diagnostic, Rule, Safety};

use crate::policy::{build_findings, findings, fixed, test_findings, told};
use crate::tree::none;

/// Rules whose examples cannot be on a page, and why. Their pages state that too.
const WITHOUT_EXAMPLES: &[(u16, &str)] = &[
    (6, "are in the test suite"),
    (7, "are in the test suite"),
    (11, "are in the test suite"),
    (12, "are in the test suite"),
    (90, "has no example"),
    (3126, "are in the test suite"),
    (3902, "are in the test suite"),
    (3903, "are in the test suite"),
    (3904, "are in the test suite"),
];

fn has_examples(rule: &Rule) -> bool {
    !WITHOUT_EXAMPLES.iter().any(|(code, _)| *code == rule.code.0)
}

/// The findings of an example of a rule. If targets find them the example is built, and if tests find them they are
/// run.
fn found(rule: &Rule, text: &str) -> Vec<Diagnostic> {
    match rule.code.0 {
        3900..4000 => build_findings(text),
        7030..7040 => test_findings(text),
        _check => findings(text),
    }
}

/// Runs a test on every rule and collects its reports.
fn each_rule(test: impl Fn(&'static Rule, &mut dyn FnMut(String))) -> Vec<String> {
    let mut offenders = Vec::new();
    for rule in codes::all() {
        test(rule, &mut |text| offenders.push(format!("{} {}: {text}", rule.code, rule.name)));
    }
    offenders
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let mut rules = codes::all();
    let offenders = each_rule(|rule, offend| {
        let words: Vec<&str> = rule.name.split('-').collect();
        let is_word = |word: &&str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if words.len() < 2 && rule.name != "cycle" || !words.iter().all(is_word) {
            offend("a name is two words or more in kebab-case".to_owned());
        }
        if codes::find(rule.name) != Some(rule) || codes::find(&rule.code.to_string()) != Some(rule) {
            offend("`dictum explain` does not find it".to_owned());
        }
    });
    none("names of rules", &offenders);
    let count = rules.len();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    assert_eq!(rules.len(), count, "a code is used twice");
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    assert_eq!(rules.len(), count, "a name is used twice");
}

/// What is wrong with a line that users see, if anything.
fn style(line: &str) -> Option<&'static str> {
    let first = line.chars().next()?;
    if first.is_uppercase() && !begins_with_a_name(line) {
        return Some("it begins with a capital letter");
    }
    if line.ends_with('.') {
        return Some("it ends with a full stop");
    }
    if line.contains('\n') {
        return Some("it has more than one line");
    }
    if line.contains("  ") {
        return Some("it holds two spaces in a row");
    }
    None
}

/// Names of the platform keep their capital letters.
fn begins_with_a_name(line: &str) -> bool {
    [
        "URL",
        "GUID",
        "Business",
        "Non-business",
        "Blocked",
        "Dataverse",
        "Microsoft",
        "English",
        "Power",
        "Entra",
        "Managed",
    ]
    .iter()
    .any(|name| line.starts_with(name))
}

#[test]
fn summaries_are_one_plain_line() {
    let offenders = each_rule(|rule, offend| {
        if let Some(fault) = style(rule.summary) {
            offend(format!("`{}`: {fault}", rule.summary));
        }
        if rule.summary.len() > 90 {
            offend(format!("its summary has {} bytes; 90 fit beside the name", rule.summary.len()));
        }
    });
    none("summaries of rules", &offenders);
}

#[test]
fn every_page_says_what_why_and_shows_it() {
    let offenders = each_rule(|rule, offend| {
        let page = rule.page();
        let mut headings = page.lines().filter(|line| line.starts_with('#'));
        if headings.next() != Some("## What it does") || headings.next() != Some("## Why is this bad?") {
            offend("its page begins with `## What it does` and `## Why is this bad?`".to_owned());
        }
        let exempt = WITHOUT_EXAMPLES.iter().find(|(code, _)| *code == rule.code.0);
        if let Some((_, words)) = exempt {
            if !page.split_whitespace().collect::<Vec<_>>().join(" ").contains(words) {
                offend(format!("its page should say that its examples `{words}`"));
            }
            return;
        }
        let samples = rule.samples();
        if !samples.iter().any(|sample| sample.bad) || !samples.iter().any(|sample| !sample.bad) {
            offend("its page needs a block ```dictum,bad and a block ```dictum,good".to_owned());
        }
        if page.matches("```").count() != 2 * samples.len() {
            offend("each block is fenced as ```dictum,bad or ```dictum,good".to_owned());
        }
    });
    none("pages of rules", &offenders);
}

#[test]
fn bad_examples_give_exactly_their_code_and_good_ones_nothing() {
    let offenders = each_rule(|rule, offend| {
        for sample in rule.samples() {
            let given = found(rule, &sample.text);
            let strangers: Vec<Diagnostic> =
                given.iter().filter(|finding| !sample.bad || finding.rule != rule).cloned().collect();
            if !strangers.is_empty() {
                let which = if sample.bad { "a bad" } else { "a good" };
                offend(format!("{which} example also gives\n{}\n{}", told(&strangers), sample.text));
            }
            if sample.bad && !given.iter().any(|finding| finding.rule == rule) {
                offend(format!("a bad example does not give it\n{}", sample.text));
            }
        }
    });
    none("examples on the pages of rules", &offenders);
}

#[test]
fn good_examples_are_laid_out() {
    let keywords = dictum::model::kinds::keywords();
    let offenders = each_rule(|rule, offend| {
        for sample in rule.samples().iter().filter(|sample| !sample.bad) {
            let sources = dictum::text::Sources::single("policies.dictum", &sample.text);
            let laid_out = dictum::format::format(&sources.as_slice()[0], &keywords).expect("a good example parses");
            if laid_out != sample.text {
                offend(format!("`dictum fmt` would change a good example to\n{laid_out}"));
            }
        }
    });
    none("layout of examples on the pages of rules", &offenders);
}

#[test]
fn what_bad_examples_say_is_in_the_house_style() {
    let offenders = each_rule(|rule, offend| {
        for sample in rule.samples().iter().filter(|sample| sample.bad) {
            for finding in found(rule, &sample.text) {
                let labels = finding.labels.iter().map(|label| &label.text);
                let titles = finding.fixes.iter().map(|fix| &fix.title);
                let lines = std::iter::once(&finding.message).chain(labels).chain(&finding.notes);
                for line in lines.chain(&finding.help).chain(titles) {
                    if let Some(fault) = style(line) {
                        offend(format!("`{line}`: {fault}"));
                    }
                }
            }
        }
    });
    none("messages", &offenders);
}

#[test]
fn a_rule_offers_fixes_where_its_page_says_so() {
    let offenders = each_rule(|rule, offend| {
        let bad = rule.samples().into_iter().filter(|sample| sample.bad);
        let fixes = bad.flat_map(|sample| found(rule, &sample.text)).map(|finding| finding.fixes.len()).sum::<usize>();
        if fixes > 0 && !rule.fixable {
            offend("it offers a fix, and its page does not say so".to_owned());
        }
        if fixes == 0 && rule.fixable && has_examples(rule) {
            offend("its page promises a fix, and no bad example gives one".to_owned());
        }
    });
    none("fixes of rules", &offenders);
}

#[test]
fn fixes_mend() {
    let offenders = each_rule(|rule, offend| {
        for sample in rule.samples().iter().filter(|sample| sample.bad) {
            let given = found(rule, &sample.text);
            for finding in &given {
                for fix in &finding.fixes {
                    let text = fixed(&sample.text, finding, fix);
                    let after = found(rule, &text);
                    let remaining = after.iter().filter(|finding| finding.rule == rule).count();
                    let before = given.iter().filter(|finding| finding.rule == rule).count();
                    if remaining >= before {
                        offend(format!("the fix `{}` leaves it\n{}\n{text}", fix.title, told(&after)));
                    }
                    let others: Vec<Diagnostic> =
                        after.iter().filter(|finding| finding.rule != rule).cloned().collect();
                    // An unsafe fix may cause a new finding, but never leaves text that cannot be read.
                    let unread = others.iter().any(|finding| finding.rule.code.0 < 1000);
                    if unread || fix.safety == Safety::Safe && !others.is_empty() {
                        offend(format!("the fix `{}` brings\n{}\n{text}", fix.title, told(&others)));
                    }
                }
            }
        }
    });
    none("fixes of rules", &offenders);
}
