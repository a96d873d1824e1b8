//! The differences between the SQL of databases.

use super::reserved::RESERVED;

/// The SQL of a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The common part of most databases; `DataFusion` accepts it.
    #[default]
    Ansi,
    /// SQLite from 3.35.
    Sqlite,
    /// PostgreSQL from 9.3.
    Postgres,
    /// DuckDB.
    DuckDb,
    /// Apache Spark from 3.4.
    Spark,
    /// Databricks, in the runtime or in SQL warehouses.
    Databricks,
    /// SQL Server from 2017, Azure SQL, Fabric.
    TSql,
}

/// How stages are combined in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chain {
    /// Each stage is a named query over the previous one. With the word after its `AS`, and the word that excludes
    /// its columns from the result.
    With(&'static str, Option<&'static str>),
    /// Each stage is joined to the current row. With the words of the join, and the text that prevents a new
    /// computation for each use.
    Joined(&'static str, &'static str),
}

const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";

/// A whole number of at most 18 characters, perhaps as floating point.
const WHOLE: &str = "^(-[0-9]{1,17}|[0-9]{1,18})([.]0+)?$";
/// A day, perhaps with a time of day.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$";
/// As [`DAY`], for databases whose patterns support only character sets.
const DAY_PATTERN: &str = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 7] =
        [Self::Ansi, Self::Sqlite, Self::Postgres, Self::DuckDb, Self::Spark, Self::Databricks, Self::TSql];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ansi => "ansi",
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::DuckDb => "duckdb",
            Self::Spark => "spark",
            Self::Databricks => "databricks",
            Self::TSql => "tsql",
        }
    }

    /// The dialect with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The form of a statement.
    pub(super) const fn chain(self) -> Chain {
        match self {
            Self::Ansi | Self::Spark => Chain::With("", None),
            Self::Sqlite => Chain::With("MATERIALIZED ", None),
            Self::DuckDb => Chain::With("", Some("EXCLUDE")),
            Self::Databricks => Chain::With("", Some("EXCEPT")),
            Self::Postgres => Chain::Joined("CROSS JOIN LATERAL", " OFFSET 0"),
            Self::TSql => Chain::Joined("CROSS APPLY", ""),
        }
    }

    /// A text as a literal. It cannot end early whatever its content, and no tool on the way replaces a part of it.
    pub(super) fn text(self, value: &str) -> String {
        match self {
            // Whether a plain literal treats a backslash as an escape is a setting; `E'…'` always does.
            Self::Postgres if value.contains('\\') => {
                format!("E'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
            }
            Self::Ansi | Self::Sqlite | Self::DuckDb | Self::Postgres => format!("'{}'", value.replace('\'', "''")),
            // Two consecutive quotes mean one in some versions and none in others; `${…}` is replaced before
            // everything else.
            Self::Spark | Self::Databricks => {
                let value = value.replace('\\', "\\\\").replace('\'', "\\'").replace("${", "\\u0024{");
                format!("'{}'", value.replace('\n', "\\n").replace('\r', "\\r"))
            }
            Self::TSql => {
                let mark = if value.is_ascii() { "" } else { "N" };
                let value = value.replace('\'', "''");
                // A backslash before a line end joins two lines; command-line tools replace `$(…)`.
                let value = value.replace("\\\n", &format!("\\' + {mark}'\n"));
                format!("{mark}'{}'", value.replace("\\\r", &format!("\\' + {mark}'\r")).replace("$(", "$' + '("))
            }
        }
    }

    /// A name: plain if every database accepts that, else in quotes.
    pub(super) fn identifier(self, value: &str) -> String {
        let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && value.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
            && RESERVED.binary_search(&value.to_ascii_uppercase().as_str()).is_err();
        if plain { value.to_owned() } else { self.quoted(value) }
    }

    /// A name in quotes.
    pub(super) fn quoted(self, value: &str) -> String {
        match self {
            Self::Ansi | Self::Sqlite | Self::Postgres | Self::DuckDb => format!("\"{}\"", value.replace('"', "\"\"")),
            Self::Spark | Self::Databricks => format!("`{}`", value.replace('`', "``")),
            Self::TSql => format!("[{}]", value.replace(']', "]]")),
        }
    }

    /// Concatenates texts.
    pub(super) fn joined(self, parts: &[&str]) -> String {
        parts.join(if self == Self::TSql { " + " } else { " || " })
    }

    /// A column of any type as text without surrounding blanks; NULL where nothing is left.
    pub(super) fn given(self, column: &str) -> String {
        match self {
            Self::Ansi => format!("NULLIF(TRIM(BOTH ' ' FROM CAST({column} AS VARCHAR)), '')"),
            Self::Sqlite => format!("NULLIF(TRIM(CAST({column} AS TEXT), ' ' || CHAR(9, 10, 12, 13)), '')"),
            Self::Postgres => format!("NULLIF(BTRIM(CAST({column} AS TEXT), E' \\t\\n\\f\\r'), '')"),
            Self::DuckDb => {
                format!("NULLIF(TRIM(CAST({column} AS VARCHAR), ' ' || CHR(9) || CHR(10) || CHR(12) || CHR(13)), '')")
            }
            Self::Spark | Self::Databricks => {
                format!("NULLIF(TRIM(BOTH ' \\t\\n\\u000C\\r' FROM CAST({column} AS STRING)), '')")
            }
            // Texts are compared by their characters only, whatever the collation of the database.
            Self::TSql => format!(
                "NULLIF(TRIM(NCHAR(32) + NCHAR(9) + NCHAR(10) + NCHAR(12) + NCHAR(13) FROM \
                 CONVERT(NVARCHAR(4000), {column}, 126) COLLATE Latin1_General_100_BIN2), '')"
            ),
        }
    }

    /// As [`Self::given`], for a column of numbers: Spark writes large floating-point numbers with an exponent.
    pub(super) fn given_number(self, column: &str) -> String {
        match self {
            Self::Spark | Self::Databricks => self.given(&format!(
                "CASE WHEN TYPEOF({column}) IN ('double', 'float') THEN \
                 CAST(TRY_CAST({column} AS DECIMAL(38, 9)) AS STRING) ELSE CAST({column} AS STRING) END"
            )),
            Self::Ansi | Self::Sqlite | Self::Postgres | Self::DuckDb | Self::TSql => self.given(column),
        }
    }

    /// A text with its ASCII letters in lower case.
    pub(super) fn lower(self, text: &str) -> String {
        match self {
            Self::Sqlite => format!("LOWER({text})"),
            Self::Ansi | Self::Postgres | Self::DuckDb | Self::Spark | Self::Databricks | Self::TSql => {
                format!("TRANSLATE({text}, '{UPPER}', '{LOWER}')")
            }
        }
    }

    /// The digits of a whole number such as `620` or `620.0`; the result for other texts is unspecified.
    pub(super) fn digits(self, text: &str) -> String {
        match self {
            Self::Postgres => format!("CASE WHEN {text} ~ '{WHOLE}' THEN SPLIT_PART({text}, '.', 1) END"),
            Self::DuckDb => {
                format!("CASE WHEN REGEXP_MATCHES({text}, '{WHOLE}') THEN SPLIT_PART({text}, '.', 1) END")
            }
            Self::Spark | Self::Databricks => {
                format!("CASE WHEN {text} RLIKE '{WHOLE}' THEN SUBSTRING_INDEX({text}, '.', 1) END")
            }
            Self::Sqlite => format!(
                "CASE WHEN INSTR({text}, '.') = 0 THEN {text} \
                 WHEN SUBSTR({text}, INSTR({text}, '.') + 1) GLOB '0*' \
                 AND SUBSTR({text}, INSTR({text}, '.') + 1) NOT GLOB '*[^0]*' \
                 THEN SUBSTR({text}, 1, INSTR({text}, '.') - 1) END"
            ),
            Self::TSql => format!(
                "CASE WHEN CHARINDEX('.', {text}) = 0 THEN {text} \
                 WHEN SUBSTRING({text}, CHARINDEX('.', {text}) + 1, 4000) LIKE '0%' \
                 AND SUBSTRING({text}, CHARINDEX('.', {text}) + 1, 4000) NOT LIKE '%[^0]%' \
                 THEN LEFT({text}, CHARINDEX('.', {text}) - 1) END"
            ),
            Self::Ansi => format!(
                "CASE WHEN POSITION('.' IN {text}) = 0 THEN {text} \
                 WHEN SUBSTRING({text} FROM POSITION('.' IN {text}) + 1) LIKE '0%' \
                 AND REPLACE(SUBSTRING({text} FROM POSITION('.' IN {text}) + 1), '0', '') = '' \
                 THEN SUBSTRING({text} FROM 1 FOR POSITION('.' IN {text}) - 1) END"
            ),
        }
    }

    /// The number of digits from [`Self::digits`]; NULL where they are none.
    pub(super) fn number(self, digits: &str) -> String {
        match self {
            Self::Postgres => format!("CAST({digits} AS BIGINT)"),
            Self::DuckDb | Self::Spark | Self::Databricks => format!("TRY_CAST({digits} AS BIGINT)"),
            Self::Sqlite => format!(
                "CASE WHEN ({digits} GLOB '[0-9]*' OR {digits} GLOB '-[0-9]*') \
                 AND SUBSTR({digits}, 2) NOT GLOB '*[^0-9]*' AND LENGTH({digits}) <= 18 \
                 THEN CAST({digits} AS INTEGER) END"
            ),
            Self::TSql => format!(
                "CASE WHEN ({digits} LIKE '[0-9]%' OR {digits} LIKE '-[0-9]%') \
                 AND SUBSTRING({digits}, 2, 4000) NOT LIKE '%[^0-9]%' AND LEN({digits}) <= 18 \
                 THEN TRY_CAST({digits} AS BIGINT) END"
            ),
            Self::Ansi => format!(
                "CASE WHEN CHAR_LENGTH({digits}) <= 18 AND ({digits} <> '' AND TRANSLATE({digits}, '0123456789', '') = '' \
                 OR {digits} LIKE '-_%' AND TRANSLATE({digits}, '0123456789', '') = '-') \
                 THEN CAST({digits} AS BIGINT) END"
            ),
        }
    }

    /// The first ten characters of a text.
    pub(super) fn first_ten(self, text: &str) -> String {
        match self {
            Self::Ansi => format!("SUBSTRING({text} FROM 1 FOR 10)"),
            Self::TSql => format!("SUBSTRING({text}, 1, 10)"),
            Self::Sqlite | Self::Postgres | Self::DuckDb | Self::Spark | Self::Databricks => {
                format!("SUBSTR({text}, 1, 10)")
            }
        }
    }

    /// A day as a number, 20261121; NULL where the text does not look like a day.
    pub(super) fn day(self, text: &str) -> String {
        let cut = self.first_ten(text);
        let looks = match self {
            Self::Postgres => format!("{text} ~ '{DAY}'"),
            Self::DuckDb => format!("REGEXP_MATCHES({text}, '{DAY}')"),
            Self::Spark | Self::Databricks => format!("{text} RLIKE '{DAY}'"),
            Self::Sqlite => format!("{text} GLOB '{DAY_PATTERN}*' AND SUBSTR({text}, 11, 1) IN ('', 'T', ' ')"),
            Self::TSql => format!("{text} LIKE '{DAY_PATTERN}%' AND SUBSTRING({text}, 11, 1) IN ('', 'T', ' ')"),
            Self::Ansi => format!(
                "{text} LIKE '____-__-__%' AND TRANSLATE({cut}, '0123456789', '') = '--' \
                 AND SUBSTRING({text} FROM 11 FOR 1) IN ('', 'T', ' ')"
            ),
        };
        format!("CASE WHEN {looks} THEN CAST(REPLACE({cut}, '-', '') AS INTEGER) END")
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn texts_cannot_end_early() {
        let text = "it's \\ ${a}";
        let written: Vec<String> = Dialect::ALL.into_iter().map(|dialect| dialect.text(text)).collect();
        let doubled = "'it''s \\ ${a}'";
        let escaped = "'it\\'s \\\\ \\u0024{a}'";
        assert_eq!(written, [doubled, doubled, "E'it''s \\\\ ${a}'", doubled, escaped, escaped, doubled]);
        assert_eq!(Dialect::TSql.text("é$(x)\\\ny"), "N'é$' + '(x)\\' + N'\ny'");
    }

    #[test]
    fn names_are_quoted_where_they_must_be() {
        let names = |dialect: Dialect| ["users", "order", "a-b", "9a"].map(|name| dialect.identifier(name)).join(" ");
        assert_eq!(names(Dialect::Ansi), "users \"order\" \"a-b\" \"9a\"");
        assert_eq!(names(Dialect::Spark), "users `order` `a-b` `9a`");
        assert_eq!(names(Dialect::TSql), "users [order] [a-b] [9a]");
        assert_eq!(Dialect::Ansi.quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(Dialect::TSql.quoted("a]b") + &Dialect::Spark.quoted("a`b"), "[a]]b]`a``b`");
    }
}
