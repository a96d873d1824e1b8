//! Text and places in it: the ground floor, which knows nothing of policies.
//!
//! A [`Source`] is one file's text; a [`Span`] is a byte range in it; a [`Location`] is a span in a
//! file. One [`LineIndex`] per file turns offsets into the columns every output needs, so that no two
//! outputs can disagree about where something stands.

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
