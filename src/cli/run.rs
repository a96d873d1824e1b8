//! From arguments to exit status.

use std::io::Write;
use std::panic::{self, AssertUnwindSafe};

use clap::Parser as _;
use clap::error::ErrorKind;

use super::args::{Arguments, Catalog, Command, Listing, Query, Sheet};
use super::exit::Status;
use super::failure::Failure;
use super::reader_gone::ReaderGone;
use super::{
    baseline, bindings, build, catalog, check, classify, completions, config, doctor, explain, fix, fmt, import, init,
    lsp, man, matrix, query, report, rules, terminal, test, verify, waive,
};
use crate::render;
use crate::text::{Inert, Stream, defused};

/// Runs the command that the process was started with.
pub fn main() -> Status {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // A failed print cannot be reported either.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Status::Clean,
                _usage => Status::CouldNotRun,
            };
        }
    };
    panic::set_hook(Box::new(|_| {}));
    match panic::catch_unwind(AssertUnwindSafe(|| run(&arguments))) {
        Ok(Ok(status)) => status,
        Ok(Err(failure)) => {
            let text = render::failure(&failure, &terminal::error_options(&arguments.display));
            let color = terminal::error_options(&arguments.display).color;
            let _ = std::io::stderr().write_all(defused(&text, Stream::Text { color }).as_bytes());
            Status::CouldNotRun
        }
        Err(cause) => {
            let what = cause
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| cause.downcast_ref::<&str>().copied())
                .unwrap_or("no more is known");
            let _ = writeln!(
                terminal::talk(),
                "error: internal error in Dictum: {what}\n  help: please report it with the policy that caused it; nothing was written"
            );
            Status::Bug
        }
    }
}

fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let out = std::io::BufWriter::new(ReaderGone::new(std::io::stdout().lock()));
    let mut out = Inert::new(out, stream(&arguments.command));
    let display = &arguments.display;
    let status = match &arguments.command {
        Command::Check(command) => check::run(command, display, &mut out),
        Command::Build(command) => build::run(command, display, &mut out),
        Command::Bindings(command) => bindings::run(command, display, &mut out),
        Command::Verify(command) => verify::run(command, &mut out),
        Command::Fix(command) => fix::run(command, display, &mut out),
        Command::Fmt(command) => fmt::run(command, display, &mut out),
        Command::Test(command) => test::run(command, display, &mut out),
        Command::Waive(command) => waive::run(command, display, &mut out),
        Command::Baseline(command) => baseline::run(command, display, &mut out),
        Command::Explain(command) => explain::run(command, display, &mut out),
        Command::Rules(command) => rules::run(command, &mut out),
        Command::Query(command) => query::run(command, display, &mut out),
        Command::Matrix(command) => matrix::run(command, display, &mut out),
        Command::Report(command) => report::run(command, display, &mut out),
        Command::Classify(command) => classify::run(command, display, &mut out),
        Command::Import(command) => import::run(command, display, &mut out),
        Command::Catalog(command) => catalog::run(command, &mut out),
        Command::Init(command) => init::run(command, display, &mut out),
        Command::Config(command) => config::run(command, display, &mut out),
        Command::Doctor(command) => doctor::run(command, &mut out),
        Command::Lsp(command) => {
            // The server writes from its own thread.
            drop(out);
            return lsp::run(command);
        }
        Command::Completions(command) => completions::run(command, &mut out),
        Command::Man(command) => man::run(command, &mut out),
    }?;
    out.flush()?;
    Ok(status)
}

/// The kind of output on standard output. Findings are sanitised where they are drawn, and diffs where they are made.
const fn stream(command: &Command) -> Stream {
    match command {
        // A table for programs keeps its bytes, since it is made for a file, not for a log.
        Command::Matrix(command) if matches!(command.output, Sheet::Csv) => Stream::Data,
        Command::Waive(_)
        | Command::Baseline(_)
        | Command::Doctor(_)
        | Command::Explain(_)
        | Command::Init(_)
        | Command::Matrix(_)
        | Command::Man(_) => Stream::Text { color: false },
        Command::Verify(command) => listing(command.output),
        Command::Config(command) => listing(command.output),
        Command::Rules(command) => listing(command.output),
        Command::Query(query) => listing(match query {
            Query::Connectors(query) => query.asked.output,
            Query::Environment(query) => query.asked.output,
            Query::App(query) => query.asked.output,
            Query::Rating(query) => query.asked.output,
            Query::Rules(query) => query.asked.output,
            Query::Access(query) => query.asked.output,
            Query::WhoCan(query) => query.asked.output,
        }),
        Command::Catalog(catalog) => match catalog {
            Catalog::List(command) => listing(command.output),
            Catalog::Show(command) => listing(command.output),
            Catalog::Search(command) => listing(command.output),
            Catalog::Diff(command) => listing(command.output),
            Catalog::Tables(command) => listing(command.output),
            Catalog::Roles(command) => listing(command.output),
            Catalog::Privileges(command) => listing(command.output),
            Catalog::Pin(_) => Stream::Data,
        },
        _data => Stream::Data,
    }
}

const fn listing(output: Listing) -> Stream {
    match output {
        Listing::Json => Stream::Json,
        Listing::Text => Stream::Text { color: false },
    }
}
