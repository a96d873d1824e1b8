//! `dictum completions`

use std::io::Write;

use clap::CommandFactory as _;

use super::args::{Arguments, Completions};
use super::exit::Status;
use super::failure::Failure;

pub(super) fn run(command: &Completions, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "dictum", &mut script);
    out.write_all(&script)?;
    Ok(Status::Clean)
}
