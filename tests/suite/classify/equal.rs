//! The compiled rules decide like the model, and so does every row of a table.

use std::fmt::Write as _;

use dictum::classify::{Evaluator, Form};
use dictum::model::criticity::{Decider, HitPolicy, Outcome};

use super::{CSV, How, Rules, random};
use crate::numbers::Numbers;

const PROGRAMS: u64 = 40;
const SETS: usize = 50;
const ROWS: usize = 30;

#[test]
fn compiled_rules_decide_as_the_model_does() {
    let (mut sets, mut rows) = (0, 0);
    let mut outcomes = [0_usize; 4];
    let mut policies = [0_usize; 4];
    let mut cards = 0;
    for seed in 0..PROGRAMS {
        let mut numbers = Numbers::new(seed);
        let program = Rules::new(&random::program(&mut numbers, SETS));
        for rules in &program.program.rule_sets {
            let domains = program.domains(rules);
            let evaluator = Evaluator::new(rules, &domains).expect("sound rules compile");
            sets += 1;
            cards += usize::from(!rules.scorecards.is_empty());
            policies[HitPolicy::ALL.iter().position(|policy| *policy == rules.policy).expect("a policy")] += 1;
            for _ in 0..ROWS {
                let row = random::row(&mut numbers, &domains);
                let mut classes = evaluator.nothing_known();
                for ((name, value), field) in row.iter().zip(evaluator.fields()) {
                    assert_eq!(*name, *field.name);
                    let cell = random::cell_of(value.as_ref(), &mut numbers);
                    field.read(cell.as_bytes(), &mut classes).expect("a value of the field");
                }
                let expected = random::expected(rules, &domains, &row);
                assert_eq!(evaluator.decide(&classes), expected, "{} with {row:?}", rules.head.symbol.name);
                rows += 1;
                outcomes[match expected {
                    Outcome::Level { by: Decider::Rule(_), .. } => 0,
                    Outcome::Level { .. } => 1,
                    Outcome::Unknown { .. } => 2,
                    Outcome::Gap | Outcome::NoRules => 3,
                }] += 1;
            }
        }
    }
    println!(
        "{sets} sets of rules ({cards} with a scorecard; {policies:?} by hit policy), {rows} rows: \
         {outcomes:?} by rule, otherwise, unknown, gap; 0 differ"
    );
    assert!(outcomes.iter().all(|count| *count > rows / 100), "every outcome occurs often: {outcomes:?}");
    assert!(policies.iter().all(|count| *count > 100) && cards > 100, "{policies:?} {cards}");
}

/// A cell as in tables, sometimes in quotes without need.
fn quoted(cell: &str, numbers: &mut Numbers) -> String {
    if numbers.once_in(5) || cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[test]
fn every_row_of_a_table_gets_the_level_that_the_model_gives() {
    let (mut compared, mut settled) = (0, 0);
    for seed in 0..12 {
        let mut numbers = Numbers::new(1000 + seed);
        let program = Rules::new(&random::program(&mut numbers, 12));
        for rules in &program.program.rule_sets {
            let domains = program.domains(rules);
            let names: Vec<&str> = domains.iter().map(|(name, _)| name.as_str()).chain(["note"]).collect();
            let mut table = names.join(",") + "\n";
            let mut expected = Vec::new();
            for row in 0..60 {
                let values = random::row(&mut numbers, &domains);
                for (_, value) in &values {
                    let cell = random::cell_of(value.as_ref(), &mut numbers);
                    let _ = write!(table, "{},", quoted(&cell, &mut numbers));
                }
                let note = numbers.pick(&["plain", "two\nlines", "a \"word\"", "", "cr\r\nlf", "é, ü"]);
                let end = if row == 59 { "" } else { numbers.pick(&["\n", "\r\n"]) };
                let _ = write!(table, "{}{end}", quoted(note, &mut numbers));
                expected.push(random::expected(rules, &domains, &values));
            }
            let scale = rules.name();
            let (written, _, summary) = program.classify(scale, table.as_bytes(), CSV).expect("a table");
            assert_eq!((summary.rows, summary.invalid), (60, 0), "{:?}", summary.bad);
            let rows = super::table::parse(&written);
            let (header, rows) = rows.split_first().expect("a header");
            assert_eq!(rows.len(), expected.len());
            let columns = header.len();
            let levels = &program.program.scales[rules.scale.expect("a scale")].levels;
            for (row, expected) in rows.iter().zip(&expected) {
                let [level, outcome, _control, rule, place, row_missing, problem] = &row[columns - 7..] else {
                    unreachable!("seven columns")
                };
                if let Outcome::Unknown { missing } = expected {
                    // If all completions agree there is still a level. Otherwise the outcome states the reason.
                    let is_settled = outcome == "level" && levels.iter().any(|known| *known.name == **level);
                    let is_open = outcome == "unknown" && level.is_empty() && *row_missing == missing.join(";");
                    assert!(is_settled && problem.is_empty() || is_open, "{row:?}");
                    settled += usize::from(is_settled);
                    compared += 1;
                    continue;
                }
                let (want_level, want_outcome, want_rule, want_missing) = match expected {
                    Outcome::Level { level, by } => {
                        let rule = match by {
                            Decider::Rule(index) => (index + 1).to_string(),
                            Decider::Otherwise => "otherwise".to_owned(),
                        };
                        assert!(place.starts_with("rules.dictum:"), "{place}");
                        (levels[*level as usize].name.to_string(), "level", rule, String::new())
                    }
                    Outcome::Unknown { .. } => unreachable!("these are told above"),
                    Outcome::Gap | Outcome::NoRules => (String::new(), "gap", String::new(), String::new()),
                };
                assert_eq!(
                    (level, outcome.as_str(), rule, row_missing, problem.as_str()),
                    (&want_level, want_outcome, &want_rule, &want_missing, "")
                );
                compared += 1;
            }
            // The counts are the same without output.
            let none = How { form: Form::None, ..CSV };
            let (written, _, counted) = program.classify(scale, table.as_bytes(), none).expect("a table");
            assert_eq!((written.as_str(), counted), ("", summary));
        }
    }
    println!("{compared} rows of tables compared, 0 differ; {settled} settled by all completions");
}
