//! `dictum import dataverse`: role files, unpacked solutions, archives.

use super::Desk;

const ROLE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Role id=\"{3700f46f-8f09-ef11-9f8a-0022480c5a42}\" name=\"Claims Handler\">\n  <IsCustomizable>1</IsCustomizable>\n  <RolePrivileges>\n    <RolePrivilege name=\"prvReadacme_Claim\" level=\"Deep\" />\n    <RolePrivilege name=\"prvReadAccount\" level=\"Local\" />\n  </RolePrivileges>\n</Role>";

/// An unpacked solution with many parts that are not imported.
fn unpacked() -> Desk {
    Desk::with(&[
        ("src/Roles/Claims Handler.xml", ROLE),
        (
            "src/Other/Solution.xml",
            "<ImportExportXml><SolutionManifest><UniqueName>Claims</UniqueName></SolutionManifest></ImportExportXml>",
        ),
        (
            "src/Other/Customizations.xml",
            "<ImportExportXml><Entities /><Roles /><FieldSecurityProfiles /></ImportExportXml>",
        ),
        ("src/Entities/acme_Claim/Entity.xml", "<Entity><Name>acme_Claim</Name></Entity>"),
        ("src/Entities/acme_Claim/RibbonDiff.xml", "<RibbonDiffXml><broken"),
        ("src/Workflows/flow.json", "{ \"properties\": { \"definition\": {} } }"),
        ("src/CanvasApps/app.zip", "no archive"),
    ])
}

#[test]
fn the_samples_become_a_project_that_builds() {
    let desk = Desk::empty();
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/role-samples");
    for entry in std::fs::read_dir(samples).expect("the samples") {
        let path = entry.expect("a sample").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).expect("a name");
        desk.put(&format!("roles/{name}"), std::fs::read(&path).expect("a sample"));
    }
    let run = desk.run(&["import", "dataverse", "roles", "--out", "tenant"]);
    run.ends(0).says(&["5 roles, 65 tables of the organisation", "wrote tenant; next: dictum check tenant"]);
    desk.run(&["check", "tenant"]).ends(0);
    desk.run(&["fmt", "--check", "tenant"]).ends(0);
    desk.run(&["build", "tenant", "--target", "bundle"]).ends(0);
    assert!(desk.read("tenant/organisation.dictum").contains("role volunteer_manager {"));
    assert!(desk.read("tenant/bindings.json").contains("\"volunteer_manager\": \"5ab56918-"));
}

#[test]
fn an_unpacked_solution_is_walked() {
    let desk = unpacked();
    let whole = desk.run(&["import", "dataverse", "src", "--quiet"]).ends(0);
    let one = desk.run(&["import", "auto", "src/Roles/Claims Handler.xml", "--quiet"]).ends(0);
    assert_eq!(whole.out, one.out);
    assert!(whole.out.contains("acme_claim : user_owned schema \"acme_Claim\""), "{}", whole.out);
}

#[test]
fn grids_come_in_glyphs_where_one_asks() {
    let desk = unpacked();
    let run = desk.run(&["import", "dataverse", "src", "--glyphs", "--quiet"]).ends(0);
    let run = run.gives(&["acme_claim  ◕", "account     ◑"]);
    desk.run_with(&["check", "-"], &run.out).ends(0);
}

#[test]
fn a_broken_role_file_is_told_with_its_place_and_nothing_is_written() {
    let desk = unpacked();
    desk.put("src/Roles/Broken.xml", "<Role name=\"B\">\n  <IsCustomizable>1</Role>");
    let run = desk.run(&["import", "dataverse", "src", "--out", "tenant", "--report", "r.json"]);
    run.ends(2).says(&["src/Roles/Broken.xml: line 2, column 20: not valid XML", "nothing was written"]);
    assert!(!desk.path("tenant").exists() && !desk.path("r.json").exists());
}

const STANDING: &str = "tables { t_a : user_owned }
role r { includes = [app_opener]; grid { table read write
  t_a org org } }
environment e { type = production; dataverse { language = 1033; currency = EUR } }
user alice { upn = \"alice@contoso.com\"; access_mode = read; roles { e = [r] } }
user bob   { upn = \"bob@contoso.com\"; access_mode = administrative; roles { e = [r] } }
user carol { upn = \"carol@contoso.com\"; enabled = no; roles { e = [r] } }
user dora  { upn = \"dora@contoso.com\"; roles { e = [r] } }
data_policy p { applies_to = all; business = [sharepointonline]; non_business = rest }
";

/// Users who are disabled, or may only read, or work with settings only, are not counted among those who can.
#[test]
fn who_can_leaves_out_who_cannot() {
    let desk = Desk::with(&[("a.dictum", STANDING)]);
    let writes = desk.run(&["query", "who-can", "write", "t_a", "."]).ends(0).out;
    assert!(writes.starts_with("1 of 4 users can write `t_a` in `e`\n  dora  all rows\n"), "{writes}");
    for line in [
        "  not counted: carol, whose roles grant it, is disabled\n",
        "  not counted: bob, whose roles grant it, works with settings only\n",
        "  not counted: alice, whose roles grant it, may only read\n",
    ] {
        assert!(writes.contains(line), "{writes}");
    }
    let reads = desk.run(&["query", "who-can", "read", "t_a", "."]).ends(0).out;
    assert!(reads.starts_with("2 of 4 users can read `t_a` in `e`\n  alice  all rows\n"), "{reads}");
    let json = desk.run(&["query", "who-can", "write", "t_a", ".", "--output", "json"]).ends(0).out;
    let rows: serde_json::Value = serde_json::from_str(&json).expect("a JSON document");
    let hindered: Vec<(&str, Option<&str>)> = rows
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| (row["user"].as_str().expect("a user"), row["hindered"].as_str()))
        .collect();
    assert_eq!(
        hindered,
        [("alice", Some("read_only")), ("bob", Some("administrative")), ("carol", Some("disabled")), ("dora", None)]
    );
    desk.run(&["query", "access", "-u", "carol", "-t", "t_a", "."])
        .ends(1)
        .gives(&["but is disabled, so it has no effect"]);
    desk.run(&["query", "access", "-u", "bob", "-t", "t_a", "."])
        .ends(1)
        .gives(&["but works with settings only, so it has no effect"]);
    desk.run(&["query", "access", "-u", "alice", "-t", "t_a", "-d", "write", "."])
        .ends(1)
        .gives(&["but may only read, so it has no effect"]);
}

/// The platform's administrator and customizer reach tables of the organisation.
#[test]
fn administrators_reach_own_tables() {
    let desk = Desk::with(&[(
        "a.dictum",
        "environment prod { type = production; dataverse { language = 1033; currency = EUR } }
tables { sbh_patient : user_owned sensitive }
role clinician { includes = [basic_user]; grid { table read
  sbh_patient bu } }
user ann { upn = \"ann@x.example\"; roles { prod = [clinician] } }
user zoe { upn = \"zoe@x.example\"; roles { prod = [system_administrator] } }
user kim { upn = \"kim@x.example\"; roles { prod = [system_customizer] } }
data_policy p { applies_to = all; business = [sharepointonline]; non_business = rest }
",
    )]);
    let out = desk.run(&["query", "who-can", "delete", "sbh_patient", "-e", "prod", "."]).ends(0).out;
    assert!(out.starts_with("2 of 3 users can delete `sbh_patient` in `prod`\n  kim  all rows\n"), "{out}");
    desk.run(&["query", "access", "-u", "zoe", "-t", "sbh_patient", "-d", "assign", "."]).ends(0).gives(&["all rows"]);
    let grid = desk.run(&["matrix", "--role", "system_administrator", "--table", "sbh_patient", "."]).ends(0).out;
    assert!(grid.contains("sbh_patient") && !grid.contains("grants nothing"), "{grid}");
}
