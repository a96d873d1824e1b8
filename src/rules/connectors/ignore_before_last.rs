//! `ignore-before-last`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds `ignore` at a URL pattern other than `*`.
    ///
    /// ## Why is this bad?
    /// The platform accepts `ignore` only for the pattern `*`, and otherwise refuses the whole policy.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://test.contoso.com/*" -> ignore
    ///     "*"                          -> blocked
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
    ///     "https://test.contoso.com/*" -> non_business
    ///     "*"                          -> blocked
    ///   }
    /// }
    /// ```
    pub RULE = 3007 "ignore-before-last" Error "`ignore` is used at a URL pattern other than `*`";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::policy(context, findings, |policy, found| {
        for row in policy.patterns.iter().filter(|row| row.group.is_none() && &*row.pattern.name != "*") {
            let pattern = &row.pattern.name;
            found.push(
                Diagnostic::new(&RULE, row.location, format!("pattern {} cannot be ignored", names::shown(pattern)))
                    .marked("`ignore` belongs to `*`")
                    .note("the platform takes `ignore` for the pattern `*` only")
                    .help("name a group, or remove the row and let a later pattern decide")
                    .witness(Witness::new([("pattern", &**pattern)])),
            );
        }
    });
}
