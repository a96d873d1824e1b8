//! The rows of an environment, and the platform's own actions when some are created.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::fixture::{self, Directory};

pub(super) type Row = BTreeMap<String, Value>;

/// An environment with a database.
pub(super) struct Service {
    pub(super) sets: BTreeMap<&'static str, BTreeMap<String, Row>>,
    /// Associated rows: the association, the first row, the second row.
    pub(super) joined: BTreeSet<(String, String, String)>,
    /// The grants of roles by the id of the original: privilege and depth.
    pub(super) grants: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether users may have roles of other units than their own.
    pub(super) modern: bool,
    pub(super) directory: Directory,
    /// The ids of privileges by their names in lower case.
    by_name: BTreeMap<String, String>,
    /// The number of times that a user or a team was moved to a unit.
    pub(super) moves: u64,
    made: u32,
}

/// Each set and the column of its key.
pub(super) const KEYS: [(&str, &str); 7] = [
    ("businessunits", "businessunitid"),
    ("roles", "roleid"),
    ("teams", "teamid"),
    ("systemusers", "systemuserid"),
    ("privileges", "privilegeid"),
    ("fieldsecurityprofiles", "fieldsecurityprofileid"),
    ("fieldpermissions", "fieldpermissionid"),
];

pub(super) fn key(set: &str) -> &'static str {
    KEYS.iter().find(|(name, _)| *name == set).map(|(_, key)| *key).expect("a set")
}

impl Service {
    /// A new environment: the root unit with its team, the privileges of the platform's tables and of no table, and the
    /// admitted people, all in the root.
    pub(super) fn new(modern: bool, directory: Directory) -> Self {
        let mut service = Self {
            sets: KEYS.iter().map(|(set, _)| (*set, BTreeMap::new())).collect(),
            joined: BTreeSet::new(),
            grants: BTreeMap::new(),
            modern,
            directory,
            by_name: BTreeMap::new(),
            moves: 0,
            made: 0,
        };
        let root = service.fresh();
        service.insert("businessunits", &root, [("name", json!("org")), ("_parentbusinessunitid_value", Value::Null)]);
        service.unit_made(&root);
        for (name, levels) in fixture::privileges() {
            service.add_privilege(&name, &levels);
        }
        for person in service.directory.people.clone() {
            let id = service.fresh();
            let row = [
                ("azureactivedirectoryobjectid", json!(person.oid)),
                ("applicationid", Value::Null),
                ("_businessunitid_value", json!(root)),
                ("accessmode", json!(0)),
                ("isdisabled", json!(person.disabled)),
            ];
            service.insert("systemusers", &id, row);
        }
        service
    }

    /// An id that the platform chooses.
    pub(super) fn fresh(&mut self) -> String {
        self.made += 1;
        format!("0000feed-0000-4000-8000-{:012x}", self.made)
    }

    pub(super) fn set(&self, set: &str) -> &BTreeMap<String, Row> {
        self.sets.get(set).expect("a set")
    }

    pub(super) fn row(&self, set: &str, id: &str) -> Option<&Row> {
        self.set(set).get(id)
    }

    /// A column of a row as text. Empty if the row does not have it.
    pub(super) fn text(&self, set: &str, id: &str, column: &str) -> String {
        let value = self.row(set, id).and_then(|row| row.get(column));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(super) fn insert<'c>(&mut self, set: &'static str, id: &str, row: impl IntoIterator<Item = (&'c str, Value)>) {
        let mut row: Row = row.into_iter().map(|(column, value)| (column.to_owned(), value)).collect();
        row.insert(key(set).to_owned(), json!(id));
        self.sets.get_mut(set).expect("a set").insert(id.to_owned(), row);
    }

    /// The root unit.
    pub(super) fn root(&self) -> String {
        let units = self.set("businessunits");
        let root = units.iter().find(|(_, row)| row.get("_parentbusinessunitid_value") == Some(&Value::Null));
        root.map(|(id, _)| id.clone()).expect("the root")
    }

    /// Whether a unit is another or below it.
    pub(super) fn within(&self, unit: &str, above: &str) -> bool {
        let mut unit = unit.to_owned();
        loop {
            if unit == above {
                return true;
            }
            unit = self.text("businessunits", &unit, "_parentbusinessunitid_value");
            if unit.is_empty() {
                return false;
            }
        }
    }

    /// Each unit has a default team; roles of the units above get copies in it.
    pub(super) fn unit_made(&mut self, unit: &str) {
        let team = self.fresh();
        let name = self.text("businessunits", unit, "name");
        let row = [
            ("name", json!(name)),
            ("_businessunitid_value", json!(unit)),
            ("teamtype", json!(0)),
            ("isdefault", json!(true)),
        ];
        self.insert("teams", &team, row);
        let originals: Vec<String> = self.grants.keys().cloned().collect();
        for role in originals {
            self.copy_role(&role);
        }
    }

    /// Each unit below that of a role has a copy of it with an id of its own.
    pub(super) fn copy_role(&mut self, original: &str) {
        let home = self.text("roles", original, "_businessunitid_value");
        let units: Vec<String> = self.set("businessunits").keys().cloned().collect();
        for unit in units {
            let there = self.set("roles").values().any(|row| {
                let is = |column: &str, value: &str| row.get(column).and_then(Value::as_str) == Some(value);
                is("_parentrootroleid_value", original) && is("_businessunitid_value", &unit)
            });
            if there || !self.within(&unit, &home) {
                continue;
            }
            let mut copy = self.row("roles", original).expect("the original").clone();
            let id = self.fresh();
            copy.insert("roleid".to_owned(), json!(id));
            copy.insert("_businessunitid_value".to_owned(), json!(unit));
            self.sets.get_mut("roles").expect("a set").insert(id, copy);
        }
    }

    /// A role that exists before any plan, in the root.
    pub(super) fn add_role(
        &mut self,
        name: &str,
        id: Option<&str>,
        template: Option<&str>,
        inherited: bool,
        grants: &[(String, &str)],
    ) {
        let id = id.map_or_else(|| self.fresh(), str::to_owned);
        let row = [
            ("name", json!(name)),
            ("_businessunitid_value", json!(self.root())),
            ("_parentrootroleid_value", json!(id)),
            ("_roletemplateid_value", json!(template)),
            ("isinherited", json!(i32::from(inherited))),
        ];
        self.insert("roles", &id, row);
        let mut all = BTreeMap::new();
        for (privilege, depth) in grants {
            let privilege = self.privilege(privilege).unwrap_or_else(|| unreachable!("{privilege} should exist"));
            all.insert(privilege, (*depth).to_owned());
        }
        self.grants.insert(id.clone(), all);
        self.copy_role(&id);
    }

    /// A privilege and the levels it takes, by their letters.
    pub(super) fn add_privilege(&mut self, name: &str, levels: &str) {
        if self.privilege(name).is_some() {
            return;
        }
        let id = self.fresh();
        self.insert("privileges", &id, [("name", json!(name)), ("levels", json!(levels))]);
        self.by_name.insert(name.to_ascii_lowercase(), id);
    }

    /// The id of a privilege, ignoring the case of its name.
    pub(super) fn privilege(&self, name: &str) -> Option<String> {
        self.by_name.get(&name.to_ascii_lowercase()).cloned()
    }

    /// The whole visible state.
    pub(super) fn state(&self) -> String {
        let sets = self.sets.iter().filter(|(set, _)| **set != "privileges");
        format!("{:?}\n{:?}\n{:?}", sets.collect::<Vec<_>>(), self.joined, self.grants)
    }
}
