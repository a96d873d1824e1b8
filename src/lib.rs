//! Dictum: policy as code for the governance of Microsoft Power Platform.

pub mod catalog;
pub mod diagnostics;
pub mod import;
pub mod text;
