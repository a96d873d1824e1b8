//! Messages for names that no declaration has.

use std::collections::BTreeMap;

use ecow::EcoString;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::called::called;
use super::named;
use super::values::Fields;
use crate::catalog::{
    AdminRole, PARTIES, further_roles, predefined_roles, system_tables, task_privilege, task_privileges,
};
use crate::diagnostics::{Diagnostic, Fix, Places, Safety, Tally, alike, closest, quoted_list, worth_seeking};
use crate::model::condition_check::unknown_fact;

use crate::model::assertion::Test;
use crate::model::criticity::App;
use crate::model::facts::RATING_SCALE;
use crate::model::program::{CriterionValue, Mention, NamedSet, Program, Symbol};
use crate::model::{codes, kinds, subject};
use crate::syntax::text_value;
use crate::text::Location;

/// Reports all names that were not found, kind by kind. The names of one kind are in the order of the files and share
/// one count, so that suggestions are looked up for a few of them only, in any number of files.
pub(super) fn tell(program: &Program, findings: &mut Vec<Diagnostic>) {
    let organisation = &program.organisation;
    // These references are many, and usually all of them are found.
    let ((of_environments, sets), (of_groups, of_environment_groups)) = rayon::join(
        || (missing(named::environments(program)).collect(), missing(named::sets(program)).collect()),
        || (missing(named::groups(program)).collect(), missing(named::environment_groups(program)).collect()),
    );
    let (of_environments, of_groups): (Vec<&Symbol>, Vec<&Symbol>) = (of_environments, of_groups);
    let (of_environment_groups, sets): (Vec<&Symbol>, Vec<&Symbol>) = (of_environment_groups, sets);
    let mut told = Told { program, findings, found: Vec::new() };
    told.names(&["environment_group"], "environment group", of_environment_groups.into_iter(), || {
        program.environment_groups.names().collect()
    });
    told.names(&["environment"], "environment", of_environments.into_iter(), || program.environments.names().collect());
    told.names(&["offer"], "offer", missing(named::offers(program)), || program.offers.names().collect());
    told.names(&["maker_team"], "maker team", missing(named::maker_teams(program)), || {
        program.maker_teams.names().collect()
    });
    told.names(&["licence"], "licence", missing(named::licences(program)), || organisation.licences.names().collect());
    let groups = || program.groups.names().collect();
    let users = || organisation.users.names().collect();
    let teams = || organisation.teams.names().collect();
    told.names(&["group"], "group", of_groups.into_iter(), groups);
    told.names(&["user"], "user", missing(named::users(program)), users);
    told.names(&["team"], "team", missing(named::teams(program)), teams);
    told.names(&["app"], "app", missing(named::apps(program)), || program.apps.names().collect());
    told.names(&["user", "group"], "user or group", missing(named::members(program)), || joined(users(), groups()));
    told.names(&["user", "team"], "user or team", missing(named::holders(program)), || joined(users(), teams()));
    told.names(&["party", "user", "group"], "party", missing(named::involved(program)), || {
        let built_in = PARTIES.iter().map(|party| party.word).chain(AdminRole::ALL.map(AdminRole::word));
        joined(program.parties.names().chain(built_in).collect(), joined(users(), groups()))
    });
    told.names(&["role"], "role", missing(named::roles(program)), || {
        let own = organisation.roles.names().collect();
        joined(own, predefined_roles().iter().chain(further_roles()).map(|role| role.symbol).collect())
    });
    // If a tree could not be read, any unit may belong to it.
    if organisation.unit_trees.iter().all(|tree| tree.sound) {
        told.names(&["business_units"], "business unit", missing(named::units(program)), || {
            let units = organisation.unit_trees.iter().flat_map(|tree| &tree.units);
            joined(units.map(|unit| &*unit.symbol.name).collect(), Vec::new())
        });
    }
    told.tables(missing(named::tables(program)), organisation.tables.len());
    // For a lookup, a table of the platform is suggested.
    told.tables(missing(named::lookups(program)), system_tables().len());
    told.privileges();
    told.sets(sets);
    let connectors = program.connectors.iter().map(|connector| (&connector.head.symbol, &*connector.criteria));
    told.criteria("connector", connectors);
    let mut written: BTreeMap<&str, Vec<&App>> = BTreeMap::new();
    for (subject, app) in program.tests.iter().flat_map(Test::written) {
        written.entry(subject).or_default().push(app);
    }
    let of_tests = written.remove("app").unwrap_or_default();
    let apps = program.apps.iter().chain(of_tests).map(|app| (&app.head.symbol, &*app.criteria));
    told.criteria("app", apps);
    for (subject, described) in written.into_iter().filter(|(subject, _)| subject::is_known(program, subject)) {
        told.criteria(subject, described.into_iter().map(|one| (&one.head.symbol, &*one.criteria)));
    }
    let found = told.found;
    once(findings, found);
}

/// Adds the findings of unknown names to the list, each once.
fn once(findings: &mut Vec<Diagnostic>, mut found: Vec<Places>) {
    let unknown = [codes::UNKNOWN_FACT.code, codes::UNKNOWN_WORD.code, codes::UNKNOWN_NAME.code];
    let others = findings.extract_if(.., |finding| finding.count == 1 && unknown.contains(&finding.rule.code));
    found.extend(others.map(|finding| {
        if *finding.rule == codes::UNKNOWN_WORD {
            Places { fault: word(&finding), finding, others: Vec::new() }
        } else {
            finding.into()
        }
    }));
    findings.extend(alike(found));
}

/// Identifies an unknown word. The levels of its scale count as the values of a rating. Two words are the same if their
/// suggestions are the same too.
fn word(finding: &Diagnostic) -> String {
    let value = finding.message.replace(" is not a level of ", " is not a value of ").replace(RATING_SCALE, "rating");
    format!("{value}: {}", finding.help.as_deref().unwrap_or_default())
}

fn missing<'r>(mentions: impl IntoIterator<Item = Mention<'r>>) -> impl Iterator<Item = &'r Symbol> {
    mentions.into_iter().filter(|mention| !mention.found).map(|mention| mention.symbol)
}

/// The names of both, sorted, each once.
fn joined<'a>(mut names: Vec<&'a str>, more: Vec<&'a str>) -> Vec<&'a str> {
    names.extend(more);
    names.sort_unstable();
    names.dedup();
    names
}

struct Told<'p, 'f> {
    program: &'p Program,
    findings: &'f mut Vec<Diagnostic>,
    found: Vec<Places>,
}

impl<'p> Told<'p, '_> {
    /// The names that are wrong, each place once, in the order of the files. A declaration of one of these kinds that
    /// could not be read may have any name.
    fn at_fault(&self, keywords: &[&str], missing: impl Iterator<Item = &'p Symbol>) -> Vec<&'p Symbol> {
        let unread = &self.program.unread;
        let hidden = |name: &str| keywords.iter().any(|keyword| unread.may_hold(keyword, name));
        let mut symbols: Vec<&Symbol> = missing.filter(|symbol| !hidden(&symbol.name)).collect();
        symbols.sort_unstable_by(|a, b| (a.location, &a.name).cmp(&(b.location, &b.name)));
        symbols.dedup();
        symbols
    }

    /// Adds the findings for the names that the limit allows, each name once. `of` is the noun of what they name. The
    /// second argument of `say` is whether to look for a suggestion.
    fn each(&mut self, of: &str, symbols: &[&Symbol], candidates: usize, say: impl Fn(&Symbol, bool) -> Diagnostic) {
        let mut tally = Tally::default();
        for (told, (name, places)) in by_name(symbols.iter().copied()).into_iter().enumerate() {
            let Some((first, others)) = places.split_first() else { continue };
            if tally.keeps(&codes::UNKNOWN_NAME, Some(*first)) {
                let symbol = Symbol { name: name.clone(), location: *first };
                let finding = say(&symbol, worth_seeking(told, candidates));
                self.found.push(Places { fault: format!("{of} {name}"), finding, others: others.to_vec() });
            }
        }
        self.findings.extend(tally.rest());
    }

    /// Names of declarations. `names` gives the declared names. It is called only if a name was not found.
    fn names(
        &mut self,
        keywords: &[&str],
        noun: &str,
        missing: impl Iterator<Item = &'p Symbol>,
        names: impl FnOnce() -> Vec<&'p str>,
    ) {
        let symbols = self.at_fault(keywords, missing);
        if symbols.is_empty() {
            return;
        }
        let names = names();
        // One name may be that of a user, a group or a team.
        let of = if ["user", "group"].iter().any(|party| keywords.contains(party)) { "party" } else { noun };
        self.each(of, &symbols, names.len(), |symbol, seek| {
            let name = &symbol.name;
            let finding = unknown(noun, symbol);
            let shown = if seek { called(self.program, keywords, name) } else { None };
            let near = shown.or_else(|| if seek { closest(name, names.iter().copied()) } else { None });
            match near {
                Some(near) => finding.did_you_mean_as(near, text_value::name(near), symbol.location, Safety::Unsafe),
                None if names.is_empty() => finding.help(format!("no {noun} is declared yet")),
                None if seek && names.len() <= 8 => {
                    finding.help(format!("declared are {}", quoted_list(names.iter().copied(), "and")))
                }
                None => finding.help(format!("declare the {noun} `{name}`")),
            }
        });
    }

    /// Tables. Suggestions come from the first `first` of them.
    fn tables(&mut self, missing: impl Iterator<Item = &'p Symbol>, first: usize) {
        let symbols = self.at_fault(&["tables"], missing);
        let tables = &self.program.organisation.tables;
        let ids = if symbols.is_empty() { 0 } else { first };
        let names = joined(tables.ids().take(ids).map(|id| tables.name(id)).collect(), Vec::new());
        self.each("table", &symbols, names.len(), |symbol, seek| {
            let near = if seek { closest(&symbol.name, names.iter().copied()) } else { None };
            let finding = unknown("table", symbol);
            match near {
                Some(near) => finding.did_you_mean(near, symbol.location, Safety::Unsafe),
                None => finding.help(format!("declare it: `tables {{ {} : user_owned }}`", symbol.name)),
            }
        });
    }

    /// Privileges that belong to no table. Quoted names are accepted as written.
    fn privileges(&mut self) {
        let grants = self.program.organisation.roles.iter().flat_map(|role| &role.privileges);
        let plain = grants.filter(|grant| !grant.quoted).map(|grant| &grant.privilege);
        let symbols = self.at_fault(&[], plain.filter(|symbol| task_privilege(&symbol.name).is_none()));
        let names = task_privileges();
        self.each("privilege", &symbols, names.len(), |symbol, seek| {
            let name = symbol.name.strip_prefix("prv").unwrap_or(&symbol.name);
            let near = if seek { closest(name, names.iter().map(|task| task.name)) } else { None };
            let finding = unknown("privilege", symbol);
            match near {
                Some(near) => finding.did_you_mean(near, symbol.location, Safety::Unsafe),
                None => finding.help("`dictum catalog privileges` lists them; a quoted name is accepted as written"),
            }
        });
    }

    fn sets(&mut self, missing: Vec<&'p Symbol>) {
        const WORDS: [&str; 3] = ["all", "rest", "unblockable"];
        let symbols = self.at_fault(&["connectors"], missing.into_iter());
        let (universe, sets) = (&self.program.universe, &self.program.connector_sets);
        let names = || sets.iter().map(NamedSet::name).chain(WORDS);
        // The words of the language are written without quotes.
        let written =
            |near: &str| if WORDS.contains(&near) { near.to_owned() } else { text_value::name(near).into_owned() };
        self.each("connector set", &symbols, sets.len(), |symbol, seek| {
            let Symbol { name, location } = symbol;
            let finding = unknown("connector set", symbol);
            if universe.find(name).is_some() {
                let list = format!("[{}]", text_value::name(name));
                let fix = Fix::replace(format!("write `{list}`"), Safety::Safe, *location, list.clone());
                return finding.help(format!("`{name}` is a connector: put it in a list, `{list}`")).fix(fix);
            }
            let near = if seek { closest(name, names()) } else { None };
            match near {
                Some(near) => finding.did_you_mean_as(near, written(near), *location, Safety::Unsafe),
                None => finding.help(format!("declare it: `connectors {} = […]`", text_value::name(name))),
            }
        });
    }

    /// Values of undeclared criteria, each with the declaration that gives it.
    fn criteria(&mut self, subject: &str, values: impl Iterator<Item = (&'p Symbol, &'p [CriterionValue])>) {
        let declared = Fields::of(subject::criteria(self.program, subject));
        let fields = values.flat_map(|(of, values)| values.iter().map(move |value| (of, &value.field)));
        let mut fields: Vec<(&Symbol, &Symbol)> =
            fields.filter(|(_, field)| declared.find(&field.name).is_none()).collect();
        if fields.is_empty() || self.program.unread.may_hold("criteria", subject) {
            return;
        }
        fields.sort_unstable_by_key(|(_, field)| field.location);
        let own = kinds::find(subject).into_iter().flat_map(|kind| match kind.body {
            kinds::Body::Block(shape) => shape.attributes,
            kinds::Body::Value(_) | kinds::Body::Free(_) => &[],
        });
        let own: Vec<&str> = own.map(|attribute| attribute.name).collect();
        let known: Vec<&str> = own.iter().copied().chain(declared.names()).collect();
        // What rules give is no criterion, and a criterion cannot be called like a scale.
        let is_level = |name: &str| {
            matches!(name, "level" | "criticity" | "criticality") || self.program.scales.find(name).is_some()
        };
        let mut tally = Tally::default();
        let of: FxHashMap<Location, &Symbol> = fields.iter().map(|(of, field)| (field.location, *of)).collect();
        for (told, (name, places)) in by_name(fields.iter().map(|(_, field)| *field)).into_iter().enumerate() {
            let Some((first, others)) = places.split_first() else { continue };
            if !tally.keeps(&codes::UNKNOWN_ATTRIBUTE, Some(*first)) {
                continue;
            }
            let of = of.get(first).map_or("", |of| &*of.name);
            let message = if of.is_empty() {
                // An app that is written in a test has no name.
                format!("the {subject} of a test has no attribute `{name}`")
            } else {
                format!("{subject} `{of}` has no attribute `{name}`")
            };
            let finding = Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, *first, message);
            let near = if worth_seeking(told, known.len()) { closest(name, known.iter().copied()) } else { None };
            let finding = match near {
                // Declared apps have the attribute, but rules do not use it.
                Some(near) if of.is_empty() && own.contains(&near) => {
                    finding.help("an app that a test writes out has its `kind` and criteria, which rules ask for")
                }
                Some(near) => finding.did_you_mean(near, *first, Safety::Safe),
                None if subject == "connector" && (is_level(name) || name == "rating") => {
                    finding.help("a level is stated with its reason: `rated = LEVEL because \"…\"`; else rules give it")
                }
                None if is_level(name) => {
                    finding.help("remove it: the level follows from the rules and the values of the criteria")
                }
                None => finding.help(format!("declare it as a criterion: `criteria {subject} {{ {name} : bool }}`")),
            };
            // Declarations give criteria and conditions use them, so both are the same fault.
            let fault = unknown_fact(&format!("{subject}s"), name);
            self.found.push(Places { fault, finding, others: others.to_vec() });
        }
        self.findings.extend(tally.rest());
    }
}

/// The places of names, in the order of their first places.
type Named<'s> = IndexMap<&'s EcoString, Vec<Location>, FxBuildHasher>;

/// The places of each name, in the order of their first places.
fn by_name<'s>(symbols: impl Iterator<Item = &'s Symbol>) -> Named<'s> {
    let mut names = Named::default();
    for symbol in symbols {
        names.entry(&symbol.name).or_default().push(symbol.location);
    }
    names
}

fn unknown(noun: &str, symbol: &Symbol) -> Diagnostic {
    Diagnostic::new(&codes::UNKNOWN_NAME, symbol.location, format!("there is no {noun} `{}`", symbol.name))
}
