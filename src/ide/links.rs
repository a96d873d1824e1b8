//! Links of a file: addresses in texts and comments, and rules that waivers name.

use super::view::View;
use crate::codes;
use crate::diagnostics::Rule;
use crate::syntax::{self, TokenKind};
use crate::text::{FileId, Span};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page on the web.
    Address(String),
    /// The page of a rule.
    Rule(&'static Rule),
}

/// The links of a file in reading order.
pub fn links(view: &View<'_>, file: FileId) -> Vec<(Span, Target)> {
    let text = view.source(file).text();
    let mut links = Vec::new();
    let mut before = "";
    for (kind, span) in syntax::tokens(text) {
        let written = span.of_text(text);
        match kind {
            TokenKind::Text | TokenKind::Doc | TokenKind::Comment => {
                addresses(written, span.start, &mut links);
                if let Some(at) = written.starts_with("// dictum:").then(|| written.find(" waive ")).flatten() {
                    let rest = written.get(at + 7..).unwrap_or_default();
                    let name = rest.split_whitespace().next().unwrap_or_default();
                    let start = span.start as usize + at + 7 + (rest.len() - rest.trim_start().len());
                    rule(name, start, &mut links);
                }
            }
            TokenKind::Word if before == "waive" => rule(written, span.start as usize, &mut links),
            _other => {}
        }
        before = written;
    }
    links
}

fn rule(name: &str, start: usize, links: &mut Vec<(Span, Target)>) {
    if let Some(rule) = codes::find(name) {
        links.push((Span::of(start, start + name.len()), Target::Rule(rule)));
    }
}

/// Addresses with a complete host. A pattern, such as `https://*.contoso.com/*`, is not a link.
fn addresses(written: &str, start: u32, links: &mut Vec<(Span, Target)>) {
    let ends =
        |letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '<' | '>' | '`' | '\\');
    let mut at = 0;
    while let Some(found) = written.get(at..).and_then(|rest| rest.find("http")) {
        let begin = at + found;
        let rest = written.get(begin..).unwrap_or_default();
        let length = rest.find(ends).unwrap_or(rest.len());
        let address = rest.get(..length).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', ')', ']', '\'']);
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let is_whole = |host: &str| host.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '[');
        if host.is_some_and(is_whole) && !address.contains('*') {
            let span = Span::of(start as usize + begin, start as usize + begin + address.len());
            links.push((span, Target::Address(address.to_owned())));
        }
        at = begin + length.max(4);
    }
}
