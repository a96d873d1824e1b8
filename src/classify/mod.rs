//! Levels for inventories: any number of rows through the rules of a program.
//!
//! [`Evaluator`] compiles rules so that a value becomes a class the moment it is read, and a row a small number;
//! each combination of classes is decided once, exactly as [`RuleSet::decide`](crate::model::criticity::RuleSet)
//! does, and remembered. [`Input`] reads a table (RFC 4180) or lines of JSON in pieces of a megabyte that end where
//! rows end, works on several at once and writes them in order, so that memory does not grow with the input.
//!
//! | written behind each row | is |
//! |---|---|
//! | `level` | the level; `invalid` for a row that could not be read; empty where there is none |
//! | `outcome` | `level`, `unknown` (something that is not known decides it), `gap` (no rule matches), `invalid` |
//! | `control` | how the level is looked after, by its `control` |
//! | `rule` | the number of the rule that decided, as written, or `otherwise` |
//! | `place` | the file and line of that rule |
//! | `missing` | the fields that are not known, where that leaves the level open |
//! | `problem` | why the row could not be read |
//!
//! No row is dropped: one that cannot be read is written with what is wrong with it.

mod book;
mod candidates;
mod chunks;
mod columns;
mod compiled;
mod compiler;
mod decoded;
mod document;
mod evaluator;
mod field;
mod line_ends;
mod lines;
mod rows;
mod run;
mod spans;
mod tally;
mod value;
mod verdict_cache;

pub use book::{Book, COLUMNS};
pub use chunks::LONGEST_ROW;
pub use columns::{BadColumns, Mapping};
pub use decoded::{Decoded, decoded};
pub use evaluator::Evaluator;
pub use field::{Classes, Field};
pub use line_ends::with_line_feeds;
pub use run::{Header, Input, Job, Trouble};
pub use tally::{BadRow, NAMED, Summary};
pub use value::Wrong;

/// How rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with a header, its cells separated by commas, semicolons or tabs.
    Csv,
    /// An object of JSON on each line.
    Jsonl,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a table: each row as it came, and the verdict behind it.
    Csv,
    /// An object on each line, the row inside it.
    Jsonl,
    /// Not at all; they are only counted.
    None,
}
