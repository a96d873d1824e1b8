//! `pattern-list-without-star`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::rules::shared::each;
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds lists of URL patterns for custom connectors without the pattern `*`.
    ///
    /// ## Why is this bad?
    /// The platform accepts such a list only if its last pattern is `*`, so that every custom connector is decided.
    /// Otherwise it refuses the whole policy.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
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
    ///     "*"                       -> ignore
    ///   }
    /// }
    /// ```
    pub RULE = 3006 "pattern-list-without-star" Error "a list of URL patterns does not end in `*`" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::policy(context, findings, |policy, found| {
        let Some(block) = policy.patterns_location.filter(|_| policy.patterns_sound) else { return };
        if policy.patterns.iter().any(|row| &*row.pattern.name == "*") {
            return;
        }
        let name = &policy.head.symbol.name;
        let finding = if let Some(last) = policy.patterns.last() {
            let Location { file, span } = last.location;
            // If no pattern fits, the platform leaves a custom connector to other policies.
            let fix = Fix::replace(
                "add `\"*\" -> ignore`",
                Safety::Safe,
                Location::new(file, Span::at(span.end)),
                "\n    \"*\" -> ignore",
            );
            let message = format!("the URL patterns of data policy `{name}` do not end in `*`");
            Diagnostic::new(&RULE, last.location, message)
                .marked("the last pattern")
                .help("say what holds for all other custom connectors: `\"*\" -> ignore` leaves them to other policies")
                .fix(fix)
        } else {
            Diagnostic::new(&RULE, block, format!("the list of URL patterns of data policy `{name}` is empty"))
                .marked("no pattern")
                .help("write `\"*\" -> ignore`, or remove the block")
        };
        found.push(finding.note("the platform takes a list of URL patterns only when the last one is `*`"));
    });
}
