//! The data of the page about connectors.

use serde::Serialize;

use super::decides;
use crate::analysis::{Class, Effective, LimitedBy, Placement, governance, limits_under};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{EnvironmentType, Scope, Targets};
use crate::model::{ConnectorId, Program, Set};
use crate::report::frame::place;
use crate::text::{Location, Sources, printable};

#[derive(Serialize)]
pub(super) struct Data {
    /// The day of the catalogue.
    pub(super) catalogue: Option<String>,
    pub(super) connectors: Vec<ConnectorRow>,
    /// The levels of ratings, lowest first.
    pub(super) ratings: Vec<String>,
    pub(super) policies: Vec<PolicyRow>,
    pub(super) lists: Vec<ListRow>,
    pub(super) environments: Vec<EnvironmentRow>,
    pub(super) classes: Vec<ClassRow>,
}

/// Id, display name, publisher, licence, whether it can be blocked, rating.
type ConnectorRow = (String, String, String, &'static str, u8, Option<String>);

/// Connectors as pairs of numbers: the first one, and the length of the run.
pub(super) type Ranges = Vec<u32>;

#[derive(Serialize)]
pub(super) struct PolicyRow {
    pub(super) symbol: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) scope: String,
    /// Whether all of it could be read.
    pub(super) whole: bool,
    /// The groups that it gives to connectors, by place.
    says: Vec<SaysRow>,
}

#[derive(Serialize)]
struct SaysRow {
    group: &'static str,
    place: String,
    connectors: Ranges,
}

#[derive(Serialize)]
pub(super) struct ListRow {
    pub(super) symbol: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) scope: String,
    /// Whether all of it could be read.
    pub(super) whole: bool,
    /// The place of the clause that lists connectors.
    allows: String,
    lists: Vec<(String, Ranges)>,
}

#[derive(Serialize)]
pub(super) struct EnvironmentRow {
    /// Empty for the row about environments that are not declared.
    pub(super) environment: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) managed: bool,
    pub(super) group: Option<String>,
    /// The place that says that data policies are not evaluated.
    pub(super) skipped: Option<String>,
    /// Whether all of it could be read.
    pub(super) whole: bool,
    /// The index of its class.
    pub(super) class: usize,
}

/// Environments to which the same policies apply.
#[derive(Serialize)]
pub(super) struct ClassRow {
    /// Data policies and allow-lists, by index.
    pub(super) policies: Vec<u32>,
    pub(super) lists: Vec<u32>,
    pub(super) evaluated: bool,
    pub(super) blocked: Ranges,
    pub(super) ungoverned: Ranges,
    /// Custom connectors without a host that a policy sorts by host. They are in no cell.
    pub(super) unsorted: Ranges,
    pub(super) cells: Vec<CellRow>,
    pub(super) limits: Vec<LimitRow>,
}

/// Connectors that can be used together.
#[derive(Serialize)]
pub(super) struct CellRow {
    /// The group that each policy of the class gives them.
    pub(super) groups: Vec<&'static str>,
    pub(super) connectors: Ranges,
}

#[derive(Clone, Serialize)]
pub(super) struct LimitRow {
    pub(super) connector: u32,
    pub(super) policy: String,
    /// `data_policy` or `connector_allow_list`.
    pub(super) policy_kind: &'static str,
    pub(super) kind: &'static str,
    pub(super) place: String,
    pub(super) rules: Vec<RuleRow>,
}

#[derive(Clone, Serialize)]
pub(super) struct RuleRow {
    pub(super) behavior: &'static str,
    pub(super) what: String,
    pub(super) place: String,
}

/// The group of connectors whose group is unknown.
pub(super) const UNKNOWN: &str = "unknown";

fn ranges(set: &Set) -> Ranges {
    let mut found: Ranges = Vec::new();
    let mut last: Option<u32> = None;
    for ConnectorId(id) in set.iter() {
        match (last.and_then(|last| last.checked_add(1)), found.last_mut()) {
            (Some(next), Some(count)) if next == id => *count += 1,
            _apart => found.extend([id, 1]),
        }
        last = Some(id);
    }
    found
}

/// The connectors of ranges.
pub(super) fn members(ranges: &[u32]) -> impl Iterator<Item = usize> {
    ranges.chunks_exact(2).flat_map(|pair| match pair {
        [first, count] => *first as usize..first.saturating_add(*count) as usize,
        _odd => 0..0,
    })
}

/// The number of connectors in ranges.
pub(super) fn size(ranges: &[u32]) -> usize {
    ranges.chunks_exact(2).filter_map(|pair| pair.get(1)).map(|count| *count as usize).sum()
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}

pub(super) fn gather(program: &Program, effective: &Effective, sources: &Sources) -> Data {
    let subjects = ConnectorSubjects::new(program);
    let universe = &program.universe;
    let at = |location: Location| place(sources, location);
    let connector = |id: ConnectorId| {
        let entry = universe.entry(id);
        let declared = program.facts_of(id).and_then(|facts| facts.name.as_ref());
        (
            shown(universe.name(id)),
            shown(declared.map_or_else(|| universe.display_name(id), |name| &name.name)),
            shown(entry.map_or("", |entry| &entry.publisher)),
            entry.map_or(if universe.is_custom(id) { "custom" } else { "unknown" }, |entry| entry.tier.word()),
            u8::from(universe.is_blockable(id)),
            governance::rating(&subjects, id).map(shown),
        )
    };
    let policies = program.policies.ids().map(|(id, policy)| {
        let says = decides::by_policy(program, effective, &subjects, (id, policy));
        let says = says.iter().map(|decided| SaysRow {
            group: decided.placement.map_or(UNKNOWN, Placement::word),
            place: at(decided.location),
            connectors: ranges(&decided.members),
        });
        PolicyRow {
            symbol: shown(&policy.head.symbol.name),
            name: shown(policy.display_name()),
            place: at(policy.head.symbol.location),
            scope: scope(program, &policy.scope),
            whole: policy.groups_sound && policy.patterns_sound,
            says: says.collect(),
        }
    });
    let lists = program.allow_lists.iter().map(|list| {
        let target = list.group.as_ref().map(|group| format!("environments of group `{}`", group.symbol.name));
        let own = list.environment.as_ref().map(|environment| format!("environment `{}`", environment.symbol.name));
        let allows = list.allows.as_ref().map_or(list.head.symbol.location, |clause| clause.expression.location());
        ListRow {
            symbol: shown(&list.head.symbol.name),
            name: shown(list.display_name()),
            place: at(list.head.symbol.location),
            scope: shown(&target.or(own).unwrap_or_else(|| "nowhere".to_owned())),
            whole: list.sound,
            allows: at(allows),
            lists: decides::by_list(program, &subjects, list)
                .iter()
                .map(|(location, members)| (at(*location), ranges(members)))
                .collect(),
        }
    });
    let ratings = program.scale(crate::model::facts::RATING_SCALE);
    let mut classes: Vec<ClassRow> = effective.classes.iter().map(|class| class_row(program, sources, class)).collect();
    let environments = environments(program, effective, sources, &mut classes);
    Data {
        catalogue: universe.catalog().date().map(|date| date.to_string()),
        connectors: universe.ids().map(connector).collect(),
        ratings: ratings.into_iter().flat_map(|scale| &scale.levels).map(|level| shown(&level.name)).collect(),
        policies: policies.collect(),
        lists: lists.collect(),
        environments,
        classes,
    }
}

fn scope(program: &Program, scope: &Scope) -> String {
    let names = |targets: &Targets| {
        let found = targets.resolved.iter().map(|id| &program.environments[id]);
        let names: Vec<String> = found.take(12).map(|one| format!("`{}`", shown(&one.head.symbol.name))).collect();
        let more = targets.resolved.len().saturating_sub(12);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        if names.is_empty() { "none".to_owned() } else { format!("{}{more}", names.join(", ")) }
    };
    match scope {
        Scope::All => "all environments, also those yet to come".to_owned(),
        Scope::AllExcept(targets) => format!("all environments except {}, also those yet to come", names(targets)),
        Scope::Only(targets) => format!("only {}", names(targets)),
        Scope::Environment(reference) => format!("environment `{}`", shown(&reference.symbol.name)),
    }
}

fn environments(
    program: &Program,
    effective: &Effective,
    sources: &Sources,
    classes: &mut Vec<ClassRow>,
) -> Vec<EnvironmentRow> {
    let mut class_of = vec![0; program.environments.len()];
    for (index, class) in effective.classes.iter().enumerate() {
        for environment in &class.environments {
            if let Some(slot) = class_of.get_mut(environment.0 as usize) {
                *slot = index;
            }
        }
    }
    let declared = program.environments.ids().zip(class_of).map(|((id, environment), class)| EnvironmentRow {
        environment: shown(&environment.head.symbol.name),
        name: shown(environment.display_name()),
        kind: environment.kind.map_or("type not known", EnvironmentType::word).to_owned(),
        managed: environment.managed,
        group: environment.group.as_ref().map(|group| shown(&group.symbol.name)),
        skipped: program.skips_data_policies(id).map(|location| place(sources, location)),
        whole: environment.sound,
        class,
    });
    let mut rows: Vec<EnvironmentRow> = declared.collect();
    // The policies for undeclared environments: a class of its own, or the declared class with the same policies.
    let everywhere = |class: &Class| {
        let reaches = |scope: &Scope| matches!(scope, Scope::All | Scope::AllExcept(_));
        let all = program.policies.ids().filter(|(_, policy)| reaches(&policy.scope)).map(|(id, _)| id);
        class.allow_lists.is_empty() && !class.allow_lists_only && all.eq(class.policies.iter().copied())
    };
    let to_come = match &effective.undeclared {
        Some(class) => {
            classes.push(class_row(program, sources, class));
            Some(classes.len() - 1)
        }
        None => effective.classes.iter().position(everywhere),
    };
    rows.extend(to_come.map(|class| EnvironmentRow {
        environment: String::new(),
        name: "environments to come, in no group".to_owned(),
        kind: String::new(),
        managed: false,
        group: None,
        skipped: None,
        whole: true,
        class,
    }));
    rows
}

fn class_row(program: &Program, sources: &Sources, class: &Class) -> ClassRow {
    let size = program.universe.len();
    let governed = |id: ConnectorId| program.universe.is_certified(id) || program.universe.is_exempt(id);
    let ungoverned = Set::filter(size, |id| class.allow_lists_only && !governed(id));
    ClassRow {
        policies: class.policies.iter().map(|id| id.0).collect(),
        lists: class.allow_lists.iter().map(|id| id.0).collect(),
        evaluated: !class.allow_lists_only,
        blocked: ranges(&class.blocked.clone().minus(&class.unsorted)),
        ungoverned: ranges(&ungoverned),
        unsorted: ranges(&class.unsorted),
        cells: class
            .cells
            .iter()
            .map(|cell| CellRow {
                groups: cell.placements.iter().map(Placement::word).collect(),
                connectors: ranges(&cell.members.clone().minus(&class.unsorted)),
            })
            .filter(|cell| !cell.connectors.is_empty())
            .collect(),
        limits: limit_rows(program, sources, class),
    }
}

/// What may be used only in part in a class. Blocked connectors are left out, since nothing of them may be used.
fn limit_rows(program: &Program, sources: &Sources, class: &Class) -> Vec<LimitRow> {
    let policies = class.policies.iter().map(|id| &program.policies[id]);
    let lists = class.allow_lists.iter().map(|id| &program.allow_lists[id]);
    let of_policies = policies.flat_map(|policy| policy.rules.iter().map(|rules| rules.connector));
    let of_lists = lists.flat_map(|list| list.entries.iter().map(|entry| entry.connector));
    let mut named: Vec<ConnectorId> = of_policies.chain(of_lists).filter(|id| !class.blocked.contains(*id)).collect();
    named.sort_unstable();
    named.dedup();
    let found = limits_under(program, (&class.policies, &class.allow_lists), &named);
    let mut rows: Vec<LimitRow> = found
        .iter()
        .map(|limit| LimitRow {
            connector: limit.connector.0,
            policy: shown(limit.by.named(program).1),
            policy_kind: match limit.by {
                LimitedBy::Policy(_) => "data_policy",
                LimitedBy::List(_) => "connector_allow_list",
            },
            kind: limit.kind.word(),
            place: place(sources, limit.kind.location()),
            rules: limit
                .kind
                .rules()
                .iter()
                .map(|rule| RuleRow {
                    behavior: rule.behavior,
                    what: shown(rule.what),
                    place: place(sources, rule.location),
                })
                .collect(),
        })
        .collect();
    rows.sort_by_key(|row| row.connector);
    rows
}

impl ClassRow {
    /// The number of connectors for which it is unknown whether they may be used.
    pub(super) fn unknown(&self) -> usize {
        size(&self.ungoverned) + size(&self.unsorted)
    }

    /// The number of connectors of a cell that a policy governs.
    pub(super) fn governed(&self, cell: &CellRow) -> usize {
        size(&cell.connectors) - overlap(&cell.connectors, &self.ungoverned)
    }
}

/// The number of connectors that two lists of ranges have in common.
fn overlap(one: &[u32], other: &[u32]) -> usize {
    if other.is_empty() {
        return 0;
    }
    let other: rustc_hash::FxHashSet<usize> = members(other).collect();
    members(one).filter(|id| other.contains(id)).count()
}

impl PolicyRow {
    /// The number of connectors that it puts into a group.
    pub(super) fn in_group(&self, group: &str) -> usize {
        self.says.iter().filter(|says| says.group == group).map(|says| size(&says.connectors)).sum()
    }
}

impl ListRow {
    /// The number of connectors that it lists.
    pub(super) fn listed(&self) -> usize {
        self.lists.iter().map(|(_, connectors)| size(connectors)).sum()
    }
}
