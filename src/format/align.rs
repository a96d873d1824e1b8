//! Alignment: corresponding parts of consecutive lines begin in one column.

use super::page::{Mark, WIDTH};

/// How a line is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Not aligned.
    Plain,
    /// `key = value`
    Attribute,
    /// `name : type`
    Field,
    /// `"pattern" -> group`
    Arrow,
    /// `level when …`, `level otherwise`
    Rule,
    /// `head { … }` on one line.
    Block,
    /// Cells in columns.
    Row,
    /// A blank line or a comment between the rows of a grid.
    Gap,
}

/// One line of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// How it is aligned.
    pub(super) class: Class,
    /// Its first mark, and the number of its marks.
    pub(super) marks: (u32, u32),
    /// Its indentation.
    pub(super) indent: u32,
    /// Its width without its trailing comment.
    pub(super) width: u32,
    /// Whether it can be broken, so that it need not be wider than a line.
    pub(super) breaks: bool,
    /// The mark before its trailing comment.
    pub(super) comment: Option<u32>,
}

/// Fills the marks of the lines of a section: consecutive lines or, in a grid, all lines of the block.
pub(super) fn align(lines: &mut [Line], marks: &mut [Mark], grid: bool) {
    let mut start = 0;
    while let Some(first) = lines.get(start).copied() {
        let same = |line: &Line| match first.class {
            Class::Row if grid => matches!(line.class, Class::Row | Class::Gap),
            Class::Row => line.class == Class::Row && line.marks.1 == first.marks.1,
            class => line.class == class,
        };
        let length = lines.iter().skip(start).take_while(|line| same(line)).count().max(1);
        let run = lines.get_mut(start..start + length).unwrap_or_default();
        match first.class {
            Class::Row if grid || length > 1 => rows(run, marks),
            Class::Plain | Class::Gap | Class::Row => {}
            Class::Attribute | Class::Field | Class::Arrow | Class::Rule | Class::Block => heads(run, marks),
        }
        start += length;
    }
    comments(lines, marks);
}

/// Aligns the first mark of each line. A line that would not fit is left out, and separates the lines before it from
/// those after it.
fn heads(run: &mut [Line], marks: &mut [Mark]) {
    let column = |line: &Line, marks: &[Mark]| marks.get(line.marks.0 as usize).map_or(0, |mark| mark.column);
    let fits = |line: &Line, marks: &[Mark]| column(line, marks) as usize <= WIDTH;
    let widest = run.iter().filter(|line| fits(line, marks)).map(|line| column(line, marks)).max().unwrap_or(0);
    let stays_out = |line: &Line, marks: &[Mark]| {
        let padded = line.width + widest.saturating_sub(column(line, marks));
        !fits(line, marks) || line.breaks && line.width as usize <= WIDTH && padded as usize > WIDTH
    };
    let mut rest = run;
    while !rest.is_empty() {
        let length = rest.iter().take_while(|line| !stays_out(line, marks)).count();
        let (part, behind) = rest.split_at_mut(length);
        let widest = part.iter().map(|line| column(line, marks)).max().unwrap_or(0);
        for line in part {
            if let Some(mark) = marks.get_mut(line.marks.0 as usize) {
                mark.pad = widest - mark.column;
                line.width += mark.pad;
            }
        }
        rest = behind.split_first_mut().map(|(_, rest)| rest).unwrap_or_default();
    }
}

/// Puts cells into columns, two spaces between them. A row wider than the page, such as one of many tables, does not
/// widen the columns: it is left out of them.
fn rows(run: &mut [Line], marks: &mut [Mark]) {
    let mut columns: Vec<u32> = Vec::new();
    let fits = |line: &Line| line.width as usize <= WIDTH;
    for line in run.iter().filter(|line| fits(line)) {
        for (index, width) in widths(line, marks).enumerate() {
            match columns.get_mut(index) {
                Some(column) => *column = width.max(*column),
                None => columns.push(width),
            }
        }
    }
    for line in run {
        let (first, count) = (line.marks.0 as usize, line.marks.1 as usize);
        if !fits(line) {
            for mark in marks.iter_mut().skip(first).take(count) {
                mark.pad = 1;
            }
            line.width += line.marks.1;
            continue;
        }
        let mut start = line.indent;
        for (mark, column) in marks.iter_mut().skip(first).take(count).zip(&columns) {
            mark.pad = column + 1 - (mark.column - start);
            start = mark.column + 1;
            line.width += mark.pad;
        }
    }
}

/// The widths of the cells of a row, except the last.
fn widths(line: &Line, marks: &[Mark]) -> impl Iterator<Item = u32> {
    let (first, count) = (line.marks.0 as usize, line.marks.1 as usize);
    let mut start = line.indent;
    marks.iter().skip(first).take(count).map(move |mark| {
        let width = mark.column.saturating_sub(start);
        start = mark.column + 1;
        width
    })
}

/// Aligns the trailing comments of consecutive lines. A line wider than the page does not move other lines' comments.
fn comments(lines: &mut [Line], marks: &mut [Mark]) {
    for run in lines.chunk_by_mut(|a, b| a.comment.is_some() && b.comment.is_some()) {
        let widest = run.iter().map(|line| line.width).filter(|width| *width as usize <= WIDTH).max().unwrap_or(0);
        for line in run {
            if let Some(mark) = line.comment.and_then(|mark| marks.get_mut(mark as usize)) {
                mark.pad = widest.saturating_sub(line.width);
            }
        }
    }
}
