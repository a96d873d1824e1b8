//! The organisation as a picture: grids of roles as text, Markdown, CSV, and as one page of HTML.
//!
//! All forms show the same grids, [`Grids`]: what each role grants on each table, and the line that says so.

mod grids;
mod matrix;
mod page;
mod people;

pub use grids::{Axis, GridLine, Grids, Origin, OwnRow, Reach, Square};
pub use matrix::{Choice, Marks, csv, markdown, text};
pub use page::{Colours, page};
