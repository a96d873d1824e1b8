//! Changed samples of every kind of input, and inputs that once violated a promise.
//!
//! `DICTUM_FUZZ_CASES=10000 cargo test --release --test suite fuzz::` tries more. The package in `fuzz/` tries the same
//! functions without a limit of its own. The inputs that it finds are kept in `tests/data/fuzz/<target>/`.

mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use targets::{Step, TARGETS, Target, changed, samples, target};

/// The number of changed samples that are tried for each target.
const CASES: u32 = 40;

/// The maximum time for an input of at most 24 kB in a build without optimisation, on a busy machine.
const SLOWEST: Duration = Duration::from_secs(30);

fn hold(target: &Target, bytes: &[u8]) -> Result<(), String> {
    let held = catch_unwind(AssertUnwindSafe(|| (target.check)(bytes)));
    held.unwrap_or_else(|_| Err("it panics".to_owned())).map_err(|fault| format!("{}: {fault}", target.name))
}

/// Runs something on a pool of one thread: the shared one may be full of other tests.
fn alone<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool").install(work)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = any::<(u8, u32, u16, u32)>().prop_map(|(kind, at, length, with)| Step { kind, at, length, with });
    prop::collection::vec(step, 0..6)
}

/// Tries changed samples of one target. Returns their number, the slowest time, and the first one that violates a
/// promise, made small.
fn tried(target: &Target, cases: u32) -> (u32, Duration, Option<String>) {
    let samples = samples(target);
    assert!(!samples.is_empty(), "{} has no samples", target.name);
    let (mut runs, mut slowest) = (0, Duration::ZERO);
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, ..Config::default() },
        prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
    );
    let numbers = std::cell::RefCell::new((&mut runs, &mut slowest));
    let result = runner.run(&(0..samples.len(), steps()), |(at, steps)| {
        let bytes = changed(&samples[at], &steps);
        let begin = Instant::now();
        let held = hold(target, &bytes);
        let took = begin.elapsed();
        let (runs, slowest) = &mut *numbers.borrow_mut();
        **runs += 1;
        **slowest = took.max(**slowest);
        held.map_err(|fault| TestCaseError::fail(format!("{fault}\n{}", String::from_utf8_lossy(&bytes))))
    });
    let fault = match result {
        Ok(()) => None,
        Err(TestError::Fail(why, _) | TestError::Abort(why)) => Some(why.message().to_string()),
    };
    (runs, slowest, fault)
}

#[test]
fn changed_samples_break_no_promise() {
    let cases = std::env::var("DICTUM_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    // Each target has a thread of its own, so that none waits for the work of another and its times are its own.
    let results: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> =
            TARGETS.iter().map(|target| (target, scope.spawn(move || alone(|| tried(target, cases))))).collect();
        let ended = started.into_iter().map(|(target, thread)| (target, thread.join().expect("the thread ends")));
        ended.collect()
    });
    let mut faults = Vec::new();
    for (target, (runs, slowest, fault)) in results {
        println!("P1: {}: {runs} inputs, slowest {slowest:?}, faults {}", target.name, usize::from(fault.is_some()));
        assert!(slowest < SLOWEST, "{} took {slowest:?}", target.name);
        faults.extend(fault);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn found_inputs_break_no_promise_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/fuzz");
    let mut tried = 0;
    let mut faults = Vec::new();
    for folder in std::fs::read_dir(root).expect("found inputs") {
        let folder = folder.expect("a folder");
        let name = folder.file_name().to_string_lossy().into_owned();
        let Some(target) = target(&name) else {
            assert!(!folder.path().is_dir(), "there is no target `{name}`");
            continue;
        };
        for input in std::fs::read_dir(folder.path()).expect("a folder of inputs") {
            let path = input.expect("an input").path();
            let begin = Instant::now();
            let bytes = std::fs::read(&path).expect("an input");
            if let Err(fault) = alone(|| hold(target, &bytes)) {
                faults.push(format!("{}: {fault}", path.display()));
            }
            assert!(begin.elapsed() < SLOWEST, "{} took {:?}", path.display(), begin.elapsed());
            tried += 1;
        }
    }
    println!("P1: inputs that were found before: {tried}, faults {}", faults.len());
    assert!(tried > 0, "there are inputs that were found before");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_broken_promise_is_seen() {
    let target = Target {
        name: "word",
        check: |bytes| {
            assert!(!bytes.contains(&b'!'), "a panic");
            if bytes.len() > 3 { Err("too long".to_owned()) } else { Ok(()) }
        },
        endings: &["toml"],
    };
    assert_eq!(hold(&target, b"abc"), Ok(()));
    assert_eq!(hold(&target, b"abcd"), Err("word: too long".to_owned()));
    assert_eq!(hold(&target, b"a!"), Err("word: it panics".to_owned()));
    let (runs, _, fault) = tried(&target, 8);
    assert!(runs > 0 && fault.is_some_and(|fault| fault.starts_with("word: ")));
}
