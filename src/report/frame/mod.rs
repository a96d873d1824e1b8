//! The page around lists: one look, and one way to filter, sort and use keys. It knows nothing of the subject of a
//! list.
//!
//! Everything is in one file, which loads nothing. The content is in it as HTML up to [`LINES`] lines, and once more,
//! complete, as data, from which the script draws what passes the filter.

use std::fmt::Write as _;

use serde::Serialize;

use super::hash;
use super::html::escaped;
use crate::text::{Location, Sources, printable};

const FRAME: &str = include_str!("frame.html");
const INDEX: &str = include_str!("index.html");
const STYLE: &str = concat!(include_str!("../page.css"), include_str!("frame.css"));
const SCRIPT: &str = include_str!("frame.js");

/// The maximum number of lines of a list in the HTML of the page. The script draws all.
pub(super) const LINES: usize = 3_000;

/// Another page of the same report.
#[derive(Clone, Copy, Debug)]
pub struct Sibling {
    /// The file, beside this one.
    pub file: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The question that it answers.
    pub about: &'static str,
}

/// A part of a page.
pub(super) struct Part {
    /// Its anchor; the script draws into `<id>-view`.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// Its content as HTML.
    pub(super) html: String,
}

/// A page to be written.
pub(super) struct Page<'a> {
    pub(super) title: &'static str,
    /// The project's name.
    pub(super) name: &'a str,
    /// HTML below the title.
    pub(super) about: String,
    /// The controls of the filter, as HTML.
    pub(super) filter: &'static str,
    pub(super) parts: &'a [Part],
    /// JSON that is safe in a script element.
    pub(super) data: String,
    /// The script of this page, which runs after the shared one.
    pub(super) script: &'static str,
    pub(super) siblings: &'a [Sibling],
}

impl Page<'_> {
    /// The whole file.
    pub(super) fn write(&self) -> String {
        let title = match self.name {
            "" => self.title.to_owned(),
            name => format!("{} – {}", self.title, escaped(name)),
        };
        let script = format!("\"use strict\";\n(() => {{\n{SCRIPT}{{\n{}}}\n}})();\n", self.script);
        let mut out = String::new();
        let mut rest = FRAME;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((slot, after)) = after.split_once("}}") else { break };
            match slot {
                "title" => out.push_str(&title),
                "style" => out.push_str(STYLE),
                "style-hash" => out.push_str(&hash::of(STYLE)),
                "script" => out.push_str(&script),
                "script-hash" => out.push_str(&hash::of(&script)),
                "siblings" => siblings(self.siblings, self.title, &mut out),
                "about" => out.push_str(&self.about),
                "links" => links(self.parts, &mut out),
                "filter" => out.push_str(self.filter),
                "parts" => parts(self.parts, &mut out),
                "data" => out.push_str(&self.data),
                // An unknown slot is a mistake in the frame, which a test finds.
                _unknown => {}
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Writes links to the other pages, if there are any. The link to the page with the title `current` is marked.
pub(super) fn siblings(all: &[Sibling], current: &str, out: &mut String) {
    if all.is_empty() {
        return;
    }
    out.push_str("<nav class=\"siblings\" aria-label=\"Pages of this report\"><a href=\"index.html\">Overview</a> ");
    for one in all {
        let mark = if one.title == current { " aria-current=\"page\"" } else { "" };
        let _ = write!(out, "<a href=\"{}\"{mark}>{}</a> ", one.file, one.title);
    }
    out.push_str("</nav>\n");
}

fn links(parts: &[Part], out: &mut String) {
    for part in parts {
        let _ = write!(out, "<a href=\"#{}\">{}</a> ", part.id, part.title);
    }
}

fn parts(parts: &[Part], out: &mut String) {
    for Part { id, title, html } in parts {
        let _ = writeln!(
            out,
            "<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">{title}</h2>\n<div id=\"{id}-view\">{html}</div>\n</section>"
        );
    }
}

/// The page with links to the others. It has no script.
pub fn index(name: &str, pages: &[Sibling]) -> String {
    let title = if name.is_empty() { "Governance".to_owned() } else { format!("Governance – {}", escaped(name)) };
    let links =
        pages.iter().map(|page| format!("<li><a href=\"{}\">{}</a>: {}</li>\n", page.file, page.title, page.about));
    INDEX
        .replace("{{links}}", &links.collect::<String>())
        .replace("{{style-hash}}", &hash::of(STYLE))
        .replace("{{style}}", STYLE)
        // Last, so that a name cannot act as a slot.
        .replace("{{title}}", &title)
}

/// Data as text that is safe in a script element.
pub(super) fn json(data: &impl Serialize) -> String {
    let text = serde_json::to_string(data).unwrap_or_else(|_| "{}".to_owned());
    let mut out = String::with_capacity(text.len());
    // Outside of texts JSON has none of these characters, so they can be replaced by escapes.
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", character as u32);
            }
            other => out.push(other),
        }
    }
    out
}

/// `apps.dictum:12:3`, relative to the root of the project, so that it does not depend on the current folder.
pub(super) fn place(sources: &Sources, location: Location) -> String {
    let source = sources.get(location.file);
    let at = source.lines().locate(source.text(), location.span.start);
    format!("{}:{}:{}", printable(source.path()), at.line, at.column)
}

/// Writes the start of a list.
pub(super) fn head(caption: &str, columns: &[&str], out: &mut String) {
    let _ = write!(out, "<div class=\"scroll\"><table class=\"list\"><caption>{caption}</caption><thead><tr>");
    for column in columns {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

/// Says how much of a list is not in the page as HTML, and names the command that gives it.
pub(super) fn beyond(count: usize, what: &str, command: &str, out: &mut String) {
    out.push_str("</div>");
    if count > LINES {
        let left = count - LINES;
        let _ = writeln!(
            out,
            "<p>{left} more {what} are not drawn without a script; <code>{command}</code> gives them all.</p>"
        );
    }
}
