//! The grids on a terminal: aligned by the width of characters in terminal cells, never wider than the terminal.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::sheet::{Sheet, sheets};
use super::{Choice, Marks};
use crate::catalog::privilege::Verb;
use crate::report::grids::{Grids, Reach};
use crate::text::printable;

/// The minimum width of the column of names, if there are longer names.
const NAME: usize = 16;
/// Terminal cells between columns.
const GAP: usize = 2;

/// The grids in `width` terminal cells.
pub fn text(grids: &Grids<'_>, choice: &Choice, width: usize) -> String {
    let mut out = String::new();
    for sheet in sheets(grids, choice) {
        draw(&sheet, choice, width, &mut out);
        out.push('\n');
    }
    if !out.is_empty() {
        wrapped(&choice.marks.key(), width, &mut out);
    }
    out
}

fn draw(sheet: &Sheet, choice: &Choice, width: usize, out: &mut String) {
    let facts: Vec<&str> = std::iter::once(&*sheet.name).chain(sheet.facts.iter().map(|fact| &**fact)).collect();
    let _ = writeln!(out, "{}", clipped(&printable(&facts.join("  ")), width));
    if !sheet.lines.is_empty() {
        let (names, columns) = columns(sheet, choice);
        table(sheet.first, &names, &columns, width, out);
    }
    for note in &sheet.notes {
        let _ = writeln!(out, "  {}", clipped(&printable(note), width.saturating_sub(2)));
    }
    for (count, task) in sheet.tasks.iter().enumerate() {
        let lead = if count == 0 { "privileges" } else { "" };
        let level = choice.marks.level(Some(task.level));
        let line = format!("  {lead:10}  {level:4}  {}  {}", task.name, task.from);
        let _ = writeln!(out, "{}", clipped(&printable(&line), width));
    }
    if sheet.lines.is_empty() && sheet.tasks.is_empty() && !sheet.unknown {
        out.push_str("  grants nothing\n");
    }
}

/// A column: its head and its cells.
struct Column {
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn new(head: &str, cells: impl Iterator<Item = String>) -> Self {
        let cells: Vec<String> = std::iter::once(head.to_owned()).chain(cells).collect();
        let width = cells.iter().map(|cell| cell.width()).max().unwrap_or(0);
        Self { cells, width }
    }
}

fn columns(sheet: &Sheet, choice: &Choice) -> (Vec<String>, Vec<Column>) {
    let verbs = Verb::ALL.into_iter().map(|verb| {
        let squares = sheet.lines.iter().map(|line| line.squares.get(verb.index()).copied().unwrap_or_default());
        Column::new(verb.word(), squares.map(|square| choice.marks.square(square)))
    });
    let mut columns: Vec<Column> = verbs.collect();
    if choice.reach == Reach::Effective {
        columns.push(Column::new("from", sheet.lines.iter().map(|line| printable(&line.from).into_owned())));
    }
    (sheet.lines.iter().map(|line| printable(&line.name).into_owned()).collect(), columns)
}

/// Draws the columns side by side, in as many bands as necessary, each with the names of the lines on the left.
fn table(first: &str, names: &[String], columns: &[Column], width: usize, out: &mut String) {
    let longest = names.iter().map(|name| name.width()).chain([first.width()]).max().unwrap_or(0);
    let all: usize = columns.iter().map(|column| column.width + GAP).sum();
    let room = width.saturating_sub(all + GAP);
    let name_width = if room >= longest.min(NAME) { longest.min(room) } else { longest.min(NAME.max(width / 3)) };
    let mut rest = columns;
    while !rest.is_empty() {
        let mut used = GAP + name_width;
        let mut count = 0;
        for column in rest {
            used += GAP + column.width;
            if used > width && count > 0 {
                break;
            }
            count += 1;
        }
        let (band, others) = rest.split_at(count);
        for row in 0..=names.len() {
            let name = row.checked_sub(1).and_then(|row| names.get(row)).map_or(first, |name| name);
            let mut line = format!("  {}", padded(name, name_width));
            for column in band {
                let cell = column.cells.get(row).map_or("", |cell| cell);
                line.push_str("  ");
                line.push_str(&padded(cell, column.width));
            }
            let _ = writeln!(out, "{}", clipped(line.trim_end(), width));
        }
        rest = others;
        if !rest.is_empty() {
            out.push('\n');
        }
    }
}

fn padded(text: &str, width: usize) -> String {
    let shown = clipped(text, width);
    let blank = width.saturating_sub(shown.width());
    format!("{shown}{:blank$}", "")
}

/// The text, cut to `width` terminal cells.
fn clipped(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = |character: &char| {
        let cells = character.width().unwrap_or(0);
        let fits = cells <= left;
        left = left.saturating_sub(cells);
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

fn wrapped(text: &str, width: usize, out: &mut String) {
    let mut used = 0;
    for word in text.split(' ') {
        if used > 0 && used + 1 + word.width() > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.width();
    }
    out.push('\n');
}

impl Marks {
    /// ASCII words if only plain characters are available, else the glyphs of the platform.
    pub const fn for_characters(unicode: bool) -> Self {
        if unicode { Self::Glyphs } else { Self::Words }
    }
}
