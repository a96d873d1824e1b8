//! Names and texts as SQL takes them.

use std::collections::BTreeSet;

/// A text: quotes inside it are doubled, and nothing else has a meaning in it.
pub(super) fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// A name: plain where every database takes it so, else in quotes.
pub(super) fn name(value: &str) -> String {
    let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && value.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && RESERVED.binary_search(&value.to_ascii_uppercase().as_str()).is_err();
    if plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}

/// What may stand behind `--` in a line.
pub(super) fn comment(value: &str) -> String {
    value.chars().map(|one| if crate::text::is_hidden(one) { ' ' } else { one }).collect()
}

/// Gives out names, none twice, whatever the letter case.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        name
    }
}

/// Words that SQLite, PostgreSQL, SQL Server, DuckDB, Spark or the standard keep for themselves, sorted.
const RESERVED: &[&str] = &[
    "ABORT", "ABS", "ACTION", "ADD", "ADMIN", "AFTER", "ALL", "ALLOCATE", "ALTER", "ALWAYS", "ANALYSE", "ANALYZE",
    "AND", "ANTI", "ANY", "ARE", "ARRAY", "AS", "ASC", "ASENSITIVE", "ASOF", "ASYMMETRIC", "AT", "ATOMIC", "ATTACH",
    "AUTHORIZATION", "AUTOINCREMENT", "AVG", "BACKUP", "BEFORE", "BEGIN", "BETWEEN", "BIGINT", "BINARY", "BLOB",
    "BOOLEAN", "BOTH", "BREAK", "BROWSE", "BULK", "BY", "CALL", "CALLED", "CASCADE", "CASCADED", "CASE", "CAST",
    "CEIL", "CHAR", "CHARACTER", "CHECK", "CHECKPOINT", "CLOB", "CLOSE", "CLUSTERED", "COALESCE", "COLLATE",
    "COLLATION", "COLUMN", "COLUMNS", "COMMIT", "COMPUTE", "CONCURRENTLY", "CONDITION", "CONFLICT", "CONNECT",
    "CONSTRAINT", "CONTAINS", "CONTAINSTABLE", "CONTINUE", "CONVERT", "CORR", "COUNT", "CREATE", "CROSS", "CUBE",
    "CURRENT", "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME",
    "CURRENT_TIMESTAMP", "CURRENT_USER", "CURSOR", "CYCLE", "DATABASE", "DATE", "DAY", "DBCC", "DEALLOCATE", "DEC",
    "DECIMAL", "DECLARE", "DEFAULT", "DEFERRABLE", "DEFERRED", "DELETE", "DENY", "DESC", "DESCRIBE", "DETACH",
    "DISK", "DISTINCT", "DISTRIBUTED", "DO", "DOUBLE", "DROP", "DUMP", "EACH", "ELEMENT", "ELSE", "END", "ERRLVL",
    "ESCAPE", "EVERY", "EXCEPT", "EXCLUDE", "EXCLUSIVE", "EXEC", "EXECUTE", "EXISTS", "EXIT", "EXPLAIN", "EXTERNAL",
    "EXTRACT", "FAIL", "FALSE", "FETCH", "FILE", "FILLFACTOR", "FILTER", "FIRST", "FLOAT", "FLOOR", "FOLLOWING",
    "FOR", "FOREIGN", "FREETEXT", "FREETEXTTABLE", "FREEZE", "FROM", "FULL", "FUNCTION", "GENERATED", "GET", "GLOB",
    "GLOBAL", "GRANT", "GROUP", "GROUPING", "GROUPS", "HAVING", "HOLD", "HOLDLOCK", "HOUR", "IDENTITY",
    "IDENTITYCOL", "IDENTITY_INSERT", "IF", "IGNORE", "ILIKE", "IMMEDIATE", "IN", "INDEX", "INDEXED", "INITIALLY",
    "INNER", "INOUT", "INSERT", "INSTEAD", "INT", "INTEGER", "INTERSECT", "INTERVAL", "INTO", "IS", "ISNULL",
    "JOIN", "KEY", "KILL", "LAMBDA", "LANGUAGE", "LARGE", "LAST", "LATERAL", "LEADING", "LEFT", "LIKE", "LIMIT",
    "LINENO", "LN", "LOAD", "LOCAL", "LOCALTIME", "LOCALTIMESTAMP", "LOWER", "MATCH", "MATERIALIZED", "MAX",
    "MEMBER", "MERGE", "METHOD", "MIN", "MINUS", "MINUTE", "MOD", "MODULE", "MONTH", "MULTISET", "NATIONAL",
    "NATURAL", "NCHAR", "NEW", "NO", "NOCHECK", "NONCLUSTERED", "NONE", "NOT", "NOTHING", "NOTNULL", "NULL",
    "NULLIF", "NULLS", "NUMERIC", "OF", "OFF", "OFFSET", "OFFSETS", "OLD", "ON", "ONLY", "OPEN", "OPENDATASOURCE",
    "OPENQUERY", "OPENROWSET", "OPENXML", "OPTION", "OR", "ORDER", "OTHERS", "OUT", "OUTER", "OVER", "OVERLAPS",
    "PARAMETER", "PARTITION", "PERCENT", "PIVOT", "PIVOT_LONGER", "PIVOT_WIDER", "PLACING", "PLAN", "POSITIONAL",
    "POWER", "PRAGMA", "PRECEDING", "PRECISION", "PREPARE", "PRIMARY", "PRINT", "PROC", "PROCEDURE", "PUBLIC",
    "QUALIFY", "QUERY", "RAISE", "RAISERROR", "RANGE", "RANK", "READ", "READS", "READTEXT", "REAL", "RECONFIGURE",
    "RECURSIVE", "REF", "REFERENCES", "REGEXP", "REINDEX", "RELEASE", "RENAME", "REPLACE", "REPLICATION",
    "RESTORE", "RESTRICT", "RESULT", "RETURN", "RETURNING", "RETURNS", "REVERT", "REVOKE", "RIGHT", "ROLLBACK",
    "ROLLUP", "ROW", "ROWCOUNT", "ROWGUIDCOL", "ROWS", "RULE", "SAVE", "SAVEPOINT", "SCHEMA", "SCOPE", "SCROLL",
    "SEARCH", "SECOND", "SECURITYAUDIT", "SELECT", "SEMI", "SENSITIVE", "SESSION_USER", "SET", "SETUSER",
    "SHUTDOWN", "SIMILAR", "SMALLINT", "SOME", "SPECIFIC", "SQL", "START", "STATIC", "STATISTICS", "STRUCT", "SUM",
    "SUMMARIZE", "SYMMETRIC", "SYSTEM", "SYSTEM_USER", "TABLE", "TABLESAMPLE", "TEMP", "TEMPORARY", "TEXT",
    "TEXTSIZE", "THEN", "TIES", "TIME", "TIMESTAMP", "TO", "TOP", "TRAILING", "TRAN", "TRANSACTION", "TRANSLATE",
    "TREAT", "TRIGGER", "TRIM", "TRUE", "TRUNCATE", "TRY_CONVERT", "TSEQUAL", "UNBOUNDED", "UNION", "UNIQUE",
    "UNKNOWN", "UNNEST", "UNPIVOT", "UPDATE", "UPDATETEXT", "UPPER", "USE", "USER", "USING", "VACUUM", "VALUE",
    "VALUES", "VARCHAR", "VARIADIC", "VARYING", "VERBOSE", "VIEW", "VIRTUAL", "WAITFOR", "WHEN", "WHERE", "WHILE",
    "WINDOW", "WITH", "WITHIN", "WITHOUT", "WRITETEXT", "YEAR",
];

#[cfg(test)]
mod tests {
    use super::{Names, RESERVED, name, text};

    #[test]
    fn names_and_texts_cannot_end_early() {
        assert_eq!(text("it's -- \"x\""), "'it''s -- \"x\"'");
        assert_eq!([name("users"), name("order"), name("a-b"), name("9a"), name("é")].join(" "), "users \"order\" \"a-b\" \"9a\" \"é\"");
        assert_eq!(name("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn reserved_words_can_be_searched() {
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        assert_eq!([names.take("a"), names.take("A"), names.take("a")].join(" "), "a A_ a__");
    }
}
