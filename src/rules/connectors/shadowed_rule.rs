//! Endpoint rules and URL patterns that an earlier one covers.

use std::collections::BTreeMap;
use std::fmt::Display;

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataPolicy, Program, Text};
use crate::rules::connectors::shadow::covered_by;
use crate::rules::shared::words::{counted, some_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds endpoint rules and URL patterns that can never decide anything, since an earlier one in the same list
    /// fits everything that they fit. The comparison is exact and ignores case.
    ///
    /// ## Why is this bad?
    /// The first pattern that fits decides. A pattern after a wider one has no effect, whatever it says.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com/*"    -> business
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
    ///     "https://*.contoso.com/*"    -> business
    ///     "*"                          -> ignore
    ///   }
    /// }
    /// ```
    pub RULE = 3106 "shadowed-rule" Warning "an earlier pattern decides all that a later one fits";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy"]), run);

/// A row of an ordered list.
struct Row<'a> {
    pattern: &'a Text,
    /// Its decision, in the words of the source.
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
        let connector = program.universe.name(rules.connector);
        let list = format_args!("the endpoints of `{connector}` in data policy `{symbol}`");
        findings.extend(of_list(&rows, &list, "endpoint"));
    }
    let says = |group: Option<crate::model::DataGroup>| group.map_or("ignore", crate::model::DataGroup::word);
    let rows: Vec<Row<'_>> =
        policy.patterns.iter().map(|row| Row { pattern: &row.pattern, says: says(row.group) }).collect();
    findings.extend(of_list(&rows, &format_args!("the URL patterns of data policy `{symbol}`"), "URL"));
    findings
}

/// One finding for each row that covers later rows.
fn of_list(rows: &[Row<'_>], list: &dyn Display, noun: &str) -> Vec<Diagnostic> {
    let patterns: Vec<&str> = rows.iter().map(|row| &*row.pattern.name).collect();
    let mut shadowed: BTreeMap<usize, Vec<&Row<'_>>> = BTreeMap::new();
    for (row, cover) in rows.iter().zip(covered_by(&patterns)) {
        if let Some(cover) = cover {
            shadowed.entry(cover).or_default().push(row);
        }
    }
    // A `*` before the last row is a separate error.
    let wide = |cover: usize| rows.get(cover).filter(|wide| &*wide.pattern.name != "*");
    let found = shadowed.into_iter().filter_map(|(cover, rows)| describe(wide(cover)?, &rows, list, noun));
    found.collect()
}

fn describe(wide: &Row<'_>, shadowed: &[&Row<'_>], list: &dyn Display, noun: &str) -> Option<Diagnostic> {
    let first = shadowed.first()?;
    let names: Vec<&str> = shadowed.iter().map(|row| &*row.pattern.name).collect();
    let message = match names.as_slice() {
        [only] => {
            format!("`{only}` never decides: `{}`, which comes first, fits all that it fits", wide.pattern.name)
        }
        several => format!(
            "{} never decide: `{}`, which comes first, fits all that they fit",
            counted(several.len(), "pattern"),
            wide.pattern.name
        ),
    };
    let mut finding = Diagnostic::new(&RULE, first.pattern.location, message)
        .about(shadowed.iter().map(|row| (&*row.pattern.name, row.pattern.location)))
        .marked("never decides");
    for row in shadowed.iter().skip(1).take(2) {
        finding = finding.label(row.pattern.location, "nor does this one");
    }
    finding = finding.label(wide.pattern.location, format!("this one says `{}` first", wide.says));
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 6)));
    }
    let differs = shadowed.iter().any(|row| row.says != wide.says);
    let help = if differs { "put the narrower pattern first, or remove it" } else { "remove it: it says the same" };
    let example = Some(first.pattern.name.as_str().replace('*', "")).filter(|example| !example.is_empty());
    let witness = Witness::new([
        (noun, example.unwrap_or_else(|| "any".to_owned())),
        ("decided by", wide.pattern.name.to_string()),
    ]);
    Some(finding.note(format!("in {list} the first that fits decides")).help(help).witness(witness))
}
