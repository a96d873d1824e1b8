//! `dictum query connectors` over both kinds of policies, and for one action or endpoint.

use std::fs;
use std::process::Command;

use serde_json::Value;

/// The answer of the command to a question about these policies: exit status and output.
pub(super) fn ask(text: &str, arguments: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("p.dictum"), text).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_dictum"))
        .args(["query", "connectors"])
        .args(arguments)
        .arg(".")
        .current_dir(folder.path())
        .output()
        .expect("the command runs");
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().expect("a status"), told)
}

fn text(group: &str, list: &str) -> String {
    format!(
        "environment_group g {{ {group} }}\n\
         environment fin {{ type = production; managed = yes; group = g; dataverse {{ language = 1033; currency = EUR }} }}\n\
         data_policy base {{ applies_to = all; business = [office365, sql]; non_business = unblockable - [office365]; blocked = rest }}\n\
         {list}\n"
    )
}

const OPEN: &str = "connector_allow_list l { environment_group = g; allows = unblockable + [sql] }";
const CLOSED: &str = "connector_allow_list l { environment_group = g; allows = unblockable }";
const ONLY: &str = "connector_policies = allow_list_only";

#[test]
fn the_stricter_of_both_kinds_decides() {
    let asked = ["-e", "fin", "--together", "sql,office365"];
    let (status, told) = ask(&text("", OPEN), &asked);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("yes: `sql` and `office365` may be used together in `fin`"), "{told}");
    assert!(told.contains("allow-list `l` lists `sql` and `office365`  p.dictum:4:"), "{told}");
    assert!(told.contains("every data policy that applies there allows it: `base`"), "{told}");
    let (status, told) = ask(&text("", CLOSED), &asked);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("allow-list `l` does not list `sql`\n    p.dictum:4:"), "{told}");
    assert!(told.contains("in `l`, list `sql`"), "{told}");
    // A data policy still refuses a connector that the list allows.
    let wide = OPEN.replace("[sql]", "[sql, twitter]");
    let (status, told) = ask(&text("", &wide), &["-e", "fin", "--together", "twitter"]);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("data policy `base` blocks `twitter`"), "{told}");
}

#[test]
fn where_lists_alone_count_data_policies_are_not_asked() {
    // `office365` and `teams` are in different groups in `base`.
    let asked = ["-e", "fin", "--together", "office365,teams"];
    assert_eq!(ask(&text("", OPEN), &asked).0, 1);
    let (status, told) = ask(&text(ONLY, OPEN), &asked);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("data policies are not evaluated there: allow-lists alone count  p.dictum:1:"), "{told}");
    // Connectors that lists do not govern are governed by nothing there, so the answer is not yes.
    let (status, told) = ask(&text(ONLY, OPEN), &["-e", "fin", "--together", "Http,sql"]);
    assert_eq!(status, 1, "{told}");
    assert!(
        told.starts_with("not known: whether `sql` and `Http`")
            || told.starts_with("not known: whether `Http` and `sql`"),
        "{told}"
    );
    let (_, told) = ask(&text(ONLY, OPEN), &["-e", "fin", "--together", "Http,sql", "-o", "json"]);
    let answer: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((&answer["allowed"], &answer["data_policies_evaluated"]), (&Value::Null, &Value::Bool(false)));
    assert_eq!(answer["ungoverned"], serde_json::json!(["Http"]));
}

#[test]
fn the_overview_tells_both_kinds() {
    let (status, told) = ask(&text("", OPEN), &["-e", "fin"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("allow-list `l`  p.dictum:4:"), "{told}");
    let (_, told) = ask(&text("", CLOSED), &["-e", "fin", "-o", "json"]);
    let answer: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(answer["allow_lists"], serde_json::json!(["l"]));
    let blocked = answer["blocked"].as_array().expect("a list");
    let sql = blocked.iter().find(|one| one["connector"] == "sql").expect("blocked by the list");
    assert_eq!((&sql["policies"], &sql["allow_lists"]), (&serde_json::json!([]), &serde_json::json!(["l"])));
}

#[test]
fn one_action_or_endpoint_may_be_asked_for() {
    let list = "connector_allow_list l { environment_group = g; allows = unblockable + [sql]; connector sql { actions = [GetItems_V2, DeleteItem_V2] } }\n\
                data_policy local { applies_to = environment fin; business = [office365, sql]; non_business = rest\n\
                  connector sql { actions { block [DeleteItem_V2]; allow rest }; endpoints { allow \"contoso.database.windows.net,*\"; deny \"*\" } } }";
    let policies = text("", list);
    let asked = |arguments: &[&str]| ask(&policies, &[&["-e", "fin", "--together", "sql"], arguments].concat());
    let (status, told) = asked(&[]);
    assert_eq!(status, 0, "{told}");
    assert!(told.starts_with("yes, but only these actions and endpoints:"), "{told}");
    let (status, told) = asked(&["--action", "GetItems_V2"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("data policy `local` allows action `GetItems_V2` of `sql`"), "{told}");
    assert!(told.contains("allow-list `l` allows action `GetItems_V2` of `sql`"), "{told}");
    let (status, told) = asked(&["--action", "DeleteItem_V2"]);
    assert_eq!(status, 1, "{told}");
    assert!(told.starts_with("no: action `DeleteItem_V2` of `sql` may not be used in `fin`"), "{told}");
    assert!(told.contains("data policy `local` refuses action `DeleteItem_V2` of `sql`  p.dictum:6:"), "{told}");
    let (status, told) = asked(&["--action", "InsertItem_V2"]);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("allow-list `l` refuses action `InsertItem_V2` of `sql`"), "{told}");
    assert_eq!(asked(&["--endpoint", "contoso.database.windows.net,hr"]).0, 0);
    let (status, told) = asked(&["--endpoint", "evil.net,hr"]);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("data policy `local` refuses endpoint `evil.net,hr` of `sql`"), "{told}");
    // With several connectors the question must name one.
    let several = ["-e", "fin", "--together", "sql,office365", "--action"];
    let (status, told) = ask(&policies, &[several.as_slice(), &["GetItems_V2"]].concat());
    assert_eq!(status, 2, "{told}");
    assert_eq!(ask(&policies, &[several.as_slice(), &["sql:GetItems_V2"]].concat()).0, 0);
}
