//! Tables as text: a record a line, cells separated by a character.

/// The records of a table, each with the line on which it begins. Cells may be quoted, and a quoted cell may contain
/// separators, line ends and doubled quotes. Records without any cell are skipped.
#[derive(Debug)]
pub struct Records<'t> {
    rest: &'t str,
    separator: char,
    /// The maximum number of cells of a record.
    columns: usize,
    line: usize,
}

/// The line of a record, and its problem.
type Problem = (usize, String);

impl<'t> Records<'t> {
    /// The records of a text; `line` is the number of its first line.
    pub const fn of(text: &'t str, separator: char, columns: usize, line: usize) -> Self {
        Self { rest: text, separator, columns, line }
    }

    fn record(&mut self) -> Result<Vec<String>, Problem> {
        let mut cells = Vec::with_capacity(self.columns.min(64));
        loop {
            if cells.len() == self.columns {
                // Spreadsheets write empty columns.
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                let (more, rest) = self.rest.split_at(end);
                if more.chars().all(|sign| sign == self.separator || sign.is_whitespace()) {
                    self.rest = rest.strip_prefix('\n').unwrap_or(rest);
                    self.line += 1;
                    return Ok(cells);
                }
                return Err((self.line, format!("more cells than the {} columns of the header", self.columns)));
            }
            cells.push(if self.rest.starts_with('"') { self.quoted()? } else { self.plain() });
            let mut rest = self.rest.chars();
            match rest.next() {
                Some(next) if next == self.separator => self.rest = rest.as_str(),
                Some('\n') => {
                    self.rest = rest.as_str();
                    self.line += 1;
                    return Ok(cells);
                }
                Some(_) => return Err((self.line, "text after a closing quote".to_owned())),
                None => return Ok(cells),
            }
        }
    }

    fn plain(&mut self) -> String {
        let end = self.rest.find([self.separator, '\n']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell.trim_end_matches('\r').to_owned()
    }

    fn quoted(&mut self) -> Result<String, Problem> {
        let start = self.line;
        let mut cell = String::new();
        // After the opening quote.
        self.rest = self.rest.get(1..).unwrap_or_default();
        while let Some((piece, rest)) = self.rest.split_once('"') {
            cell.push_str(piece);
            self.line += memchr::memchr_iter(b'\n', piece.as_bytes()).count();
            if let Some(rest) = rest.strip_prefix('"') {
                cell.push('"');
                self.rest = rest;
            } else {
                self.rest = rest.strip_prefix("\r\n").map_or(rest, |_| rest.get(1..).unwrap_or_default());
                return Ok(cell);
            }
        }
        Err((start, "a quote that is never closed".to_owned()))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<(usize, Vec<String>), Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let line = self.line;
            match self.record() {
                Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(cells) => return Some(Ok((line, cells))),
                Err(problem) => {
                    self.rest = "";
                    return Some(Err(problem));
                }
            }
        }
        None
    }
}
