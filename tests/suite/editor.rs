//! The language server: texts, answers, sessions.

mod client;
mod documents;
mod edits;
mod emacs;
mod grammar;
mod incremental;
mod large;
mod process;
mod protocol;
mod sessions;
