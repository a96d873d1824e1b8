//! Every format compared with a description of its form that shares nothing with Dictum: the schema of the standard, a
//! schema or a table of elements written from the service's own page, and the rules that a schema cannot express.

use std::collections::BTreeMap;

use dictum::diagnostics::{Accepted, Diagnostic, How};
use dictum::render::{Format, Options};
use dictum::text::Sources;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use serde_json::{Value, json};

use super::services::HOSTILE;
use super::{Case, HINT, POLICY, STALE, TWICE, control, rich, show};

/// Reviewdog Diagnostic Format, as `proto/rdf/reviewdog.proto` describes it: the messages `DiagnosticResult`,
/// `Diagnostic`, `Location`, `Range`, `Position`, `Suggestion`, `Source` and `Code`, without a member that they do not
/// have.
fn rdjson_schema() -> Value {
    let closed = |required: &[&str], properties: Value| json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties });
    let position = closed(
        &["line"],
        json!({ "line": { "type": "integer", "minimum": 1 }, "column": { "type": "integer", "minimum": 1 } }),
    );
    let range = closed(&["start"], json!({ "start": position, "end": position }));
    let severity = json!({ "enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] });
    let text = json!({ "type": "string" });
    let source = closed(&["name"], json!({ "name": text, "url": text }));
    let item = closed(
        &["message", "location"],
        json!({
            "message": { "type": "string", "minLength": 1 },
            "location": closed(&["path"], json!({ "path": { "type": "string", "minLength": 1 }, "range": range })),
            "severity": severity,
            "source": source,
            "code": closed(&["value"], json!({ "value": text, "url": text })),
            "suggestions": { "type": "array", "items": closed(&["range", "text"], json!({ "range": range, "text": text })) },
            "original_output": text,
        }),
    );
    closed(
        &["diagnostics"],
        json!({ "diagnostics": { "type": "array", "items": item }, "source": source, "severity": severity }),
    )
}

/// Code Quality of GitLab, as docs.gitlab.com describes its report: the five required members, and `lines.end`.
fn gitlab_schema() -> Value {
    let line = json!({ "type": "integer", "minimum": 1 });
    json!({ "type": "array", "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": { "type": "string", "minLength": 1 },
            "check_name": { "type": "string", "minLength": 1 },
            "fingerprint": { "type": "string", "minLength": 8 },
            "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
            "location": {
                "type": "object",
                "additionalProperties": false,
                "required": ["path", "lines"],
                "properties": {
                    "path": { "type": "string", "minLength": 1 },
                    "lines": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["begin"],
                        "properties": { "begin": line, "end": line },
                    },
                },
            },
        },
    }})
}

/// An element: its name, its required and optional attributes, the elements inside, and whether it has text.
type Element = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str], bool);

/// The JUnit form that build services share: the schema of Jenkins' xUnit plugin (`junit-10.xsd`), with `skipped` at
/// the root and `file` and `line` at a case, which the common format of testmo.com names and GitLab and annotators
/// read.
const JUNIT: &[Element] = &[
    ("testsuites", &["name", "tests", "failures", "errors"], &["skipped", "time"], &["testsuite"], false),
    ("testsuite", &["name", "tests", "failures", "errors"], &["skipped", "time", "timestamp"], &["testcase"], false),
    ("testcase", &["name", "classname"], &["file", "line", "time"], &["failure", "skipped", "system-out"], false),
    ("failure", &["type", "message"], &[], &[], true),
    ("skipped", &["message"], &[], &[], true),
    ("system-out", &[], &[], &[], true),
];

/// The form of Checkstyle's own report (`XMLLogger`).
const CHECKSTYLE: &[Element] = &[
    ("checkstyle", &["version"], &[], &["file"], false),
    ("file", &["name"], &[], &["error"], false),
    ("error", &["severity", "message", "source"], &["line", "column"], &[], false),
];

/// An element of a document that was checked against its table.
struct Read {
    name: String,
    attributes: BTreeMap<String, String>,
    depth: usize,
}

/// Reads a document strictly, and adds violations to `faults`.
fn strict(text: &str, table: &[Element], root: &str, faults: &mut Vec<String>) -> Vec<Read> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().trim_text(true);
    let (mut open, mut read): (Vec<String>, Vec<Read>) = (Vec::new(), Vec::new());
    let row = |name: &str| table.iter().find(|row| row.0 == name);
    if !text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {
        faults.push("it does not say that it is XML in UTF-8".to_owned());
    }
    loop {
        let event = reader.read_event();
        let (element, closes) = match event {
            Err(error) => {
                faults.push(format!("it is not well-formed: {error}"));
                return read;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(element)) => (element, false),
            Ok(Event::Empty(element)) => (element, true),
            Ok(Event::End(_)) => {
                open.pop();
                continue;
            }
            Ok(Event::Text(_) | Event::GeneralRef(_)) => {
                if !open.last().and_then(|name| row(name)).is_some_and(|row| row.4) {
                    faults.push(format!("text in {open:?}"));
                }
                continue;
            }
            Ok(Event::Decl(_)) => continue,
            Ok(other) => {
                faults.push(format!("{other:?}"));
                continue;
            }
        };
        let name = element.name().as_ref().to_owned();
        let allowed = open.last().map_or(name == root, |parent| row(parent).is_some_and(|row| row.3.contains(&&*name)));
        if !allowed {
            faults.push(format!("{name} in {open:?}"));
        }
        let mut attributes = BTreeMap::new();
        for attribute in element.attributes() {
            let Ok(attribute) = attribute else {
                faults.push(format!("an attribute of {name} is twice there or not well-formed"));
                continue;
            };
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned);
            let Ok(value) = value else {
                faults.push(format!("an attribute of {name} has no value"));
                continue;
            };
            attributes.insert(attribute.key.as_ref().to_owned(), value);
        }
        if let Some((_, required, more, ..)) = row(&name) {
            let missing = required.iter().filter(|key| !attributes.contains_key(**key));
            faults.extend(missing.map(|key| format!("{name} lacks {key}")));
            let unknown =
                attributes.keys().filter(|key| !required.contains(&key.as_str()) && !more.contains(&key.as_str()));
            faults.extend(unknown.map(|key| format!("{name} has {key}")));
        }
        read.push(Read { name: name.clone(), attributes, depth: open.len() });
        if !closes {
            open.push(name);
        }
    }
    if read.iter().filter(|element| element.depth == 0).count() != 1 {
        faults.push("it has not one root".to_owned());
    }
    read
}

fn junit(text: &str, faults: &mut Vec<String>) {
    let read = strict(text, JUNIT, "testsuites", faults);
    // The counts of a suite, and of all, are those of the cases in it.
    let mut expected: Vec<(usize, BTreeMap<&str, usize>)> = Vec::new();
    for element in &read {
        match element.name.as_str() {
            "testsuites" | "testsuite" => expected.push((element.depth, BTreeMap::new())),
            kind => {
                let key = match kind {
                    "testcase" => "tests",
                    "failure" => "failures",
                    "skipped" => "skipped",
                    _other => continue,
                };
                let last = expected.len().saturating_sub(1);
                for (_, counts) in
                    expected.iter_mut().enumerate().filter(|(at, _)| *at == 0 || *at == last).map(|(_, count)| count)
                {
                    *counts.entry(key).or_default() += 1;
                }
            }
        }
    }
    let suites = read.iter().filter(|element| element.name.starts_with("testsuite"));
    for (element, (_, counts)) in suites.zip(expected) {
        for key in ["tests", "failures", "skipped"] {
            let said = element.attributes.get(key).and_then(|number| number.parse::<usize>().ok());
            let counted = counts.get(key).copied().unwrap_or_default();
            if said != Some(counted) {
                faults.push(format!("{} says {said:?} {key}, and has {counted}", element.name));
            }
        }
    }
    if !read.iter().any(|element| element.name == "testcase") {
        faults.push("a report without a test is taken for a mistake".to_owned());
    }
}

fn checkstyle(text: &str, faults: &mut Vec<String>) {
    for element in strict(text, CHECKSTYLE, "checkstyle", faults) {
        let severity = element.attributes.get("severity").map(String::as_str);
        if element.name == "error" && !matches!(severity, Some("error" | "warning" | "info" | "ignore")) {
            faults.push(format!("severity {severity:?}"));
        }
    }
}

/// The rules that the schema of SARIF cannot express, and the limits of GitHub's code scanning.
fn sarif(document: &Value, faults: &mut Vec<String>) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let runs = list(&document["runs"]);
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    hold((1..=20).contains(&runs.len()), "1 to 20 runs");
    for run in &runs {
        let (rules, results) = (list(&run["tool"]["driver"]["rules"]), list(&run["results"]));
        hold(results.len() <= 25_000, "25,000 results of a run");
        hold(rules.len() <= 25_000, "25,000 rules of a run");
        hold(run["columnKind"] == "unicodeCodePoints", "columns count characters");
        hold(run["tool"]["driver"]["name"] == "Dictum", "the name of the tool");
        for rule in &rules {
            hold(list(&rule["properties"]["tags"]).len() <= 20, "20 tags of a rule");
            hold(rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string(), "help as text and Markdown");
            hold(rule["shortDescription"]["text"].as_str().is_some_and(|text| text.len() <= 1_024), "1,024 characters");
        }
        let mut prints = std::collections::BTreeSet::new();
        for result in &results {
            let rule = result["ruleIndex"].as_u64().and_then(|index| rules.get(index as usize));
            hold(rule.is_some_and(|rule| rule["id"] == result["ruleId"]), "the index leads to the rule");
            hold(["error", "warning", "note"].contains(&result["level"].as_str().unwrap_or_default()), "the level");
            let places = list(&result["locations"]);
            hold(!places.is_empty() && places.len() <= 1_000, "1 to 1,000 places");
            hold(list(&result["relatedLocations"]).len() <= 1_000, "1,000 related places");
            let ids: std::collections::BTreeSet<String> =
                list(&result["relatedLocations"]).iter().map(|place| place["id"].to_string()).collect();
            hold(ids.len() == list(&result["relatedLocations"]).len(), "related places have ids of their own");
            for place in places.iter().chain(&list(&result["relatedLocations"])) {
                let region = &place["physicalLocation"]["region"];
                let number = |key: &str| region[key].as_u64().unwrap_or(1);
                let start = (number("startLine"), number("startColumn"));
                let end =
                    (region["endLine"].as_u64().unwrap_or(start.0), region["endColumn"].as_u64().unwrap_or(start.1));
                hold(start.0 >= 1 && start.1 >= 1 && start <= end, "a region ends after its start");
                let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default();
                hold(
                    !uri.is_empty()
                        && uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)),
                    "a URI",
                );
            }
            let print = result["partialFingerprints"]["dictum/v1"].as_str().unwrap_or_default();
            hold(!print.is_empty() && prints.insert(print.to_owned()), "a fingerprint of its own");
            for suppression in list(&result["suppressions"]) {
                let reason = suppression["justification"].as_str().unwrap_or_default();
                hold(!reason.is_empty() && suppression["status"] == "accepted", "a reason");
            }
        }
    }
}

/// A command of the runner of GitHub or the agent of Azure: it has known properties only.
fn command(line: &str, open: &str, split: char, known: &[&str], faults: &mut Vec<String>) {
    let rest = line.strip_prefix(open).unwrap_or_default();
    let (head, _) = rest.split_once(if open == "::" { "::" } else { "]" }).unwrap_or_default();
    let properties = if open == "::" { head.split_once(' ').unwrap_or_default().1 } else { head };
    for pair in properties.split(split).filter(|pair| !pair.is_empty()) {
        let key = pair.split('=').next().unwrap_or_default();
        if !known.contains(&key) || !pair.contains('=') {
            faults.push(format!("{pair} in {line}"));
        }
    }
}

/// What is wrong with a report.
fn faults(format: Format, text: &str, validators: &BTreeMap<&str, jsonschema::Validator>) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(control) = control(text) {
        faults.push(format!("it holds {control:?}"));
    }
    let held = |name: &str, faults: &mut Vec<String>| -> Value {
        let Ok(document) = serde_json::from_str::<Value>(text) else {
            faults.push("it is not JSON".to_owned());
            return Value::Null;
        };
        if let Some(validator) = validators.get(name) {
            faults.extend(validator.iter_errors(&document).take(3).map(|error| error.to_string()));
        }
        document
    };
    match format {
        Format::Sarif => {
            let document = held("sarif", &mut faults);
            sarif(&document, &mut faults);
        }
        Format::GitLab => drop(held("gitlab", &mut faults)),
        Format::RdJson => drop(held("rdjson", &mut faults)),
        Format::Json => drop(held("json", &mut faults)),
        Format::JsonLines => {
            let broken = text.lines().filter(|line| serde_json::from_str::<Value>(line).is_err());
            faults.extend(broken.map(|line| format!("not JSON: {line}")));
        }
        Format::JUnit => junit(text, &mut faults),
        Format::Checkstyle => checkstyle(text, &mut faults),
        Format::GitHub => {
            for line in text.lines().filter(|line| line.starts_with("::")) {
                command(line, "::", ',', &["file", "line", "endLine", "col", "endColumn", "title"], &mut faults);
            }
        }
        Format::Azure => {
            for line in text.lines().filter(|line| line.starts_with("##")) {
                let known = ["type", "sourcepath", "linenumber", "columnnumber", "code"];
                command(line, "##vso[task.logissue ", ';', &known, &mut faults);
            }
        }
        Format::Markdown if text.chars().count() > 65_536 => faults.push("longer than a comment may be".to_owned()),
        Format::JobSummary if text.len() > 1024 * 1024 => faults.push("longer than a summary may be".to_owned()),
        Format::Markdown | Format::JobSummary | Format::Agent | Format::Human | Format::Full | Format::Short => {}
    }
    faults
}

fn accepted(mut finding: Diagnostic, how: How, because: &str) -> Diagnostic {
    let until = (how == How::Waived).then(|| "2027-03-31".to_owned());
    let accepted = Accepted { how, because: because.to_owned(), by: Some("risk board".to_owned()), until, place: None };
    finding.accepted = Some(accepted);
    finding
}

/// Reports of every kind: a name, the sources and the findings.
fn reports() -> Vec<(&'static str, Sources, Vec<Diagnostic>)> {
    let plain = Case::new(POLICY);
    let wide = Case::new("a {\r\n  name = \"財🚀é\"; b\r\n}\r\n");
    let strange = || Case::files(&[(&format!("{HOSTILE}.dictum"), "a `b`\n"), ("sub dir/é ü%20.dictum", "b c\n")]);
    let hostile = strange();
    let named = || Diagnostic::new(&TWICE, hostile.at("b", 0), HOSTILE).help(HOSTILE).note(HOSTILE).marked(HOSTILE);
    let elsewhere = Diagnostic::new(&HINT, hostile.at("c", 0), "in a folder with blanks");
    let many = (0_usize..6_000).map(|number| {
        let rule = if number.is_multiple_of(3) { &TWICE } else { &STALE };
        Diagnostic::new(rule, plain.at("sql", number % 2), format!("finding {number}"))
    });
    let beyond = Diagnostic::new(&TWICE, wide.at("; b", 0), "m");
    let policy = || Case::new(POLICY).sources;
    vec![
        ("none", policy(), Vec::new()),
        ("none, and no file", Sources::default(), Vec::new()),
        ("one with everything", policy(), vec![rich(&plain)]),
        ("6,000", policy(), many.collect()),
        ("wide columns and CRLF", wide.sources, vec![beyond]),
        (
            "waived, in the baseline, and open",
            policy(),
            vec![
                accepted(rich(&plain), How::Waived, HOSTILE),
                accepted(Diagnostic::new(&STALE, plain.at("sql", 0), "old"), How::Baseline, "it was there before"),
                Diagnostic::new(&HINT, plain.at("sql", 1), "to be done"),
            ],
        ),
        (
            "hostile names and words",
            strange().sources,
            vec![named(), accepted(named(), How::Waived, HOSTILE), elsewhere],
        ),
        ("without a place", policy(), vec![Diagnostic::nowhere(&TWICE, "no policy at all")]),
        ("over several lines", policy(), vec![Diagnostic::new(&STALE, plain.at("office + [sql]\n  non", 0), "m")]),
    ]
}

#[test]
fn every_report_has_the_form_of_its_format() {
    let standard = include_str!("../../data/sarif/sarif-schema-2.1.0.json");
    let standard: Value = serde_json::from_str(standard).expect("the schema is JSON");
    let schemas = [("sarif", standard), ("gitlab", gitlab_schema()), ("rdjson", rdjson_schema())];
    let compile = |schema: &Value| jsonschema::validator_for(schema).expect("a schema can be compiled");
    let validators: BTreeMap<&str, jsonschema::Validator> =
        schemas.iter().map(|(name, schema)| (*name, compile(schema))).collect();
    let (mut held, mut broken) = (0, Vec::new());
    for (name, sources, findings) in reports() {
        for format in Format::ALL {
            let file = Options { annotations: usize::MAX, limit_per_file: usize::MAX, ..Options::default() };
            for options in [file, Options::default()] {
                let text = show(*format, &findings, &sources, &options);
                held += 1;
                let found = faults(*format, &text, &validators);
                broken.extend(found.into_iter().take(3).map(|fault| format!("{} of {name}: {fault}", format.name())));
            }
        }
    }
    println!("P3: reports held to the form of their format: {held}, violations: {}", broken.len());
    assert_eq!(broken, Vec::<String>::new());
    assert!(held >= 9 * 2 * Format::ALL.len());
}

#[test]
fn a_report_of_another_form_is_seen() {
    let (mut junit_faults, mut checkstyle_faults) = (Vec::new(), Vec::new());
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let suite = "<testsuite name=\"a\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\"><testcase name=\"a\" classname=\"a\"/></testsuite>";
    junit(
        &format!(
            "{head}<testsuites name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">{suite}</testsuites>"
        ),
        &mut junit_faults,
    );
    assert_eq!(junit_faults, ["testsuite says Some(2) tests, and has 1"]);
    checkstyle(&format!("{head}<checkstyle version=\"4.3\"><error x=\"1\"/>a</checkstyle>"), &mut checkstyle_faults);
    assert!(checkstyle_faults.len() >= 5, "{checkstyle_faults:?}");
    for (schema, wrong) in [
        (gitlab_schema(), json!([{ "description": "a" }])),
        (rdjson_schema(), json!({ "diagnostics": [{ "message": "a", "location": { "path": "a", "line": 1 } }] })),
    ] {
        assert!(!jsonschema::validator_for(&schema).expect("a schema").is_valid(&wrong), "{wrong}");
    }
    let mut faults = Vec::new();
    sarif(
        &json!({ "runs": [{ "results": [{ "ruleIndex": 0 }], "tool": { "driver": { "name": "Dictum" } } }] }),
        &mut faults,
    );
    assert!(faults.len() >= 4, "{faults:?}");
}
