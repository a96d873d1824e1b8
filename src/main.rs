//! The `dictum` command.

use dictum::syntax;
use dictum::text::Sources;

fn main() {
    let file = std::env::args().nth(1).unwrap_or_default();
    let bytes = std::fs::read(&file).unwrap_or_default();
    let sources = Sources::new(vec![(file, bytes)]);
    let keywords = [
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
    for source in &sources {
        let now = std::time::Instant::now();
        let parse = syntax::parse(source, &keywords);
        eprintln!("{:?} {} bytes {} nodes", now.elapsed(), source.text().len(), parse.tree.len());
        for d in parse.diagnostics.iter().take(50) {
            let place = d.primary().map(|l| source.lines().locate(source.text(), l.span.start)).unwrap();
            println!("{}:{}: {} {} | {:?}", place.line, place.column, d.rule.code, d.message, d.help);
        }
    }
}
