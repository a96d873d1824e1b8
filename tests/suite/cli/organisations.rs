//! `dictum import dataverse`: role files, unpacked solutions, archives.

use super::Desk;

const ROLE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Role id=\"{3700f46f-8f09-ef11-9f8a-0022480c5a42}\" name=\"Claims Handler\">\n  <IsCustomizable>1</IsCustomizable>\n  <RolePrivileges>\n    <RolePrivilege name=\"prvReadacme_Claim\" level=\"Deep\" />\n    <RolePrivilege name=\"prvReadAccount\" level=\"Local\" />\n  </RolePrivileges>\n</Role>";

/// An unpacked solution with much that is not imported.
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
