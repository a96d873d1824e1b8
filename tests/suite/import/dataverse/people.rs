//! Business units, teams and users in the form of the Web API.

use dictum::import::read::Outcome;
use dictum::import::{Ids, Imported, Options};
use dictum::model::organisation::{AccessMode, TeamKind, Unit};
use serde_json::{Value, json};

use super::{file, guid, imported, imported_with, sound, told};

fn unit(id: u32, name: &str, parent: Option<u32>) -> Value {
    json!({ "businessunitid": guid(id), "name": name, "_parentbusinessunitid_value": parent.map(guid) })
}

fn tenant() -> Vec<(String, Vec<u8>)> {
    let units = json!([
        unit(1, "Contoso", None),
        unit(2, "EMEA", Some(1)),
        unit(3, "France", Some(2)),
        unit(4, "Américas", Some(1))
    ]);
    let roles = json!([
        { "roleid": guid(31), "name": "Reader", "_businessunitid_value": guid(1), "_parentrootroleid_value": guid(31) },
        { "roleid": guid(32), "name": "Reader", "_businessunitid_value": guid(3), "_parentrootroleid_value": guid(31) },
        { "roleid": guid(33), "name": "Basic User", "_businessunitid_value": guid(3), "_parentrootroleid_value": guid(34) },
    ]);
    let users = json!([
        { "systemuserid": guid(41), "domainname": "alice@contoso.com", "fullname": "Alice Martin", "_businessunitid_value": guid(3),
          "accessmode": 0, "isdisabled": false, "applicationid": null, "azureactivedirectoryobjectid": guid(61),
          "systemuserroles_association": [{ "roleid": guid(32), "name": "Reader" }, { "roleid": guid(33), "name": "Basic User" }] },
        { "systemuserid": guid(42), "domainname": "bob@contoso.com", "fullname": "Bob", "_businessunitid_value": guid(1),
          "accessmode": 4, "isdisabled": true, "azureactivedirectoryobjectid": guid(62) },
        { "systemuserid": guid(43), "fullname": "# Robot", "applicationid": guid(63), "accessmode": 4 },
        { "systemuserid": guid(44), "fullname": "SYSTEM", "accessmode": 0 },
    ]);
    let teams = json!([
        { "teamid": guid(51), "name": "Contoso", "teamtype": 0, "isdefault": true, "_businessunitid_value": guid(1) },
        { "teamid": guid(52), "name": "Claims North", "teamtype": 2, "membershiptype": 0, "isdefault": false,
          "_businessunitid_value": guid(2), "azureactivedirectoryobjectid": guid(64),
          "teamroles_association": [{ "roleid": guid(31), "name": "Reader" }] },
        { "teamid": guid(53), "name": "Claims owners", "teamtype": 2, "membershiptype": 2, "_businessunitid_value": guid(1),
          "azureactivedirectoryobjectid": guid(64) },
        { "teamid": guid(54), "name": "Crew", "teamtype": 0, "_businessunitid_value": guid(1) },
        { "teamid": guid(55), "name": "France", "teamtype": 0, "isdefault": true, "_businessunitid_value": guid(3) },
    ]);
    let members = json!([
        { "teammembershipid": guid(71), "teamid": guid(52), "systemuserid": guid(41) },
        { "teammembershipid": guid(72), "teamid": guid(53), "systemuserid": guid(42) },
        { "teammembershipid": guid(73), "teamid": guid(54), "systemuserid": guid(42) },
        { "teammembershipid": guid(74), "teamid": guid(54), "systemuserid": guid(99) },
    ]);
    let team_roles = json!([{ "teamroleid": guid(81), "teamid": guid(55), "roleid": guid(32) }]);
    let file_of = |set: &str, value: &Value| {
        let text = json!({ "@odata.context": format!("https://x/$metadata#{set}(a,b)"), "value": value });
        file(&format!("{set}.json"), text.to_string())
    };
    vec![
        file_of("businessunits", &units),
        file_of("roles", &roles),
        file_of("systemusers", &users),
        file_of("teams", &teams),
        file_of("teammemberships", &members),
        file_of("teamrolescollection", &team_roles),
    ]
}

fn compare(name: &str, imported: &Imported) {
    let bindings = serde_json::to_string_pretty(&imported.bindings.to_json()).expect("bindings are JSON");
    let text = format!(
        "{}\n──── bindings\n{bindings}\n\n──── report\n{}\n",
        imported.source,
        imported.report.lines().join("\n")
    );
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../../../../snapshots/import");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn a_tenant_of_six_files() {
    let files = tenant();
    let one = imported(&files);
    let mut reversed = files;
    reversed.reverse();
    assert_eq!(imported(&reversed), one);
    let analysis = sound(&one);
    compare("organisation", &one);
    let organisation = &analysis.program.organisation;
    assert_eq!(organisation.unit_trees.len(), 1);
    let tree = organisation.unit_trees.first().expect("one tree");
    let units: Vec<&str> = tree.units.iter().map(Unit::display_name).collect();
    assert_eq!(units, ["Contoso", "Américas", "EMEA", "France"]);
    let kinds: Vec<(&str, TeamKind)> = organisation.teams.iter().map(|team| (team.display_name(), team.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("Claims North", TeamKind::EntraGroup),
            ("Claims owners", TeamKind::EntraGroup),
            ("Crew", TeamKind::Owner),
            ("France", TeamKind::Default)
        ]
    );
    let modes: Vec<(&str, AccessMode, bool)> =
        organisation.users.iter().map(|user| (user.display_name(), user.mode, user.disabled.is_some())).collect();
    assert_eq!(
        modes,
        [
            ("Alice Martin", AccessMode::ReadWrite, false),
            ("Bob", AccessMode::NonInteractive, true),
            ("# Robot", AccessMode::NonInteractive, false)
        ]
    );
}

#[test]
fn ids_may_stand_in_the_source() {
    let imported = imported_with(&tenant(), &Options { ids: Ids::Inline, ..Options::default() });
    assert!(imported.bindings.is_empty());
    sound(&imported);
    for id in [1, 3, 31, 52, 61, 64] {
        assert!(imported.source.contains(&guid(id)), "{id}: {}", imported.source);
    }
}

#[test]
fn the_environment_has_the_name_that_is_given() {
    let imported =
        imported_with(&tenant(), &Options { environment: Some("finance_prod".to_owned()), ..Options::default() });
    sound(&imported);
    assert!(imported.source.contains("environment finance_prod {\n  dataverse {"));
    assert!(imported.source.contains("finance_prod = [basic_user, reader]"), "{}", imported.source);
    assert!(!imported.source.contains("imported"));
}

#[test]
fn roles_of_other_units_are_told() {
    let mut files = tenant();
    let held = json!([{ "systemuserroleid": guid(82), "systemuserid": guid(42), "roleid": guid(32) }]);
    files.push(file("held.json", held.to_string()));
    let imported = imported(&files);
    assert!(imported.source.contains("roles_of_units imported { france = [reader] }"), "{}", imported.source);
    assert!(told(&imported, Outcome::Doubtful).contains("roles of user \"Bob\" in other units"));
}

fn told_of_units(units: &Value) -> (String, String) {
    let imported = imported(&[file("units.json", units.to_string())]);
    sound(&imported);
    (imported.source.clone(), told(&imported, Outcome::Doubtful) + &told(&imported, Outcome::Assumed))
}

#[test]
fn units_that_are_no_tree_are_told_and_kept() {
    let (source, told) = told_of_units(&json!([
        unit(1, "Root", None),
        unit(2, "A", Some(3)),
        unit(3, "B", Some(2)),
        unit(4, "C", Some(3))
    ]));
    assert_eq!(told, "business unit \"A\": the units above it form a cycle; it is written below the root\n");
    assert!(
        source.contains("  a {\n    name = \"A\"\n    b {\n      name = \"B\"\n      c { name = \"C\" }\n"),
        "{source}"
    );

    let (source, told) = told_of_units(&json!([unit(1, "Root", None), unit(2, "Other", None), unit(3, "A", Some(1))]));
    assert_eq!(
        told,
        "business unit \"Other\": there are two roots, and an environment has one; it is written below \"Root\"\n"
    );
    assert!(source.contains("business_units root {"), "{source}");

    let (_, told) = told_of_units(&json!([unit(1, "Root", None), unit(2, "A", Some(9))]));
    assert!(told.starts_with("business unit \"A\": the files do not hold the unit above it, "), "{told}");

    let (source, told) = told_of_units(&json!([unit(1, "A", Some(2)), unit(2, "B", Some(1))]));
    assert!(told.contains("this one is taken for the root"), "{told}");
    assert!(source.contains("business_units a {"), "{source}");
}

#[test]
fn units_nest_as_deep_as_the_language_allows() {
    let units: Vec<Value> = (1..=150).map(|id| unit(id, &format!("U{id}"), (id > 1).then(|| id - 1))).collect();
    let imported = imported(&[file("units.json", json!(units).to_string())]);
    let analysis = sound(&imported);
    assert_eq!(analysis.program.organisation.unit_trees.first().map(|tree| tree.units.len()), Some(150));
    assert!(told(&imported, Outcome::Doubtful).contains("nested more than 100 deep"));
}

#[test]
fn what_the_files_do_not_hold_is_told() {
    let users =
        json!([{ "systemuserid": guid(41), "domainname": "alice@contoso.com", "_businessunitid_value": guid(3) }]);
    let held = json!([
        { "systemuserroleid": guid(1), "systemuserid": guid(41), "roleid": guid(99) },
        { "systemuserroleid": guid(2), "systemuserid": guid(98), "roleid": guid(99) },
    ]);
    let imported = imported(&[file("users.json", users.to_string()), file("held.json", held.to_string())]);
    sound(&imported);
    let dropped = told(&imported, Outcome::Dropped);
    for part in ["export `businessunits` too", "export `roles` too", "export `systemusers` and `teams` too"] {
        assert!(dropped.contains(part), "{dropped}");
    }
}
