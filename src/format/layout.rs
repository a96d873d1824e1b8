//! The layout of a file: declarations, blocks, statements, each on lines of their own or on one.

use crate::syntax::ast::{Cursor, Nodes};
use crate::syntax::{Tree, ast};

use super::align::{Class, Line, align};
use super::body::Body;
use super::page::Page;
use super::shape::{self, Align};

/// Lays out a parsed text. Where the layout exceeds the maximum size of a file, the error is its length.
pub(super) fn lay_out(tree: &Tree, source: &str) -> Result<String, usize> {
    let mut layout = Layout {
        source,
        page: Page::with_capacity(source.len() + source.len() / 8),
        lines: Vec::new(),
        align: Align::Nowhere,
        breaks: false,
        grid: false,
    };
    layout.file(ast::top(tree, source));
    layout.page.finish()
}

/// The state of a layout: the page, and the lines whose marks are not filled yet.
pub(super) struct Layout<'t> {
    pub(super) source: &'t str,
    pub(super) page: Page,
    /// The lines of the current section.
    pub(super) lines: Vec<Line>,
    /// Where the current statement is aligned.
    pub(super) align: Align,
    /// Whether the statement has a place where it can be broken.
    pub(super) breaks: bool,
    /// Whether the innermost block is a grid.
    pub(super) grid: bool,
}

/// The extent of a written statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// It is on one line, the last of the section.
    OneLine,
    /// It is on several lines.
    Lines,
}

impl<'t> Layout<'t> {
    fn file(&mut self, nodes: Nodes<'t>) {
        self.body(nodes, Body::file());
        if !self.page.text.is_empty() {
            self.page.push("\n");
        }
    }

    /// Ends the section: the next line is not aligned with earlier ones.
    pub(super) fn end_section(&mut self) {
        align(&mut self.lines, &mut self.page.marks, self.grid);
        self.lines.clear();
    }

    /// Writes a statement or declaration at the end of the page: on one line if it fits, else broken. `alone` means
    /// that nothing is before it on its line.
    pub(super) fn statement(&mut self, node: Cursor<'t>, alone: bool) -> Extent {
        let saved = self.page.save();
        let first = self.page.marks.len() as u32;
        let line = self.page.line;
        let indent = self.page.indent;
        let beside = self.lines.last().filter(|line| line.class == Class::Row).map(|line| line.marks.1);
        let (mut class, place) = shape::of(node, self.grid, beside);
        if !alone {
            class = Class::Plain;
        }
        self.align = if class == Class::Plain { Align::Nowhere } else { place };
        self.breaks = false;
        if !self.flat(node.children()) {
            self.page.restore(saved);
            if class == Class::Block || class == Class::Row && !self.grid {
                class = Class::Plain;
                self.align = Align::Nowhere;
            }
            self.broken(node, indent);
        }
        self.align = Align::Nowhere;
        let one_line = self.page.line == line;
        if !one_line && class != Class::Rule {
            self.end_section();
            return Extent::Lines;
        }
        let count = self.page.marks.len() as u32 - first;
        if count == 0 && class != Class::Row {
            class = Class::Plain;
        }
        let width = if one_line { self.page.column() as u32 } else { 0 };
        let marks = (first, count);
        self.lines.push(Line { class, marks, indent: indent as u32, width, breaks: self.breaks, comment: None });
        if one_line { Extent::OneLine } else { Extent::Lines }
    }
}
