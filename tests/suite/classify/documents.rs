//! Inventories in the form in which tools and interfaces write them.

use std::io::Write as _;

use super::{CSV, JSONL, Rules};

const RULES: &str = "scale criticity { low < medium < high }
criteria app { personal : bool; users : 0..; impact : none < minor < major; never personal and users == 13 }
rules criticity {
  worst wins
  high when impact == major
  medium when personal or users > 50
  low otherwise
}
";

/// Name, level, outcome and problem of each row of the output as a table.
fn verdicts(input: &str) -> Vec<(String, String)> {
    let (text, _, _) = Rules::new(RULES).classify("criticity", input.as_bytes(), CSV).expect("it is read");
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].to_owned(), cells[cells.len() - 7..].join(","))
    });
    rows.collect()
}

fn levels(input: &str) -> Vec<String> {
    let (text, _, summary) = Rules::new(RULES).classify("criticity", input.as_bytes(), JSONL).expect("it is read");
    assert_eq!(summary.rows as usize, text.lines().count());
    let level = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        format!("{}:{}", row["row"]["name"].as_str().unwrap_or_default(), row["level"].as_str().unwrap_or("-"))
    };
    text.lines().map(level).collect()
}

#[test]
fn arrays_and_answers_of_the_platform_are_rows() {
    let rows = r#"{"name":"A","personal":true,"users":620.0,"impact":"none"},
        {"name":"B","personal":false,"users":3,"impact":"none"}"#;
    for document in [
        format!("[{rows}]"),
        format!("{{\"@odata.context\":\"x\",\"value\":[{rows}]}}"),
        format!("{{\n  \"value\": [\n{rows}\n  ]\n}}\n"),
        format!("{{\"count\":2,\"data\":[{rows}],\"skip_token\":null,\"total_records\":2}}"),
    ] {
        assert_eq!(levels(&document), ["A:medium", "B:low"], "{document}");
    }
}

#[test]
fn an_answer_with_further_pages_is_not_taken_as_whole() {
    let paged = r#"{"value":[{"name":"A","personal":true}],"@odata.nextLink":"https://example.org/next"}"#;
    let result = Rules::new(RULES).classify("criticity", paged.as_bytes(), JSONL);
    assert!(result.is_err(), "rows are missing");
}

#[test]
fn packed_and_utf_16_inventories_are_read_as_they_are() {
    let table = "name,personal,users,impact\nA,yes,620,none\nB\u{e4},no,3,major\n";
    let (plain, _, _) = Rules::new(RULES).classify("criticity", table.as_bytes(), CSV).expect("it is read");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let packed = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    };
    let parts = [packed(&table.as_bytes()[..40]), packed(&table.as_bytes()[40..])].concat();
    for bytes in [packed(table.as_bytes()), packed(&utf16), utf16.clone(), parts] {
        let (read, _, _) = Rules::new(RULES).classify("criticity", &bytes, CSV).expect("it is read");
        assert_eq!(read.trim_start_matches('\u{feff}'), plain);
    }
    let cut = &packed(table.as_bytes())[..30];
    assert!(Rules::new(RULES).classify("criticity", cut, CSV).is_err(), "rows are missing");
}

#[test]
fn what_an_answer_keeps_in_properties_stands_beside_it() {
    let rows = r#"[{"name":"A","properties":{"personal":true,"users":3,"impact":"none"}},
        {"name":"B","users":3,"properties":{"personal":false,"users":900,"impact":"none"}},
        {"name":"C","properties":{"personal":false,"users":3,"Users":900,"impact":"none"}}]"#;
    assert_eq!(levels(rows), ["A:medium", "B:low", "C:invalid"]);
}

#[test]
fn whole_numbers_may_be_written_as_floating_point() {
    let table = "name,personal,users,impact\nA,no,620.0,none\nB,no,3.00,none\nC,no,3.5,none\nD,no,.0,none\n";
    let found: Vec<String> =
        verdicts(table).into_iter().map(|(_, rest)| rest.split(',').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(found, ["medium", "low", "invalid", "invalid"]);
}

#[test]
fn rows_that_cannot_be_are_invalid() {
    let table = "name,personal,users,impact\nA,yes,13,none\nB,no,13,none\nC,,13,none\n";
    let found = verdicts(table);
    assert_eq!(found[0].1, "invalid,invalid,,,,,`never` at rules.dictum:2 says that no apps are like this");
    assert!(found[1].1.starts_with("low,level,"), "{found:?}");
    // The missing value cannot be `yes`, because `never` excludes it. So the level is known.
    assert!(found[2].1.starts_with("low,level,"), "{found:?}");
}

#[test]
fn a_level_is_unknown_only_where_two_completions_differ() {
    let table = "name,personal,users,impact\nA,yes,,\nB,,900,none\nC,,,major\nD,,3,\n";
    let found = verdicts(table);
    assert!(found[0].1.starts_with(",unknown,") && found[0].1.ends_with(",at least medium"), "{found:?}");
    assert!(found[1].1.starts_with("medium,level,"), "{found:?}");
    assert!(found[2].1.starts_with("high,level,"), "{found:?}");
    assert!(found[3].1.starts_with(",unknown,") && found[3].1.ends_with(','), "{found:?}");
}

#[test]
fn points_that_are_missing_are_counted_as_they_may_be() {
    let rules = Rules::new(
        "scale criticity { low < medium < high }\ncriteria app { personal : bool; users : 0..; impact : none < minor < major }\n\
         rules criticity {\n  scorecard {\n    personal { no -> 0; yes -> 1 }\n    users { 0..50 -> 0; 51..500 -> 1; 501.. -> 4 }\n    \
         impact { none -> 0; minor -> 1; major -> 4 }\n    total { 0..1 -> low; 2..3 -> medium; 4.. -> high }\n  }\n}\n",
    );
    let table = "name,personal,users,impact\nA,yes,900,\nB,,900,major\nC,,10,none\nD,no,60,\n";
    let (text, _, summary) = rules.classify("criticity", table.as_bytes(), CSV).expect("it is read");
    let outcomes: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').nth(4).unwrap_or_default()).collect();
    assert_eq!(outcomes, ["high", "high", "low", ""], "{text}");
    assert_eq!(summary.unknown, 1);
}

#[test]
fn rows_of_a_table_that_agree_need_no_value() {
    let rules = Rules::new(
        "scale criticity { low < high }\ncriteria app { personal : bool; users : 0.. }\nrules criticity {\n  table {\n    \
         personal users  level\n    yes      501..  high\n    no       501..  high\n    -        ..500  low\n  }\n}\n",
    );
    let (text, _, _) = rules.classify("criticity", b"name,personal,users\nA,,900\n", CSV).expect("it is read");
    assert!(text.ends_with("A,,900,high,level,,1,rules.dictum:6,,\n"), "{text}");
}

#[test]
fn an_answer_in_an_unknown_form_is_no_row() {
    let refused = |input: &str| {
        let read = Rules::new(RULES).classify("criticity", input.as_bytes(), CSV);
        read.err().map(|trouble| trouble.to_string()).unwrap_or_default()
    };
    for input in [
        r#"{"d":{"results":[{"name":"A","personal":true}]}}"#,
        "{\n  \"data\": {\n    \"columns\": [{\"name\": \"name\"}],\n    \"rows\": [[\"A\"]]\n  }\n}\n",
    ] {
        assert!(refused(input).contains("no field that the rules ask for is in it"), "{input}");
    }
    // An object without known fields is a row, and so is one whose fields are in `properties`.
    for input in [r#"{"name":"A"}"#, r#"{"name":"A","tags":["x"]}"#, r#"{"id":{"a":1},"properties":{"users":3}}"#] {
        assert_eq!(refused(input), "", "{input}");
    }
}
