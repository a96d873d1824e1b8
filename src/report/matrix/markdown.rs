//! The grids as tables of Markdown.

use std::fmt::Write as _;

use super::Choice;
use super::sheet::{Sheet, sheets};
use crate::catalog::privilege::Verb;
use crate::report::grids::{Grids, Reach};
use crate::text::printable;

/// The grids as Markdown, a heading for each.
pub fn markdown(grids: &Grids<'_>, choice: &Choice) -> String {
    let mut out = String::new();
    for sheet in sheets(grids, choice) {
        draw(&sheet, choice, &mut out);
    }
    if !out.is_empty() {
        let _ = writeln!(out, "{}", escaped(&choice.marks.key()));
    }
    out
}

fn draw(sheet: &Sheet, choice: &Choice, out: &mut String) {
    let _ = writeln!(out, "## {}\n", escaped(&sheet.name));
    if !sheet.facts.is_empty() {
        let facts: Vec<String> = sheet.facts.iter().map(|fact| escaped(fact)).collect();
        let _ = writeln!(out, "{}\n", facts.join(" · "));
    }
    let with_origin = choice.reach == Reach::Effective;
    if !sheet.lines.is_empty() {
        let mut head = vec![sheet.first.to_owned()];
        head.extend(Verb::ALL.map(|verb| escaped(verb.word())));
        head.extend(with_origin.then(|| "from".to_owned()));
        row(&head, out);
        let marks = head.iter().enumerate().map(|(at, _)| if (1..=8).contains(&at) { ":-:" } else { "---" });
        row(&marks.map(str::to_owned).collect::<Vec<_>>(), out);
        for line in &sheet.lines {
            let mut cells = vec![escaped(&line.name)];
            cells.extend(line.squares.map(|square| choice.marks.square(square)));
            cells.extend(with_origin.then(|| escaped(&line.from)));
            row(&cells, out);
        }
        out.push('\n');
    }
    for note in &sheet.notes {
        let _ = writeln!(out, "{}.\n", escaped(note));
    }
    if !sheet.tasks.is_empty() {
        row(&["privilege", "level", "from"].map(str::to_owned), out);
        row(&["---", ":-:", "---"].map(str::to_owned), out);
        for task in &sheet.tasks {
            row(&[escaped(&task.name), choice.marks.level(Some(task.level)), escaped(&task.from)], out);
        }
        out.push('\n');
    }
    if sheet.lines.is_empty() && sheet.tasks.is_empty() && !sheet.unknown {
        out.push_str("Grants nothing.\n\n");
    }
}

fn row(cells: &[String], out: &mut String) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// The text with all Markdown and HTML markup escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in printable(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '\\' | '`' | '*' | '[' | ']' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(character);
            }
            // Underscores inside words, as in most names, are not markup.
            other => out.push(other),
        }
    }
    // An underscore at either end may be markup.
    if out.starts_with('_') || out.ends_with('_') { out.replace('_', "\\_") } else { out }
}
