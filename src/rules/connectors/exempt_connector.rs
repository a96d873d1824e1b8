//! `exempt-connector`

use crate::analysis::{Check, Context};
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::program::DataGroup;
use crate::model::{ConnectorId, Set, Universe};
use crate::rules::shared::each;
use crate::rules::shared::parts::Parts;
use crate::syntax::text_value;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies that name Content Conversion.
    ///
    /// ## Why is this bad?
    /// The platform exempts this connector from all data policies. It belongs to no group and has no rules, and
    /// makers may use it in any case. Policies that list it are in use, so this is a warning.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter, conversionservice]
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
    ///   blocked      = [twitter]
    /// }
    /// ```
    pub RULE = 3014 "exempt-connector" Warning "a data policy names a connector that the platform exempts" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let universe = &context.program.universe;
    let exempt = exempt(universe);
    if exempt.is_empty() {
        return;
    }
    let parts = Parts::new(context.program);
    each::policy(context, findings, |policy, found| {
        for id in &exempt {
            for (group, clause) in DataGroup::ALL.into_iter().zip(&policy.groups) {
                if !clause.named.contains(*id) {
                    continue;
                }
                let Some(location) = parts.location(clause, *id) else { continue };
                let mut out = Set::empty(universe.len());
                out.insert(*id);
                let list = format!("[{}]", text_value::name(universe.name(*id)));
                let mut finding = finding(universe.name(*id), location, &format!("cannot be in {}", group.title()));
                if let Some(edits) = parts.take_out(clause, &out, Some(&list)) {
                    let title = format!("take `{}` out of {}", universe.name(*id), group.title());
                    finding = finding.fix(Fix { title, safety: Safety::Unsafe, edits });
                }
                found.push(finding);
            }
            for rules in policy.rules.iter().filter(|rules| rules.connector == *id) {
                found.push(finding(universe.name(*id), rules.location, "cannot have rules"));
            }
        }
    });
}

/// The exempt connectors that this program can refer to: of a pinned catalogue, or named in the source.
fn exempt(universe: &Universe) -> Vec<ConnectorId> {
    let known = Catalog::exempt().iter().filter_map(|name| universe.find(name));
    let named = universe.foreigners().filter(|(_, foreign)| Catalog::is_exempt(&foreign.name)).map(|(id, _)| id);
    let mut exempt: Vec<ConnectorId> = known.chain(named).collect();
    exempt.sort_unstable();
    exempt.dedup();
    exempt
}

fn finding(connector: &str, location: Location, fault: &str) -> Diagnostic {
    Diagnostic::new(&RULE, location, format!("connector `{connector}` {fault}"))
        .marked("exempt")
        .note("the platform exempts Content Conversion from all data policies")
        .help("remove it; makers may use it in any case")
        .witness(Witness::new([("connector", connector)]))
}
