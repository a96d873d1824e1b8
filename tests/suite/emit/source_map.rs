//! The source map leads from the bundle to the source.

use dictum::emit::Target;
use serde_json::Value;

use super::{Build, json, samples};

/// A sample on which every kind of place is tried.
struct Mapped {
    text: String,
    bundle: Value,
    map: Value,
}

impl Mapped {
    fn new(build: &Build) -> Self {
        let files = build.emit(&[Target::Bundle]);
        let text = build.sources.as_slice()[0].text().to_owned();
        Self { text, bundle: json(&files, "bundle.json"), map: json(&files, "bundle.map.json") }
    }

    /// What stands in the source at a line and column.
    fn at(&self, line: &Value, column: &Value) -> &str {
        let number = |value: &Value| value.as_u64().expect("a number") as usize;
        let line = self.text.split('\n').nth(number(line) - 1).expect("the line");
        let start = line.char_indices().nth(number(column) - 1).expect("the column").0;
        &line[start..]
    }

    /// How many bytes of the source there are from a text that [`Self::at`] gave.
    fn behind(&self, found: &str) -> usize {
        self.text.as_bytes().as_ptr_range().end as usize - found.as_ptr() as usize
    }

    /// What stands where a part of the bundle comes from.
    fn place(&self, pointer: &str) -> &str {
        assert!(self.bundle.pointer(pointer).is_some(), "{pointer} is not in the bundle");
        let place = &self.map["places"][pointer];
        assert_eq!(place["file"], 0, "{pointer}");
        self.at(&place["line"], &place["column"])
    }

    /// What stands where each member of a list comes from, with the member.
    fn members(&self, pointer: &str) -> Vec<(String, &str)> {
        let members = self.bundle.pointer(pointer).and_then(Value::as_array).expect("a list");
        let mut places = Vec::new();
        for place in self.map["elements"][pointer]["places"].as_array().expect("places") {
            let count = place.get(2).and_then(Value::as_u64).unwrap_or(1) as usize;
            places.extend(std::iter::repeat_n(self.at(&place[0], &place[1]), count));
        }
        assert_eq!(members.len(), places.len(), "{pointer}");
        members.iter().map(|member| member.as_str().unwrap_or_default().to_owned()).zip(places).collect()
    }
}

#[test]
fn every_pointer_leads_into_the_bundle() {
    let mapped = Mapped::new(&samples::full());
    for pointer in mapped.map["places"].as_object().expect("places").keys() {
        assert!(!mapped.place(pointer).is_empty(), "{pointer}");
    }
    let lists = mapped.map["elements"].as_object().expect("elements");
    for pointer in lists.keys() {
        assert!(!mapped.members(pointer).is_empty(), "{pointer}");
    }
    assert!(lists.len() > 10);
}

#[test]
fn rules_and_apps_lead_to_where_they_are_written() {
    let mapped = Mapped::new(&samples::governed());
    for pointer in mapped.map["places"].as_object().expect("places").keys() {
        assert!(!mapped.place(pointer).is_empty(), "{pointer}");
    }
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
    let regions = mapped.bundle["rules"][1]["regions"].as_array().expect("regions");
    for (index, region) in regions.iter().enumerate() {
        let pointer = format!("/rules/1/regions/{index}");
        let reasons = mapped.map["reasons"][&pointer]["places"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found: Vec<&str> = reasons.iter().map(|place| mapped.at(&place[0], &place[1])).collect();
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
        // What is not in the condition cannot be blocked and so falls out of `rest`.
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
            if !mapped.map["elements"][&pointer].is_object() {
                continue;
            }
            for (name, found) in mapped.members(&pointer) {
                let id = build.program.universe.find(&name).expect("a connector");
                let place = policy.location_of(&build.program, id);
                assert_eq!(mapped.text.len() - mapped.behind(found), place.span.start as usize, "{name}");
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
        mapped.map["elements"]["/dataPolicies/0/groups/business"]["places"][at][0].as_u64()
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
