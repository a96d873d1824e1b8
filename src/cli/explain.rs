//! `dictum explain`

use std::io::Write;

use super::args::{Display, Explain};
use super::exit::Status;
use super::failure::Failure;
use super::terminal;
use crate::codes;

pub(super) fn run(command: &Explain, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some(rule) = codes::find(&command.rule) else {
        let failure = Failure::new(format!("there is no rule `{}`", command.rule));
        return Err(match codes::closest(&command.rule) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("`dictum rules` lists all rules"),
        });
    };
    let (bold, plain) = if terminal::options(display).color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    for line in codes::page(rule).lines() {
        if line.starts_with('#') {
            writeln!(out, "{bold}{line}{plain}")?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(Status::Clean)
}
