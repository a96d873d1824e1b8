//! Who can do what, and who cannot.

use super::{Fails, Holds, NotKnown, chain, one, stand, tried};

/// Nested units, a role of each reach, a gate, and people of each kind.
const WARDS: &str = r#"
business_units hospital { clinical { ward_a; ward_b }; office }

tables { sbh_patient : user_owned; sbh_price : organization_owned }

role nurse {
  includes = [basic_user]
  grid {
    table        create  read  write  delete
    sbh_patient  user    bu    user   none
    sbh_price    none    org   none   none
  }
}

role doctor {
  includes = [nurse]
  grid {
    table        read  write  delete
    sbh_patient  deep  deep   user
  }
}

role archivist { includes = [basic_user]; grid { table read
    sbh_patient org
  } }

role bought { name = "Bought"; existing = yes }

group sg_care    { kind = security; members = [ann, ben, cid, dot, eve, sg_nested] }
group sg_nested  { kind = security; members = [fay] }
group sg_dynamic { kind = security; rule = "user.department -eq \"Archive\"" }

environment care {
  type   = production
  region = europe
  access = sg_care
  dataverse { language = 1033; currency = EUR }
}

user ann { upn = "ann@x.org"; business_unit = ward_a; roles { care = [nurse] } }
user ben { upn = "ben@x.org"; business_unit = clinical; roles { care = [doctor] } }
user cid { upn = "cid@x.org"; business_unit = office; enabled = no; roles { care = [archivist] } }
user dot { upn = "dot@x.org"; business_unit = office; access_mode = read; roles { care = [doctor] } }
user eve { upn = "eve@x.org"; business_unit = office; roles { care = [bought] } }
user fay { upn = "fay@x.org"; business_unit = ward_b; roles { care = [nurse] } }
user gus { upn = "gus@x.org"; business_unit = office; roles { care = [archivist] } }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#;

#[test]
fn reach_is_measured_from_the_unit_of_the_holder() {
    stand(
        WARDS,
        &[
            ("user ann in care can read sbh_patient", Holds),
            ("user ann in care can read sbh_patient of ward_a", Holds),
            ("user ann in care can read sbh_patient of ward_b", Fails),
            ("user ann in care cannot read sbh_patient of ward_b", Holds),
            ("user ann in care cannot read all sbh_patient", Holds),
            ("user ann in care can read own sbh_patient", Holds),
            ("user ann in care cannot delete own sbh_patient", Holds),
            ("user ann in care can read all sbh_price", Holds),
            ("user ben in care can read sbh_patient of ward_b", Holds),
            ("user ben in care cannot read sbh_patient of office", Holds),
            ("user ben in care can delete own sbh_patient", Holds),
            ("user ben in care cannot delete sbh_patient of clinical", Holds),
        ],
    );
}

#[test]
fn who_cannot_enter_or_sign_in_can_do_nothing() {
    stand(
        WARDS,
        &[
            ("user gus in care cannot read sbh_patient", Holds),
            ("user cid in care cannot read sbh_patient", Holds),
            ("user dot in care can read sbh_patient of office", Holds),
            ("user dot in care cannot write sbh_patient", Holds),
        ],
    );
    let gus = one(WARDS, "user gus in care can read sbh_patient");
    assert!(chain(&gus).contains("group `sg_care`, which may enter, does not have them"), "{}", chain(&gus));
    let cid = one(WARDS, "user cid in care can read sbh_patient");
    assert!(chain(&cid).contains("`cid` is disabled"), "{}", chain(&cid));
}

#[test]
fn what_the_source_does_not_say_is_no_pass_either_way() {
    stand(
        WARDS,
        &[
            // It is unknown what the bought role grants.
            ("user eve in care can read sbh_patient", NotKnown),
            ("user eve in care cannot read sbh_patient", NotKnown),
            // The platform does not admit members of nested groups automatically.
            ("user fay in care can read sbh_patient of ward_b", NotKnown),
            ("user fay in care cannot read sbh_patient of ward_b", NotKnown),
            // An open gate does not matter if no grant reaches the rows.
            ("user fay in care cannot read sbh_patient of ward_a", Holds),
        ],
    );
    let eve = one(WARDS, "user eve in care cannot read sbh_patient");
    assert!(chain(&eve).contains("what role `bought` grants is not known in full"), "{}", chain(&eve));
}

#[test]
fn a_team_whose_members_a_rule_chooses_may_have_anyone() {
    let text =
        format!("{WARDS}\nteam archive {{ in = care; kind = entra_group; group = sg_dynamic; roles = [archivist] }}\n");
    stand(
        &text,
        &[
            ("user ann in care cannot read sbh_patient of ward_b", NotKnown),
            ("user ann in care can read sbh_patient of ward_a", Holds),
            ("user ann in care cannot write sbh_patient of ward_b", Holds),
            ("team archive in care can read all sbh_patient", Holds),
            ("team archive in care cannot write sbh_patient", Holds),
            ("nobody outside clinical, user dot, user eve reads sbh_patient in care", NotKnown),
            ("nobody outside clinical, user dot, user eve, team archive reads sbh_patient in care", Holds),
            ("nobody outside clinical, user eve writes sbh_patient of ward_a in care", Holds),
        ],
    );
}

#[test]
fn nobody_outside_leaves_out_what_is_named() {
    stand(
        WARDS,
        &[
            // `dot` reads rows of her own unit, and `eve` possibly does.
            ("nobody outside clinical reads sbh_patient", Fails),
            ("nobody outside clinical, user dot reads sbh_patient", NotKnown),
            ("nobody outside clinical, user dot, user eve reads sbh_patient", Holds),
            ("nobody outside clinical, role doctor, role bought can read sbh_patient in care", Holds),
            ("nobody outside role nurse, user eve reads sbh_patient", Holds),
            ("nobody outside group sg_nested writes sbh_patient", Fails),
            ("nobody outside clinical can delete sbh_patient of ward_a", NotKnown),
            ("nobody outside clinical, user eve can delete sbh_patient of ward_a", Holds),
        ],
    );
    let dot = one(WARDS, "nobody outside clinical reads sbh_patient");
    let chain = chain(&dot);
    for part in [
        "user `dot` can read `sbh_patient` in `care`",
        "role `doctor` grants `deep` here, measured from `office`",
        "`doctor` is held directly",
    ] {
        assert!(chain.contains(part), "`{part}` is missing in:\n{chain}");
    }
}

#[test]
fn a_failing_sentence_shows_the_chain_of_grants() {
    let ran = one(WARDS, "user ben in care cannot read sbh_patient of ward_b");
    let finding = ran.finding.as_ref().expect("a finding");
    assert_eq!(finding.rule.code.to_string(), "D7030");
    assert_eq!(finding.message, "user `ben` can read rows of `sbh_patient` of `ward_b` in `care`");
    let places: Vec<bool> = finding.labels.iter().map(|label| label.location.span.is_empty()).collect();
    assert_eq!(places, [false; 3], "the sentence, the grant, the assignment");
    let witness = finding.witness.as_ref().expect("a witness");
    let parts: Vec<String> = witness.parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(parts.join(" "), "user=ben environment=care verb=read table=sbh_patient unit=ward_b");
}

#[test]
fn what_cannot_be_asked_is_not_known() {
    let text = format!("{WARDS}\nenvironment bare {{ type = sandbox }}\n");
    stand(
        &text,
        &[
            ("user ann in bare can read sbh_patient", NotKnown),
            ("user ann in bare cannot read sbh_patient", NotKnown),
            ("nobody outside clinical reads sbh_patient in bare", NotKnown),
        ],
    );
}

#[test]
fn an_error_in_what_is_asked_about_makes_the_answer_unsafe() {
    // Two rows of one role contradict each other.
    let text = WARDS.replace(
        "    sbh_price    none    org   none   none\n  }",
        "    sbh_price    none    org   none   none\n    sbh_patient  none    org   none   none\n  }",
    );
    assert_ne!(text, WARDS);
    stand(&text, &[("user ann in care cannot read sbh_patient of ward_b", NotKnown)]);
    // A declaration that could not be read may contain anything.
    let text = format!("{WARDS}\nrole broken {{ grid {{ table raed }} }}\n");
    let (ran, _) = tried(&format!("{text}\ntest \"one\" {{ user ann in care can read sbh_patient of ward_a }}\n"));
    assert_eq!(ran[0].verdict, NotKnown);
    assert!(chain(&ran[0]).contains("an error that it may depend on"));
}
