//! The access groups and owners of environments: the groups and users with the ids in the files.

use std::fmt::Write as _;

use super::Ids;
use super::environments::{Environments, People};
use super::names::Names;
use crate::import::read::{NotCarried, Outcome};
use crate::model::bindings::Bindings;
use crate::model::kinds;
use crate::syntax::ast;
use crate::syntax::text_value::quote;
use crate::text::Sources;

/// Adds `access` and `owner` to the environments whose group and owner are known by an id. Returns the declarations
/// of owners that are not declared otherwise. `before` is the text about users so far. `known` has the ids of what is
/// declared; the ids of the owners are added.
pub(super) fn settle(
    environments: &mut Environments,
    ids: Ids,
    before: &str,
    known: &mut Bindings,
    notes: &mut Vec<NotCarried>,
) -> String {
    let mut names = Names::default();
    let written = Sources::single("imported.dictum", before);
    let declared = written.iter().flat_map(|source| ast::headings(source, &kinds::keywords()));
    declared.filter(|heading| heading.keyword == "user").for_each(|heading| names.reserve(&heading.name));
    let mut out = String::new();
    for environment in environments.each() {
        let People { access, owner, at, database, kind } = environment.people.clone();
        let mut leave = |word: &str, id: &str, why: &str| {
            notes.push(NotCarried {
                file: at.0.clone(),
                place: at.1.clone(),
                outcome: Outcome::Dropped,
                what: format!("`{word}` of environment `{}`, {id}", environment.symbol),
                why: why.to_owned(),
            });
        };
        if let Some(id) = access {
            match symbol(&known.groups, &id) {
                _any if !database => leave("access", &id, NO_DATABASE),
                _any if matches!(kind, "default" | "developer") => {
                    leave("access", &id, "the platform does not limit a default or developer environment to a group");
                }
                Some(group) => environment.facts.push(format!("access = {group}")),
                None => leave(
                    "access",
                    &id,
                    "no file says what sort of group it is; import the groups of Microsoft Graph too, or declare a `group` \
                     with this id",
                ),
            }
        }
        if let Some(id) = owner {
            if kind != "developer" {
                leave("owner", &id, "only a developer environment has an owner");
            } else if !database {
                leave("owner", &id, NO_DATABASE);
            } else {
                let user = symbol(&known.users, &id).unwrap_or_else(|| {
                    let user = names.take(&format!("owner_{}", stem(&id)));
                    let _ = match ids {
                        Ids::Bindings => writeln!(out, "user {user} {{}}"),
                        Ids::Inline => writeln!(out, "user {user} {{ id = {} }}", quote(&id)),
                    };
                    known.users.insert(user.clone(), id.clone());
                    user
                });
                environment.facts.push(format!("owner = {user}"));
            }
        }
    }
    out
}

const NO_DATABASE: &str = "it takes a database, whose language and currency the files do not say";

/// The symbol with an id.
fn symbol(ids: &std::collections::BTreeMap<String, String>, id: &str) -> Option<String> {
    ids.iter().find(|(_, known)| known.eq_ignore_ascii_case(id)).map(|(symbol, _)| symbol.clone())
}

/// The part of an id that is used in a symbol.
fn stem(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(8).collect::<String>().to_ascii_lowercase()
}
