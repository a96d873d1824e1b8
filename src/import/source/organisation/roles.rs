//! The roles of the files: whether each is predefined, what it grants, and how it is declared.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::collapse::{Merged, collapse};
use super::grants::{self, RoleGrants};
use super::grid;
use super::includes::{self, Candidate};
use super::tables::OwnTables;
use super::{Writer, counted, note, shown_name, symbol};
use crate::catalog::privilege::Level;
use crate::catalog::{PredefinedRole, predefined_by_id, predefined_by_name, predefined_roles};
use crate::import::read::organisation::{Organisation, Role};
use crate::import::read::{NotCarried, Outcome};
use crate::import::report::RoleReport;
use crate::import::source::names::Names;
use crate::import::source::text;
use crate::syntax::text_value::quote;

/// All roles.
#[derive(Default)]
pub(super) struct Roles {
    declared: Vec<Declared>,
    /// The symbol of a role, by its id or the id of a copy.
    by_id: BTreeMap<String, String>,
    /// The units that copies belong to, by the ids of the copies.
    units: BTreeMap<String, String>,
    /// Roles of the platform that are not declared: symbol and display name.
    predefined: BTreeMap<String, String>,
}

/// A declared role.
struct Declared {
    symbol: String,
    role: Role,
    /// Whether it is declared as existing already, so that nothing writes it.
    existing: bool,
    grants: RoleGrants,
    /// The symbols of the roles it includes.
    includes: Vec<String>,
    /// The grants beyond those of the included roles.
    own: RoleGrants,
}

impl Roles {
    /// Decides which roles are declared and what they grant.
    pub(super) fn of(organisation: &Organisation, tables: &mut OwnTables, notes: &mut Vec<NotCarried>) -> Self {
        let mut roles = Self::default();
        for role in &organisation.roles {
            if let (Some(id), Some(unit)) = (&role.id, &role.unit) {
                roles.units.insert(id.clone(), unit.clone());
            }
        }
        let mut names = Names::default();
        for predefined in predefined_roles() {
            names.reserve(predefined.symbol);
        }
        for Merged { role, ids } in collapse(&organisation.roles, notes) {
            let what = format!("role \"{}\"", role.name);
            let reading = grants::read(role.privileges.as_deref().unwrap_or_default(), tables);
            tell(&role, &what, &reading, notes);
            let predefined = predefined(&role).and_then(|index| predefined_roles().get(index as usize));
            let symbol = match predefined {
                Some(own) if Self::is_as_known(own, &role, &reading.grants) => {
                    roles.predefined.insert(own.symbol.to_owned(), own.name.to_owned());
                    own.symbol.to_owned()
                }
                Some(own) => {
                    let taken = roles.declared.iter().any(|declared| declared.symbol == own.symbol);
                    let symbol =
                        if taken { names.take(&format!("{}_as_exported", own.symbol)) } else { own.symbol.to_owned() };
                    let why = format!(
                        "the platform's own `{}` is known with other grants; it is declared with those of the files as a role that exists, which no target writes",
                        own.symbol
                    );
                    notes.push(note(&role.at, Outcome::Doubtful, what, why));
                    roles.declare(&symbol, role, true, reading.grants);
                    symbol
                }
                None => {
                    let unseen = role.privileges.is_none();
                    if unseen {
                        let why = "the files do not say what it grants, so it is declared as a role that exists, which no target writes";
                        notes.push(note(&role.at, Outcome::Assumed, what, why));
                    }
                    let symbol = symbol(&mut names, &role.name, "role");
                    roles.declare(&symbol, role, unseen, reading.grants);
                    symbol
                }
            };
            roles.by_id.extend(ids.into_iter().map(|id| (id, symbol.clone())));
        }
        roles.declared.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        roles
    }

    fn declare(&mut self, symbol: &str, role: Role, existing: bool, grants: RoleGrants) {
        let own = grants.clone();
        self.declared.push(Declared { symbol: symbol.to_owned(), role, existing, grants, includes: Vec::new(), own });
    }

    /// Whether a role of the platform need not be declared. System Administrator cannot be changed.
    fn is_as_known(own: &PredefinedRole, role: &Role, grants: &RoleGrants) -> bool {
        let as_known = || *grants == RoleGrants::of_predefined(own);
        role.privileges.is_none() || own.symbol == "system_administrator" || as_known()
    }

    /// Finds the roles that other roles can include.
    pub(super) fn plan(&mut self) {
        // A role in the files with other grants replaces the platform's.
        let declared = |symbol: &str| self.declared.iter().any(|role| role.symbol == symbol);
        let platform = predefined_roles().iter().filter(|role| !declared(role.symbol));
        let of_platform: Vec<(&str, RoleGrants)> =
            platform.map(|role| (role.symbol, RoleGrants::of_predefined(role))).collect();
        let roles: Vec<(&str, &RoleGrants)> =
            self.declared.iter().map(|role| (role.symbol.as_str(), &role.grants)).collect();
        let platform = of_platform.iter().map(|(symbol, grants)| Candidate { symbol, grants, predefined: true });
        let own = roles.iter().map(|(symbol, grants)| Candidate { symbol, grants, predefined: false });
        let candidates: Vec<Candidate<'_>> = platform.chain(own).collect();
        let planned: Vec<(Vec<String>, RoleGrants)> = includes::plan(&roles, &candidates)
            .into_iter()
            .zip(&roles)
            .map(|(chosen, (_, grants))| {
                let chosen: Vec<&Candidate<'_>> = chosen.iter().filter_map(|index| candidates.get(*index)).collect();
                let mut included = RoleGrants::default();
                for one in &chosen {
                    included.add(one.grants);
                }
                let mut symbols: Vec<String> = chosen.iter().map(|one| one.symbol.to_owned()).collect();
                symbols.sort();
                (symbols, grants.beyond(&included))
            })
            .collect();
        for (role, (includes, own)) in self.declared.iter_mut().zip(planned) {
            (role.includes, role.own) = (includes, own);
        }
    }

    /// The symbol of the role with that id.
    pub(super) fn symbol(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }

    /// The unit that a role or its copy belongs to.
    pub(super) fn unit(&self, id: &str) -> Option<&str> {
        self.units.get(id).map(String::as_str)
    }

    pub(super) fn bind(&self, into: &mut BTreeMap<String, String>) {
        into.extend(self.declared.iter().filter_map(|role| Some((role.symbol.clone(), role.role.id.clone()?))));
    }

    /// The declarations.
    pub(super) fn declarations(
        &self,
        writer: &Writer<'_>,
        tables: &OwnTables,
        notes: &mut Vec<NotCarried>,
    ) -> Vec<String> {
        for role in &self.declared {
            tell_levels(role, tables, notes);
        }
        self.declared.iter().map(|role| role.declaration(writer, tables)).collect()
    }

    /// Display names of predefined roles that are referenced and not declared, by symbol.
    pub(super) fn predefined(&self) -> Vec<(String, String)> {
        self.predefined.iter().map(|(symbol, name)| (symbol.clone(), name.clone())).collect()
    }

    /// The groups of roles with equal grants, whatever they include.
    pub(super) fn equal(&self) -> Vec<Vec<String>> {
        let mut by_grants: BTreeMap<(Vec<_>, Vec<_>), Vec<String>> = BTreeMap::new();
        for role in self.declared.iter().filter(|role| role.grants.count() > 0) {
            let tables = role.grants.tables.iter().map(|(table, grants)| (table.as_str(), *grants)).collect();
            let tasks = role.grants.tasks.iter().map(|(name, task)| (name.as_str(), task.level)).collect();
            by_grants.entry((tables, tasks)).or_default().push(role.symbol.clone());
        }
        let mut equal: Vec<Vec<String>> = by_grants.into_values().filter(|symbols| symbols.len() > 1).collect();
        equal.sort();
        equal
    }

    pub(super) fn reports(&self) -> Vec<RoleReport> {
        let reports = self.declared.iter().map(|role| RoleReport {
            symbol: role.symbol.clone(),
            name: role.role.name.clone(),
            file: role.role.at.file.clone(),
            place: role.role.at.place.clone(),
            grants: role.grants.count(),
            tables: role.grants.tables.len(),
            includes: role.includes.clone(),
            rows: role.own.tables.len(),
            named: role.grants.tasks.values().filter(|task| !task.known).map(|task| task.name.clone()).collect(),
        });
        reports.collect()
    }
}

/// The predefined role that a role is.
fn predefined(role: &Role) -> Option<u32> {
    let ids = [&role.id, &role.root, &role.template];
    ids.into_iter().flatten().find_map(|id| predefined_by_id(id)).or_else(|| predefined_by_name(&role.name))
}

fn tell(role: &Role, what: &str, reading: &grants::Reading, notes: &mut Vec<NotCarried>) {
    if let Some(first) = reading.respelled.first() {
        let what = format!("{} of {what}, such as `{first}`", counted(reading.respelled.len(), "privilege name"));
        let why = "the capitals are not those of the platform, which does not look at them; its own are written";
        notes.push(note(&role.at, Outcome::Normalised, what, why));
    }
    if let Some(first) = reading.strange.first() {
        let what = format!("{} of {what}, such as `{first}`", counted(reading.strange.len(), "privilege name"));
        let why = "the names of privileges begin with `prv`";
        notes.push(note(&role.at, Outcome::Doubtful, what, why));
    }
    let named: Vec<&str> =
        reading.grants.tasks.values().filter(|task| !task.known).map(|task| task.name.as_str()).collect();
    if let Some(first) = named.first() {
        let what = format!("{} of {what}, such as `{first}`", counted(named.len(), "privilege"));
        let why = "it belongs to no table or task that is known, so it is kept by its name";
        notes.push(note(&role.at, Outcome::Doubtful, what, why));
    }
}

/// Notes levels that a table does not accept, as far as the platform's list shows, and differences in capitals.
fn tell_levels(declared: &Declared, tables: &OwnTables, notes: &mut Vec<NotCarried>) {
    let Declared { role, grants, .. } = declared;
    let mut odd: Vec<String> = Vec::new();
    for (table, granted) in &grants.tables {
        for (verb, level) in granted.iter() {
            if !tables.allowed(table, verb).contains(level) {
                odd.push(format!("`{}` on `{table}` at `{}`", verb.word(), level.word()));
            }
        }
    }
    if let Some(first) = odd.first() {
        let what = format!("{} of role \"{}\", such as {first}", counted(odd.len(), "grant"), role.name);
        let why = "the platform's tables are not known to take it; environments differ in this";
        notes.push(note(&role.at, Outcome::Doubtful, what, why));
    }
    let bases = |name: &str| match crate::catalog::read_privilege(name) {
        crate::catalog::PrivilegeName::Own(_, base) => {
            let logical = base.to_ascii_lowercase();
            tables.base(&logical) != base && grants.tables.contains_key(&logical)
        }
        _other => false,
    };
    let privileges = role.privileges.as_deref().unwrap_or_default();
    let respelled: Vec<&str> =
        privileges.iter().map(|(name, _): &(String, Level)| name.as_str()).filter(|name| bases(name)).collect();
    if let Some(first) = respelled.first() {
        let what =
            format!("{} of role \"{}\", such as `{first}`", counted(respelled.len(), "privilege name"), role.name);
        let why = "the files spell the table with several capitals; the most frequent are written";
        notes.push(note(&role.at, Outcome::Normalised, what, why));
    }
}

impl Declared {
    fn declaration(&self, writer: &Writer<'_>, tables: &OwnTables) -> String {
        let role = &self.role;
        let mut statements: Vec<String> = Vec::new();
        statements.extend(shown_name(&role.name, &self.symbol));
        statements.extend(writer.id(role.id.as_deref()));
        for (key, words) in [("applies_to", &role.applies_to), ("core_table_permissions", &role.core_table_permissions)]
        {
            if !words.is_empty() {
                statements.push(format!("{key} = {}", quote(words)));
            }
        }
        if self.existing {
            statements.push("existing = yes".to_owned());
        }
        // An existing role that is known to grant nothing is declared so; otherwise its grants would be unknown.
        if self.existing && role.privileges.as_ref().is_some_and(Vec::is_empty) {
            statements.push("grants = none".to_owned());
        }
        if !self.includes.is_empty() {
            statements.push(format!("includes = [{}]", self.includes.join(", ")));
        }
        let unit = role.unit.as_deref().and_then(|id| writer.units.below_root(id));
        statements.extend(unit.map(|unit| format!("business_unit = {unit}")));
        statements.extend(role.inherited.map(|inherited| {
            format!("member_inheritance = {}", if inherited { "direct_and_team" } else { "team_only" })
        }));
        if role.customizable == Some(false) {
            statements.push("customizable = no".to_owned());
        }
        statements.extend(
            role.auto_assigned.map(|assigned| format!("auto_assigned = {}", if assigned { "yes" } else { "no" })),
        );
        let mut out = String::new();
        for line in role.description.lines() {
            out.push_str(&text::comment(line).replacen("//", "///", 1));
        }
        let _ = writeln!(out, "role {} {{", self.symbol);
        for statement in &statements {
            let _ = writeln!(out, "  {statement}");
        }
        out.push_str(&grid::grid(&self.own, tables, writer.options.levels).unwrap_or_default());
        out.push_str(&grid::privileges(&self.own));
        if statements.is_empty() && self.own.count() == 0 {
            return out.trim_end().to_owned() + "}\n";
        }
        out.push_str("}\n");
        out
    }
}
