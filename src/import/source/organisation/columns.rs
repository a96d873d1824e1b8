//! Column security profiles.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::people::Users;
use super::tables::OwnTables;
use super::teams::Teams;
use super::{Writer, note, shown_name, symbol};
use crate::import::read::organisation::{Column, Holder, Organisation, Profile};
use crate::import::read::{NotCarried, Outcome};
use crate::import::source::names::Names;
use crate::import::source::text;
use crate::model::organisation::Unmasked;
use crate::syntax::text_value::{is_word, quote};

/// A profile and its symbol.
pub(super) struct Named<'o> {
    symbol: String,
    profile: &'o Profile,
}

impl Named<'_> {
    /// Its symbol and its id.
    pub(super) fn binding(&self) -> Option<(String, String)> {
        Some((self.symbol.clone(), self.profile.id.clone()?))
    }
}

/// The declared profiles, each once.
pub(super) fn profiles<'o>(
    organisation: &'o Organisation,
    tables: &mut OwnTables,
    notes: &mut Vec<NotCarried>,
) -> Vec<Named<'o>> {
    let mut ordered: Vec<&Profile> = organisation.profiles.iter().collect();
    ordered.sort_by_cached_key(|profile| {
        (profile.name.to_lowercase(), profile.name.clone(), profile.id.clone(), profile.at.clone())
    });
    let mut names = Names::default();
    let mut kept: Vec<Named<'o>> = Vec::new();
    for profile in ordered {
        let known = kept.iter().find(|known| known.profile.id.is_some() && known.profile.id == profile.id);
        let what = || format!("column security profile \"{}\"", profile.name);
        if let Some(Named { profile: first, .. }) = known {
            let same = first.columns == profile.columns && first.name == profile.name;
            let (outcome, why) = if same || profile.columns.is_empty() {
                (Outcome::Normalised, format!("{} holds the same profile; it is written once", first.at.file))
            } else {
                (Outcome::Doubtful, format!("{} holds another state of it; that one is written", first.at.file))
            };
            notes.push(note(&profile.at, outcome, what(), why));
            continue;
        }
        let mut seen = BTreeSet::new();
        for column in &profile.columns {
            tables.secured(&column.table, &column.column, column.unmasked > 0);
            if !seen.insert((&column.table, &column.column)) {
                let why = format!("it lists `{}.{}` twice; the first is written", column.table, column.column);
                notes.push(note(&profile.at, Outcome::Dropped, what(), why));
            }
        }
        kept.push(Named { symbol: symbol(&mut names, &profile.name, "profile"), profile });
    }
    kept
}

pub(super) fn declarations(
    profiles: &[Named<'_>],
    writer: &Writer<'_>,
    users: &Users<'_>,
    teams: &Teams<'_>,
    organisation: &Organisation,
) -> Vec<String> {
    let declared = profiles.iter().map(|Named { symbol, profile }| {
        let mut out = String::new();
        for line in profile.description.lines() {
            out.push_str(&text::comment(line).replacen("//", "///", 1));
        }
        let _ = writeln!(out, "column_security {symbol} {{");
        let statements = shown_name(&profile.name, symbol).into_iter().chain(writer.id(profile.id.as_deref()));
        for statement in statements {
            let _ = writeln!(out, "  {statement}");
        }
        let mut seen = BTreeSet::new();
        for column in profile.columns.iter().filter(|column| seen.insert((&column.table, &column.column))) {
            let _ = writeln!(out, "  {}", of_column(column));
        }
        let held = organisation.profiles_held.iter().filter(|(_, id)| profile.id.as_ref() == Some(id));
        let held: BTreeSet<&str> = held
            .filter_map(|(holder, _)| match holder {
                Holder::User(id) => users.symbol(id),
                Holder::Team(id) => teams.symbol(id),
            })
            .collect();
        if !held.is_empty() {
            let _ = writeln!(out, "  held_by = [{}]", held.into_iter().collect::<Vec<_>>().join(", "));
        }
        out.push_str("}\n");
        out
    });
    declared.collect()
}

fn of_column(column: &Column) -> String {
    let whole = format!("{}.{}", column.table, column.column);
    let plain = is_word(&column.table) && is_word(&column.column);
    let key = if plain { whole } else { quote(&whole) };
    let mut allowed = Vec::new();
    for (word, may) in [("read", column.read), ("create", column.create), ("update", column.update)] {
        if may {
            allowed.push(format!("{word} = yes"));
        }
    }
    let unmasked = Unmasked::ALL.into_iter().find(|unmasked| unmasked.number() == column.unmasked);
    if let Some(unmasked) = unmasked.filter(|unmasked| *unmasked != Unmasked::No) {
        allowed.push(format!("read_unmasked = {}", unmasked.word()));
    }
    if allowed.is_empty() { format!("{key} {{}}") } else { format!("{key} {{ {} }}", allowed.join("; ")) }
}
