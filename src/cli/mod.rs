//! The command line: the only place that reads, writes, prints and exits.

pub mod output;
