//! The environments that policies name or that files list, as declarations and as bindings.

use std::collections::{BTreeMap, BTreeSet};

use super::Ids;
use super::environment_notes;
use super::environment_settings::{self, Statements};
use super::groups::Groups;
use super::names::{Names, symbol_of};
use super::text;
use crate::catalog::{REGIONS, Region, currency, language};
use crate::import::read::{Assigned, DeclaredEnvironment, EnvironmentRef, Export, NotCarried, Outcome};
use crate::syntax::text_value::quote;

/// An environment to be declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Environment {
    /// The default environment comes first.
    pub(super) rank: u8,
    pub(super) symbol: String,
    /// The display name, where the export has a word for it.
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
    /// The description for people.
    description: String,
    /// Statements about it from the files, in source syntax.
    pub(super) facts: Vec<String>,
    /// The object ids of the access group and of the owner, with their place in the files.
    pub(super) people: People,
    /// Whether it is written as a Managed Environment.
    managed: bool,
    /// The key of the group in which it is written.
    group: Option<String>,
}

/// The people of an environment, by their ids in Entra.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct People {
    pub(super) access: Option<String>,
    pub(super) owner: Option<String>,
    /// The file and the place in it.
    pub(super) at: (String, String),
    /// Whether it is written with its database.
    pub(super) database: bool,
    /// The word for its type; empty where unknown.
    pub(super) kind: &'static str,
}

/// The facts that determine which settings an environment accepts.
#[derive(Clone, Copy)]
pub(super) struct Settled<'a> {
    pub(super) symbol: &'a str,
    pub(super) region: Option<&'a str>,
    /// Whether it is written as a Managed Environment.
    pub(super) managed: bool,
    /// Whether it is written with its database.
    pub(super) database: bool,
}

/// Every environment that the policies name or a file lists.
pub(super) struct Environments {
    by_key: BTreeMap<String, Environment>,
}

impl Environments {
    pub(super) fn of(export: &Export, groups: &Groups, notes: &mut Vec<NotCarried>) -> Self {
        // Sorted by id and with one spelling each, so that the order of the files does not matter.
        let mut spelled: BTreeMap<String, EnvironmentRef> = BTreeMap::new();
        let mut known: BTreeMap<String, DeclaredEnvironment> = BTreeMap::new();
        let listed = export.environments.iter().filter_map(|one| Some((reference(one)?, one)));
        for (environment, facts) in listed {
            let merged = known.entry(key_of(&environment)).or_default();
            merge(merged, facts);
            spelled.entry(key_of(&environment)).or_insert(environment);
        }
        let assigned = export.rule_based.iter().flat_map(|policy| &policy.assigned).filter_map(|one| match one {
            Assigned::Environment(environment) => Some(environment),
            Assigned::Group(_) => None,
        });
        let with_list: BTreeSet<String> = assigned.clone().map(key_of).collect();
        for environment in export.policies.iter().flat_map(|policy| policy.scope.environments()).chain(assigned) {
            let known = spelled.entry(key_of(environment)).or_insert_with(|| environment.clone());
            if word_of(environment) < word_of(known) {
                *known = environment.clone();
            }
        }
        let defaults = spelled.keys().filter(|key| is_default(key)).count();
        let mut names = Names::default();
        let mut by_key = BTreeMap::new();
        for (key, environment) in spelled {
            let facts = known.remove(&key);
            let word = word_of(&environment);
            let label = facts.as_ref().map(|facts| facts.name.as_deref().unwrap_or(&facts.label));
            let wanted = match &environment {
                EnvironmentRef::Id(id) if is_default(&key) => match (defaults, id.get(8..16)) {
                    (2.., Some(start)) => format!("default_{}", start.to_ascii_lowercase()),
                    _ => "default".to_owned(),
                },
                EnvironmentRef::Id(id) => match label.filter(|label| *label != id) {
                    Some(label) => symbol_of(label, "env"),
                    None => format!("env_{}", id.get(..8).unwrap_or(id).to_ascii_lowercase()),
                },
                EnvironmentRef::Placeholder(word) => symbol_of(word, "env"),
                EnvironmentRef::Declared(word) => symbol_of(label.unwrap_or(word), "env"),
                EnvironmentRef::Unknown(policy) => format!("not_known_{}", symbol_of(policy, "policy")),
            };
            let wanted = if wanted.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                wanted
            } else {
                symbol_of(&wanted, "env")
            };
            let rank = u8::from(!is_default(&key));
            // The default environment alone is called so, also where no file names it: a policy of other exports may.
            let wanted = if rank == 1 && wanted == "default" { "env_default".to_owned() } else { wanted };
            let symbol = names.take(&wanted);
            let shown = facts.as_ref().and_then(|facts| facts.name.clone()).filter(|name| *name != symbol);
            let (name, id) = match &environment {
                EnvironmentRef::Id(id) => (shown, Some(id.clone())),
                EnvironmentRef::Unknown(_) => (None, None),
                EnvironmentRef::Declared(_) => (shown, None),
                EnvironmentRef::Placeholder(_) => ((*word != *symbol && rank == 1).then(|| word.to_owned()), None),
            };
            let group = facts.as_ref().and_then(|facts| facts.group.as_ref());
            let wants_managed = facts.as_ref().is_some_and(|facts| facts.managed) || with_list.contains(&key);
            // A Managed Environment has a database, and a database a language and a currency.
            let managed = (wants_managed || group.is_some()) && facts.as_ref().and_then(database).is_some();
            if let (Some(group), Some(facts), false) = (group, &facts, managed) {
                notes.push(left_out(facts, &symbol, groups.symbol(group)));
            }
            if let Some(facts) = &facts {
                let lacks_managed = wants_managed && !managed && group.is_none();
                environment_notes::tell(facts, &symbol, rank == 0, lacks_managed, notes);
            }
            let group = group.filter(|_| managed).cloned();
            let (mut said, mut own) = (Statements::default(), Vec::new());
            let of = facts;
            if let Some(facts) = &of {
                let region = region(facts);
                let settled = Settled { symbol: &symbol, region, managed, database: database(facts).is_some() };
                said = environment_settings::statements(&facts.file, &facts.settings, settled, notes);
                own = statements(facts, rank == 0, &said.database);
            }
            let mut facts = own;
            if managed {
                let at = facts.len().saturating_sub(1);
                let block = match said.managed.as_str() {
                    "" => "managed = yes".to_owned(),
                    settings => format!("managed {{ {settings} }}"),
                };
                facts.insert(at, block);
                if let Some(group) = &group {
                    facts.insert(at + 1, format!("group = {}", groups.symbol(group)));
                }
            }
            facts.append(&mut said.own);
            let group = group.map(|group| group.key());
            let people = of.as_ref().map(|facts| people(facts, rank == 0)).unwrap_or_default();
            // If there are two default environments, neither can have that type in one project.
            let mut facts: Vec<String> =
                facts.into_iter().filter(|fact| rank == 1 || !fact.starts_with("type")).collect();
            if rank == 0 && defaults <= 1 {
                facts.insert(0, "type = default".to_owned());
            }
            let description = of.and_then(|facts| facts.description).unwrap_or_default();
            by_key.insert(key, Environment { rank, symbol, name, id, description, facts, people, managed, group });
        }
        Self { by_key }
    }

    /// The symbol of an environment.
    pub(super) fn symbol(&self, environment: &EnvironmentRef) -> &str {
        self.by_key.get(&key_of(environment)).map_or("", |known| &known.symbol)
    }

    /// Whether an environment is written as a Managed Environment.
    pub(super) fn is_managed(&self, environment: &EnvironmentRef) -> bool {
        self.by_key.get(&key_of(environment)).is_some_and(|known| known.managed)
    }

    /// The key of the group in which an environment is written.
    pub(super) fn group_key(&self, environment: &EnvironmentRef) -> Option<String> {
        self.by_key.get(&key_of(environment))?.group.clone()
    }

    /// Notes that data policies are not evaluated in an environment.
    pub(super) fn skip_data_policies(&mut self, environment: &EnvironmentRef) {
        if let Some(known) = self.by_key.get_mut(&key_of(environment)) {
            known.facts.push("connector_policies = allow_list_only".to_owned());
        }
    }

    /// All environments, to be changed, in a fixed order.
    pub(super) fn each(&mut self) -> impl Iterator<Item = &mut Environment> {
        self.by_key.values_mut()
    }

    /// The environments in the order of their declarations.
    pub(super) fn in_order(&self) -> Vec<&Environment> {
        let mut list: Vec<&Environment> = self.by_key.values().collect();
        list.sort();
        list
    }
}

/// The reference that policies would use for a listed environment; none where it has neither id nor address.
fn reference(environment: &DeclaredEnvironment) -> Option<EnvironmentRef> {
    let by_id = environment.id.clone().map(EnvironmentRef::Id);
    environment.address.clone().map(EnvironmentRef::Declared).or(by_id)
}

/// Adds the facts from another file; where both have one, the first counts.
fn merge(known: &mut DeclaredEnvironment, more: &DeclaredEnvironment) {
    let first = |known: &mut Option<String>, more: &Option<String>| {
        if known.is_none() {
            known.clone_from(more);
        }
    };
    first(&mut known.name, &more.name);
    first(&mut known.description, &more.description);
    first(&mut known.kind, &more.kind);
    first(&mut known.region, &more.region);
    first(&mut known.domain, &more.domain);
    first(&mut known.access, &more.access);
    first(&mut known.owner, &more.owner);
    if known.dataverse.is_none() {
        known.dataverse.clone_from(&more.dataverse);
    }
    known.managed |= more.managed;
    if known.group.is_none() {
        known.group.clone_from(&more.group);
    }
    if known.file.is_empty() {
        known.file.clone_from(&more.file);
        known.place.clone_from(&more.place);
    }
    known.settings.extend(more.settings.iter().cloned());
    if known.label.is_empty() {
        known.label.clone_from(&more.label);
    }
}

/// The statements about an environment that the language can express.
fn statements(facts: &DeclaredEnvironment, is_default: bool, of_database: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let word = kind_of(facts, is_default);
    if !word.is_empty() {
        statements.push(format!("type = {word}"));
    }
    if let Some(region) = region(facts) {
        statements.push(format!("region = {region}"));
    }
    if let Some((lcid, code)) = database(facts) {
        let domain = domain(facts).map(|domain| format!("; domain = {}", quote(domain))).unwrap_or_default();
        let more = if of_database.is_empty() { String::new() } else { format!("; {of_database}") };
        statements.push(format!("dataverse {{ language = {lcid}; currency = {code}{domain}{more} }}"));
    }
    statements
}

/// The word for the region of an environment: as it is where it has the form of one, else the region whose name it is.
pub(super) fn region(facts: &DeclaredEnvironment) -> Option<&str> {
    let word = facts.region.as_deref().filter(|word| !word.is_empty())?;
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(word);
    }
    let is =
        |region: &&Region| region.word.eq_ignore_ascii_case(word) || region.display_name.eq_ignore_ascii_case(word);
    REGIONS.iter().find(is).map(|region| region.word)
}

/// The word for the type of an environment; empty where unknown.
pub(super) fn kind_of(facts: &DeclaredEnvironment, is_default: bool) -> &'static str {
    match facts.kind.as_deref().unwrap_or_default().to_ascii_lowercase().as_str() {
        "production" => "production",
        "sandbox" => "sandbox",
        "trial" => "trial",
        "subscriptionbasedtrial" => "subscription_trial",
        "developer" => "developer",
        "teams" => "teams",
        "default" if is_default => "default",
        _ => "",
    }
}

fn people(facts: &DeclaredEnvironment, is_default: bool) -> People {
    People {
        access: facts.access.clone(),
        owner: facts.owner.clone(),
        at: (facts.file.clone(), facts.place.clone()),
        database: database(facts).is_some(),
        kind: kind_of(facts, is_default),
    }
}

/// The domain of an environment, where it has the form of one.
pub(super) fn domain(facts: &DeclaredEnvironment) -> Option<&str> {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    facts.domain.as_deref().filter(|name| !name.starts_with('-') && name.bytes().all(is_part))
}

/// The database of an environment, where its language and its currency are known.
pub(super) fn database(facts: &DeclaredEnvironment) -> Option<(u32, &str)> {
    let (lcid, code) = facts.dataverse.as_ref()?;
    (language(*lcid).is_some() && currency(code).is_some()).then_some((*lcid, code))
}

/// The remark that the group of an environment is not written.
fn left_out(facts: &DeclaredEnvironment, symbol: &str, group: &str) -> NotCarried {
    NotCarried {
        file: facts.file.clone(),
        place: facts.place.clone(),
        outcome: Outcome::Refused,
        what: format!("that environment `{symbol}` is in the group `{group}`"),
        why:
            "an environment of a group has a database, whose language and currency the files do not say; the policies \
              of the group are in effect there all the same"
                .to_owned(),
    }
}

impl Environment {
    /// The declaration, with the id if the source is to hold ids.
    pub(super) fn declaration(&self, ids: Ids) -> String {
        let mut statements = Vec::new();
        if let Some(name) = &self.name {
            statements.push(format!("name = {}", quote(name)));
        }
        statements.extend(self.facts.iter().cloned());
        if let Some(id) = self.id.as_ref().filter(|_| ids == Ids::Inline) {
            statements.push(format!("id = {}", quote(id)));
        }
        let doc = text::doc(&self.description);
        if statements.is_empty() {
            format!("{doc}environment {} {{}}\n", self.symbol)
        } else {
            format!("{doc}environment {} {{ {} }}\n", self.symbol, statements.join("; "))
        }
    }
}

fn key_of(environment: &EnvironmentRef) -> String {
    match environment {
        EnvironmentRef::Id(id) => id.to_ascii_lowercase(),
        EnvironmentRef::Placeholder(word) => format!("~{}", word.to_lowercase()),
        EnvironmentRef::Declared(address) => format!("~~{address}"),
        EnvironmentRef::Unknown(policy) => format!("~~~{policy}"),
    }
}

fn word_of(environment: &EnvironmentRef) -> &str {
    environment.word()
}

fn is_default(key: &str) -> bool {
    key.starts_with("default-") || key == "~default"
}
