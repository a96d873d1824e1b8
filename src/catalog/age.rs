//! The age of a catalogue.

use jiff::civil::Date;

use super::Catalog;
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds that the catalogue of connectors is older than the project allows, by `catalog.max_age` in
    /// `dictum.toml`. It compares the day of the catalogue with `--today`. It applies to projects that pin a
    /// catalogue or set `catalog.max_age`; for others `dictum check` writes the age under its summary.
    ///
    /// ## Why is this bad?
    /// The platform gets new connectors every week. Each of them falls into `rest`, and an old catalogue does not
    /// show which ones. `dictum catalog pin` takes an export of the tenant, and `dictum catalog diff` shows what it
    /// changes.
    ///
    /// The examples of this page are settings, not policies, so they are in the test suite. Bad: a catalogue of last
    /// year with `[catalog]` and `max_age = 180`; good: the same with a catalogue of last month.
    pub OLD_CATALOG = 12 "old-catalog" Info "the catalogue of connectors is old";
}

/// The default maximum age of a catalogue in days.
pub const MAX_AGE: u32 = 180;

impl Catalog {
    /// Its age in days on a day; none where its day is unknown.
    pub fn age(&self, today: Date) -> Option<i32> {
        Some((today - self.date()?).get_days())
    }

    /// Its day and its age in words, with advice where it is older than `max_age` days.
    pub fn age_in_words(&self, today: Date, max_age: u32) -> String {
        let (Some(date), Some(days)) = (self.date(), self.age(today)) else {
            return "connectors of no known day".to_owned();
        };
        let unit = if days == 1 { "day" } else { "days" };
        let old = if i64::from(days) > i64::from(max_age) { OLD } else { "" };
        format!("connectors as of {date}, {days} {unit} ago{old}")
    }

    /// Its day in words, with advice where it is older than `max_age` days. The text changes only on the day on which
    /// it becomes old.
    pub fn day_in_words(&self, today: Date, max_age: u32) -> String {
        let (Some(date), Some(days)) = (self.date(), self.age(today)) else {
            return "connectors of no known day".to_owned();
        };
        let old = if i64::from(days) > i64::from(max_age) { OLD } else { "" };
        format!("connectors as of {date}{old}")
    }

    /// The finding where it is older than `max_age` days.
    pub fn too_old(&self, today: Date, max_age: u32) -> Option<Diagnostic> {
        let (date, days) = (self.date()?, self.age(today)?);
        if i64::from(days) <= i64::from(max_age) {
            return None;
        }
        let message = format!("the catalogue of connectors is of {date}, {days} days before {today}");
        let finding = Diagnostic::nowhere(&OLD_CATALOG, message)
            .note(format!("the project allows {max_age} days; connectors that came since then are not in any answer"))
            .help("`dictum catalog pin --catalog FILE` takes an export of the tenant");
        Some(finding)
    }
}

const OLD: &str = "; `dictum catalog pin --catalog FILE` takes an export of the tenant";
