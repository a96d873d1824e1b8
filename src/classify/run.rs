//! Classifies a whole input: read in chunks, classified in parallel, written in order.

use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};

use memchr::memchr_iter;
use rayon::prelude::*;
use serde_json::Value;
use thiserror::Error;

use super::book::{Book, COLUMNS, push_cell};
use super::chunks::{Chunk, Chunks, End, LONGEST_ROW, Rows, end_of_row};
use super::columns::{self, BadColumns, Mapping};
use super::decoded::Bytes;
use super::document::{self, Elements};
use super::evaluator::Evaluator;
use super::lines::{self, Lines};
use super::rows::Table;
use super::tally::{Done, Fault, Summary};
use super::verdict_cache::Judge;
use super::{Form, Format};

/// Why an input cannot be classified at all.
#[derive(Debug, Error)]
pub enum Trouble {
    /// It could not be read.
    #[error("cannot be read")]
    Read(#[source] io::Error),
    /// The result could not be written.
    #[error("the result cannot be written")]
    Write(#[source] io::Error),
    /// Its first line names no columns, or they do not fit the rules.
    #[error("{}", .0.message)]
    Columns(BadColumns),
}

/// How an input is classified.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The rules.
    pub evaluator: &'a Evaluator,
    /// The texts of their verdicts.
    pub book: &'a Book,
    /// The columns of fields, where their names do not show it.
    pub mapping: &'a Mapping,
    /// The form of the output.
    pub form: Form,
}

/// The beginning of an input: its form and columns.
pub struct Input<'r> {
    /// The input after its beginning.
    rest: Bytes<'r>,
    /// Bytes that were read after the header.
    open: Vec<u8>,
    kind: Kind,
    /// The lines of the header.
    lines: u64,
}

enum Kind {
    Table(Table),
    Lines,
}

/// The result of reading the beginning of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The first line of the result; none where it has none.
    pub line: Option<Vec<u8>>,
    /// The fields that rules ask for and no column holds; none where rows may have different fields.
    pub absent: Vec<String>,
}

impl<'r> Input<'r> {
    /// Reads the beginning of an input: the header of a table; nothing for lines of JSON.
    pub fn open(
        mut reader: impl Read + Send + 'r,
        format: Option<Format>,
        job: Job<'_>,
    ) -> Result<(Self, Header), Trouble> {
        columns::check(job.mapping, job.evaluator.fields()).map_err(Trouble::Columns)?;
        let mut open = Vec::new();
        reader.by_ref().take(LONGEST_ROW as u64).read_to_end(&mut open).map_err(Trouble::Read)?;
        if open.starts_with(b"\xEF\xBB\xBF") {
            open.drain(..3);
        }
        let document = document::rows_begin(&open).filter(|_| format != Some(Format::Csv));
        let format = format.unwrap_or_else(|| match open.trim_ascii_start().first() {
            Some(b'{' | b'[') => Format::Jsonl,
            _table => Format::Csv,
        });
        match format {
            Format::Jsonl => {
                if document.is_none() && open.len() < LONGEST_ROW && is_no_row(&open, job) {
                    return Err(refuse(
                        "this is one JSON object, and no field that the rules ask for is in it",
                        "rows are lines of objects, a list of them, or a list in `value` or `data`",
                    ));
                }
                let line = (job.form == Form::Csv).then(|| head(b"row", &["row".to_owned()], b','));
                let (rest, open): (Bytes<'r>, _) = match document {
                    Some(begin) => {
                        let behind = io::Cursor::new(open.split_off(begin));
                        (Box::new(Elements::new(behind.chain(reader))), Vec::new())
                    }
                    None if document::is_laid_out(&open) => {
                        (Box::new(Elements::loose(io::Cursor::new(open).chain(reader))), Vec::new())
                    }
                    None => (Box::new(reader), open),
                };
                Ok((Self { rest, open, kind: Kind::Lines, lines: 0 }, Header { line, absent: Vec::new() }))
            }
            Format::Csv => Self::table(Box::new(reader), open, job),
        }
    }

    fn table(rest: Bytes<'r>, mut open: Vec<u8>, job: Job<'_>) -> Result<(Self, Header), Trouble> {
        let first = open.get(..memchr::memchr(b'\n', &open).unwrap_or(open.len())).unwrap_or_default();
        let mark = Table::mark_of(first);
        let (end, next) = match end_of_row(&open, 0, Rows::Quoted(mark)) {
            End::At(end) => (end, end + 1),
            End::Beyond if open.len() < LONGEST_ROW => (open.len(), open.len()),
            End::Beyond => return Err(refuse("the first line is too long to be a header", HEADER)),
            End::InQuotes => return Err(refuse("a quote in the header is not closed", HEADER)),
        };
        let row = open.get(..end).unwrap_or_default();
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        let columns =
            Table::header(row, mark).map_err(|message| refuse(format!("in the header: {message}"), HEADER))?;
        if columns.iter().all(String::is_empty) {
            return Err(refuse("there is no header", HEADER));
        }
        let fields = job.evaluator.fields();
        let assigned = columns::assign(&columns, fields, job.mapping).map_err(Trouble::Columns)?;
        let held = |name: &str| {
            let mut held = assigned.iter().flatten().filter_map(|field| fields.get(*field));
            held.any(|field| &*field.name == name)
        };
        let absent: Vec<String> = job.evaluator.asked().filter(|name| !held(name)).map(str::to_owned).collect();
        let held_any =
            assigned.iter().flatten().filter_map(|field| fields.get(*field)).any(|field| field.known_slot().is_some());
        if !held_any && absent.len() == job.evaluator.asked().count() && !absent.is_empty() {
            let wanted = crate::diagnostics::quoted_list(absent.iter().map(String::as_str), "and");
            return Err(Trouble::Columns(BadColumns {
                message: "no column holds a field that the rules ask for".to_owned(),
                help: format!("they ask for {wanted}; `--map field=column` says which column holds which"),
            }));
        }
        let line = (job.form == Form::Csv).then(|| head(row, &columns, mark));
        let lines = memchr_iter(b'\n', open.get(..next).unwrap_or_default()).count() as u64;
        open.drain(..next);
        let kind = Kind::Table(Table { columns, assigned, mark });
        Ok((Self { rest, open, kind, lines }, Header { line, absent }))
    }

    /// Classifies all rows. After each batch of chunks, `progress` gets the number of bytes read.
    pub fn classify(
        self,
        job: Job<'_>,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Summary, Trouble> {
        let Self { rest, open, kind, lines } = self;
        let (mark, rows) = match &kind {
            Kind::Table(table) => (table.mark, Rows::Quoted(table.mark)),
            Kind::Lines => (b',', Rows::Lines),
        };
        let mut source = Source { chunks: Chunks::new(open, rest, rows), lines, bytes: 0 };
        let none = || Summary::new(job.book.levels.len(), job.evaluator.rules());
        let judges: Mutex<Vec<Judge<'_>>> = Mutex::new(Vec::new());
        let work = |(chunk, before): &(Chunk, u64)| {
            let spare = judges.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut judge = spare.unwrap_or_else(|| Judge::new(job.evaluator, job.book, mark));
            let done = piece(&kind, chunk, *before, job, &mut judge);
            let finished = done.finish(none(), judge.verdicts());
            judges.lock().unwrap_or_else(PoisonError::into_inner).push(judge);
            finished
        };
        let size = 2 * rayon::current_num_threads();
        let mut summary = none();
        let mut batch = source.batch(size).map_err(Trouble::Read)?;
        while !batch.is_empty() {
            // The next chunks are read while these are classified.
            let (done, next) =
                rayon::join(|| batch.par_iter().map(work).collect::<Vec<(Vec<u8>, Summary)>>(), || source.batch(size));
            for (bytes, counts) in done {
                out.write_all(&bytes).map_err(Trouble::Write)?;
                summary.add(&counts);
            }
            progress(source.bytes);
            batch = next.map_err(Trouble::Read)?;
        }
        Ok(summary)
    }
}

/// Whether a whole input is one object that holds other objects and none of the fields that rules ask for. Then it is
/// an answer in an unknown form, not a row.
fn is_no_row(input: &[u8], job: Job<'_>) -> bool {
    let Ok(Value::Object(object)) = serde_json::from_slice(input) else { return false };
    let properties = object.get(lines::PROPERTIES).and_then(Value::as_object);
    let fields = job.evaluator.fields();
    let is_asked = |key: &String| {
        let found = columns::field_of(key, fields, job.mapping).and_then(|index| fields.get(index));
        found.is_some_and(|field| field.known_slot().is_some())
    };
    let holds_objects = |(key, value): (&String, &Value)| match value {
        Value::Object(_) => key != lines::PROPERTIES,
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    object.iter().any(holds_objects)
        && !object.keys().chain(properties.into_iter().flat_map(|one| one.keys())).any(is_asked)
}

fn piece(kind: &Kind, chunk: &Chunk, before: u64, job: Job<'_>, judge: &mut Judge<'_>) -> Done {
    let lines = Lines { mapping: job.mapping };
    let (row, message) = match chunk {
        Chunk::Rows(bytes) => {
            return match kind {
                Kind::Table(table) => table.classify(bytes, before, job.form, job.evaluator, judge),
                Kind::Lines => lines.classify(bytes, before, job.form, job.evaluator, judge),
            };
        }
        Chunk::Unclosed(line) => (line, "a quote is not closed".to_owned()),
        Chunk::TooLong(start) => (start, format!("this line is longer than {LONGEST_ROW} bytes")),
    };
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut done = Done::new(before, 0);
    let fault = Fault::torn(0, message);
    match kind {
        Kind::Table(table) => done.invalid(table, row, job.form, &fault),
        Kind::Lines => done.invalid(&lines, row, job.form, &fault),
    }
    done
}

/// Reads chunks and counts their lines.
struct Source<R> {
    chunks: Chunks<R>,
    lines: u64,
    bytes: u64,
}

impl<R: Read> Source<R> {
    /// Up to `size` chunks, each with the number of lines before it.
    fn batch(&mut self, size: usize) -> io::Result<Vec<(Chunk, u64)>> {
        let mut batch = Vec::with_capacity(size);
        while batch.len() < size {
            let Some(chunk) = self.chunks.next()? else { break };
            let (lines, bytes) = match &chunk {
                Chunk::Rows(bytes) | Chunk::Unclosed(bytes) => (memchr_iter(b'\n', bytes).count(), bytes.len()),
                Chunk::TooLong(_) => (1, LONGEST_ROW),
            };
            batch.push((chunk, self.lines));
            self.lines += lines as u64;
            self.bytes += bytes as u64;
        }
        Ok(batch)
    }
}

const HEADER: &str = "the first line of a table names its columns, separated by commas";

fn refuse(message: impl Into<String>, help: &str) -> Trouble {
    Trouble::Columns(BadColumns { message: message.into(), help: help.to_owned() })
}

/// The header of the result: the columns of the input, then those of the verdict, renamed where the names clash.
fn head(row: &[u8], columns: &[String], mark: u8) -> Vec<u8> {
    let taken = COLUMNS.iter().any(|own| columns.iter().any(|column| column.eq_ignore_ascii_case(own)));
    let mut line = row.to_vec();
    for own in COLUMNS {
        line.push(mark);
        let name = if taken { format!("dictum_{own}") } else { own.to_owned() };
        push_cell(&mut line, &name, mark);
    }
    line.push(b'\n');
    line
}
