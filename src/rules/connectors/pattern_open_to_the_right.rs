//! Host patterns that other hosts fit too.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataGroup, Text};
use crate::rules::shared::each;
use crate::rules::shared::words::{counted, some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds URL patterns for custom connectors, and allowed endpoints, with a `*` directly after the host:
    /// `https://*.contoso.com*`. Only patterns that allow something are checked: rows of Business and Non-business,
    /// and rows with `allow`.
    ///
    /// ## Why is this bad?
    /// `*` matches anything, including the rest of a longer host. `https://*.contoso.com*` fits
    /// `https://x.contoso.com.evil.net`, which anyone can register.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com*" -> business
    ///     "*"                      -> blocked
    ///   }
    /// }
    /// ```
    ///
    /// Use instead one row for the host and one for everything below it:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com"   -> business
    ///     "https://*.contoso.com/*" -> business
    ///     "*"                       -> blocked
    ///   }
    /// }
    /// ```
    pub RULE = 3119 "pattern-open-to-the-right" Info "a pattern of a host also fits longer hosts";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let universe = &context.program.universe;
    each::policy(context, findings, |policy, findings| {
        let lets_in = [Some(DataGroup::Business), Some(DataGroup::NonBusiness)];
        let rows = policy.patterns.iter().filter(|row| lets_in.contains(&row.group)).map(|row| &row.pattern);
        let symbol = &policy.head.symbol.name;
        findings.extend(judge(rows, &|| format!("data policy `{symbol}`"), "URL pattern"));
        for rules in &policy.rules {
            let allowed = rules.endpoints.iter().flat_map(|list| &list.rules).filter(|rule| rule.allow);
            let what = || format!("`{}` in data policy `{symbol}`", universe.name(rules.connector));
            findings.extend(judge(allowed.map(|rule| &rule.endpoint), &what, "endpoint"));
        }
    });
}

fn judge<'p>(rows: impl Iterator<Item = &'p Text>, what: &dyn Fn() -> String, noun: &str) -> Option<Diagnostic> {
    let open: Vec<(&Text, Host<'_>)> = rows.filter_map(|row| Some((row, Host::open(&row.name)?))).collect();
    let (first, host) = open.first()?;
    let names: Vec<&str> = open.iter().map(|(row, _)| &*row.name).collect();
    let (example, what) = (host.stranger(), what());
    let message = match names.as_slice() {
        [only] => format!("{noun} `{only}` of {what} also fits `{example}`"),
        several => {
            format!("{} of {what} also fit longer hosts, such as `{example}`", counted(several.len(), noun))
        }
    };
    let mut finding = Diagnostic::new(&RULE, first.location, message)
        .about(open.iter().map(|(row, _)| (&*row.name, row.location)))
        .marked("`*` also fits the rest of a host");
    for (row, _) in open.iter().skip(1).take(2) {
        finding = finding.label(row.location, "");
    }
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 6)));
    }
    let closed = host.closed();
    Some(
        finding
            .note("`*` matches anything, also the end of a host that another party owns")
            .help(format!(
                "write {} instead: `{closed}` for the host, and `{closed}{}*` for what is below it",
                verb(names.len(), "two rows", "two rows for each"),
                host.next
            ))
            .witness(Witness::new([("fits", example)])),
    )
}

/// The host of a pattern with `*` directly after it.
struct Host<'p> {
    /// The text before the host: a scheme, or nothing.
    scheme: &'p str,
    /// The host without the `*` at its end.
    name: &'p str,
    /// The character that ends a host in a pattern of this form.
    next: &'static str,
}

impl<'p> Host<'p> {
    /// The host of `pattern`, if it ends in `*` after a name with a dot.
    fn open(pattern: &'p str) -> Option<Self> {
        let start = pattern.find("://").map_or(0, |at| at + 3);
        let (scheme, rest) = pattern.split_at_checked(start)?;
        let end = rest.find(['/', ',', ':', '?', '#']).unwrap_or(rest.len());
        let host = rest.get(..end)?.strip_suffix('*')?.trim_end_matches('*');
        let named = host.rsplit(['.', '*']).next().is_some_and(|last| !last.is_empty());
        let next = if scheme.is_empty() { "," } else { "/" };
        // Window titles contain dots and spaces, and are not hosts.
        (named && host.contains('.') && !host.contains(' ')).then_some(Self { scheme, name: host, next })
    }

    /// An example address that fits but is not meant.
    fn stranger(&self) -> String {
        format!("{}{}.evil.net", self.scheme.replace('*', "https"), self.name.replace('*', "x"))
    }

    fn closed(&self) -> String {
        format!("{}{}", self.scheme, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(pattern: &str) -> Option<String> {
        Host::open(pattern).map(|host| host.stranger())
    }

    #[test]
    fn a_star_right_behind_a_host_is_found() {
        let found = |pattern, example: &str| assert_eq!(stranger(pattern), Some(example.to_owned()), "{pattern}");
        found("https://*.contoso.com*", "https://x.contoso.com.evil.net");
        found("https://api.contoso.com*", "https://api.contoso.com.evil.net");
        found("*.database.windows.net*", "x.database.windows.net.evil.net");
        found("*://api.contoso.com**", "https://api.contoso.com.evil.net");
        found("db.contoso.com*,hr", "db.contoso.com.evil.net");
    }

    #[test]
    fn what_ends_its_host_is_closed() {
        for pattern in [
            "*",
            "https://*",
            "https://*.contoso.com",
            "https://*.contoso.com/*",
            "https://*.contoso.com:443*",
            "*.database.windows.net,*",
            "https://contoso*",
            "https://*.*",
            "contosoaccount*",
            "My Page v1.2*",
        ] {
            assert_eq!(stranger(pattern), None, "{pattern}");
        }
    }
}
