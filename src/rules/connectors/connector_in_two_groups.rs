//! `connector-in-two-groups`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::program::{DataGroup, GroupClause};
use crate::model::{DataPolicy, Program, Set, SetExpression};
use crate::rules::shared::each;
use crate::rules::shared::names;
use crate::rules::shared::parts::Parts;
use crate::rules::shared::rest;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that two groups of one data policy name.
    ///
    /// ## Why is this bad?
    /// In one data policy a connector is in exactly one group. The platform refuses the whole policy, and it is
    /// unclear which of the two groups was meant. Often the two groups are sets that overlap: then subtract one of
    /// them from the other.
    ///
    /// ```dictum,bad
    /// connectors office = [sharepointonline, office365, teams]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = office + [sql]
    ///   non_business = rest
    ///   blocked      = [twitter, sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// connectors office = [sharepointonline, office365, teams]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = office + [sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    pub RULE = 3001 "connector-in-two-groups" Error "a connector is in two groups of one data policy" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let parts = Parts::new(context.program);
    each::policy(context, findings, |policy, found| {
        let [business, non_business, blocked] = policy.groups.each_ref().map(|clause| parts.certain(clause));
        let (one, two, three) = (DataGroup::Business, DataGroup::NonBusiness, DataGroup::Blocked);
        // `all` that is meant as `rest` is reported once.
        let instead = rest::all_instead(context.program, policy).map(|(group, _)| group);
        for (one, two, first, second) in [
            (one, two, &business, &non_business),
            (one, three, &business, &blocked),
            (two, three, &non_business, &blocked),
        ] {
            if ![Some(one), Some(two)].contains(&instead) && first.meets(second) {
                let both = Set::clone(first).common(second);
                found.extend(finding(context.program, &parts, policy, [one, two], &both));
            }
        }
    });
}

fn finding(
    program: &Program,
    parts: &Parts<'_>,
    policy: &DataPolicy,
    groups: [DataGroup; 2],
    both: &Set,
) -> Option<Diagnostic> {
    let universe = &program.universe;
    let witness = both.iter().next()?;
    let place = |group: DataGroup| {
        let clause = policy.groups.get(group.index())?;
        Some((group, clause, parts.location(clause, witness)?))
    };
    let [one, two] = groups.map(place);
    let (mut first, mut second) = (one?, two?);
    if second.2 < first.2 {
        std::mem::swap(&mut first, &mut second);
    }
    let names = names::of_set(universe, both);
    let titles = format!("{} and in {}", first.0.title(), second.0.title());
    let message = match both.len() {
        1 => format!("connector {names} is in {titles} of data policy `{}`", policy.head.symbol.name),
        count => format!("{count} connectors are in {titles} of data policy `{}`: {names}", policy.head.symbol.name),
    };
    let list = names::list(universe, both);
    let help = match list.as_ref().or(named(first.1).as_ref()) {
        Some(_) if both.len() == 1 => "keep it in one of the two groups".to_owned(),
        Some(less) => format!("subtract one from the other, as in `{} = … - {less}`", second.0.word()),
        None => "with `-`, subtract what puts them into one group from the other group".to_owned(),
    };
    let mut finding = Diagnostic::new(&RULE, second.2, message)
        .about(both.iter().map(|id| (universe.name(id), parts.location(second.1, id).unwrap_or(second.2))))
        .marked(format!("in {} here", second.0.title()))
        .label(first.2, format!("in {} here", first.0.title()))
        .note("a connector is in one group of a data policy; the platform refuses any other policy")
        .help(help)
        .witness(Witness::new([("connector", universe.name(witness))]));
    for (taken, kept) in [(&second, &first), (&first, &second)] {
        let subtrahend = list.clone().or_else(|| named(kept.1));
        if let Some(edits) = parts.take_out(taken.1, both, subtrahend.as_deref()) {
            let what = if both.len() == 1 { names.clone() } else { "them".to_owned() };
            let title = format!("take {what} out of {}", taken.0.title());
            finding = finding.fix(Fix { title, safety: Safety::Suggestion, edits });
        }
    }
    Some(finding)
}

/// The expression of a group that is a named set, as it is written.
fn named(clause: &GroupClause) -> Option<String> {
    match &clause.expression {
        Some(SetExpression::Named(reference)) => Some(text_value::name(&reference.symbol.name).into_owned()),
        _other => None,
    }
}
