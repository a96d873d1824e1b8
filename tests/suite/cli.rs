//! The command as users run it: its output, its exit status, and the files on the disk.

mod answers;
mod ask;
mod assertions;
mod baseline;
mod build;
#[cfg(unix)]
mod canaries;
mod change;
mod classify;
mod confined;
mod findings;
mod governance;
mod import;
mod inputs;
mod left_out;
mod limits;
#[cfg(target_os = "linux")]
mod memory;
mod old_catalog;
mod organisations;
mod report;
mod report_pages;
#[cfg(unix)]
mod robust;
mod roles_as_they_are;
mod same_bytes;
mod script;
#[cfg(unix)]
mod services;
mod settings;
mod signed;
mod start;
mod terminal;
mod verify;
mod waivers;

use crate::desk::{Desk, Run, finish, gather};

/// Settings of a project with that name.
fn settings(name: &str) -> String {
    format!("[project]\nname = \"{name}\"\nedition = 2026\n")
}

/// A file with one error.
const WRONG: &str = "environment sales { type = sandbax; region = europe }\n";
/// A file with one warning.
const DOUBTFUL: &str = "connectors office = [sharepointonline, teams]\n";
/// A file without findings.
const CLEAN: &str = "\
environment sales { type = sandbox; region = europe }

data_policy baseline {
  applies_to   = all
  business     = [sharepointonline, teams]
  non_business = unblockable - [sharepointonline, teams]
  blocked      = rest
}
";
