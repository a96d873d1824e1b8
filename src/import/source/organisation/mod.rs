//! Writes an organisation: units, tables, roles, column security, users and teams.

mod collapse;
mod columns;
mod grants;
mod grid;
mod holdings;
mod includes;
mod people;
mod roles;
mod tables;
mod teams;
mod units;

use super::names::Names;
use super::{Ids, Options};
use crate::import::read::organisation::{At, Organisation};
use crate::import::read::{NotCarried, Outcome};
use crate::import::report::OrganisationReport;
use crate::model::bindings::Bindings;
use crate::syntax::text_value::quote;
use holdings::Holdings;
use roles::Roles;
use tables::OwnTables;
use units::Units;

/// The result of writing an organisation.
#[derive(Default)]
pub(super) struct Written {
    pub(super) source: String,
    pub(super) report: OrganisationReport,
    pub(super) notes: Vec<NotCarried>,
}

/// The default environment of assignments.
const ENVIRONMENT: &str = "imported";

/// Writes `organisation`; `declared` are the environments that have a declaration already.
pub(super) fn write(
    organisation: &Organisation,
    options: &Options,
    declared: &[&str],
    bindings: &mut Bindings,
) -> Written {
    let mut written = Written::default();
    if organisation.is_empty() {
        return written;
    }
    let notes = &mut written.notes;
    let mut tables = OwnTables::default();
    let units = Units::of(&organisation.units, notes);
    let mut roles = Roles::of(organisation, &mut tables, notes);
    let profiles = columns::profiles(organisation, &mut tables, notes);
    tables.told(organisation);
    tables.settle(notes);
    roles.plan();
    let environment = options.environment.as_deref().unwrap_or(ENVIRONMENT);
    let people = people::Users::of(organisation, &units, notes);
    let holdings = Holdings::of(organisation, &roles, notes);
    let teams = teams::Teams::of(organisation, &holdings, &people, notes);
    let writer = Writer { options, environment, units: &units, holdings: &holdings };
    let mut blocks: Vec<String> = Vec::new();
    if (!teams.is_empty() || holdings.any_user()) && !declared.contains(&environment) {
        let name = crate::syntax::text_value::name(environment);
        let database = "dataverse { language = 1033; currency = USD }";
        blocks.push(format!("environment {name} {{\n  {database}\n}}\n"));
        let why = "roles are held in a database, and the export does not say its language and currency";
        notes.push(note(
            &At::default(),
            Outcome::Assumed,
            format!("English and USD for environment `{environment}`"),
            why,
        ));
    }
    blocks.extend(units.declaration(options.ids));
    blocks.extend(tables.declaration());
    blocks.extend(roles.declarations(&writer, &tables, notes));
    blocks.extend(columns::declarations(&profiles, &writer, &people, &teams, organisation));
    blocks.extend(teams.groups(options.ids));
    blocks.extend(people.declarations(&writer, notes));
    blocks.extend(teams.declarations(&writer, &people, notes));
    units.bind(&mut bindings.business_units);
    roles.bind(&mut bindings.roles);
    people.bind(&mut bindings.users);
    teams.bind(&mut bindings.teams, &mut bindings.groups);
    bindings.column_profiles.extend(profiles.iter().filter_map(columns::Named::binding));
    written.report = OrganisationReport {
        roles: roles.reports(),
        equal: roles.equal(),
        predefined: roles.predefined(),
        tables: tables.len(),
        units: units.len(),
        users: people.len(),
        teams: teams.len(),
        profiles: profiles.len(),
    };
    written.source = blocks.join("\n");
    written
}

/// The options for writing declarations.
struct Writer<'w> {
    options: &'w Options,
    environment: &'w str,
    units: &'w Units,
    holdings: &'w Holdings,
}

impl Writer<'_> {
    /// `id = "…"`, where ids are written in the source.
    fn id(&self, id: Option<&str>) -> Option<String> {
        inline_id(id, self.options.ids)
    }
}

fn inline_id(id: Option<&str>, ids: Ids) -> Option<String> {
    id.filter(|_| ids == Ids::Inline).map(|id| format!("id = {}", quote(id)))
}

/// `name = "…"`, where the display name differs from the symbol.
fn shown_name(name: &str, symbol: &str) -> Option<String> {
    (name != symbol && !name.is_empty()).then(|| format!("name = {}", quote(name)))
}

/// A declaration with statements, on one line where they are few and short.
fn block(head: &str, statements: &[String]) -> String {
    let line = format!("{head} {{ {} }}\n", statements.join("; "));
    if statements.is_empty() {
        return format!("{head} {{}}\n");
    }
    if statements.len() <= 3 && line.chars().count() <= super::text::WIDTH && !line.trim_end().contains('\n') {
        return line;
    }
    let lines: Vec<String> = statements.iter().map(|statement| format!("  {statement}\n")).collect();
    format!("{head} {{\n{}}}\n", lines.concat())
}

/// A remark about a place in the files.
fn note(at: &At, outcome: Outcome, what: impl Into<String>, why: impl Into<String>) -> NotCarried {
    NotCarried { file: at.file.clone(), place: at.place.clone(), outcome, what: what.into(), why: why.into() }
}

/// `one role`, `3 roles`
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("one {noun}") } else { format!("{count} {noun}s") }
}

/// A symbol for a display name, unique among its kind.
fn symbol(names: &mut Names, display_name: &str, kind: &str) -> String {
    names.take(&super::names::symbol_of(display_name, kind))
}
