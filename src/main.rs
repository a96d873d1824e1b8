//! The `dictum` command.

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::text::Sources;
use dictum::{engine, render};

fn main() {
    let inputs: Vec<_> = std::env::args()
        .skip(1)
        .map(|f| {
            let b = std::fs::read(&f).unwrap_or_default();
            (f, b)
        })
        .collect();
    let sources = Sources::new(inputs);
    let settings = engine::Settings { today: jiff::Zoned::now().date() };
    let now = std::time::Instant::now();
    let analysis = engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
    eprintln!("{:?}", now.elapsed());
    let _ = render::render(
        render::Format::Human,
        &analysis.diagnostics,
        &sources,
        &render::Options::default(),
        &mut std::io::stdout(),
    );
    eprintln!("{}", render::summary(&analysis.diagnostics));
}
