//! Goal 5: whole processes.

use std::path::Path;
use std::process::{Command, Stdio};

use super::measure::{self, ms};

pub fn print() {
    println!("\n## 5 start: whole processes, shortest of 40\n");
    println!("| command | ms |\n|---|---|");
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso");
    let small = small.to_string_lossy();
    for (name, program, arguments) in [
        ("(a process that does nothing: `true`)", "true", vec![]),
        ("`dictum --version`", option_env!("CARGO_BIN_EXE_dictum").unwrap_or("dictum"), vec!["--version"]),
        (
            "`dictum check policies/contoso`",
            option_env!("CARGO_BIN_EXE_dictum").unwrap_or("dictum"),
            vec!["check", &small],
        ),
    ] {
        let time = measure::once(40, || {
            let mut command = Command::new(program);
            let command = command.args(&arguments).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().expect("the process runs");
        });
        println!("| {name} | {:.2} |", ms(time));
    }
}
