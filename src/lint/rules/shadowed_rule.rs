//! Endpoint rules and URL patterns that an earlier one decides already.

use rayon::prelude::*;

use crate::analysis::{Check, Context, matches_pattern};
use crate::diagnostics::{Diagnostic, Witness};
use crate::lint::words::{counted, some_of};
use crate::model::program::{DataPolicy, Program, Text};

crate::declare_rule! {
    /// ## What it does
    /// Finds endpoint rules and URL patterns that can never decide anything, since an earlier one of the same
    /// list fits all that they fit. The comparison is exact and knows no case.
    ///
    /// ## Why is this bad?
    /// The first that fits decides. What stands behind a wider one has no effect, whatever it says.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com*"     -> business
    ///     "https://test.contoso.com/*" -> blocked
    ///     "*"                          -> ignore
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://test.contoso.com/*" -> blocked
    ///     "https://*.contoso.com*"     -> business
    ///     "*"                          -> ignore
    ///   }
    /// }
    /// ```
    pub RULE = 3106 "shadowed-rule" Warning "an earlier pattern decides all that a later one fits";
}

pub const LINT: Check = Check { rule: &RULE, run };

/// A row of an ordered list.
struct Row<'a> {
    pattern: &'a Text,
    /// What it says, in the words of the source.
    says: &'static str,
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let found: Vec<Vec<Diagnostic>> = program.policies.par_iter().map(|policy| of_policy(program, policy)).collect();
    findings.extend(found.into_iter().flatten());
}

fn of_policy(program: &Program, policy: &DataPolicy) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let symbol = &policy.head.symbol.name;
    for rules in &policy.rules {
        let Some(endpoints) = &rules.endpoints else { continue };
        let says = |allow| if allow { "allow" } else { "deny" };
        let rows: Vec<Row<'_>> =
            endpoints.rules.iter().map(|rule| Row { pattern: &rule.endpoint, says: says(rule.allow) }).collect();
        let list = format!("the endpoints of `{}` in data policy `{symbol}`", program.universe.name(rules.connector));
        findings.extend(of_list(&rows, &list, "endpoint"));
    }
    let says = |group: Option<crate::model::DataGroup>| group.map_or("ignore", crate::model::DataGroup::word);
    let rows: Vec<Row<'_>> =
        policy.patterns.iter().map(|row| Row { pattern: &row.pattern, says: says(row.group) }).collect();
    findings.extend(of_list(&rows, &format!("the URL patterns of data policy `{symbol}`"), "URL"));
    findings
}

/// One finding for each row that decides for later ones.
fn of_list(rows: &[Row<'_>], list: &str, noun: &str) -> Vec<Diagnostic> {
    // A `*` before the last place is an error of its own.
    let catches_all = |row: &Row<'_>| &*row.pattern.name == "*";
    let words: Vec<u128> = rows.iter().map(|row| letters(&row.pattern.name)).collect();
    let covers: Vec<Option<usize>> = (0..rows.len())
        .into_par_iter()
        .map(|later| {
            let (row, own) = (rows.get(later)?, words.get(later)?);
            let mut earlier = rows.iter().zip(&words).take(later);
            earlier.position(|(wide, letters)| letters & !own == 0 && covers(&wide.pattern.name, &row.pattern.name))
        })
        .collect();
    let mut findings = Vec::new();
    for (index, wide) in rows.iter().enumerate() {
        if catches_all(wide) {
            continue;
        }
        let shadowed: Vec<&Row<'_>> =
            rows.iter().zip(&covers).filter(|(_, cover)| **cover == Some(index)).map(|(row, _)| row).collect();
        findings.extend(describe(wide, &shadowed, list, noun));
    }
    findings
}

fn describe(wide: &Row<'_>, shadowed: &[&Row<'_>], list: &str, noun: &str) -> Option<Diagnostic> {
    let first = shadowed.first()?;
    let names: Vec<&str> = shadowed.iter().map(|row| &*row.pattern.name).collect();
    let message = match names.as_slice() {
        [only] => {
            format!("`{only}` never decides: `{}`, which stands before it, fits all that it fits", wide.pattern.name)
        }
        several => format!(
            "{} never decide: `{}`, which stands before them, fits all that they fit",
            counted(several.len(), "pattern"),
            wide.pattern.name
        ),
    };
    let mut finding = Diagnostic::new(&RULE, first.pattern.location, message).marked("never decides");
    for row in shadowed.iter().skip(1).take(2) {
        finding = finding.label(row.pattern.location, "nor does this one");
    }
    finding = finding.label(wide.pattern.location, format!("this one says `{}` first", wide.says));
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 6)));
    }
    let differs = shadowed.iter().any(|row| row.says != wide.says);
    let help = if differs { "put the narrower pattern first, or remove it" } else { "remove it: it says the same" };
    let example = Some(first.pattern.name.replace('*', "")).filter(|example| !example.is_empty());
    let witness = Witness::new([
        (noun, example.unwrap_or_else(|| "any".to_owned())),
        ("decided by", wide.pattern.name.to_string()),
    ]);
    Some(finding.note(format!("in {list} the first that fits decides")).help(help).witness(witness))
}

/// Whether `wide` fits everything that `narrow` fits.
///
/// That is so exactly when `wide` fits `narrow` itself, with each `*` of `narrow` taken as a letter. If it
/// does, the letter lies under a `*` of `wide`, for no other part of a pattern holds a `*`; so anything may
/// stand in its place. If it does not, put for each `*` of `narrow` a letter that `wide` lacks: `narrow`
/// fits that text, and `wide` does not.
fn covers(wide: &str, narrow: &str) -> bool {
    matches_pattern(wide, narrow)
}

/// The letters of a pattern as bits: a pattern cannot cover another that lacks one of its letters.
fn letters(pattern: &str) -> u128 {
    let lower = pattern.to_lowercase();
    lower.chars().filter(|letter| *letter != '*').fold(0, |bits, letter| bits | 1 << (letter as u32 % 128))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether `pattern` fits `text`, by trying every way.
    fn fits(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            ([b'*', rest @ ..], _) => (0..=text.len()).any(|taken| fits(rest, &text[taken..])),
            ([one, pattern @ ..], [other, text @ ..]) => one == other && fits(pattern, text),
            _other => false,
        }
    }

    /// All texts of the letters `abc` up to a length. No pattern below holds `c`, so one letter is always
    /// left that a pattern lacks, as in the real alphabet. Where a pattern is not covered, a text of its own
    /// length shows it.
    fn texts(length: usize) -> Vec<Vec<u8>> {
        let mut all = vec![Vec::new()];
        let mut last = all.clone();
        for _ in 0..length {
            let longer =
                last.iter().flat_map(|text| b"abc".iter().map(|letter| [text.as_slice(), &[*letter]].concat()));
            last = longer.collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn coverage_agrees_with_every_text(wide in "[ab*]{0,5}", narrow in "[ab*]{0,5}") {
            let (wide, narrow) = (wide.as_str(), narrow.as_str());
            let brute = texts(5)
                .iter()
                .filter(|text| fits(narrow.as_bytes(), text))
                .all(|text| fits(wide.as_bytes(), text));
            prop_assert_eq!(covers(wide, narrow), brute);
        }

        #[test]
        fn the_quick_look_never_loses_a_cover(wide in "[aB*ßé.]{0,5}", narrow in "[aB*ßé./]{0,7}") {
            let quick = letters(&wide) & !letters(&narrow) == 0;
            prop_assert!(quick || !covers(&wide, &narrow));
        }
    }
}
