//! Goal 8: the formatter and the outputs.

use dictum::format;
use dictum::model::kinds::keywords;
use dictum::syntax::parse;

use super::generate::{Kind, tree};
use super::measure::{self, ms, speed};
use super::{MB, sources};

pub fn print() {
    println!("\n## 8 writing, one core\n");
    println!("| work | MB | ms | MB/s | against reading |\n|---|---|---|---|---|");
    let keywords = keywords();
    let tree = tree(Kind::Mix, 4 * MB, 1);
    let raw = sources(&tree);
    let laid_out: Vec<(String, Vec<u8>)> = raw
        .iter()
        .map(|source| {
            let text = format::format(source, &keywords).expect("the tree is sound");
            (source.name().to_owned(), text.into_bytes())
        })
        .collect();
    let tidy = dictum::text::Sources::new(laid_out);
    measure::threads(1, || {
        let [reading, changed, same] = measure::shortest(
            7,
            [
                &mut || raw.iter().for_each(|source| _ = std::hint::black_box(parse(source, &keywords))),
                &mut || raw.iter().for_each(|source| _ = std::hint::black_box(format::format(source, &keywords))),
                &mut || tidy.iter().for_each(|source| _ = std::hint::black_box(format::format(source, &keywords))),
            ],
        );
        for (name, time) in [("`fmt`, every file changes", changed), ("`fmt --check`, nothing changes", same)] {
            println!(
                "| {name} | {:.1} | {:.1} | {:.0} | {:.2} |",
                tree.bytes() as f64 / 1e6,
                ms(time),
                speed(tree.bytes(), time),
                time.as_secs_f64() / reading.as_secs_f64()
            );
        }
    });
}
