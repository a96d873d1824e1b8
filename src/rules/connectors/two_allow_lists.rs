//! `two-allow-lists`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::AllowListId;
use crate::model::program::AllowList;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments in which two connector allow-lists would be in effect: two for the environment or its
    /// group, or one for the environment and one for its group.
    ///
    /// ## Why is this bad?
    /// In an environment, the platform has at most one allow-list in effect. Which of two it keeps depends on the
    /// order of deployment. Until one is removed, queries apply both, so that no result is too permissive.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    ///
    /// connector_allow_list finance_connectors {
    ///   environment = finance
    ///   allows      = unblockable + [sql, azureblob]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql, azureblob]
    /// }
    /// ```
    pub RULE = 3018 "two-allow-lists" Error "two connector allow-lists are in effect in an environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.allow_lists.len() < 2 {
        return;
    }
    let mut told: Vec<(AllowListId, AllowListId)> = Vec::new();
    for (environment, declared) in program.environments.ids() {
        let lists: Vec<(AllowListId, &AllowList)> = program.allow_lists_in(environment).collect();
        let [(first_id, first), (second_id, second), ..] = lists.as_slice() else { continue };
        if told.contains(&(*first_id, *second_id)) {
            continue;
        }
        told.push((*first_id, *second_id));
        let environment = &declared.head.symbol;
        let (one, other) = (&first.head.symbol, &second.head.symbol);
        let message = format!(
            "environment `{}` would have two connector allow-lists: `{}` and `{}`",
            environment.name, one.name, other.name
        );
        let mut finding = Diagnostic::new(&RULE, other.location, message)
            .marked("one list")
            .label(one.location, "the other one")
            .label(environment.location, "this environment");
        if let Some(group) = declared.group.as_ref().filter(|_| first.group.is_some() || second.group.is_some()) {
            finding = finding.label(group.symbol.location, "its group");
        }
        findings.push(
            finding
                .note("an environment has one at most, its own or that of its group")
                .help("combine the two, or take the environment out of the group")
                .witness(Witness::new([("environment", &*environment.name)])),
        );
    }
}
