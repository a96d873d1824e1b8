//! What Dictum means and does, tested through its library.

mod catalog;
mod import;
