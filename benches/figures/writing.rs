//! Goal 8: the formatter and the outputs.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use dictum::emit::{Store, Target, prepare};
use dictum::format;
use dictum::model::kinds::keywords;
use dictum::syntax::parse;
use sha2::{Digest as _, Sha256};

use super::generate::{Kind, tree};
use super::measure::{self, ms, speed};
use super::{Built, MB, analyze, sources};

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
    outputs(&raw);
}

/// Counts the bytes that it takes, and drops them.
#[derive(Default)]
struct Sink {
    bytes: AtomicUsize,
}

struct Open<'s>(&'s Sink);

impl Write for Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Store for Sink {
    fn create(&self, _path: &str) -> io::Result<Box<dyn Write + Send + '_>> {
        Ok(Box::new(Open(self)))
    }
}

/// Canonical JSON with its digests, and its share of a whole build.
fn outputs(sources: &dictum::text::Sources) {
    println!("\n| output | MB of JSON | ms | MB/s of JSON | share of check and build | SHA-256 of as many bytes, ms |");
    println!("|---|---|---|---|---|---|");
    let analysis = analyze(sources);
    let built = Built::new(&analysis.program);
    for (name, targets) in
        [("bundle", &[Target::Bundle][..]), ("power-platform", &[Target::PowerPlatform]), ("both", &Target::ALL)]
    {
        let job = built.job(&analysis, sources);
        let prepared = prepare(targets, job);
        assert_eq!(prepared.ready.targets(), targets, "the tree lacks nothing: {:?}", prepared.findings.first());
        let mut bytes = 0;
        measure::threads(1, || {
            let [whole, written] = measure::shortest(
                5,
                [
                    &mut || _ = std::hint::black_box((analyze(sources), prepare(targets, job).ready.targets())),
                    &mut || {
                        let sink = Sink::default();
                        prepared.ready.write(&sink).expect("a sink takes everything");
                        bytes = sink.bytes.into_inner();
                    },
                ],
            );
            // Every byte is hashed once. Processors without instructions for that spend most of the time on it.
            let as_many = vec![b'a'; bytes];
            let digest = measure::once(5, || _ = std::hint::black_box(Sha256::digest(&as_many)));
            println!(
                "| {name} | {:.1} | {:.1} | {:.0} | {:.2} | {:.1} |",
                bytes as f64 / 1e6,
                ms(written),
                speed(bytes, written),
                written.as_secs_f64() / (whole + written).as_secs_f64(),
                ms(digest)
            );
        });
    }
}
