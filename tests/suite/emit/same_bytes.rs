//! The same meaning gives the same bytes, however it is written.

use std::collections::BTreeSet;

use dictum::emit::Target;
use proptest::prelude::*;

use super::{Build, bytes, json, samples};

/// The declarations of a text, each with its documentation.
fn declarations(text: &str) -> Vec<String> {
    let mut declarations: Vec<String> = Vec::new();
    let (mut current, mut open, mut body) = (String::new(), 0, false);
    for line in text.lines() {
        current.push_str(line);
        current.push('\n');
        open = open + line.matches(['{', '[']).count() - line.matches(['}', ']']).count();
        body |= !line.trim().is_empty() && !line.trim_start().starts_with("///");
        if open == 0 && body && !line.trim_start().starts_with("///") {
            declarations.push(std::mem::take(&mut current));
            body = false;
        }
    }
    declarations
}

fn whole(build: &Build) -> Vec<(String, Vec<u8>)> {
    let build = build.emit(&Target::ALL);
    let but_places = build.into_iter().filter(|file| file.path != "bundle.map.json" && file.path != "manifest.json");
    but_places.map(|file| (file.path, file.bytes)).collect()
}

#[test]
fn the_sample_falls_into_its_declarations() {
    assert_eq!(declarations(samples::FULL).len(), 18);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_files_and_line_ends_do_not_matter(
        order in Just(declarations(samples::FULL)).prop_shuffle(),
        cuts in proptest::collection::vec(0_usize..4, 18),
        ends in 0_usize..3,
        mark in any::<bool>(),
    ) {
        let expected = whole(&samples::full());
        let mut files = vec![String::new(); 4];
        for (declaration, file) in order.iter().zip(&cuts) {
            files[*file].push_str("// a comment\n\n");
            files[*file].push_str(declaration);
        }
        let named = files.into_iter().enumerate().map(|(index, text)| {
            let text = text.replace('\n', ["\n", "\r\n", "\r"][ends]);
            let text = if mark { format!("\u{feff}{text}") } else { text };
            (format!("part{index}.dictum"), text.into_bytes())
        });
        let build = Build::bytes(named.collect()).bound(samples::BINDINGS);
        prop_assert!(whole(&build) == expected);
    }
}

#[test]
fn another_line_end_changes_no_file_at_all() {
    let outputs: BTreeSet<Vec<Vec<u8>>> = [
        samples::FULL.to_owned(),
        samples::FULL.replace('\n', "\r\n"),
        samples::FULL.replace('\n', "\r"),
        format!("\u{feff}{}", samples::FULL),
    ]
    .iter()
    .map(|text| {
        let files = Build::new(text).bound(samples::BINDINGS).emit(&Target::ALL);
        files.into_iter().map(|file| file.bytes).collect()
    })
    .collect();
    assert_eq!(outputs.len(), 1);
}

#[test]
fn layout_changes_the_map_and_not_the_meaning() {
    let manifest = |text: &str| json(&Build::new(text).emit(&[Target::Bundle]), "manifest.json");
    let (one, other) = (manifest(samples::SMALL), manifest(&format!("\n\n// moved\n{}", samples::SMALL)));
    assert_eq!(one["meaning"], other["meaning"]);
    assert_ne!(one["digest"], other["digest"]);
    let third = manifest(&samples::SMALL.replace("[sql, ", "[Http, sql, "));
    assert_ne!(one["meaning"], third["meaning"]);
}

#[test]
fn a_moved_rule_changes_no_statement() {
    let rules = "scale criticity { low < high }\ncriteria app { users : 0.. }\nrules criticity {\n  high when users > 5\n  \
                 low otherwise\n}\ncontrol low { process = automated }\ncontrol high { process = automated }\n";
    let moved = format!("// a comment\n\n{}", rules.replace("  low otherwise", "\n  // the rest\n  low   otherwise"));
    let (one, other) = (Build::new(rules), Build::files(&[("deep/rules.dictum", &moved)]));
    assert!(whole(&one).iter().any(|(path, _)| path == "sql/criticity.sql"));
    assert!(whole(&one) == whole(&other));
    let meaning = |build: &Build| json(&build.emit(&Target::ALL), "manifest.json")["meaning"].clone();
    assert_eq!(meaning(&one), meaning(&other));
    assert_ne!(meaning(&one), meaning(&Build::new(&rules.replace("> 5", "> 6"))));
}

#[test]
fn spelling_a_set_differently_changes_nothing() {
    let policy = |business: &str, more: &str| {
        format!(
            "data_policy p {{ applies_to = all; business = {business}; blocked = rest }}\n\
             connectors three = [sql, teams, Http]\nconnectors one = [Http]\n{more}"
        )
    };
    let spellings = [
        policy("[sql, teams, Http]", ""),
        policy("[Http, teams, sql]", ""),
        policy("[sql, sql, teams, Http, teams]", ""),
        policy("three", ""),
        policy("three + one", ""),
        policy("[\"shared_sql\", \"/providers/Microsoft.PowerApps/apis/shared_TEAMS\", \"HTTP\"]", ""),
        policy("(three & [sql, teams]) + one", "connectors unused = [\"shared_nobody-knows\"]\n"),
        policy("(three + [twitter]) - [twitter]", "connectors other = [\"shared_other\"] + one\n"),
    ];
    let bundles: BTreeSet<Vec<u8>> = spellings.iter().map(|text| Build::new(text).bundle()).collect();
    assert_eq!(bundles.len(), 1);
}

#[test]
fn the_case_of_an_unknown_name_comes_from_no_order() {
    let policy = |name: &str, id: &str| {
        format!("data_policy {name} {{ applies_to = all; business = [\"{id}\"]; blocked = rest }}\n")
    };
    let (one, other) = (policy("a", "shared_New"), policy("b", "shared_new"));
    let bundle = Build::new(&format!("{one}{other}")).bundle();
    assert!(bundle == Build::new(&format!("{other}{one}")).bundle());
    assert!(bundle == Build::files(&[("1.dictum", &other), ("2.dictum", &one)]).bundle());
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let outputs: BTreeSet<Vec<Vec<u8>>> = [1, 2, 7]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let files = pool.install(|| samples::full().emit(&Target::ALL));
            files.into_iter().map(|file| file.bytes).collect()
        })
        .collect();
    assert_eq!(outputs.len(), 1);
}

#[test]
fn rules_that_allow_everything_are_no_rules() {
    let policy = |rules: &str| {
        let text = format!("data_policy p {{ applies_to = all; business = [sql]; blocked = rest\n{rules}\n}}");
        Build::any(vec![("policy.dictum".to_owned(), text.into_bytes())]).bundle()
    };
    let none = policy("");
    assert!(none == policy("connector sql { actions { allow rest } }"));
    assert!(none == policy("connector sql { endpoints { } }"));
    assert!(none != policy("connector sql { actions { block rest } }"));
}

#[test]
fn nothing_of_the_machine_reaches_an_output() {
    let files = samples::full().emit(&Target::ALL);
    let manifest = String::from_utf8_lossy(bytes(&files, "manifest.json")).into_owned();
    for foreign in [env!("CARGO_MANIFEST_DIR"), "/tmp", "localhost"] {
        assert!(files.iter().all(|file| !String::from_utf8_lossy(&file.bytes).contains(foreign)), "{foreign}");
    }
    assert!(manifest.contains(env!("CARGO_PKG_VERSION")));
}
