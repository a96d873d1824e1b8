//! The two Dataverse connectors in different groups.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::DataGroup;
use crate::rules::shared::listed;
use crate::rules::shared::places::{Places, placed, witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies that put `commondataservice` and `commondataserviceforapps` into different groups. The two
    /// are separated in an environment only if one policy does this, however many policies apply to it.
    ///
    /// ## Why is this bad?
    /// Both are Microsoft Dataverse: Power Apps counts all its Dataverse access as `commondataservice`, Power
    /// Automate uses `commondataserviceforapps`. If they are separated, an app and its flows follow different rules
    /// for the same tables.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [commondataserviceforapps, sharepointonline]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [commondataservice, commondataserviceforapps, sharepointonline]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3102 "dataverse-apart" Warning "the two Dataverse connectors are in different groups";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

const APPS: &str = "commondataservice";
const FLOWS: &str = "commondataserviceforapps";

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let (Some(apps), Some(flows)) = (program.universe.find(APPS), program.universe.find(FLOWS)) else { return };
    let places = Places::new(context);
    for (id, policy) in program.policies.ids().filter(|(_, policy)| policy.groups_sound) {
        let [of_apps, of_flows] = [apps, flows].map(|connector| policy.group_of(&program.universe, connector));
        if of_apps == of_flows {
            continue;
        }
        // The connector that the author listed is the best place to look first.
        let is_listed =
            |id| DataGroup::ALL.into_iter().any(|group| listed::place(program, policy, group, id).is_some());
        let first = if is_listed(flows) { flows } else { apps };
        let (location, words) = placed(program, policy, first);
        findings.push(
            Diagnostic::new(
                &RULE,
                location,
                format!("data policy `{}` keeps the two Dataverse connectors apart", policy.head.symbol.name),
            )
            .marked(words)
            .note(if first == flows {
                format!("apps count as `{APPS}`, which is in {}: one table, two sets of rules", of_apps.title())
            } else {
                format!("flows use `{FLOWS}`, which is in {}: one table, two sets of rules", of_flows.title())
            })
            .help(format!("put both into {} or both into {}", of_apps.title(), of_flows.title()))
            .witness(witness(program, places.of(id).first(), first)),
        );
    }
}
