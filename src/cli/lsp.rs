//! `dictum lsp`

use std::path::Path;

use jiff::civil::Date;
use lsp_server::Connection;

use super::args::{Inputs, Lsp};
use super::discover;
use super::exit::Status;
use super::failure::Failure;
use super::{levels, project};
use crate::lsp::{self, Loaded, World};

/// The disk and the clock of this machine.
struct Machine {
    today: Option<Date>,
}

pub(super) fn run(command: &Lsp) -> Result<Status, Failure> {
    // A server runs long and on threads of its own; a pool of one thread, as small runs have, would limit it to one.
    let _ = rayon::ThreadPoolBuilder::new().build_global();
    let (connection, threads) = Connection::stdio();
    let served = lsp::serve(&connection, Box::new(Machine { today: command.today }));
    // The writer ends when all senders are gone.
    drop(connection);
    let orderly = served
        .map_err(|error| Failure::new("the editor sent a message that the protocol does not allow").cause(error))?;
    threads.join().map_err(|error| Failure::new("cannot talk to the editor").cause(error))?;
    Ok(if orderly { Status::Clean } else { Status::Findings })
}

impl World for Machine {
    fn load(&self, path: &Path) -> Result<Vec<Loaded>, String> {
        if !path.exists() {
            return Ok(Vec::new());
        }
        let found = discover::find(path).map_err(|failure| failure.to_string())?;
        if found.files.is_empty() {
            return Ok(Vec::new());
        }
        let paths = vec![path.to_path_buf()];
        let inputs = Inputs { paths, config: None, stdin_filename: None, no_exclude: false, today: None };
        let projects = project::load(&inputs).map_err(|failure| failure.to_string())?;
        let loaded = projects.into_iter().map(|project| {
            let settings = project.settings.map(|(sources, mut findings)| {
                findings.extend(levels::bad_rules(&project.config, &sources));
                (project.root.join(project::SETTINGS), sources, findings)
            });
            Loaded {
                folder: project::full(&project.root),
                sources: project.sources,
                config: project.config,
                settings,
                catalog: project.catalog,
            }
        });
        Ok(loaded.collect())
    }

    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| jiff::Zoned::now().date())
    }
}
