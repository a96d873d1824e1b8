//! The heads of declarations.

use ecow::EcoString;

use super::Reader;
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::description::Kind;
use crate::model::program::{Head, Symbol};
use crate::model::subject::SUBJECTS;
use crate::syntax::ast::{Atom, Declaration};
use crate::text::Span;

/// The maximum number of words of a name that was written as several.
const MOST_WORDS: usize = 8;

impl Reader<'_> {
    /// The name of a declaration that has exactly one.
    pub(in crate::model) fn head(&mut self, declaration: Declaration<'_>, kind: &Kind) -> Option<Head> {
        let noun = kind.noun;
        let mut head = declaration.head();
        let keyword = head.next()?;
        let location = self.at(declaration.head_span());
        let named = head.next();
        if kind.name.is_empty() {
            return Some(self.nameless(declaration, kind, keyword, named));
        }
        let Some(name) = named else {
            self.unread.add_kind(kind.keyword);
            if SUBJECTS.contains(&kind.keyword) {
                // Criteria of such subjects may be meant.
                self.unread.add_kind("criteria");
            }
            self.report(
                Diagnostic::new(&codes::WRONG_FORM, self.at(keyword.span()), format!("{noun} needs a name"))
                    .help(format!("write `{} name …`", keyword.text())),
            );
            return None;
        };
        if let Some(extra) = head.next() {
            let joined = format!("{}_{}", keyword.text(), name.text());
            if let Some(right) = self.language.kind(&joined) {
                let location = self.at(keyword.span().to(name.span()));
                let message = format!("`{} {}` is not a kind of declaration", keyword.text(), name.text());
                self.report(Diagnostic::new(&codes::UNKNOWN_KIND, location, message).did_you_mean(
                    right.keyword,
                    location,
                    Safety::Safe,
                ));
                return None;
            }
            let words: Vec<&str> = declaration.head().skip(1).filter_map(Atom::word).collect();
            let finding = Diagnostic::new(
                &codes::WRONG_FORM,
                self.at(extra.span()),
                format!("{noun} has one name; `{}` is one too many", extra.text()),
            )
            .help("join the words with `_`, or put the name in quotes");
            let joined = words.join("_");
            self.unread.add(&joined);
            self.unread.add(&words.join(" "));
            let all = words.len() <= MOST_WORDS && words.len() + 1 == declaration.head().count();
            let place = declaration.head().skip(1).map(Atom::span).reduce(Span::to).filter(|_| all);
            let fix =
                place.map(|place| Fix::replace(format!("write `{joined}`"), Safety::Unsafe, self.at(place), joined));
            self.report(finding.perhaps(fix));
            return None;
        }
        // Catalogue ids have dots; names chosen by the author have none, so that dotted names stay free.
        if name.word().is_some_and(|word| word.contains('.')) && kind.keyword != "connector" {
            let right = name.text().replace('.', "_");
            let location = self.at(name.span());
            self.unread.add(&right);
            self.report(
                Diagnostic::new(&codes::WRONG_FORM, location, format!("the name `{}` has a dot in it", name.text()))
                    .instead(right, location, Safety::Unsafe),
            );
        }
        Some(Head { symbol: self.symbol(name)?, location, description: description(declaration) })
    }

    /// The head of a declaration that has no name.
    fn nameless(
        &mut self,
        declaration: Declaration<'_>,
        kind: &Kind,
        keyword: Atom<'_>,
        extra: Option<Atom<'_>>,
    ) -> Head {
        if let Some(extra) = extra {
            let location = self.at(extra.span());
            let message = format!("{} has no name; `{}` is one too many", kind.noun, extra.text());
            let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
            let fix = Fix::replace("remove the name", Safety::Safe, location, "");
            self.report(finding.help(format!("write `{} {{ … }}`", kind.keyword)).fix(fix));
        }
        let symbol = Symbol { name: kind.keyword.into(), location: self.at(keyword.span()) };
        Head { symbol, location: self.at(declaration.head_span()), description: description(declaration) }
    }
}

/// The doc comment of a declaration. Most have none.
fn description(declaration: Declaration<'_>) -> EcoString {
    if declaration.docs.span.is_empty() {
        return EcoString::new();
    }
    declaration.docs.text(declaration.node.source())
}
