//! Roles and their privileges in the form of the Web API.

use dictum::catalog::privilege::Level;
use dictum::import::read::Outcome;
use serde_json::{Value, json};

use super::{file, granted, guid, imported, sound, told};

fn answer(set: &str, value: &Value) -> String {
    json!({ "@odata.context": format!("https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#{set}"), "value": value })
        .to_string()
}

fn role(id: u32, name: &str, unit: u32, root: u32) -> Value {
    json!({ "@odata.etag": "W/\"1\"", "roleid": guid(id), "name": name, "_businessunitid_value": guid(unit),
        "_parentrootroleid_value": guid(root), "isinherited": 1, "versionnumber": 77, "createdon": "2024-01-01T00:00:00Z",
        "iscustomizable": { "Value": true, "CanBeChanged": true, "ManagedPropertyLogicalName": "iscustomizable" } })
}

fn privileges(list: &[(&str, Value)]) -> Value {
    let list: Vec<Value> = list
        .iter()
        .map(|(name, depth)| json!({ "Depth": depth, "PrivilegeId": guid(1), "BusinessUnitId": guid(100), "PrivilegeName": name, "RecordFilterId": guid(0), "RecordFilterUniqueName": "" }))
        .collect();
    json!({ "@odata.context": "https://x/$metadata#Microsoft.Dynamics.CRM.RetrieveRolePrivilegesRoleResponse", "RolePrivileges": list })
}

fn units() -> Value {
    json!([
        { "businessunitid": guid(100), "name": "Contoso", "_parentbusinessunitid_value": null },
        { "businessunitid": guid(101), "name": "EMEA", "_parentbusinessunitid_value": guid(100) },
    ])
}

#[test]
fn copies_of_a_role_in_other_units_are_one_role() {
    let roles = json!([
        role(12, "Claims Handler", 101, 11),
        role(11, "Claims Handler", 100, 11),
        role(13, "Basic User", 100, 13)
    ]);
    let rights = privileges(&[
        ("prvReadAccount", json!("Deep")),
        ("prvWriteacme_Claim", json!(1)),
        ("prvMerge", json!("Global")),
    ]);
    let files = [
        file("roles.json", answer("roles", &roles)),
        file("units.json", answer("businessunits", &units())),
        file(&format!("{}.json", guid(11)), rights.to_string()),
    ];
    let imported = imported(&files);
    let analysis = sound(&imported);
    assert_eq!(imported.report.organisation.roles.len(), 1);
    let found: Vec<_> = granted(&analysis, "claims_handler").into_iter().collect();
    let pair = |name: &str, level: Level| (name.to_owned(), level.wire().to_owned());
    assert_eq!(
        found,
        [pair("prvMerge", Level::Org), pair("prvReadAccount", Level::Deep), pair("prvWriteacme_Claim", Level::Unit)]
    );
    assert_eq!(imported.bindings.roles.get("claims_handler"), Some(&guid(11)));
    assert_eq!(imported.report.organisation.predefined, [("basic_user".to_owned(), "Basic User".to_owned())]);
    assert!(told(&imported, Outcome::Normalised).contains("one copy of one role in other business units"));
    assert!(!imported.source.contains("business_unit = "), "a role of the root does not say so: {}", imported.source);
}

#[test]
fn privileges_may_come_as_bits_and_ids() {
    let granted_rows = json!([
        { "roleprivilegeid": guid(1), "roleid": guid(11), "privilegeid": guid(21), "privilegedepthmask": 1 },
        { "roleprivilegeid": guid(2), "roleid": guid(11), "privilegeid": guid(22), "privilegedepthmask": 2 },
        { "roleprivilegeid": guid(3), "roleid": guid(11), "privilegeid": guid(23), "privilegedepthmask": 4 },
        { "roleprivilegeid": guid(4), "roleid": guid(11), "privilegeid": guid(24), "privilegedepthmask": 8 },
        { "roleprivilegeid": guid(7), "roleid": guid(99), "privilegeid": guid(24), "privilegedepthmask": 8 },
    ]);
    let imported = imported(&[file("all.json", with_privileges(&[role(11, "Handler", 100, 11)], &granted_rows))]);
    let analysis = sound(&imported);
    let levels: Vec<String> =
        granted(&analysis, "handler").into_iter().map(|(name, level)| format!("{name} {level}")).collect();
    assert_eq!(
        levels,
        ["prvCreateAccount Basic", "prvDeleteAccount Global", "prvReadAccount Local", "prvWriteAccount Deep"]
    );
    let dropped = told(&imported, Outcome::Dropped);
    assert!(dropped.contains("grants of one role, such as"), "{dropped}");
}

/// Roles, their grants by bits and ids, and the names of four privileges.
fn with_privileges(roles: &[Value], granted_rows: &Value) -> String {
    let names = json!([
        { "privilegeid": guid(21), "name": "prvCreateAccount" },
        { "privilegeid": guid(22), "name": "prvReadAccount" },
        { "privilegeid": guid(23), "name": "prvWriteAccount" },
        { "privilegeid": guid(24), "name": "prvDeleteAccount" },
    ]);
    let all = json!({
        "roles": roles,
        "roleprivilegescollection": granted_rows,
        "privileges": { "@odata.context": "https://x/$metadata#privileges", "value": names },
    });
    all.to_string()
}

#[test]
fn a_role_of_which_a_grant_cannot_be_read_is_written_without_any() {
    let granted_rows = json!([
        { "roleid": guid(11), "privilegeid": guid(21), "privilegedepthmask": 1 },
        { "roleid": guid(11), "privilegeid": guid(25), "privilegedepthmask": 8 },
        { "roleid": guid(12), "privilegeid": guid(22), "privilegedepthmask": 2 },
        { "roleid": guid(12), "privilegeid": guid(24), "privilegedepthmask": 16 },
        { "roleid": guid(13), "privilegeid": guid(23), "privilegedepthmask": 4 },
    ]);
    let roles = [role(11, "Nameless", 100, 11), role(12, "Odd", 100, 12), role(13, "Whole", 100, 13)];
    let imported = imported(&[file("all.json", with_privileges(&roles, &granted_rows))]);
    let analysis = sound(&imported);
    assert!(granted(&analysis, "nameless").is_empty() && granted(&analysis, "odd").is_empty());
    assert_eq!(granted(&analysis, "whole").len(), 1);
    assert!(told(&imported, Outcome::Unknown).contains("what 2 roles grant, such as"));
    assert!(told(&imported, Outcome::Dropped).contains("grants of one privilege that are named by ids only"));
    assert!(told(&imported, Outcome::Refused).contains("`privilegedepthmask` must be 1, 2, 4 or 8"));
}

#[test]
fn one_object_is_read_as_a_list_of_one() {
    let mut one = role(11, "Handler", 100, 11);
    if let Value::Object(one) = &mut one {
        one.insert(
            "RolePrivileges".to_owned(),
            privileges(&[("prvReadAccount", json!("Basic"))])["RolePrivileges"].clone(),
        );
    }
    let single = imported(&[file("role.json", one.to_string())]);
    let list = imported(&[file("role.json", json!([one]).to_string())]);
    assert_eq!(single.source, list.source);
    assert_eq!(granted(&sound(&single), "handler").len(), 1);
}

#[test]
fn an_answer_is_called_by_its_file() {
    let rights = privileges(&[("prvReadAccount", json!("Basic"))]);
    let alone = imported(&[file("out/Claims Handler.json", rights.to_string())]);
    assert_eq!(granted(&sound(&alone), "claims_handler").len(), 1);
    assert!(told(&alone, Outcome::Assumed).contains("the name of the file is taken for the role's"));
    let roles = answer("roles", &json!([role(11, "Claims Handler", 100, 11)]));
    let both = imported(&[file("out/Claims Handler.json", rights.to_string()), file("roles.json", roles)]);
    assert_eq!(granted(&sound(&both), "claims_handler").len(), 1);
    assert_eq!(both.bindings.roles.get("claims_handler"), Some(&guid(11)));
    let nameless = imported(&[file(&format!("{}.json", guid(11)), rights.to_string())]);
    assert!(told(&nameless, Outcome::Assumed).contains("the files do not hold its name"));
}

#[test]
fn a_role_whose_grants_nobody_exported_is_written_without() {
    let imported = imported(&[file("roles.json", answer("roles", &json!([role(11, "Handler", 100, 11)])))]);
    assert!(granted(&sound(&imported), "handler").is_empty());
    assert!(told(&imported, Outcome::Assumed).contains("the files do not say what it grants"));
}

#[test]
fn a_page_of_several_is_told() {
    let page = json!({ "@odata.context": "https://x/$metadata#roles", "value": [role(11, "Handler", 100, 11)],
        "@odata.nextLink": "https://x/api/data/v9.2/roles?$skiptoken=1" });
    let imported = imported(&[file("roles.json", page.to_string())]);
    assert!(told(&imported, Outcome::Doubtful).contains("the service had more rows than this page"));
}

#[test]
fn columns_that_the_source_has_no_place_for_are_told_together() {
    let mut one = role(11, "Handler", 100, 11);
    if let Value::Object(one) = &mut one {
        for index in 0..9 {
            one.insert(format!("new_odd{index}"), json!(index));
        }
        one.insert("new_empty".to_owned(), Value::Null);
    }
    let imported = imported(&[file("roles.json", answer("roles", &json!([one.clone(), one])))]);
    let dropped = told(&imported, Outcome::Dropped);
    assert_eq!(
        dropped,
        "columns of roles: `new_odd0`, `new_odd1`, `new_odd2`, `new_odd3` and 5 more: the source has no place for them\n"
    );
}
