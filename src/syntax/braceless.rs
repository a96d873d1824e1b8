//! Declarations without braces: a head, with its statements below it as in YAML, or after it on its line.

use super::bracket_recovery::is_remark;
use super::problem::Problem;
use super::split::{Cutter, Item, is_inner};
use crate::text::Span;

impl Cutter<'_> {
    /// Merges each head without a body with the statements that follow it, so that two missing braces are one
    /// mistake.
    pub(super) fn join_braceless(&mut self) {
        let mut at = 0;
        while at < self.split.items.len() {
            let found = self.split.items.get(at).and_then(|item| self.braceless(item));
            let Some(brace) = found else {
                at += 1;
                continue;
            };
            let behind = self.split.items.iter().skip(at + 1);
            let count = behind.take_while(|item| self.is_statement(item, brace)).count();
            let is_alone = self.head_line(brace).1.is_empty();
            at += 1;
            if is_alone && count == 0 {
                continue;
            }
            let joined: Vec<Item> = self.split.items.drain(at..at + count).collect();
            let Some(item) = self.split.items.get_mut(at - 1) else { continue };
            for other in joined {
                item.span.end = other.span.end;
                item.patches.extend(other.patches);
                item.missing += other.missing;
                item.hopeless |= other.hopeless;
            }
            item.patches.push((brace as u32, b'{'));
            item.missing += 1;
            item.fixed = true;
            let written = item.span.of_text(self.text).trim_end();
            let end = item.span.start + written.len() as u32;
            let head = self.head_line(brace).0;
            self.split.problems.push((Problem::MissingBraces { end }, Span::of(head, brace)));
        }
    }

    /// Merges each head of another language, `data_policy: p`, with the lines that are indented below it, so that they
    /// are one mistake.
    pub(super) fn join_colon_heads(&mut self) {
        let mut at = 0;
        while at < self.split.items.len() {
            let is_head = self.split.items.get(at).is_some_and(|item| self.is_colon_head(item));
            at += 1;
            if !is_head {
                continue;
            }
            let is_below = |item: &&Item| self.indent(self.head_of(item.span.start as usize)) > 0 && !item.fixed;
            let count = self.split.items.iter().skip(at).take_while(is_below).count();
            let last = self.split.items.drain(at..at + count).next_back();
            if let (Some(item), Some(last)) = (self.split.items.get_mut(at - 1), last) {
                item.span.end = last.span.end;
            }
        }
    }

    /// Whether an item is a line in column 0 with the keyword of a kind, a colon, and at most a name; or any word and a
    /// colon alone.
    fn is_colon_head(&self, item: &Item) -> bool {
        let head = self.head_of(item.span.start as usize);
        if item.braces.is_some() || item.fixed || item.hopeless || !self.leads(head) {
            return false;
        }
        let line = self.line_at(head);
        let Some((word, name)) = line.split_once(':') else { return false };
        let is_word = !word.is_empty() && word.bytes().all(is_inner) && name.trim().is_empty();
        (self.is_keyword(word.trim_end()) || is_word)
            && name.split_ascii_whitespace().count() <= 1
            && !name.contains('{')
    }

    /// The start of the declaration head whose `{` belongs at `brace`, and the text after that on its line.
    fn head_line(&self, brace: usize) -> (usize, &str) {
        let line = self.line_start(brace);
        let rest = self.line_at(brace).trim_start();
        (line + self.indent(brace), if is_remark(rest) || rest.trim_end() == ":" { "" } else { rest })
    }

    /// Where the `{` of an item belongs that is a head, with at most statements after it on its line.
    fn braceless(&self, item: &Item) -> Option<usize> {
        if item.braces.is_some() || item.fixed || item.hopeless {
            return None;
        }
        let head = self.head_of(item.span.start as usize);
        if head >= item.span.end as usize || !self.leads(head) || !self.is_header(head) {
            return None;
        }
        let brace = self.headless(head)?;
        let behind = self.head_line(brace).1;
        let is_line = self.text.get(head..item.span.end as usize)?.trim_end().lines().count() == 1;
        (is_line && (behind.is_empty() || sets(behind))).then_some(brace)
    }

    /// Whether an item belongs to the head above it: it is indented deeper, or gives an attribute a value.
    fn is_statement(&self, item: &Item, brace: usize) -> bool {
        let head = self.head_of(item.span.start as usize);
        let line = self.line_at(head);
        let is_within = head < item.span.end as usize && line.starts_with(|first: char| first.is_ascii_alphabetic());
        let is_deeper = self.indent(head) > 0 || self.line_start(head) <= brace;
        is_within && (is_deeper || !self.is_header(head) && item.braces.is_none() && sets(line))
    }
}

/// Whether a line begins with an attribute and its `=`.
fn sets(line: &str) -> bool {
    let word = line.bytes().take_while(|byte| is_inner(*byte)).count();
    let value = line.get(word..).unwrap_or_default().trim_start();
    word > 0 && value.starts_with('=') && !value.starts_with("==")
}
