//! Existing roles, quoted names, and people who cannot use their roles: from the source to the output.

use super::{Desk, Run};

const PROJECT: &str = "[project]\nname = \"roles\"\nedition = 2026\n";
const POLICY: &str = "data_policy b { applies_to = all; business = [sharepointonline]; non_business = rest }\n";
const PROD: &str = "environment prod { type = production; dataverse { language = 1033; currency = EUR } }\n";

/// A project of one file.
fn project(text: &str) -> Desk {
    Desk::with(&[("dictum.toml", PROJECT), ("a.dictum", &format!("{PROD}{text}{POLICY}"))])
}

trait Tells {
    fn all(&self) -> String;
    fn tells(self, parts: &[&str]) -> Self;
}

impl Tells for Run {
    /// Standard output and standard error.
    fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// Fails unless the two outputs together contain all of these.
    fn tells(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.all().contains(part), "`{part}` is missing in: {}", self.all());
        }
        self
    }
}

/// All files of a build.
fn written(desk: &Desk) -> Vec<(String, String)> {
    let mut open = vec![desk.path("o/dataverse")];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push((path.display().to_string(), std::fs::read_to_string(path).expect("a text")));
            }
        }
    }
    files
}

const USERS: &str = r#"{ "value": [{
  "systemuserid": "0f1e2d3c-0000-4000-8000-000000000041", "domainname": "alice@contoso.com", "fullname": "Alice",
  "azureactivedirectoryobjectid": "0f1e2d3c-0000-4000-8000-000000000061",
  "systemuserroles_association": [
    { "roleid": "41110000-0000-4000-8000-000000000001", "name": "Salesperson" },
    { "roleid": "41110000-0000-4000-8000-000000000002", "name": "Basic User" }
  ]
}] }"#;

#[test]
fn roles_that_an_export_only_names_are_held_and_never_written() {
    let desk = Desk::with(&[("users.json", USERS)]);
    desk.run(&["import", "dataverse", "users.json", "--environment", "prod", "--out", "p"])
        .ends(0)
        .tells(&["declared as a role that exists, which no target writes"]);
    let source = desk.read("p/organisation.dictum");
    assert!(source.contains("existing = yes"), "{source}");
    desk.run(&["check", "p"]).ends(0);
    desk.run(&["build", "p", "--target", "dataverse", "--out", "o"]).ends(0);
    let files = written(&desk);
    for (path, text) in &files {
        assert!(!text.contains("ReplacePrivilegesRole") && !path.contains("Roles/"), "{path}: {text}");
    }
    // It is assigned with the id from the export.
    let gives = "roles(41110000-0000-4000-8000-000000000001)";
    assert!(files.iter().any(|(_, text)| text.contains("systemuserroles_association") && text.contains(gives)));
}

#[test]
fn a_role_that_exists_without_an_id_is_found_by_its_name() {
    let text = "role salesperson { name = \"Sales'person\"; existing = yes }\nuser ann { upn = \"ann@contoso.com\"; id = \"0f1e2d3c-0000-4000-8000-000000000061\"; roles { prod = [salesperson, basic_user] } }\n";
    let desk = project(text);
    desk.run(&["check", "."]).ends(0);
    desk.run(&["build", ".", "--target", "dataverse", "--out", "o"]).ends(0);
    let files = written(&desk);
    assert!(files.iter().any(|(_, text)| text.contains("name%20eq%20'Sales''person'%20and%20_businessunitid_value")));
    assert!(files.iter().all(|(_, text)| !text.contains("ReplacePrivilegesRole")));
}

#[test]
fn a_changed_role_of_the_platform_is_imported_checked_and_built_under_its_name() {
    let file = "<Role id=\"{0a0b0c0d-0000-4000-8000-000000000001}\" name=\"System Customizer\"><IsCustomizable>1</IsCustomizable><RolePrivileges><RolePrivilege name=\"prvReadAccount\" level=\"Global\" /></RolePrivileges></Role>";
    let desk = Desk::with(&[("SystemCustomizer.xml", file)]);
    desk.run(&["import", "dataverse", "SystemCustomizer.xml", "--out", "p"]).ends(0);
    let source = desk.read("p/organisation.dictum");
    assert!(source.contains("role system_customizer {") && source.contains("existing = yes"), "{source}");
    desk.run(&["check", "p"]).ends(0);
    desk.run(&["build", "p", "--target", "dataverse", "--out", "o"]).ends(0);
    assert!(!desk.path("o/dataverse/solution/Roles").exists());
    // The administrator role cannot be changed, so it is not declared at all.
    desk.put("admin/A.xml", file.replace("System Customizer", "System Administrator"));
    desk.run(&["import", "dataverse", "admin/A.xml", "--out", "q"]).ends(0);
    assert!(!desk.path("q").exists());
}

#[test]
fn nothing_takes_the_grants_of_a_bound_role_away_unless_the_source_says_so() {
    let role = |rest: &str| format!("role clerk {{ id = \"0a0b0c0d-0000-4000-8000-000000000001\"{rest} }}\n");
    let build = ["build", ".", "--target", "dataverse", "--out", "o"];
    let desk = project(&role(""));
    desk.run(&build).ends(1).tells(&["D3910", "grants nothing, and a build would take away"]);
    assert!(!desk.path("o").exists());
    project(&role("; grants = none")).run(&build).ends(0);
    project(&role("; existing = yes")).run(&build).ends(0);
    // The bindings have the same effect as the source.
    let desk = project("role clerk {}\n");
    desk.run(&build).ends(0);
    desk.put("b.json", r#"{ "roles": { "clerk": "0a0b0c0d-0000-4000-8000-000000000001" } }"#);
    desk.run(&["build", ".", "--target", "dataverse", "--out", "o2", "--bindings", "b.json"]).ends(1).tells(&["D3910"]);
}

#[test]
fn a_role_that_includes_what_nobody_knows_is_not_written() {
    let role = "role salesperson { existing = yes }\nrole seller {\n  includes = [salesperson, app_opener]\n}\n";
    let user = "user ann { upn = \"ann@contoso.com\"; id = \"0f1e2d3c-0000-4000-8000-000000000061\"; roles { prod = [seller] } }\n";
    let desk = project(&format!("{role}{user}"));
    desk.run(&["check", "."]).ends(0);
    desk.run(&["build", ".", "--target", "dataverse", "--out", "o"])
        .ends(1)
        .tells(&["D3911", "the grants of `salesperson` are unknown"]);
    // Answers state that they may be too narrow.
    desk.run(&["query", "who-can", "write", "account", "."])
        .ends(1)
        .tells(&["0 of 1 users", "not known: 1 more by `seller`"]);
}

#[test]
fn a_privilege_in_quotes_is_the_grant_it_names() {
    let text = "tables { acme_visit : user_owned schema \"acme_Visit\" }\nrole agent {\n  includes = [app_opener]\n  grid {\n    table    read\n    account  user\n  }\n  privileges = [\"prvReadAccount\", \"prvReadacme_Visit\", \"prvWriteRole\", \"prvAssignRole\", \"prvActOnBehalfOfAnotherUser\", \"prvReadNobodyKnows\"]\n}\nuser alice { upn = \"alice@contoso.com\"; roles { prod = [agent] } }\n";
    let desk = project(text);
    for (verb, table) in [("read", "account"), ("read", "acme_visit"), ("write", "role"), ("assign", "role")] {
        desk.run(&["query", "who-can", verb, table, "."]).ends(0).tells(&["1 of 1 users", "alice  all rows"]);
    }
    let told = desk.run(&["check", "."]).ends(0);
    told.tells(&["D5006", "D5210", "D5254", "D5282", "`ReadNobodyKnows`"]);
}

#[test]
fn who_cannot_use_it_is_not_counted() {
    let user = |name: &str, rest: &str| {
        format!("user {name} {{ upn = \"{name}@contoso.com\"{rest}; roles {{ prod = [r] }} }}\n")
    };
    let role = "tables { t_a : user_owned }\nrole r {\n  includes = [app_opener]\n  grid {\n    table  read  write\n    t_a    org   org\n  }\n}\n";
    let people = [
        user("alice", "; access_mode = read"),
        user("bob", "; access_mode = administrative"),
        user("carol", "; enabled = no"),
        user("dora", ""),
    ];
    let desk = project(&format!("{role}{}", people.concat()));
    desk.run(&["query", "who-can", "write", "t_a", "."]).ends(0).tells(&[
        "1 of 4 users can write",
        "dora  all rows",
        "not counted: alice, whose roles grant it, may only read",
        "not counted: bob, whose roles grant it, works with settings only",
        "not counted: carol, whose roles grant it, is disabled",
    ]);
    desk.run(&["query", "who-can", "read", "t_a", "."]).ends(0).tells(&["2 of 4 users can read"]);
    let json = desk.run(&["query", "who-can", "write", "t_a", ".", "-o", "json"]).ends(0).json();
    let hindered: Vec<&str> =
        json.as_array().expect("a list").iter().filter_map(|row| row["hindered"].as_str()).collect();
    assert_eq!(hindered, ["read_only", "administrative", "disabled"]);
    desk.run(&["query", "access", "-u", "carol", "-t", "t_a", "-d", "write", "."])
        .ends(1)
        .tells(&["but is disabled, so it has no effect"]);
}

#[test]
fn members_of_a_nested_group_are_not_sure_to_come_in() {
    let text = "group inner { kind = security; owners = [it]; members = [anna] }\ngroup sg { kind = security; owners = [it]; members = [it, inner] }\nenvironment e { type = production; access = sg; dataverse { language = 1033; currency = EUR } }\nuser anna { upn = \"anna@contoso.com\" }\nuser it { upn = \"it@contoso.com\"; roles { e = [system_administrator] } }\nteam makers { in = e; kind = entra_group; group = sg; roles = [basic_user] }\n";
    let desk = project(text);
    desk.run(&["check", "."]).ends(0).tells(&["D5280", "a.dictum"]);
    desk.run(&["query", "access", "-u", "anna", "-e", "e", "-t", "account", "-d", "read", "."])
        .ends(0)
        .tells(&["not sure"]);
    let json = desk
        .run(&["query", "access", "-u", "anna", "-e", "e", "-t", "account", "-d", "read", ".", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!((&json[0]["may_enter"], &json[0]["unsure"]), (&"unknown".into(), &"nested".into()));
}

#[test]
fn the_administrator_reaches_the_organisations_own_tables() {
    let text = "tables { t_a : user_owned; t_o : organization_owned }\nuser it { upn = \"it@contoso.com\"; roles { prod = [system_administrator] } }\nuser al { upn = \"al@contoso.com\"; roles { prod = [system_customizer] } }\n";
    let desk = project(text);
    for (verb, table) in [("read", "t_a"), ("assign", "t_a"), ("delete", "t_o")] {
        desk.run(&["query", "who-can", verb, table, "."]).ends(0).tells(&["2 of 2 users", "all rows"]);
    }
    desk.run(&["query", "who-can", "share", "t_o", "."]).ends(1).tells(&["0 of 2 users"]);
}

#[test]
fn built_in_roles_are_written_with_what_exists() {
    let desk = project(
        "role clerk { includes = [basic_user] }\nrole opener { includes = [app_opener] }\nrole all { includes = [system_administrator] }\n",
    );
    desk.run(&["build", ".", "--target", "dataverse", "--out", "o"]).ends(0);
    let read = |name: &str| desk.read(&format!("o/dataverse/solution/Roles/{name}.xml"));
    let (clerk, opener, all) = (read("clerk"), read("opener"), read("all"));
    for text in [&clerk, &opener, &all] {
        for phantom in ["adx_inviteredemption", "adx_portalcomment", "PluginTypeStatistic", "plugintypestatistic"] {
            assert!(!text.contains(phantom), "{phantom}");
        }
    }
    for task in [
        "prvFlow\" level=\"Global",
        "prvExportToExcel\" level=\"Global",
        "prvReadLicense\" level=\"Global",
        "prvActivateSynchronousWorkflow\" level=\"Basic",
    ] {
        assert!(clerk.contains(task), "{task}");
    }
    assert!(opener.contains("prvFlow") && !opener.contains("prvExportToExcel"));
    // The tasks of an environment were never measured, so none is written because of the administrator role.
    assert!(all.contains("prvReadAccount") && !all.contains("prvBypassCustomPlugins"));
    desk.run(&["check", "."]).ends(0).tells(&["D5283"]);
}

#[test]
fn what_a_role_file_says_in_words_travels_both_ways() {
    let file = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Role id=\"{6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e01}\" name=\"Clerk\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n  <IsCustomizable>1</IsCustomizable>\n  <IsAutoAssigned>0</IsAutoAssigned>\n  <AppliesTo>Claims &amp; more</AppliesTo>\n  <Description>Reads accounts.</Description>\n  <SummaryOfCoreTablePermissions>account: read</SummaryOfCoreTablePermissions>\n  <RolePrivileges>\n    <RolePrivilege name=\"prvReadAccount\" level=\"Global\" />\n  </RolePrivileges>\n</Role>";
    let desk = Desk::with(&[("Clerk.xml", file)]);
    desk.run(&["import", "dataverse", "Clerk.xml", "--inline-ids", "--out", "p"]).ends(0);
    desk.run(&["build", "p", "--target", "dataverse", "--out", "o"]).ends(0);
    assert_eq!(desk.read("o/dataverse/solution/Roles/Clerk.xml"), file);
}

#[test]
fn unmasked_reading_and_descriptions_of_profiles_travel_both_ways() {
    let file = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<FieldSecurityProfiles xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n  <FieldSecurityProfile name=\"Pay\" description=\"Who pays\" fieldsecurityprofileid=\"{67560be0-fd60-ee11-8df0-000d3adf7d8e}\">\n    <FieldPermissions>\n      <FieldPermission>\n        <EntityName>acme_claim</EntityName>\n        <AttributeName>acme_iban</AttributeName>\n        <CanRead>4</CanRead>\n        <CanUpdate>0</CanUpdate>\n        <CanCreate>0</CanCreate>\n        <CanReadUnmasked>3</CanReadUnmasked>\n      </FieldPermission>\n    </FieldPermissions>\n  </FieldSecurityProfile>\n</FieldSecurityProfiles>";
    let desk = Desk::with(&[("FieldSecurityProfiles.xml", file)]);
    desk.run(&["import", "dataverse", "FieldSecurityProfiles.xml", "--inline-ids", "--out", "p"]).ends(0);
    desk.run(&["build", "p", "--target", "dataverse", "--out", "o"]).ends(0);
    assert_eq!(desk.read("o/dataverse/solution/Other/FieldSecurityProfiles.xml"), file);
}

#[test]
fn a_role_that_others_complete_is_built() {
    let role = "role send_as {\n  grid {\n    table            share\n    activitypointer  org\n  }\n}\n";
    let user = |roles: &str| {
        format!(
            "user ann {{ upn = \"ann@contoso.com\"; id = \"0f1e2d3c-0000-4000-8000-000000000061\"; roles {{ prod = [{roles}] }} }}\n"
        )
    };
    let build = ["build", ".", "--target", "dataverse", "--out", "o"];
    project(role).run(&build).ends(0).tells(&["warning", "D5005", "nobody holds it"]);
    let together = project(&format!("{role}{}", user("basic_user, send_as")));
    assert!(!together.run(&["check", "."]).ends(0).all().contains("D5005"));
    project(&format!("{role}{}", user("app_opener, send_as"))).run(&build).ends(1).tells(&[
        "error",
        "D5005",
        "`ann` holds it",
    ]);
}

#[test]
fn roles_that_open_no_app_are_told() {
    let text = "tables { new_leave : user_owned }\nrole employee {\n  grid {\n    table      create  read  write\n    new_leave  user    user  user\n  }\n}\nuser ann { upn = \"ann@contoso.com\"; roles { prod = [employee] } }\n";
    project(text).run(&["check", "."]).ends(0).tells(&["D5281", "`ann` opens no app in `prod` with `employee`"]);
    let opened = text.replace("[employee]", "[employee, app_opener]");
    assert!(!project(&opened).run(&["check", "."]).ends(0).all().contains("D5281"));
    let unseen = format!("role x {{ existing = yes }}\n{}", text.replace("[employee]", "[employee, x]"));
    assert!(!project(&unseen).run(&["check", "."]).ends(0).all().contains("D5281"));
}

#[test]
fn what_a_solution_says_of_its_tables_is_not_guessed() {
    let entity = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Entity><Name LocalizedName=\"Claim\" OriginalName=\"Claim\">acme_Claim</Name><EntityInfo><entity Name=\"acme_Claim\"><attributes><attribute PhysicalName=\"acme_Name\"><Name>acme_name</Name></attribute></attributes><OwnershipTypeMask>UserOwned</OwnershipTypeMask></entity></EntityInfo></Entity>";
    let role = "<Role id=\"{6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e01}\" name=\"Clerk\"><IsCustomizable>1</IsCustomizable><RolePrivileges><RolePrivilege name=\"prvReadacme_Claim\" level=\"Global\" /></RolePrivileges></Role>";
    let relation = "<EntityRelationships><EntityRelationship Name=\"a\"><EntityRelationshipType>OneToMany</EntityRelationshipType><ReferencingEntityName>acme_Claim</ReferencingEntityName><ReferencedEntityName>Account</ReferencedEntityName></EntityRelationship></EntityRelationships>";
    let desk = Desk::with(&[
        ("sol/Entities/acme_Claim/Entity.xml", entity),
        ("sol/Other/Relationships/Account.xml", relation),
        ("sol/Roles/Clerk.xml", role),
    ]);
    let run = desk.run(&["import", "dataverse", "sol", "--out", "p"]).ends(0);
    assert!(!run.all().contains("assumed"), "{}", run.all());
    let source = desk.read("p/organisation.dictum");
    assert!(source.contains("acme_claim : user_owned schema \"acme_Claim\" lookup account"), "{source}");
    // The same in one file of a whole solution.
    let whole = format!(
        "<ImportExportXml><Entities>{}</Entities><Roles>{role}</Roles>{relation}</ImportExportXml>",
        entity.split_once('\n').expect("two lines").1
    );
    let whole = Desk::with(&[("customizations.xml", &whole)]);
    whole.run(&["import", "dataverse", "customizations.xml", "--out", "p"]).ends(0);
    assert_eq!(whole.read("p/organisation.dictum"), source);
}
