//! Goal 9: the cost of a hostile byte compared with a valid one.

use super::generate::{Kind, hostile, tree};
use super::measure::{self, exponent, ms};
use super::{MB, analyze, sources};
use dictum::text::Sources;

pub fn print() {
    println!("\n## 9 harm: 1 MB of hostile text against 1 MB of a sound tree, one core\n");
    let tree = tree(Kind::Mix, MB, 1);
    let sound = sources(&tree);
    measure::threads(1, || {
        let valid = measure::once(10, || _ = std::hint::black_box(analyze(&sound)));
        let valid = ms(valid) / tree.bytes() as f64;
        println!(
            "| text | check ms | a byte / a valid byte | exponent from 100 kB | findings |\n|---|---|---|---|---|"
        );
        for ((name, large), (_, small)) in hostile(MB).into_iter().zip(hostile(MB / 10)) {
            let (small_text, large_text) = (Sources::single("a.dictum", &small), Sources::single("a.dictum", &large));
            let mut findings = 0;
            let less = measure::once(3, || findings = analyze(&small_text).diagnostics.len());
            if less.as_secs() > 2 {
                println!("| {name} | {:.0} at 100 kB | | | {findings} |", ms(less));
                continue;
            }
            let more = measure::once(1, || findings = analyze(&large_text).diagnostics.len());
            println!(
                "| {name} | {:.1} | {:.2} | {:.2} | {findings} |",
                ms(more),
                ms(more) / large.len() as f64 / valid,
                exponent((small.len(), less), (large.len(), more))
            );
        }
    });
}
