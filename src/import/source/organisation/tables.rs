//! The organisation's own tables, as far as privileges and column security show them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{At, counted, note};
use crate::catalog::privilege::{Level, Levels, Verb};
use crate::catalog::{Ownership, allowed_for, system_table, system_tables};
use crate::import::read::organisation::Organisation;
use crate::import::read::{NotCarried, Outcome};
use crate::syntax::text_value::{name, quote};

/// Custom tables by their logical names.
#[derive(Default)]
pub(super) struct OwnTables {
    tables: BTreeMap<String, Table>,
}

#[derive(Default)]
struct Table {
    /// The number of occurrences of each spelling.
    spellings: BTreeMap<String, usize>,
    /// Whether a level or a verb shows that users own its rows.
    is_user_owned: bool,
    is_granted: bool,
    masked: BTreeSet<String>,
    /// Columns that are secured according to the files.
    secured: BTreeSet<String>,
    /// The ownership of its rows, where the files give it.
    said: Option<Ownership>,
    is_activity: bool,
    lookups: BTreeSet<String>,
    schema: Option<String>,
}

impl OwnTables {
    /// Notes a granted privilege on a table.
    pub(super) fn granted(&mut self, logical: &str, base: &str, verb: Verb, level: Level) {
        let table = self.tables.entry(logical.to_owned()).or_default();
        *table.spellings.entry(base.to_owned()).or_default() += 1;
        table.is_granted = true;
        table.is_user_owned |= level != Level::Org || matches!(verb, Verb::Assign | Verb::Share);
    }

    /// Notes a secured column of a table; `masked` means that a mask hides its values.
    pub(super) fn secured(&mut self, logical: &str, column: &str, masked: bool) {
        if system_table(logical).is_none() {
            let table = self.tables.entry(logical.to_owned()).or_default();
            if masked {
                table.masked.insert(column.to_owned());
            }
        }
    }

    /// Takes over the facts of solutions about the tables that are named.
    pub(super) fn told(&mut self, organisation: &Organisation) {
        for (logical, facts) in &organisation.table_facts {
            if let Some(table) = self.tables.get_mut(logical) {
                table.said = facts.ownership;
                table.is_activity = facts.is_activity;
                table.secured.clone_from(&facts.secured);
                table.spellings.insert(facts.schema.clone(), usize::MAX);
            }
        }
        for (from, to) in &organisation.lookups {
            let known = system_table(to).is_some() || self.tables.contains_key(to);
            if let Some(table) = self.tables.get_mut(from).filter(|_| known && from != to) {
                table.lookups.insert(to.clone());
            }
        }
    }

    /// Decides the spelling of tables and the ownership of their rows, and notes what was guessed.
    pub(super) fn settle(&mut self, notes: &mut Vec<NotCarried>) {
        let mut guessed: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for (logical, table) in &mut self.tables {
            let spelled = table.spellings.iter().max_by(|(a, x), (b, y)| (x, b).cmp(&(y, a)));
            table.schema = spelled.map(|(spelling, _)| spelling.clone()).filter(|spelling| spelling != logical);
            if table.said.is_some() {
                continue;
            }
            let why = match (table.is_granted, table.is_user_owned) {
                (false, _) => {
                    table.is_user_owned = true;
                    ("user_owned", "no role of the files grants anything on them, so nothing shows who owns their rows")
                }
                (true, true) => (
                    "user_owned",
                    "a level below `org`, or a grant to assign or share, shows that users or teams own their rows",
                ),
                (true, false) => (
                    "organization_owned",
                    "they are granted at `org` only and neither to assign nor to share; users may own them all the same",
                ),
            };
            guessed.entry(why).or_default().push(logical);
        }
        for ((ownership, why), tables) in guessed {
            const SHOWN: usize = 3;
            let shown = tables.iter().take(SHOWN).map(|table| format!("`{table}`")).collect::<Vec<_>>().join(", ");
            let more = tables.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let what = format!("{ownership} of {}: {shown}{more}", counted(tables.len(), "table"));
            notes.push(note(&At::default(), Outcome::Assumed, what, why));
        }
    }

    /// The number of tables.
    pub(super) fn len(&self) -> usize {
        self.tables.len()
    }

    /// The spelling in the names of a table's privileges.
    pub(super) fn base<'t>(&'t self, logical: &'t str) -> &'t str {
        self.tables.get(logical).and_then(|table| table.schema.as_deref()).unwrap_or(logical)
    }

    /// The levels that a verb accepts on a table, custom or of the platform.
    pub(super) fn allowed(&self, logical: &str, verb: Verb) -> Levels {
        let system = system_table(logical).and_then(|index| system_tables().get(index as usize));
        match (self.tables.get(logical), system) {
            (Some(table), _) => allowed_for(table.ownership(), verb),
            (None, Some(system)) => system.allowed(verb),
            (None, None) => Levels::ALL,
        }
    }

    /// `tables { … }`
    pub(super) fn declaration(&self) -> Option<String> {
        if self.tables.is_empty() {
            return None;
        }
        let lines = self.tables.iter().map(|(logical, table)| {
            let mut line = format!("  {} : {}", name(logical), table.ownership().word());
            if let Some(schema) = &table.schema {
                let _ = write!(line, " schema {}", quote(schema));
            }
            if !table.lookups.is_empty() {
                let others: Vec<_> = table.lookups.iter().map(|other| name(other)).collect();
                let _ = write!(line, " lookup {}", others.join(", "));
            }
            if table.is_activity {
                line.push_str(" activity");
            }
            if !table.masked.is_empty() {
                let columns: Vec<_> = table.masked.iter().map(|column| name(column)).collect();
                let _ = write!(line, " masked {}", columns.join(", "));
            }
            if !table.secured.is_empty() {
                let columns: Vec<_> = table.secured.iter().map(|column| name(column)).collect();
                let _ = write!(line, " secured {}", columns.join(", "));
            }
            format!("{line}\n")
        });
        Some(format!("tables {{\n{}}}\n", lines.collect::<String>()))
    }
}

impl Table {
    const fn ownership(&self) -> Ownership {
        if let Some(said) = self.said {
            return said;
        }
        if self.is_user_owned { Ownership::User } else { Ownership::Organization }
    }
}
