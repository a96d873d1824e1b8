//! `dictum.toml` and `dictum config`.

use super::{CLEAN, DOUBTFUL, Desk, WRONG, settings};

#[test]
fn an_unknown_setting_is_shown_where_it_stands() {
    let desk = Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", "[lint]\nfail_levle = \"error\"\n")]);
    for command in [&["check"][..], &["build"], &["config"], &["query", "connectors", "-e", "sales"]] {
        let run = desk.run(command).ends(2).says(&[
            "error[D0011]",
            "`fail_levle`",
            "dictum.toml:2:1",
            "──────────",
            "did you mean `fail_level`?",
        ]);
        assert!(!run.out.contains("D0011"), "{}", run.out);
    }
    assert!(!desk.path("dist").exists());
}

#[test]
fn a_wrong_value_is_told_with_the_right_ones() {
    for (text, told) in [
        ("[lint]\nfail_level = \"fatal\"\n", &["`error`, `warning` or `info`"][..]),
        ("[project]\nedition = 2031\n", &["this edition is not known", "2026"]),
        ("[project]\nrequires = \">=99.0\"\n", &["the project requires Dictum >=99.0"]),
        ("[lint.rules]\nunused-conector-set = \"off\"\n", &["there is no rule", "`unused-connector-set`"]),
        ("[lint.rules]\nunused-connector-set = \"loud\"\n", &["has no value `loud`", "`off`"]),
        ("[lint.rules]\nD7001 = \"warn\"\n", &["`D7001` has no value `warn`"]),
        ("[lint.rules]\nD7001 = \"of\"\n", &["did you mean `off`?"]),
        ("[lint]\nexclude = [\"old/**\"]\n", &["in `[lint]` named `exclude`", "it is a setting of `[project]`"]),
        ("[bild]\nout = \"x\"\n", &["there is no section `bild`", "`build`"]),
        ("[build]\nout = \n", &["dictum.toml:2:7"]),
    ] {
        let desk = Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", text)]);
        desk.run(&["check"]).ends(2).says(told).says(&["dictum.toml:"]);
    }
}

#[test]
fn an_unknown_target_is_shown_where_it_stands() {
    let desk = Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", "[build]\ntargets = [\"bundel\"]\n")]);
    for command in ["build", "check"] {
        let told = ["dictum.toml:2:12", "there is no target `bundel`", "did you mean `bundle`?"];
        desk.run(&[command]).ends(2).says(&told);
    }
    assert!(!desk.path("dist").exists());
}

#[test]
fn rules_take_the_level_of_the_settings() {
    let desk =
        Desk::with(&[("a.dictum", DOUBTFUL), ("dictum.toml", "[lint.rules]\nunused-connector-set = \"error\"\n")]);
    desk.run(&["check"]).ends(1).gives(&["error[D7001]"]);
    desk.put("dictum.toml", "[lint.rules]\nD7001 = \"info\"\n");
    desk.run(&["check"]).ends(0).gives(&["info[D7001]"]);
    desk.put("dictum.toml", "[lint.rules]\nunused-connector-set = \"off\"\n");
    let run = desk.run(&["check"]).ends(0);
    assert_eq!(run.out, "");
}

#[test]
fn no_setting_silences_an_error() {
    for level in ["off", "info", "warning"] {
        for rule in ["unknown-word", "D1004", "masked-rule"] {
            let text = format!("[lint.rules]\n{rule} = \"{level}\"\n");
            let desk = Desk::with(&[("a.dictum", WRONG), ("dictum.toml", &text)]);
            for command in ["check", "config"] {
                desk.run(&[command]).ends(2).says(&["is an error, and no setting changes that", "dictum.toml:2:1"]);
            }
        }
    }
    let desk = Desk::with(&[("a.dictum", WRONG), ("dictum.toml", "[lint.rules]\nD1004 = \"error\"\n")]);
    desk.run(&["check"]).ends(1).gives(&["error[D1004]"]);
}

#[test]
fn a_setting_holds_for_every_rule_it_names_or_is_refused() {
    for rule in dictum::codes::all() {
        let text = format!("[lint.rules]\n{} = \"off\"\n", rule.name);
        let desk = Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", &text)]);
        let run = desk.run(&["check"]);
        let status = if dictum::config::may_change(rule) { 0 } else { 2 };
        assert_eq!(run.status, status, "{}: {}", rule.name, run.err);
    }
}

#[test]
fn settings_in_another_encoding_are_refused() {
    let text = "[lint]\nfail_level = \"nonsense\" # \u{e9}\n";
    let latin: Vec<u8> = text.chars().map(|one| u8::try_from(u32::from(one)).expect("Latin-1")).collect();
    let wide = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    for (bytes, told) in [
        (latin, "is not UTF-8: byte 34 is 0xE9"),
        (wide(u16::to_le_bytes, [0xFF, 0xFE]), "is UTF-16"),
        (wide(u16::to_be_bytes, [0xFE, 0xFF]), "is UTF-16"),
    ] {
        let desk = Desk::with(&[("a.dictum", CLEAN)]);
        desk.put("dictum.toml", bytes);
        for command in [&["check"][..], &["build"], &["config"], &["fmt", "--check"], &["fix"]] {
            desk.run(command).ends(2).says(&["`dictum.toml`", told, "save it as UTF-8"]);
        }
        assert!(!desk.path("dist").exists());
    }
}

#[test]
fn the_nearest_settings_hold_unless_others_are_named() {
    let desk = Desk::with(&[
        ("dictum.toml", "[lint]\nfail_level = \"warning\"\n"),
        ("deep/er/a.dictum", DOUBTFUL),
        ("other.toml", "[lint]\nfail_level = \"error\"\n"),
    ]);
    desk.run(&["check", "deep/er/a.dictum"]).ends(1);
    desk.run(&["check", "deep/er/a.dictum", "--config", "other.toml"]).ends(0);
    desk.put("deep/dictum.toml", "[lint]\nfail_level = \"error\"\n");
    desk.run(&["check", "deep/er/a.dictum"]).ends(0);
    desk.run(&["check", "--config", "absent.toml"]).ends(2).says(&["cannot read `absent.toml`"]);
}

#[test]
fn config_shows_each_value_and_where_it_comes_from() {
    let desk =
        Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", "[project]\nname = \"shop\"\nrequires = \">=0.1\"\n")]);
    let run = desk.run(&["config"]).ends(0).gives(&["\"shop\"", "# dictum.toml:2", "# default", "\">=0.1\""]);
    for key in dictum::config::KEYS {
        assert!(run.out.lines().any(|line| line.starts_with(key.path)), "{} in {}", key.path, run.out);
    }
    let json = desk.run(&["config", "-o", "json"]).ends(0).json();
    assert_eq!(json[0]["setting"], "project.name");
    assert_eq!(json[0]["value"], "\"shop\"");
    assert_eq!(json[0]["from"], "dictum.toml:2");
}

#[test]
fn config_of_several_projects_is_one_list() {
    let desk = Desk::with(&[
        ("one/dictum.toml", &settings("first")),
        ("one/a.dictum", CLEAN),
        ("two/dictum.toml", &settings("second")),
        ("two/a.dictum", CLEAN),
    ]);
    desk.run(&["config"]).ends(0).gives(&["# one\n", "\"first\"", "\n# two\n", "\"second\""]);
    let json = desk.run(&["config", "-o", "json"]).ends(0).json();
    let projects: Vec<&str> = json.as_array().into_iter().flatten().filter_map(|row| row["project"].as_str()).collect();
    assert_eq!(projects.len(), 2 * dictum::config::KEYS.len());
    assert_eq!((projects.first(), projects.last()), (Some(&"one"), Some(&"two")));
}

#[test]
fn a_pinned_catalogue_is_read_beside_the_settings() {
    let desk = Desk::with(&[("shop/a.dictum", CLEAN), ("shop/dictum.toml", "[catalog]\nconnectors = \"mine.csv\"\n")]);
    desk.run(&["check", "shop"]).ends(2).says(&["cannot read `shop/mine.csv`", "there is no such file"]);
    desk.run(&["catalog", "pin", "--out", "shop/mine.csv"]).ends(0);
    desk.run(&["check", "shop"]).ends(0);
    desk.put("shop/mine.csv", "this is no catalogue");
    desk.run(&["check", "shop"]).ends(2).says(&["cannot read the catalogue `shop/mine.csv`"]);
}

#[test]
fn what_is_excluded_is_no_part_of_the_project() {
    let settings = "[project]\nexclude = [\"drafts/**\", \"!drafts/keep.dictum\"]\n";
    let desk = Desk::with(&[
        ("dictum.toml", settings),
        ("a.dictum", CLEAN),
        ("drafts/b.dictum", WRONG),
        ("drafts/keep.dictum", "group sg_kept { kind = security }\n"),
    ]);
    desk.run(&["check"])
        .ends(0)
        .says(&["drafts/b.dictum", "the setting `project.exclude` leaves it out"])
        .gives(&["sg_kept"]);
    desk.run(&["check", "--no-exclude"]).ends(1).gives(&["error[D1004]"]);
    // Named individually, it is still left out.
    let run = desk.run(&["check", "drafts/b.dictum"]).ends(0);
    assert_eq!(run.out, "");
    desk.run(&["check", "drafts/b.dictum", "--no-exclude"]).ends(1).gives(&["error[D1004]"]);
    desk.run(&["config", "--files"]).ends(0).gives(&["drafts/b.dictum  # the setting", "read      drafts/keep.dictum"]);
    desk.run(&["config"]).ends(0).gives(&["[\"drafts/**\", \"!drafts/keep.dictum\"]", "# dictum.toml:2"]);
}

#[test]
fn standard_input_under_an_excluded_name_comes_back_as_it_is() {
    let settings = "[project]\nexclude = [\"drafts/**\"]\n";
    let desk = Desk::with(&[("dictum.toml", settings), ("a.dictum", CLEAN), ("drafts/b.dictum", WRONG)]);
    let name = ["--stdin-filename", "drafts/b.dictum"];
    let untidy = "environment   x{type=sandbxo}";
    for command in [&["fmt", "-"][..], &["fix", "-"]] {
        let run = desk.run_with(&[command, &name].concat(), untidy).ends(0);
        assert_eq!(run.out, untidy, "{command:?}");
    }
    desk.run_with(&[&["check", "-"][..], &name].concat(), untidy).ends(0);
    desk.run_with(&[&["fmt", "--check", "-"][..], &name].concat(), untidy).ends(0);
    let tidy = desk.run_with(&[&["fmt", "-", "--no-exclude"][..], &name].concat(), untidy).ends(0);
    assert_eq!(tidy.out, "environment x { type = sandbxo }\n");
}

#[test]
fn a_folder_of_which_nothing_is_left_is_no_success() {
    let desk = Desk::with(&[("dictum.toml", "[project]\nexclude = [\"*.dictum\"]\n"), ("a.dictum", CLEAN)]);
    desk.run(&["check"]).ends(2).says(&["`project.exclude` leaves out every policy file", "--no-exclude"]);
    desk.run(&["check", "--no-exclude"]).ends(0);
}

#[test]
fn a_glob_that_fits_nothing_is_shown_where_it_stands() {
    for (settings, help) in [
        ("[project]\nexclude = [\"draft/**\"]\n", "did you mean `drafts/**`?"),
        ("[project]\nexclude = [\"a.dictom\"]\n", "did you mean `a.dictum`?"),
        ("[lint.paths.\"draft/**\"]\nhygiene = \"off\"\n", "did you mean `drafts/**`?"),
    ] {
        let desk = Desk::with(&[
            ("dictum.toml", settings),
            ("a.dictum", CLEAN),
            ("drafts/b.dictum", "group g { kind = security }\n"),
        ]);
        desk.run(&["check"]).ends(2).says(&["matches no policy file", "dictum.toml:", "───", help]);
    }
}

#[test]
fn a_former_name_of_a_rule_is_answered_with_its_successor() {
    for (old, now) in dictum::codes::FORMER_NAMES {
        assert!(dictum::codes::find(now).is_some_and(|rule| rule.name == *now), "`{now}` is a rule");
        assert!(dictum::codes::find(old).is_none(), "`{old}` is no rule");
        let desk = Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", &format!("[lint.rules]\n{old} = \"off\"\n"))]);
        desk.run(&["check"]).ends(2).says(&["dictum.toml:2:1", &format!("it is called `{now}` now")]);
        desk.put("dictum.toml", "");
        desk.run(&["check", "--select", old]).ends(2).says(&[&format!("it is called `{now}` now")]);
        desk.run(&["explain", old]).ends(2).says(&[&format!("`{now}`")]);
    }
}

#[test]
fn packs_are_switched_as_a_whole() {
    let off = "[lint]\npacks = []\n";
    let desk = Desk::with(&[("a.dictum", DOUBTFUL), ("dictum.toml", off)]);
    let run = desk.run(&["check", "--fail-level", "info"]).ends(0);
    assert_eq!(run.out, "", "no pack is on");
    for (settings, level) in [
        ("[lint]\npacks = [\"recommended\"]\n", "warning"),
        ("[lint.packs]\nrecommended = \"error\"\n", "error"),
        ("[lint.packs]\nrecommended = \"error\"\n[lint.categories]\nhygiene = \"info\"\n", "info"),
        ("[lint.packs]\nrecommended = \"off\"\n[lint.rules]\nD7001 = \"warning\"\n", "warning"),
        ("[lint.paths.\"a.dictum\"]\nrecommended = \"info\"\n", "info"),
    ] {
        desk.put("dictum.toml", settings);
        desk.run(&["check"]).gives(&[&format!("{level}[D7001]")]);
    }
    // Errors keep their level with every pack.
    let desk = Desk::with(&[("a.dictum", WRONG), ("dictum.toml", off)]);
    desk.run(&["check"]).ends(1).gives(&["error[D1004]"]);
    desk.put("dictum.toml", "[lint.packs]\nrecomended = \"off\"\n");
    desk.run(&["check"]).ends(2).says(&["there is no rule pack `recomended`", "did you mean `recommended`?"]);
    // A pack of controls contains the rules that name them.
    let pack = dictum::config::pack("cisa-scuba").expect("a pack");
    let held: Vec<&str> =
        dictum::codes::all().into_iter().filter(|rule| (pack.holds)(rule)).map(|rule| rule.name).collect();
    assert!(held.len() > 2, "{held:?}");
}

#[test]
fn settings_are_found_whatever_the_path_and_the_folder() {
    let unused = "connectors unused = [sharepointonline, teams]\n";
    let level = |level: &str| format!("[lint.rules]\nunused-connector-set = \"{level}\"\n");
    let desk = Desk::with(&[
        ("dir1/p.dictum", unused),
        ("dir1/dictum.toml", &level("off")),
        ("dir2/p.dictum", unused),
        ("dir2/dictum.toml", &level("error")),
    ]);
    let whole = desk.path("dir1").display().to_string();
    for (paths, status) in [
        (&["."][..], 1),
        (&["dir1", "dir2"], 1),
        (&["dir1"], 0),
        (&["dir2"], 1),
        (&["dir2/../dir1"], 0),
        (&[whole.as_str()], 0),
    ] {
        let run = desk.run(&[&["check", "-o", "short"][..], paths].concat()).ends(status);
        assert_eq!(run.out.lines().count(), usize::from(status == 1), "{paths:?}: {}", run.out);
    }
}
