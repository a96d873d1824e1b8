//! Custom connectors that a tenant-level policy names.

use crate::analysis::{Check, Context, Reads};
use crate::catalog::{Kind, wire};
use crate::diagnostics::Diagnostic;
use crate::model::program::{DataGroup, DataPolicy, Program, Scope};
use crate::model::{ConnectorId, Set};
use crate::rules::shared::places::{Places, placed, witness};
use crate::rules::shared::words::{counted, some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds custom connectors that the groups of a tenant-level data policy name. Policies for one environment
    /// (`applies_to = environment …`) classify them by name and are not checked.
    ///
    /// ## Why is this bad?
    /// A tenant-level policy classifies custom connectors by their host address. A connector that is named keeps its
    /// group whatever the URL patterns say, while the same address under another name can be in another group.
    /// Microsoft advises against it.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    /// connector price_list { kind = custom; environment = sales; host = "https://prices.contoso.com" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql, price_list]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    /// connector price_list { kind = custom; environment = sales; host = "https://prices.contoso.com" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://prices.contoso.com"   -> business
    ///     "https://prices.contoso.com/*" -> business
    ///     "*"                            -> ignore
    ///   }
    /// }
    /// ```
    pub RULE = 3114 "custom-connector-by-name" Warning "a tenant-level data policy names a custom connector";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let universe = &program.universe;
    let mut custom = Set::empty(universe.len());
    for (id, foreign) in universe.foreigners() {
        if foreign.custom || wire::kind(&foreign.name) == Kind::Custom {
            custom.insert(id);
        }
    }
    if custom.is_empty() {
        return;
    }
    let places = Places::new(context);
    for (id, policy) in program.policies.ids() {
        if matches!(policy.scope, Scope::Environment(_)) {
            continue;
        }
        let named =
            DataGroup::ALL.into_iter().fold(Set::empty(universe.len()), |set, group| set.union(policy.named(group)));
        let named: Vec<ConnectorId> = named.common(&custom).iter().collect();
        if let Some(first) = named.first() {
            let finding = judge(program, policy, &named, *first);
            findings.push(finding.witness(witness(program, places.of(id).first(), *first)));
        }
    }
}

fn judge(program: &Program, policy: &DataPolicy, connectors: &[ConnectorId], first: ConnectorId) -> Diagnostic {
    let names: Vec<&str> = connectors.iter().map(|connector| program.universe.name(*connector)).collect();
    let symbol = &policy.head.symbol.name;
    let message = match names.as_slice() {
        [only] => format!("data policy `{symbol}` names custom connector `{only}`"),
        several => format!("data policy `{symbol}` names {}", counted(several.len(), "custom connector")),
    };
    let (location, words) = placed(program, policy, first);
    let subjects = connectors.iter().map(|id| (program.universe.name(*id), placed(program, policy, *id).0));
    let mut finding = Diagnostic::new(&RULE, location, message).marked(words).about(subjects);
    for connector in connectors.iter().skip(1).take(2) {
        let (location, words) = placed(program, policy, *connector);
        finding = finding.label(location, words);
    }
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 6)));
    }
    let host = program.facts_of(first).and_then(|facts| facts.host.as_ref());
    let row = match (host, policy.group_of(&program.universe, first)) {
        (Some(host), group) => format!("`\"{}\" -> {}`", host.name.trim_end_matches('*'), group.word()),
        (None, group) => format!("`\"https://…/*\" -> {}`", group.word()),
    };
    finding
        .note(format!(
            "the URL patterns of a tenant-level policy no longer count for {}; Microsoft advises against it",
            verb(names.len(), "it", "them")
        ))
        .help(format!("sort by host address: {row} in `custom_connectors`"))
}
