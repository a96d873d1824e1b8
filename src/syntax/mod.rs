//! From text to tree: the pest grammar, the builder, recovery, expressions.
//!
//! [`parse`] never fails: it gives a tree and a list of findings. No type of pest leaves this floor.

pub mod ast;
pub mod codes;
pub mod expression;
pub mod literal;
pub mod stages;
pub mod text_value;

mod decimal;
mod grammar;
mod mend;
mod parse;
mod problem;
mod reason;
mod scan;
mod skip;
mod split;
mod tree;

pub use parse::{MAX_FILE, Parse, parse, parse_each};
pub use scan::{TokenKind, tokens};
pub use split::{MAX_DEPTH, MAX_TEXT};
pub use tree::{Node, NodeKind, Tree};
