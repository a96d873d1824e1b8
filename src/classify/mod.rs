//! Levels for inventories: any number of rows through the rules of a program.
//!
//! [`Evaluator`] compiles rules so that a value becomes a class when it is read, and a row a small number. Each
//! combination of classes is decided once, exactly as [`RuleSet::decide`](crate::model::criticity::RuleSet) does, and
//! remembered. [`Input`] reads a table (RFC 4180) or lines of JSON in chunks of a megabyte that end where rows end,
//! classifies several in parallel and writes them in order, so that memory does not grow with the input.
//!
//! | column after each row | content |
//! |---|---|
//! | `level` | the level; `invalid` for a row that could not be read; empty where there is none |
//! | `outcome` | `level`, `unknown` (it depends on an unknown value), `gap` (no rule matches), `invalid` |
//! | `control` | how apps of the level are reviewed, by its `control` |
//! | `rule` | the number of the rule that decided, as written, or `otherwise` |
//! | `place` | the file and line of that rule |
//! | `missing` | the unknown fields, where the level depends on them |
//! | `problem` | why the row could not be read |
//!
//! No row is dropped: one that cannot be read is written with its problem.

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
mod written;

pub use book::{Book, COLUMNS};
pub use chunks::LONGEST_ROW;
pub use columns::{BadColumns, Mapping};
pub use decoded::{Bytes, decoded};
pub use evaluator::Evaluator;
pub use field::{Classes, Field};
pub use line_ends::with_line_feeds;
pub use run::{Header, Input, Job, Trouble};
pub use tally::{BadRow, NAMED, Summary};
pub use value::Wrong;

/// The form of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with a header, its cells separated by commas, semicolons or tabs.
    Csv,
    /// An object of JSON on each line.
    Jsonl,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a table: each row unchanged, followed by its verdict.
    Csv,
    /// An object on each line, the row inside it.
    Jsonl,
    /// Not at all; they are only counted.
    None,
}
