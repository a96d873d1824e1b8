//! The pages about connectors, apps and due dates.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use dictum::analysis::Placement;
use dictum::diagnostics::Diagnostic;
use dictum::model::ConnectorId;
use dictum::report::{self, Horizon, Reviews, Sibling};
use jiff::civil::date;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::page::decoded;
use super::{Made, between, data_of};

const ESTATE: &str = include_str!("estate.dictum");

/// Every page, by name.
pub(super) fn pages(made: &Made) -> [(&'static str, String); 4] {
    [
        ("connectors", connectors(made)),
        ("apps", apps(made)),
        ("responsibilities", responsibilities(made)),
        ("reviews", reviews(made, |one| report::reviews_page(one, "contoso", &[]))),
    ]
}

fn connectors(made: &Made) -> String {
    let analysis = &made.analysis;
    report::connectors_page(&analysis.program, &analysis.effective, &made.sources, ("contoso", &[]))
}

fn responsibilities(made: &Made) -> String {
    report::responsibilities_page(&made.analysis.program, &made.sources, ("contoso", &[]))
}

fn apps(made: &Made) -> String {
    let analysis = &made.analysis;
    report::apps_page(&analysis.program, &analysis.effective, &made.sources, date(2026, 11, 21), ("contoso", &[]))
}

pub(super) fn reviews(made: &Made, form: impl Fn(&Reviews<'_>) -> String) -> String {
    let horizon = Horizon { today: date(2026, 11, 21), months: 12, catalogue: Some(600) };
    let program = &made.analysis.program;
    let due = report::due(program, &made.sources, &horizon);
    let unknown = report::unknown_apps(program);
    form(&Reviews { due: &due, horizon: &horizon, unknown, sources: &made.sources })
}

fn estate() -> Made {
    Made::of(&[("estate.dictum", ESTATE)])
}

fn data(page: &str) -> Value {
    serde_json::from_str(data_of(page)).expect("the data is JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The connectors of pairs of numbers.
fn spread(ranges: &Value) -> Vec<u32> {
    let numbers: Vec<u32> = list(ranges).iter().map(|one| one.as_u64().expect("a number") as u32).collect();
    numbers.chunks(2).flat_map(|pair| pair[0]..pair[0] + pair[1]).collect()
}

#[test]
fn the_pages_load_nothing_and_run_their_own_script_only() {
    for (name, page) in pages(&estate()) {
        for part in ["http:", "https:", " src=", "url(", "@import", "{{", "}}\n<"] {
            let data = data_of(&page);
            let found = page.replace(data, "").contains(part);
            assert!(!found, "`{part}` stands in the page about {name}");
        }
        let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        for (what, text) in [
            ("style-src", between(&page, "<style>", "</style>")),
            ("script-src", between(&page, "<script>", "</script>")),
        ] {
            let hash = between(policy, &format!("{what} 'sha256-"), "'");
            assert_eq!(decoded(hash), Sha256::digest(text.as_bytes()).to_vec(), "{what} of {name}");
        }
        assert!(!page.contains(" style=") && !page.contains(" onclick="), "what the policy would refuse");
        assert!(page.contains("<html lang=\"en\">") && page.contains("<a class=\"skip\" href=\"#content\">"));
    }
}

#[test]
fn the_same_program_gives_the_same_pages() {
    let (first, second) = ESTATE.split_at(ESTATE.find("environment hr").expect("an environment"));
    let files = [("a.dictum", first), ("b.dictum", second)];
    let turned = [files[1], files[0]];
    assert_eq!(pages(&Made::of(&files)), pages(&Made::of(&turned)));
}

/// Declarations in another order give the same except for the places.
#[test]
fn the_order_of_declarations_means_nothing() {
    fn without_places(value: &mut Value) {
        match value {
            Value::String(text) if text.starts_with("estate.dictum:") => text.truncate(14),
            Value::Array(all) => all.iter_mut().for_each(without_places),
            Value::Object(all) => all.values_mut().for_each(without_places),
            _other => {}
        }
    }
    let mut parts: Vec<String> = Vec::new();
    for line in ESTATE.lines() {
        let begins = line.starts_with(|letter: char| letter.is_ascii_alphabetic());
        if begins {
            parts.push(String::new());
        }
        let part = parts.last_mut().expect("a declaration");
        part.push_str(line);
        part.push('\n');
    }
    parts.reverse();
    let turned = parts.concat();
    for ((name, one), (_, other)) in pages(&estate()).iter().zip(pages(&Made::of(&[("estate.dictum", &turned)]))) {
        let (mut one, mut other) = (data(one), data(&other));
        without_places(&mut one);
        without_places(&mut other);
        if *name == "connectors" {
            // The entries of several places of one policy are in the order of the connectors, which is the same.
            assert_eq!(one["classes"], other["classes"]);
            assert_eq!(one["environments"], other["environments"]);
        } else {
            assert_eq!(one, other, "{name}");
        }
    }
}

/// For each connector, the page names the same deciding line as the model.
#[test]
fn each_policy_says_of_each_connector_what_the_model_says() {
    let contoso = super::project("contoso");
    let framework = super::project("adoption-framework");
    let mut compared = 0;
    for made in [estate(), contoso, framework] {
        let page = data(&connectors(&made));
        let (program, effective) = (&made.analysis.program, &made.analysis.effective);
        let at = |location: dictum::text::Location| {
            let source = made.sources.get(location.file);
            let at = source.lines().locate(source.text(), location.span.start);
            format!("{}:{}:{}", source.path(), at.line, at.column)
        };
        for ((id, policy), shown) in program.policies.ids().zip(list(&page["policies"])) {
            assert_eq!(shown["symbol"], *policy.head.symbol.name);
            let mut seen: BTreeMap<u32, (&str, &str)> = BTreeMap::new();
            for says in list(&shown["says"]) {
                for connector in spread(&says["connectors"]) {
                    let before = seen.insert(connector, (text(&says["group"]), text(&says["place"])));
                    assert_eq!(before, None, "two places decide on one connector");
                }
            }
            assert_eq!(seen.len(), program.universe.len());
            for (connector, (group, place)) in seen {
                let connector = ConnectorId(connector);
                let placement = effective.placement(program, id, connector).expect("a placement");
                assert_eq!(group, placement.word());
                // A custom connector with a host is classified by a row of its own.
                if !program.universe.is_custom(connector) || placement == Placement::Ignored {
                    let name = program.universe.name(connector);
                    let decides = at(policy.location_of(program, connector));
                    assert!(
                        place == decides || program.universe.is_custom(connector),
                        "{name}: {place}, not {decides}"
                    );
                }
                compared += 1;
            }
        }
        for (allow_list, shown) in program.allow_lists.iter().zip(list(&page["lists"])) {
            let mut listed = 0;
            for one in list(&shown["lists"]) {
                for connector in spread(&one[1]) {
                    let id = ConnectorId(connector);
                    assert!(allow_list.listed().is_some_and(|all| all.contains(id)));
                    assert_eq!(text(&one[0]), at(allow_list.location_of(program, id)));
                    listed += 1;
                }
            }
            assert_eq!(listed, allow_list.listed().map_or(0, dictum::model::Set::len));
        }
    }
    assert!(compared > 5_000, "only {compared} were compared");
}

#[test]
fn a_custom_connector_is_sorted_by_the_row_of_its_host() {
    let page = data(&connectors(&estate()));
    let at = list(&page["connectors"]).iter().position(|one| one[0] == "ledger").expect("the connector") as u32;
    assert_eq!(page["connectors"][at as usize][1], "Ledger; of all, accounts");
    let baseline = list(&page["policies"]).iter().find(|one| one["symbol"] == "baseline").expect("the policy");
    let says = list(&baseline["says"]).iter().find(|says| spread(&says["connectors"]).contains(&at)).expect("a place");
    assert_eq!(says["group"], "business");
    let place: Vec<usize> = text(&says["place"]).split(':').skip(1).map(|one| one.parse().expect("a number")).collect();
    let row = ESTATE.lines().nth(place[0] - 1).expect("the line");
    assert!(row[place[1] - 1..].starts_with("\"https://*.contoso.com\" -> business"), "{row}");
}

/// The output of a script and the page without one have the same numbers.
#[test]
fn the_html_has_the_numbers_of_the_data() {
    let made = estate();
    let page = connectors(&made);
    let all = data(&page);
    let written = between(&page, "<div id=\"environments-view\">", "</section>");
    for environment in list(&all["environments"]) {
        let class = &all["classes"][environment["class"].as_u64().expect("a class") as usize];
        let blocked = spread(&class["blocked"]).len();
        let (ungoverned, unsorted) = (spread(&class["ungoverned"]).len(), spread(&class["unsorted"]).len());
        let unknown = ungoverned + unsorted;
        let cells: usize = list(&class["cells"]).iter().map(|cell| spread(&cell["connectors"]).len()).sum();
        let row = format!(
            "<td>{}</td><td>{}</td><td>{blocked}</td><td>{unknown}</td><td>{}</td>",
            list(&all["connectors"]).len(),
            cells - ungoverned,
            list(&class["cells"]).len()
        );
        assert!(written.contains(&row), "{row} of {}", environment["name"]);
        assert_eq!(blocked + cells + unsorted, list(&all["connectors"]).len());
    }
    assert!(written.contains("environments to come, in no group"));
    assert!(written.contains("not evaluated: allow-lists alone count <code>estate.dictum:21:"), "{written}");
    let limits = between(&page, "<div id=\"limits-view\">", "</section>");
    for part in ["<li>block DeleteItem_V2 ", "<li>allow rest ", "<li>deny * ", "<li>allow GetItem_V2 "] {
        assert!(limits.contains(part), "`{part}` is missing");
    }
}

#[test]
fn apps_are_shown_with_what_they_are_held_to() {
    let page = apps(&estate());
    let all = data(&page);
    let of = |name: &str| list(&all["apps"]).iter().find(|app| app["app"] == name).expect("the app");
    let states: Vec<(&str, &str)> =
        list(&all["apps"]).iter().map(|app| (text(&app["app"]), text(&app["state"]))).collect();
    let wanted = [
        ("half_known", "unclassified"),
        ("late", "overdue"),
        ("lunch", "met"),
        ("never_seen", "open"),
        ("planner_of_leave", "overdue"),
    ];
    assert_eq!(states, wanted);
    assert_eq!(of("late")["rule"], "high when personal_data and users > 500");
    assert_eq!(of("lunch")["rule"], "low otherwise");
    assert_eq!(of("half_known")["why"], "not known: users");
    assert_eq!(of("planner_of_leave")["owner"], "alice");
    for part in [
        "<p>As of 2026-11-21: 5 apps · 1 with all that is required · 1 with something open · 2 with something overdue · 1 without a level</p>",
        "<span class=\"s-overdue\">overdue</span> review: it was due on 2026-07-01",
        "<q>low otherwise</q>",
        "secure_maker of makers, 2025-02-02 until 2027-02-02",
    ] {
        assert!(page.contains(part), "`{part}` is missing");
    }
}

#[test]
fn each_party_is_named_for_each_activity() {
    let page = responsibilities(&estate());
    let all = data(&page);
    let create = list(&all["responsibilities"]).iter().find(|one| one["symbol"] == "create_environment");
    let create = create.expect("the activity");
    assert_eq!(create["consulted"], serde_json::json!(["sg_security", "tenant_administrator"]));
    assert_eq!(create["what"], "create environments");
    let able = [
        "global_administrator",
        "power_platform_administrator",
        "dynamics_365_administrator (in the group of the environment)",
    ];
    assert_eq!(create["can"], serde_json::json!(able));
    let coe = list(&all["parties"]).iter().find(|one| one["party"] == "coe").expect("the party");
    assert_eq!((&coe["name"], &coe["kind"]), (&"Centre of Excellence".into(), &"a party of the project".into()));
    assert_eq!(coe["roles"], serde_json::json!(["power_platform_administrator"]));
    let it = list(&all["parties"]).iter().find(|one| one["party"] == "it").expect("the party");
    assert_eq!(it["roles"], Value::Null, "what is not known is not said");
    assert_eq!(create["unable"], serde_json::json!([]));
    for part in [
        "2 activities · 7 parties · 0 without a responsible party · 0 without an accountable party · 0 with several accountable",
        "Let a user in, twice <code>admit</code></th><td>Superuser of an app, Vendor</td><td>Centre of Excellence</td>",
    ] {
        assert!(page.contains(part), "`{part}` is missing");
    }
}

#[test]
fn a_party_that_cannot_do_its_activity_is_marked() {
    let made = Made::new(
        "party reporting { roles = [power_bi_administrator] }\n\
         responsibility create_user { responsible = [reporting, global_administrator]; accountable = it }\n\
         responsibility set_data_policy { responsible = [end_users]; accountable = it }\n",
    );
    let page = responsibilities(&made);
    let unable: Vec<Value> = list(&data(&page)["responsibilities"]).iter().map(|one| one["unable"].clone()).collect();
    assert_eq!(unable.len(), 2);
    let told: Vec<&Diagnostic> =
        made.analysis.diagnostics.iter().filter(|finding| finding.rule.name == "party-cannot-do").collect();
    let marked: usize = unable.iter().map(|all| list(all).len()).sum();
    assert_eq!(marked, told.len(), "what the rule reports is marked: {unable:?}");
    assert_eq!(unable[0], serde_json::json!(["reporting"]));
    assert!(page.contains("<span class=\"but\">cannot do it: reporting</span>"), "{page}");
    assert!(page.contains("with a responsible party that cannot do it"));
}

/// The due dates are those of the source, according to a separate count.
#[test]
fn all_that_has_a_day_is_due() {
    let page = data(&reviews(&estate(), |one| report::reviews_page(one, "contoso", &[])));
    let due = list(&page["due"]);
    let shown: Vec<(Option<&str>, &str, &str)> =
        due.iter().map(|one| (one["day"].as_str(), text(&one["kind"]), text(&one["symbol"]))).collect();
    let wanted = [
        (None, "app_review", "never_seen"),
        (None, "certificate", "never_seen"),
        (None, "certificate", "never_seen"),
        (Some("2026-06-01"), "certificate", "planner_of_leave"),
        (Some("2026-07-01"), "app_review", "late"),
        (Some("2026-10-01"), "connector_review", "sql"),
        (Some("2026-12-02"), "certificate", "makers"),
        (Some("2027-01-01"), "app_review", "planner_of_leave"),
        (Some("2027-01-10"), "certificate", "late"),
        (Some("2027-02-02"), "certificate", "makers"),
        (Some("2027-03-18"), "catalogue", "catalogue"),
        (Some("2027-03-31"), "waiver", "sg_staff"),
        (Some("2027-06-15"), "connector_review", "teams"),
    ];
    assert_eq!(shown, wanted);
    assert_eq!(page["unknown_apps"], 1);
    let overdue: BTreeSet<&str> =
        due.iter().filter(|one| one["state"] == "overdue").map(|one| text(&one["day"])).collect();
    assert!(overdue.iter().all(|day| *day < "2026-11-21") && overdue.len() == 3);
}

#[test]
fn months_end_what_is_looked_at_and_overdue_things_stay() {
    let made = estate();
    let of = |months| {
        let horizon = Horizon { today: date(2026, 11, 21), months, catalogue: None };
        let due = report::due(&made.analysis.program, &made.sources, &horizon);
        due.iter().filter_map(|one| one.day).map(|day| day.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of(0), ["2026-06-01", "2026-07-01", "2026-10-01"]);
    assert_eq!(of(1), ["2026-06-01", "2026-07-01", "2026-10-01", "2026-12-02"]);
    assert!(of(6).contains(&"2027-03-31".to_owned()) && !of(6).contains(&"2027-06-15".to_owned()));
    // A number of months beyond all calendars gives the last possible day, not a panic.
    assert_eq!(of(u32::MAX).len(), of(1_200).len());
}

#[test]
fn pages_of_a_report_name_each_other() {
    let made = estate();
    let analysis = &made.analysis;
    let siblings = [Sibling { file: "apps.html", title: "Apps", about: "levels" }];
    let page = report::connectors_page(&analysis.program, &analysis.effective, &made.sources, ("contoso", &siblings));
    assert!(page.contains("<a href=\"apps.html\">Apps</a>"));
    assert!(!connectors(&made).contains("apps.html"), "alone, a page leads nowhere");
    let index = report::index("{{style}}<b>", &siblings);
    assert!(index.contains("<h1>Governance – {{style}}&lt;b&gt;</h1>") && !index.contains("<script"));
}

/// A program of `size` environments, policies and apps.
fn large(size: usize) -> Made {
    let mut source = String::from(
        "scale criticity { low < high }\ncriteria app { users : 0.. }\nrules criticity { high when users > 5; low otherwise }\ncontrol low { process = automated }\ncontrol high { process = regular_review every 6 months }\n",
    );
    for index in 0..size {
        let _ = writeln!(source, "environment e{index} {{ type = sandbox; region = europe }}");
        let _ = writeln!(
            source,
            "app a{index} {{ environment = e{index}; owner = alice; connectors = [sql]; users = {}; reviewed = 2026-07-{:02} }}",
            index % 9,
            index % 28 + 1
        );
    }
    for index in 0..size / 10 {
        let names: Vec<String> = (index..index + 5).map(|one| format!("e{one}")).collect();
        let _ = writeln!(
            source,
            "data_policy p{index} {{ applies_to = only [{}]; business = [sql, teams]; non_business = rest }}",
            names.join(", ")
        );
    }
    Made::new(&source)
}

#[test]
fn pages_grow_with_what_is_declared() {
    let sizes = |size: usize| pages(&large(size)).map(|(name, page)| (name, page.len()));
    for ((name, small), (_, big)) in sizes(100).into_iter().zip(sizes(400)) {
        assert!(big < small * 5, "{name} grows from {small} to {big} bytes");
    }
}

/// A connector that a policy classifies by host is in no cell until the host is given, unless another policy blocks it.
#[test]
fn a_custom_connector_without_a_host_is_in_no_cell() {
    let source = "environment default { type = default }\nenvironment other { type = sandbox }\n\
         connector hidden { kind = custom; environment = default }\n\
         connector open { kind = custom; environment = default; host = \"https://api.contoso.com/v1\" }\n\
         data_policy sorting { applies_to = all; business = [sharepointonline]; non_business = rest\n  \
         custom_connectors { \"https://*.contoso.com/*\" -> business\n    \"*\" -> blocked } }\n\
         data_policy blocking { applies_to = only [other]; business = []; non_business = []; blocked = rest\n  \
         custom_connectors { \"*\" -> blocked } }\n";
    let made = Made::of(&[("p.dictum", source)]);
    let all = data(&connectors(&made));
    let at = |name: &str| list(&all["connectors"]).iter().position(|one| one[0] == name).expect("a connector") as u32;
    let class = |environment: &str| {
        let rows =
            list(&all["environments"]).iter().find(|row| row["environment"] == environment).expect("it is declared");
        &all["classes"][rows["class"].as_u64().expect("a class") as usize]
    };
    let in_cells =
        |class: &Value, id: u32| list(&class["cells"]).iter().any(|cell| spread(&cell["connectors"]).contains(&id));
    let (hidden, open) = (at("hidden"), at("open"));
    let first = class("default");
    assert!(!in_cells(first, hidden) && !spread(&first["blocked"]).contains(&hidden));
    assert_eq!(spread(&first["unsorted"]), [hidden]);
    assert!(in_cells(first, open));
    let second = class("other");
    assert!(spread(&second["blocked"]).contains(&hidden) && list(&second["unsorted"]).is_empty());
    let says = list(&all["policies"]).iter().find(|policy| policy["symbol"] == "sorting").expect("the policy");
    let unknown = list(&says["says"]).iter().find(|says| says["group"] == "unknown").expect("what it does not say");
    assert_eq!(spread(&unknown["connectors"]), [hidden]);
}
