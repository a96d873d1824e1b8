//! Statements for databases: SQLite gives each row the level, the rule and the outcome that `classify` gives.

use dictum::analysis::Effective;
use dictum::emit::{Api, Bindings, Database, Dialect, Job, OutputFile, Rest, Settings, Target, emit};
use rusqlite::Connection;
use serde_json::Value;

use super::{JSONL, Rules, random, small};
use crate::numbers::Numbers;

fn files_in(rules: &Rules, dialect: Dialect, tables: &[(String, String)]) -> Vec<OutputFile> {
    let effective = Effective::of(&rules.program);
    let bindings = Bindings::default();
    let columns = [("users".to_owned(), "Monthly Users".to_owned())];
    let settings = Settings {
        project: "contoso",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: Database { dialect, tables, columns: if tables.is_empty() { &[] } else { &columns } },
    };
    let job = Job { program: &rules.program, effective: &effective, sources: &rules.sources, settings };
    emit(&[Target::Sql], job).expect("nothing stands in the way")
}

fn files(rules: &Rules) -> Vec<OutputFile> {
    files_in(rules, Dialect::Sqlite, &[])
}

fn text_of(files: &[OutputFile], scale: &str) -> String {
    let path = format!("sql/{scale}.sql");
    let file = files.iter().find(|file| file.path == path).expect("the file is written");
    String::from_utf8(file.bytes.clone()).expect("text")
}

fn statement(rules: &Rules, scale: &str) -> String {
    text_of(&files(rules), scale)
}

/// The columns that a statement reads, as its head lists them.
fn columns_of(statement: &str) -> Vec<String> {
    let (_, list) = statement.split_once("-- columns\n").expect("a list of columns");
    let lines = list.lines().take_while(|line| line.starts_with("--   "));
    lines.filter_map(|line| Some(line.strip_prefix("--   ")?.split_once(':')?.0.trim_matches('"').to_owned())).collect()
}

/// Level, rule and outcome.
type Verdict = (Option<String>, Option<i64>, String);

/// The verdicts of SQLite for rows of texts.
fn asked(statement: &str, table: &str, columns: &[String], rows: &[Vec<String>]) -> Vec<Verdict> {
    let scale = format!("k{}", &table[1..table.len() - 1]);
    let database = Connection::open_in_memory().expect("a database");
    let names: Vec<String> = columns.iter().map(|name| format!(", \"{name}\" TEXT")).collect();
    let names = names.concat();
    database.execute(&format!("CREATE TABLE {table} (id{names})"), []).expect("a table");
    let marks = vec!["?"; columns.len() + 1].join(", ");
    let mut insert = database.prepare(&format!("INSERT INTO {table} VALUES ({marks})")).expect("an insert");
    for (id, row) in rows.iter().enumerate() {
        let cells = std::iter::once(id.to_string()).chain(row.iter().cloned());
        insert.execute(rusqlite::params_from_iter(cells)).expect("a row");
    }
    let query = format!(
        "SELECT {scale}, {scale}_rule, {scale}_outcome FROM (\n{}\n) ORDER BY CAST(id AS INTEGER)",
        statement.trim_end().trim_end_matches(';')
    );
    let mut query = database.prepare(&query).unwrap_or_else(|error| unreachable!("{error}: {statement}"));
    let read = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("an answer");
    read.map(|row| row.unwrap_or_else(|error| unreachable!("{error}: {statement}"))).collect()
}

#[test]
fn a_database_gives_each_row_what_classify_gives() {
    let (mut sets, mut answered, mut outcomes) = (0, 0, std::collections::BTreeMap::<String, usize>::new());
    let (mut inexact, mut left_open) = (0, 0);
    for seed in 0..32 {
        let mut numbers = Numbers::new(5000 + seed);
        let program = Rules::new(&random::program(&mut numbers, 50));
        let files = files(&program);
        for rules in &program.program.rule_sets {
            let scale = rules.name();
            let statement = text_of(&files, scale);
            let is_inexact = statement.contains("a row may be unknown although");
            inexact += usize::from(is_inexact);
            let columns = columns_of(&statement);
            let domains = program.domains(rules);
            let rows: Vec<Vec<String>> = (0..18)
                .map(|_| {
                    let row = random::row(&mut numbers, &domains);
                    let cells = row.iter().filter(|(name, _)| columns.contains(name));
                    let cell = |value: &Option<_>| {
                        if numbers.once_in(40) {
                            numbers.pick(&["huge", "-5", "2026-02-30", "1e3", "3.5", "stars", "5..0"]).to_owned()
                        } else {
                            random::cell_of(value.as_ref(), &mut numbers)
                        }
                    };
                    cells.map(|(_, value)| value).map(cell).collect()
                })
                .collect();
            if columns.is_empty() {
                continue;
            }
            let line = |cells: &Vec<String>| {
                let pairs = columns.iter().zip(cells).map(|(name, cell)| (name.clone(), Value::from(cell.as_str())));
                Value::Object(pairs.collect()).to_string() + "\n"
            };
            let lines: String = rows.iter().map(line).collect();
            let (written, _, _) = program.classify(scale, lines.as_bytes(), JSONL).expect("it is read");
            let expected = written.lines().map(|line| {
                let found: Value = serde_json::from_str(line).expect("JSON");
                let word = |key: &str| found[key].as_str().map(str::to_owned);
                let rule =
                    word("rule").map(|rule| if rule == "otherwise" { 0 } else { rule.parse().expect("a number") });
                (word("level").filter(|level| level != "invalid"), rule, word("outcome").expect("an outcome"))
            });
            let found = asked(&statement, &format!("{}s", rules.subject.name), &columns, &rows);
            for ((expected, found), row) in expected.zip(&found).zip(&rows) {
                if is_inexact && found.2 == "unknown" && expected.2 != "invalid" {
                    left_open += 1;
                    continue;
                }
                assert_eq!(*found, expected, "{columns:?} {row:?} by\n{statement}");
                *outcomes.entry(expected.2).or_default() += 1;
                answered += 1;
            }
            sets += 1;
        }
    }
    println!(
        "{sets} statements, {inexact} of them inexact, {answered} rows, {outcomes:?}; {left_open} left open, 0 mismatches"
    );
    assert!(answered > 9_000 && outcomes.len() == 4, "{outcomes:?}");
    assert!(outcomes.values().all(|count| *count > answered / 100), "each outcome occurs: {outcomes:?}");
}

#[test]
fn a_statement_says_what_it_reads_and_which_rule_is_which() {
    let text = statement(&small(), "criticity");
    for part in [
        "-- The level on scale `criticity` of each row of apps.\n-- unique. Dialect sqlite.\n",
        "--   impact: one of none, minor, major\n",
        "--   handles: some of health, money, places, separated by semicolons; [] for none\n",
        "-- rule 1: high\n",
        "WHEN dictum_impact = 'major' OR dictum_handles_health = 1 THEN 1\n",
        "WHEN 0 THEN 'low'",
        "AS criticity_rule,\n",
        "FROM apps AS dictum_0\n",
    ] {
        assert!(text.contains(part), "`{part}` is missing in\n{text}");
    }
    assert!(!text.contains("reviewed_on") && !text.contains("dictum_handles_money"), "only what rules ask for\n{text}");
}

#[test]
fn tables_and_columns_may_have_other_names() {
    let tables = [("app".to_owned(), "{{ ref('apps') }}".to_owned())];
    let text = |dialect| text_of(&files_in(&small(), dialect, &tables), "criticity");
    let postgres = text(Dialect::Postgres);
    assert!(
        postgres.contains("FROM {{ ref('apps') }} AS dictum_0") && postgres.contains("CAST(\"Monthly Users\" AS TEXT)"),
        "{postgres}"
    );
    assert!(!postgres.contains(';') || !postgres.trim_end().ends_with(';'), "a template engine ends it: {postgres}");
    assert!(text(Dialect::Spark).contains("CAST(`Monthly Users` AS STRING)"));
    assert!(text(Dialect::TSql).contains("CROSS APPLY (") && text(Dialect::TSql).contains("[Monthly Users], 126)"));
}

#[test]
fn names_and_texts_stand_safe_in_a_statement() {
    let text = "\
scale criticity { low < high }
criteria app { order : text; a : some of b_c | d; a_b : some of c | e }
rules criticity {
  high when order == \"x' OR '1'='1\" or order == \"\\\\' \" or b_c in a or c in a_b
  low otherwise
}
";
    let rules = Rules::new(text);
    let statement = statement(&rules, "criticity");
    assert!(statement.contains("dictum_order = 'x'' or ''1''=''1'"), "{statement}");
    // Two words that would have the same column name get different ones.
    assert!(statement.contains("dictum_a_b_c = 1 OR dictum_a_b_c_ = 1"), "{statement}");
    let database = Connection::open_in_memory().expect("a database");
    database
        .execute_batch(
            "CREATE TABLE apps (\"order\", a, a_b);
             INSERT INTO apps VALUES ('no', '[]', '[]'), ('X'' or ''1''=''1', 'd', 'e'), ('no', '[]', NULL), ('no', 'B-C', NULL)",
        )
        .expect("rows");
    let mut query = database.prepare(&statement).expect("a statement");
    let levels: Vec<Option<String>> = query
        .query_map([], |row| row.get("criticity"))
        .expect("an answer")
        .map(|level| level.expect("a level"))
        .collect();
    let level = |level: &str| Some(level.to_owned());
    assert_eq!(levels, [level("low"), level("high"), None, level("high")]);
}

#[test]
fn rules_of_which_the_first_wins_are_written_twice_at_most() {
    let rule = |number: usize| {
        format!("  {} when count == {number} and other\n", if number.is_multiple_of(2) { "high" } else { "low" })
    };
    let size = |count: usize| {
        let rules: String = (0..count).map(rule).collect();
        let text = format!(
            "scale k {{ low < high }}\ncriteria thing {{ count : 0..; other : bool }}\nrules k {{\n  subject = thing\n  first wins\n{rules}  low otherwise\n}}\n"
        );
        statement(&Rules::new(&text), "k").len()
    };
    let (some, many) = (size(100), size(800));
    assert!(many < some * 10, "{some} bytes for 100 rules, {many} for 800");
}

#[test]
fn a_long_chain_is_no_deep_one() {
    // More rules than SQLite allows in a chain of `AND`.
    let parts: Vec<String> = (0..1200).map(|number| format!("  high when count == {number}\n")).collect();
    let parts = parts.concat();
    let text = format!(
        "scale criticity {{ low < high }}\ncriteria app {{ count : 0.. }}\nrules criticity {{\n  any\n{parts}  low otherwise\n}}\n"
    );
    let rules = Rules::new(&text);
    let database = Connection::open_in_memory().expect("a database");
    database.execute_batch("CREATE TABLE apps (count); INSERT INTO apps VALUES (1199), (1200)").expect("rows");
    let mut query = database.prepare(&statement(&rules, "criticity")).expect("SQLite takes it");
    let levels: Vec<String> = query
        .query_map([], |row| row.get("criticity"))
        .expect("an answer")
        .map(|level| level.expect("a level"))
        .collect();
    assert_eq!(levels, ["high", "low"]);
}

#[test]
fn the_same_rules_are_the_same_bytes() {
    let mut numbers = Numbers::new(7);
    let text = random::program(&mut numbers, 10);
    assert_eq!(files(&Rules::new(&text)), files(&Rules::new(&text)));
    let files = files(&small());
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["manifest.json", "schema/manifest-1.0.json", "sql/criticity.sql"]);
    assert!(dictum::emit::verify(&files).is_ok());
}
