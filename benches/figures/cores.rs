//! Goal 4: two cores compared with one.

use dictum::model::kinds::keywords;
use dictum::syntax::parse;

use super::generate::{Kind, tree};
use super::measure;
use super::{MB, Tree, analyze, sources};

pub fn print() {
    println!("\n## 4 cores: two against one\n");
    println!("| tree | read | whole |\n|---|---|---|");
    row("9 MB in one file", &tree(Kind::Mix, 9 * MB, 1));
    row("10 MB in 10 files", &tree(Kind::Mix, 10 * MB, 10));
    row("10 MB in 1,000 files", &tree(Kind::Mix, 10 * MB, 1000));
}

fn row(name: &str, tree: &Tree) {
    let sources = sources(tree);
    let keywords = keywords();
    let read = || {
        use rayon::prelude::*;
        sources.as_slice().par_iter().for_each(|source| _ = std::hint::black_box(parse(source, &keywords)));
    };
    let pools = [1, 2].map(|count| rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("a pool"));
    let [one, two] = &pools;
    let [read_one, read_two, whole_one, whole_two] = measure::shortest(
        5,
        [
            &mut || one.install(read),
            &mut || two.install(read),
            &mut || one.install(|| _ = std::hint::black_box(analyze(&sources))),
            &mut || two.install(|| _ = std::hint::black_box(analyze(&sources))),
        ],
    );
    println!(
        "| {name} | {:.2} | {:.2} |",
        read_one.as_secs_f64() / read_two.as_secs_f64(),
        whole_one.as_secs_f64() / whole_two.as_secs_f64()
    );
}
