//! A safe fix of a program without errors keeps its bundle.

use dictum::diagnostics::{Level, Safety, apply};
use dictum::engine::{self, Settings};
use dictum::text::Sources;

use super::{Build, bytes, catalog};

#[test]
fn a_safe_fix_of_a_sound_page_keeps_its_bundle() {
    let bundle = |text: &str| {
        let files = Build::any(vec![("policy.dictum".to_owned(), text.as_bytes().to_vec())]).emit_whatever();
        files.iter().any(|file| file.path == "bundle.json").then(|| bytes(&files, "bundle.json").to_vec())
    };
    let settings = Settings { today: jiff::civil::Date::constant(2026, 11, 21) };
    let (mut tried, mut changed) = (0, Vec::new());
    for rule in dictum::codes::all() {
        for sample in rule.samples() {
            let sources = Sources::single("policy.dictum", &sample.text);
            let analysis = engine::analyze(&sources, catalog(), &settings);
            if analysis.diagnostics.iter().any(|finding| finding.level == Level::Error) {
                continue;
            }
            let fixed = apply(&sources, &analysis.diagnostics, |_| true, |safety| safety == Safety::Safe);
            for (_, text) in fixed.texts {
                tried += 1;
                if bundle(&sample.text) != bundle(&text) {
                    changed.push(rule.name);
                }
            }
        }
    }
    println!("safe fixes tried: {tried}, bundles changed: {changed:?}");
    assert!(tried > 0);
    assert_eq!(changed, Vec::<&str>::new());
}
