//! One answer about access: what is asked, what is found, and its words.

use serde::Serialize;

use super::{place, unknown};
use crate::analysis::access::{Gate, Hindrance, Holding, Place, Reach, Rows, Through, role_name, uncertain_roles};
use crate::catalog::privilege::Verb;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::diagnostics::{closest, list_of, quoted_list};
use crate::engine::Analysis;
use crate::model::Program;
use crate::model::organisation::{TeamId, UserId};
use crate::model::program::Environment;
use crate::model::roles::RoleId;
use crate::model::tables::TableId;
use crate::text::printable;

/// Who is asked about: a user or a team, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    User(UserId),
    Team(TeamId),
}

impl Subject {
    pub(super) fn name(self, program: &Program) -> &str {
        let organisation = &program.organisation;
        match self {
            Self::User(index) => organisation.users[index].name(),
            Self::Team(index) => organisation.teams[index].name(),
        }
    }
}

/// An answer, as it is written in JSON.
#[derive(Serialize)]
pub(super) struct AccessRow {
    pub(super) environment: String,
    pub(super) user: Option<String>,
    pub(super) team: Option<String>,
    /// Whether the environment lets the user in: `yes`, `no`, `unknown`.
    pub(super) may_enter: &'static str,
    /// Why that is unknown. `rule`: a rule chooses the members of the group, or no member is listed. `nested`: the user
    /// belongs to a group within it. `trial`: the environment is a trial. `members`: the answer is about the members of
    /// the team, and the source does not say who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unsure: Option<&'static str>,
    /// Whether the user can use it: `no` for a disabled user, or one whose access mode excludes it.
    pub(super) may_use: &'static str,
    /// Why not: `disabled`, `read_only`, `administrative`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hindered: Option<&'static str>,
    /// The same, for people.
    #[serde(skip)]
    pub(super) hindrance: Option<Hindrance>,
    /// Roles of the user whose grants are unknown, so that the user may reach more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) not_known: Vec<String>,
    pub(super) table: String,
    pub(super) verb: &'static str,
    pub(super) level: &'static str,
    pub(super) reach: ReachRow,
    pub(super) grants: Vec<GrantRow>,
}

/// Which rows.
#[derive(Serialize)]
pub(super) struct ReachRow {
    pub(super) all: bool,
    pub(super) own: bool,
    pub(super) teams: Vec<String>,
    pub(super) units: Vec<UnitRow>,
}

#[derive(Serialize)]
pub(super) struct UnitRow {
    pub(super) unit: String,
    pub(super) and_below: bool,
}

/// By which grant.
#[derive(Serialize)]
pub(super) struct GrantRow {
    pub(super) role: String,
    /// The role that grants it, if the assigned role only includes that role.
    pub(super) within: Option<String>,
    pub(super) level: &'static str,
    pub(super) unit: String,
    pub(super) team: Option<String>,
    /// Where the role is assigned.
    pub(super) given_at: Option<String>,
    /// Where the level is in the source; `None` for roles of the platform.
    pub(super) granted_at: Option<String>,
}

/// What is asked of each subject.
pub(super) struct Question {
    pub(super) tables: Vec<TableId>,
    pub(super) verbs: Vec<Verb>,
    pub(super) role: Option<RoleId>,
    pub(super) unit: Option<String>,
}

/// The answers for a subject in an environment, without those that grant nothing.
pub(super) fn rows(
    project: &Project,
    analysis: &Analysis,
    at: &Place,
    subject: Subject,
    question: &Question,
) -> Vec<AccessRow> {
    let program = &analysis.program;
    let unit = question.unit.as_deref().map(|unit| at.find_unit(program, unit));
    let holdings: Vec<Holding> = match subject {
        Subject::User(user) => at.holdings(user).to_vec(),
        Subject::Team(team) => crate::analysis::access::of_team(program, at, team),
    };
    let mut rows = Vec::new();
    if holdings.is_empty() || unit == Some(None) {
        return rows;
    }
    for table in &question.tables {
        for verb in &question.verbs {
            let access = &analysis.access;
            let reach = match (subject, question.role) {
                (Subject::User(user), None) => access.reach(program, at, user, *table, *verb),
                (Subject::Team(_), None) => access.reach_of(program, at, &holdings, *table, *verb),
                (Subject::User(user), Some(role)) => access.reach_by(program, at, user, role, (*table, *verb)),
                (Subject::Team(_), Some(role)) => access.reach_of_role(program, at, &holdings, role, (*table, *verb)),
            };
            if let Some(Some(unit)) = unit
                && !reach.covers(program, at, Rows::Of(unit))
            {
                continue;
            }
            if !reach.is_nothing() {
                rows.push(row(project, analysis, at, subject, *table, *verb, (&reach, &holdings)));
            }
        }
    }
    rows
}

/// The answers for the members of teams whose members the source does not give: the teams that `user` may be in, or all
/// such teams without a user.
pub(super) fn perhaps(
    project: &Project,
    analysis: &Analysis,
    at: &Place,
    user: Option<UserId>,
    question: &Question,
) -> Vec<AccessRow> {
    let program = &analysis.program;
    let teams = match user {
        Some(user) => analysis.access.perhaps_in(program, at, user),
        None => at.open_teams().to_vec(),
    };
    let mut rows: Vec<AccessRow> = Vec::new();
    for team in teams {
        rows.extend(self::rows(project, analysis, at, Subject::Team(team), question));
    }
    for row in &mut rows {
        row.user = user.map(|user| program.organisation.users[user].name().to_owned());
        row.may_enter = "unknown";
        row.unsure = Some("members");
    }
    rows
}

fn row(
    project: &Project,
    analysis: &Analysis,
    at: &Place,
    subject: Subject,
    table: TableId,
    verb: Verb,
    (reach, holdings): (&Reach, &[Holding]),
) -> AccessRow {
    let program = &analysis.program;
    let organisation = &program.organisation;
    let user = match subject {
        Subject::User(user) => Some(user),
        Subject::Team(_) => None,
    };
    let gate = user.map_or(Gate::Open, |user| analysis.access.gate(program, at, user));
    let hindrance = user.map(|user| &organisation.users[user]);
    let hindrance = hindrance.and_then(|user| Hindrance::of(program, user, table, verb));
    let may_enter = match gate {
        Gate::Open => "yes",
        Gate::Closed => "no",
        Gate::Unknown | Gate::Nested | Gate::Trial => "unknown",
    };
    let name = subject.name(program).to_owned();
    let grants = reach.because.iter().map(|one| {
        let granting = organisation.roles.get(one.granted_by.0 as usize).filter(|role| role.predefined.is_none());
        let cell = granting.and_then(|role| role.cell(|id| organisation.tables.base(id), table, verb));
        let team = match one.holding.through {
            Through::Direct(..) => None,
            Through::Team(team, _) => Some(&organisation.teams[team]),
        };
        GrantRow {
            role: role_name(program, one.holding.role).to_owned(),
            within: (one.granted_by != one.holding.role).then(|| role_name(program, one.granted_by).to_owned()),
            level: one.level.word(),
            unit: at.unit_name(program, one.holding.unit).to_owned(),
            team: team.map(|team| team.name().to_owned()),
            given_at: one.holding.place(program, user).map(|at| place(&project.sources, at)),
            granted_at: cell.map(|cell| place(&project.sources, cell)),
        }
    });
    let team_name = |team: &TeamId| organisation.teams[team].name().to_owned();
    let units = reach
        .units
        .iter()
        .map(|(unit, deep)| UnitRow { unit: at.unit_name(program, *unit).to_owned(), and_below: *deep });
    AccessRow {
        environment: at.name(program).to_owned(),
        team: user.is_none().then(|| name.clone()),
        user: user.map(|_| name),
        may_enter,
        unsure: match gate {
            Gate::Open | Gate::Closed => None,
            Gate::Unknown => Some("rule"),
            Gate::Nested => Some("nested"),
            Gate::Trial => Some("trial"),
        },
        may_use: if hindrance.is_some() { "no" } else { "yes" },
        hindered: hindrance.map(Hindrance::word),
        hindrance,
        not_known: if reach.everywhere { Vec::new() } else { not_known(program, holdings, table, verb) },
        table: organisation.tables.name(table).to_owned(),
        verb: verb.word(),
        level: reach.widest().map_or("none", crate::catalog::privilege::Level::word),
        reach: ReachRow {
            all: reach.everywhere,
            own: reach.own,
            teams: reach.teams.iter().map(team_name).collect(),
            units: units.collect(),
        },
        grants: grants.collect(),
    }
}

/// Those of these roles for which it is unknown whether they grant a verb on a table.
pub(super) fn not_known(program: &Program, holdings: &[Holding], table: TableId, verb: Verb) -> Vec<String> {
    uncertain_roles(program, holdings, table, verb).into_iter().map(str::to_owned).collect()
}

impl AccessRow {
    /// Whether the user can use it, or may be able to.
    pub(super) fn counts(&self) -> bool {
        self.may_enter != "no" && self.may_use == "yes"
    }

    /// The words after an answer that is not certain in every part.
    pub(super) fn doubt(&self) -> String {
        let doubt = match self.unsure {
            Some("nested") => ", not sure: in by a group within the group of the environment".to_owned(),
            Some("trial") => ", not sure: a trial environment lets no members of a group in by itself".to_owned(),
            Some(_rule) => ", if the group of the environment has them, which the source does not say".to_owned(),
            None => String::new(),
        };
        doubt + &self.perhaps_more().unwrap_or_default()
    }

    /// That roles of the user may grant more than is known; `None` if all is known.
    pub(super) fn perhaps_more(&self) -> Option<String> {
        let names = quoted_list(self.not_known.iter().map(String::as_str), "and");
        let grant = if self.not_known.len() == 1 { "grants" } else { "grant" };
        (!self.not_known.is_empty()).then(|| format!(", perhaps more: what {names} {grant} is not known in full"))
    }
}

impl ReachRow {
    /// "rows of `emea` and below, own rows"
    pub(super) fn said(&self) -> String {
        if self.all {
            return "all rows".to_owned();
        }
        let mut parts: Vec<String> = Vec::new();
        for unit in &self.units {
            let name = printable(&unit.unit);
            parts.push(if unit.and_below {
                format!("rows of `{name}` and below")
            } else {
                format!("rows of `{name}`")
            });
        }
        if self.own {
            parts.push("own rows".to_owned());
        }
        if !self.teams.is_empty() {
            let names = quoted_list(self.teams.iter().map(String::as_str), "and");
            parts.push(format!("rows of team{} {names}", if self.teams.len() == 1 { "" } else { "s" }));
        }
        parts.join(", ")
    }
}

impl GrantRow {
    /// "`pmo`, through team `office`, from `emea`"
    pub(super) fn said(&self) -> String {
        let role = match &self.within {
            Some(within) => format!("`{}` within `{}`", printable(within), printable(&self.role)),
            None => format!("`{}`", printable(&self.role)),
        };
        let through = match &self.team {
            Some(team) => format!("through team `{}`", printable(team)),
            None => "held directly".to_owned(),
        };
        let from = if self.level == "org" { String::new() } else { format!(", from `{}`", printable(&self.unit)) };
        format!("{role}, {through}{from}")
    }

    /// The place to look at: the level in the source, else the place where the role is assigned.
    pub(super) fn place(&self) -> &str {
        self.granted_at.as_deref().or(self.given_at.as_deref()).unwrap_or_default()
    }
}

/// The environments asked about: those with a database.
pub(super) fn places<'a>(analysis: &'a Analysis, name: Option<&str>) -> Result<Vec<&'a Place>, Failure> {
    let program = &analysis.program;
    let Some(name) = name else { return Ok(analysis.access.places().collect()) };
    let names = program.environments.iter().map(Environment::name);
    let id = program.environment(name).ok_or_else(|| unknown("environment", name, names))?;
    let place = analysis.access.place(id).ok_or_else(|| {
        let nobody = program.organisation.users.is_empty() && program.organisation.teams.is_empty();
        if nobody {
            Failure::new("no users and no teams are declared").help("declare `user name { roles { … } }`")
        } else {
            Failure::new(format!("environment `{name}` has no database, and so no roles"))
                .help("give it one: `dataverse { language = 1033; currency = EUR }`")
        }
    })?;
    Ok(vec![place])
}

/// The table of that name.
pub(super) fn table(program: &Program, name: &str) -> Result<TableId, Failure> {
    let tables = &program.organisation.tables;
    tables.find(name).ok_or_else(|| {
        let failure = Failure::new(format!("there is no table `{name}`"));
        match closest(&name.to_ascii_lowercase(), tables.ids().map(|id| tables.name(id))) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("`dictum catalog tables` lists the platform's own"),
        }
    })
}

/// The verb of that word.
pub(super) fn verb(word: &str) -> Result<Verb, Failure> {
    let words = Verb::ALL.map(Verb::word);
    Verb::parse(word).ok_or_else(|| {
        let failure = Failure::new(format!("there is no verb `{word}`"));
        match closest(word, words) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help(format!("there are {}", list_of(words.map(|word| format!("`{word}`")), "and"))),
        }
    })
}

/// Whether any tree has a unit of that name.
pub(super) fn check_unit(program: &Program, name: Option<&String>) -> Result<(), Failure> {
    let Some(name) = name else { return Ok(()) };
    let trees = &program.organisation.unit_trees;
    if trees.iter().any(|tree| tree.find(name).is_some()) {
        return Ok(());
    }
    Err(unknown("business unit", name, trees.iter().flat_map(|tree| &tree.units).map(|unit| &*unit.symbol.name)))
}
