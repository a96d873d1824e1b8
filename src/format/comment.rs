//! Layout of comments.

use crate::syntax::ast::Cursor;

use super::layout::Layout;
use super::page::unified;

impl<'t> Layout<'t> {
    /// Writes a comment unchanged, except for spaces at the ends of its lines. Where each further line begins with
    /// `*`, these are aligned.
    pub(super) fn comment(&mut self, node: Cursor<'t>) {
        let text = node.text();
        if !text.starts_with("/*") || !super::gap::holds_line_end(text) {
            return self.page.push_any(text.trim_end());
        }
        let text = unified(text);
        let mut lines = text.split('\n');
        let starred = lines.clone().skip(1).all(|line| line.trim_start().starts_with('*'));
        let indent = self.page.indent;
        self.page.push_any(lines.next().unwrap_or_default().trim_end());
        for line in lines {
            if starred {
                self.page.new_line(indent);
                self.page.push(" ");
                self.page.push_any(line.trim());
            } else {
                self.page.push_any("\n");
                self.page.push_any(line.trim_end());
            }
        }
    }
}
