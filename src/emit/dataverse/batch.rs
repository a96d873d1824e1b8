//! `$batch` documents: many consecutive requests that do not need the response of another, sent at once.
//!
//! A document is one change set, so either all of it happens or nothing. Its lines end in CR LF, as the format
//! requires.

use std::fmt::Write as _;

use super::plan::{self, ROOT_PATH};
use super::privileges::Privileges;
use super::steps::Step;
use crate::emit::json::Json;

/// The platform's maximum number of operations in a batch.
const MOST: usize = 1000;

/// Consecutive requests.
pub(super) struct Batch {
    /// Its index among the batches, from 1.
    number: usize,
    /// The index of the first and the last request.
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Batch {
    pub(super) fn file(&self) -> String {
        format!("batch-{:03}.txt", self.number)
    }

    /// The content type header for it.
    pub(super) fn content_type(&self) -> String {
        format!("multipart/mixed; boundary=\"{}\"", self.boundary("batch"))
    }

    fn boundary(&self, what: &str) -> String {
        format!("dictum-{what}-{}", self.number)
    }
}

/// Whether a request can be sent unchanged.
fn is_whole(step: &Step) -> bool {
    let linked = match &step.body {
        super::steps::Body::None | super::steps::Body::Privileges(..) => return false,
        super::steps::Body::Fields(fields) => fields.iter().any(|(_, field)| match field {
            super::steps::Field::Link(text) => text.contains('{'),
            super::steps::Field::Text(_) | super::steps::Field::Number(_) => false,
        }),
    };
    !linked && !step.path.contains('{') && step.unless.is_none() && step.unless_equal.is_empty()
}

/// Splits requests into batches. A single request between others needs none.
pub(super) fn cut(steps: &[Step]) -> Vec<Batch> {
    let mut batches = Vec::new();
    let mut order = 1;
    for run in steps.chunk_by(|a, b| is_whole(a) && is_whole(b)) {
        let mut first = order;
        order += run.len();
        if run.len() > 1 {
            for part in run.chunks(MOST) {
                batches.push(Batch { number: batches.len() + 1, first, last: first + part.len() - 1 });
                first += part.len();
            }
        }
    }
    batches
}

/// The document.
pub(super) fn text(privileges: &Privileges, steps: &[Step], batch: &Batch) -> String {
    let (outer, inner) = (batch.boundary("batch"), batch.boundary("changes"));
    let mut text = format!("--{outer}\r\nContent-Type: multipart/mixed; boundary=\"{inner}\"\r\n\r\n");
    let taken = steps.iter().skip(batch.first - 1).take(batch.last + 1 - batch.first);
    for (number, step) in (1..).zip(taken) {
        let _ = write!(
            text,
            "--{inner}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: {number}\r\n\r\n\
             {} {ROOT_PATH}{} HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n{}\r\n",
            step.method,
            step.path,
            body(privileges, step)
        );
    }
    let _ = write!(text, "--{inner}--\r\n\r\n--{outer}--\r\n");
    text
}

fn body(privileges: &Privileges, step: &Step) -> String {
    let mut bytes = Vec::new();
    let mut json = Json::new(&mut bytes);
    plan::body(&mut json, privileges, &step.body);
    // INVARIANT: writing to memory does not fail.
    let _ = json.finish();
    String::from_utf8_lossy(&bytes).into_owned()
}
