//! `init`, `import`, `completions`, `man`: the first commands of a user.

use super::{Desk, Run};

#[test]
fn every_template_is_clean_laid_out_and_builds() {
    let desk = Desk::empty();
    let list = desk.run(&["init", "--list"]).ends(0).out;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["starter", "adoption-framework", "contoso"]);
    for name in names {
        let run = desk.run(&["init", "--template", name, name]).ends(0).says(&["next: dictum check"]);
        for line in run.out.lines() {
            assert!(desk.path(line).is_file(), "{line} was written");
        }
        let checked = desk.run(&["check", name, "--fail-level", "info"]).ends(0);
        assert_eq!(checked.out, "", "{name} has no finding");
        desk.run(&["fmt", "--check", name]).ends(0);
        desk.run(&["build", name, "--out", &format!("out-{name}")]).ends(0);
        assert!(desk.path(&format!("out-{name}/manifest.json")).is_file());
        // A template writes the same files that are in `policies`, completely.
        let written: Vec<String> = desk.files(name).into_iter().map(|(path, _)| path).collect();
        let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(name);
        let mut files = Vec::new();
        super::gather(&kept, "", &mut files);
        files.retain(|(path, _)| !path.starts_with("dist/"));
        let mut names: Vec<String> = files.into_iter().map(|(path, _)| path).collect();
        names.extend([".gitattributes".to_owned(), ".gitignore".to_owned()]);
        names.sort();
        assert_eq!(written, names);
    }
}

#[test]
fn a_template_has_a_place_for_each_id_that_its_deployment_needs() {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "adoption-framework", "p"]).ends(0);
    for target in ["power-platform", "terraform"] {
        let missing = desk.run(&["build", "p", "-t", target, "--out", "o", "-o", "short"]).ends(1);
        assert!(missing.out.contains("D3901"), "{}", missing.out);
    }
    let mut number = 0;
    let places: Vec<String> = desk
        .read("p/bindings.json")
        .split("\"\"")
        .map(|part| {
            number += 1;
            format!("{part}\"{number:08}-1111-4222-8333-444444444444\"")
        })
        .collect();
    let text = places.concat();
    let end = text.rfind('}').expect("an end");
    desk.put("p/bindings.json", text.get(..=end).expect("all of it"));
    for target in ["power-platform", "terraform"] {
        desk.run(&["build", "p", "-t", target, "--out", "o"]).ends(0);
    }
}

#[test]
fn init_overwrites_nothing() {
    let desk = Desk::with(&[("shop/mine.txt", "mine")]);
    desk.run(&["init", "shop"]).ends(2).says(&["`shop` is not empty"]);
    desk.run(&["init", "--template", "sarter", "new"]).ends(2).says(&["did you mean `starter`?"]);
    assert!(!desk.path("new").exists());
    assert_eq!(desk.files(".").len(), 1);
    let here = Desk::empty();
    here.run(&["init"]).ends(0);
    here.run(&["check"]).ends(0);
    // A project is refused, and so is a folder with the name of a readme.
    here.run(&["init"]).ends(2).says(&["is not empty: it holds"]);
    let folder = Desk::with(&[("readme/mine.txt", "mine")]);
    folder.run(&["init"]).ends(2).says(&["`readme`"]);
}

/// A repository that was made on the web has a licence and a readme. One that was made by `git init` has `.git`.
#[test]
fn init_works_in_a_fresh_repository() {
    let desk = Desk::with(&[
        ("hospital/.git/HEAD", "ref: refs/heads/main\n"),
        ("hospital/README.md", "mine"),
        ("hospital/LICENSE-MIT", "mine"),
        ("hospital/.gitignore", "mine\n"),
    ]);
    let run = desk.run(&["init", "hospital"]).ends(0).says(&["kept .gitignore as it is; add to it: dist/"]);
    assert!(!run.out.contains(".gitignore"), "{}", run.out);
    assert_eq!(desk.read("hospital/README.md"), "mine");
    assert_eq!(desk.read("hospital/.gitignore"), "mine\n");
    assert_eq!(desk.read("hospital/.gitattributes"), "*.dictum text eol=lf\n");
    desk.run(&["check", "hospital", "--fail-level", "info"]).ends(0);
}

/// Ids are derived from the name of the project, so two projects must not have the same name.
#[test]
fn init_names_the_project_after_its_folder() {
    let desk = Desk::empty();
    for folder in ["hospital", "other"] {
        desk.run(&["init", folder]).ends(0);
        assert!(desk.read(&format!("{folder}/dictum.toml")).contains(&format!("name     = \"{folder}\"\n")));
        assert_eq!(desk.read(&format!("{folder}/.gitignore")), "dist/\n");
        desk.run(&["build", folder, "--out", &format!("out-{folder}")]).ends(0);
    }
    assert_ne!(desk.read("out-hospital/bundle.json"), desk.read("out-other/bundle.json"));
    // The current folder has a name too, and a name may need quotes.
    desk.put("a \"b\"/README", "");
    let mut command = desk.command(&["init"]);
    command.current_dir(desk.path("a \"b\""));
    super::finish(&mut command, b"").ends(0);
    assert!(desk.read("a \"b\"/dictum.toml").contains("name     = \"a \\\"b\\\"\"\n"));
    desk.run(&["check", "a \"b\""]).ends(0);
}

/// The samples, copied next to the project.
fn import(arguments: &[&str]) -> (Desk, Run) {
    let desk = Desk::empty();
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples");
    for entry in std::fs::read_dir(samples).expect("the samples") {
        let path = entry.expect("a sample").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).expect("a name");
        desk.put(&name, std::fs::read(&path).expect("a sample"));
    }
    let all: Vec<&str> = ["import"].iter().chain(arguments).copied().collect();
    let run = desk.run(&all);
    (desk, run)
}

#[test]
fn every_sample_becomes_a_project_that_builds() {
    for (sample, format) in [
        ("industry-default-env.v1.json", "auto"),
        ("industry-high-tenant.v1.json", "power-platform"),
        ("provider-example.tf", "terraform"),
        ("provider-mock-policy.v2.json", "power-platform"),
        ("rpothin-example-1.tfvars", "terraform"),
        ("rpothin-tenant-five-policies.tfoutput.json", "auto"),
    ] {
        let (desk, run) = import(&[format, sample, "--out", "tenant", "--report", "report.json"]);
        let run = run.ends(0).says(&["wrote tenant; next: dictum check tenant"]);
        assert_eq!(run.out, "", "{sample}");
        desk.run(&["check", "tenant"]).ends(0);
        desk.run(&["fmt", "--check", "tenant"]).ends(0);
        desk.run(&["build", "tenant", "--target", "bundle"]).ends(0);
        let report: serde_json::Value = serde_json::from_str(&desk.read("report.json")).expect("a report");
        assert!(report.is_object(), "{sample}");
    }
}

#[test]
fn an_import_under_the_catalogue_of_its_day_pins_it() {
    let sample = "rpothin-tenant-five-policies.tfoutput.json";
    let (desk, run) = import(&["terraform", sample, "--out", "tenant", "--as-of", "2024-10-30"]);
    run.ends(0);
    assert!(desk.read("tenant/dictum.toml").contains("connectors = \"connectors.csv\""));
    desk.run(&["check", "tenant"]).ends(0);
}

#[test]
fn import_writes_to_standard_output_where_no_folder_is_named() {
    let (desk, run) = import(&["auto", "provider-mock-policy.v2.json", "--quiet"]);
    let run = run.ends(0).gives(&["data_policy "]);
    assert_eq!(run.err, "");
    desk.run_with(&["check", "-"], &run.out).ends(0);
}

#[test]
fn an_import_that_fails_writes_nothing() {
    let (desk, run) = import(&["auto", "absent.json", "--out", "tenant"]);
    run.ends(2).says(&["cannot read `absent.json`", "there is no such file"]);
    assert!(!desk.path("tenant").exists());
    desk.put("broken.json", "{ \"value\": [");
    desk.run(&["import", "auto", "broken.json", "--out", "tenant", "--report", "r.json"]).ends(2).says(&[
        "nothing was imported",
        "broken.json",
        "nothing was written",
    ]);
    assert!(!desk.path("tenant").exists() && !desk.path("r.json").exists());
    desk.run(&["import", "excel", "broken.json"]).ends(2).says(&["there is no import format `excel`", "`terraform`"]);
    desk.put("tenant/mine.txt", "mine");
    desk.run(&["import", "auto", "provider-example.tf", "--out", "tenant"]).ends(2).says(&["`tenant` is not empty"]);
    assert_eq!(desk.files("tenant").len(), 1);
}

#[test]
fn completions_know_every_command_in_every_shell() {
    let desk = Desk::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        desk.run(&["completions", shell]).ends(0).gives(&["dictum", "check", "catalog", "fail-level"]);
    }
    desk.run(&["completions", "tcsh"]).ends(2).says(&["bash, elvish, fish, powershell, zsh"]);
}

#[test]
fn every_command_has_a_manual_page() {
    let desk = Desk::empty();
    let page = desk.run(&["man"]).ends(0).gives(&[".TH dictum 1"]);
    let run = desk.run(&["man", "--out", "man/man1"]).ends(0);
    let files = desk.files("man/man1");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["dictum.1", "dictum-check.1", "dictum-query-connectors.1", "dictum-catalog-diff.1"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(run.out.lines().count(), names.len());
    assert!(page.out.contains("dictum"));
}
