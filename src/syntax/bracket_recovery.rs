//! How to recover from brackets without a partner: which one is at fault, and where its partner belongs.

use super::problem::Problem;
use super::scan::text_end;
use super::split::{Cutter, Item, MAX_DEPTH, is_inner};
use crate::text::Span;

/// The number of bytes to search from a bracket. A file may have many brackets, so each search must be cheap.
const NEAR: usize = 200;

/// A `{` and its `}`.
#[derive(Clone, Copy)]
struct Pair {
    open: u32,
    /// The indentation of the line with the `{`.
    depth: usize,
    close: usize,
    /// Where the line of the `}` begins, and its indentation.
    line: usize,
    indent: usize,
}

/// The result of a walk over braces.
enum Walked<T> {
    Found(T),
    /// Nothing was found; the innermost `{` that is still open.
    Open(Option<u32>),
    /// A `}` closes nothing.
    Unbalanced,
}

impl Cutter<'_> {
    /// Ends an item whose brackets are still open.
    pub(super) fn cut_open(&mut self, start: usize, end: usize) {
        let braces: Vec<u32> = self.stack.iter().filter(|(byte, _)| *byte == b'{').map(|(_, place)| *place).collect();
        let depth = self.stack.len();
        for (byte, place) in std::mem::take(&mut self.stack) {
            if byte != b'{' {
                self.current.patches.push((place, 1));
                if braces.is_empty() || depth <= MAX_DEPTH {
                    self.report(Problem::Unclosed(byte), place as usize, place as usize + 1);
                }
            }
        }
        if let Some(&outer) = braces.first()
            && !self.current.hopeless
        {
            let culprit = if self.told_enough() { None } else { self.ill_indented(outer as usize, end) };
            let culprit = culprit.unwrap_or(outer);
            self.report(Problem::Unclosed(b'{'), culprit as usize, culprit as usize + 1);
            self.current.fixed = true;
            self.current.missing = braces.len() as u32;
            if culprit != outer
                && let Some(line) = self.outer_line(culprit as usize, end)
            {
                self.current.close_before = Some(line as u32);
                self.current.missing -= 1;
            }
        }
        self.finish(start, end);
    }

    /// Whether the `}` at `at` was meant as the closing partner of the `[` or `(` at `opener`: both are on one line,
    /// and the `{` around them is on another. Looks back [`NEAR`] bytes at most, so that this is cheap.
    pub(super) fn stands_for(&self, opener: usize, at: usize) -> bool {
        let has_line_end = |from: usize, to: usize| {
            self.bytes.get(from..to).is_some_and(|text| text.iter().any(|byte| matches!(byte, b'\n' | b'\r')))
        };
        let Some((b'{', brace)) = self.stack.last().copied() else { return false };
        at - opener <= NEAR
            && !has_line_end(opener, at)
            && has_line_end((brace as usize).max(opener.saturating_sub(NEAR)), opener)
    }

    /// Removes the lines of a list that is never closed from the item: those directly below its `[` that are indented
    /// deeper than its line.
    pub(super) fn lose_lines_of(&mut self, opener: usize, end: usize) {
        let Some(line) = self.near_line_start(opener).filter(|_| !self.current.hopeless) else { return };
        let depth = self.indent(line);
        let begin = self.line_end(opener);
        let mut last = begin;
        loop {
            let next = last + if self.bytes.get(last..).is_some_and(|rest| rest.starts_with(b"\r\n")) { 2 } else { 1 };
            if next >= end || self.indent(next) <= depth || self.line_end(next) >= end {
                break;
            }
            last = self.line_end(next);
        }
        if last > begin {
            let first = self.current.lost.map_or(begin, |lost| begin.min(lost.start as usize));
            self.current.lost = Some(Span::of(first, last));
            self.current.fixed = true;
        }
    }

    /// Whether the text between two brackets is the items of a list (`true`) or the operands of a condition
    /// (`false`). None where its first [`NEAR`] bytes do not decide it.
    pub(super) fn holds_items(&self, begin: usize, end: usize) -> Option<bool> {
        let mut depth = 0_u32;
        let mut at = begin;
        let end = end.min(begin + NEAR);
        while at < end {
            match self.byte(at) {
                b'[' | b'(' => depth += 1,
                b']' | b')' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => return Some(true),
                b'=' | b'<' | b'>' | b'+' | b'&' | b'|' if depth == 0 => return Some(false),
                b'"' => {
                    at = text_end(self.bytes.get(..end)?, at)?;
                    continue;
                }
                b'/' => return None,
                byte if is_inner(byte) => {
                    let rest = self.bytes.get(at..end)?;
                    let word = rest.split(|byte| !is_inner(*byte)).next()?;
                    if depth == 0 && matches!(word, b"and" | b"or" | b"not" | b"in") {
                        return Some(false);
                    }
                    at += word.len();
                    continue;
                }
                _other => {}
            }
            at += 1;
        }
        None
    }

    /// Where the line of `at` begins, if that is within [`NEAR`] bytes.
    fn near_line_start(&self, at: usize) -> Option<usize> {
        let from = at.saturating_sub(NEAR);
        let found = memchr::memrchr2(b'\n', b'\r', self.bytes.get(from..at)?);
        found.map(|end| from + end + 1).or_else(|| (from == 0).then_some(0))
    }

    /// Where the line of `at` ends.
    fn line_end(&self, at: usize) -> usize {
        at + self.line_at(at).len()
    }

    /// Whether a `[` or `(` is where the `{` of a declaration belongs: after its keyword and name.
    pub(super) fn opens_body(&self, opener: usize) -> bool {
        let Some(line) = self.near_line_start(opener) else { return false };
        let head = self.text.get(line..opener).unwrap_or_default();
        self.is_header(line) && head.split_ascii_whitespace().count() <= 2 && !head.contains(['=', ':'])
    }

    /// The innermost `{` of an item whose closing brace is indented less than the line of the `{`. It most likely
    /// lacks its partner.
    pub(super) fn ill_indented(&self, from: usize, end: usize) -> Option<u32> {
        let outdented =
            |pair: Pair| (pair.line + pair.indent == pair.close && pair.indent < pair.depth).then_some(pair.open);
        match self.pairs(from, end, outdented) {
            Walked::Found(place) => Some(place),
            Walked::Open(innermost) => innermost,
            Walked::Unbalanced => None,
        }
    }

    /// Walks over the braces between two places, up to the first pair for which `find` returns a value.
    fn pairs<T>(&self, from: usize, end: usize, find: impl Fn(Pair) -> Option<T>) -> Walked<T> {
        let mut open: Vec<(u32, usize)> = Vec::new();
        let mut line = self.line_start(from);
        let mut indent = self.indent(from);
        let mut at = from;
        while at < end {
            match self.byte(at) {
                b'\n' | b'\r' => {
                    line = at + 1;
                    indent = self.indent(line);
                }
                b'{' => open.push((at as u32, indent)),
                b'}' => {
                    let Some((opener, depth)) = open.pop() else { return Walked::Unbalanced };
                    if let Some(found) = find(Pair { open: opener, depth, close: at, line, indent }) {
                        return Walked::Found(found);
                    }
                }
                b'"' => {
                    at = text_end(self.bytes, at).unwrap_or(at + 1);
                    continue;
                }
                _other => {}
            }
            at += 1;
        }
        Walked::Open(open.last().map(|(place, _)| *place))
    }

    /// The first line after the block that opens at `opener` that is indented no deeper than the block's own line.
    pub(super) fn outer_line(&self, opener: usize, end: usize) -> Option<usize> {
        let depth = self.indent(opener);
        let mut line = self.line_end(opener) + 1;
        while line < end {
            let text = self.line_at(line);
            let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
            if indent <= depth && !text.trim().is_empty() && !text.trim_start().starts_with('/') {
                return Some(line);
            }
            line += text.len() + 1;
        }
        None
    }

    /// Handles a `}` without partner: either a `{` is missing before it, or there is one `}` too many.
    pub(super) fn stray_brace(&mut self, start: usize, at: usize) {
        if let Some((index, begin, head)) = self.header_before(start) {
            if let Some(brace) = self.headless(head) {
                self.merge(index, begin, at, (brace, b'{'));
                self.report_headless(brace);
                return;
            }
            let braces = self.split.items.get(index).and_then(|item| item.braces);
            if let Some((opener, close_end)) = braces
                && self.closes_early(opener as usize, close_end as usize)
            {
                let (opener, close_end) = (opener as usize, close_end as usize);
                let lacking = self.headless_inside(opener, close_end);
                if let Some(brace) = lacking.or_else(|| self.headless_line(opener, close_end)) {
                    self.merge(index, begin, at, (brace, b'{'));
                    self.report_headless(brace);
                } else {
                    // The rest of the declaration follows the `}` that closed it.
                    let early = close_end - 1;
                    let lost = self.lost_lines(opener, early);
                    self.merge(index, begin, at, (early, b' '));
                    if let (Some(lost), Some(item)) = (lost, self.split.items.last_mut()) {
                        item.lost = Some(Span::of(lost, close_end));
                    }
                    let lost = lost.map(|lost| self.head_of(lost) as u32);
                    self.report(Problem::EarlyBrace { opener: opener as u32, lost }, early, early + 1);
                }
                return;
            }
        }
        let mut start = start;
        let lost = self.lost_statements(at - 1);
        if let Some(first) = self.split.items.drain(lost..).next() {
            start = first.span.start as usize;
        }
        let lost = (self.head_of(start) < at - 1).then(|| self.head_of(start) as u32);
        self.report(Problem::StrayBrace { closed: self.last_close, lost }, at - 1, at);
        self.current = Item::default();
        // Many in a row are one item: each further one shows nothing new.
        let bare = self.text.get(start..at).is_some_and(|text| text.trim_ascii() == "}");
        if bare
            && self.settled == self.split.items.len()
            && let Some(item) = self.split.items.last_mut()
            && item.stray
        {
            item.span.end = at as u32;
            self.before = self.split.problems.len();
            return;
        }
        self.current.stray = bare;
        self.finish(start, at);
        if let Some(item) = self.split.items.last_mut() {
            item.hopeless = true;
        }
        self.closed = self.split.items.len();
        self.settled = self.closed;
    }

    /// The index of the first item that is a statement of the block that the `}` at `brace` closes. The head of that
    /// block is missing, or the block was closed too early. Such items are those without the keyword of a declaration
    /// since the last `}`, and all indented ones where the brace is in column 0.
    fn lost_statements(&self, brace: usize) -> usize {
        let heads = |from: usize| {
            let items = self.split.items.iter().enumerate().skip(from).rev();
            items.map(|(index, item)| (index, self.head_of(item.span.start as usize)))
        };
        let bare = heads(self.closed).take_while(|(_, head)| !self.is_header(*head));
        let bare = bare.last().map_or(self.split.items.len(), |(index, _)| index);
        if !self.leads(brace) {
            return bare;
        }
        let indented = heads(self.settled).take_while(|(_, head)| !self.leads(*head));
        let lost = |head: usize| !self.is_header(head) || self.is_sentence(head);
        indented.filter(|(_, head)| lost(*head)).last().map_or(bare, |(index, _)| index.min(bare))
    }

    /// Whether text that begins with the keyword of a declaration is not a declaration: it has neither a block nor a
    /// value, or goes on after its block. Examples are sentences of tests: `user alice in finance can read account`
    /// and `app { … } is high`.
    fn is_sentence(&self, head: usize) -> bool {
        let line = self.line_at(head);
        let Some(at) = line.find(['{', '=', '"']) else { return true };
        let rest = line.get(at..).unwrap_or_default();
        match rest.as_bytes().first() {
            Some(b'{') => {
                let after = rest.rsplit_once('}').map_or("", |(_, after)| after).trim_start();
                !after.is_empty() && !after.starts_with([';', '/'])
            }
            // A name in quotes: what comes after it says more.
            Some(b'"') => match rest.get(1..).and_then(|rest| rest.split_once('"')) {
                Some((_, after)) => !after.contains(['{', '=']),
                None => false,
            },
            _value => false,
        }
    }

    /// Where the statements of a nested block without its head begin: the lines directly above the `}` at `early`
    /// that are indented deeper than it, in the block from `opener`. None where the first of these lines begins with
    /// an operator, since it continues the line above.
    fn lost_lines(&self, opener: usize, early: usize) -> Option<usize> {
        let (mut first, mut head) = (None, early);
        let mut at = self.line_start(early);
        if at + self.indent(early) != early {
            return None;
        }
        let depth = self.indent(early);
        while at > opener {
            let line = self.line_start(at - 1);
            let text = self.line_at(line).trim();
            if line <= opener || !text.is_empty() && self.indent(line) <= depth {
                break;
            }
            if !text.is_empty() {
                head = line + self.indent(line);
            }
            first = Some(line);
            at = line;
        }
        first.filter(|_| head < early && !matches!(self.byte(head), b'+' | b'-' | b'&' | b'|' | b'<' | b'>' | b'='))
    }

    /// The last item that begins with the keyword of a declaration in column 0: its index, its start, its head. The
    /// items between it and a stray `}` may be its statements. Each item is searched for one stray brace only.
    pub(super) fn header_before(&self, start: usize) -> Option<(usize, usize, usize)> {
        let mut index = self.split.items.len();
        let mut begin = start;
        loop {
            let head = self.head_of(begin);
            if self.leads(head) && self.is_header(head) {
                return Some((index, begin, head));
            }
            if index <= self.settled {
                return None;
            }
            index -= 1;
            begin = self.split.items.get(index)?.span.start as usize;
        }
    }

    /// Merges the items from `index` on into one that ends at `end`, with one byte of it patched.
    pub(super) fn merge(&mut self, index: usize, start: usize, end: usize, patch: (usize, u8)) {
        let mut item = std::mem::take(&mut self.current);
        for old in self.split.items.drain(index.min(self.split.items.len())..) {
            item.patches.extend(old.patches);
            item.hopeless |= old.hopeless;
        }
        item.span = Span::of(start, end);
        item.patches.push((patch.0 as u32, patch.1));
        item.fixed = true;
        self.split.items.push(item);
        self.closed = self.split.items.len();
        self.settled = self.closed;
        self.before = self.split.problems.len();
        self.indented = false;
        self.passed = false;
    }

    pub(super) fn report_headless(&mut self, brace: usize) {
        let head = self.line_start(brace) + self.indent(brace);
        self.report(Problem::MissingBrace, head, brace);
    }

    /// Where the `{` belongs, if the head of a declaration without its `{` is at `at`.
    pub(super) fn headless(&self, at: usize) -> Option<usize> {
        let line = self.line_at(at);
        let keyword = line.bytes().take_while(|byte| is_inner(*byte)).count();
        let spaces = line.bytes().skip(keyword).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let name = at + keyword + spaces;
        if self.byte(name).is_ascii_control() {
            // A keyword alone: some kinds have no name.
            return Some(at + keyword);
        }
        let name_end = match self.byte(name) {
            b'"' => text_end(self.bytes, name)?,
            _word => name + self.bytes.get(name..)?.iter().take_while(|byte| is_inner(**byte)).count(),
        };
        let rest = line.get(name_end - at..)?;
        let body = rest.trim_start();
        let no_body = body.is_empty() || body.starts_with('/') || rest.trim_end() == ":";
        let statements = rest.len() > body.len() && body.starts_with(|first: char| first.is_ascii_alphabetic());
        (name_end > name && !line.contains('{') && (no_body || statements)).then_some(name_end)
    }

    /// Whether the line of the `}` that closes the block from `opener` is indented deeper than the line of the `{`.
    pub(super) fn closes_early(&self, opener: usize, close_end: usize) -> bool {
        self.line_start(close_end) > opener && self.indent(close_end) > self.indent(opener)
    }

    /// Where the `{` of a block of one line belongs, if it is missing, so that its `}` closed a block from an earlier
    /// line. Searches between the braces of a declaration.
    fn headless_line(&self, opener: usize, close_end: usize) -> Option<usize> {
        let behind_code = |pair: Pair| {
            let before = (pair.open as usize) < pair.line && pair.line + pair.indent < pair.close;
            before.then(|| self.headless_inside(pair.open as usize, pair.close + 1))
        };
        match self.pairs(opener, close_end, behind_code) {
            Walked::Found(brace) => brace,
            Walked::Open(_) | Walked::Unbalanced => None,
        }
    }

    /// Where the missing `{` of an inner block belongs, if the `}` of that block closed the block from `opener`:
    /// after the only words of a line of the same indentation, or after the first words of its own line.
    pub(super) fn headless_inside(&self, opener: usize, close_end: usize) -> Option<usize> {
        let begin = self.line_start(close_end);
        let depth = self.indent(close_end);
        let code = self.text.get(begin + depth..close_end - 1)?;
        if !code.is_empty() {
            let first = code.bytes().take_while(|byte| is_inner(*byte)).count();
            let key = code.get(first..)?.trim_start();
            let spaced =
                first > 0 && key.len() + first < code.len() && key.starts_with(|next: char| next.is_ascii_alphabetic());
            let head = match code.split_once('=') {
                Some((words, _)) => {
                    words.trim_end().rfind([' ', '\t']).map(|end| words.get(..end).unwrap_or_default().trim_end().len())
                }
                None => Some(first),
            };
            return head.filter(|_| spaced && !code.contains('{')).map(|head| begin + depth + head);
        }
        let mut at = begin;
        while at > opener {
            let line = self.line_start(at - 1);
            let text = self.line_at(line);
            let code = text.trim();
            if text.len() - text.trim_start().len() == depth && !code.is_empty() && !code.starts_with('/') {
                let words: Vec<&str> = code.split_ascii_whitespace().collect();
                let is_head =
                    words.len() <= 2 && code.bytes().all(|byte| is_inner(byte) || matches!(byte, b' ' | b'\t' | b'"'));
                return (is_head && line > opener).then_some(line + depth + code.len());
            }
            at = line;
        }
        None
    }
}
