//! The state before any plan: privileges, people, groups.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use dictum::model::organisation::User;

use super::rows::Service;
use crate::access::slow::Organisation;
use crate::decision::Random;
use crate::emit::Build;

/// The beginnings of the names of a table's privileges, in the order of the columns of the public table.
pub(super) const PREFIXES: [&str; 8] =
    ["prvCreate", "prvRead", "prvWrite", "prvDelete", "prvAppend", "prvAppendTo", "prvAssign", "prvShare"];

/// The depths, narrowest first.
pub(super) const DEPTHS: [&str; 4] = ["Basic", "Local", "Deep", "Global"];

/// Tables whose privileges use another name than the table's (dataverse.md 1.4).
pub(super) const BASES: [(&str, &str); 20] = [
    ("annotation", "Note"),
    ("businessunitnewsarticle", "NewsArticle"),
    ("channelaccessprofilerule", "ProfileRule"),
    ("email", "Activity"),
    ("fax", "Activity"),
    ("incident", "Incident"),
    ("kbarticle", "Article"),
    ("kbarticletemplate", "ArticleTemplate"),
    ("letter", "Activity"),
    ("activitypointer", "Activity"),
    ("appointment", "Activity"),
    ("phonecall", "Activity"),
    ("processsession", "WorkflowSession"),
    ("savedquery", "Query"),
    ("savedqueryvisualization", "SavedQueryVisualizations"),
    ("systemuser", "User"),
    ("task", "Activity"),
    ("teamtemplate", "Customization"),
    ("template", "EmailTemplate"),
    ("userqueryvisualization", "UserQueryVisualizations"),
];

/// Rows without the header, cell by cell.
type Cells = Vec<Vec<String>>;

fn read(file: &str) -> Cells {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tables").join(file);
    let text = std::fs::read_to_string(path).expect("the public data should be there");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The tables of the platform.
fn tables() -> &'static Cells {
    static TABLES: LazyLock<Cells> = LazyLock::new(|| read("table-privileges.tsv"));
    &TABLES
}

/// The part of the names of a table's privileges after the verb.
fn base<'r>(table: &'r str, schema: &'r str) -> &'r str {
    let named = BASES.iter().find(|(name, _)| *name == table).map(|(_, base)| *base);
    named.unwrap_or(if schema.is_empty() { table } else { schema })
}

/// The privileges of the platform's tables, and those of no table, with the levels that each takes.
pub(super) fn privileges() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for row in tables() {
        let base = base(&row[0], &row[1]);
        let taken = PREFIXES.iter().zip(&row[4..]).filter(|(_, levels)| *levels != "-");
        all.extend(taken.map(|(prefix, levels)| (format!("{prefix}{base}"), levels.clone())));
    }
    all.extend(read("task-privileges.tsv").into_iter().map(|row| (row[0].clone(), "BLDG".to_owned())));
    all
}

/// The grants of a predefined role on tables, by its display name.
pub(super) fn predefined(role: &str) -> Vec<(String, &'static str)> {
    static GRANTS: LazyLock<Cells> = LazyLock::new(|| read("predefined-roles.tsv"));
    let schemas: BTreeMap<&str, &str> = tables().iter().map(|row| (&*row[0], &*row[1])).collect();
    let mut grants = BTreeMap::new();
    for row in GRANTS.iter().filter(|row| row[0] == role) {
        let base = base(&row[1], schemas.get(&*row[1]).copied().unwrap_or_default()).to_owned();
        for (prefix, letter) in PREFIXES.iter().zip(&row[2..]) {
            if let Some(depth) = DEPTHS.into_iter().find(|depth| depth.starts_with(letter.as_str())) {
                grants.insert(format!("{prefix}{base}"), depth);
            }
        }
    }
    grants.into_iter().collect()
}

/// Whether the rows of a table are settings: those of the platform without an owner.
pub(super) fn is_setting(table: &str) -> bool {
    let found = tables().iter().find(|row| row[0] == table);
    found.is_some_and(|row| row[2] != "UserOwned")
}

/// An id in Entra.
pub(super) fn oid(letter: &str, index: usize) -> String {
    let kind = u32::from(letter.as_bytes()[0]);
    format!("{kind:08x}-1111-4222-8333-{index:012x}")
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) oid: String,
    pub(super) disabled: bool,
}

/// The users and groups in Entra, and the users who are in the environment.
#[derive(Clone, Debug, Default)]
pub(super) struct Directory {
    pub(super) people: Vec<Person>,
    /// By group: members, nested ones included, and owners.
    pub(super) groups: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>,
}

impl Directory {
    /// The people of a random organisation. If it is unknown whether a user gets in, only some of them are there.
    pub(super) fn random(made: &Organisation, environment: usize, random: &mut Random) -> Self {
        let mut directory = Self::default();
        for (index, user) in made.users.iter().enumerate() {
            let there = match made.gate(environment, index) {
                'o' => true,
                'c' => false,
                _unsure => random.one_in(2),
            };
            if there {
                directory.people.push(Person { oid: oid("p", index), disabled: user.disabled });
            }
        }
        for (index, group) in made.groups.iter().enumerate() {
            let all = 0..made.users.len();
            let members = all.filter(|user| made.in_group(index, *user)).map(|user| oid("p", user)).collect();
            let owners = group.owners.iter().map(|user| oid("p", *user)).collect();
            directory.groups.insert(oid("g", index), (members, owners));
        }
        directory
    }

    /// Whether a person is in the team of a group: membership types 0 and 1 are members, 2 are owners.
    pub(super) fn is_in_team(&self, group: &str, membership: i64, oid: &str) -> bool {
        let Some((members, owners)) = self.groups.get(group) else { return false };
        match membership {
            0 | 1 => members.contains(oid),
            2 => owners.contains(oid),
            _guests => false,
        }
    }

    /// The row of a user.
    #[expect(clippy::unused_self, reason = "what is asked of a fixture is asked in one way")]
    pub(super) fn row_of(&self, service: &Service, build: &Build, user: &User) -> Option<String> {
        let (column, wanted) = match &user.application {
            Some(application) => ("applicationid", application.name.to_string()),
            None => {
                let bound = build.bindings.users.get(user.name()).cloned();
                ("azureactivedirectoryobjectid", bound.or_else(|| user.id.as_ref().map(|id| id.name.to_string()))?)
            }
        };
        let users = service.set("systemusers").iter();
        let mut users = users.filter(|(_, row)| row.get(column).and_then(serde_json::Value::as_str) == Some(&*wanted));
        users.next().map(|(id, _)| id.clone())
    }
}
