//! Writes and reads the names of privileges.
//!
//! A name is `prv`, a verb and a base. The base is the table's schema name, but a few tables have another one, and
//! some tables share one.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::super::privilege::Verb;
use super::tasks::{TaskPrivilege, task_privilege, without_prefix};
use super::{privilege_base, shares_privileges_with, system_tables};

/// The meaning of the name of a privilege.
#[derive(Clone, Copy, Debug)]
pub enum PrivilegeName<'a> {
    /// A verb on a table of the platform: its place in [`system_tables`]. Tables that share their privileges are
    /// represented by the one of [`shares_privileges_with`].
    System(Verb, u32),
    /// A verb on another table, with a publisher's prefix: the base as written.
    Own(Verb, &'a str),
    /// A privilege of no table.
    Task(&'static TaskPrivilege),
    /// None of these: the name as written.
    Unknown(&'a str),
}

/// The name of the privilege: `prvReadAccount`.
pub fn privilege_name(verb: Verb, base: &str) -> String {
    // The only name of the platform with irregular capitals, as real role files have it.
    if verb == Verb::AppendTo && base == "Category" {
        return "prvAppendtoCategory".to_owned();
    }
    format!("prv{}{base}", verb.wire())
}

/// The meaning of the name of a privilege, whatever its capitals.
///
/// ```
/// use dictum::catalog::privilege::Verb;
/// use dictum::catalog::{PrivilegeName, read_privilege, system_table};
///
/// assert!(matches!(read_privilege("prvReadAccount"), PrivilegeName::System(Verb::Read, table) if Some(table) == system_table("account")));
/// assert!(matches!(read_privilege("prvAppendtoys_Doll"), PrivilegeName::Own(Verb::Append, "toys_Doll")));
/// assert!(matches!(read_privilege("prvMerge"), PrivilegeName::Task(_)));
/// ```
pub fn read_privilege(name: &str) -> PrivilegeName<'_> {
    // Some task privileges begin with a verb, so they are looked for first.
    if let Some(task) = task_privilege(name) {
        return PrivilegeName::Task(task);
    }
    let Some(rest) = without_prefix(name, "prv") else { return PrivilegeName::Unknown(name) };
    let said = || privilege_parts(name);
    if let Some((verb, table)) = said().find_map(|(verb, base)| Some((verb, table_of_base(base)?))) {
        return PrivilegeName::System(verb, table);
    }
    // A custom table may begin with "to"; a small "to" after a capital `Append` belongs to the table. The platform
    // itself is less strict: the privilege to append to its table `category` is `prvAppendtoCategory`.
    let small = rest.starts_with("Appendto");
    let own = said().find(|(verb, base)| base.contains('_') && !(small && *verb == Verb::AppendTo));
    own.map_or(PrivilegeName::Unknown(name), |(verb, base)| PrivilegeName::Own(verb, base))
}

/// The ways to read a name as a verb and the base of a table's privileges, whatever the capitals; `AppendTo` before
/// its prefix `Append`. None for a name that does not begin with `prv` and a verb.
pub fn privilege_parts(name: &str) -> impl Iterator<Item = (Verb, &str)> {
    let rest = without_prefix(name, "prv").unwrap_or_default();
    READ_ORDER.into_iter().filter_map(move |verb| Some((verb, without_prefix(rest, verb.wire())?)))
}

/// `AppendTo` is before its prefix `Append`.
const READ_ORDER: [Verb; 8] =
    [Verb::AppendTo, Verb::Append, Verb::Create, Verb::Read, Verb::Write, Verb::Delete, Verb::Assign, Verb::Share];

/// The table with that base, whatever its capitals.
fn table_of_base(base: &str) -> Option<u32> {
    static SORTED: OnceLock<Vec<(&str, u32)>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let all = (0_u32..).zip(system_tables()).filter(|(index, _table)| shares_privileges_with(*index) == *index);
        let mut bases: Vec<_> = all.map(|(index, _table)| (privilege_base(index), index)).collect();
        bases.sort_unstable_by(|first, second| by_letters(first.0, second.0));
        bases
    });
    let place = sorted.binary_search_by(|(known, _index)| by_letters(known, base)).ok()?;
    sorted.get(place).map(|(_base, index)| *index)
}

/// Compares two names without regard to capitals.
pub(super) fn by_letters(first: &str, second: &str) -> Ordering {
    first.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(second.bytes().map(|byte| byte.to_ascii_lowercase()))
}
