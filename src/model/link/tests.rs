//! Resolves the names in tests. A test never makes a name known: a connector that only a test quotes stays unknown, so
//! tests have no effect on what they test.

use super::governance;
use super::references::{Names, Table};
use super::values::{Fields, Levels, fields};
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Safety, closest, list_of, quoted_list, worth_seeking};
use crate::model::assertion::{
    AccessClaim, Actor, AppAsked, CircleKind, CircleTarget, Claim, ConnectorAsked, Deed, EveryClaim, LevelClaim,
    PlaceAsked, RowsOf, Test,
};
use crate::model::codes;
use crate::model::condition_check::Asked;
use crate::model::criticity::{APP_SCALE, App, RuleSet};
use crate::model::facts::{EnvironmentSubjects, RATING_SCALE};
use crate::model::id::Id;
use crate::model::organisation::{TeamId, TreeId, UserId};
use crate::model::program::{Domain, EnvironmentId, GroupId, Program, Reference, Symbol};
use crate::model::roles::RoleId;
use crate::model::select::Subjects as _;
use crate::model::subject;
use crate::model::tables::Tables;
use crate::syntax::text_value;

/// Resolves all of them. Everything else must have been resolved.
pub(super) fn resolve(program: &mut Program, names: &Names, findings: &mut Vec<Diagnostic>) {
    if program.tests.is_empty() {
        return;
    }
    let mut tests = std::mem::take(&mut program.tests);
    let link = Link::new(program, names);
    for test in &mut tests {
        link.test(test, findings);
    }
    program.tests = tests;
}

/// The names of everything that tests can refer to.
struct Link<'p> {
    program: &'p Program,
    environments: &'p Table<EnvironmentId>,
    users: &'p Table<UserId>,
    teams: Table<TeamId>,
    roles: Table<RoleId>,
    groups: &'p Table<GroupId>,
    apps: Table<Id<App>>,
    units: Table<TreeId>,
    tables: &'p Tables,
    fields: Fields<'p>,
    domains: Vec<(String, Domain)>,
    rules: Option<&'p RuleSet>,
    app_levels: Option<Levels<'p>>,
    connector_levels: Option<Levels<'p>>,
    asked: Vec<(String, Domain)>,
}

impl<'p> Link<'p> {
    fn new(program: &'p Program, names: &'p Names) -> Self {
        let organisation = &program.organisation;
        let trees = organisation.unit_trees.ids();
        let units = trees.flat_map(|(tree, units)| units.units.iter().map(move |unit| (&unit.symbol.name, tree)));
        Self {
            program,
            environments: &names.environments,
            users: &names.users,
            teams: Table::of(&organisation.teams),
            roles: Table::of(&organisation.roles),
            groups: &names.groups,
            apps: Table::of(&program.apps),
            units: Table::placed(units),
            tables: &organisation.tables,
            fields: Fields::of(subject::criteria(program, "app")),
            domains: subject::attributes(program, "app"),
            rules: program.rules(APP_SCALE, "app").filter(|rules| rules.sound),
            app_levels: program.scale(APP_SCALE).map(Levels::of),
            connector_levels: program.scale(RATING_SCALE).map(Levels::of),
            asked: EnvironmentSubjects::new(&program.environments).facts().to_vec(),
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
                        let name = &*circle.reference.symbol.name;
                        circle.reference.target = match circle.kind {
                            CircleKind::Unit => self.units.find(name).map(CircleTarget::Unit),
                            CircleKind::Team => self.teams.find(name).map(CircleTarget::Team),
                            CircleKind::Role => self.roles.find(name).map(CircleTarget::Role),
                            CircleKind::Group => self.groups.find(name).map(CircleTarget::Group),
                            CircleKind::User => self.users.find(name).map(CircleTarget::User),
                        };
                    }
                    self.environments.optional(&mut claim.environment);
                    self.deed(&mut claim.what);
                }
                Claim::Level(claim) => self.level(claim, findings),
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
                // Only the list of all rules can answer this, and a higher layer has it.
                Claim::Finds(_) => {}
            }
        }
    }

    fn level(&self, claim: &mut LevelClaim, findings: &mut Vec<Diagnostic>) {
        let program = self.program;
        let subject = claim.subject.name.clone();
        let before = findings.len();
        match &mut claim.app {
            AppAsked::Declared(app) => _ = self.apps.resolve(app),
            AppAsked::Written(app) if &*subject == "app" => {
                let rules = (self.rules, self.domains.as_slice());
                governance::value(program, app, &self.fields, rules, findings);
                app.sound &= findings.len() == before;
            }
            AppAsked::Written(app) => {
                if !subject::is_known(program, &subject) {
                    findings.extend(self.no_subject(&claim.subject));
                    return;
                }
                let declared = Fields::of(subject::criteria(program, &subject));
                app.sound &= fields(program, &subject, &app.criteria, &declared, findings);
            }
        }
        if claim.is_of_apps() {
            let levels = self.app_levels.as_ref();
            claim.level.target = governance::level(program, levels, &claim.level.symbol, findings);
            return;
        }
        let of_subject = || program.rule_sets.ids().filter(|(_, rules)| *rules.subject.name == *subject);
        let scale_of = |rules: &RuleSet| rules.scale.map(|scale| &program.scales[scale]);
        let candidates: Vec<(Id<RuleSet>, &RuleSet)> = match &claim.scale {
            Some(scale) => of_subject().filter(|(_, rules)| rules.head.symbol.name == scale.name).collect(),
            None => {
                let has_level = |(_, rules): &(Id<RuleSet>, &RuleSet)| {
                    let mut levels = scale_of(rules).into_iter().flat_map(|scale| &scale.levels);
                    levels.any(|level| level.name == claim.level.symbol.name)
                };
                let all: Vec<(Id<RuleSet>, &RuleSet)> = of_subject().collect();
                // If there is only one scale, its levels are meant.
                if all.len() == 1 { all } else { all.into_iter().filter(has_level).collect() }
            }
        };
        match candidates.as_slice() {
            [(index, rules)] => {
                claim.rules = Some(*index);
                claim.level.target =
                    scale_of(rules).and_then(|scale| Levels::of(scale).resolve(&claim.level.symbol, findings));
            }
            several => {
                let scales = if several.is_empty() { of_subject().collect() } else { several.to_vec() };
                findings.extend(self.no_rules(claim, &scales, !several.is_empty()));
            }
        }
    }

    fn no_subject(&self, subject: &Symbol) -> Option<Diagnostic> {
        let program = self.program;
        if program.unread.may_hold("criteria", &subject.name) || program.unread.may_hold("rules", &subject.name) {
            return None;
        }
        let finding = Diagnostic::new(
            &codes::UNKNOWN_NAME,
            subject.location,
            format!("nothing is declared of a subject `{}`", subject.name),
        );
        let own = program.criteria.names().chain(program.rule_sets.iter().map(|rules| &*rules.subject.name));
        let known = own.filter(|name| *name != "connector").chain(["app"]);
        Some(match closest(&subject.name, known) {
            Some(near) => finding.did_you_mean_as(near, text_value::name(near), subject.location, Safety::Unsafe),
            None => finding.help("a test describes what `criteria` and `rules` are about, such as `app { … } is high`"),
        })
    }

    /// The finding that it is unclear which rules give the level: no rules, or several.
    fn no_rules(&self, claim: &LevelClaim, scales: &[(Id<RuleSet>, &RuleSet)], several: bool) -> Option<Diagnostic> {
        let (program, subject, level) = (self.program, &claim.subject.name, &claim.level.symbol);
        let names = || scales.iter().map(|(_, rules)| rules.name());
        if several {
            let message = format!("`{}` is a level of several scales of `{subject}`", level.name);
            let finding = Diagnostic::new(&codes::WRONG_FORM, level.location, message);
            let forms = names().map(|name| format!("`for {name}`"));
            return Some(finding.help(format!("say for which: {}", list_of(forms, "or"))));
        }
        let wanted = claim.scale.as_ref().unwrap_or(level);
        if ["rules", "scale"].into_iter().any(|kind| program.unread.may_hold(kind, &wanted.name)) {
            return None;
        }
        if scales.is_empty() {
            let message = format!("there are no rules about `{subject}`");
            let finding = Diagnostic::new(&codes::UNKNOWN_NAME, claim.subject.location, message);
            return Some(finding.help(format!("declare them: `rules SCALE {{ subject = {subject} … }}`")));
        }
        if claim.scale.is_none() {
            let message = format!("`{}` is no level that rules give `{subject}`", level.name);
            let finding = Diagnostic::new(&codes::UNKNOWN_WORD, level.location, message);
            let of = |rules: &&RuleSet| rules.scale.map(|scale| &program.scales[scale]);
            let levels = scales.iter().filter_map(|(_, rules)| of(rules)).flat_map(|scale| &scale.levels);
            return Some(match closest(&level.name, levels.map(|level| &*level.name)) {
                Some(near) => finding.did_you_mean(near, level.location, Safety::Unsafe),
                None => finding.help(format!("its scales are {}", quoted_list(names(), "and"))),
            });
        }
        let message = format!("no rules give `{subject}` a level of `{}`", wanted.name);
        let finding = Diagnostic::new(&codes::UNKNOWN_NAME, wanted.location, message);
        Some(match closest(&wanted.name, names()) {
            Some(near) => finding.did_you_mean_as(near, text_value::name(near), wanted.location, Safety::Unsafe),
            None => finding.help(format!("its scales are {}", quoted_list(names(), "and"))),
        })
    }

    fn deed(&self, what: &mut Deed) {
        if let RowsOf::Unit(unit) = &mut what.rows {
            self.units.resolve(unit);
        }
        what.table.target = self.tables.find(&what.table.symbol.name);
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
        // If connectors are rated, a missing scale is reported there.
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
        // A declared connector that is not custom has been reported.
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
