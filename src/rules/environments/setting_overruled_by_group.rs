//! `setting-overruled-by-group`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Environment, EnvironmentGroup, ManagedSettings};
use crate::rules::shared::each;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments of a group whose own managed settings differ from the settings of the group, or are not set
    /// by the group.
    ///
    /// ## Why is this bad?
    /// An environment in a group follows the group, and its own settings are silently ignored. The written values do
    /// not apply.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type  = production
    ///   group = estate
    ///   managed { sharing = everyone }
    ///   dataverse { language = 1033; currency = EUR }
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
    ///   group   = estate
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2107 "setting-overruled-by-group" Warning "a group overrules a setting of its environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    each::environment(context, findings, |environment, findings| {
        let Some(reference) = &environment.group else { return };
        let Some(group) = reference.target.map(|at| &program.environment_groups[at]) else {
            return;
        };
        for overruled in differing(environment, group) {
            let (name, of) = (&environment.head.symbol.name, &group.head.symbol.name);
            let word = overruled.word;
            let message = format!("group `{of}` overrules `{word}` of environment `{name}`");
            let finding = Diagnostic::new(&RULE, overruled.own, message);
            let finding = match overruled.of_group {
                Some(place) => finding.marked("has no effect").label(place, "this holds"),
                None => finding.marked("has no effect").label(reference.symbol.location, "its group does not say it"),
            };
            findings.push(
                finding
                    .note("the platform ignores the settings of an environment that is in a group")
                    .help(format!("remove it here, and say it in `{of}` where it is meant for the whole group"))
                    .witness(Witness::new([("environment", &**name), ("setting", word)])),
            );
        }
    });
}

struct Overruled {
    word: &'static str,
    own: Location,
    of_group: Option<Location>,
}

/// The settings of an environment that differ from those of its group.
fn differing(environment: &Environment, group: &EnvironmentGroup) -> Vec<Overruled> {
    let mut found = Vec::new();
    let none = ManagedSettings::default();
    let own = environment.managed_settings.as_ref().unwrap_or(&none);
    let rules = &group.managed;
    compare(&mut found, "sharing", own.sharing, rules.sharing);
    compare(&mut found, "solution_checker", own.solution_checker, rules.solution_checker);
    compare(&mut found, "checker_mails", own.checker_mails, rules.checker_mails);
    compare(&mut found, "usage_insights", own.usage_insights, rules.usage_insights);
    compare(&mut found, "flow_sharing", own.flow_sharing, rules.flow_sharing);
    compare(&mut found, "copilot_sharing", own.copilot_sharing, rules.copilot_sharing);
    compare(&mut found, "copilot_editors", own.copilot_editors, rules.copilot_editors);
    // These are not managed settings: without a rule of the group, the environment's own value applies.
    let both = |own: Option<(bool, Location)>, rule: Option<(bool, Location)>| rule.and(own);
    let (ai, of_group) = (&environment.ai, &group.ai);
    compare(&mut found, "bing_search", both(ai.bing_search, of_group.bing_search), of_group.bing_search);
    let across = of_group.data_across_regions;
    compare(&mut found, "data_across_regions", both(ai.data_across_regions, across), across);
    found
}

fn compare<T: PartialEq>(
    found: &mut Vec<Overruled>,
    word: &'static str,
    own: Option<(T, Location)>,
    rule: Option<(T, Location)>,
) {
    let Some((own, place)) = own else { return };
    match rule {
        Some((rule, _)) if rule == own => {}
        Some((_, of_group)) => found.push(Overruled { word, own: place, of_group: Some(of_group) }),
        None => found.push(Overruled { word, own: place, of_group: None }),
    }
}
