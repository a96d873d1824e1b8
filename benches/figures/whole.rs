//! Goal 2: check and build compared with reading alone, and how they grow.

use dictum::catalog::Catalog;
use dictum::emit::{Target, emit};
use dictum::model::kinds::keywords;
use dictum::model::lower;
use dictum::syntax::{parse, parse_each};
use dictum::text::Sources;

use super::generate::{Kind, tree};
use super::measure::{self, exponent, ms, speed};
use super::{Built, MB, Tree, analyze, mix, sizes, sources};

pub fn print() {
    println!("\n## 2 whole: `check` and `build` against reading, one core\n");
    println!(
        "| tree | MB | read ms | with lowering ms | check ms | and bundle ms | and all targets ms | MB/s | check / read | with bundle / read | with all / read | findings |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut points = Vec::new();
    for (megabytes, runs) in sizes([(1, 15), (10, 5), (100, 1)]) {
        points.push(row(&mix(megabytes), "mix", runs));
    }
    if let [.., small, large] = points.as_slice() {
        println!("\ngrowth of `check` between the last two: exponent {:.3}", exponent(*small, *large));
    }
    println!("\n| kind alone | 1 MB ms | 9 MB ms | exponent |\n|---|---|---|---|");
    for kind in Kind::SINGLE {
        grow(kind.name(), &tree(kind, MB, 1), &tree(kind, 9 * MB, 1));
    }
    grow("files (100, 900)", &tree(Kind::Mix, MB, 100), &tree(Kind::Mix, 9 * MB, 900));
}

fn read(sources: &Sources) {
    let keywords = keywords();
    for source in sources {
        std::hint::black_box(parse(source, &keywords).tree.len());
    }
}

fn read_and_lower(sources: &Sources) {
    let keywords = keywords();
    for source in sources {
        std::hint::black_box(parse_each(source, &keywords, |tree| lower(source, &tree, Catalog::builtin())).0.len());
    }
}

fn row(tree: &Tree, name: &str, runs: usize) -> (usize, std::time::Duration) {
    let sources = sources(tree);
    let mut findings = 0;
    measure::threads(1, || {
        let known = analyze(&sources);
        let built = Built::new(&known.program);
        drop(known);
        let make = |targets: &[Target]| {
            let analysis = analyze(&sources);
            let files = emit(targets, built.job(&analysis, &sources));
            std::hint::black_box(files.expect("the tree lacks nothing").len());
        };
        let [reading, lowering, whole, bundling, making] = measure::shortest(
            runs,
            [
                &mut || read(&sources),
                &mut || read_and_lower(&sources),
                &mut || findings = analyze(&sources).diagnostics.len(),
                &mut || make(&[Target::Bundle]),
                &mut || make(&Target::ALL),
            ],
        );
        println!(
            "| {name} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.0} | {:.2} | {:.2} | {:.2} | {findings} |",
            tree.bytes() as f64 / 1e6,
            ms(reading),
            ms(lowering),
            ms(whole),
            ms(bundling),
            ms(making),
            speed(tree.bytes(), bundling),
            whole.as_secs_f64() / reading.as_secs_f64(),
            bundling.as_secs_f64() / reading.as_secs_f64(),
            making.as_secs_f64() / reading.as_secs_f64(),
        );
        (tree.bytes(), whole)
    })
}

fn grow(name: &str, small: &Tree, large: &Tree) {
    let (one, nine) = (sources(small), sources(large));
    measure::threads(1, || {
        let less = measure::once(10, || _ = std::hint::black_box(analyze(&one)));
        let more = measure::once(2, || _ = std::hint::black_box(analyze(&nine)));
        println!(
            "| {name} | {:.1} | {:.1} | {:.3} |",
            ms(less),
            ms(more),
            exponent((small.bytes(), less), (large.bytes(), more))
        );
    });
}
