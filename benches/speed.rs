//! Benchmarks to observe single changes: `cargo bench --bench speed -- parse`.
//!
//! The figures that the project promises are printed by the bench `figures`.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on says what it relied on")]

mod generate;
mod hand;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dictum::analysis::Effective;
use dictum::catalog::Catalog;
use dictum::engine::{Settings, analyze};
use dictum::format::format;
use dictum::model::kinds::keywords;
use dictum::model::{self, lower};
use dictum::syntax::parse;
use dictum::syntax::stages::Stages;
use dictum::text::Sources;
use generate::{Kind, hostile, tree};

const MB: usize = 1_000_000;

fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let keywords = keywords();
    for kind in [Kind::Mix].into_iter().chain(Kind::SINGLE) {
        let tree = tree(kind, MB, 1);
        let sources = Sources::new(tree.inputs());
        group.throughput(Throughput::Bytes(tree.bytes() as u64));
        group.bench_function(BenchmarkId::new("tree", kind.name()), |bencher| {
            bencher.iter(|| sources.iter().for_each(|source| _ = black_box(parse(source, &keywords))));
        });
    }
    let tree = tree(Kind::Mix, MB, 1);
    let (_, text) = tree.files.last().expect("a file");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let cut = Stages::cut(text, &keywords);
    group.bench_function("split", |bencher| bencher.iter(|| Stages::cut(black_box(text), &keywords)));
    group.bench_function("scan", |bencher| bencher.iter(|| cut.scan()));
    group.bench_function("grammar", |bencher| bencher.iter(|| cut.build()));
    group.bench_function("hand", |bencher| bencher.iter(|| hand::parse(black_box(text))));
    group.finish();
}

fn checking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let catalog = Arc::new(Catalog::builtin().clone());
    let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
    for kind in [Kind::Mix].into_iter().chain(Kind::SINGLE) {
        let tree = tree(kind, MB, 4);
        let sources = Sources::new(tree.inputs());
        group.throughput(Throughput::Bytes(tree.bytes() as u64));
        group.bench_function(BenchmarkId::new("whole", kind.name()), |bencher| {
            bencher.iter(|| analyze(black_box(&sources), catalog.clone(), &settings));
        });
    }
    let sources = Sources::new(tree(Kind::Mix, MB, 4).inputs());
    let keywords = keywords();
    let trees: Vec<_> = sources.iter().map(|source| (source, parse(source, &keywords).tree)).collect();
    let lowered = || trees.iter().map(|(source, tree)| lower(source, tree, &catalog)).collect::<Vec<_>>();
    group.bench_function("lower", |bencher| bencher.iter(lowered));
    group.bench_function("lower and link", |bencher| bencher.iter(|| model::link(lowered(), catalog.clone())));
    let (program, _) = model::link(lowered(), catalog.clone());
    group.bench_function("combine", |bencher| bencher.iter(|| Effective::of(black_box(&program))));
    group.finish();
}

fn formatting(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("format");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let tree = tree(Kind::Mix, MB, 1);
    let sources = Sources::new(tree.inputs());
    let keywords = keywords();
    group.throughput(Throughput::Bytes(tree.bytes() as u64));
    group.bench_function("mix", |bencher| {
        bencher.iter(|| sources.iter().for_each(|source| _ = black_box(format(source, &keywords))));
    });
    group.finish();
}

fn harming(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile");
    group.sample_size(10).measurement_time(Duration::from_secs(1));
    let catalog = Arc::new(Catalog::builtin().clone());
    let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
    for (name, text) in hostile(MB / 10) {
        let sources = Sources::single("a.dictum", &text);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name.replace('/', "slash"), |bencher| {
            bencher.iter(|| analyze(black_box(&sources), catalog.clone(), &settings));
        });
    }
    group.finish();
}

criterion_group!(benches, parsing, checking, formatting, harming);
criterion_main!(benches);
