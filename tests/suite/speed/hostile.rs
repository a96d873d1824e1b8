//! Files that mean harm: they end in findings, soon, and in few of them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use dictum::catalog::Catalog;
use dictum::engine::{Settings, analyze};
use dictum::text::{Sources, Span};

use super::generate::hostile;

/// Only a guard against work without end: it is a hundred times what a slow machine takes.
const HANG: Duration = Duration::from_mins(5);

#[test]
fn hostile_text_ends_in_findings() {
    let catalog = Arc::new(Catalog::builtin().clone());
    let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
    let (mut slowest, mut most, mut tried) = ((Duration::ZERO, ""), (0, ""), 0);
    for (name, text) in hostile(20_000) {
        let sources = Sources::single("hostile.dictum", &text);
        let start = Instant::now();
        let analysis = analyze(&sources, catalog.clone(), &settings);
        let took = start.elapsed();
        tried += 1;
        slowest = slowest.max((took, name));
        most = most.max((analysis.diagnostics.len(), name));
        assert!(took < HANG, "{name} takes {took:?}");
        for finding in &analysis.diagnostics {
            for label in &finding.labels {
                let Span { start, end } = label.location.span;
                let inside = text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize);
                assert!(inside, "{name}: a finding stands on characters of the text");
            }
        }
    }
    let ((took, slow), (findings, many)) = (slowest, most);
    println!(
        "{tried} texts of 20 kB, none ends the process; slowest {took:?} ({slow}), most findings {findings} ({many})"
    );
}
