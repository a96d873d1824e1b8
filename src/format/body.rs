//! The items of a file, a block or an opened list, with the comments and blank lines between them.

use crate::syntax::ast::{Cursor, Nodes};
use crate::syntax::{MAX_FILE, NodeKind};

use super::align::{Class, Line};
use super::flat::is_inline;
use super::gap::Gap;
use super::layout::{Extent, Layout};
use super::part::is_part;

/// The kind of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Block,
    List,
}

/// What comes before the next item or comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Nothing but the opening bracket.
    Opening,
    /// An item.
    Item(Extent),
    /// A comment that takes its line to its end.
    LineComment,
    /// A comment in `/* */`. An item may follow one that begins its line.
    Comment { begins_line: bool },
    /// A doc comment.
    Doc,
}

/// The state of writing a body.
pub(super) struct Body<'t> {
    kind: Kind,
    indent: usize,
    /// Where the last item or comment ended in the source.
    end: u32,
    before: Before,
    /// The keyword of the last declaration.
    keyword: &'t str,
    /// Whether a blank line separates the previous declaration from what follows.
    apart: Apart,
    /// Where a blank line goes if the next declaration turns out to need one.
    spot: Option<u32>,
}

/// Whether a blank line must follow a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// No declaration ended on the present line.
    No,
    /// The next declaration decides.
    Perhaps,
    /// It goes over several lines.
    Yes,
}

impl Body<'_> {
    /// The body of a file.
    pub(super) const fn file() -> Self {
        Self::new(Kind::File, 0, 0)
    }

    /// The body of a block that opens at `start`; `commented` means that a line comment follows its brace already.
    pub(super) const fn block(start: u32, indent: usize, commented: bool) -> Self {
        let body = Self::new(Kind::Block, start, indent);
        Self { before: if commented { Before::LineComment } else { Before::Opening }, ..body }
    }

    /// The body of a list that opens at `start`.
    pub(super) const fn list(start: u32, indent: usize) -> Self {
        Self::new(Kind::List, start, indent)
    }

    const fn new(kind: Kind, end: u32, indent: usize) -> Self {
        Self { kind, indent, end, before: Before::Opening, keyword: "", apart: Apart::No, spot: None }
    }
}

impl<'t> Layout<'t> {
    /// Writes the nodes of a body, each item on a line of its own.
    pub(super) fn body(&mut self, mut nodes: Nodes<'t>, mut body: Body<'t>) {
        while let Some(node) = nodes.next() {
            if self.page.text.len() > MAX_FILE {
                return;
            }
            let gap = Gap::between(self.source, body.end, node.span().start);
            if matches!(node.kind(), NodeKind::Comment | NodeKind::Doc) {
                self.remark(&mut body, node, gap, nodes.clone().next());
            } else {
                self.item(&mut body, node, gap, &nodes);
            }
            body.end = node.span().end;
        }
        self.end_section();
    }

    fn remark(&mut self, body: &mut Body<'t>, node: Cursor<'t>, gap: Gap, next: Option<Cursor<'t>>) {
        let inline = is_inline(node);
        let belongs_behind = match body.before {
            Before::Opening => body.kind != Kind::File,
            Before::LineComment | Before::Doc => false,
            Before::Item(_) | Before::Comment { .. } => true,
        };
        // `a = 1; /* this */ b = 2`: this belongs to b.
        let belongs_to_next = gap.parted
            && inline
            && next.is_some_and(|next| {
                let gap = Gap::between(self.source, node.span().end, next.span().start);
                !matches!(next.kind(), NodeKind::Comment | NodeKind::Doc) && !gap.line_end && !gap.parted
            });
        let same_line = node.kind() == NodeKind::Comment && !gap.line_end && belongs_behind && !belongs_to_next;
        if same_line {
            self.trailing(body.before, node);
        } else {
            self.begin_line(body, gap, false);
            self.comment(node);
        }
        body.before = match node.kind() {
            NodeKind::Doc => Before::Doc,
            _comment if inline => {
                Before::Comment { begins_line: !same_line || body.before == Before::Comment { begins_line: true } }
            }
            _comment if node.text().starts_with("//") => Before::LineComment,
            _several_lines => Before::Comment { begins_line: false },
        };
    }

    /// Writes a comment after the item on its line.
    fn trailing(&mut self, before: Before, node: Cursor<'t>) {
        match before {
            Before::Item(Extent::OneLine) => {
                let mark = self.page.mark(' ');
                let line = self.page.line;
                self.page.push("  ");
                self.comment(node);
                if self.page.line != line {
                    self.end_section();
                } else if let Some(last) = self.lines.last_mut() {
                    last.comment = Some(mark);
                }
            }
            Before::Item(Extent::Lines) | Before::Opening => {
                self.page.push("  ");
                self.comment(node);
            }
            Before::Comment { .. } | Before::LineComment | Before::Doc => {
                self.page.push(" ");
                self.comment(node);
            }
        }
    }

    fn item(&mut self, body: &mut Body<'t>, node: Cursor<'t>, gap: Gap, rest: &Nodes<'t>) {
        let joined = body.before == Before::Comment { begins_line: true } && !gap.line_end && !gap.parted;
        if joined {
            self.page.push(" ");
        } else {
            self.begin_line(body, gap, true);
        }
        let extent = match body.kind {
            Kind::List => self.list_item(node),
            Kind::Block => self.statement(node, !joined),
            Kind::File => {
                let keyword = node.children().next().map_or("", Cursor::text);
                if keyword != body.keyword {
                    self.end_section();
                }
                body.keyword = keyword;
                self.statement(node, !joined)
            }
        };
        let next = || rest.clone().find(|next| !matches!(next.kind(), NodeKind::Comment | NodeKind::Doc));
        match body.kind {
            Kind::List => {}
            Kind::Block | Kind::File => {
                if let Some(next) = next()
                    && !is_part(&self.page.text, node, next)
                {
                    self.page.push(";");
                    if let (Extent::OneLine, Some(line)) = (extent, self.lines.last_mut()) {
                        line.width += 1;
                    }
                }
            }
        }
        if let (Some(spot), Extent::Lines) = (body.spot.take(), extent) {
            self.page.fill(spot);
        }
        body.apart = match (body.kind, extent) {
            (Kind::Block | Kind::List, _) => Apart::No,
            (Kind::File, Extent::OneLine) => Apart::Perhaps,
            (Kind::File, Extent::Lines) => Apart::Yes,
        };
        body.before = Before::Item(extent);
    }

    fn list_item(&mut self, node: Cursor<'t>) -> Extent {
        let line = self.page.line;
        let first = self.page.marks.len() as u32;
        self.node(node);
        self.page.push(",");
        if self.page.line != line {
            self.end_section();
            return Extent::Lines;
        }
        let (indent, width) = (self.page.indent as u32, self.page.column() as u32);
        self.lines.push(Line { class: Class::Plain, marks: (first, 0), indent, width, breaks: false, comment: None });
        Extent::OneLine
    }

    /// Begins the line of an item or comment, with the blank line before it, if any.
    fn begin_line(&mut self, body: &mut Body<'t>, gap: Gap, item: bool) {
        if self.page.text.is_empty() {
            return;
        }
        let mut blank = match body.before {
            Before::Opening => false,
            Before::Doc => gap.blank && !item,
            Before::Item(_) | Before::LineComment | Before::Comment { .. } => gap.blank,
        };
        // A blank line separates a declaration over several lines from what comes before and after it. Whether it has
        // several lines is known only once it is written.
        let apart = std::mem::replace(&mut body.apart, Apart::No);
        blank |= apart == Apart::Yes;
        if blank || !item {
            self.end_run();
        }
        if blank {
            self.page.push("\n");
        }
        self.page.new_line(body.indent);
        if blank {
            body.spot = None;
        } else if apart == Apart::Perhaps {
            body.spot = Some(self.page.mark('\n'));
        }
    }

    /// Ends the run of lines; the rows of a grid stay together.
    fn end_run(&mut self) {
        if self.grid {
            let class = Class::Gap;
            self.lines.push(Line { class, marks: (0, 0), indent: 0, width: 0, breaks: false, comment: None });
        } else {
            self.end_section();
        }
    }
}
