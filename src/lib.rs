//! Dictum: policy as code for the governance of Microsoft Power Platform.

pub mod catalog;
pub mod diagnostics;
<<<<<<< HEAD
pub mod syntax;
=======
pub mod render;
>>>>>>> render
pub mod text;
