//! The predefined roles of the platform.

use std::sync::{LazyLock, OnceLock};

use super::super::privilege::{Grants, Level, Verb};
use super::list::head;
use super::system_tables;
use super::tasks::{self, Tasks};

/// A predefined role of the platform.
#[derive(Debug, PartialEq, Eq)]
pub struct PredefinedRole {
    /// The source symbol.
    pub symbol: &'static str,
    /// The display name.
    pub name: &'static str,
    /// The id, where it is the same in every environment.
    pub id: Option<&'static str>,
    /// The id of the template from which each environment creates it.
    pub template: Option<&'static str>,
    /// Its purpose.
    pub summary: &'static str,
    /// The privileges it grants that belong to no table.
    pub tasks: Tasks,
}

impl PredefinedRole {
    /// The grants on each of [`system_tables`], sorted by the place of the table.
    ///
    /// The grants of a role are read on first use.
    pub fn grants(&self) -> &'static [(u32, Grants)] {
        static READ: [OnceLock<Vec<(u32, Grants)>>; ROLES.len()] = [const { OnceLock::new() }; ROLES.len()];
        if let Some(further) = further().iter().find(|further| further.role.symbol == self.symbol) {
            return further.grants.get_or_init(|| listed(further.list));
        }
        let place = ROLES.iter().position(|role| role.symbol == self.symbol);
        let read = place.and_then(|place| Some(READ.get(place)?.get_or_init(|| grants(place, self.symbol))));
        read.map_or(&[], Vec::as_slice)
    }
}

/// The predefined roles, sorted by symbol.
pub const fn predefined_roles() -> &'static [PredefinedRole] {
    &ROLES
}

/// Predefined roles of some environments, sorted by symbol. They were seen in one environment, in 2025. They grant at
/// least what was seen there; their privileges that belong to no table are unknown.
pub fn further_roles() -> impl Iterator<Item = &'static PredefinedRole> {
    further().iter().map(|further| &further.role)
}

/// The role at a place that the functions below return.
pub fn platform_role(place: u32) -> Option<&'static PredefinedRole> {
    let place = place as usize;
    ROLES.get(place).or_else(|| further().get(place.checked_sub(ROLES.len())?).map(|further| &further.role))
}

/// The place of the role with that symbol: in [`predefined_roles`], or after them in [`further_roles`].
pub fn predefined_role(symbol: &str) -> Option<u32> {
    place(|role| role.symbol == symbol)
}

/// The place of the role with that display name, whatever its capitals.
pub fn predefined_by_name(name: &str) -> Option<u32> {
    place(|role| role.name.eq_ignore_ascii_case(name))
}

/// The place of the role with that id, or made from the template with that id.
pub fn predefined_by_id(guid: &str) -> Option<u32> {
    let guid = guid.trim_matches(['{', '}']);
    let own = place(|role| [role.id, role.template].into_iter().flatten().any(|id| id.eq_ignore_ascii_case(guid)));
    let seen = || (0..).zip(further()).find(|(_, further)| further.id.eq_ignore_ascii_case(guid));
    own.or_else(|| seen().map(|(place, _)| ROLES.len() as u32 + place))
}

fn place(wanted: impl Fn(&PredefinedRole) -> bool) -> Option<u32> {
    (0..).zip(ROLES.iter().chain(further_roles())).find_map(|(place, role)| wanted(role).then_some(place))
}

/// A role that was seen in one environment.
#[derive(Debug)]
struct Further {
    role: PredefinedRole,
    /// The id that it had there; whether it is the same elsewhere is unknown.
    id: &'static str,
    /// The table and grants of each of its rows.
    list: &'static str,
    /// The parsed rows, after first use.
    grants: OnceLock<Vec<(u32, Grants)>>,
}

fn further() -> &'static [Further] {
    static FURTHER: LazyLock<Vec<Further>> = LazyLock::new(|| {
        let mut roles: Vec<Further> = include_str!("more_roles.tsv").lines().filter_map(further_role).collect();
        roles.sort_unstable_by_key(|further| further.role.symbol);
        roles
    });
    &FURTHER
}

/// A line: name, id, purpose, grants.
fn further_role(line: &'static str) -> Option<Further> {
    let mut cells = line.split('\t');
    let (name, id, summary, list) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let symbol = symbol_of(name).leak();
    let role = PredefinedRole { symbol, name, id: None, template: None, summary, tasks: Tasks::Unknown };
    Some(Further { role, id, list, grants: OnceLock::new() })
}

/// A display name as a symbol: lower-case letters and digits, each run of other characters as one `_`.
fn symbol_of(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_")
}

/// Rows such as `account=-G------`.
fn listed(list: &str) -> Vec<(u32, Grants)> {
    let rows = list.split(' ').filter_map(|row| row.split_once('='));
    let mut grants: Vec<(u32, Grants)> =
        rows.filter_map(|(table, letters)| Some((super::system_table(table)?, pattern(letters)))).collect();
    grants.sort_unstable_by_key(|(table, _)| *table);
    grants
}

/// Each line of the list has a table and one letter a role: the index of its grants in the role's line at the
/// beginning of the file.
fn grants(place: usize, symbol: &str) -> Vec<(u32, Grants)> {
    let line = head().lines().find_map(|line| line.strip_prefix(symbol)?.strip_prefix('\t'));
    let patterns: Vec<Grants> = line.unwrap_or_default().split(' ').map(pattern).collect();
    let of_table = |letters: &str| patterns.get(letter(*letters.as_bytes().get(place)?)?).copied();
    let tables = (0..).zip(system_tables());
    tables.filter_map(|(index, table)| Some((index, of_table(table.grants)?))).collect()
}

/// `A` is the first, `a` the one after `Z`; a dot means no grant.
fn letter(letter: u8) -> Option<usize> {
    match letter {
        b'A'..=b'Z' => Some(usize::from(letter - b'A')),
        b'a'..=b'z' => Some(usize::from(letter - b'a') + 26),
        _ => None,
    }
}

/// One letter a verb: `-`, or the first letter of the level's word in requests.
fn pattern(letters: &str) -> Grants {
    let verbs = Verb::ALL.into_iter().zip(letters.chars());
    verbs.fold(Grants::NONE, |grants, (verb, letter)| {
        match Level::ALL.into_iter().find(|level| level.wire().starts_with(letter)) {
            Some(level) => grants.with(verb, level),
            None => grants,
        }
    })
}

static ROLES: [PredefinedRole; 22] = [
    PredefinedRole {
        symbol: "app_opener",
        tasks: tasks::APP_OPENER,
        name: "App Opener",
        id: Some("979144c2-989b-41a5-a146-6b3ea4130e8c"),
        template: None,
        summary: "the least that opens a model-driven app, and no data",
    },
    PredefinedRole {
        symbol: "approvals_administrator",
        tasks: Tasks::Unknown,
        name: "Approvals Administrator",
        id: Some("854af338-f3c5-e711-8122-000d3aa01c52"),
        template: None,
        summary: "full rights on the tables that approvals are kept in",
    },
    PredefinedRole {
        symbol: "approvals_user",
        tasks: Tasks::Unknown,
        name: "Approvals User",
        id: Some("b9b08637-acf6-e711-a95a-000d3a11f5ee"),
        template: None,
        summary: "sees and answers approvals of one's own",
    },
    PredefinedRole {
        symbol: "basic_user",
        tasks: tasks::BASIC_USER,
        name: "Basic User",
        id: None,
        template: Some("236750cd-45ae-4939-ab12-b24b920ced93"),
        summary: "runs apps and works with rows of one's own in the standard tables",
    },
    PredefinedRole {
        symbol: "bot_author",
        tasks: Tasks::Unknown,
        name: "Bot Author",
        id: Some("e0d2794e-82f3-e811-a951-000d3a1bcf17"),
        template: None,
        summary: "makes agents and edits those of one's own",
    },
    PredefinedRole {
        symbol: "bot_contributor",
        tasks: Tasks::Unknown,
        name: "Bot Contributor",
        id: Some("2fe4d72e-e538-ea11-a81c-000d3ac3e6d8"),
        template: None,
        summary: "works on agents that were shared",
    },
    PredefinedRole {
        symbol: "bot_viewer",
        tasks: Tasks::Unknown,
        name: "Bot Viewer",
        id: Some("1a6feece-0ba1-4739-8dee-eb83b1b591ea"),
        template: None,
        summary: "looks at agents that were shared",
    },
    PredefinedRole {
        symbol: "dataflow_maker",
        tasks: Tasks::Unknown,
        name: "Dataflow Maker",
        id: Some("1f6c957f-9851-4dbe-ab1c-508c06faa8be"),
        template: None,
        summary: "makes and runs dataflows",
    },
    PredefinedRole {
        symbol: "delegate",
        tasks: tasks::DELEGATE,
        name: "Delegate",
        id: None,
        template: Some("d892cc0b-28c7-4e88-bd92-72f2c366baed"),
        summary: "lets a service act in the name of users",
    },
    PredefinedRole {
        symbol: "desktop_flows_machine_owner",
        tasks: Tasks::Unknown,
        name: "Desktop Flows Machine Owner",
        id: Some("313995f9-4a4a-4d4a-afd1-c892da78e13e"),
        template: None,
        summary: "registers machines for desktop flows and manages those of one's own",
    },
    PredefinedRole {
        symbol: "desktop_flows_machine_user",
        tasks: Tasks::Unknown,
        name: "Desktop Flows Machine User",
        id: Some("169ead94-a7e8-42c5-9ae8-d81205dfee77"),
        template: None,
        summary: "runs desktop flows on machines that were shared",
    },
    PredefinedRole {
        symbol: "environment_maker",
        tasks: Tasks::Unknown,
        name: "Environment Maker",
        id: Some("d58407f2-48d5-e711-a82c-000d3a37c848"),
        template: None,
        summary: "makes apps, flows and connections, but has no rights on data",
    },
    PredefinedRole {
        symbol: "export_customizations",
        tasks: Tasks::Unknown,
        name: "Export Customizations (Solution Checker)",
        id: Some("4931681d-8163-e811-a965-000d3a11fe32"),
        template: None,
        summary: "lets the solution checker read solutions",
    },
    PredefinedRole {
        symbol: "knowledge_manager",
        tasks: Tasks::Unknown,
        name: "Knowledge Manager",
        id: None,
        template: Some("b4b40b17-cf37-4ea8-b2c5-b580f2f48654"),
        summary: "writes and publishes knowledge articles beside what a basic user does",
    },
    PredefinedRole {
        symbol: "office_collaborator",
        tasks: Tasks::Unknown,
        name: "Office Collaborator",
        id: Some("e8fb3146-7717-ec11-b1b7-000d3af68e17"),
        template: None,
        summary: "reads what is needed to reach rows shared from Office; held by a team of the platform",
    },
    PredefinedRole {
        symbol: "service_deleter",
        tasks: Tasks::Unknown,
        name: "Service Deleter",
        id: Some("3b305bc7-5cf5-464b-985e-d6237f6496f1"),
        template: None,
        summary: "deletes rows of nearly every table, for services of the platform",
    },
    PredefinedRole {
        symbol: "service_reader",
        tasks: Tasks::Unknown,
        name: "Service Reader",
        id: Some("494d392f-d3f4-42ba-af49-30c6f41e6093"),
        template: None,
        summary: "reads nearly every table, for services of the platform",
    },
    PredefinedRole {
        symbol: "service_writer",
        tasks: Tasks::Unknown,
        name: "Service Writer",
        id: Some("68f2d372-e1a5-4298-9a93-4b39757caf93"),
        template: None,
        summary: "makes and changes rows of nearly every table, for services of the platform",
    },
    PredefinedRole {
        symbol: "solution_checker",
        tasks: Tasks::Unknown,
        name: "Solution Checker",
        id: Some("e05075eb-9d74-e811-a95c-000d3a1c53e4"),
        template: None,
        summary: "runs the solution checker and keeps its findings",
    },
    PredefinedRole {
        symbol: "support_user",
        tasks: Tasks::Unknown,
        name: "Support User",
        id: None,
        template: Some("2d101bb3-5ced-4122-83f1-94d5efde4e3b"),
        summary: "reads customization and settings to help others",
    },
    PredefinedRole {
        symbol: "system_administrator",
        tasks: Tasks::All,
        name: "System Administrator",
        id: None,
        template: Some("627090ff-40a3-4053-8790-584edc5be201"),
        summary: "everything, secured columns included; cannot be changed",
    },
    PredefinedRole {
        symbol: "system_customizer",
        tasks: tasks::SYSTEM_CUSTOMIZER,
        name: "System Customizer",
        id: None,
        template: Some("119f245c-3cc8-4b62-b31c-d1a046ced15d"),
        summary: "changes the design of the environment, but sees only rows of one's own",
    },
];
