//! Dictum: policy as code for the governance of Microsoft Power Platform.

pub mod analysis;
pub mod catalog;
pub mod cli;
pub mod diagnostics;
pub mod emit;
pub mod engine;
pub mod model;
pub mod render;
pub mod syntax;
pub mod text;
