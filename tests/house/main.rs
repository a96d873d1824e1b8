//! Tests of the repository: layers, files, rule pages, generated pages, and a README that runs.

#![expect(clippy::expect_used, reason = "a test that cannot go on says what it relied on")]

mod additions;
mod architecture;
mod code;
mod delivery;
mod docs;
mod files;
mod generated;
mod kinds;
mod order;
mod policy;
mod readme;
mod supply;
mod tree;
