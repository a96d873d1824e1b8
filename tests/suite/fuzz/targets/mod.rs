//! The fuzz targets. Each has a function that takes any bytes and reports a violated promise, and samples to start
//! from.
//!
//! The test suite calls these functions with changed samples, and the package in `fuzz/` calls the same ones for
//! longer. A panic is a fault too, which the caller notices itself.

mod change;
mod imports;
mod policies;
mod results;
mod samples;

pub use change::{Step, changed};
pub use samples::samples;

/// Checks one promise for some bytes. Returns what is wrong, if anything.
pub type Check = fn(&[u8]) -> Result<(), String>;

/// A target.
pub struct Target {
    /// Its name, which is also the folder of its found inputs.
    pub name: &'static str,
    /// The check for any bytes.
    pub check: Check,
    /// The endings of the files that its samples are made from.
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
