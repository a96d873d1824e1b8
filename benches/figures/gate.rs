//! The gate of a pull request: whole processes that check and write every report that `ci/gate.sh` requests.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::measure::{self, ms};

/// The number of files of a large project, and their total bytes.
const FILES: usize = 1_000;
const BYTES: usize = 2_000_000;

pub fn print() {
    println!("\n## gate: whole processes with all reports, shortest and middle of 40\n");
    println!("| project | shortest ms | middle ms | goal ms |\n|---|---|---|---|");
    let contoso = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso");
    let large = large();
    for (name, folder, goal) in [("`policies/contoso`", &contoso, 50), ("1,000 files, 2 MB", &large, 500)] {
        let (shortest, middle) = time(folder);
        println!("| {name} | {shortest:.1} | {middle:.1} | {goal} |");
    }
    let _ = std::fs::remove_dir_all(large);
}

/// The shortest and the median time of 40 runs, each in a process of its own.
fn time(folder: &Path) -> (f64, f64) {
    let reports = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gate-reports");
    std::fs::create_dir_all(&reports).expect("the folder is made");
    let report = |form: &str| format!("{form}={}", reports.join(form).display());
    let forms = ["junit", "sarif", "markdown", "job-summary"].map(report);
    let run = || {
        let mut command = Command::new(option_env!("CARGO_BIN_EXE_dictum").unwrap_or("dictum"));
        command.arg("check").arg(folder).args(["-o", "short"]).args(forms.iter().flat_map(|form| ["-o", form]));
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the process runs");
        assert!(status.success(), "the project is sound, so what is measured is what a gate takes that passes");
    };
    let mut times: Vec<f64> = (0..40).map(|_| ms(measure::once(1, run))).collect();
    times.sort_by(f64::total_cmp);
    let _ = std::fs::remove_dir_all(reports);
    (times.first().copied().unwrap_or_default(), times.get(times.len() / 2).copied().unwrap_or_default())
}

/// A project of 1,000 files of 2 kB each and one data policy, without findings.
fn large() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gate-large");
    std::fs::create_dir_all(&folder).expect("the folder is made");
    std::fs::write(folder.join("dictum.toml"), "[project]\nname = \"large\"\nedition = 2026\n")
        .expect("the file is written");
    let policy = "data_policy baseline {\n  applies_to   = all\n  business     = [sharepointonline, teams]\n  \
        non_business = unblockable - [sharepointonline, teams]\n  blocked      = rest\n}\n";
    std::fs::write(folder.join("policy.dictum"), policy).expect("the file is written");
    for index in 0..FILES {
        let mut text = format!("// Department {index}.\n\ngroup group_{index} {{ kind = security }}\n\n");
        let mut part = 0;
        while text.len() < BYTES / FILES {
            let _ = write!(
                text,
                "/// Where department {index} works.\nenvironment env_{index}_{part} {{\n  name = \"Department {index}, {part}\"\n  \
                 type = sandbox\n  region = europe\n  managed = yes\n  access = group_{index}\n  \
                 dataverse {{ language = 1033; currency = EUR }}\n}}\n\n"
            );
            part += 1;
        }
        std::fs::write(folder.join(format!("department-{index}.dictum")), text).expect("the file is written");
    }
    folder
}
