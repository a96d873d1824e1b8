//! The stages of reading, separately, so that each can be measured alone.

use super::grammar;
use super::scan::Tokens;
use super::split::{Split, split};
use super::tree::Tree;

/// A text split into its top-level items.
#[derive(Debug)]
pub struct Stages<'t> {
    text: &'t str,
    split: Split,
}

impl<'t> Stages<'t> {
    /// Splits a text. `keywords` are the words that begin declarations.
    pub fn cut(text: &'t str, keywords: &[&str]) -> Self {
        Self { text, split: split(text, keywords) }
    }

    /// The number of items.
    pub fn items(&self) -> usize {
        self.split.items.len()
    }

    /// Scans every item; returns the number of tokens.
    pub fn scan(&self) -> usize {
        let mut tokens = Tokens::default();
        let scanned = self.split.items.iter().map(|item| {
            tokens.scan(item.span.of_text(self.text));
            tokens.spans.len()
        });
        scanned.sum()
    }

    /// Scans every item and builds its tree; returns the number of nodes.
    pub fn build(&self) -> usize {
        let mut tokens = Tokens::default();
        let mut tree = Tree::default();
        for item in &self.split.items {
            tokens.scan(item.span.of_text(self.text));
            grammar::item(&tokens, item.span.start, item.span.end, &mut tree);
        }
        tree.len()
    }
}
