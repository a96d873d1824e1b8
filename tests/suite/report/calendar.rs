//! The calendar and the CSV of due dates, read by a reader of RFC 5545 that shares nothing with the writers.

use std::collections::{BTreeMap, BTreeSet};

use dictum::report::{self, Horizon, Reviews};
use jiff::civil::{Date, date};

use super::{Made, pages};

const ESTATE: &str = include_str!("estate.dictum");

fn calendar_of(made: &Made, today: Date, months: u32) -> String {
    let horizon = Horizon { today, months, catalogue: Some(600) };
    let due = report::due(&made.analysis.program, &made.sources, &horizon);
    report::calendar(&Reviews { due: &due, horizon: &horizon, unknown: 0, sources: &made.sources }, "contoso")
}

type Event = BTreeMap<String, String>;

/// The events of a calendar: each line by its name, unfolded and unescaped.
pub(super) fn events(text: &str) -> Vec<Event> {
    assert!(text.ends_with("\r\n"));
    let bare = text.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n']), "each line ends with CRLF");
    let folded: Vec<&str> = text.split_terminator("\r\n").collect();
    for line in &folded {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.is_empty() && !line.chars().any(char::is_control), "{line:?}");
    }
    let mut lines: Vec<String> = Vec::new();
    for line in folded {
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().expect("a line before").push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    assert_eq!((lines[0].as_str(), lines[1].as_str()), ("BEGIN:VCALENDAR", "VERSION:2.0"));
    assert!(lines[2].starts_with("PRODID:"));
    assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
    assert!(lines.iter().filter(|line| line.starts_with("BEGIN:")).count() > 1, "a calendar has a component");
    let mut found = Vec::new();
    let mut open: Option<Event> = None;
    for line in &lines {
        match (line.as_str(), &mut open) {
            ("BEGIN:VEVENT", none) => *none = Some(Event::new()),
            ("END:VEVENT", some) => found.push(some.take().expect("an event that began")),
            (line, Some(event)) => {
                let (name, value) = line.split_once(':').expect("a name and a value");
                assert_eq!(event.insert(name.to_owned(), unescaped(value)), None, "{name} is given twice");
            }
            _outside => {}
        }
    }
    found
}

fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        assert!(letter != ';' && letter != ',', "`{letter}` is not escaped in {value}");
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other @ ('\\' | ';' | ',')) => out.push(other),
                other => unreachable!("`\\{other:?}` is no escape"),
            },
            other => out.push(other),
        }
    }
    out
}

#[test]
fn each_day_is_an_event_of_a_whole_day() {
    let made = Made::of(&[("estate.dictum", ESTATE)]);
    let found = events(&calendar_of(&made, date(2026, 11, 21), 12));
    assert_eq!(found.len(), 10, "all that has a day");
    for event in &found {
        let names: Vec<&str> = event.keys().map(String::as_str).collect();
        let wanted = [
            "CATEGORIES",
            "DESCRIPTION",
            "DTEND;VALUE=DATE",
            "DTSTAMP",
            "DTSTART;VALUE=DATE",
            "SUMMARY",
            "TRANSP",
            "UID",
        ];
        assert_eq!(names, wanted);
        assert_eq!(event["DTSTAMP"], "20261121T000000Z", "the day that is asked from, never the clock");
        let read = |name: &str| Date::strptime("%Y%m%d", &event[name]).expect("a day");
        assert_eq!(read("DTSTART;VALUE=DATE").tomorrow().expect("a day"), read("DTEND;VALUE=DATE"));
    }
    let ids: BTreeSet<&str> = found.iter().map(|event| event["UID"].as_str()).collect();
    assert_eq!(ids.len(), found.len());
    let leave = found.iter().find(|event| event["SUMMARY"] == "Certificate: Leave, planned").expect("the event");
    assert_eq!(
        leave["DESCRIPTION"],
        "certificate `penetration_test` of 2025-06-01 ends\nBy: Security, red team\nOwner: alice\nSource: estate.dictum:49:34"
    );
    let waiver = found.iter().find(|event| event["CATEGORIES"] == "waiver").expect("the event");
    assert_eq!(waiver["DTSTART;VALUE=DATE"], "20270331");
    assert!(waiver["DESCRIPTION"].contains("it comes later; soon, really"));
}

/// An event keeps its id when its day moves, when files are split, and when other events are added.
#[test]
fn an_event_keeps_its_id_when_its_day_moves() {
    let ids = |source: &str, file: &str, today: Date| -> BTreeMap<String, String> {
        let found = events(&calendar_of(&Made::of(&[(file, source)]), today, 24));
        found
            .into_iter()
            .map(|mut event| {
                (
                    event.remove("SUMMARY").expect("a title") + &event["CATEGORIES"] + &event["DESCRIPTION"][..20],
                    event["UID"].clone(),
                )
            })
            .collect()
    };
    let before = ids(ESTATE, "estate.dictum", date(2026, 11, 21));
    let moved = ESTATE.replace("reviewed = 2026-07-01", "reviewed = 2026-11-20");
    assert_ne!(moved, ESTATE);
    let after = ids(&format!("// a line more\n{moved}"), "other.dictum", date(2027, 1, 1));
    for (name, id) in &before {
        assert_eq!(after.get(name), Some(id), "{name}");
    }
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    let made = Made::of(&[("estate.dictum", ESTATE)]);
    assert_eq!(calendar_of(&made, date(2026, 11, 21), 12), calendar_of(&made, date(2026, 11, 21), 12));
}

#[test]
fn a_calendar_of_nothing_is_valid() {
    let made = Made::new("environment e { type = sandbox; region = europe }\n");
    let horizon = Horizon { today: date(2026, 11, 21), months: 12, catalogue: None };
    let reviews = Reviews { due: &[], horizon: &horizon, unknown: 0, sources: &made.sources };
    assert_eq!(events(&report::calendar(&reviews, "contoso")), Vec::<Event>::new());
    assert!(report::reviews_page(&reviews, "", &[]).contains("Nothing is due in this time."));
    assert_eq!(report::reviews_csv(&reviews).lines().count(), 1);
}

#[test]
fn long_lines_are_folded_between_characters() {
    for name in ["é".repeat(300), "日本語".repeat(100), "a,;\\\\".repeat(80), "😀".repeat(99)] {
        let source = format!(
            "connector sql {{ rated = low because \"x\"; reviewed = 2026-01-01; review = every 12 months }}\nscale connector_risk {{ low < high }}\nwaive unused-scale on scale connector_risk {{ because = \"{name}\"; until = 2027-01-01 }}\n"
        );
        let found = events(&calendar_of(&Made::new(&source), date(2026, 11, 21), 12));
        let read = name.replace("\\\\", "\\");
        assert!(found.iter().any(|event| event["DESCRIPTION"].contains(&read)), "{read}");
    }
}

#[test]
fn the_lines_of_the_csv_are_those_of_the_page() {
    let made = Made::of(&[("estate.dictum", ESTATE)]);
    let sheet = super::matrix::parsed(&pages::reviews(&made, report::reviews_csv));
    let page = pages::reviews(&made, |one| report::reviews_page(one, "contoso", &[]));
    let data: serde_json::Value = serde_json::from_str(super::data_of(&page)).expect("the data is JSON");
    let due = data["due"].as_array().expect("a list");
    assert_eq!(sheet.len(), due.len() + 1);
    for (line, one) in sheet.iter().skip(1).zip(due) {
        for (head, cell) in sheet[0].iter().zip(line) {
            assert_eq!(one[head.as_str()].as_str().unwrap_or_default(), cell, "{head}");
        }
    }
}
