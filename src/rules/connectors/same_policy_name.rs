//! Policies with the same display name.

use std::collections::BTreeMap;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Head, Text};
use crate::rules::shared::repeated::repeated;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies, or connector allow-lists, with the same display name. Case, and spaces at the ends, make
    /// no difference.
    ///
    /// ## Why is this bad?
    /// The platform accepts both, and then users cannot tell them apart in the admin centre, in messages to makers
    /// and in exports. An administrator who looks up a policy by name may change the wrong one.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   name         = "Tenant baseline"
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy guard {
    ///   name         = "Tenant baseline"
    ///   applies_to   = all
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   name         = "Tenant baseline"
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy guard {
    ///   name         = "Tenant guard"
    ///   applies_to   = all
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    pub RULE = 3120 "same-policy-name" Warning "two policies have one display name";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let policies = program.policies.iter().map(|policy| Named { head: &policy.head, name: policy.name.as_ref() });
    judge("data policies", policies, findings);
    let lists = program.allow_lists.iter().map(|list| Named { head: &list.head, name: list.name.as_ref() });
    judge("connector allow-lists", lists, findings);
}

/// A policy and its display name.
struct Named<'p> {
    head: &'p Head,
    name: Option<&'p Text>,
}

impl Named<'_> {
    fn shown(&self) -> &str {
        self.name.map_or(&*self.head.symbol.name, |name| &*name.name)
    }

    fn place(&self) -> Location {
        self.name.map_or(self.head.symbol.location, |name| name.location)
    }
}

fn judge<'p>(noun: &str, policies: impl Iterator<Item = Named<'p>>, findings: &mut Vec<Diagnostic>) {
    let mut by_name: BTreeMap<String, Vec<Named<'_>>> = BTreeMap::new();
    for policy in repeated(policies.collect(), |policy| policy.shown().trim()) {
        by_name.entry(policy.shown().trim().to_lowercase()).or_default().push(policy);
    }
    for policies in by_name.into_values() {
        let [first, second, others @ ..] = policies.as_slice() else { continue };
        let name = second.shown();
        let (one, other) = (&first.head.symbol.name, &second.head.symbol.name);
        let message = match policies.len() {
            2 => format!("{noun} `{one}` and `{other}` are both called `{name}`"),
            count => format!("{count} {noun} are called `{name}`"),
        };
        let mut finding = Diagnostic::new(&RULE, second.place(), message)
            .label(first.place(), "the same name")
            .about(policies.iter().skip(1).map(|policy| (policy.head.symbol.name.as_str(), policy.place())));
        for policy in others.iter().take(2) {
            finding = finding.label(policy.place(), "the same name");
        }
        findings.push(
            finding
                .note("the platform takes both, and people and scripts cannot tell them apart")
                .help("give each a name of its own")
                .witness(Witness::new([("name", name)])),
        );
    }
}
