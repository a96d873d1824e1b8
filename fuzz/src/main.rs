//! Tries changed samples of a target until its time is over, and keeps what breaks a promise.
//!
//! `cargo run --release -- --seconds 60 [--seed N] [TARGET…]`; all targets where none is named.

#[path = "../../tests/suite/fuzz/targets/mod.rs"]
mod targets;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use targets::{Step, TARGETS, Target, changed, samples, target};

/// An input that takes longer is kept as well.
const SLOW: Duration = Duration::from_secs(2);

/// So many inputs are kept of one target.
const KEPT: usize = 20;

fn main() {
    let mut seconds = 60;
    let mut seed = 1;
    let mut chosen = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|number| number.parse().ok()).unwrap_or_else(usage);
        match argument.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number(),
            name => chosen.push(target(name).unwrap_or_else(usage)),
        }
    }
    if chosen.is_empty() {
        chosen.extend(TARGETS);
    }
    // Panics are told once each, below.
    std::panic::set_hook(Box::new(|_| {}));
    let each = Duration::from_secs(seconds) / u32::try_from(chosen.len()).unwrap_or(1);
    let found: usize = chosen.iter().map(|target| run(target, each, seed)).sum();
    std::process::exit(i32::from(found > 0));
}

fn usage<T>() -> T {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    eprintln!("dictum-fuzz [--seconds N] [--seed N] [TARGET…]\ntargets: {}", names.join(", "));
    std::process::exit(2)
}

/// Runs one target; gives how many faults it shows, each told once.
fn run(target: &Target, time: Duration, seed: u64) -> usize {
    let mut corpus = samples(target);
    let mut random = Random(seed);
    let begin = Instant::now();
    let (mut runs, mut slowest) = (0_u64, Duration::ZERO);
    let mut faults: BTreeMap<String, usize> = BTreeMap::new();
    while begin.elapsed() < time && !corpus.is_empty() {
        let sample = &corpus[random.next() as usize % corpus.len()];
        let steps: Vec<Step> = (0..=random.next() % 6)
            .map(|_| Step {
                kind: random.next() as u8,
                at: random.next() as u32,
                length: random.next() as u16,
                with: random.next() as u32,
            })
            .collect();
        let bytes = changed(sample, &steps);
        let start = Instant::now();
        let held = catch_unwind(AssertUnwindSafe(|| (target.check)(&bytes)));
        let took = start.elapsed();
        runs += 1;
        slowest = slowest.max(took);
        let fault = match held {
            Ok(Ok(())) if took > SLOW => Some("it is slow".to_owned()),
            Ok(Ok(())) => None,
            Ok(Err(fault)) => Some(fault),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                Some(format!("panic: {}", text.unwrap_or_default()))
            }
        };
        if let Some(fault) = fault {
            let count = faults.entry(fault.clone()).or_default();
            *count += 1;
            if *count == 1 && runs > 0 {
                keep(target, &bytes, &fault, took);
            }
            if faults.len() >= KEPT {
                break;
            }
        } else if runs.is_multiple_of(50) && corpus.len() < 2_000 {
            // Changes of changes reach further.
            corpus.push(bytes);
        }
    }
    println!(
        "{}: {runs} runs in {:.0} s, slowest {slowest:?}, faults {}",
        target.name,
        begin.elapsed().as_secs_f64(),
        faults.len()
    );
    for (fault, count) in &faults {
        println!("  {count} times: {fault}");
    }
    faults.len()
}

/// Writes an input beside those that were found before.
fn keep(target: &Target, bytes: &[u8], fault: &str, took: Duration) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("found").join(target.name);
    let name = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    let path = folder.join(format!("{name:016x}"));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes));
    println!(
        "{}: {fault} ({took:?}): {} {}",
        target.name,
        path.display(),
        if written.is_ok() { "" } else { "not written" }
    );
}

/// Numbers that come again with the same seed (splitmix64, by Sebastiano Vigna, public domain).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        number ^ (number >> 31)
    }
}
