//! People: who is one person, who is administrator, whom apps name, and where users without a unit are.

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::diagnostics::Diagnostic;
use dictum::engine::{Settings, analyze};
use dictum::text::Sources;

/// The findings in a text, as `name: message`.
fn all(text: &str) -> Vec<Diagnostic> {
    let sources = Sources::single("policies.dictum", text);
    let today = "2026-11-21".parse().expect("a date");
    analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today }).diagnostics
}

fn found(text: &str) -> Vec<String> {
    let all = all(text);
    all.iter().map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
}

fn of<'a>(found: &'a [String], rule: &str) -> Vec<&'a str> {
    found.iter().filter_map(|one| one.strip_prefix(rule)?.strip_prefix(": ")).collect()
}

const ENVIRONMENT: &str = "environment prod { type = production; dataverse { language = 1033; currency = EUR } }\n\
    data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }\n";

const APART: &str = "tables { sbh_incident : user_owned }
role clinician { includes = [basic_user]; grid { table create read
  sbh_incident user user } }
role auditor { includes = [app_opener]; grid { table read
  sbh_incident org } }
duties \"Nobody treats and audits\" { never both [clinician, auditor] }
";

#[test]
fn one_person_is_one_user() {
    let (one, two) = ("11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555");
    let found = found(&format!(
        "{ENVIRONMENT}{APART}
         user ames    {{ upn = \"ames@stbrenda.example\"; id = \"{one}\"; roles {{ prod = [clinician] }} }}
         user ames_2  {{ upn = \"AMES@stbrenda.example\"; id = \"{one}\"; roles {{ prod = [auditor] }} }}
         user engine  {{ application = \"{two}\"; access_mode = non_interactive; roles {{ prod = [clinician] }} }}
         user engine2 {{ application = \"{}\"; access_mode = non_interactive; roles {{ prod = [auditor] }} }}",
        two.to_uppercase()
    ));
    assert_eq!(
        of(&found, "person-twice"),
        [
            "users `ames` and `ames_2` are one person: they have the same user principal name and Entra id",
            "users `engine` and `engine2` are one application: they have the same client id",
        ]
    );
    assert_eq!(
        of(&found, "duties-held-together"),
        [
            "`ames` and `ames_2` are one person, who holds `clinician` and `auditor` in `prod`, which nobody may",
            "`engine` and `engine2` are one person, who holds `clinician` and `auditor` in `prod`, which nobody may",
        ]
    );
}

#[test]
fn three_users_of_one_person_are_joined_whatever_they_have_in_common() {
    let id = "11111111-2222-4333-8444-555555555555";
    let found = found(&format!(
        "{ENVIRONMENT}{APART}
         user a {{ upn = \"a@x.example\"; roles {{ prod = [clinician] }} }}
         user b {{ upn = \"A@x.example\"; id = \"{id}\" }}
         user c {{ id = \"{id}\"; roles {{ prod = [auditor] }} }}"
    ));
    assert_eq!(of(&found, "person-twice").len(), 2);
    assert_eq!(of(&found, "duties-held-together").len(), 1);
}

#[test]
fn different_people_and_texts_that_are_no_ids_are_left_alone() {
    let found = found(&format!(
        "{ENVIRONMENT}{APART}
         user a {{ upn = \"a@x.example\"; id = \"later\"; roles {{ prod = [clinician] }} }}
         user b {{ upn = \"b@x.example\"; id = \"later\"; roles {{ prod = [auditor] }} }}"
    ));
    assert_eq!(of(&found, "person-twice"), [""; 0]);
    assert_eq!(of(&found, "duties-held-together"), [""; 0]);
}

const EVERYBODY: &str =
    "environment prod { type = production; access = sg_prod; dataverse { language = 1033; currency = EUR } }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
group sg_prod { kind = security; owners = [zoe]; members = [ann, bob, cleo, zoe] }
user ann  { upn = \"ann@stbrenda.example\"; roles { prod = [basic_user] } }
user bob  { upn = \"bob@stbrenda.example\"; roles { prod = [basic_user] } }
user cleo { upn = \"cleo@stbrenda.example\"; roles { prod = [basic_user] } }
user zoe  { upn = \"zoe@stbrenda.example\"; access_mode = administrative; roles { prod = [system_administrator] } }
";

#[test]
fn a_team_of_everybody_makes_administrators_of_all() {
    let team = "team everybody { in = prod; kind = entra_group; group = sg_prod; roles = [system_administrator] }\n";
    let none = found(&format!("{EVERYBODY}{team}"));
    assert_eq!(
        of(&none, "undeclared-administrator"),
        ["4 people are system administrators of `prod`, and none is declared as one"]
    );
    // No rule advises to remove the role from the real administrator.
    assert_eq!(of(&none, "role-given-twice"), [""; 0]);
    let declared = "role_administrators it { who = [zoe]; assign = [system_administrator] }\n";
    let some = found(&format!("{EVERYBODY}{team}{declared}"));
    assert_eq!(
        of(&some, "undeclared-administrator"),
        ["3 people are system administrators of `prod`, beside those who are declared"]
    );
    assert_eq!(found(&format!("{EVERYBODY}{declared}")), [""; 0]);
    // Users who assign other roles are not declared by that.
    let desk = found(&format!("{EVERYBODY}role_administrators desk {{ who = [zoe]; assign = [basic_user] }}\n"));
    assert_eq!(of(&desk, "undeclared-administrator").len(), 1);
}

#[test]
fn a_role_that_includes_the_administrator_makes_one() {
    let ops = "role ops { includes = [system_administrator] }\n";
    let text = format!("{ENVIRONMENT}{ops}user ann {{ upn = \"ann@x.example\"; roles {{ prod = [ops] }} }}\n");
    let found = all(&text);
    let finding = found.iter().find(|one| one.rule.name == "undeclared-administrator").expect("a finding");
    assert_eq!(finding.message, "1 person is system administrator of `prod`, and none is declared as one");
    let said = format!("{finding:?}");
    assert!(said.contains("`ann` holds `ops`, which includes it, directly"), "{said}");
    let dangerous: Vec<&str> =
        found.iter().filter(|one| one.rule.name == "dangerous-privilege").map(|one| one.message.as_str()).collect();
    assert_eq!(dangerous, ["role `ops` grants `system_administrator`"]);
}

#[test]
fn members_whom_nobody_lists_are_told_by_their_group() {
    let found = found(&format!(
        "{ENVIRONMENT}group sg_ops {{ kind = security; rule = \"user.department -eq \\\"IT\\\"\" }}
         team ops {{ in = prod; kind = entra_group; group = sg_ops; roles = [system_administrator] }}"
    ));
    assert_eq!(
        of(&found, "undeclared-administrator"),
        ["every member of group `sg_ops` is system administrator of `prod`, and none is declared as one"]
    );
}

#[test]
fn disabled_and_shut_out_users_are_no_administrators() {
    let found = found(
        "environment prod { type = production; access = sg; dataverse { language = 1033; currency = EUR } }
         data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
         group sg { kind = security; owners = [ann]; members = [ann, bob] }
         user ann { upn = \"ann@x.example\"; roles { prod = [basic_user] } }
         user bob { upn = \"bob@x.example\"; enabled = no; roles { prod = [system_administrator] } }
         user eve { upn = \"eve@x.example\"; roles { prod = [system_administrator] } }",
    );
    assert_eq!(of(&found, "undeclared-administrator"), [""; 0]);
}

const APPS: &str = "scale criticity { low < high }
criteria app { patient_data : bool }
rules criticity { high when patient_data; low otherwise }
group sg_coe { kind = security; owners = [ann]; members = [ann] }
control low  { process = automated }
control high { process = regular_review every 12 months; by = sg_coe }
environment prod { type = production; managed = yes; access = sg_prod; dataverse { language = 1033; currency = EUR } }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
group sg_prod { kind = security; owners = [ann]; members = [ann, zoe] }
user ann { upn = \"ann@stbrenda.example\"; name = \"Ann Hill\"; roles { prod = [basic_user] } }
user zoe { upn = \"zoe@stbrenda.example\"; roles { prod = [basic_user] } }
user old { upn = \"old@stbrenda.example\"; enabled = no }
";

#[test]
fn owners_and_makers_are_looked_up() {
    let found = found(&format!(
        "{APPS}maker_team makers {{ members = [anne, old] }}
         app bed_board {{ environment = prod; owner = anne; made_by = makers; patient_data = yes; reviewed = 2026-09-01 }}
         app other_board {{ environment = prod; owner = old; made_by = makers; patient_data = yes; reviewed = 2026-09-01 }}"
    ));
    assert_eq!(of(&found, "unknown-person"), ["owner of app `bed_board` is not a declared user: there is no `anne`"]);
    assert_eq!(
        of(&found, "disabled-person"),
        ["`old` is disabled, and is owner of app `other_board`, and named in one more place"]
    );
    assert_eq!(of(&found, "person-shut-out").len(), 1, "{found:?}");
}

#[test]
fn a_person_goes_by_symbol_principal_name_and_display_name() {
    let found = found(&format!(
        "{APPS}maker_team makers {{ members = [\"ANN@stbrenda.example\", \"Ann Hill\"] }}
         app board {{ environment = prod; owner = zoe; made_by = makers; patient_data = no }}"
    ));
    assert_eq!(of(&found, "unknown-person"), [""; 0]);
}

#[test]
fn without_users_nobody_is_looked_up() {
    let found = found(
        "environment prod { type = production }
         data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
         maker_team makers { members = [anne, old] }
         app board { environment = prod; owner = anne; made_by = makers }",
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn nobody_reviews_an_app_of_their_own() {
    let app = "app board { environment = prod; owner = ann; patient_data = yes; reviewed = 2026-09-01 }\n";
    let alone = found(&format!("{APPS}{app}"));
    assert_eq!(of(&alone, "reviewer-of-own-app"), ["`ann` reviews app `board`, and is owner of app `board`"]);
    let two = found(&format!("{APPS}{app}").replace("members = [ann] }", "members = [ann, zoe] }"));
    assert_eq!(of(&two, "reviewer-of-own-app"), [""; 0]);
    assert_eq!(of(&two, "reviewer-among-makers"), ["`ann`, owner of app `board`, could review app `board`"]);
    // A disabled reviewer cannot review.
    let disabled = found(&format!("{APPS}{app}").replace("members = [ann] }", "members = [ann, old] }"));
    assert_eq!(of(&disabled, "reviewer-of-own-app").len(), 1);
    let other = found(&format!("{APPS}{}", app.replace("owner = ann", "owner = zoe")));
    assert_eq!(of(&other, "reviewer-of-own-app"), [""; 0]);
}

#[test]
fn reviewers_must_be_let_in_and_enabled() {
    let app = "app board { environment = prod; owner = zoe; patient_data = yes; reviewed = 2026-09-01 }\n";
    let shut = found(&format!("{APPS}{app}").replace("members = [ann, zoe] }", "members = [zoe] }"));
    assert_eq!(of(&shut, "person-shut-out"), ["no reviewer of app `board` may enter `prod`"]);
    let disabled = found(&format!("{APPS}{app}").replace("members = [ann] }", "members = [old] }"));
    assert!(of(&disabled, "disabled-person").contains(&"no reviewer of app `board` can sign in"), "{disabled:?}");
}

#[test]
fn disabled_owners_of_groups_are_told() {
    let found = found(&format!("{APPS}group sg_x {{ kind = security; owners = [old]; members = [ann] }}\n"));
    assert_eq!(of(&found, "disabled-person"), ["`old` is disabled, and is owner of group `sg_x`"]);
}

const UNITS: &str = "business_units stbrenda { wards; administration }
tables { sbh_patient : user_owned sensitive; sbh_bed : user_owned }
environment prod { type = production; dataverse { language = 1033; currency = EUR } }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
";

#[test]
fn a_forgotten_unit_is_the_root() {
    let role = "role clinician { includes = [basic_user]; grid { table read\n sbh_patient deep } }\n";
    let people = "user ames { upn = \"ames@x.example\"; roles { prod = [clinician] } }
         user boyd { upn = \"boyd@x.example\"; business_unit = wards }
         team night { in = prod; kind = owner; members = [boyd]; roles = [clinician] }\n";
    let wide = found(&format!("{UNITS}{role}{people}"));
    assert_eq!(
        of(&wide, "root-by-omission"),
        [
            "user `ames` has no `business_unit`, so `clinician` reaches every row of `sbh_patient`, which is sensitive",
            "team `night` has no `business_unit`, so `clinician` reaches every row of `sbh_patient`, which is sensitive",
        ]
    );
    let unit = found(&format!("{UNITS}{}{people}", role.replace("deep", "bu")));
    assert_eq!(of(&unit, "root-by-omission").len(), 2);
    // If nothing is sensitive, `bu` in the root is no wider than elsewhere, and `deep` covers everything.
    let bed = role.replace("sbh_patient", "sbh_bed");
    assert_eq!(of(&found(&format!("{UNITS}{bed}{people}")), "root-by-omission").len(), 2);
    let narrow = bed.replace("deep", "bu");
    assert_eq!(of(&found(&format!("{UNITS}{narrow}{people}")), "root-by-omission"), [""; 0]);
    // A root unit that is written is intended.
    let meant = people.replace("; roles { prod", "; business_unit = stbrenda; roles { prod");
    let meant = meant.replace("kind = owner", "business_unit = stbrenda; kind = owner");
    assert_eq!(of(&found(&format!("{UNITS}{role}{meant}")), "root-by-omission"), [""; 0]);
    // `org` is no wider from the root.
    let org = role.replace("deep", "org");
    assert_eq!(of(&found(&format!("{UNITS}{org}{people}")), "root-by-omission"), [""; 0]);
}

#[test]
fn a_default_team_has_no_members_of_other_environments() {
    let found = found(
        "business_units stbrenda { wards }
         group sg_prod    { kind = security; owners = [boyd]; members = [boyd] }
         group sg_nursing { kind = security; owners = [kent]; members = [kent] }
         environment prod    { type = production; access = sg_prod; dataverse { language = 1033; currency = EUR } }
         environment nursing { type = production; access = sg_nursing; dataverse { language = 1033; currency = EUR } }
         user boyd { upn = \"boyd@x.example\"; business_unit = wards; roles { prod = [basic_user] } }
         user kent { upn = \"kent@x.example\"; business_unit = wards; roles { nursing = [basic_user] } }
         team wards_of_prod { in = prod; business_unit = wards; kind = default; roles = [app_opener] }
         data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }",
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_person_who_is_not_there_is_suggested_by_any_name() {
    let all = all(&format!(
        "{ENVIRONMENT}user ann {{ upn = \"ann.arbor@contoso.com\"; name = \"Ann Arbor\" }}
         user carol {{ upn = \"carol@contoso.com\" }}
         maker_team makers {{ members = [\"ann arbr\", carrol, nobody] }}
         app one {{ environment = prod; owner = \"caroll@contoso.com\"; made_by = makers; connectors = [sharepointonline] }}"
    ));
    let helps: Vec<(&str, &str)> = all
        .iter()
        .filter(|finding| finding.rule.name == "unknown-person")
        .map(|finding| (&*finding.message, finding.help.as_deref().unwrap_or("")))
        .collect();
    let help = |name: &str| {
        helps.iter().find(|(message, _)| message.ends_with(&format!("no `{name}`"))).map_or("", |(_, help)| help)
    };
    assert_eq!(help("ann arbr"), "did you mean `Ann Arbor`?");
    assert_eq!(help("carrol"), "did you mean `carol`?");
    assert_eq!(help("caroll@contoso.com"), "did you mean `carol@contoso.com`?");
    assert!(help("nobody").starts_with("correct the name"), "{helps:?}");
}

#[test]
fn a_role_that_opens_an_app_of_its_own_is_not_held_twice() {
    let held = |roles: &str, more: &str| {
        let found = found(&format!(
            "{ENVIRONMENT}role sales {{ includes = [app_opener]; grid {{ table read
               account org }} }}
             role lead_of_sales {{ includes = [sales]; grid {{ table write
               account org }} }}
             {more}user ann {{ upn = \"ann@contoso.com\"; roles {{ prod = [{roles}] }} }}"
        ));
        of(&found, "role-given-twice").len()
    };
    let app = |roles: &str| {
        format!("app desk {{ kind = model_driven; environment = prod; owner = ann; roles = [{roles}] }}\n")
    };
    assert_eq!(held("sales, lead_of_sales", ""), 1);
    assert_eq!(held("sales, lead_of_sales", &app("sales")), 0, "the wider role does not open the app");
    assert_eq!(held("sales, lead_of_sales", &app("sales, lead_of_sales")), 1);
    let shipped = "role shipped { existing = yes }\nrole own { includes = [shipped, app_opener] }\n";
    assert_eq!(held("shipped, own", shipped), 0, "nobody knows what is in it");
}
