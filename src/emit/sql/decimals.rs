//! Numbers with decimal places, as whole numbers of units of the last place.

use crate::emit::dialect::Dialect;

/// The maximum length of a number that is read, in characters, with its sign and without the point.
const MOST: u8 = 18;

impl Dialect {
    /// The digits of a number with `places` decimal places, in units of the last: `75` for `7.5` and one place. The
    /// result for other texts is unspecified.
    pub(super) fn units(self, text: &str, places: u8) -> String {
        let zeros = "0".repeat(usize::from(places));
        let whole = MOST.saturating_sub(places).max(2);
        let shape =
            format!("^(-[0-9]{{1,{}}}|[0-9]{{1,{whole}}})([.][0-9]{{1,{places}}}0*)?$", whole.saturating_sub(1));
        let split =
            format!("SPLIT_PART({text}, '.', 1) || SUBSTR(SPLIT_PART({text}, '.', 2) || '{zeros}', 1, {places})");
        match self {
            Self::Postgres => format!("CASE WHEN {text} ~ '{shape}' THEN {split} END"),
            Self::DuckDb => format!("CASE WHEN REGEXP_MATCHES({text}, '{shape}') THEN {split} END"),
            Self::Spark | Self::Databricks => format!("CASE WHEN {text} RLIKE '{shape}' THEN {split} END"),
            Self::Sqlite => {
                let at = format!("INSTR({text}, '.')");
                let part = format!("SUBSTR({text}, {at} + 1)");
                format!(
                    "CASE WHEN {at} = 0 AND {text} GLOB '*[0-9]' THEN {text} || '{zeros}' \
                     WHEN SUBSTR({text}, {at} - 1, 1) GLOB '[0-9]' AND {part} GLOB '[0-9]*' \
                     AND LTRIM(SUBSTR({text}, {at} + 1 + {places}), '0') = '' \
                     THEN SUBSTR({text}, 1, {at} - 1) || SUBSTR({part} || '{zeros}', 1, {places}) END"
                )
            }
            Self::TSql => {
                let at = format!("CHARINDEX('.', {text})");
                let part = format!("SUBSTRING({text}, {at} + 1, 4000)");
                format!(
                    "CASE WHEN {at} = 0 THEN CASE WHEN {text} LIKE '%[0-9]' THEN {text} + '{zeros}' END \
                     WHEN SUBSTRING({text}, {at} - 1, 1) LIKE '[0-9]' AND {part} LIKE '[0-9]%' \
                     AND REPLACE(SUBSTRING({text}, {at} + 1 + {places}, 4000), '0', '') = '' \
                     THEN LEFT({text}, {at} - 1) + SUBSTRING({part} + '{zeros}', 1, {places}) END"
                )
            }
            Self::Ansi => {
                let at = format!("POSITION('.' IN {text})");
                let part = format!("SUBSTRING({text} FROM {at} + 1)");
                let is_digit = |one: &str| format!("{one} <> '' AND TRANSLATE({one}, '0123456789', '') = ''");
                let last = is_digit(&format!("SUBSTRING({text} FROM CHAR_LENGTH({text}) FOR 1)"));
                let before = is_digit(&format!("SUBSTRING({text} FROM {at} - 1 FOR 1)"));
                let first = is_digit(&format!("SUBSTRING({text} FROM {at} + 1 FOR 1)"));
                format!(
                    "CASE WHEN {at} = 0 THEN CASE WHEN {last} THEN {text} || '{zeros}' END \
                     WHEN {at} > 1 AND {before} AND {first} \
                     AND REPLACE(SUBSTRING({text} FROM {at} + 1 + {places}), '0', '') = '' \
                     THEN SUBSTRING({text} FROM 1 FOR {at} - 1) || SUBSTRING({part} || '{zeros}' FROM 1 FOR {places}) END"
                )
            }
        }
    }
}
