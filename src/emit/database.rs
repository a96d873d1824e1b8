//! The database that statements are written for: its SQL, its tables and its columns.

use super::dialect::Dialect;

/// The options for statements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Database<'a> {
    /// The SQL of the database.
    pub dialect: Dialect,
    /// Tables by subject, as in the statement; the one without a subject is for all others.
    pub tables: &'a [(String, String)],
    /// Columns by field, for those that have another name.
    pub columns: &'a [(String, String)],
}

impl Database<'_> {
    /// The table of a subject; the default for `app` is `apps`.
    pub(super) fn table(&self, subject: &str) -> String {
        let named = |name: &str| self.tables.iter().find(|(known, _)| known == name).map(|(_, table)| table.clone());
        named(subject).or_else(|| named("")).unwrap_or_else(|| self.dialect.identifier(&format!("{subject}s")))
    }

    /// The column of a field, in SQL syntax.
    pub(super) fn column(&self, field: &str) -> String {
        match self.columns.iter().find(|(known, _)| known == field) {
            // Databases fold names without quotes, each in a different way.
            Some((_, column)) if column.bytes().any(|byte| byte.is_ascii_uppercase()) => self.dialect.quoted(column),
            Some((_, column)) => self.dialect.identifier(column),
            None => self.dialect.identifier(field),
        }
    }
}
