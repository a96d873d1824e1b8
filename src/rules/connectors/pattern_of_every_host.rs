//! Patterns that let in the hosts of everyone.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataGroup, Text};
use crate::rules::connectors::shadow::covered_by;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds URL patterns for custom connectors, and allowed endpoints, that fit every host or every host of a
    /// top-level domain, such as `https://*` and `https://*.com/*`. Only patterns that allow something are checked, and
    /// not `*` itself.
    ///
    /// ## Why is this bad?
    /// A list with such a pattern looks like one that names hosts, but anyone can have a host that fits.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*" -> business
    ///     "*"         -> blocked
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
    ///     "https://*.contoso.com/*" -> business
    ///     "*"                       -> blocked
    ///   }
    /// }
    /// ```
    pub RULE = 3132 "pattern-of-every-host" Warning "a pattern lets in the hosts of everyone";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let universe = &context.program.universe;
    each::policy(context, findings, |policy, findings| {
        let symbol = &policy.head.symbol.name;
        let lets_in = [Some(DataGroup::Business), Some(DataGroup::NonBusiness)];
        let rows = policy.patterns.iter().map(|row| (&row.pattern, lets_in.contains(&row.group)));
        let of = |pattern: &str| format!("URL pattern `{pattern}` of data policy `{symbol}`");
        look(&rows.collect::<Vec<_>>(), of, findings);
        for rules in &policy.rules {
            let Some(list) = &rules.endpoints else { continue };
            // Where everything else is allowed too, another rule says that the list bars nothing.
            if list.rules.last().is_some_and(|rule| rule.allow && &*rule.endpoint.name == "*") {
                continue;
            }
            let name = universe.name(rules.connector);
            let rows = list.rules.iter().map(|rule| (&rule.endpoint, rule.allow));
            look(&rows.collect::<Vec<_>>(), |pattern| format!("endpoint `{pattern}` of `{name}`"), findings);
        }
    });
}

/// Looks at the rows of a list: each pattern, and whether it allows.
fn look(rows: &[(&Text, bool)], of: impl Fn(&str) -> String, findings: &mut Vec<Diagnostic>) {
    if !rows.iter().any(|(row, allows)| *allows && stranger(&row.name).is_some()) {
        return;
    }
    // A pattern that decides for a later one is reported there.
    let patterns: Vec<&str> = rows.iter().map(|(row, _)| &*row.name).collect();
    let covering = covered_by(&patterns);
    let alone = rows.iter().enumerate().filter(|(at, (_, allows))| *allows && !covering.contains(&Some(*at)));
    findings.extend(alone.filter_map(|(_, (row, _))| judge(row, &of(&row.name))));
}

fn judge(pattern: &Text, what: &str) -> Option<Diagnostic> {
    let example = stranger(&pattern.name)?;
    Some(
        Diagnostic::new(&RULE, pattern.location, format!("{what} fits hosts of everyone"))
            .marked("no host is named here")
            .note("`*` matches anything, and what comes after it in the pattern is no name that only one party has")
            .help("name the domain: `https://*.contoso.com/*`")
            .witness(Witness::new([("fits", example)])),
    )
}

/// A host of another party that fits a pattern, if the pattern names no domain.
fn stranger(pattern: &str) -> Option<String> {
    let (scheme, rest) = pattern.split_once("://")?;
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let (before, last) = host.rsplit_once('*')?;
    let is_open = before.bytes().all(|byte| matches!(byte, b'*' | b'.'));
    // `*.com` is every host of a top-level domain, and `*com` too.
    let domain = last.trim_start_matches('.');
    let is_top = domain.len() <= 6 && domain.bytes().all(|byte| byte.is_ascii_alphabetic());
    let scheme = if scheme.contains('*') { "https" } else { scheme };
    let end = if domain.is_empty() { "net" } else { domain };
    (is_open && is_top).then(|| format!("{scheme}://evil.{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_a_domain_is_found() {
        for pattern in ["https://*", "https://*/*", "*://*", "https://*.*/*", "https://*.com/*", "https://*:443/*"] {
            assert!(stranger(pattern).is_some(), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_with_a_domain_is_not() {
        for pattern in [
            "*",
            "https://*.contoso.com/*",
            "https://contoso*",
            "https://api.*",
            "*.contoso.com",
            "https://*.co.uk/*",
            "server,*",
        ] {
            assert_eq!(stranger(pattern), None, "{pattern}");
        }
    }
}
