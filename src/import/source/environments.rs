//! The environments that policies name, as declarations and as bindings.

use std::collections::BTreeMap;

use super::Ids;
use super::names::{Names, symbol_of};
use crate::import::read::{EnvironmentRef, Export};
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
}

/// Every environment that the policies name.
pub(super) struct Environments {
    by_key: BTreeMap<String, Environment>,
}

impl Environments {
    pub(super) fn of(export: &Export) -> Self {
        // Sorted by id and in one spelling each, so that the order of the files does not matter.
        let mut spelled: BTreeMap<String, EnvironmentRef> = BTreeMap::new();
        for environment in export.policies.iter().flat_map(|policy| policy.scope.environments()) {
            let known = spelled.entry(key_of(environment)).or_insert_with(|| environment.clone());
            if word_of(environment) < word_of(known) {
                *known = environment.clone();
            }
        }
        let defaults = spelled.keys().filter(|key| is_default(key)).count();
        let mut names = Names::default();
        let mut by_key = BTreeMap::new();
        for (key, environment) in spelled {
            let word = word_of(&environment);
            let wanted = match &environment {
                EnvironmentRef::Id(id) if is_default(&key) => match (defaults, id.get(8..16)) {
                    (2.., Some(start)) => format!("default_{}", start.to_ascii_lowercase()),
                    _ => "default".to_owned(),
                },
                EnvironmentRef::Id(id) => format!("env_{}", id.get(..8).unwrap_or(id).to_ascii_lowercase()),
                EnvironmentRef::Placeholder(word) => symbol_of(word, "env"),
            };
            let wanted = if wanted.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                wanted
            } else {
                symbol_of(&wanted, "env")
            };
            let symbol = names.take(&wanted);
            let rank = u8::from(!is_default(&key));
            let environment = match &environment {
                EnvironmentRef::Id(id) => Environment { rank, symbol, name: None, id: Some(id.clone()) },
                EnvironmentRef::Placeholder(_) => {
                    let name = (*word != *symbol && rank == 1).then(|| word.to_owned());
                    Environment { rank, symbol, name, id: None }
                }
            };
            by_key.insert(key, environment);
        }
        Self { by_key }
    }

    /// The symbol of an environment.
    pub(super) fn symbol(&self, environment: &EnvironmentRef) -> &str {
        self.by_key.get(&key_of(environment)).map_or("", |known| &known.symbol)
    }

    /// The environments in the order of their declarations.
    pub(super) fn in_order(&self) -> Vec<&Environment> {
        let mut list: Vec<&Environment> = self.by_key.values().collect();
        list.sort();
        list
    }
}

impl Environment {
    /// The declaration, with the id if the source is to hold ids.
    pub(super) fn declaration(&self, ids: Ids) -> String {
        let mut statements = Vec::new();
        if let Some(name) = &self.name {
            statements.push(format!("name = {}", quote(name)));
        }
        if self.rank == 0 {
            statements.push("type = default".to_owned());
        }
        if let Some(id) = self.id.as_ref().filter(|_| ids == Ids::Inline) {
            statements.push(format!("id = {}", quote(id)));
        }
        if statements.is_empty() {
            format!("environment {} {{}}\n", self.symbol)
        } else {
            format!("environment {} {{ {} }}\n", self.symbol, statements.join("; "))
        }
    }
}

fn key_of(environment: &EnvironmentRef) -> String {
    match environment {
        EnvironmentRef::Id(id) => id.to_ascii_lowercase(),
        EnvironmentRef::Placeholder(word) => format!("~{}", word.to_lowercase()),
    }
}

fn word_of(environment: &EnvironmentRef) -> &str {
    let (EnvironmentRef::Id(word) | EnvironmentRef::Placeholder(word)) = environment;
    word
}

fn is_default(key: &str) -> bool {
    key.starts_with("default-") || key == "~default"
}
