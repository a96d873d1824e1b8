//! Connectors that data policies cannot block, but that an allow-list leaves out.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{AllowList, Program};
use crate::rules::shared::words::{some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds connector allow-lists that leave out connectors which data policies cannot block: those of Dataverse,
    /// Teams, SharePoint, approvals and the like. The finding shows what stops working.
    ///
    /// ## Why is this bad?
    /// An allow-list blocks them, although the platform's own features need them. A new allow-list on the platform
    /// contains all of them.
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
    ///   allows            = (unblockable - [approvals]) + [sql]
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
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3124 "unblockable-left-out" Warning "an allow-list leaves out connectors that the platform needs";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["connector_allow_list"]), run);

/// The features that depend on some of them.
static STOPS: &[(&str, &str)] = &[
    ("commondataserviceforapps", "flows that use Dataverse"),
    ("commondataservice", "apps that use Dataverse"),
    ("approvals", "approvals"),
    ("teams", "what posts to Teams"),
    ("office365", "mail and calendars of Office 365"),
    ("office365users", "look-ups of people"),
    ("sharepointonline", "lists and libraries of SharePoint"),
    ("onedriveforbusiness", "files in OneDrive"),
    ("excelonlinebusiness", "workbooks of Excel"),
    ("powerbi", "data alerts and refreshes of Power BI"),
    ("flowpush", "notifications of flows"),
    ("powerappsnotification", "notifications of apps"),
    ("powerappsnotificationv2", "notifications of apps"),
    ("planner", "tasks in Planner"),
    ("todo", "tasks in To Do"),
];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    findings.extend(program.allow_lists.iter().filter(|list| list.sound).filter_map(|list| judge(program, list)));
}

fn judge(program: &Program, list: &AllowList) -> Option<Diagnostic> {
    let universe = &program.universe;
    let clause = list.allows.as_ref()?;
    let left_out = universe.unblockable().iter().filter(|id| list.blocks(universe, **id));
    let names: Vec<&str> = left_out.map(|id| universe.name(*id)).collect();
    let first = names.first()?;
    let mut stops: Vec<&str> = STOPS.iter().filter(|(name, _)| names.contains(name)).map(|(_, stops)| *stops).collect();
    stops.dedup();
    let message =
        format!("allow-list `{}` blocks {}, which no data policy can block", list.head.symbol.name, some_of(&names, 4));
    let finding = Diagnostic::new(&RULE, clause.expression.location(), message)
        .about(names.iter().map(|name| (*name, clause.expression.location())))
        .marked(format!("{} left out", verb(names.len(), "it is", "they are")));
    let finding = match stops.as_slice() {
        [] => finding.note("the platform's own features rest on such connectors"),
        stops => finding.note(format!("what stops working: {}", stops.join(", "))),
    };
    Some(
        finding
            .help("add `unblockable` to `allows`, or the connectors that are needed")
            .witness(Witness::new([("connector", *first)])),
    )
}
