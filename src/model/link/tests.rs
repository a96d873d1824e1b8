//! What tests name. A test never makes anything known: a connector that only a test names in quotes stays unknown, so
//! that tests change nothing of what is tested.

use super::governance;
use super::references::Table;
use super::values::{Fields, Levels};
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Safety, closest, worth_seeking};
use crate::model::assertion::{
    AccessClaim, Actor, AppAsked, CircleKind, Claim, ConnectorAsked, Deed, EveryClaim, PlaceAsked, RowsOf, Test,
};
use crate::model::codes;
use crate::model::condition_check::Asked;
use crate::model::criticity::{APP_SCALE, RuleSet};
use crate::model::facts::{EnvironmentSubjects, RATING_SCALE};
use crate::model::program::{Domain, Program, Reference};
use crate::model::select::Subjects as _;
use crate::model::subject;
use crate::model::tables::{TableId, Tables};
use crate::syntax::text_value;

/// Resolves all of it. Everything else must have been resolved.
pub(super) fn resolve(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    if program.tests.is_empty() {
        return;
    }
    let mut tests = std::mem::take(&mut program.tests);
    let link = Link::new(program);
    for test in &mut tests {
        link.test(test, findings);
    }
    program.tests = tests;
}

/// The names of everything that tests can name.
struct Link<'p> {
    program: &'p Program,
    environments: Table<'p>,
    users: Table<'p>,
    teams: Table<'p>,
    roles: Table<'p>,
    groups: Table<'p>,
    apps: Table<'p>,
    units: Table<'p>,
    tables: &'p Tables,
    fields: Fields<'p>,
    domains: Vec<(String, Domain)>,
    rules: Option<&'p RuleSet>,
    app_levels: Option<Levels<'p>>,
    connector_levels: Option<Levels<'p>>,
    asked: Vec<(String, Domain)>,
}

impl<'p> Link<'p> {
    fn new(program: &'p Program) -> Self {
        let organisation = &program.organisation;
        let trees = (0..).zip(&organisation.unit_trees);
        let units = trees.flat_map(|(tree, units)| units.units.iter().map(move |unit| (&*unit.symbol.name, tree)));
        Self {
            program,
            environments: Table::of(&program.environments),
            users: Table::of(&organisation.users),
            teams: Table::of(&organisation.teams),
            roles: Table::of(&organisation.roles),
            groups: Table::of(&program.groups),
            apps: Table::of(&program.apps),
            units: Table::placed(units),
            tables: &organisation.tables,
            fields: Fields::of(subject::criteria(program, "app")),
            domains: subject::attributes(program, "app"),
            rules: program.rules(APP_SCALE, "app").filter(|rules| rules.sound),
            app_levels: program.scale(APP_SCALE).map(Levels::of),
            connector_levels: program.scale(RATING_SCALE).map(Levels::of),
            asked: EnvironmentSubjects { environments: &program.environments }.facts(),
        }
    }

    fn test(&self, test: &mut Test, findings: &mut Vec<Diagnostic>) {
        for assertion in &mut test.assertions {
            match &mut assertion.claim {
                Claim::Access(AccessClaim { who, environment, what, .. }) => {
                    match who {
                        Actor::User(user) => self.users.resolve(user),
                        Actor::Team(team) => self.teams.resolve(team),
                    };
                    self.environments.resolve(environment);
                    self.deed(what);
                }
                Claim::Nobody(claim) => {
                    for circle in &mut claim.outside {
                        let table = match circle.kind {
                            CircleKind::Unit => &self.units,
                            CircleKind::Team => &self.teams,
                            CircleKind::Role => &self.roles,
                            CircleKind::Group => &self.groups,
                            CircleKind::User => &self.users,
                        };
                        table.resolve(&mut circle.reference);
                    }
                    self.environments.optional(&mut claim.environment);
                    self.deed(&mut claim.what);
                }
                Claim::Level(claim) => {
                    match &mut claim.app {
                        AppAsked::Declared(app) => _ = self.apps.resolve(app),
                        AppAsked::Written(app) => {
                            let before = findings.len();
                            let rules = (self.rules, self.domains.as_slice());
                            governance::value(self.program, app, &self.fields, rules, findings);
                            app.sound &= findings.len() == before;
                        }
                    }
                    let levels = self.app_levels.as_ref();
                    claim.level.target = governance::level(self.program, levels, &claim.level.symbol, findings);
                }
                Claim::Rated(claim) => {
                    self.connector(&mut claim.connector, findings);
                    claim.level.target = self.rating(&claim.level, findings);
                }
                Claim::Connectors(claim) => {
                    for connector in &mut claim.connectors {
                        self.connector(connector, findings);
                    }
                    if let PlaceAsked::Environment(environment) = &mut claim.place {
                        self.environments.resolve(environment);
                    }
                }
                Claim::Every(claim) => self.every(claim, findings),
                // Only the list of all rules can tell, which is above this floor.
                Claim::Finds(_) => {}
            }
        }
    }

    fn deed(&self, what: &mut Deed) {
        if let RowsOf::Unit(unit) = &mut what.rows {
            self.units.resolve(unit);
        }
        what.table.target = self.tables.find(&what.table.symbol.name).map(|TableId(index)| index);
    }

    fn every(&self, claim: &mut EveryClaim, findings: &mut Vec<Diagnostic>) {
        let unread = |_: &str| false;
        let asked = Asked { noun: "environments", facts: &self.asked, unread: &unread };
        claim.sound = asked.check(&claim.holds, findings);
        for condition in &claim.among {
            claim.sound &= asked.check(condition, findings);
        }
    }

    fn rating(&self, level: &Reference, findings: &mut Vec<Diagnostic>) -> Option<u32> {
        if let Some(levels) = &self.connector_levels {
            return levels.resolve(&level.symbol, findings);
        }
        // Where connectors are rated, a scale that is missing is reported there.
        let rated = self.program.connectors.iter().any(|connector| connector.rated.is_some());
        if !rated && !self.program.unread.may_hold("scale", RATING_SCALE) {
            let message = format!("there is no scale `{RATING_SCALE}`");
            let finding = Diagnostic::new(&codes::UNKNOWN_NAME, level.symbol.location, message);
            let help = format!("declare it: `scale {RATING_SCALE} {{ trusted < standard < elevated }}`");
            findings.push(finding.help(help));
        }
        None
    }

    fn connector(&self, asked: &mut ConnectorAsked, findings: &mut Vec<Diagnostic>) {
        let name = &asked.symbol.name;
        asked.id = self.program.universe.find(name);
        asked.exempt = Catalog::is_exempt(name);
        // A declaration that is not of a custom connector has been reported.
        let declared = self.program.connectors.find(name).is_some();
        if asked.id.is_some() || asked.exempt || declared || self.program.unread.may_hold("connector", name) {
            return;
        }
        let location = asked.symbol.location;
        let message = format!("connector `{name}` is neither in the catalogue nor declared");
        let finding = Diagnostic::new(&codes::UNKNOWN_CONNECTOR, location, message);
        if self.program.connector_sets.find(name).is_some() {
            findings.push(finding.help(format!("`{name}` is a set, not a connector")));
            return;
        }
        let catalog = self.program.universe.catalog();
        let near = if worth_seeking(findings.len(), catalog.len()) { catalog.closest(name) } else { None };
        let own = closest(name, self.program.connectors.names());
        findings.push(match near.or(own) {
            Some(near) => finding.did_you_mean_as(near, text_value::name(near), location, Safety::Unsafe),
            None => finding.help("a test asks of connectors that the catalogue or the policies name"),
        });
    }
}
