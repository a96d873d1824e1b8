//! Dictum: policy as code for the governance of Microsoft Power Platform.

pub mod diagnostics;
pub mod format;
pub mod syntax;
pub mod text;
