//! Goal 6 for the core: one edited file among ten thousand.

use dictum::catalog::Catalog;
use dictum::model::kinds::keywords;
use dictum::model::lower;
use dictum::syntax::parse;
use dictum::text::Sources;

use super::generate::{Kind, tree};
use super::measure::{self, ms};
use super::{MB, analyze, sources};

pub fn print() {
    let tree = tree(Kind::Mix, 17 * MB, 10_000);
    println!("\n## 6 edit: 10,000 files, {:.0} MB\n", tree.bytes() as f64 / 1e6);
    println!("| work | one core ms | two cores ms |\n|---|---|---|");
    let [one, two] = [1, 2].map(|threads| {
        measure::threads(threads, || {
            let reading = measure::once(3, || _ = std::hint::black_box(sources(&tree)));
            let all = sources(&tree);
            let whole = measure::once(3, || _ = std::hint::black_box(analyze(&all)));
            let (name, text) = tree.files.get(5_000).expect("a file");
            let edited = text.replacen("type = sandbox", "type = production", 1);
            let single = measure::once(50, || {
                let sources = Sources::single(name, &edited);
                for source in &sources {
                    let parsed = parse(source, &keywords());
                    std::hint::black_box(lower(source, &parsed.tree, Catalog::builtin()));
                }
            });
            [reading, whole, single].map(ms)
        })
    });
    for (index, name) in
        ["take the files in", "check all of them", "read and lower the edited file alone"].into_iter().enumerate()
    {
        println!(
            "| {name} | {:.2} | {:.2} |",
            one.get(index).copied().unwrap_or_default(),
            two.get(index).copied().unwrap_or_default()
        );
    }
}
