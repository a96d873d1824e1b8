//! Requests as the service handles them: it refuses what the documentation excludes.

use serde_json::{Value, json};

use super::rows::{Row, Service, key};

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Two rows are associated already.
    Joined,
    /// Anything else.
    Refused(String),
}

fn refused<T>(why: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Refused(why.into()))
}

/// Columns that can be set only when a row is created.
const FIXED: [(&str, &[&str]); 3] = [
    ("roles", &["businessunitid@odata.bind", "roleid"]),
    ("teams", &["teamid", "teamtype", "membershiptype", "azureactivedirectoryobjectid"]),
    (
        "fieldpermissions",
        &["fieldpermissionid", "attributelogicalname", "entityname", "fieldsecurityprofileid@odata.bind"],
    ),
];

impl Service {
    /// Handles a request. Returns the rows of the answer.
    pub(super) fn send(&mut self, method: &str, path: &str, body: &Value) -> Result<Vec<Row>, Fault> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match (method, path.split('/').skip(1).collect::<Vec<_>>().as_slice()) {
            ("GET", [set]) => self.list(set, query),
            ("POST", [set]) if !set.contains('(') => self.make(set, body).map(|row| vec![row]),
            ("PATCH", [row]) => {
                let (set, id) = row_of(row)?;
                self.change(set, &id, body).map(|()| Vec::new())
            }
            ("POST", [row, "Microsoft.Dynamics.CRM.ReplacePrivilegesRole"]) => {
                let (_, id) = row_of(row)?;
                self.replace(&id, body).map(|()| Vec::new())
            }
            ("POST", [row, association, "$ref"]) => {
                let (_, id) = row_of(row)?;
                let other = body["@odata.id"].as_str().unwrap_or_default();
                let other = other.strip_prefix("https://org/api/data/v9.2/").unwrap_or_default();
                let (_, other) = row_of(other)?;
                self.join(association, &id, &other).map(|()| Vec::new())
            }
            _other => refused(format!("no such request: {method} {path}")),
        }
    }

    fn list(&self, set: &str, query: &str) -> Result<Vec<Row>, Fault> {
        let options: Vec<(String, String)> = query
            .split('&')
            .filter_map(|option| option.split_once('='))
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        let option = |name: &str| options.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
        let Some(select) = option("$select") else { return refused("no columns are selected") };
        let filter = option("$filter").unwrap_or_default();
        let wanted = |row: &Row| -> bool {
            if filter.starts_with("Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)") {
                let values = literals(option("@p2").unwrap_or_default());
                let column = option("@p1").unwrap_or_default().trim_matches('\'').to_owned();
                let own = row.get(&column).and_then(Value::as_str).unwrap_or_default();
                return values.iter().any(|value| value.eq_ignore_ascii_case(own));
            }
            filter.split(" and ").all(|part| {
                let (column, value) = part.split_once(" eq ").expect("a comparison");
                let lookup = format!("_{column}_value");
                let own = row.get(column).or_else(|| row.get(&lookup)).cloned().unwrap_or(Value::Null);
                match value {
                    "null" => own.is_null(),
                    "true" => own == json!(true),
                    text if text.starts_with('\'') => own.as_str() == literals(text).first().map(String::as_str),
                    id => own.as_str().is_some_and(|own| own.eq_ignore_ascii_case(id)),
                }
            })
        };
        let selected = |row: &Row| -> Row {
            let columns = select.split(',').map(|column| (column.to_owned(), row.get(column).cloned()));
            columns.map(|(column, value)| (column, value.unwrap_or(Value::Null))).collect()
        };
        let Some(rows) = self.sets.get(set) else { return refused(format!("no set {set}")) };
        Ok(rows.values().filter(|row| wanted(row)).map(selected).collect())
    }

    /// The columns of a body, with lookups in the platform's form. The rows that it refers to must exist.
    fn columns(&self, body: &Value) -> Result<Row, Fault> {
        let mut row = Row::new();
        for (name, value) in body.as_object().into_iter().flatten() {
            let Some(lookup) = name.strip_suffix("@odata.bind") else {
                row.insert(name.clone(), value.clone());
                continue;
            };
            let (set, id) = row_of(value.as_str().unwrap_or_default().trim_start_matches('/'))?;
            if self.row(set, &id).is_none() {
                return refused(format!("{name} refers to {set}({id}), which is not there"));
            }
            row.insert(format!("_{lookup}_value"), json!(id));
        }
        Ok(row)
    }

    fn make(&mut self, set: &str, body: &Value) -> Result<Row, Fault> {
        let Some((set, own)) = super::rows::KEYS.into_iter().find(|(name, _)| *name == set) else {
            return refused(format!("no set {set}"));
        };
        let mut row = self.columns(body)?;
        if set == "systemusers" && !row.contains_key("applicationid") {
            return refused("people are not made by a request");
        }
        let id = row.get(own).and_then(Value::as_str).map_or_else(|| self.fresh(), str::to_owned);
        if self.row(set, &id).is_some() {
            return refused(format!("{set}({id}) is there already"));
        }
        row.insert(own.to_owned(), json!(id));
        self.allowed(set, &id, &row)?;
        match set {
            "businessunits" if !row.contains_key("_parentbusinessunitid_value") => return refused("a second root"),
            "roles" => {
                row.insert("_parentrootroleid_value".to_owned(), json!(id));
                row.entry("isinherited".to_owned()).or_insert(json!(1));
                self.grants.insert(id.clone(), std::collections::BTreeMap::new());
            }
            "systemusers" => _ = row.insert("isdisabled".to_owned(), json!(false)),
            _other => {}
        }
        if matches!(set, "roles" | "teams" | "systemusers") && !row.contains_key("_businessunitid_value") {
            row.insert("_businessunitid_value".to_owned(), json!(self.root()));
        }
        self.sets.get_mut(set).expect("a set").insert(id.clone(), row.clone());
        match set {
            "businessunits" => self.unit_made(&id),
            "roles" => self.copy_role(&id),
            _other => {}
        }
        Ok(row)
    }

    /// Names that must be unique, and groups that have one team for each kind of membership.
    fn allowed(&self, set: &str, id: &str, row: &Row) -> Result<(), Fault> {
        let others = || self.set(set).iter().filter(|(one, _)| one.as_str() != id).map(|(_, other)| other);
        let same = |other: &Row, column: &str| other.get(column) == row.get(column);
        if (set == "teams" || set == "roles")
            && others().any(|other| same(other, "name") && same(other, "_businessunitid_value"))
        {
            return refused(format!("{set} has that name in the unit already: {row:?}"));
        }
        let grouped = row.get("azureactivedirectoryobjectid").is_some_and(|id| !id.is_null());
        let twice = |other: &Row| same(other, "azureactivedirectoryobjectid") && same(other, "membershiptype");
        if set == "teams" && grouped && others().any(twice) {
            return refused("the group has a team of that kind already");
        }
        Ok(())
    }

    fn change(&mut self, set: &'static str, id: &str, body: &Value) -> Result<(), Fault> {
        let fixed = FIXED.iter().find(|(name, _)| *name == set).map_or(&[][..], |(_, columns)| columns);
        if let Some(column) = fixed.iter().find(|column| body.get(**column).is_some()) {
            return refused(format!("{column} of {set} cannot be changed"));
        }
        let columns = self.columns(body)?;
        let Some(old) = self.row(set, id).cloned() else {
            // Upsert: a missing row is created with the id in the path.
            if set == "systemusers" {
                return refused("people are not made by a request");
            }
            let mut body = body.clone();
            body[key(set)] = json!(id);
            return self.make(set, &body).map(|_| ());
        };
        let mut row = old.clone();
        row.extend(columns);
        self.allowed(set, id, &row)?;
        let moved = row.get("_businessunitid_value") != old.get("_businessunitid_value");
        if matches!(set, "systemusers" | "teams") && body.get("businessunitid@odata.bind").is_some() {
            self.moves += 1;
            if moved {
                // A user who moves to another unit loses the roles.
                self.joined.retain(|(association, one, _)| !(association.ends_with("roles_association") && one == id));
            }
        }
        if set == "businessunits" && row.get("_parentbusinessunitid_value") != old.get("_parentbusinessunitid_value") {
            let parent = row.get("_parentbusinessunitid_value").and_then(Value::as_str).unwrap_or_default();
            if self.within(parent, id) {
                return refused("a unit below itself");
            }
        }
        self.sets.get_mut(set).expect("a set").insert(id.to_owned(), row);
        Ok(())
    }

    fn replace(&mut self, role: &str, body: &Value) -> Result<(), Fault> {
        if !self.grants.contains_key(role) {
            return refused(format!("role {role} is not there, or a copy, which is read-only"));
        }
        let home = self.text("roles", role, "_businessunitid_value");
        let mut all = std::collections::BTreeMap::new();
        for one in body["Privileges"].as_array().into_iter().flatten() {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let (id, depth) = (text("PrivilegeId"), text("Depth"));
            let Some(privilege) = self.row("privileges", &id) else { return refused(format!("no privilege {id}")) };
            let levels = privilege.get("levels").and_then(Value::as_str).unwrap_or_default();
            if !levels.contains(depth.get(..1).unwrap_or("-")) {
                return refused(format!("{privilege:?} can't have depth = {depth}"));
            }
            if !text("BusinessUnitId").eq_ignore_ascii_case(&home) {
                return refused("the unit is not that of the role");
            }
            if all.insert(id, depth).is_some() {
                return refused("a privilege is listed twice");
            }
        }
        self.grants.insert(role.to_owned(), all);
        Ok(())
    }

    fn join(&mut self, association: &str, one: &str, other: &str) -> Result<(), Fault> {
        let (from, to) = match association {
            "systemuserroles_association" => ("systemusers", "roles"),
            "teamroles_association" => ("teams", "roles"),
            "teammembership_association" => ("teams", "systemusers"),
            "teamprofiles_association" => ("fieldsecurityprofiles", "teams"),
            "systemuserprofiles_association" => ("fieldsecurityprofiles", "systemusers"),
            _other => return refused(format!("no association {association}")),
        };
        let (Some(row), Some(target)) = (self.row(from, one), self.row(to, other)) else {
            return refused(format!("{association} joins what is not there: {one} {other}"));
        };
        let number = |row: &Row, column: &str| row.get(column).and_then(Value::as_i64).unwrap_or(0);
        if to == "roles" {
            let same = row.get("_businessunitid_value") == target.get("_businessunitid_value");
            if !same && !self.modern {
                return refused("a role of another unit");
            }
            if from == "systemusers" && row.get("isdisabled") == Some(&json!(true)) {
                return refused("roles go to enabled users only");
            }
            if from == "teams" && number(row, "teamtype") == 1 {
                return refused("access teams hold no roles");
            }
        }
        if association == "teammembership_association" {
            let listed = matches!(number(row, "teamtype"), 0 | 1) && row.get("isdefault") != Some(&json!(true));
            if !listed {
                return refused("the members of this team are not listed");
            }
        }
        let joined = (association.to_owned(), one.to_owned(), other.to_owned());
        if self.joined.insert(joined) { Ok(()) } else { Err(Fault::Joined) }
    }
}

/// `set(id)`
fn row_of(text: &str) -> Result<(&'static str, String), Fault> {
    let found = text.split_once('(').and_then(|(set, rest)| Some((set, rest.strip_suffix(')')?)));
    let Some((set, id)) = found else { return refused(format!("`{text}` is no row")) };
    match super::rows::KEYS.into_iter().find(|(name, _)| *name == set) {
        Some((set, _)) => Ok((set, id.to_owned())),
        None => refused(format!("no set {set}")),
    }
}

/// Texts in quotes; a quote inside one is doubled.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('\'') {
        let mut literal = String::new();
        let mut characters = rest[start + 1..].char_indices().peekable();
        let mut end = rest.len();
        while let Some((at, character)) = characters.next() {
            if character == '\'' {
                if characters.peek().is_some_and(|(_, next)| *next == '\'') {
                    characters.next();
                } else {
                    end = start + 1 + at + 1;
                    break;
                }
            }
            literal.push(character);
        }
        found.push(literal);
        rest = &rest[end..];
    }
    found
}

/// Percent-encoding undone.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let hex = (*first == b'%').then(|| more.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &more[2..] } else { more };
    }
    String::from_utf8(bytes).expect("text")
}
