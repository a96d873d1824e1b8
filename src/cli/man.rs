//! `dictum man`

use std::io::Write;

use clap::CommandFactory as _;
use clap_mangen::Man as Page;

use super::args::{Arguments, Man};
use super::exit::Status;
use super::failure::Failure;
use super::write;
use crate::text::printable;

pub(super) fn run(command: &Man, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut root = Arguments::command();
    root.build();
    let Some(folder) = &command.out else {
        Page::new(root).render(out)?;
        return Ok(Status::Clean);
    };
    std::fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, error))?;
    let mut pages = vec![("dictum".to_owned(), root)];
    while let Some((name, page)) = pages.pop() {
        for inner in page.get_subcommands().filter(|inner| inner.get_name() != "help") {
            pages.push((format!("{name}-{}", inner.get_name()), inner.clone()));
        }
        let mut text = Vec::new();
        Page::new(page.name(name.clone())).render(&mut text)?;
        let file = folder.join(format!("{name}.1"));
        write::result(&file, &text)?;
        writeln!(out, "{}", printable(&file.display().to_string()))?;
    }
    Ok(Status::Clean)
}
