//! Apps whose connectors a data policy keeps in different groups.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Answer, Check, Context, Obstacle, conflicts, decided_at, governance};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::criticity::App;
use crate::model::program::Program;
use crate::model::{ConnectorId, DataGroup, DataPolicy, Set};
use crate::rules::shared::names::{moves, of_set};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that use connectors which a data policy puts into different groups in the environment of the app.
    ///
    /// ## Why is this bad?
    /// Data may not flow from one group to the other, so the platform suspends such an app, or does not allow it to
    /// be saved.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = rest
    /// }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment = hr
    ///   connectors  = [sharepointonline, sql]
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
    /// }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment = hr
    ///   connectors  = [sharepointonline, sql]
    /// }
    /// ```
    pub RULE = 4207 "app-connectors-apart" Error "an app uses connectors that a data policy keeps apart where it lives";
}

/// A data policy, and the connectors it has in each group.
type Parted<'a> = (&'a DataPolicy, &'a [(DataGroup, Vec<ConnectorId>)]);

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.apps.is_empty() || !governance::scopes_are_sound(program) {
        return;
    }
    let answers = conflicts(program, context.effective());
    // If the same policies separate the connectors of several apps, this is reported once.
    let mut groups: Vec<(&Answer, Vec<&App>)> = Vec::new();
    // Apps with the same answer are grouped without comparing its contents: an answer may name thousands of policies.
    let mut alike: FxHashMap<(u32, *const Answer), Option<usize>> = FxHashMap::default();
    let mut places: FxHashMap<(u32, Vec<&Obstacle>), usize> = FxHashMap::default();
    for (app, answer) in program.apps.iter().zip(&answers) {
        let (Some(answer), Some((environment, _))) = (answer, governance::environment_of(program, app)) else {
            continue;
        };
        let fresh = groups.len();
        let place = *alike.entry((environment.0, Arc::as_ptr(answer))).or_insert_with(|| {
            let parted: Vec<&Obstacle> =
                answer.obstacles.iter().filter(|one| matches!(one, Obstacle::Parted(..))).collect();
            (!parted.is_empty()).then(|| *places.entry((environment.0, parted)).or_insert(fresh))
        });
        let Some(place) = place else { continue };
        match groups.get_mut(place) {
            Some((_, apps)) => apps.push(app),
            None => groups.push((&**answer, vec![app])),
        }
    }
    findings.extend(groups.iter().filter_map(|(answer, apps)| finding(program, apps, answer)));
}

fn finding(program: &Program, apps: &[&App], answer: &Answer) -> Option<Diagnostic> {
    let (app, others) = apps.split_first()?;
    let parted: Vec<Parted<'_>> = answer
        .obstacles
        .iter()
        .filter_map(|obstacle| match obstacle {
            Obstacle::Parted(policy, groups) => Some((program.policies.get(policy.0 as usize)?, groups.as_slice())),
            Obstacle::Blocked(..) | Obstacle::Unlisted(..) => None,
        })
        .collect();
    let (_, groups) = parted.first()?;
    let names: Vec<&str> =
        groups.iter().filter_map(|(_, members)| members.first()).map(|id| program.universe.name(*id)).collect();
    let (symbol, environment) = (&app.head.symbol, app.environment.as_ref()?);
    let message = format!(
        "app `{}` uses {}, which may not be used together in environment `{}`",
        symbol.name,
        quoted_list(names.iter().copied(), "and"),
        environment.symbol.name
    );
    let mut finding =
        Diagnostic::new(&RULE, app.connectors.as_ref()?.expression.location(), message).marked("what it uses");
    finding = finding.about(apps.iter().map(|app| {
        let place = app.connectors.as_ref().map_or(app.head.symbol.location, |clause| clause.expression.location());
        (app.head.symbol.name.as_str(), place)
    }));
    for (policy, groups) in parted.iter().take(2) {
        for (group, members) in *groups {
            let Some(first) = members.first() else { continue };
            let set = Set::filter(program.universe.len(), |id| members.contains(&id));
            let words =
                format!("`{}` has {} in {}", policy.head.symbol.name, of_set(&program.universe, &set), group.title());
            finding = finding.label(decided_at(program, policy, *first), words);
        }
    }
    for other in others.iter().take(3) {
        finding = finding.label(other.head.symbol.location, "uses them too");
    }
    Some(
        finding
            .note("data may not flow between Business and Non-business")
            .help(match moves(program, answer).as_str() {
                "" => "take one of them out of the app".to_owned(),
                moves => format!("take one of them out of the app, or {moves}"),
            })
            .witness(Witness::new([
                ("environment", environment.symbol.name.to_string()),
                ("not together", names.join(" and ")),
            ])),
    )
}
