//! A run that dies at any point, or gets an error at any point.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dictum::cli::output::{Swap, write, write_watched};
use tempfile::tempdir;

use super::{beside, fill, output, read};

const TARGET: &str = "DICTUM_TEST_TARGET";
const DIES_AT: &str = "DICTUM_TEST_DIES_AT";
const TWO_STEPS: &str = "DICTUM_TEST_TWO_STEPS";

/// Not a test of its own if other tests start it: writes an output, and dies before the operation that they name.
#[test]
fn a_run() {
    let own = tempdir().expect("a folder");
    let target = std::env::var_os(TARGET).map_or_else(|| own.path().join("out"), PathBuf::from);
    let dies_at: usize = std::env::var(DIES_AT).ok().and_then(|at| at.parse().ok()).unwrap_or(usize::MAX);
    let swap = if std::env::var_os(TWO_STEPS).is_some() { Swap::TwoSteps } else { Swap::Best };
    let count = AtomicUsize::new(0);
    let watch = |_: &str, _: &Path| {
        if count.fetch_add(1, Ordering::SeqCst) + 1 == dies_at {
            std::process::abort();
        }
        Ok(())
    };
    let new = output("new");
    write_watched(&target, swap, &watch, |store| fill(&new, store)).expect("the output can be written");
    assert_eq!(read(&target), new);
    assert_eq!(beside(target.parent().expect("a parent")), ["out"]);
}

/// Starts [`a_run`] in a process of its own. Returns whether it finished.
fn run(target: &Path, dies_at: usize, swap: Swap) -> bool {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "output::kill::a_run", "--test-threads", "1"]);
    command.env(TARGET, target).env(DIES_AT, dies_at.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
    if swap == Swap::TwoSteps {
        command.env(TWO_STEPS, "1");
    }
    command.status().expect("the process can be started").success()
}

/// The state after runs were killed.
#[derive(Default, Debug)]
struct Tally {
    tried: usize,
    old: usize,
    new: usize,
    absent: usize,
    torn: usize,
}

/// Kills a run before each of its operations in turn, and checks the state after it.
fn kill_everywhere(swap: Swap, with_old: bool) -> Tally {
    let mut tally = Tally::default();
    let (old, new) = (output("old"), output("new"));
    for dies_at in 1.. {
        let parent = tempdir().expect("a folder");
        let target = parent.path().join("out");
        if with_old {
            write(&target, |store| fill(&old, store)).expect("the old output can be written");
        }
        if run(&target, dies_at, swap) {
            assert_eq!(read(&target), new);
            break;
        }
        tally.tried += 1;
        let absent = !target.exists();
        match absent.then(Default::default).unwrap_or_else(|| read(&target)) {
            _ if absent => tally.absent += 1,
            tree if tree == old => tally.old += 1,
            tree if tree == new => tally.new += 1,
            _torn => tally.torn += 1,
        }
        if with_old {
            // A run that fails before it writes anything still cleans up.
            let failed = write(&target, |_| Err::<(), _>(io::Error::other("no")));
            assert!(failed.is_err());
            let stands = read(&target);
            assert!(stands == old || stands == new, "killed at {dies_at}: the old output is not back");
            assert!(!absent || stands == old);
        }
        write(&target, |store| fill(&new, store)).expect("the next run writes");
        assert_eq!(read(&target), new);
        assert!(beside(parent.path()).len() <= 2, "killed at {dies_at}: {:?}", beside(parent.path()));
    }
    println!("killed with {swap:?}, old output {with_old}: {tally:?}");
    tally
}

#[test]
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn at_every_point_the_old_or_the_new_output_stands() {
    let tally = kill_everywhere(Swap::Best, true);
    println!("P7: kill points tried: {}, torn: {}", tally.tried, tally.torn);
    assert!(tally.tried > 25, "{tally:?}");
    assert_eq!((tally.torn, tally.absent), (0, 0));
    assert!(tally.old > 20 && tally.new >= 2, "{tally:?}");
}

#[test]
fn a_first_output_stands_whole_or_not_at_all() {
    let tally = kill_everywhere(Swap::Best, false);
    assert!(tally.tried > 25, "{tally:?}");
    assert_eq!((tally.torn, tally.old), (0, 0));
    assert!(tally.absent > 20 && tally.new >= 2, "{tally:?}");
}

#[test]
fn in_two_steps_the_old_output_comes_back() {
    let tally = kill_everywhere(Swap::TwoSteps, true);
    assert_eq!(tally.torn, 0);
    assert_eq!(tally.absent, 1, "between the two steps only");
    assert!(tally.old > 20 && tally.new >= 2, "{tally:?}");
}

#[test]
fn a_fault_at_any_point_leaves_the_old_output_and_nothing_else() {
    for swap in [Swap::Best, Swap::TwoSteps] {
        let (old, new) = (output("old"), output("new"));
        let (mut failed, mut stood) = (0, 0);
        for fails_at in 1.. {
            let parent = tempdir().expect("a folder");
            let target = parent.path().join("out");
            write(&target, |store| fill(&old, store)).expect("the old output can be written");
            let count = AtomicUsize::new(0);
            let watch = |_: &str, _: &Path| {
                let fails = count.fetch_add(1, Ordering::SeqCst) + 1 == fails_at;
                if fails { Err(io::Error::other("the disk is full")) } else { Ok(()) }
            };
            let result = write_watched(&target, swap, &watch, |store| fill(&new, store));
            if result.is_err() {
                failed += 1;
                assert_eq!(read(&target), old, "{swap:?} {fails_at}");
                assert_eq!(beside(parent.path()), ["out"], "{swap:?} {fails_at}");
            } else {
                stood += 1;
                assert_eq!(read(&target), new, "{swap:?} {fails_at}");
            }
            if count.into_inner() < fails_at {
                break;
            }
        }
        println!("P7: faults of the disk with {swap:?}: {} points, {stood} after the swap, torn: 0", failed + stood);
        assert!(failed > 20 && (2..=4).contains(&stood));
    }
}

#[test]
fn a_run_killed_from_outside_leaves_a_whole_output() {
    let (old, new) = (output("old"), output("new"));
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("out");
    let mut whole = 0;
    for round in 0..20_u64 {
        write(&target, |store| fill(&old, store)).expect("the old output can be written");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", "output::kill::a_run", "--test-threads", "1"]).env(TARGET, &target);
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the process can be started");
        std::thread::sleep(Duration::from_millis(2 + round * 2));
        child.kill().expect("the process can be killed");
        child.wait().expect("the process has ended");
        let stands = read(&target);
        assert!(stands == old || stands == new, "round {round}");
        whole += 1;
    }
    println!("P7: killed from outside: {whole}, torn: 0");
}
