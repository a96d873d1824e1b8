//! Dictum: policy as code for the governance of Microsoft Power Platform.

pub mod analysis;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod codes;
pub mod config;
pub mod diagnostics;
pub mod emit;
pub mod engine;
pub mod format;
pub mod import;
pub mod lint;
pub mod model;
pub mod render;
pub mod syntax;
pub mod text;
