//! Text and places in it: the lowest floor, which does not know policies.
//!
//! A [`Source`] is one file's text; a [`Span`] is a byte range in it; a [`Location`] is a span in a file. One
//! [`LineIndex`] per file turns offsets into the columns that every output needs, so that all outputs show the same
//! place.

mod decode;
mod edited;
mod excerpt;
mod inert;
mod line_index;
mod printable;
mod source;
mod span;
mod table;

pub use decode::{Fault, decode, decode_output};
pub use edited::edited;
pub use excerpt::{excerpt, without_contents};
pub use inert::{Inert, Stream, defused};
pub use line_index::{LineColumn, LineIndex};
pub use printable::{is_hidden, printable};
pub use source::{FileId, Source, Sources};
pub use span::{Location, Span};
pub use table::Records;
