//! Time and memory of one piece of work, on a machine that others also use.

use std::time::{Duration, Instant};

/// The shortest of `runs` runs of each work. They run in turns, so that a busy moment affects all of them alike.
pub fn shortest<const N: usize>(runs: usize, mut works: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..runs {
        for (work, best) in works.iter_mut().zip(&mut best) {
            let start = Instant::now();
            work();
            *best = start.elapsed().min(*best);
        }
    }
    best
}

/// The shortest of `runs` runs.
pub fn once(runs: usize, mut work: impl FnMut()) -> Duration {
    let [best] = shortest(runs, [&mut work]);
    best
}

/// Runs `work` on `count` threads.
pub fn threads<R: Send>(count: usize, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("a pool of threads");
    pool.install(work)
}

/// Megabytes a second.
pub fn speed(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / time.as_secs_f64() / 1e6
}

/// How time grows with size: 1 if it is proportional.
pub fn exponent(small: (usize, Duration), large: (usize, Duration)) -> f64 {
    (large.1.as_secs_f64() / small.1.as_secs_f64()).ln() / (large.0 as f64 / small.0 as f64).ln()
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The peak memory of this process in bytes, as the system counts it.
pub fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}
