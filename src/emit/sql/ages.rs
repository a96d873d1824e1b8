//! The days that are an age before the day by which ages are judged.

use super::names::Names;
use super::reading::Made;
use crate::emit::database::Database;
use crate::emit::dialect::Dialect;
use crate::model::condition::{Condition, TODAY};
use crate::model::program::{AgeUnit, Interval};

/// The maximum age in units: databases have no days before the beginning of their calendars.
pub(super) const MOST: i64 = 10_000;

/// The days for the ages that conditions ask for, each relative to the day by which ages are judged, and each in a
/// column.
pub(super) struct Ages {
    /// The text of the day by which ages are judged.
    today: String,
    /// Each age with the columns of its text and its number.
    all: Vec<((i64, AgeUnit), String, String)>,
}

impl Ages {
    /// The ages that conditions ask for.
    pub(super) fn of(leaves: &[&Condition], names: &mut Names) -> Self {
        let mut all: Vec<((i64, AgeUnit), String, String)> = Vec::new();
        for age in leaves.iter().filter_map(|leaf| leaf.age()).map(Interval::counted) {
            if all.iter().all(|(known, ..)| *known != age) {
                let name = format!("dictum_{}_{}_before", age.0, age.1.word());
                all.push((age, names.take(&format!("{name}_given")), names.take(&name)));
            }
        }
        Self { today: if all.is_empty() { String::new() } else { names.take("dictum_today_given") }, all }
    }

    /// The day at this age, as a number.
    pub(super) fn day(&self, age: (i64, AgeUnit)) -> Option<&str> {
        self.all.iter().find(|(known, ..)| *known == age).map(|(_, _, name)| name.as_str())
    }

    /// The day by which ages are judged, as a text; none where no age is asked for.
    pub(super) fn given(&self, database: &Database<'_>) -> Option<Made> {
        let mapped = database.columns.iter().any(|(field, _)| field == TODAY);
        let today = if mapped { database.column(TODAY) } else { database.dialect.today().to_owned() };
        (!self.all.is_empty()).then(|| (database.dialect.given(&today), self.today.clone()))
    }

    /// The days as texts.
    pub(super) fn texts(&self, dialect: Dialect) -> impl Iterator<Item = Made> {
        self.all.iter().map(move |((count, unit), text, _)| (dialect.before(&self.today, *count, *unit), text.clone()))
    }

    /// The days as numbers.
    pub(super) fn numbers(&self, dialect: Dialect) -> Vec<Made> {
        self.all.iter().map(|(_, text, name)| (dialect.day(text), name.clone())).collect()
    }
}

impl Dialect {
    /// The current day on the clock of the database.
    const fn today(self) -> &'static str {
        match self {
            Self::Ansi | Self::Postgres | Self::DuckDb => "CURRENT_DATE",
            Self::Sqlite => "DATE('now')",
            Self::Spark | Self::Databricks => "CURRENT_DATE()",
            Self::TSql => "CAST(GETDATE() AS DATE)",
        }
    }

    /// The day that is `count` units before a day, as a text. A month before the 31st is the last day of its month.
    fn before(self, day: &str, count: i64, unit: AgeUnit) -> String {
        let cut = self.first_ten(day);
        let date = format!("CAST({cut} AS DATE)");
        match (self, unit) {
            (Self::Ansi, AgeUnit::Days) => format!("CAST({date} - INTERVAL '{count}' DAY AS VARCHAR)"),
            (Self::Ansi, AgeUnit::Months) => format!("CAST({date} - INTERVAL '{count}' MONTH AS VARCHAR)"),
            (Self::Sqlite, AgeUnit::Days) => format!("DATE({cut}, '-{count} days')"),
            // SQLite continues into the next month where a month is too short.
            (Self::Sqlite, AgeUnit::Months) => format!(
                "MIN(DATE({cut}, 'start of month', '-{count} months', '+' || (CAST(SUBSTR({cut}, 9, 2) AS INTEGER) - 1) || ' days'), \
                 DATE({cut}, 'start of month', '-{count} months', '+1 month', '-1 day'))"
            ),
            (Self::Postgres, AgeUnit::Days) => format!("CAST({date} - {count} AS TEXT)"),
            (Self::Postgres, AgeUnit::Months) => format!("CAST({date} - INTERVAL '{count} months' AS TEXT)"),
            (Self::DuckDb, AgeUnit::Days) => format!("CAST({date} - {count} AS VARCHAR)"),
            (Self::DuckDb, AgeUnit::Months) => format!("CAST({date} - INTERVAL {count} MONTH AS VARCHAR)"),
            (Self::Spark | Self::Databricks, AgeUnit::Days) => format!("CAST(DATE_SUB({date}, {count}) AS STRING)"),
            (Self::Spark | Self::Databricks, AgeUnit::Months) => {
                format!("CAST(ADD_MONTHS({date}, -{count}) AS STRING)")
            }
            (Self::TSql, AgeUnit::Days) => format!("CONVERT(NVARCHAR(10), DATEADD(DAY, -{count}, {date}), 126)"),
            (Self::TSql, AgeUnit::Months) => format!("CONVERT(NVARCHAR(10), DATEADD(MONTH, -{count}, {date}), 126)"),
        }
    }
}
