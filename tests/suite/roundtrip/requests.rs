//! Requests as files: how they are told apart and combined, and the message if one is missing.

use dictum::emit::{Api, Bindings, Rest};
use dictum::import::read::{Outcome, read};
use dictum::import::{Format, Members};

use super::{File, Program, Way, catalog};

const SOURCE: &str = r#"
data_policy finance_rules {
  name       = "Finance"
  applies_to = all
  business   = [sharepointonline, teams, sql]
  blocked    = rest

  custom_connectors { "https://*.contoso.com*" -> business; "*" -> ignore }

  connector sql {
    actions   { block [DeleteItem_V2]; allow rest }
    endpoints { allow "contoso"; deny "*" }
  }
}

data_policy Finance {
  applies_to   = all
  non_business = rest
  custom_connectors { "*" -> blocked }
}
"#;

const V1: Way = Way { api: Api::V1, rest: Rest::Implied, members: Members::Few };

fn built(bindings: &str, way: Way) -> Vec<File> {
    let bindings: Bindings = serde_json::from_str(bindings).expect("bindings");
    Program::new(SOURCE, bindings, &catalog("")).build(way).requests()
}

const TENANT: &str = r#"{ "tenant": "44444444-0000-0000-0000-000000000004" }"#;
const BOUND: &str = r#"{ "tenant": "44444444-0000-0000-0000-000000000004",
  "data_policies": { "finance_rules": "66666666-0000-0000-0000-000000000006" } }"#;

#[test]
fn the_first_generation_is_joined_by_plan_id_or_name() {
    for (bindings, id) in [(TENANT, None), (BOUND, Some("66666666-0000-0000-0000-000000000006"))] {
        let files = built(bindings, V1);
        assert_eq!(files.len(), 6, "two policies, three companions and the plan");
        let mut scattered: Vec<File> = files.clone();
        for (path, _) in &mut scattered {
            *path = path.replace("power-platform/", "elsewhere/").replace('/', "\\");
        }
        let bare: Vec<File> = files.iter().filter(|(path, _)| !path.ends_with("plan.json")).cloned().collect();
        for files in [files, bare, scattered] {
            let export = read(Format::PowerPlatform, &files).expect("the requests can be read");
            let rules = export.policies.iter().find(|policy| policy.name == "Finance" && policy.patterns.len() == 2);
            let rules = rules.expect("the policy with its patterns");
            assert_eq!(rules.id.as_deref(), id);
            assert_eq!(rules.symbol.as_deref(), Some("finance_rules"));
            let sql = rules.entries().find(|entry| entry.wire_id.ends_with("shared_sql")).expect("the connector");
            assert!(sql.actions.is_some() && sql.endpoints.len() == 2);
            let other = export.policies.iter().find(|policy| policy.patterns.len() == 1).expect("the other policy");
            assert!(other.entries().all(|entry| entry.actions.is_none() && entry.endpoints.is_empty()));
            assert_eq!(export.not_carried, []);
        }
    }
}

#[test]
fn symbols_come_back_even_where_display_names_are_alike() {
    let files = built(TENANT, Way::ALL[0]);
    let (program, imported) = Program::imported(&files, Members::Few, &catalog(""));
    let symbols: Vec<&str> = imported.report.policies.iter().map(|policy| policy.symbol.as_str()).collect();
    assert_eq!(symbols.len(), 2);
    assert!(symbols.contains(&"finance_rules") && symbols.contains(&"Finance"), "{symbols:?}");
    assert_eq!(program.policies(), 2);
}

#[test]
fn a_missing_file_is_told() {
    let without =
        |part: &str| -> Vec<File> { built(TENANT, V1).into_iter().filter(|(path, _)| !path.ends_with(part)).collect() };
    let told = |files: &[File]| -> Vec<(Outcome, String)> {
        let export = read(Format::Auto, files).expect("the rest can be read");
        export.not_carried.into_iter().map(|item| (item.outcome, item.what)).collect()
    };
    assert_eq!(
        told(&without("/finance_rules.urlPatterns.json")),
        [(Outcome::Dropped, "request `data-policies/finance_rules.urlPatterns.json`".to_owned())]
    );
    let told = told(&without("/finance_rules.json"));
    for what in ["request `data-policies/finance_rules.json`", "rules for connectors", "URL patterns"] {
        assert!(told.contains(&(Outcome::Dropped, what.to_owned())), "{told:?}");
    }
}

#[test]
fn a_policy_that_exists_may_have_rules_elsewhere() {
    let flat: Vec<File> =
        built(BOUND, V1).into_iter().filter(|(path, _)| path.ends_with("finance_rules.json")).collect();
    let export = read(Format::Auto, &flat).expect("the request can be read");
    let told: Vec<(Outcome, &str)> = export.not_carried.iter().map(|item| (item.outcome, item.what.as_str())).collect();
    assert_eq!(told, [(Outcome::Doubtful, "rules and URL patterns")]);
}

#[test]
fn requests_that_write_no_policy_are_refused() {
    let request = |method: &str, path: &str| {
        let body = r#"{"policyDefinition":{"displayName":"P","defaultConnectorsClassification":"General",
            "environmentType":"AllEnvironments","environments":[],"connectorGroups":[]}}"#;
        let text = format!(r#"{{"method":"{method}","path":"{path}","body":{body}}}"#);
        let export = read(Format::Auto, &[("r.json".to_owned(), text.into_bytes())]).expect("a request");
        let refused: Vec<String> = export.not_carried.into_iter().map(|item| item.why).collect();
        (export.policies.len(), export.files.len(), refused)
    };
    let root = "/providers/PowerPlatform.Governance/v2/policies";
    assert_eq!(request("POST", root), (1, 1, vec![]));
    assert_eq!(request("PATCH", &format!("https://api.bap.microsoft.com{root}/6?x=y")), (1, 1, vec![]));
    let why = "a request with the method `DELETE` writes no data policy".to_owned();
    assert_eq!(request("DELETE", root), (0, 1, vec![why]));
    let why = "`/elsewhere` is not where the platform takes data policies or rule-based policies".to_owned();
    assert_eq!(request("POST", "/elsewhere"), (0, 1, vec![why]));
}

#[test]
fn a_whole_build_can_be_imported() {
    let bindings: Bindings = serde_json::from_str(TENANT).expect("bindings");
    let build = Program::new(SOURCE, bindings, &catalog("")).build(V1);
    let files: Vec<File> = build.files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
    let export = read(Format::PowerPlatform, &files).expect("the folder can be read");
    assert_eq!((export.policies.len(), export.files.len()), (2, files.len()));
    assert_eq!(export.not_carried, []);
    // Without requests there is nothing to import.
    let rest: Vec<File> = files.into_iter().filter(|(path, _)| !path.starts_with("power-platform/")).collect();
    let error = read(Format::PowerPlatform, &rest).expect_err("no policy");
    assert!(error.problems.iter().all(|problem| problem.message == "the file holds no data policy"), "{error:?}");
}
