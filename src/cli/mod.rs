//! The command line: one file per command. Only this floor reads, writes, prints and exits.

mod args;
mod bindings;
mod build;
mod catalog;
mod check;
mod classify;
mod completions;
mod config;
mod confined;
mod discover;
mod exit;
mod explain;
mod exports;
mod failure;
mod fix;
mod fmt;
mod import;
mod import_check;
mod init;
mod man;
mod matrix;
pub mod output;
mod project;
mod query;
mod report;
mod reports;
mod rules;
mod run;
mod tables;
mod terminal;
mod verify;
mod write;

pub use args::Arguments;
pub use exit::Status;
pub use run::main;
