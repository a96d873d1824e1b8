//! Imports of real and of hostile exports.

#[path = "import/samples.rs"]
mod samples;
