//! Statements for databases: SQLite gives each row the level that the model gives.

use dictum::analysis::Effective;
use dictum::emit::{Api, Bindings, Job, OutputFile, Rest, Settings, Target, emit};
use dictum::model::condition::Operand;
use dictum::model::criticity::{Decider, Outcome};
use dictum::model::program::Domain;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Rules, random, small};
use crate::numbers::Numbers;

fn files(rules: &Rules) -> Vec<OutputFile> {
    let effective = Effective::of(&rules.program);
    let bindings = Bindings::default();
    let settings = Settings {
        project: "contoso",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
    };
    let job = Job { program: &rules.program, effective: &effective, sources: &rules.sources, settings };
    emit(&[Target::Sql], job).expect("nothing stands in the way")
}

fn statement(rules: &Rules, scale: &str) -> String {
    let path = format!("sql/{scale}.sql");
    let file = files(rules).into_iter().find(|file| file.path == path).expect("the file is written");
    String::from_utf8(file.bytes).expect("text")
}

/// The columns of a field and what stands in them.
fn values(name: &str, domain: &Domain, value: Option<&Operand>) -> Vec<(String, Value)> {
    let plain = |value: Value| vec![(name.to_owned(), value)];
    match (domain, value) {
        (Domain::Some(words), value) => words
            .iter()
            .map(|word| {
                let cell = match value {
                    Some(Operand::List(list)) => Value::Integer(i64::from(list.contains(word))),
                    _unknown => Value::Null,
                };
                (format!("{name}_{word}"), cell)
            })
            .collect(),
        (_, None) => plain(Value::Null),
        (_, Some(Operand::Bool(value))) => plain(Value::Integer(i64::from(*value))),
        (_, Some(Operand::Integer(number))) => plain(Value::Integer(*number)),
        (_, Some(Operand::Word(text) | Operand::Text(text))) => plain(Value::Text(text.to_string())),
        (_, Some(Operand::Date(date))) => plain(Value::Text(date.to_string())),
        (_, Some(Operand::Decimal(number))) => plain(Value::Real(number.to_string().parse().expect("a number"))),
        (_, Some(other)) => unreachable!("no such value: {other:?}"),
    }
}

#[test]
fn a_database_gives_each_row_the_level_that_the_model_gives() {
    let (mut sets, mut rows, mut nulls, mut refused) = (0, 0, 0, 0);
    for seed in 0..40 {
        let mut numbers = Numbers::new(5000 + seed);
        let text = random::program(&mut numbers, 50);
        let program = Rules::new(&text);
        let files = files(&program);
        for rules in &program.program.rule_sets {
            let scale = &*rules.head.symbol.name;
            let path = format!("sql/{scale}.sql");
            let Some(file) = files.iter().find(|file| file.path == path) else {
                // Databases do not agree on what a backslash in a text means.
                assert!(text.contains('\\'), "the file is written");
                refused += 1;
                continue;
            };
            let statement = std::str::from_utf8(&file.bytes).expect("text");
            let domains = program.domains(rules);
            let database = Connection::open_in_memory().expect("a database");
            let columns: Vec<String> =
                domains.iter().flat_map(|(name, domain)| values(name, domain, None)).map(|(name, _)| name).collect();
            let table = format!("{}s", rules.subject.name);
            database.execute(&format!("CREATE TABLE {table} (id, {})", columns.join(", ")), []).expect("a table");
            let marks = vec!["?"; columns.len() + 1].join(", ");
            let mut insert = database.prepare(&format!("INSERT INTO {table} VALUES ({marks})")).expect("an insert");
            let mut expected = Vec::new();
            for id in 0..30 {
                let row = random::row(&mut numbers, &domains);
                let cells = row
                    .iter()
                    .zip(&domains)
                    .flat_map(|((name, value), (_, domain))| values(name, domain, value.as_ref()));
                let cells = std::iter::once(Value::Integer(id)).chain(cells.map(|(_, cell)| cell));
                insert.execute(rusqlite::params_from_iter(cells)).expect("a row");
                expected.push((random::expected(rules, &domains, &row), row));
            }
            let mut query = database.prepare(statement).unwrap_or_else(|error| unreachable!("{error}: {statement}"));
            let levels =
                &program.program.scales.get(rules.scale.expect("a scale") as usize).expect("that scale").levels;
            let mut found = query.query([]).expect("an answer");
            let mut answered = 0;
            while let Some(row) = found.next().unwrap_or_else(|error| unreachable!("{error}: {statement}")) {
                let id: i64 = row.get("id").expect("an id");
                let level: Option<String> = row.get(scale).expect("a level");
                let rule: Option<i64> = row.get(format!("{scale}_rule").as_str()).expect("a rule");
                let (outcome, values) = &expected[usize::try_from(id).expect("an id")];
                let wanted = match outcome {
                    Outcome::Level { level, by } => {
                        let number = match by {
                            Decider::Rule(index) => i64::from(*index) + 1,
                            Decider::Otherwise | Decider::Stated => 0,
                        };
                        (Some(levels[*level as usize].name.to_string()), Some(number))
                    }
                    Outcome::Unknown { .. } | Outcome::Gap | Outcome::NoRules => (None, None),
                };
                assert_eq!((&level, rule), (&wanted.0, wanted.1), "{outcome:?} for {values:?} by\n{statement}");
                nulls += usize::from(level.is_none());
                answered += 1;
            }
            assert_eq!(answered, expected.len());
            rows += answered;
            sets += 1;
        }
    }
    println!("{sets} statements, {refused} refused, {rows} rows, {nulls} of them without a level; 0 mismatches");
    assert!(nulls > rows / 10 && nulls < rows * 9 / 10, "levels and their absence both occur");
}

#[test]
fn a_statement_says_what_it_reads_and_which_rule_is_which() {
    let text = statement(&small(), "criticity");
    for part in [
        "-- The level on scale `criticity` of each row of table apps.\n-- unique.\n",
        "--   impact: impact; one of the words 'none', 'minor', 'major'\n",
        "--   handles_health: whether handles holds health; a boolean, or 0 or 1\n",
        "-- rule 1: high\n      WHEN REPLACE(REPLACE(REPLACE(LOWER(impact), ' ', ''), '_', ''), '-', '') = 'major' OR CAST(handles_health AS INTEGER) = 1 THEN 1\n",
        "WHEN 0 THEN 'low'",
        "AS criticity_rule\n  FROM apps known\n) decided;\n",
    ] {
        assert!(text.contains(part), "`{part}` is missing in\n{text}");
    }
    assert!(
        !text.contains("reviewed_on") && !text.contains("handles_money"),
        "only what rules ask for is read\n{text}"
    );
}

#[test]
fn names_and_texts_stand_safe_in_a_statement() {
    let text = "\
scale criticity { low < high }
criteria app { order : text; a : some of b_c | d; a_b : some of c | e }
rules criticity {
  high when order == \"x' OR '1'='1\" or b_c in a or c in a_b
  low otherwise
}
";
    let rules = Rules::new(text);
    let statement = statement(&rules, "criticity");
    assert!(statement.contains("LOWER(\"order\") = 'x'' or ''1''=''1'"), "{statement}");
    // Two words whose columns would have one name have two.
    assert!(statement.contains("CAST(a_b_c AS INTEGER) = 1 OR CAST(a_b_c_ AS INTEGER) = 1"), "{statement}");
    let database = Connection::open_in_memory().expect("a database");
    database.execute_batch("CREATE TABLE apps (\"order\", a_b_c, a_b_c_)").expect("a table");
    database
        .execute_batch("INSERT INTO apps VALUES ('no', 0, 0), ('X'' or ''1''=''1', 0, 0), ('no', 0, NULL)")
        .expect("rows");
    let mut query = database.prepare(&statement).expect("a statement");
    let levels: Vec<Option<String>> = query
        .query_map([], |row| row.get("criticity"))
        .expect("an answer")
        .map(|level| level.expect("a level"))
        .collect();
    assert_eq!(levels, [Some("low".to_owned()), Some("high".to_owned()), None]);
}

#[test]
fn a_long_chain_is_no_deep_one() {
    // More rules than SQLite lets a chain of `AND` be long.
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
