//! `star-not-last`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety, Witness};
use crate::model::program::{DataGroup, EndpointRule, UrlPattern};
use crate::rules::shared::each;
use crate::rules::shared::names;
use crate::syntax::text_value;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds `*` before the last place in a list of URL patterns or endpoint rules.
    ///
    /// ## Why is this bad?
    /// The first pattern that fits decides, and `*` fits everything: later ones are never evaluated. The platform
    /// accepts `*` only in the last place.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "*"                       -> blocked
    ///     "https://*.contoso.com/*" -> business
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com/*" -> business
    ///     "*"                       -> blocked
    ///   }
    /// }
    /// ```
    pub RULE = 3016 "star-not-last" Error "`*` is not in the last place" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::policy(context, findings, |policy, found| {
        if !is_early(policy.patterns.iter().map(|row| &*row.pattern.name)) {
            return;
        }
        let rows: Vec<Row<'_>> = policy.patterns.iter().map(Row::from).collect();
        let list = format!("the URL patterns of data policy `{}`", policy.head.symbol.name);
        look(&list, &rows, found);
    });
    each::connector_rules(context, findings, |connector, rules, found| {
        let Some(endpoints) = &rules.endpoints else { return };
        if !is_early(endpoints.rules.iter().map(|rule| &*rule.endpoint.name)) {
            return;
        }
        let rows: Vec<Row<'_>> = endpoints.rules.iter().map(Row::from).collect();
        look(&format!("the endpoint rules for `{connector}`"), &rows, found);
    });
}

/// Whether there is a `*` before the last place.
fn is_early<'p>(patterns: impl DoubleEndedIterator<Item = &'p str>) -> bool {
    patterns.rev().skip(1).any(|pattern| pattern == "*")
}

/// A row of either list.
struct Row<'a> {
    pattern: &'a str,
    /// The location of the pattern.
    location: Location,
    /// The location and text of the row, if one edit can replace it.
    whole: Option<(Location, String)>,
}

impl<'a> From<&'a UrlPattern> for Row<'a> {
    fn from(row: &'a UrlPattern) -> Self {
        let group = row.group.map_or("ignore", DataGroup::word);
        let text = format!("{} -> {group}", text_value::quote(&row.pattern.name));
        Self { pattern: &row.pattern.name, location: row.pattern.location, whole: Some((row.location, text)) }
    }
}

impl<'a> From<&'a EndpointRule> for Row<'a> {
    fn from(row: &'a EndpointRule) -> Self {
        Self { pattern: &row.endpoint.name, location: row.endpoint.location, whole: None }
    }
}

fn look(list: &str, rows: &[Row<'_>], found: &mut Vec<Diagnostic>) {
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.pattern == "*") {
        let Some((next, _)) = rows.get(index + 1..).and_then(<[_]>::split_first) else { continue };
        let mut finding = Diagnostic::new(&RULE, row.location, format!("`*` is not in the last place in {list}"))
            .marked("fits everything")
            .label(next.location, "never asked")
            .note("the first one that fits decides, and the platform takes `*` in the last place")
            .help(match rows.last().unwrap_or(next).pattern {
                "*" => "remove it, so that the rows after it are asked; another `*` is in the last place already"
                    .to_owned(),
                last => format!("move `*` to the end, after {}", names::shown(last)),
            })
            .witness(Witness::new([("pattern", next.pattern)]));
        let stars = rows.iter().filter(|row| row.pattern == "*").count();
        if let Some(edits) = moved(rows.get(index..).unwrap_or_default()).filter(|_| stars == 1) {
            finding = finding.fix(Fix { title: "move `*` to the end".to_owned(), safety: Safety::Unsafe, edits });
        }
        found.push(finding);
    }
}

/// The edits that move the first row after the others: each row gets the text of the next.
fn moved(rows: &[Row<'_>]) -> Option<Vec<Edit>> {
    let texts = rows.iter().skip(1).chain(rows.first()).map(|row| row.whole.as_ref());
    let places = rows.iter().map(|row| row.whole.as_ref());
    places.zip(texts).map(|(place, text)| Some(Edit { location: place?.0, replacement: text?.1.clone() })).collect()
}
