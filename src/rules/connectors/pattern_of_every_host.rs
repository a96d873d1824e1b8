//! Patterns that let in the hosts of everyone.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataGroup, Text};
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
        let lets_in = [Some(DataGroup::Business), Some(DataGroup::NonBusiness)];
        let rows = policy.patterns.iter().filter(|row| lets_in.contains(&row.group)).map(|row| &row.pattern);
        let symbol = &policy.head.symbol.name;
        findings.extend(
            rows.filter_map(|row| judge(row, &format!("URL pattern `{}` of data policy `{symbol}`", row.name))),
        );
        for rules in &policy.rules {
            let Some(list) = &rules.endpoints else { continue };
            // Where everything else is allowed too, another rule says that the list bars nothing.
            if list.rules.last().is_some_and(|rule| rule.allow && &*rule.endpoint.name == "*") {
                continue;
            }
            let name = universe.name(rules.connector);
            let allowed = list.rules.iter().filter(|rule| rule.allow).map(|rule| &rule.endpoint);
            findings.extend(allowed.filter_map(|row| judge(row, &format!("endpoint `{}` of `{name}`", row.name))));
        }
    });
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
        for pattern in
            ["https://*", "https://*/*", "*://*", "https://*.*/*", "https://*.com/*", "https://*:443/*", "http://*net*"]
        {
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
