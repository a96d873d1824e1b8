//! Goal 3: the peak memory of a check, measured in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use dictum::text::Sources;

use super::measure::peak;
use super::{analyze, mix, sizes};

pub fn print() {
    println!("\n## 3 memory: the most that `check` holds, two threads\n");
    println!("| MB | peak MB | bytes a byte of input, 8 MB aside | of which the text itself |");
    println!("|---|---|---|---|");
    for (megabytes, _) in sizes([(1, 1), (10, 1), (100, 1)]) {
        let folder = write(megabytes);
        let whole = run("check", &folder);
        let text = run("read", &folder);
        let bytes = mix(megabytes).bytes() as f64;
        println!(
            "| {:.0} | {:.0} | {:.2} | {:.2} |",
            bytes / 1e6,
            whole as f64 / 1e6,
            (whole as f64 - 8e6) / bytes,
            (text as f64 - 8e6) / bytes
        );
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// A tree on disk, for another process to read.
pub fn write(megabytes: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mix-{megabytes}"));
    for (name, text) in mix(megabytes).files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, text).expect("the file is written");
    }
    folder
}

fn run(what: &str, folder: &Path) -> usize {
    let own = std::env::current_exe().expect("the path of this program");
    let output = Command::new(own).args(["--child", what]).arg(folder).output().expect("a child process");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("its peak")
}

/// The work of the child process: reads a folder, checks it, prints its peak.
pub fn child(words: &[String]) {
    let [what, folder] = words else { return };
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    let inputs = files.iter().map(|path| (path.display().to_string(), std::fs::read(path).expect("a file")));
    let sources = Sources::new(inputs.collect());
    if what == "check" {
        std::hint::black_box(analyze(&sources));
    }
    println!("{}", peak());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            collect(&entry.path(), files);
        } else {
            files.push(entry.path());
        }
    }
}
