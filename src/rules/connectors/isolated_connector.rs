//! Connectors that may be used, but with no other.

use crate::analysis::{Check, Class, Context, Reads};
use crate::diagnostics::{Diagnostic, Level};
use crate::model::ConnectorId;
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Program, SetExpression};
use crate::rules::connectors::cells::{apart, is_split};
use crate::rules::shared::places::{Places, describe, placed, witness};
use crate::rules::shared::words::{some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that are not blocked in an environment but cannot be used together with any other connector.
    ///
    /// - If several policies together cause this, it is a warning.
    /// - If one policy causes it with a set that happens to contain one connector, it is information.
    /// - If one policy lists only that connector, as in `business = [teams]`, it is intended and not reported.
    /// - If the policies divide the connectors into three or more cells (groups of connectors that can be used
    ///   together), `split-connectors` reports all of them.
    ///
    /// ## Why is this bad?
    /// Most apps and flows use at least two connectors, so such a connector is effectively blocked.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    ///
    /// data_policy meetings {
    ///   applies_to   = all
    ///   business     = [teams, twitter]
    ///   non_business = rest
    ///   blocked      = [sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [teams, sharepointonline]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    ///
    /// data_policy meetings {
    ///   applies_to   = all
    ///   business     = [teams, sharepointonline]
    ///   non_business = rest
    ///   blocked      = [sql]
    /// }
    /// ```
    pub RULE = 3111 "isolated-connector" Warning "a connector may be used, but with no other";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    let mut by_one: Vec<(PolicyId, ConnectorId)> = Vec::new();
    for class in places.sound().filter(|class| !is_split(class)) {
        let mut by_all: Vec<ConnectorId> = Vec::new();
        for connector in alone(program, class) {
            let mut policies = class.policies.iter().filter_map(|id| Some((*id, places.policy(*id)?)));
            match policies.find(|(_, policy)| isolates(program, policy, connector)) {
                Some((id, policy)) if !is_wish(program, policy, connector) => by_one.push((id, connector)),
                Some(_) => {}
                None => by_all.push(connector),
            }
        }
        findings.extend(together(program, &places, class, &by_all));
    }
    by_one.sort_unstable();
    by_one.dedup();
    for (id, connector) in by_one {
        let Some(policy) = places.policy(id) else { continue };
        let (location, _) = placed(program, policy, connector);
        let (name, symbol) = (program.universe.name(connector), &policy.head.symbol.name);
        let group = policy.group_of(&program.universe, connector).title();
        let mut finding =
            Diagnostic::new(&RULE, location, format!("`{name}` is alone in {group} of data policy `{symbol}`"))
                .marked(format!("holds `{name}` only"))
                .note("so it cannot be used with any other connector where the policy applies")
                .help(format!("put connectors beside it; or list it as `[{name}]` where it is meant to be alone"))
                .witness(witness(program, places.of(id).first(), connector));
        finding.level = Level::Info;
        findings.push(finding);
    }
}

/// The connectors that are alone in a cell which combines with no other cell. A custom connector counts only in its
/// own environment.
fn alone<'a>(program: &'a Program, class: &'a Class) -> impl Iterator<Item = ConnectorId> + 'a {
    let cells = apart(class);
    let parted = cells.len() > 1;
    let lonely = move |connector: &ConnectorId| {
        let lives_here = |environment| class.environments.contains(&environment);
        let home = program.facts_of(*connector).and_then(|facts| facts.environment.as_ref()?.target);
        parted && home.is_none_or(lives_here)
    };
    let single = cells.into_iter().filter(|cell| class.cells.iter().filter(|other| other.joins(cell)).count() == 1);
    single.filter_map(|cell| cell.members.only()).filter(lonely)
}

/// Whether a policy on its own leaves a connector alone in its group.
fn isolates(program: &Program, policy: &DataPolicy, connector: ConnectorId) -> bool {
    let group = policy.group_of(&program.universe, connector);
    policy.members(&program.universe, group).only() == Some(connector)
}

/// Whether a group is written as a list with this connector only.
fn is_wish(program: &Program, policy: &DataPolicy, connector: ConnectorId) -> bool {
    let group = policy.group_of(&program.universe, connector);
    let expression = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref());
    matches!(expression, Some(SetExpression::List(elements, _)) if elements.len() == 1)
}

/// Reports connectors that the policies of a class isolate together.
fn together(program: &Program, places: &Places<'_>, class: &Class, connectors: &[ConnectorId]) -> Option<Diagnostic> {
    let first = *connectors.first()?;
    let names: Vec<&str> = connectors.iter().map(|connector| program.universe.name(*connector)).collect();
    let message = format!(
        "{} may be used in {}, but {}with no other connector",
        some_of(&names, 6),
        describe(program, class),
        verb(names.len(), "", "each ")
    );
    // Policies that name the connector come first.
    let mut policies = places.policies(&class.policies);
    let names_it = |policy: &DataPolicy| DataGroup::ALL.into_iter().any(|group| policy.named(group).contains(first));
    policies.sort_by_key(|policy| !names_it(policy));
    let mut shown = policies.iter().map(|policy| placed(program, policy, first));
    let (location, words) = shown.next()?;
    let mut finding = Diagnostic::new(&RULE, location, message).marked(words);
    for (location, words) in shown.take(3) {
        finding = finding.label(location, words);
    }
    Some(
        finding
            .note(format!(
                "connectors may be used together where every policy has them in one group; no other is beside `{}` in all of them",
                names.first()?
            ))
            .help("put the connectors it is used with beside it, in every policy that applies there")
            .witness(witness(program, Some(&class), first)),
    )
}
