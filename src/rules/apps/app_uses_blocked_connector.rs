//! Apps that use connectors which are blocked in their environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Answer, Check, Context, Obstacle, conflicts, decided_at, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::criticity::App;
use crate::model::program::Program;
use crate::model::{AllowListId, ConnectorId, PolicyId, Set};
use crate::rules::shared::names::{moves, of_set};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that use connectors which a data policy or an allow-list blocks in the environment of the app.
    ///
    /// ## Why is this bad?
    /// The platform suspends such an app, or does not allow it to be saved.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
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
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment = hr
    ///   connectors  = [sharepointonline, teams]
    /// }
    /// ```
    pub RULE = 4206 "app-uses-blocked-connector" Error "an app uses a connector that is blocked where it lives";
}

/// What blocks a connector.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blocker {
    /// A data policy that has it in Blocked.
    Policy(PolicyId),
    /// An allow-list that does not list it.
    List(AllowListId),
}

impl Blocker {
    /// The location where it blocks a connector, and the text of the label.
    fn place(self, program: &Program, connector: ConnectorId) -> (Location, String) {
        let name = program.universe.name(connector);
        match self {
            Self::Policy(id) => {
                let policy = &program.policies[id];
                let words = format!("`{}` blocks `{name}`", policy.head.symbol.name);
                (decided_at(program, policy, connector), words)
            }
            Self::List(id) => {
                let list = &program.allow_lists[id];
                let words = format!("`{}` does not list `{name}`", list.head.symbol.name);
                (list.location_of(program, connector), words)
            }
        }
    }
}

/// The blocked connectors, each with what blocks it.
type Blocked = Vec<(Blocker, ConnectorId)>;
/// Apps by number, each with its obstacles.
type Numbered<'a> = Vec<(usize, (&'a App, &'a Answer))>;

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.apps.is_empty() || !governance::scopes_are_sound(program) {
        return;
    }
    let answers = conflicts(program, context.effective());
    // Apps with the same answer are grouped first: an answer may name thousands of policies.
    let mut alike: FxHashMap<(u32, *const Answer), usize> = FxHashMap::default();
    let mut gathered: Vec<(u32, Numbered<'_>)> = Vec::new();
    for (number, (app, answer)) in program.apps.iter().zip(&answers).enumerate() {
        let (Some(answer), Some((environment, _))) = (answer, governance::environment_of(program, app)) else {
            continue;
        };
        let fresh = gathered.len();
        let at = *alike.entry((environment.0, Arc::as_ptr(answer))).or_insert(fresh);
        if at == fresh {
            gathered.push((environment.0, Vec::new()));
        }
        if let Some((_, apps)) = gathered.get_mut(at) {
            apps.push((number, (app, answer)));
        }
    }
    // If several apps have the same obstacles, they are reported once, at the first app.
    let mut groups: BTreeMap<(u32, Blocked), Numbered<'_>> = BTreeMap::new();
    for (environment, mut apps) in gathered {
        let blocked = apps.first().map(|(_, (_, answer))| blocked(answer)).unwrap_or_default();
        if !blocked.is_empty() {
            groups.entry((environment, blocked)).or_default().append(&mut apps);
        }
    }
    findings.extend(groups.into_iter().filter_map(|((_, blocked), mut apps)| {
        apps.sort_unstable_by_key(|(number, _)| *number);
        let apps: Vec<(&App, &Answer)> = apps.into_iter().map(|(_, concerned)| concerned).collect();
        finding(program, &blocked, &apps)
    }));
}

fn blocked(answer: &Answer) -> Blocked {
    let of_obstacle = |obstacle: &Obstacle| match obstacle {
        Obstacle::Blocked(policy, connector) => Some((Blocker::Policy(*policy), *connector)),
        Obstacle::Unlisted(list, connector) => Some((Blocker::List(*list), *connector)),
        Obstacle::Parted(..) => None,
    };
    answer.obstacles.iter().filter_map(of_obstacle).collect()
}

/// Each blocked connector in each app.
fn subjects(
    program: &Program,
    blocked: &[(Blocker, ConnectorId)],
    apps: &[(&App, &Answer)],
) -> Vec<(String, Location)> {
    let mut connectors: Vec<ConnectorId> = blocked.iter().map(|(_, connector)| *connector).collect();
    connectors.sort_unstable();
    connectors.dedup();
    let of_app = |(app, _): &(&App, &Answer)| {
        let clause = app.connectors.as_ref()?;
        let name = |id: &ConnectorId| format!("{}, {}", app.head.symbol.name, program.universe.name(*id));
        let each = connectors.iter().map(|id| (name(id), clause.expression.location_of(program, *id)));
        Some(each.collect::<Vec<_>>())
    };
    apps.iter().filter_map(of_app).flatten().collect()
}

fn finding(program: &Program, blocked: &[(Blocker, ConnectorId)], apps: &[(&App, &Answer)]) -> Option<Diagnostic> {
    let (_, first) = *blocked.first()?;
    let ((app, answer), others) = apps.split_first()?;
    let mut set = Set::empty(program.universe.len());
    for (_, connector) in blocked {
        set.insert(*connector);
    }
    let (symbol, environment) = (&app.head.symbol, app.environment.as_ref()?);
    let verb = if set.len() == 1 { "is" } else { "are" };
    let message = format!(
        "app `{}` uses {}, which {verb} blocked in environment `{}`",
        symbol.name,
        of_set(&program.universe, &set),
        environment.symbol.name
    );
    let mut finding = Diagnostic::new(&RULE, app.connectors.as_ref()?.expression.location_of(program, first), message)
        .about(subjects(program, blocked, apps))
        .marked("used here")
        .note("one policy that blocks a connector suffices, whatever the others say");
    for (blocker, connector) in blocked.iter().take(4) {
        let (location, words) = blocker.place(program, *connector);
        finding = finding.label(location, words);
    }
    for (other, _) in others.iter().take(3) {
        finding = finding.label(other.head.symbol.location, "uses it too");
    }
    if !others.is_empty() {
        finding = finding.note(format!("it concerns {} apps", apps.len()));
    }
    let moves = moves(program, answer);
    Some(
        finding
            .help(match moves.as_str() {
                "" => "take it out of the app".to_owned(),
                moves => format!("take it out of the app, or {moves}"),
            })
            .witness(Witness::new([
                ("environment", &*environment.symbol.name),
                ("connector", program.universe.name(first)),
            ])),
    )
}
