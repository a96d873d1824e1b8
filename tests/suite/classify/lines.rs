//! Lines of JSON.

use dictum::classify::Format;
use serde_json::Value;

use super::{CSV, How, JSONL, small};

fn classified(text: &str, how: How<'_>) -> (String, Vec<(u64, String)>) {
    let (written, _, summary) = small().classify("criticity", text.as_bytes(), how).expect("lines");
    (written, summary.bad.into_iter().map(|bad| (bad.line, bad.message)).collect())
}

fn levels(text: &str) -> Vec<Option<String>> {
    let (written, _) = classified(text, JSONL);
    let lines = written.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.map(|line| line["level"].as_str().map(str::to_owned)).collect()
}

#[test]
fn values_are_read_by_their_own_types_and_as_texts() {
    let text = r#"{"name":"a","impact":"major","nested":{"impact":"none"}}
{"Personal Data":true,"users":51,"impact":"minor","handles":["money"]}

{"personal_data":"yes","users":"51","impact":"minor","handles":"money;places"}
{"personal_data":0,"users":51,"impact":"Minor","handles":[]}
{"personal_data":true,"users":null,"impact":"minor","handles":[]}
"#;
    let level = |level: &str| Some(level.to_owned());
    assert_eq!(levels(text), [level("high"), level("medium"), level("medium"), level("low"), None]);
}

#[test]
fn lines_that_cannot_be_read_are_named_and_kept() {
    let text = r#"{"impact":"major"}
not json
[1]
{"impact":"huge"}
{"users":1.5}
{"users":1,"USERS":2}
{"handles":"stars"}
{"handles":[1]}
{"impact":["minor"]}
{"impact":"minor"
{"impact":"major"} {"impact":"minor"}
"#;
    let (written, bad) = classified(text, How { format: Some(Format::Jsonl), ..JSONL });
    let lines: Vec<u64> = bad.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    let told = |line: usize, part: &str| assert!(bad[line - 2].1.contains(part), "{:?} of line {line}", bad[line - 2]);
    told(2, "this line is not JSON");
    told(3, "this line is not an object of JSON");
    told(4, "not `huge`");
    told(5, "not `1.5`");
    told(6, "`users` is given twice, as `users` and as `USERS`");
    told(7, "not `stars`");
    told(9, "`impact` is");
    told(10, "EOF");
    told(11, "trailing");
    let rows: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 11, "no line is dropped");
    assert_eq!(rows[1]["row"], "not json");
    assert_eq!(rows[3]["row"]["impact"], "huge");
    assert!(rows[1..].iter().all(|row| row["level"] == "invalid"));
}

#[test]
fn what_is_written_is_json_whatever_the_row_holds() {
    // A text cut in the middle of an emoji, whole pairs next to it, and a backslash before a plain `u`.
    let row = r#"{"impact":"major","note":"cut \ud83d","more":["\ud83d\ude00","\udc00\ud83d\ud83d\udE00","\\ud83d"]}"#;
    for text in [row.to_owned(), format!("[{row}]"), row.replace("major", "huge")] {
        let (written, _) = classified(&text, JSONL);
        let line: Value = serde_json::from_str(written.trim_end()).expect("JSON");
        assert_eq!(line["row"]["note"], "cut \u{fffd}");
        let more = &line["row"]["more"];
        assert_eq!((more[0].as_str(), more[1].as_str()), (Some("\u{1f600}"), Some("\u{fffd}\u{fffd}\u{1f600}")));
        assert_eq!(more[2], "\\ud83d");
    }
    // In the value of a field, or in a key, it cannot be read.
    for text in [r#"{"impact":"\ud83d"}"#, r#"{"\ud83d":1,"impact":"major"}"#] {
        let (written, bad) = classified(text, JSONL);
        assert_eq!(bad.len(), 1);
        assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON")["row"], text);
    }
}

#[test]
fn lines_of_json_become_a_table() {
    let (written, _) =
        classified("{\"impact\":\"major\",\"name\":\"a, b\"}\nx\n", How { format: Some(Format::Jsonl), ..CSV });
    let rows = super::table::parse(&written);
    assert_eq!(rows[0][..2], ["row", "level"]);
    assert_eq!(rows[1][..2], ["{\"impact\":\"major\",\"name\":\"a, b\"}", "high"]);
    assert_eq!((rows[2][0].as_str(), rows[2][1].as_str()), ("x", "invalid"));
}
