//! Rows with their verdicts, as they are written.

use super::Form;
use super::book::{push_cell, push_member, push_text};
use super::field::Classes;
use super::tally::{Done, Fault};
use super::verdict_cache::Judge;

/// How the rows of one form of input are repeated in the output.
pub(super) trait Repeat {
    /// The separator of cells in the output.
    fn mark(&self) -> u8;

    /// Writes a row as the first cells of a line; a torn one has no cells of its own.
    fn cells(&self, row: &[u8], torn: bool, out: &mut Vec<u8>);

    /// Writes a row that is not torn as an object of JSON.
    fn object(&self, row: &[u8], out: &mut Vec<u8>);
}

/// The members of a row that could not be read, without the problem.
const INVALID: &[u8] =
    b"\"level\":\"invalid\",\"outcome\":\"invalid\",\"control\":null,\"rule\":null,\"place\":null,\"missing\":[],";

impl Done {
    /// Handles a row by the result of reading it.
    pub(super) fn row(
        &mut self,
        repeat: &impl Repeat,
        row: &[u8],
        form: Form,
        read: Result<&Classes, Fault>,
        judge: &mut Judge<'_>,
    ) {
        let verdict = match read {
            Ok(classes) => judge.decide(classes),
            Err(fault) => return self.invalid(repeat, row, form, &fault),
        };
        if let Some(fault) = judge.fault(verdict) {
            return self.invalid(repeat, row, form, &fault);
        }
        self.count(verdict);
        let Some(verdict) = judge.verdicts().get(verdict as usize) else { return };
        match form {
            Form::None => {}
            Form::Csv => {
                repeat.cells(row, false, &mut self.out);
                self.out.extend_from_slice(&verdict.csv);
                self.out.push(b'\n');
            }
            Form::Jsonl => {
                self.open_object();
                self.out.extend_from_slice(&verdict.json);
                self.out.extend_from_slice(b",\"row\":");
                repeat.object(row, &mut self.out);
                self.out.extend_from_slice(b"}\n");
            }
        }
    }

    /// Handles a row that cannot be read.
    pub(super) fn invalid(&mut self, repeat: &impl Repeat, row: &[u8], form: Form, fault: &Fault) {
        match form {
            Form::None => {}
            Form::Csv => {
                let mark = repeat.mark();
                repeat.cells(row, fault.torn, &mut self.out);
                for cell in ["invalid", "invalid", "", "", "", "", &fault.message] {
                    self.out.push(mark);
                    push_cell(&mut self.out, cell, mark);
                }
                self.out.push(b'\n');
            }
            Form::Jsonl => {
                self.open_object();
                self.out.extend_from_slice(INVALID);
                push_member(&mut self.out, "problem", Some(&fault.message));
                self.out.extend_from_slice(b"\"row\":");
                if fault.torn {
                    push_text(&mut self.out, &String::from_utf8_lossy(row));
                } else {
                    repeat.object(row, &mut self.out);
                }
                self.out.extend_from_slice(b"}\n");
            }
        }
        self.bad(row, fault);
    }
}
