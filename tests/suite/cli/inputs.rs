//! The files that are read.

use super::{CLEAN, Desk, WRONG, settings};

const POLICY: &str = "\
data_policy sales_only {
  applies_to   = only [sales]
  business     = [sharepointonline, teams]
  non_business = unblockable - [sharepointonline, teams]
  blocked      = rest
}
";
const ENVIRONMENT: &str = "environment sales { type = sandbox; region = europe }\n";

/// A project of two files in two folders. One file needs the other.
fn parted() -> Desk {
    Desk::with(&[
        ("shop/dictum.toml", &settings("shop")),
        ("shop/environments/all.dictum", ENVIRONMENT),
        ("shop/policies/sales.dictum", POLICY),
    ])
}

#[test]
fn nothing_to_read_is_no_success() {
    let desk = Desk::with(&[("notes.txt", "no policy"), ("hollow/.keep", "")]);
    desk.run(&["check"]).ends(2).says(&["no policy files were found in `.`", "`.dictum`", "dictum init"]);
    desk.run(&["check", "hollow"]).ends(2).says(&["no policy files were found in `hollow`"]);
    let run = desk.run(&["check", "absent"]).ends(2).says(&["cannot read `absent`", "there is no such file or folder"]);
    assert!(!run.err.contains("os error"), "{}", run.err);
    assert_eq!(run.out, "");
}

#[test]
fn one_absent_path_among_others_is_a_failure() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    desk.run(&["check", "a.dictum", "b.dictum"]).ends(2).says(&["cannot read `b.dictum`"]);
}

#[test]
fn a_file_belongs_to_its_whole_project() {
    let desk = parted();
    desk.run(&["check", "shop"]).ends(0);
    desk.run(&["check", "shop/policies/sales.dictum"]).ends(0);
    desk.run(&["check", "./shop/policies/sales.dictum", "shop/environments/all.dictum"]).ends(0);
}

#[test]
fn a_folder_in_a_project_belongs_to_its_whole_project() {
    let desk = parted();
    desk.run(&["check", "shop/policies"]).ends(0);
    let absolute = desk.path("shop/policies");
    desk.run(&["check", absolute.to_str().expect("a path of text")]).ends(0);
}

#[test]
fn only_findings_of_what_was_named_are_shown() {
    let desk = parted();
    desk.put("shop/environments/more.dictum", WRONG.replace("sales", "crm"));
    desk.run(&["check", "shop"]).ends(1).gives(&["shop/environments/more.dictum"]);
    desk.run(&["check", "shop/policies/sales.dictum"]).ends(0);
    desk.run(&["check", "shop/policies"]).ends(0);
    desk.run(&["check", "shop/environments"]).ends(1);
}

#[test]
fn the_same_file_by_several_names_is_one() {
    let desk = parted();
    desk.run(&["check", "shop", "./shop", "shop/policies/../policies/sales.dictum"]).ends(0);
    desk.run(&["check", "shop/policies/sales.dictum", "./shop/policies/sales.dictum"]).ends(0);
}

#[test]
fn standard_input_stands_for_a_file_of_its_project() {
    let desk = parted();
    let inside = ["check", "-", "--stdin-filename", "shop/policies/sales.dictum", "-o", "short"];
    // Standard input replaces the file on the disk.
    desk.run_with(&inside, POLICY).ends(0);
    let run = desk.run_with(&inside, &POLICY.replace("[sales]", "[seles]")).ends(1);
    assert!(run.out.starts_with("shop/policies/sales.dictum:2:24: error[D1005]"), "{}", run.out);
    // The same for a file that does not exist yet.
    let new = ["check", "-", "--stdin-filename", "shop/policies/new.dictum", "-o", "short"];
    desk.run_with(&new, &POLICY.replace("sales_only", "sales_too")).ends(0);
    desk.run_with(&new, POLICY).ends(1).gives(&["D1006"]);
}

#[test]
fn standard_input_by_itself_is_a_program() {
    let desk = Desk::empty();
    desk.run_with(&["check", "-"], CLEAN).ends(0);
    desk.run_with(&["check", "-", "-o", "short"], WRONG).ends(1).gives(&["stdin.dictum:1:28: error[D1004]"]);
}

#[test]
fn ignored_files_are_not_read() {
    let desk = Desk::with(&[("a.dictum", CLEAN), ("drafts/b.dictum", WRONG), (".gitignore", "drafts/\n")]);
    desk.run(&["check"]).ends(0);
    // A file that is named on the command line is still read.
    desk.run(&["check", "drafts/b.dictum"]).ends(1);
}

#[test]
fn what_one_person_ignores_is_read() {
    let desk =
        Desk::with(&[("policies/a.dictum", WRONG), (".git/info/exclude", "*.dictum\n"), ("git/ignore", "*.dictum\n")]);
    let mut command = desk.command(&["check", "policies"]);
    let output = command.env("XDG_CONFIG_HOME", desk.path("")).env("HOME", desk.path("")).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "a program must not depend on whose machine reads it");
}

#[test]
fn what_is_no_text_is_a_finding() {
    let desk = Desk::empty();
    desk.put("a.dictum", b"environment \xFF { }\n");
    desk.run(&["check", "-o", "short"]).ends(1).gives(&["a.dictum:1:13: error[D0006]"]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    std::fs::set_permissions(desk.path("a.dictum"), PermissionsExt::from_mode(0o000)).expect("permissions");
    // The administrator of the machine may read everything.
    if std::fs::read(desk.path("a.dictum")).is_err() {
        desk.run(&["check"]).ends(2).says(&["cannot read `a.dictum`", "permission denied"]);
    }
}

#[test]
fn files_end_as_they_like() {
    let desk = Desk::empty();
    desk.put("a.dictum", CLEAN.replace('\n', "\r\n"));
    desk.run(&["check"]).ends(0);
    desk.put("a.dictum", format!("\u{FEFF}{CLEAN}"));
    desk.run(&["check"]).ends(0);
    desk.put("a.dictum", "");
    desk.run(&["check"]).ends(0);
}

#[test]
fn a_name_for_standard_input_that_is_not_read_is_refused() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    desk.run(&["check", "--stdin-filename", "a.dictum"]).ends(2).says(&["`--stdin-filename`", "`-`"]);
}

#[test]
fn splats_are_bounded_in_depth() {
    for operator in ["[*]", ".*"] {
        let text = format!("locals {{\n  a = [1]\n  b = local.a{}\n}}\n{}", operator.repeat(40_000), TERRAFORM_POLICY);
        let desk = Desk::with(&[]);
        desk.put("main.tf", text);
        let run = desk.run(&["import", "auto", "main.tf"]);
        assert!((0..=2).contains(&run.status), "{operator}: {run:?}");
    }
}

const TERRAFORM_POLICY: &str = r#"
resource "powerplatform_data_loss_prevention_policy" "p" {
  display_name                      = "P"
  default_connectors_classification = "Blocked"
  environment_type                  = "AllEnvironments"
  environments                      = local.b
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}
"#;

/// A file of 90 kB with 16,384 selections of 4,000 ids each, and one that repeats a long name.
#[cfg(unix)]
#[test]
fn terraform_takes_no_memory_beyond_its_size() {
    use std::fmt::Write as _;
    let ids: Vec<String> = (0..4_000).map(|at| format!("\"/providers/x/{at:05}\"")).collect();
    let mut doubled = String::from("  a0 = [for c in data.powerplatform_connectors.x.connectors : c.id]\n");
    for at in 1..15 {
        let _ = writeln!(doubled, "  a{at} = concat(local.a{0}, local.a{0})", at - 1);
    }
    let subtracted = format!("{doubled}  b = setsubtract(local.a14, [{}])", ids.join(", "));
    let repeated = format!("  u = var.{}\n  b = [{}]", "x".repeat(60_000), "local.u, ".repeat(9_000));
    for locals in [subtracted, repeated] {
        let desk = Desk::with(&[]);
        desk.put("main.tf", format!("locals {{\n{locals}\n}}\n{TERRAFORM_POLICY}"));
        let script = format!("ulimit -v 2000000; '{}' import auto main.tf", env!("CARGO_BIN_EXE_dictum"));
        let run = std::process::Command::new("bash").arg("-c").arg(script).current_dir(desk.path(".")).output();
        let run = run.expect("bash");
        assert!(matches!(run.status.code(), Some(0..=2)), "{run:?}");
    }
}

#[test]
fn a_key_given_twice_in_a_catalogue_is_an_error() {
    let row = r#"{"id": "/providers/Microsoft.PowerApps/apis/shared_sql", "tier": "Premium"}"#;
    let desk = Desk::with(&[
        ("lists.json", &format!(r#"{{"connectors": [{row}], "connectors": [{row}, {row}]}}"#)),
        ("members.json", r#"{"connectors": [{"id": "shared_sql", "tier": "Premium", "tier": "Standard"}]}"#),
    ]);
    desk.run(&["catalog", "list", "--catalog", "lists.json"]).ends(2).says(&["a key is given twice"]);
    desk.run(&["catalog", "list", "--catalog", "members.json"]).ends(2).says(&["duplicate field `tier`"]);
}
