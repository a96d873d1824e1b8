//! The layout of policy text.

mod edges;
mod meaning;
mod random;

use std::path::{Path, PathBuf};

use dictum::diagnostics::Diagnostic;
use dictum::format::{diff, format};
use dictum::text::Sources;

/// The words that begin declarations in these tests.
const KEYWORDS: &[&str] = &[
    "tenant",
    "environment_group",
    "environment",
    "scale",
    "criteria",
    "rating",
    "connector",
    "connectors",
    "data_policy",
    "rules",
    "control",
    "offer",
    "guideline",
    "maker_team",
    "app",
    "group",
    "group_self_service",
    "external_identity",
    "business_units",
    "tables",
    "role",
    "user",
    "team",
    "column_security",
    "duties",
    "responsibility",
    "test",
    "waive",
];

fn try_format(bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    let mut sources = Sources::default();
    let id = sources.add("sample.dictum", bytes.to_vec());
    format(sources.get(id), KEYWORDS)
}

/// The layout of a text that parses.
fn laid_out(text: &str) -> String {
    match try_format(text.as_bytes()) {
        Ok(text) => text,
        Err(findings) => {
            let messages: Vec<_> = findings.iter().map(|finding| (&finding.message, finding.primary())).collect();
            unreachable!("{messages:?} in:\n{text}")
        }
    }
}

/// The inputs of this folder and the tour, by name.
fn inputs() -> Vec<(String, String)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folder = std::fs::read_dir(tests.join("suite/format")).expect("the folder of inputs");
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "dictum"));
    files.push(tests.join("data/language-tour.dictum"));
    files.sort();
    let named = files.iter().map(|file| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(file).expect("a text"))
    });
    named.collect()
}

#[test]
fn snapshots() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/format");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, before) in inputs() {
            let after = laid_out(&before);
            let shown = before.replace('\t', "→");
            insta::assert_snapshot!(name, std::format!("{shown}\n════ laid out ════\n{after}"));
        }
    });
}

#[test]
fn every_way_to_end_a_line_gives_the_same_layout_and_crlf_stays() {
    for (name, text) in inputs() {
        let plain = laid_out(&text);
        let windows = laid_out(&text.replace('\n', "\r\n"));
        assert_eq!(windows, plain.replace('\n', "\r\n"), "{name} with CRLF");
        assert_eq!(laid_out(&windows), windows, "{name} with CRLF, twice");
        assert_eq!(laid_out(&text.replace('\n', "\r")), plain, "{name} with lone CR");
        assert_eq!(laid_out(&std::format!("\u{FEFF}{text}")), plain, "{name} with a byte order mark");
        assert_eq!(laid_out(&std::format!("\n\n{text}\n \t\n")), plain, "{name} with blank lines around");
    }
}

#[test]
fn indentation_is_not_looked_at() {
    for (name, text) in inputs().into_iter().filter(|(name, _)| !keeps_lines(name)) {
        let tabbed: Vec<String> = text.lines().map(|line| std::format!("\t{}\t", line.trim())).collect();
        let plain = laid_out(&text);
        assert_eq!(laid_out(&tabbed.join("\n")), plain, "{name}");
    }
}

#[test]
fn lines_are_clean() {
    for (name, text) in inputs().into_iter().filter(|(name, _)| name != "texts") {
        let after = laid_out(&text);
        assert!(after.ends_with('\n') && !after.ends_with("\n\n"), "{name}");
        assert!(!after.contains("\n\n\n"), "{name} has more than one blank line in a row");
        for line in after.lines() {
            assert_eq!(line.trim_end(), line, "{name}");
            assert!(!line.contains('\t'), "{name}: {line}");
            let indent = line.len() - line.trim_start_matches(' ').len();
            assert!(keeps_lines(&name) || indent % 2 == 0, "{name}: {line}");
        }
    }
}

/// Whether an input has texts or comments over several lines, whose indentation is the author's.
fn keeps_lines(name: &str) -> bool {
    matches!(name, "texts" | "comments" | "only_comments")
}

#[test]
fn a_laid_out_text_stays() {
    for (name, text) in inputs() {
        let once = laid_out(&text);
        assert_eq!(laid_out(&once), once, "{name}");
    }
}

#[test]
fn the_difference_is_a_unified_diff() {
    let before = "environment a {\nx=1\n  y = 2\n}\n";
    let expected = "\
--- a.dictum
+++ a.dictum
@@ -1,4 +1,4 @@
 environment a {
-x=1
+  x = 1
   y = 2
 }
";
    assert_eq!(diff("a.dictum", before, &laid_out(before)), expected);
    assert_eq!(diff("a.dictum", expected, expected), "");
}
