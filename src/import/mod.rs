//! From real exports to source.

mod error;
pub mod read;

pub use error::{ImportError, Problem};
