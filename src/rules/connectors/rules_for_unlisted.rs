//! Rules of data policies for connectors that an allow-list leaves out.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::ConnectorId;
use crate::model::program::{DataPolicy, PolicyId, Program};
use crate::rules::shared::places::{Places, witness};
use crate::rules::shared::words::{some_of, them};

crate::declare_rule! {
    /// ## What it does
    /// Finds action and endpoint rules of a data policy for a connector that the connector allow-lists do not list, in
    /// every environment where the policy applies.
    ///
    /// ## Why is this bad?
    /// A connector that is not in the allow-list in effect cannot be used, so the rules never apply. They suggest
    /// that the connector can be used within limits.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    ///
    ///   connector sql { actions { block [DeleteItem_V2]; allow rest } }
    /// }
    ///
    /// connector_allow_list finance_connectors {
    ///   environment = finance
    ///   allows      = unblockable
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    ///
    ///   connector sql { actions { block [DeleteItem_V2]; allow rest } }
    /// }
    ///
    /// connector_allow_list finance_connectors {
    ///   environment = finance
    ///   allows      = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3125 "rules-for-unlisted" Warning "the rules for a connector never apply, since no allow-list lists it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.allow_lists.is_empty() {
        return;
    }
    let places = Places::new(context);
    let policies = program.policies.ids().filter(|(id, policy)| !policy.rules.is_empty() && places.are_sound(*id));
    findings.extend(policies.filter_map(|(id, policy)| judge(program, &places, id, policy)));
}

fn judge(program: &Program, places: &Places<'_>, id: PolicyId, policy: &DataPolicy) -> Option<Diagnostic> {
    let of = places.of(id);
    let first_place = of.first()?;
    let sound = |class: &&crate::analysis::Class| class.allow_lists.iter().all(|id| program.allow_lists[id].sound);
    if !of.iter().all(sound) {
        return None;
    }
    let unlisted = |connector: ConnectorId| {
        of.iter().all(|class| class.blocked.contains(connector) && !class.barred.contains(connector))
    };
    let rules: Vec<_> = policy.rules.iter().filter(|rules| unlisted(rules.connector)).collect();
    let first = rules.first()?;
    let names: Vec<&str> = rules.iter().map(|rules| program.universe.name(rules.connector)).collect();
    let list = first_place.allow_lists.first().map(|id| &program.allow_lists[id])?;
    let (symbol, list_symbol) = (&policy.head.symbol.name, &list.head.symbol.name);
    let them = them(names.len());
    let message =
        format!("the rules for {} never apply, since allow-list `{list_symbol}` leaves {them} out", some_of(&names, 3));
    let mut finding = Diagnostic::new(&RULE, first.location, message).marked(format!("rules of `{symbol}`"));
    for rules in rules.iter().skip(1).take(2) {
        finding = finding.label(rules.location, "nor do these");
    }
    let words = format!("`{list_symbol}` lists no `{}`", program.universe.name(first.connector));
    Some(
        finding
            .label(list.location_of(program, first.connector), words)
            .note("what the allow-list in effect does not list cannot be used, whatever data policies say")
            .help(format!("list {them} in `{list_symbol}`, or take the rules out"))
            .witness(witness(program, Some(first_place), first.connector)),
    )
}
