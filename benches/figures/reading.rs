//! Goal 1: text to tree, compared with a handwritten parser.

use dictum::model::kinds::keywords;
use dictum::syntax::parse;
use dictum::syntax::stages::Stages;
use dictum::text::LineIndex;

use super::generate::{Kind, tree};
use super::measure::{self, exponent, ms, speed};
use super::{MB, hand, mix, sizes, sources};

pub fn print() {
    println!("\n## 1 reading: text to tree, one core\n");
    println!("| tree | MB | parse ms | MB/s | ns a declaration | by hand ms | parse / hand |");
    println!("|---|---|---|---|---|---|---|");
    let mut points = Vec::new();
    for (megabytes, runs) in sizes([(1, 30), (10, 7), (100, 2)]) {
        points.push(row(&mix(megabytes), "mix", runs));
    }
    for kind in Kind::SINGLE {
        row(&tree(kind, 4 * MB, 1), kind.name(), 7);
    }
    if let [.., small, large] = points.as_slice() {
        println!("\ngrowth between the last two: exponent {:.3}", exponent(*small, *large));
    }
    stages();
}

fn row(tree: &super::Tree, name: &str, runs: usize) -> (usize, std::time::Duration) {
    let sources = sources(tree);
    let keywords = keywords();
    measure::threads(1, || {
        let [ours, theirs] = measure::shortest(
            runs,
            [
                &mut || {
                    for source in &sources {
                        let parsed = parse(source, &keywords);
                        assert!(parsed.diagnostics.is_empty(), "the tree is sound: {:?}", parsed.diagnostics.first());
                        std::hint::black_box(parsed.tree.len());
                    }
                },
                &mut || {
                    for source in &sources {
                        std::hint::black_box(hand::parse(source.text()).expect("the tree is sound").len());
                    }
                },
            ],
        );
        println!(
            "| {name} | {:.1} | {:.1} | {:.0} | {:.0} | {:.1} | {:.2} |",
            tree.bytes() as f64 / 1e6,
            ms(ours),
            speed(tree.bytes(), ours),
            ours.as_nanos() as f64 / tree.declarations as f64,
            ms(theirs),
            ours.as_secs_f64() / theirs.as_secs_f64()
        );
        (tree.bytes(), ours)
    })
}

fn stages() {
    let tree = tree(Kind::Mix, 4 * MB, 1);
    let text = tree.files.last().map(|(_, text)| text.as_str()).unwrap_or_default();
    let keywords = keywords();
    let cut = Stages::cut(text, &keywords);
    let [utf8, lines, split, scan, build] = measure::shortest(
        15,
        [
            &mut || _ = std::hint::black_box(std::str::from_utf8(text.as_bytes())),
            &mut || _ = std::hint::black_box(LineIndex::new(text)),
            &mut || _ = std::hint::black_box(Stages::cut(text, &keywords).items()),
            &mut || _ = std::hint::black_box(cut.scan()),
            &mut || _ = std::hint::black_box(cut.build()),
        ],
    );
    println!("\n| stage | MB/s |\n|---|---|");
    for (name, time) in [
        ("UTF-8", utf8),
        ("lines", lines),
        ("cut into items", split),
        ("scan to tokens", scan),
        ("scan, grammar and tree", build),
    ] {
        println!("| {name} | {:.0} |", speed(text.len(), time));
    }
}
