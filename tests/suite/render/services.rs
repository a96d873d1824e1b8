//! The formats for services, each read back by a reader that shares nothing with Dictum.

use std::collections::BTreeMap;

use dictum::diagnostics::{Accepted, Diagnostic, How, Level};
use dictum::render::{Format, Options};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use serde_json::Value;

use super::{Case, HINT, POLICY, STALE, TWICE, rich};

/// Hostile names: commands of build services, escapes, tags, mentions, ends of texts.
pub(super) const HOSTILE: &str = "x`|\u{1b}[31m\r\n::error::y\n##vso[task.setvariable a]z ##[group] %0A;]<!-- <img src=x onerror=y> \
    @admins [a](javascript:b) ![p](q) https://e.vil www.e.vil ]]> & \"'\u{202e}\u{fffe}\u{1}";

/// The formats under test.
const FORMATS: &[Format] = &[
    Format::Sarif,
    Format::GitHub,
    Format::JobSummary,
    Format::Markdown,
    Format::GitLab,
    Format::Azure,
    Format::JUnit,
    Format::Checkstyle,
    Format::RdJson,
    Format::Agent,
];

/// A finding as a reader of a format sees it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    level: String,
    file: String,
    line: String,
    column: String,
    text: String,
}

/// Reads a format back; levels are in the words of the format.
fn read(format: Format, text: &str) -> Vec<Seen> {
    match format {
        Format::Sarif => sarif(text),
        Format::GitHub => text.lines().filter_map(|line| line.strip_prefix("::")).map(github).collect(),
        Format::Azure => text.lines().filter_map(|line| line.strip_prefix("##vso[task.logissue ")).map(azure).collect(),
        Format::GitLab => gitlab(text),
        Format::RdJson => rdjson(text),
        Format::JUnit => elements(text, &["testcase", "failure"])
            .chunks_exact(2)
            .map(|pair| {
                let get = |at: usize, key: &str| pair[at].get(key).cloned().unwrap_or_default();
                let (level, text) = (get(1, "type"), get(1, "message"));
                Seen { level, file: get(0, "file"), line: get(0, "line"), column: String::new(), text }
            })
            .collect(),
        Format::Checkstyle => {
            let mut file = String::new();
            let mut seen = Vec::new();
            for element in elements(text, &["file", "error"]) {
                let get = |key: &str| element.get(key).cloned().unwrap_or_default();
                if let Some(name) = element.get("name") {
                    file.clone_from(name);
                } else {
                    let (line, column) = (get("line"), get("column"));
                    seen.push(Seen { level: get("severity"), file: file.clone(), line, column, text: get("message") });
                }
            }
            seen
        }
        Format::JobSummary | Format::Markdown => markdown(text),
        Format::Agent => {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.pop();
            lines.into_iter().map(agent).collect()
        }
        Format::Human | Format::Full | Format::Short | Format::Json | Format::JsonLines => Vec::new(),
    }
}

fn string(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A document that the schema of the standard accepts.
fn valid(text: &str) -> Value {
    let schema = include_str!("../../data/sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema can be compiled");
    let document: Value = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    document
}

fn sarif(text: &str) -> Vec<Seen> {
    let document = valid(text);
    let mut seen = Vec::new();
    for run in document["runs"].as_array().expect("runs") {
        for result in run["results"].as_array().expect("results") {
            let place = &result["locations"][0]["physicalLocation"];
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
            assert_eq!(rule["id"], result["ruleId"], "the index leads to the rule");
            assert!(result["suppressions"].is_null());
            seen.push(Seen {
                level: string(&result["level"]),
                file: string(&place["artifactLocation"]["uri"]),
                line: string(&place["region"]["startLine"]),
                column: string(&place["region"]["startColumn"]),
                text: string(&result["message"]["text"]),
            });
        }
    }
    seen
}

/// Reads a command as the runner does: properties to `::`, then data, each with its own escapes.
fn github(line: &str) -> Seen {
    let (head, text) = line.split_once("::").expect("a command has data");
    let (level, properties) = head.split_once(' ').expect("a command has properties");
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let value = |text: &str| unescape(&text.replace("%3A", ":").replace("%2C", ","));
    let pairs: BTreeMap<&str, String> = properties
        .split(',')
        .map(|pair| pair.split_once('=').expect("a property has a value"))
        .map(|(key, text)| (key, value(text)))
        .collect();
    let get = |key: &str| pairs.get(key).cloned().unwrap_or_default();
    let text = unescape(text);
    Seen { level: level.to_owned(), file: get("file"), line: get("line"), column: get("col"), text }
}

/// Reads a command as the agent does.
fn azure(line: &str) -> Seen {
    let (head, text) = line.split_once(']').expect("a command ends");
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%AZP25", "%");
    let pairs: BTreeMap<&str, String> = head
        .split(';')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').expect("a property has a value"))
        .map(|(key, text)| (key, unescape(&text.replace("%3B", ";").replace("%5D", "]"))))
        .collect();
    let get = |key: &str| pairs.get(key).cloned().unwrap_or_default();
    let (line, column) = (get("linenumber"), get("columnnumber"));
    Seen { level: get("type"), file: get("sourcepath"), line, column, text: unescape(text) }
}

fn gitlab(text: &str) -> Vec<Seen> {
    let issues: Vec<Value> = serde_json::from_str(text).expect("a list");
    let mut prints: Vec<String> = issues.iter().map(|issue| string(&issue["fingerprint"])).collect();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), issues.len(), "the service drops equal fingerprints");
    let issue = |issue: &Value| Seen {
        level: string(&issue["severity"]),
        file: string(&issue["location"]["path"]),
        line: string(&issue["location"]["lines"]["begin"]),
        column: String::new(),
        text: string(&issue["description"]),
    };
    issues.iter().map(issue).collect()
}

fn rdjson(text: &str) -> Vec<Seen> {
    let document: Value = serde_json::from_str(text).expect("JSON");
    let item = |item: &Value| Seen {
        level: string(&item["severity"]),
        file: string(&item["location"]["path"]),
        line: string(&item["location"]["range"]["start"]["line"]),
        column: string(&item["location"]["range"]["start"]["column"]),
        text: string(&item["message"]),
    };
    document["diagnostics"].as_array().expect("a list").iter().map(item).collect()
}

/// The attributes of all elements of these names, in order.
fn elements(text: &str, names: &[&str]) -> Vec<BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                let mut attributes = BTreeMap::new();
                for attribute in element.attributes() {
                    let attribute = attribute.expect("an attribute");
                    let key = attribute.key.as_ref().to_owned();
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).expect("a text").into_owned();
                    assert!(
                        value.chars().all(
                            |found| !matches!(found, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
                        )
                    );
                    attributes.insert(key, value);
                }
                if names.contains(&name.as_str()) {
                    found.push(attributes);
                }
            }
            Event::Eof => return found,
            _other => {}
        }
    }
}

/// The rows of the table, as a Markdown reader sees them. There is nothing but the table, code and line breaks.
fn markdown(text: &str) -> Vec<Seen> {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let mut rows: Vec<Vec<String>> = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.iter_mut().last().into_iter().for_each(|row| row.push(String::new())),
            Event::Text(words) | Event::Code(words) => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(&words);
                }
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                assert!(matches!(html.trim(), "<br>" | "<!-- dictum -->"), "{html} in {text}");
            }
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::Heading { .. } | Tag::Paragraph | Tag::HtmlBlock)
            | Event::End(
                TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::TableCell
                | TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::HtmlBlock,
            ) => {}
            other => unreachable!("{other:?} in {text}"),
        }
    }
    let row = |row: Vec<String>| {
        let mut place = row[1].rsplitn(3, ':').map(str::to_owned);
        let (column, line) = (place.next().unwrap_or_default(), place.next().unwrap_or_default());
        Seen { level: row[0].clone(), file: place.next().unwrap_or_default(), line, column, text: row[2].clone() }
    };
    rows.into_iter().map(row).collect()
}

fn agent(line: &str) -> Seen {
    let (place, rest) = line.split_once(' ').expect("a place");
    let (level, text) = rest.split_once(' ').expect("a level");
    let mut place = place.rsplitn(3, ':').map(str::to_owned);
    let (column, line) = (place.next().unwrap_or_default(), place.next().unwrap_or_default());
    Seen { level: level.to_owned(), file: place.next().unwrap_or_default(), line, column, text: text.to_owned() }
}

/// Options for a file: no limits.
fn file() -> Options {
    Options { annotations: usize::MAX, ..Options::default() }
}

#[test]
fn nothing_found() {
    let case = Case::new(POLICY);
    for format in FORMATS {
        let text = case.show(*format, &[], &file());
        assert_eq!(read(*format, &text), [], "{}: {text}", format.name());
    }
    let junit = case.show(Format::JUnit, &[], &file());
    assert_eq!(elements(&junit, &["testsuites"])[0]["tests"], "1", "a report without a test is taken for a mistake");
    assert_eq!(elements(&junit, &["testsuites"])[0]["failures"], "0");
    assert!(case.show(Format::Markdown, &[], &file()).ends_with("### Dictum: no findings\n"));
}

#[test]
fn one_finding_is_named_at_its_place_by_all() {
    let case = Case::new(POLICY);
    for format in FORMATS {
        let text = case.show(*format, &[rich(&case)], &file());
        let all = read(*format, &text);
        let [seen] = all.as_slice() else { unreachable!("{}: {text}", format.name()) };
        assert_eq!((seen.file.as_str(), seen.line.as_str()), ("policies/contoso/data.dictum", "3"), "{text}");
        if !seen.column.is_empty() {
            assert_eq!(seen.column, "19", "{}", format.name());
        }
        assert!(["error", "critical", "ERROR"].contains(&seen.level.as_str()), "{}", seen.level);
        assert!(seen.text.contains("is in two groups of data policy"), "{}: {}", format.name(), seen.text);
    }
}

#[test]
fn columns_of_wide_text_and_crlf() {
    let case = Case::new("a {\r\n  name = \"財🚀é\"; b\r\n}\r\n");
    let finding = Diagnostic::new(&TWICE, case.at("; b", 0), "m");
    for format in FORMATS {
        let text = case.show(*format, std::slice::from_ref(&finding), &file());
        let seen = &read(*format, &text)[0];
        assert_eq!(seen.line, "2", "{}", format.name());
        // Only reviewdog counts bytes.
        let column = if *format == Format::RdJson { "21" } else { "15" };
        assert!(seen.column.is_empty() || seen.column == column, "{}: {}", format.name(), seen.column);
    }
    let sarif = valid(&case.show(Format::Sarif, &[finding], &file()));
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
}

#[test]
fn six_thousand_findings_are_all_in_a_file() {
    let case = Case::new(POLICY);
    let finding = |number: usize| {
        let rule = if number.is_multiple_of(3) { &TWICE } else { &STALE };
        Diagnostic::new(rule, case.at("sql", number % 2), format!("finding {number}"))
    };
    let all: Vec<Diagnostic> = (0..6_000).map(finding).collect();
    for format in FORMATS {
        let text = case.show(*format, &all, &file());
        let seen = read(*format, &text);
        if *format == Format::Markdown {
            let more = text.lines().last().expect("a line");
            assert!(text.chars().count() < 65_536, "a comment has a limit");
            assert!(more.starts_with(&format!("and {} more: ", 6_000 - seen.len())), "{more}");
            assert!(text.contains("### Dictum: 2000 errors, 4000 warnings in 1 file\n"));
            continue;
        }
        assert_eq!(seen.len(), 6_000, "{}", format.name());
        let mut numbers: Vec<&str> = seen.iter().filter_map(|seen| seen.text.split("finding ").nth(1)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 6_000, "{}: each is there once", format.name());
    }
}

#[test]
fn a_log_has_ten_annotations_the_worst_first() {
    let case = Case::new(POLICY);
    let mut all: Vec<Diagnostic> =
        (0..20).map(|number| Diagnostic::new(&STALE, case.at("sql", 0), format!("warning {number}"))).collect();
    all.extend((0..3).map(|number| Diagnostic::new(&TWICE, case.at("sql", 1), format!("error {number}"))));
    let text = case.show(Format::GitHub, &all, &Options::default());
    let seen = read(Format::GitHub, &text);
    let levels: Vec<&str> = seen.iter().map(|seen| seen.level.as_str()).collect();
    assert_eq!(levels, [["error"; 3].as_slice(), &["warning"; 7]].concat());
    assert!(seen[9].text.ends_with("and 13 more: 13 warnings"), "{}", seen[9].text);
    assert!(text.ends_with("\nand 13 more: 13 warnings\n"), "{text}");
    let ten = case.show(Format::GitHub, &all[13..], &Options::default());
    assert!(read(Format::GitHub, &ten).len() == 10 && !ten.contains("more"), "{ten}");
}

#[test]
fn sarif_is_split_where_a_run_may_hold_no_more() {
    let case = Case::new(POLICY);
    let all = vec![Diagnostic::new(&HINT, case.at("sql", 0), "m"); 25_001];
    let text = case.show(Format::Sarif, &all, &file());
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let runs = document["runs"].as_array().expect("runs");
    let sizes: Vec<usize> = runs.iter().map(|run| run["results"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(sizes, [25_000, 1]);
    // GitHub takes the text before the last slash as the category, and refuses two runs of one category.
    let category =
        |run: &Value| string(&run["automationDetails"]["id"]).rsplit_once('/').map(|(name, _)| name.to_owned());
    assert_eq!(category(&runs[0]).as_deref(), Some("dictum/part-1"));
    assert_eq!(category(&runs[1]).as_deref(), Some("dictum/part-2"));
}

#[test]
fn sarif_carries_help_fixes_and_fingerprints() {
    let case = Case::new(POLICY);
    let document = valid(&case.show(Format::Sarif, &[rich(&case)], &file()));
    let run = &document["runs"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!((string(&rule["id"]), string(&rule["name"])), ("D3012".to_owned(), TWICE.name.to_owned()));
    assert!(string(&rule["help"]["markdown"]).starts_with("# D3012 connector-in-two-groups\n"));
    let result = &run["results"][0];
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "in Business here");
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "policies/contoso/data.dictum");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "");
    let print = string(&result["partialFingerprints"]["dictum/v1"]);
    let moved = Case::files(&[("other.dictum", &format!("\n\n// more\n{}", POLICY.replace("  ", "\t ")))]);
    let moved = valid(&moved.show(Format::Sarif, &[rich(&moved)], &file()));
    assert_eq!(string(&moved["runs"][0]["results"][0]["partialFingerprints"]["dictum/v1"]), print);
}

#[test]
fn accepted_findings_are_counted_and_not_asked_about() {
    let case = Case::new(POLICY);
    let accepted = |how: How, because: &str| {
        let mut finding = Diagnostic::new(&TWICE, case.at("sql", 0), "no longer asked about");
        finding.accepted = Some(Accepted {
            how,
            because: because.to_owned(),
            by: None,
            until: (how == How::Waived).then(|| "2027-03-31".to_owned()),
            place: None,
        });
        finding
    };
    let all = [
        accepted(How::Waived, HOSTILE),
        accepted(How::Baseline, "it was there before"),
        Diagnostic::new(&STALE, case.at("sql", 1), "to be done"),
    ];
    for format in Format::ALL {
        let text = case.show(*format, &all, &file());
        assert!(text.contains("to be done"), "{}", format.name());
        if matches!(format, Format::Agent | Format::Markdown | Format::JobSummary) {
            assert!(text.contains("1 warning in 1 file; 1 waived; 1 in the baseline"), "{text}");
        }
        if !matches!(format, Format::Sarif | Format::Json | Format::JUnit) {
            assert!(!text.contains("no longer asked about"), "{}: {text}", format.name());
        }
    }
    let sarif = valid(&case.show(Format::Sarif, &all, &file()));
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results[0]["suppressions"][0]["kind"], "inSource");
    assert!(string(&results[0]["suppressions"][0]["justification"]).ends_with(", until 2027-03-31"));
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    assert!(results[2]["suppressions"].is_null());
    let junit = case.show(Format::JUnit, &all, &file());
    let suites = &elements(&junit, &["testsuites"])[0];
    assert_eq!((suites["tests"].as_str(), suites["failures"].as_str(), suites["skipped"].as_str()), ("3", "1", "2"));
    let json: Value = serde_json::from_str(&case.show(Format::Json, &all, &file())).expect("JSON");
    assert_eq!((&json["summary"]["waived"], &json["summary"]["errors"]), (&Value::from(1), &Value::from(0)));
    assert_eq!(json["accepted"][0]["because"], HOSTILE);
}

#[test]
fn hostile_text_injects_nothing() {
    let case = Case::files(&[(&format!("{HOSTILE}.dictum"), "a `b`\n")]);
    let named = format!("{HOSTILE} and `{HOSTILE}` and `{}`", HOSTILE.replace('`', ""));
    let mut finding = Diagnostic::new(&TWICE, case.at("b", 0), named).help(HOSTILE).note(HOSTILE).marked(HOSTILE);
    finding.accepted = None;
    let mut info = finding.clone();
    info.level = Level::Info;
    for format in FORMATS {
        for findings in [vec![finding.clone()], vec![info.clone()]] {
            let text = case.show(*format, &findings, &file());
            assert_eq!(super::control(&text), None, "{}: {text:?}", format.name());
            let commands = |line: &&str| {
                let line = line.trim_start();
                line.starts_with("::") || line.to_ascii_lowercase().contains("##vso[") || line.contains("##[")
            };
            let own = text.lines().filter(commands).count();
            let allowed = match (format, findings[0].level) {
                (Format::GitHub, _) | (Format::Azure, Level::Error) => 1,
                _other => 0,
            };
            assert_eq!(own, allowed, "{}: {text}", format.name());
            // The reader sees one finding for any words, except that some formats omit infos.
            let seen = read(*format, &text).len();
            assert!(seen == 1 || findings[0].level == Level::Info && seen == 0, "{}: {text}", format.name());
            if matches!(format, Format::GitHub | Format::Azure) {
                assert_eq!(
                    text.matches("##vso[").count() + text.matches("##[").count(),
                    usize::from(*format == Format::Azure && allowed == 1)
                );
            }
        }
    }
}

#[test]
fn what_has_no_place_is_in_all() {
    let case = Case::new(POLICY);
    for format in FORMATS {
        let text = case.show(*format, &[Diagnostic::nowhere(&TWICE, "no policy at all")], &file());
        assert!(text.contains("no policy at all"), "{}: {text}", format.name());
    }
    valid(&case.show(Format::Sarif, &[Diagnostic::nowhere(&TWICE, "m")], &file()));
}
