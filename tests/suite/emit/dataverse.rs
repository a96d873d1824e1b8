//! Roles in the form of the platform's own tool, and requests that can be sent in their order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use dictum::diagnostics::Level;
use dictum::emit::{OutputFile, Target};
use proptest::prelude::*;
use serde_json::Value;

use super::organisation_sample::{BINDINGS, ORGANISATION, organisation};
use super::{Build, bytes, json, paths};

const MARK: &str = "\u{feff}";

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/role-samples").join(name);
    std::fs::read_to_string(path).expect("the sample is there")
}

fn text<'f>(files: &'f [OutputFile], path: &str) -> &'f str {
    std::str::from_utf8(bytes(files, path)).expect("the file is UTF-8")
}

/// All texts between two texts.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once(after)).map(|(found, _)| found).collect()
}

/// A published role as source: every privilege by its name.
fn source_of(file: &str) -> String {
    let one = |before: &str| between(file, before, "\"").first().copied();
    let id = one("<Role id=\"").expect("an id").trim_matches(['{', '}']).to_owned();
    let mut source = format!("role sample {{\n  name = \"{}\"\n  id = \"{id}\"\n", one(" name=\"").expect("a name"));
    match one("isinherited=\"") {
        Some("0") => source.push_str("  member_inheritance = team_only\n"),
        Some(_) => source.push_str("  member_inheritance = direct_and_team\n"),
        None => {}
    }
    for (element, attribute) in [("IsCustomizable", "customizable"), ("IsAutoAssigned", "auto_assigned")] {
        if let Some(value) = between(file, &format!("<{element}>"), "<").first() {
            let word = if *value == "1" { "yes" } else { "no" };
            writeln!(source, "  {attribute} = {word}").expect("memory");
        }
    }
    let mut levels: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for privilege in between(file, "<RolePrivilege name=\"prv", "\" />") {
        let (name, level) = privilege.split_once("\" level=\"").expect("a level");
        let word = match level {
            "Basic" => "user",
            "Local" => "bu",
            "Deep" => "deep",
            _global => "org",
        };
        levels.entry(word).or_default().push(format!("\"{name}\""));
    }
    source.push_str("  privileges_by_level {\n");
    for (level, names) in levels {
        // The order in the source has no meaning.
        let names: Vec<String> = names.into_iter().rev().collect();
        writeln!(source, "    {level} = [{}]", names.join(", ")).expect("memory");
    }
    source + "  }\n}\n"
}

#[test]
fn a_role_is_written_byte_for_byte() {
    let source = "
        tables { contoso_listing : user_owned; contoso_listingimage : user_owned schema \"contoso_ListingImage\" }
        role listings {
          name          = \"Listings Administrator\"
          id            = \"3700F46F-8f09-ef11-9f8a-0022480c5a42\"
          customizable  = yes
          auto_assigned = no
          grid {
            table                                  create read  write delete append append_to assign share
            contoso_listing, contoso_listingimage  org    org   org   org    org    org       org    org
            sharepointdata                         org    org   org   none   none   none      none   none
            sharepointdocument, pluginassembly     none   org   none  none   none   none      none   none
            plugintype, sdkmessage                 none   org   none  none   none   none      none   none
            sdkmessageprocessingstep               none   org   none  none   none   none      none   none
            sdkmessageprocessingstepimage          none   org   none  none   none   none      none   none
          }
        }";
    let files = Build::new(source).emit(&[Target::Dataverse]);
    let written = text(&files, "dataverse/solution/Roles/Listings Administrator.xml");
    assert_eq!(written, sample("listings-administrator.xml"));
}

#[test]
fn every_published_form_is_written_byte_for_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/role-samples");
    let mut held = 0;
    for entry in std::fs::read_dir(folder).expect("the samples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let expected = sample(&name);
        let files = Build::new(&source_of(&expected)).emit(&[Target::Dataverse]);
        let path = paths(&files).into_iter().find(|path| path.contains("/Roles/")).expect("a role").to_owned();
        // One of the files lost its byte order mark when it was edited.
        let expected = format!("{MARK}{}", expected.trim_start_matches(MARK));
        assert!(text(&files, &path) == expected, "{name}");
        held += 1;
    }
    assert_eq!(held, 5);
}

#[test]
fn names_are_escaped_and_what_is_not_said_is_not_written() {
    let files = organisation().emit(&[Target::Dataverse]);
    let role = text(&files, "dataverse/solution/Roles/auditor.xml");
    let expected = format!(
        "{MARK}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Role id=\"{{88888888-0000-0000-0000-000000000008}}\" name=\"auditor\" isinherited=\"0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n  \
         <IsCustomizable>1</IsCustomizable>\n  <IsAutoAssigned>0</IsAutoAssigned>\n  <RolePrivileges>\n    \
         <RolePrivilege name=\"prvActivateSynchronousWorkflow\" level=\"Basic\" />\n    \
         <RolePrivilege name=\"prvCustom'Thing\" level=\"Global\" />\n    \
         <RolePrivilege name=\"prvReadAccount\" level=\"Local\" />\n    \
         <RolePrivilege name=\"prvReadActivity\" level=\"Global\" />\n    \
         <RolePrivilege name=\"prvReadnew_Portfolio\" level=\"Global\" />\n  \
         </RolePrivileges>\n</Role>"
    );
    assert_eq!(role, expected);
    let path = paths(&files).into_iter().find(|path| path.contains("PMO")).expect("the role").to_owned();
    assert!(!path.contains('"') && path.contains("PMO & _friends_-"), "{path}");
    let pmo = text(&files, &path);
    assert!(pmo.contains("name=\"PMO &amp; &quot;friends&quot;\" xmlns:xsi"), "{pmo}");
    // The roles that it includes are written with it.
    assert!(pmo.contains("name=\"prvReadAppModule\"") && pmo.contains("name=\"prvExportToExcel\" level=\"Global\""));
    assert!(!pmo.contains("prvAssignnew_currency"));
}

#[test]
fn a_solution_names_roles_of_the_root_and_profiles() {
    let files = organisation().emit(&[Target::Dataverse]);
    let roles: Vec<&str> = paths(&files).into_iter().filter(|path| path.contains("/Roles/")).collect();
    assert_eq!(roles.len(), 3, "{roles:?}");
    let manifest = text(&files, "dataverse/solution/Other/Solution.fragment.xml");
    let kinds: Vec<&str> = between(manifest, "type=\"", "\"");
    assert_eq!(kinds, ["20", "20", "20", "70"]);
    let profiles = text(&files, "dataverse/solution/Other/FieldSecurityProfiles.xml");
    let expected = "  <FieldSecurityProfile name=\"Budget\" fieldsecurityprofileid=\"{77777777-0000-0000-0000-000000000007}\">\n    \
         <FieldPermissions>\n      <FieldPermission>\n        <EntityName>new_portfolio</EntityName>\n        \
         <AttributeName>new_budget</AttributeName>\n        <CanRead>4</CanRead>\n        <CanUpdate>0</CanUpdate>\n        \
         <CanCreate>4</CanCreate>\n        <CanReadUnmasked>0</CanReadUnmasked>\n      </FieldPermission>\n";
    assert!(profiles.contains(expected), "{profiles}");
    assert!(profiles.starts_with(MARK) && profiles.ends_with("</FieldSecurityProfiles>"));
    let nothing = Build::new("environment a { type = sandbox; dataverse { language = 1033; currency = EUR } }");
    let files = nothing.emit(&[Target::Dataverse]);
    assert!(paths(&files).iter().all(|path| !path.starts_with("dataverse/")), "{:?}", paths(&files));
}

/// The requests of an environment: order, document.
fn requests(files: &[OutputFile], environment: &str) -> Vec<Value> {
    let folder = format!("dataverse/environments/{environment}");
    let plan = json(files, &format!("{folder}/plan.json"));
    let listed = plan["requests"].as_array().expect("requests");
    let mut found = Vec::new();
    for (order, request) in (1_u64..).zip(listed) {
        let document = json(files, &format!("{folder}/{}", request["file"].as_str().expect("a file")));
        assert_eq!((document["order"].as_u64(), request["order"].as_u64()), (Some(order), Some(order)));
        assert_eq!((&document["path"], &document["method"]), (&request["path"], &request["method"]));
        found.push(document);
    }
    found
}

/// A name in parentheses after the name of a table, wherever a text refers to a row.
fn rows(text: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for table in ["businessunits", "roles", "teams", "systemusers", "fieldsecurityprofiles", "fieldpermissions"] {
        for id in between(text, &format!("/{table}("), ")") {
            rows.push((table.to_owned(), id.to_owned()));
        }
    }
    rows
}

/// Checks a plan: parameters are given before they are used, and rows are created before they are referred to.
fn hold(files: &[OutputFile], environment: &str, known: &[&str]) -> usize {
    let mut given: BTreeSet<String> = BTreeSet::from(["service".to_owned()]);
    let mut made: BTreeSet<(String, String)> = BTreeSet::new();
    let plan = json(files, &format!("dataverse/environments/{environment}/plan.json"));
    let requests = requests(files, environment);
    for (request, listed) in requests.iter().zip(plan["requests"].as_array().expect("requests")) {
        let path = request["path"].as_str().expect("a path");
        let mut texts = vec![path.to_owned()];
        for (key, value) in request["body"].as_object().into_iter().flatten() {
            match value {
                Value::String(text) if key.contains("@odata") => texts.push(text.clone()),
                Value::Array(privileges) => {
                    for privilege in privileges {
                        texts.push(privilege["PrivilegeId"].as_str().expect("an id").to_owned());
                        texts.push(format!("/businessunits({})", privilege["BusinessUnitId"].as_str().expect("an id")));
                    }
                }
                _plain => {}
            }
        }
        let named: BTreeSet<String> =
            texts.iter().flat_map(|text| between(text, "{", "}")).map(str::to_owned).collect();
        let needs: Vec<&str> = listed["needs"].as_array().expect("needs").iter().filter_map(Value::as_str).collect();
        assert_eq!(named.iter().map(String::as_str).collect::<Vec<&str>>(), needs, "{path}");
        assert!(named.is_subset(&given), "{path} names {named:?}");
        let own = match request["method"].as_str() {
            Some("PATCH") => rows(path),
            Some("POST") => new_row(path, &request["body"]),
            _look => Vec::new(),
        };
        let referred = texts.iter().flat_map(|text| rows(text));
        for row in referred.filter(|row| !own.contains(row)) {
            let there = row.1.starts_with('{') || made.contains(&row) || known.contains(&row.1.as_str());
            assert!(there, "{path} refers to {row:?}");
        }
        made.extend(own);
        for one in request["gives"].as_array().expect("gives") {
            given.insert(one["parameter"].as_str().expect("a parameter").to_owned());
        }
    }
    requests.len()
}

#[test]
fn every_request_follows_what_it_refers_to() {
    let files = organisation().emit(&[Target::Dataverse]);
    assert_eq!(hold(&files, "finance_prod", &[]), 80);
    assert_eq!(hold(&files, "finance_test", &[]), 18);
    // Another tree applies to environments that no tree names.
    assert_eq!(hold(&files, "empty", &[]), 4);
    assert!(!paths(&files).iter().any(|path| path.contains("/files/")));
}

fn find<'r>(requests: &'r [Value], path: &str) -> &'r Value {
    let mut found = requests
        .iter()
        .filter(|request| request["path"].as_str().is_some_and(|one| one.strip_prefix("/api/data/v9.2") == Some(path)));
    let first = found.next();
    assert!(found.next().is_none(), "{path} stands twice");
    assert!(first.is_some(), "no request for {path}");
    first.expect("it is there")
}

#[test]
fn requests_say_what_the_source_says() {
    let files = organisation().emit(&[Target::Dataverse]);
    let requests = requests(&files, "finance_prod");
    let derived = |kind: &str, symbol: &str| dictum::emit::derived_id("contoso", kind, symbol).to_string();
    let emea = derived("business_unit", "emea");
    let unit = find(&requests, &format!("/businessunits({emea})"));
    assert_eq!(unit["body"]["name"], "Europe, Middle East & Africa");
    assert_eq!(unit["body"]["parentbusinessunitid@odata.bind"], "/businessunits({unit.root})");
    let bavaria = find(&requests, &format!("/businessunits({})", derived("business_unit", "bavaria")));
    let germany = derived("business_unit", "germany");
    assert_eq!(bavaria["body"]["parentbusinessunitid@odata.bind"], format!("/businessunits({germany})"));

    let office = derived("team", "pmo_office");
    let team = requests.iter().find(|request| request["body"]["teamid"] == office).expect("the team is made");
    assert_eq!((&team["method"], &team["unless"]), (&Value::from("POST"), &Value::from("team.pmo_office")));
    assert_eq!(team["body"]["teamtype"], 2);
    assert_eq!(team["body"]["membershiptype"], 1);
    assert_eq!(team["body"]["azureactivedirectoryobjectid"], "99999999-0000-0000-0000-000000000009");
    assert_eq!(team["body"]["businessunitid@odata.bind"], format!("/businessunits({emea})"));

    // A role that is assigned in another unit than its own is a copy, found by its original and the unit.
    let auditor = "88888888-0000-0000-0000-000000000008";
    let copy = format!(
        "/roles?$select=roleid&$filter=_parentrootroleid_value%20eq%20{auditor}%20and%20_businessunitid_value%20eq%20{emea}"
    );
    assert_eq!(find(&requests, &copy)["gives"][0]["parameter"], "role.auditor@emea");
    // One that is assigned in its own unit is known.
    let french = derived("role", "french");
    let held = requests.iter().filter(|request| request["body"]["@odata.id"] == format!("{{service}}/roles({french})"));
    assert_eq!(held.count(), 2, "by alice and the team of all of France");

    let robot = "/systemusers?$select=systemuserid,_businessunitid_value,accessmode&$filter=applicationid%20eq%20aaaaaaaa-0000-0000-0000-00000000000a";
    assert_eq!(find(&requests, robot)["optional"], true);
    let made = find(&requests, "/systemusers");
    assert_eq!((&made["unless"], &made["body"]["accessmode"]), (&Value::from("user.robot"), &Value::from(4)));
    let of_bob = requests.iter().filter(|request| request["path"] == "/api/data/v9.2/systemusers({user.bob})");
    let modes: Vec<&Value> = of_bob.filter(|request| request["body"]["accessmode"].is_number()).collect();
    let unless = serde_json::json!([{ "parameter": "user.bob@access_mode", "value": "2" }]);
    assert_eq!((modes.len(), &modes[0]["body"]["accessmode"], &modes[0]["unlessEqual"]), (1, &Value::from(2), &unless));
    let members =
        requests.iter().filter(|request| request["path"].as_str().expect("a path").contains("teammembership"));
    assert_eq!(members.count(), 3);
    let carol = requests.iter().filter(|request| request.to_string().contains("carol"));
    assert_eq!(carol.count(), 0, "disabled users hold nothing");

    let permissions: Vec<&Value> =
        requests.iter().filter(|request| request["body"]["attributelogicalname"].is_string()).collect();
    assert_eq!(permissions.len(), 2);
    assert_eq!(permissions[1]["body"]["canreadunmasked"], 1);
    let holders =
        requests.iter().filter(|request| request["path"].as_str().expect("a path").contains("profiles_association"));
    assert_eq!(holders.count(), 3);

    let granted = find(&requests, &format!("/roles({auditor})/Microsoft.Dynamics.CRM.ReplacePrivilegesRole"));
    let privileges = granted["body"]["Privileges"].as_array().expect("privileges");
    let names: Vec<&str> = privileges.iter().filter_map(|one| one["PrivilegeName"].as_str()).collect();
    let expected = [
        "prvActivateSynchronousWorkflow",
        "prvCustom'Thing",
        "prvReadAccount",
        "prvReadActivity",
        "prvReadnew_Portfolio",
    ];
    assert_eq!(names, expected);
    assert_eq!(privileges[1]["PrivilegeId"], "{privilege.prvcustom%27thing}");
    let asked: String = requests.iter().filter_map(|request| request["path"].as_str()).collect();
    assert!(asked.contains("'prvCustom''Thing'"), "quotes are doubled in queries");
    let unused = dictum::emit::derived_id("contoso", "role", "unused").to_string();
    assert!(!asked.contains(&unused), "nobody holds it here");
    // In the other environment Alice is in another unit.
    let tested = self::requests(&files, "finance_test");
    let bavaria = derived("business_unit", "bavaria");
    assert_eq!(
        find(&tested, "/systemusers({user.alice})")["body"]["businessunitid@odata.bind"],
        format!("/businessunits({bavaria})")
    );
}

/// The row that a request creates with an id of our choice.
fn new_row(path: &str, body: &Value) -> Vec<(String, String)> {
    let set = path.rsplit('/').next().unwrap_or_default();
    let keys = [
        ("businessunits", "businessunitid"),
        ("roles", "roleid"),
        ("teams", "teamid"),
        ("fieldpermissions", "fieldpermissionid"),
    ];
    let key = keys.into_iter().find(|(known, _)| *known == set).map(|(_, key)| key);
    let id = key.and_then(|key| body[key].as_str());
    id.map(|id| (set.to_owned(), id.to_owned())).into_iter().collect()
}

/// The platform's table reference marks these columns as not updatable.
#[test]
fn columns_that_cannot_be_updated_are_given_once() {
    let files = organisation().emit(&[Target::Dataverse]);
    let mut made = 0;
    for request in requests(&files, "finance_prod") {
        let path = request["path"].as_str().expect("a path").strip_prefix("/api/data/v9.2/").expect("a path of ours");
        let fixed: &[&str] = match path.split(['(', '?']).next().expect("a table") {
            "roles" => &["roleid", "businessunitid@odata.bind"],
            "teams" => &["teamid", "teamtype", "membershiptype", "azureactivedirectoryobjectid"],
            "fieldpermissions" => {
                &["fieldpermissionid", "attributelogicalname", "entityname", "fieldsecurityprofileid@odata.bind"]
            }
            _other => continue,
        };
        if request["method"] == "PATCH" {
            assert!(fixed.iter().all(|column| request["body"].get(column).is_none()), "{request}");
        }
        if request["method"] == "POST" && !path.contains('(') {
            // It is created only if the request before it did not find it.
            let unless = request["unless"].as_str().expect("a parameter");
            let look = requests(&files, "finance_prod");
            let look = look.iter().find(|one| one["gives"][0]["parameter"] == unless).expect("a look");
            assert_eq!((&look["method"], &look["optional"]), (&Value::from("GET"), &Value::from(true)));
            made += 1;
        }
    }
    assert_eq!(made, 3 + 3 + 2, "roles, teams, columns");
}

const PLACING: &str = "business_units contoso { americas }
environment e { type = production; dataverse { language = 1033; currency = EUR } }
group sg { kind = security; id = \"99999999-0000-0000-0000-000000000009\"; members = [dave, nora] }
user heidi { upn = \"heidi@contoso.com\"; id = \"a5c07d82-e36f-4197-8b20-d9f4136e5ac7\"; business_unit = americas }
user dave  { upn = \"dave@contoso.com\"; id = \"97a3d5e8-c240-4f6b-8195-3ed06b7fa41c\"; business_unit = americas }
user nora  { upn = \"nora@contoso.com\"; business_unit = americas }
user root  { upn = \"root@contoso.com\"; id = \"1f68b0c3-95ea-4d27-a8f4-c6925d7e30b8\" }
user gone  { upn = \"gone@contoso.com\"; id = \"d3947e1a-0b5c-48f2-9e63-70ad84c1f5b6\"; business_unit = americas; enabled = no }
team all_of_americas { in = e; business_unit = americas; kind = default; roles = [basic_user] }
team office { in = e; kind = entra_group; group = sg; roles = [basic_user] }
data_policy b { applies_to = all; business = [sharepointonline]; non_business = rest }
";

/// Users who get roles only through a team are in the team after the plan, as queries state.
#[test]
fn users_of_teams_are_put_into_their_units() {
    let files = Build::new(PLACING).emit(&[Target::Dataverse]);
    let requests = requests(&files, "e");
    let americas = dictum::emit::derived_id("contoso", "business_unit", "americas").to_string();
    for name in ["heidi", "dave"] {
        let moved = find(&requests, &format!("/systemusers({{user.{name}}})"));
        assert_eq!(moved["body"]["businessunitid@odata.bind"], format!("/businessunits({americas})"));
        let look = requests.iter().find(|one| one["gives"][0]["parameter"] == format!("user.{name}"));
        // A person who is missing stops the requests for that person only.
        assert_eq!(look.expect("a look")["optional"], true);
    }
    assert!(!requests.iter().any(|request| request.to_string().contains("user.root")), "nothing moves them");
    assert!(!requests.iter().any(|request| request.to_string().contains("user.gone")), "disabled");
    let plan = json(&files, "dataverse/environments/e/plan.json");
    let left = plan["notCarried"].as_array().expect("a list");
    let unplaced = left.iter().find(|one| one["kind"] == "unplaced_user").expect("who cannot be found");
    assert_eq!(unplaced["symbols"], serde_json::json!(["nora"]));
}

#[test]
fn a_bound_root_needs_no_look_up() {
    let source = "business_units contoso { a { b }; c }\n\
                  environment e { type = sandbox; dataverse { language = 1033; currency = EUR } }\n";
    let build =
        Build::new(source).bound(r#"{ "business_units": { "contoso": "12121212-0000-0000-0000-000000000012" } }"#);
    let files = build.emit(&[Target::Dataverse]);
    assert_eq!(hold(&files, "e", &["12121212-0000-0000-0000-000000000012"]), 3 * 3);
    let requests = requests(&files, "e");
    let changes: Vec<&Value> = requests.iter().filter(|request| request["method"] == "PATCH").collect();
    assert_eq!(changes.len(), 3);
    // A unit is changed only where its name or the unit above it differs.
    let above = &changes[0]["unlessEqual"][1];
    assert_eq!(above["parameter"], "business_unit.a@parent");
    assert_eq!(above["value"], "12121212-0000-0000-0000-000000000012");
    // Requests that depend on an answer are in no batch.
    assert!(paths(&files).iter().all(|path| !path.contains("batch")), "{:?}", paths(&files));
}

#[test]
fn teams_of_groups_are_written_for_the_accelerator() {
    let teams = json(&organisation().emit(&[Target::Dataverse]), "dataverse/alm/finance_prod/aad-group-teams.json");
    let expected = serde_json::json!([{
        "aadGroupTeamBusinessUnitId": dictum::emit::derived_id("contoso", "business_unit", "emea").to_string(),
        "aadGroupTeamName": "PMO office",
        "aadSecurityGroupId": "99999999-0000-0000-0000-000000000009",
        "dataverseSecurityRoleNames": ["PMO & \"friends\"", "auditor"],
        "skipRolesDeletion": true,
    }]);
    assert_eq!(teams, expected);
}

#[test]
fn what_is_not_carried_is_told() {
    let build = organisation();
    let told = build.prepare(&[Target::Dataverse]).ready.not_carried();
    let expected = [
        "which roles open app `planner`",
        "the creation and settings of environments `empty`, `files` and 2 more",
        "the setting that secures the columns of profile `portfolio_budget`",
        "the creation of default team `all_french`",
        "the roles of disabled user `carol`",
        "owners and members of groups `sg_inner` and `sg_pmo`",
        "in the solution, which takes roles of the root only: role `french`",
    ];
    for line in expected {
        let line = format!("not carried by `dataverse`: {line}");
        assert!(told.contains(&line), "{line}: {told:?}");
    }
    let elsewhere = "not carried by `dataverse`, and by no other target but `bundle`: \
                     separation of duties `Nobody approves and audits`; licence `power_apps_premium`; \
                     role administrators `desk`; tables `new_currency`, `new_portfolio` and 2 more";
    assert!(told.iter().any(|line| line == elsewhere), "{told:?}");
    // A kind is named once.
    let mut once = told.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), told.len(), "{told:?}");
}

#[test]
fn a_batch_is_cut_at_a_thousand_and_ends_its_lines_as_the_form_asks() {
    let profiles: Vec<String> =
        (0..2346).map(|index| format!("column_security p{index} {{ new_t.new_c {{ read = yes }} }}\n")).collect();
    let profiles = profiles.concat();
    let source = format!(
        "tables {{ new_t : user_owned }}\n\
         environment e {{ type = sandbox; dataverse {{ language = 1033; currency = EUR }} }}\n{profiles}"
    );
    let files = Build::new(&source).emit(&[Target::Dataverse]);
    let folder = "dataverse/environments/e";
    let plan = json(&files, &format!("{folder}/plan.json"));
    let requests = requests(&files, "e");
    let mut next = 1;
    let mut sizes = Vec::new();
    for batch in plan["batches"].as_array().expect("batches") {
        let (first, last) = (batch["first"].as_u64().expect("a number"), batch["last"].as_u64().expect("a number"));
        assert!(first >= next, "batches follow one another");
        next = last + 1;
        let file = text(&files, &format!("{folder}/{}", batch["file"].as_str().expect("a file")));
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
        let outer = between(batch["contentType"].as_str().expect("a header"), "boundary=\"", "\"")[0];
        let inner = between(file, "boundary=\"", "\"")[0];
        assert!(
            file.starts_with(&format!("--{outer}\r\n"))
                && file.ends_with(&format!("--{inner}--\r\n\r\n--{outer}--\r\n"))
        );
        let parts: Vec<&str> = file.split(&format!("--{inner}\r\n")).skip(1).collect();
        sizes.push(parts.len());
        for (number, (part, order)) in (1..).zip(parts.iter().zip(first..)) {
            let request = &requests[order as usize - 1];
            let (head, body) =
                part.split_once(" HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n").expect("a request");
            let line = format!(
                "{} {}",
                request["method"].as_str().expect("a method"),
                request["path"].as_str().expect("a path")
            );
            assert!(head.ends_with(&format!("Content-ID: {number}\r\n\r\n{line}")), "{head}");
            let body: Value = serde_json::from_str(body.split("\r\n").next().expect("a line")).expect("a body");
            assert_eq!(&body, &request["body"]);
        }
    }
    // The profiles, and the permissions of each.
    assert_eq!(sizes, [1000, 1000, 346, 1000, 1000, 346]);
}

#[test]
fn without_ids_nothing_is_written() {
    let build = Build::new(ORGANISATION);
    let prepared = build.prepare(&[Target::Bundle, Target::Dataverse]);
    let messages: Vec<&str> = prepared.findings.iter().map(|finding| finding.message.as_str()).collect();
    let expected = [
        "user `alice` has no id, which target `dataverse` needs",
        "group `sg_pmo` has no id, which target `dataverse` needs",
    ];
    assert_eq!(messages, expected);
    assert!(prepared.findings.iter().all(|finding| finding.level == Level::Error && finding.labels.len() == 2));
    assert_eq!(prepared.ready.targets(), [Target::Bundle]);
    assert!(
        prepared.findings[0].help.as_deref().is_some_and(|help| help.contains("`\"users\": { \"alice\": \"…\" }`"))
    );
}

#[test]
fn bindings_of_nothing_and_against_the_source_are_told() {
    let messages = |bindings: &str| -> Vec<String> {
        let build = organisation().bound(bindings);
        build.prepare(&[Target::Bundle]).findings.iter().map(|finding| finding.message.clone()).collect()
    };
    assert_eq!(messages(r#"{ "roles": { "pno": "x" } }"#), ["the bindings name the role `pno`, which is not declared"]);
    assert_eq!(messages(r#"{ "teams": { "pmo_offices": "x" } }"#).len(), 1);
    assert_eq!(
        messages(r#"{ "business_units": { "americas": "x" } }"#),
        ["business unit `americas` has another id in the bindings"]
    );
    assert_eq!(messages(r#"{ "users": { "bob": "x" } }"#), ["user `bob` has another id in the bindings"]);
    assert_eq!(messages(r#"{ "users": { "alice": "a/b" } }"#).len(), 1);
    assert_eq!(messages(r#"{ "column_profiles": { "portfolio_budget": "a b" } }"#).len(), 1);
    assert_eq!(messages(BINDINGS), [""; 0]);
}

#[test]
fn roles_of_one_name_and_names_xml_cannot_hold_are_told() {
    let source =
        "role a { name = \"Clerk\"; privileges = [Print] }\nrole b { name = \"CLERK\"; privileges = [Print] }\n";
    let findings = Build::new(source).prepare(&[Target::Dataverse]).findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule.code.0, 3905);
    let source = "role a { name = \"Cl\\u{1}erk\"; privileges = [Print] }\n";
    let findings = Build::any(vec![("a.dictum".to_owned(), source.as_bytes().to_vec())]).findings();
    assert_eq!(findings.iter().map(|finding| finding.rule.code.0).collect::<Vec<_>>(), [3906]);
}

/// The units below one, each with those below it.
fn below(unit: usize, parents: &[usize]) -> String {
    let own = (1..=parents.len()).filter(|child| parents[child - 1] == unit);
    own.map(|child| format!("u{child} {{ {} }}", below(child, parents))).collect::<Vec<_>>().join("\n")
}

/// A random organisation: units in a random tree, roles in random units, and teams and users that have them.
fn any_organisation() -> impl Strategy<Value = String> {
    let units = proptest::collection::vec(0_usize..8, 0..8);
    let roles = proptest::collection::vec((0_usize..9, proptest::collection::vec(0_usize..6, 0..3)), 1..6);
    let teams = proptest::collection::vec((0_usize..9, 0_usize..5, proptest::collection::vec(0_usize..8, 0..4)), 0..5);
    let users =
        proptest::collection::vec((0_usize..9, any::<bool>(), proptest::collection::vec(0_usize..8, 0..4)), 0..6);
    (units, roles, teams, users).prop_map(|(parents, roles, teams, users)| {
        let mut source = String::from(
            "environment e { type = sandbox; dataverse { language = 1033; currency = EUR } }\n\
             group g { kind = security; id = \"99999999-0000-0000-0000-000000000009\" }\ntables { new_a : user_owned }\n",
        );
        // The parent of a unit is an earlier one, and 0 is the root.
        let count = parents.len();
        let parents: Vec<usize> = parents.into_iter().enumerate().map(|(index, parent)| parent % (index + 1)).collect();
        writeln!(source, "business_units u0 {{ {} }}", below(0, &parents)).expect("memory");
        let unit = |index: usize| format!("u{}", index % (count + 1));
        let role = |index: usize| match index {
            0 => "basic_user".to_owned(),
            1 => "app_opener".to_owned(),
            other => format!("r{}", other % roles.len()),
        };
        let list = |indices: &[usize]| indices.iter().map(|index| role(*index)).collect::<Vec<_>>().join(", ");
        for (index, (home, included)) in roles.iter().enumerate() {
            let included: Vec<String> = included.iter().filter(|one| **one < index).map(|one| format!("r{one}")).collect();
            writeln!(
                source,
                "role r{index} {{ business_unit = {}; includes = [{}]\n grid {{\n table read\n new_a deep\n }} }}",
                unit(*home),
                included.join(", ")
            )
            .expect("memory");
        }
        for (index, (home, kind, held)) in teams.iter().enumerate() {
            let kind = ["owner", "access", "entra_group; group = g", "owner; members = [p0]", "default"][*kind];
            let kind = if users.is_empty() { kind.replace("p0", "") } else { kind.to_owned() };
            writeln!(source, "team t{index} {{ in = e; business_unit = {}; kind = {kind}; roles = [{}] }}", unit(*home), list(held))
                .expect("memory");
        }
        for (index, (home, robot, held)) in users.iter().enumerate() {
            let id = if *robot { "application" } else { "id" };
            writeln!(
                source,
                "user p{index} {{ {id} = \"00000000-0000-0000-0000-00000000000{index}\"; business_unit = {}; roles {{ e = [{}] }} }}",
                unit(*home),
                list(held)
            )
            .expect("memory");
        }
        let holders: Vec<String> = (0..users.len()).map(|index| format!("p{index}")).collect();
        let teams: Vec<String> = (0..teams.len()).map(|index| format!("t{index}")).collect();
        writeln!(
            source,
            "column_security c {{ new_a.new_b {{ read = yes }}\n held_by = [{}] }}",
            [holders, teams].concat().join(", ")
        )
        .expect("memory");
        source
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_can_be_sent_in_its_order(source in any_organisation()) {
        let build = Build::any(vec![("a.dictum".to_owned(), source.into_bytes())]);
        let files = build.emit(&[Target::Dataverse]);
        super::schema::hold(&files);
        super::canonical::hold(&files);
        // At least the column profile and its permissions, even if it is assigned to no user.
        prop_assert!(hold(&files, "e", &[]) >= 2);
    }
}
