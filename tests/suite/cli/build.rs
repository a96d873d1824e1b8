//! `build` as a command: the files that it leaves on the disk.

use super::{CLEAN, Desk, WRONG, settings};

fn contoso() -> Desk {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "contoso", "shop"]).ends(0);
    desk
}

#[test]
fn a_build_writes_its_folder_and_nothing_else() {
    let desk = contoso();
    let before = desk.files("shop");
    desk.run(&["build", "shop", "--out", "out"]).ends(0).says(&["wrote ", "files to out"]);
    assert_eq!(desk.files("shop"), before);
    let names: Vec<String> = desk.files("out").into_iter().map(|(name, _)| name).collect();
    for name in ["bundle.json", "manifest.json", "power-platform/plan.json"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
    // The settings give another folder.
    desk.run(&["build", "shop"]).ends(0);
    assert!(desk.path("shop/dist/manifest.json").is_file());
}

#[test]
fn a_build_is_the_same_from_anywhere() {
    let desk = contoso();
    desk.run(&["build", "shop", "--out", "one"]).ends(0);
    desk.run(&["build", "./shop", "--out", "two", "--today", "2031-01-01"]).ends(0);
    assert!(desk.files("one") == desk.files("two"), "the way to a project is not seen in what is built");
    let moved = Desk::empty();
    moved.run(&["init", "--template", "contoso", "deep/down/shop"]).ends(0);
    moved.run(&["build", "deep/down/shop", "--out", "out"]).ends(0);
    assert!(moved.files("out") == desk.files("one"), "where a project lies is not seen in what is built");
}

#[test]
fn targets_are_chosen() {
    let desk = contoso();
    desk.run(&["build", "shop", "--out", "out", "--target", "bundle"]).ends(0);
    assert!(!desk.path("out/power-platform").exists());
    desk.run(&["build", "shop", "--out", "out", "-t", "power-platform", "--api", "v1"]).ends(0);
    assert!(desk.path("out/power-platform/plan.json").is_file());
    assert!(!desk.path("out/bundle.json").exists(), "the folder is replaced whole");
    desk.run(&["build", "shop", "-t", "terraformm"]).ends(2).says(&["there is no target `terraformm`", "`bundle`"]);
    desk.run(&["build", "shop", "--api", "v3"]).ends(2).says(&["`v3`", "`v2`"]);
    let help = desk.run(&["build", "--help"]).ends(0).out;
    for target in dictum::emit::Target::ALL {
        assert!(help.contains(target.name()), "`{}` in the help", target.name());
    }
}

#[test]
fn errors_write_nothing_and_leave_what_was_there() {
    let desk = Desk::with(&[("shop/dictum.toml", &settings("shop")), ("shop/a.dictum", CLEAN)]);
    desk.run(&["build", "shop", "--out", "out"]).ends(0);
    let before = desk.files("out");
    desk.put("shop/b.dictum", WRONG.replace("sales", "crm"));
    desk.run(&["build", "shop", "--out", "out"]).ends(1).gives(&["D1004"]).says(&["nothing was written"]);
    assert!(desk.files("out") == before, "what was there is still there");
    desk.run(&["build", "shop", "--out", "new"]).ends(1);
    assert!(!desk.path("new").exists());
}

#[test]
fn an_unbound_environment_is_told_before_anything_is_written() {
    let text = CLEAN.replace("= all", "= only [sales]");
    let desk = Desk::with(&[("a.dictum", &text)]);
    desk.run(&["build", "--target", "power-platform", "--out", "out"]).ends(1).gives(&["D3901", "`sales`"]);
    assert!(!desk.path("out").exists());
    desk.put("ids.json", "{ \"environments\": { \"sales\": \"7b2f0c39-6d1e-4a58-9c44-1f0de2a7b683\" } }\n");
    desk.run(&["build", "--target", "power-platform", "--out", "out", "--bindings", "ids.json"]).ends(0);
    let request = desk.read("out/power-platform/data-policies/baseline.json");
    assert!(request.contains("7b2f0c39-6d1e-4a58-9c44-1f0de2a7b683"), "{request}");
    desk.put("ids.json", "[]");
    desk.run(&["build", "--out", "out", "--bindings", "ids.json"]).ends(2).says(&["`ids.json` is not a bindings file"]);
}

#[test]
fn bindings_that_disagree_with_the_source_are_told() {
    let bound = "environment sales {\n  type = sandbox\n  id   = \"7b2f0c39-6d1e-4a58-9c44-1f0de2a7b683\"\n}\n";
    let desk = Desk::with(&[("a.dictum", bound)]);
    let build = |ids: &str| {
        desk.put("ids.json", ids);
        desk.run(&["build", "--out", "out", "--bindings", "ids.json", "-o", "short"])
    };
    build("{ \"environments\": { \"sales\": \"58e3b6f1-09c7-4d2a-b1f8-37c6d95e0a42\" } }").ends(1).gives(&["D3902"]);
    build("{ \"environments\": { \"seles\": \"58e3b6f1-09c7-4d2a-b1f8-37c6d95e0a42\" } }").ends(0).gives(&["D3903"]);
    build("{ \"environments\": { \"sales\": \"7b2f0c39-6d1e-4a58-9c44-1f0de2a7b683\" } }").ends(0);
}

#[test]
fn an_id_that_cannot_stand_in_an_address_is_told() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    desk.put("ids.json", "{ \"environments\": { \"sales\": \"sales/../other\" } }");
    desk.run(&["build", "--out", "out", "--bindings", "ids.json", "-o", "short"]).ends(1).gives(&["D3904"]);
    assert!(!desk.path("out").exists());
}

#[test]
fn a_folder_of_someone_else_is_not_replaced() {
    let desk = Desk::with(&[("shop/a.dictum", CLEAN), ("out/thesis.txt", "years of work")]);
    desk.run(&["build", "shop", "--out", "out"]).ends(2).says(&["out"]);
    assert_eq!(desk.read("out/thesis.txt"), "years of work");
    assert_eq!(desk.files("out").len(), 1);
}

#[test]
fn several_projects_need_several_folders() {
    let desk = Desk::with(&[
        ("one/dictum.toml", &settings("one")),
        ("one/a.dictum", CLEAN),
        ("two/dictum.toml", &settings("two")),
        ("two/a.dictum", CLEAN),
    ]);
    desk.run(&["build", ".", "--out", "out"]).ends(2).says(&["several projects"]);
    desk.run(&["build", "."]).ends(0);
    assert!(desk.path("one/dist/bundle.json").is_file() && desk.path("two/dist/bundle.json").is_file());
}

#[test]
fn bindings_give_each_symbol_once_and_each_thing_one_symbol() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    let (one, two) = ("11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555");
    for (ids, told) in [
        (
            format!("{{ \"environments\": {{ \"sales\": \"{one}\", \"sales\": \"{two}\" }} }}"),
            "the key `sales` is given twice",
        ),
        (format!("{{ \"environments\": {{}}, \"environments\": {{ \"sales\": \"{two}\" }} }}"), "duplicate field"),
    ] {
        desk.put("b.json", ids);
        desk.run(&["build", "-t", "power-platform", "--bindings", "b.json"]).ends(2).says(&[told]);
        assert!(!desk.path("dist").exists());
    }
}

const UNBOUND: &str = "environment a { type = production; dataverse { language = 1033; currency = EUR } }
environment b { type = production; dataverse { language = 1033; currency = EUR } }
user zoe { upn = \"zoe@x.example\"; roles { a = [basic_user]; b = [basic_user] } }
data_policy x { applies_to = only [a, b]; business = [teams]; non_business = rest }
";

/// A missing id is one finding, for any number of targets and places that need it, and one command writes a file for
/// all missing ids.
#[test]
fn a_missing_id_is_told_once_and_bindings_has_a_place_for_it() {
    let desk = Desk::with(&[("p.dictum", UNBOUND), ("dictum.toml", &super::settings("s"))]);
    let all = ["--target", "terraform", "--target", "dataverse", "--target", "power-platform"];
    let run = desk.run(&[&["build", ".", "-o", "short"], all.as_slice()].concat()).ends(1);
    assert_eq!(run.out.matches("D3901").count(), 3, "{}", run.out);
    assert!(run.out.contains("user `zoe` has no id, which targets `dataverse` and `terraform` need"), "{}", run.out);
    let full = desk.run(&[&["build", "."], all.as_slice()].concat()).ends(1).out;
    let command = full.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(command.contains("`dictum bindings -t dataverse -t terraform`"), "{full}");

    let skeleton = desk.run(&[&["bindings", "."], all.as_slice()].concat()).ends(0).says(&["3 ids are missing"]).out;
    let wanted = "{\n  \"environments\": {\n    \"a\": \"\",\n    \"b\": \"\"\n  },\n  \"users\": {\n    \"zoe\": \"\"\n  }\n}\n";
    assert_eq!(skeleton, wanted);
    // An id that is not filled in is still missing, and known ids are kept.
    desk.put("ids.json", &skeleton);
    let again = [["build", ".", "-o", "short", "--bindings", "ids.json"].as_slice(), all.as_slice()].concat();
    assert_eq!(desk.run(&again).ends(1).out, run.out);
    desk.put("ids.json", skeleton.replacen("\"\"", "\"11111111-2222-4333-8444-555555555551\"", 1));
    let more = [["bindings", ".", "--bindings", "ids.json", "--out", "new.json"].as_slice(), all.as_slice()].concat();
    desk.run(&more).ends(0).says(&["wrote new.json: 2 ids are missing"]);
    assert!(desk.read("new.json").contains("\"a\": \"11111111-2222-4333-8444-555555555551\""));
    desk.run(&more).ends(2).says(&["`new.json` exists"]);
}

#[test]
fn one_id_for_two_symbols_is_an_error_of_check_and_build() {
    let text = "environment sales { type = sandbox }\nenvironment crm { type = sandbox }\n\
                data_policy a { applies_to = all; business = [sql]; non_business = rest }\n";
    let settings = format!("{}\n[build]\ntargets = [\"power-platform\"]\nbindings = \"ids.json\"\n", settings("shop"));
    let desk = Desk::with(&[("dictum.toml", &settings), ("a.dictum", text)]);
    let (one, other) = ("aaaaaaaa-2222-3333-4444-555555555555", "AAAAAAAA-2222-3333-4444-555555555555");
    desk.put("ids.json", format!("{{ \"environments\": {{ \"sales\": \"{one}\", \"crm\": \"{other}\" }} }}"));
    desk.run(&["check", ".", "-o", "short"]).ends(1).gives(&["D2007", "`crm`", "`sales`"]);
    desk.run(&["build", ".", "--out", "d", "-o", "short"]).ends(1).gives(&["D2007"]);
    assert!(!desk.path("d").exists());
    // The same id in the source and in the bindings also makes two symbols with one id.
    desk.put("a.dictum", text.replace("crm { type = sandbox }", &format!("crm {{ type = sandbox; id = \"{one}\" }}")));
    desk.put("ids.json", format!("{{ \"environments\": {{ \"sales\": \"{one}\" }} }}"));
    desk.run(&["check", ".", "-o", "short"]).ends(1).gives(&["D2007"]);
    desk.put("ids.json", "{}");
    desk.run(&["check", ".", "-o", "short"]).ends(0);
}

#[test]
fn one_id_for_two_allow_lists_is_found_in_the_bindings() {
    let home = "{ type = sandbox; managed = yes; dataverse { language = 1033; currency = EUR } }";
    let text = format!(
        "environment a {home}\nenvironment b {home}\n\
         connector_allow_list one {{ environment = a; allows = unblockable }}\n\
         connector_allow_list two {{ environment = b; allows = unblockable }}\n"
    );
    let settings = format!("{}\n[build]\nbindings = \"ids.json\"\n", settings("shop"));
    let desk = Desk::with(&[("dictum.toml", &settings), ("a.dictum", &text)]);
    let id = "aaaaaaaa-2222-3333-4444-555555555555";
    desk.put("ids.json", format!("{{ \"connector_allow_lists\": {{ \"one\": \"{id}\", \"two\": \"{id}\" }} }}"));
    let run = desk.run(&["check", ".", "-o", "short"]).ends(1);
    assert!(run.out.contains("D2007") && run.out.contains("connector allow-lists `one` and `two`"), "{}", run.out);
}

#[test]
fn a_target_that_would_write_nothing_says_so() {
    let people = "group g { kind = security }\n";
    let desk = Desk::with(&[("a.dictum", people)]);
    desk.run(&["build", "-t", "terraform", "--out", "d"])
        .ends(1)
        .says(&["nothing to write", "not carried by `terraform`; build with target `entra` to deploy them: group `g`"]);
    assert!(!desk.path("d").exists());
    desk.put("a.dictum", "data_policy a { applies_to = all; business = [sql]; non_business = rest }\n");
    desk.run(&["build", "-t", "terraform", "--out", "d", "--provider-version", "4.2"]).ends(0);
    assert!(desk.read("d/terraform/data_policies.tf.json").contains("powerplatform_data_loss_prevention_policy"));
    assert!(desk.read("d/terraform/provider.tf.json").contains("~> 4.2"));
    desk.run(&["build", "-t", "terraform", "--out", "d", "--provider-version", "3"]).ends(2).says(&["4.1", "4.2"]);
}

#[test]
fn every_kind_that_terraform_does_not_carry_is_named() {
    let desk = contoso();
    let run = desk.run(&["build", "shop", "--out", "out", "-t", "terraform"]).ends(0);
    run.says(&[
        "apps `",
        "connector sets `",
        "control",
        "criteria",
        "guideline",
        "offers `",
        "rules",
        "scale",
        "maker team",
        "table",
    ]);
}

#[test]
fn a_target_that_is_named_and_has_nothing_to_write_is_no_success() {
    let desk = Desk::with(&[
        ("dictum.toml", &format!("{}\n[build]\ntargets = [\"bundle\", \"sql\", \"dataverse\"]\n", settings("shop"))),
        ("p.dictum", "connectors allowed = [sql]\n"),
    ]);
    for target in ["power-platform", "sql", "dataverse", "terraform", "entra"] {
        let run = desk.run(&["build", "--target", target, "--out", "out"]).ends(1);
        run.says(&[&format!("target `{target}` has nothing to write for this project, so nothing was written")]);
        assert!(!desk.path("out").exists(), "{target}");
    }
    desk.run(&["build", "-t", "bundle", "-t", "sql", "--out", "out"]).ends(1);
    assert!(!desk.path("out").exists());
    // The settings may name targets that the project does not need yet.
    desk.run(&["build", "--out", "out"])
        .ends(0)
        .says(&["nothing of this project is written for `sql` and `dataverse`"]);
    assert!(desk.path("out/bundle.json").is_file());
}
