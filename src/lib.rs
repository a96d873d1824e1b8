#![doc = include_str!("../README.md")]
//!
//! ## The map
//!
//! In reading order: [`text`] and [`diagnostics`] are the base; [`syntax`] reads text, [`catalog`] knows the platform,
//! [`config`] the settings; [`model`] builds the program; [`analysis`] says what follows from it; [`rules`] find
//! mistakes, [`waivers`] say which findings are accepted, [`assertions`] whether tests hold; [`engine`] combines these.
//! [`render`] shows findings, [`emit`] writes bundles, [`import`] reads exports, [`classify`] gives inventories their
//! levels, [`report`] draws roles, [`mod@format`] lays out text; [`ide`] answers editors and [`lsp`] speaks with them;
//! [`cli`] is the command line. `ARCHITECTURE.md` has more.

pub mod analysis;
pub mod assertions;
pub mod catalog;
pub mod classify;
pub mod cli;
pub mod codes;
pub mod config;
pub mod decision;
pub mod diagnostics;
pub mod emit;
pub mod engine;
pub mod format;
pub mod ide;
pub mod import;
pub mod lsp;
pub mod model;
pub mod render;
pub mod report;
pub mod rules;
pub mod syntax;
pub mod text;
pub mod waivers;
