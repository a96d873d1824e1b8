//! The formatter changes neither the meaning of policies nor the text of their comments.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::emit::{Api, Bindings, Job, ProviderVersion, Rest, Settings, Target, emit};
use dictum::engine;
use dictum::format::format;
use dictum::model::kinds;
use dictum::text::Sources;

use super::random::essence;

/// The bundle of a program, or its errors.
fn bundle(files: &[(String, String)]) -> Vec<u8> {
    let sources = Sources::new(files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect());
    let settings = engine::Settings { today: jiff::civil::date(2026, 11, 21) };
    let analysis = engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
    let settings = Settings {
        project: "p",
        bindings: &Bindings::default(),
        api: Api::V2,
        rest: Rest::Implied,
        provider: ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &sources, settings };
    let files = emit(&[Target::Bundle], job).expect("nothing is lacking");
    files.into_iter().find(|file| file.path.as_str() == "bundle.json").expect("the normal form").bytes
}

/// All policies below a folder.
fn policies(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            policies(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "dictum") {
            found.push(path);
        }
    }
}

/// The same text with another layout: tabs, blanks at the ends of lines, more blank lines.
fn loosened(text: &str, way: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        // Lines of comments and texts that span several lines stay as they are.
        let (indent, rest) = line.split_at(indent);
        let indent = match way {
            0 => indent.replace("  ", "\t"),
            1 => std::format!("{indent}   "),
            // A keyword in the first column would begin a declaration.
            _least => " ".repeat(indent.len().min(1)),
        };
        let keeps = rest.starts_with('*') || text.contains("/*") || text.contains("\"\"\"");
        out.push_str(if keeps { line.split_at(line.len() - rest.len()).0 } else { &indent });
        out.push_str(rest);
        // Spaces after a comment would be part of it.
        out.push_str(if way == 1 || keeps || rest.contains("//") { "\n" } else { "  \n" });
    }
    out
}

fn laid_out(name: &str, text: &str) -> String {
    let sources = Sources::single(name, text);
    let source = sources.iter().next().expect("one file");
    format(source, &kinds::keywords()).unwrap_or_else(|findings| unreachable!("{name}: {:?}", findings.first()))
}

#[test]
fn meaning_and_comments_outlast_the_layout() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut files, mut wrong) = (0, Vec::new());
    for project in ["contoso", "adoption-framework", "starter"] {
        let mut paths = Vec::new();
        policies(&root.join("policies").join(project), &mut paths);
        paths.sort();
        let named = |path: &PathBuf| (path.display().to_string(), std::fs::read_to_string(path).expect("a text"));
        let original: Vec<(String, String)> = paths.iter().map(named).collect();
        let expected = bundle(&original);
        for way in 0..3 {
            let mut before = Vec::new();
            let mut after = Vec::new();
            for (name, text) in &original {
                let loose = loosened(text, way);
                let once = laid_out(name, &loose);
                files += 1;
                if laid_out(name, &once) != once {
                    wrong.push(std::format!("{name}, way {way}: the second run changes it"));
                }
                if essence(&once) != essence(&loose) {
                    wrong.push(std::format!("{name}, way {way}: words or comments differ"));
                }
                before.push((name.clone(), loose));
                after.push((name.clone(), once));
            }
            let bundles = [bundle(&before), bundle(&after)];
            if bundles.iter().any(|bundle| *bundle != expected) {
                wrong.push(std::format!("{project}, way {way}: the bundle differs"));
            }
        }
    }
    println!("P5: {files} files laid out, each twice, in 9 programs; violations: {}", wrong.len());
    assert_eq!(wrong, Vec::<String>::new());
    assert!(files > 60);
}
