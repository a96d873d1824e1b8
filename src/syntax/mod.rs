//! From text to tree: the pest grammar, the builder, recovery, expressions.
//!
//! [`parse`] never fails: it returns a tree and a list of findings. No type of pest leaves this floor.

pub mod ast;
pub mod codes;
pub mod expression;
pub mod literal;
pub mod stages;
pub mod text_value;

mod braceless;
mod bracket_recovery;
mod decimal;
mod grammar;
mod parse;
mod problem;
mod scan;
mod split;
mod syntax_errors;
mod tree;
mod trivia;

pub use parse::{MAX_FILE, Parse, parse, parse_each};
pub use scan::{TokenKind, tokens};
pub use split::{MAX_DEPTH, MAX_TEXT};
pub use tree::{Node, NodeKind, Tree};
