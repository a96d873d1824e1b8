//! The source map leads from the bundle to the source.

use std::collections::BTreeSet;

use serde_json::Value;

use super::organisation_sample::organisation;
use super::places::{Mapped, Place};
use super::{Build, samples};

#[test]
fn every_pointer_leads_into_the_bundle_and_to_the_source() {
    let mut held = 0;
    for build in [samples::full(), samples::governed(), organisation()] {
        let mapped = Mapped::new(&build);
        for (pointer, places) in mapped.parts() {
            assert!(mapped.bundle.pointer(&pointer).is_some(), "{pointer}");
            assert!(places.iter().all(|place| !mapped.at(*place).is_empty()), "{pointer}");
            if let [place] = places[..] {
                assert_eq!(mapped.find(&pointer), Some(place), "{pointer}");
                held += 1;
            }
        }
    }
    assert!(held > 500, "{held}");
}

/// Names with the same text in the source and the bundle. The source writes the others in different words.
const VERBATIM: [&str; 22] = [
    "access",
    "application",
    "by",
    "certifies",
    "businessUnit",
    "displayName",
    "domain",
    "environment",
    "group",
    "host",
    "kind",
    "madeBy",
    "membership",
    "otherwise",
    "owner",
    "ownership",
    "reason",
    "region",
    "reviewed",
    "schemaName",
    "type",
    "upn",
];

#[test]
fn what_stands_in_the_source_word_by_word_is_found_there() {
    let mut names = BTreeSet::new();
    for build in [samples::full(), samples::governed(), organisation()] {
        let mapped = Mapped::new(&build);
        for (pointer, places) in mapped.parts() {
            let name = pointer.rsplit('/').next().expect("a step");
            let value = mapped.bundle.pointer(&pointer).and_then(Value::as_str);
            if let (Some(name), Some(value)) = (VERBATIM.iter().find(|one| **one == name), value) {
                let found = mapped.at(places[0]);
                // Up to the first character that the source escapes.
                let start = value.split('"').next().expect("a start");
                assert!(found.trim_start_matches('"').starts_with(start), "{pointer} is `{value}`: {found}");
                names.insert(*name);
            }
        }
    }
    assert!(names.len() > 18, "{names:?}");
}

#[test]
fn what_has_no_place_is_found_with_what_holds_it() {
    let mapped = Mapped::new(&samples::full());
    for (pointer, holder) in [
        ("/environments/1/managed", "/environments/1"),
        ("/environments/1/dataverse/currency", "/environments/1"),
        (
            "/dataPolicies/0/connectorRules/1/actions/rules/0/behavior",
            "/dataPolicies/0/connectorRules/1/actions/rules/0",
        ),
        ("/dataPolicies/2/urlPatterns/1/pattern", "/dataPolicies/2/urlPatterns/1"),
    ] {
        assert!(mapped.bundle.pointer(pointer).is_some(), "{pointer}");
        assert!(mapped.find(holder).is_some());
        assert_eq!(mapped.find(pointer), mapped.find(holder), "{pointer}");
    }
    assert_eq!(mapped.find("/project"), None);
    assert_eq!(mapped.find("/effective/0/cells"), None);
}

#[test]
fn what_stands_in_another_file_names_it() {
    let all = samples::GOVERNED;
    let (rules, app) = all.split_at(all.find("app payroll").expect("an app"));
    let mapped = Mapped::new(&Build::files(&[("b/rules.dictum", rules), ("a/app.dictum", app)]));
    for (pointer, file, start) in [
        ("/apps/0", 0, "payroll"),
        ("/apps/0/displayName", 0, "\"Payroll\""),
        ("/apps/0/level", 1, "high when health"),
        ("/apps/1/level", 1, "low otherwise"),
        ("/rules/1", 1, "criticity"),
        ("/rules/1/otherwise", 1, "low otherwise"),
    ] {
        assert_eq!(mapped.find(pointer).map(|place| place.file), Some(file), "{pointer}");
        let found = mapped.place(pointer);
        assert!(found.starts_with(start), "{pointer}: {found}");
    }
}

#[test]
fn the_page_on_the_map_shows_what_is_written() {
    let page = include_str!("../../../docs/source-map.md");
    let block = |kind: &str| {
        let (_, behind) = page.split_once(kind).expect("a block");
        behind.split_once("```").expect("its end").0
    };
    let mapped = Mapped::new(&Build::new(block("```dictum\n")));
    let shown: Value = serde_json::from_str(block("```json\n")).expect("the block is JSON");
    assert_eq!(mapped.map["places"], shown);
    for (pointer, line, column) in [
        ("/environments/0/region", 8, 51),
        ("/environments/0/managed", 8, 13),
        ("/dataPolicies/0/groups/business/1", 4, 19),
    ] {
        assert_eq!(mapped.find(pointer), Some(Place { file: 0, line, column }), "{pointer}");
        let told =
            [pointer, &format!("line {line}"), &format!("column {column}")].iter().all(|said| page.contains(*said));
        assert!(told, "{pointer}");
    }
}

#[test]
fn rules_and_apps_lead_to_where_they_are_written() {
    let mapped = Mapped::new(&samples::governed());
    let expected = [
        ("/apps/0/certificates/0", "2025-01-31"),
        ("/apps/0/connectors", "[sql, teams]"),
        ("/apps/0/level", "high when health"),
        ("/apps/0/madeBy", "makers"),
        ("/apps/1/level", "low otherwise"),
        ("/controls/0/environments", "[default]"),
        ("/controls/0/process", "regular_review"),
        ("/controls/2/by", "sg_coe"),
        ("/criteria/0/impossible", "never personal"),
        ("/environments/0/criticity", "high }"),
        ("/guidelines/0/do/1", "\"Say why.\""),
        ("/makerTeams/0/certificates/0", "2024-02-29"),
        ("/offers/1/levels", "criticity >= high"),
        ("/rules/1/hitPolicy", "worst wins"),
    ];
    for (pointer, start) in expected {
        let found = mapped.place(pointer);
        assert!(found.starts_with(start), "{pointer}: {found}");
    }
    let parts = mapped.parts();
    let regions = mapped.bundle["rules"][1]["regions"].as_array().expect("regions");
    for (index, region) in regions.iter().enumerate() {
        let pointer = format!("/rules/1/regions/{index}");
        let found: Vec<&str> = parts.get(&pointer).into_iter().flatten().map(|place| mapped.at(*place)).collect();
        match region["level"].as_str() {
            Some(level) => {
                assert!(!found.is_empty(), "{pointer}");
                for rule in found {
                    let rule = rule.lines().next().expect("a line");
                    assert!(rule.contains(level), "{pointer}: {rule}");
                }
            }
            None => assert!(found.is_empty() && region["outcome"] == "impossible", "{pointer}"),
        }
    }
}

#[test]
fn what_apps_owe_follows_from_dates_and_not_from_today() {
    let bundle = samples::governed().document("bundle.json");
    let payroll = &bundle["apps"][0];
    assert_eq!(payroll["level"], "high");
    let owed = &payroll["obligations"];
    assert_eq!(owed["certificates"][0]["due"], Value::Null, "the course never ends");
    assert_eq!(owed["certificates"][0]["held"], "2024-02-29");
    assert_eq!(owed["certificates"][1]["due"], "2026-01-31");
    assert_eq!(owed["review"]["next"], "2026-02-28", "six months behind the last day of August");
    assert_eq!(owed["guidelines"], serde_json::json!(["consent"]));
    assert_eq!(bundle["apps"][2]["level"], Value::Null);
    assert_eq!(bundle["apps"][2]["obligations"], Value::Null);
    assert_eq!(bundle["apps"][2]["missing"], serde_json::json!(["handles", "impact", "personal", "platform"]));
    let rated = |symbol: &str| {
        let all = bundle["connectors"].as_array().expect("connectors");
        all.iter().find(|one| one["symbol"] == symbol).expect("the connector")["rating"].clone()
    };
    assert_eq!(rated("sql"), serde_json::json!({ "by": "rules", "level": "trusted", "reason": null }));
    assert_eq!(rated("teams"), serde_json::json!({ "by": "connector", "level": "trusted", "reason": "ours" }));
}

#[test]
fn every_declaration_has_a_place() {
    let mapped = Mapped::new(&samples::full());
    let mut held = 0;
    for list in ["criteria", "dataPolicies", "environmentGroups", "environments", "groups", "scales"] {
        for (index, item) in mapped.bundle[list].as_array().expect("a list").iter().enumerate() {
            let name = item.get("symbol").or_else(|| item.get("subject")).and_then(Value::as_str).expect("a name");
            let found = mapped.place(&format!("/{list}/{index}"));
            assert!(found.trim_start_matches('"').starts_with(name), "{list} {name}: {found}");
            held += 1;
        }
    }
    assert_eq!(held, 11);
}

#[test]
fn attributes_lead_to_their_values() {
    let mapped = Mapped::new(&samples::full());
    let expected = [
        ("/connectors/2/rating", "standard because"),
        ("/connectors/2/rating/reason", "\"Reviewed by security\""),
        ("/connectors/2/reviewed", "2026-05-04"),
        ("/connectors/0/host", "\"https://prices.contoso.com\""),
        ("/criteria/0/fields/0", "authentication :"),
        ("/dataPolicies/0/connectorRules/1", "sql {"),
        ("/dataPolicies/0/connectorRules/1/actions/default", "rest }"),
        ("/dataPolicies/0/groups/business", "[sql, price_list"),
        ("/dataPolicies/0/rest", "rest"),
        ("/dataPolicies/2/displayName", "\"Tenant baseline\""),
        ("/environments/1/displayName", "\"Finance – Production\""),
        ("/environments/1/dataverse/domain", "\"contoso-finance\""),
        ("/environments/1/type", "production"),
        ("/environments/2/id", "\"22222222-"),
    ];
    for (pointer, start) in expected {
        let found = mapped.place(pointer);
        assert!(found.starts_with(start), "{pointer}: {found}");
    }
}

#[test]
fn members_lead_to_their_words() {
    let mapped = Mapped::new(&samples::full());
    let named: Vec<(String, &str)> = mapped.members("/dataPolicies/0/groups/business");
    for (name, found) in named {
        let own = ["sql", "price_list", "DesktopFlow.Cmd", "shared_unheard"].contains(&name.as_str());
        let start = if own { name.as_str() } else { "office" };
        assert!(found.trim_start_matches('"').starts_with(start), "{name}: {found}");
    }
    for (name, found) in mapped.members("/dataPolicies/2/groups/business") {
        let start = match name.as_str() {
            "sql" => "ratable",
            "Http" => "Http",
            _office => "office",
        };
        assert!(found.starts_with(start), "{name}: {found}");
    }
    for (name, found) in mapped.members("/dataPolicies/2/groups/non_business") {
        // Connectors that the condition does not select cannot be blocked, and so are not in `rest`.
        let selected = found.starts_with("connectors where tier");
        assert!(selected || found.starts_with("rest"), "{name}: {found}");
    }
    for (_, found) in mapped.members("/dataPolicies/0/scope/environments") {
        assert!(found.starts_with("environments where"), "{found}");
    }
    assert!(mapped.members("/dataPolicies/1/scope/environments")[0].1.starts_with("\"odd name\""));
    assert!(mapped.members("/dataPolicies/2/urlPatterns")[1].1.starts_with("\"https://*.example*\"     -> blocked"));
}

#[test]
fn members_lead_to_where_findings_point() {
    let build = samples::full();
    let mapped = Mapped::new(&build);
    let mut held = 0;
    for (index, policy) in build.program.policies.iter().enumerate() {
        for group in ["blocked", "business", "non_business"] {
            let pointer = format!("/dataPolicies/{index}/groups/{group}");
            for (name, found) in mapped.members(&pointer) {
                let id = build.program.universe.find(&name).expect("a connector");
                let place = policy.location_of(&build.program, id);
                assert_eq!(mapped.before(found), place.span.start as usize, "{name}");
                held += 1;
            }
        }
    }
    assert!(held > 100);
}

#[test]
fn a_member_taken_away_and_given_again_leads_to_where_it_is_given() {
    let build = Build::new(
        "data_policy p {\n  applies_to = all\n  business = [sql, Http] - [sql]\n    + [teams]\n    + [sql]\n  blocked = rest\n}\n",
    );
    let mapped = Mapped::new(&build);
    let line = |name: &str| {
        let list = mapped.bundle.pointer("/dataPolicies/0/groups/business").and_then(Value::as_array).expect("a list");
        let at = list.iter().position(|member| member == name).expect("a member");
        mapped.find(&format!("/dataPolicies/0/groups/business/{at}")).map(|place| place.line)
    };
    assert_eq!((line("Http"), line("teams"), line("sql")), (Some(3), Some(4), Some(5)));
}

#[test]
fn files_are_named_with_the_digest_of_their_text() {
    let build = Build::files(&[("b/two.dictum", "\u{feff}// é\r\n"), ("a.dictum", samples::SMALL)]);
    let map = build.document("bundle.map.json");
    let names: Vec<&Value> = map["files"].as_array().expect("files").iter().map(|file| &file["name"]).collect();
    assert_eq!(names, ["a.dictum", "b/two.dictum"]);
    // printf '// é\n' | sha256sum
    assert_eq!(map["files"][1]["sha256"], "ee5dba85777723f60fadf63330ae5985877d1d0411fed9bdd6e6b92e1f5edc40");
}

#[test]
fn columns_count_characters_also_in_one_long_line() {
    let many: Vec<String> =
        (0..400).map(|index| format!("/* éé */ environment e{index} {{ type = sandbox }}; ")).collect();
    let mapped = Mapped::new(&Build::new(&many.concat()));
    for index in [0, 7, 399] {
        let symbol = mapped.bundle["environments"][index]["symbol"].as_str().expect("a symbol").to_owned();
        assert!(mapped.place(&format!("/environments/{index}")).starts_with(&format!("{symbol} ")));
    }
}
