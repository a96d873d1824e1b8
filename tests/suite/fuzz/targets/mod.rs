//! What is fuzzed: for each target a function that takes any bytes and says which promise they break, and samples to
//! start from.
//!
//! The test suite calls these functions with changed samples; the package in `fuzz/` calls the same ones for longer. A
//! panic is a fault too, which the caller sees by itself.

mod change;
mod imports;
mod policies;
mod results;
mod samples;

pub use change::{Step, changed};
pub use samples::samples;

/// One promise, held against bytes: what is wrong, if anything.
pub type Check = fn(&[u8]) -> Result<(), String>;

/// A target.
pub struct Target {
    /// Its name, and that of its folder of found inputs.
    pub name: &'static str,
    /// What it promises of any bytes.
    pub check: Check,
    /// How the files end that its samples are made from.
    pub endings: &'static [&'static str],
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "parse", check: policies::parse, endings: &["dictum"] },
    Target { name: "check", check: policies::check, endings: &["dictum"] },
    Target { name: "fmt", check: policies::fmt, endings: &["dictum"] },
    Target { name: "fix", check: policies::fix, endings: &["dictum"] },
    Target { name: "import-json", check: imports::json, endings: &["json"] },
    Target { name: "import-hcl", check: imports::hcl, endings: &["tf", "tfvars"] },
    Target { name: "import-xml", check: imports::xml, endings: &["xml"] },
    Target { name: "import-zip", check: imports::zip, endings: &["zip"] },
    Target { name: "catalogue", check: imports::catalogue, endings: &["catalogue"] },
    Target { name: "classify", check: results::classify, endings: &["inventory"] },
    Target { name: "settings", check: results::settings, endings: &["toml"] },
    Target { name: "verify", check: results::verify, endings: &["manifest"] },
];

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
