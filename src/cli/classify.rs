//! `dictum classify`

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::{Classified, Classify, Display, Inputs, Inventory};
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project};
use super::{check, terminal, write};
use crate::classify::{
    Book, Evaluator, Form, Format, Header, Input, Job, NAMED, Summary, Trouble, decoded, with_line_feeds,
};
use crate::diagnostics::{Level, closest, quoted_list};
use crate::engine::Analysis;
use crate::model::criticity::RuleSet;
use crate::render::{self, Format as Findings};
use crate::text::printable;

pub(super) fn run(command: &Classify, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    if let Some(count) = command.jobs {
        if count == 0 {
            return Err(Failure::new("`--jobs 0` starts no thread").help("give `--jobs` a number of 1 or more"));
        }
        // An error means that a pool exists already; the result is the same.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(count).build_global();
    }
    let project = load(command)?;
    let inputs = inputs(command);
    let Some(analysis) = check::check(&project, &inputs, display)? else { return Ok(Status::CouldNotRun) };
    let errors: Vec<_> = analysis.diagnostics.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    if !errors.is_empty() {
        let options = terminal::error_options(display);
        render::render(Findings::Human, &errors, &project.sources, &options, &mut terminal::errors())?;
        return Err(Failure::new("nothing was classified, since the policies have errors"));
    }
    let rules = rules(command, &analysis)?;
    let Some(evaluator) = Evaluator::of_day(&analysis.program, rules, Some(check::today(&inputs))) else {
        return Err(Failure::new(format!("the rules of `{}` could not be read", command.rules))
            .help("`dictum check` says what is wrong with them"));
    };
    let book = Book::new(&analysis.program, &project.sources, rules);
    let threshold = threshold(command, &book)?;
    let form = match command.output {
        Some(Classified::Summary) => Form::None,
        Some(Classified::Jsonl) => Form::Jsonl,
        None if command.out.is_none() && std::io::stdout().is_terminal() => Form::None,
        Some(Classified::Csv) | None => Form::Csv,
    };
    let job = Job { evaluator: &evaluator, book: &book, mapping: &command.map, form };
    let mut run = Run { job, command, display, header: None, total: none(&book, &evaluator), named: 0 };
    let summarised = command.output == Some(Classified::Summary);
    match &command.out {
        Some(path) => write::made(path, |file| {
            run.files(file)?;
            if summarised { Ok(file.write_all(summary(&run.total, &book, command).as_bytes())?) } else { Ok(()) }
        })?,
        None => {
            run.files(out)?;
            if summarised {
                out.write_all(summary(&run.total, &book, command).as_bytes())?;
            }
            out.flush()?;
        }
    }
    if !display.quiet && !summarised {
        terminal::talk().write_all(summary(&run.total, &book, command).as_bytes())?;
    }
    if let (Some(level), 0) = (&command.fail_on, run.total.rows) {
        return Err(Failure::new(format!("there is no row, so nothing was compared with `{}`", printable(level)))
            .help("check whether the inventory is complete; without `--fail-on` an empty one is accepted"));
    }
    // An unknown level does not pass.
    let from = |counts: &[u64]| threshold.map_or(0, |level| counts.iter().skip(level).sum());
    let (reached, possible) = (from(&run.total.levels) > 0, from(&run.total.possible));
    if let (Some(level), 1..) = (&command.fail_on, possible)
        && !display.quiet
    {
        let rows = if possible == 1 { "1 row".to_owned() } else { format!("{possible} rows") };
        writeln!(terminal::talk(), "{rows} with gaps may be `{}` or more", printable(level))?;
    }
    let reached = reached || possible > 0;
    Ok(if reached || run.total.invalid > 0 { Status::Findings } else { Status::Clean })
}

fn inputs(command: &Classify) -> Inputs {
    Inputs {
        paths: command.policies.clone(),
        config: command.config.clone(),
        stdin_filename: None,
        no_exclude: false,
        today: command.today,
    }
}

fn load(command: &Classify) -> Result<Project, Failure> {
    let dash = Path::new("-");
    if command.files.iter().filter(|file| *file == dash).count() > 1
        || command.files.iter().chain(&command.policies).filter(|file| *file == dash).count() > 1
    {
        return Err(Failure::new("standard input can be read once only").help("name `-` once"));
    }
    let mut projects = project::load(&inputs(command))?;
    let Some(mut project) = projects.pop().filter(|_| projects.is_empty()) else {
        return Err(Failure::new("the policies are of several projects").help("name one of them with `--policies`"));
    };
    // Errors anywhere in the program prevent classification.
    project.selected = None;
    Ok(project)
}

fn rules<'a>(command: &Classify, analysis: &'a Analysis) -> Result<&'a RuleSet, Failure> {
    let sets = &analysis.program.rule_sets;
    let names = || sets.iter().map(RuleSet::name);
    sets.iter().find(|set| *set.head.symbol.name == *command.rules).ok_or_else(|| {
        let failure = Failure::new(format!("there are no rules for a scale `{}`", command.rules));
        match closest(&command.rules, names()) {
            Some(near) => failure.did_you_mean(near),
            None if sets.is_empty() => failure.help("write them: `rules criticity { high when … ; low otherwise }`"),
            None => {
                failure.help(format!("there are rules for {}; name one with `--rules`", quoted_list(names(), "and")))
            }
        }
    })
}

fn threshold(command: &Classify, book: &Book) -> Result<Option<usize>, Failure> {
    let Some(name) = &command.fail_on else { return Ok(None) };
    let names = || book.levels.iter().map(String::as_str);
    if let Some(level) = names().position(|level| level == name) {
        return Ok(Some(level));
    }
    let failure = Failure::new(format!("the scale `{}` has no level `{name}`", command.rules));
    Err(match closest(name, names()) {
        Some(near) => failure.did_you_mean(near),
        None => failure.help(format!("its levels are {}", quoted_list(names(), "and"))),
    })
}

fn none(book: &Book, evaluator: &Evaluator) -> Summary {
    Summary::new(book.levels.len(), evaluator.rules())
}

struct Run<'a> {
    job: Job<'a>,
    command: &'a Classify,
    display: &'a Display,
    /// The header of the result, and the file that gave it.
    header: Option<(Vec<u8>, PathBuf)>,
    total: Summary,
    /// The number of unreadable rows that were named.
    named: usize,
}

impl Run<'_> {
    fn files(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        for path in &self.command.files {
            let failed = |error| Failure::reading(path, error);
            let file: Box<dyn Read + Send> = if path.as_os_str() == "-" {
                Box::new(std::io::stdin())
            } else {
                Box::new(std::fs::File::open(path).map_err(failed)?)
            };
            let input = decoded(file).and_then(with_line_feeds).map_err(failed)?;
            self.input(path, input, out)?;
        }
        let unnamed = self.total.invalid.saturating_sub(self.named as u64);
        if unnamed > 0 && !self.display.quiet {
            let rows = if unnamed == 1 { "row" } else { "rows" };
            writeln!(terminal::errors(), "{unnamed} more {rows} could not be read")?;
        }
        Ok(())
    }

    fn input(&mut self, path: &Path, reader: impl Read + Send, out: &mut dyn Write) -> Result<(), Failure> {
        let failed = |trouble: Trouble| match trouble {
            Trouble::Read(error) => Failure::reading(path, error),
            Trouble::Write(error) => match &self.command.out {
                Some(out) => Failure::writing(out, error),
                None => error.into(),
            },
            Trouble::Columns(bad) => Failure::new(format!("`{}`: {}", path.display(), bad.message)).help(bad.help),
        };
        let (input, Header { line, absent }) = Input::open(reader, self.format(path), self.job).map_err(failed)?;
        let name = path.display().to_string().replace('\\', "/");
        let name = printable(&name);
        if !absent.is_empty() && !self.display.quiet {
            let fields = quoted_list(absent.iter().map(String::as_str), "and");
            let columns = if absent.len() == 1 { "no column holds" } else { "no columns hold" };
            writeln!(terminal::talk(), "{name}: {columns} {fields}, so no row says it")?;
        }
        match (&self.header, line) {
            (_, None) => {}
            (None, Some(line)) => {
                out.write_all(&line)?;
                self.header = Some((line, path.to_path_buf()));
            }
            (Some((first, _)), Some(line)) if *first == line => {}
            (Some((_, first)), Some(_)) => {
                let message = format!("`{}` has other columns than `{}`", path.display(), first.display());
                return Err(Failure::new(message).help("classify them one by one, or write `--output jsonl`"));
            }
        }
        let mut progress = Progress::new(&name, self.display);
        let summary = input.classify(self.job, out, &mut |bytes| progress.tell(bytes)).map_err(failed)?;
        progress.clear();
        for bad in summary.bad.iter().take(NAMED.saturating_sub(self.named)) {
            // An unreadable row is part of the result; it is reported even with `--quiet`.
            writeln!(terminal::talk(), "{name}:{}:{}: {}", bad.line, bad.column, printable(&bad.message))?;
            self.named += 1;
        }
        self.total.add(&summary);
        Ok(())
    }

    fn format(&self, path: &Path) -> Option<Format> {
        match self.command.input {
            Some(Inventory::Csv) => return Some(Format::Csv),
            Some(Inventory::Jsonl) => return Some(Format::Jsonl),
            None => {}
        }
        let is_packed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
        let inner = if is_packed { Path::new(path.file_stem()?) } else { path };
        let extension = inner.extension()?.to_string_lossy().to_ascii_lowercase();
        match extension.as_str() {
            "csv" | "tsv" => Some(Format::Csv),
            "ndjson" | "jsonl" | "json" => Some(Format::Jsonl),
            _other => None,
        }
    }
}

/// Levels, highest first, then rows without a level.
fn summary(total: &Summary, book: &Book, command: &Classify) -> String {
    let mut lines: Vec<(&str, u64, String)> = Vec::new();
    for (level, count) in book.levels.iter().zip(&total.levels).rev() {
        lines.push((level, *count, String::new()));
    }
    let missing: Vec<String> = total.missing.iter().map(|(field, count)| format!("`{field}` {count}")).collect();
    let missing = if missing.is_empty() { String::new() } else { format!("  not known: {}", missing.join(", ")) };
    lines.push(("(unknown)", total.unknown, missing));
    lines.push(("(no rule)", total.gap, String::new()));
    lines.push(("(invalid)", total.invalid, String::new()));
    let name_width = lines.iter().map(|(name, _, _)| name.chars().count()).max().unwrap_or_default();
    let width = lines.iter().map(|(_, count, _)| count.to_string().len()).max().unwrap_or_default();
    let rows = if total.rows == 1 { "1 row".to_owned() } else { format!("{} rows", total.rows) };
    let mut text = format!("{rows} by the rules of `{}`\n", command.rules);
    for (name, count, note) in lines {
        let _ = writeln!(text, "  {name:name_width$}  {count:>width$}{note}");
    }
    text
}

/// Shows how much was read, on a terminal only.
struct Progress {
    name: Option<String>,
    told: Instant,
    drawn: bool,
}

/// The minimum time between two updates.
const PAUSE: Duration = Duration::from_millis(200);

impl Progress {
    fn new(name: &str, display: &Display) -> Self {
        let seen = !display.quiet && !display.narrated && std::io::stderr().is_terminal();
        Self { name: seen.then(|| name.to_owned()), told: Instant::now(), drawn: false }
    }

    fn tell(&mut self, bytes: u64) {
        let Some(name) = &self.name else { return };
        if self.told.elapsed() >= PAUSE {
            // A failed update of the progress line is ignored.
            let _ = write!(terminal::errors(), "\r{name}: {} MB", bytes / 1_000_000);
            self.told = Instant::now();
            self.drawn = true;
        }
    }

    fn clear(&mut self) {
        if self.drawn {
            let _ = write!(terminal::errors(), "\r\u{1b}[K");
            self.drawn = false;
        }
    }
}
