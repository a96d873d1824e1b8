//! What an editor asks about policies, answered without any protocol.
//!
//! Answers are places in files and plain words. `lsp` translates them into the language server protocol.

pub mod complete;
pub mod fixes;
pub mod form;
pub mod hover;
pub mod layout;
pub mod links;
pub mod names;
pub mod navigate;
pub mod notes;
pub mod preview;
pub mod symbols;
pub mod waive;

mod context;
mod document;
mod effective;
mod encoding;
mod grid;
mod view;

pub use document::{Change, Document};
pub use encoding::{Encoding, Place};
pub use view::View;
