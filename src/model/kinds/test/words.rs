//! The words of a sentence, taken one after the other. A word that does not fit is reported once, at its place.

use crate::diagnostics::{Diagnostic, Fix, Safety, quoted_list};
use crate::model::codes;
use crate::model::program::{Reference, Symbol};
use crate::model::reader::{Reader, shown};
use crate::syntax::ast::{Atom, Phrase};
use crate::text::{Location, Span};

/// Other words with the same meaning, and the words of the language.
const SAME: &[(&str, &str)] = &[
    ("may", "can"),
    ("are", "is"),
    ("be", "is"),
    ("except", "outside"),
    ("but", "outside"),
    ("update", "write"),
    ("updates", "writes"),
    ("edit", "write"),
    ("modify", "write"),
    ("view", "read"),
    ("see", "read"),
    ("remove", "delete"),
    ("noone", "nobody"),
    ("no_one", "nobody"),
    ("all", "every"),
    ("each", "every"),
];

/// Returns the word of the language for another word with the same meaning.
pub(super) fn same(word: &str) -> Option<&'static str> {
    SAME.iter().find(|(other, _)| *other == word).map(|(_, own)| *own)
}

/// A sentence and how far it has been read.
pub(super) struct Words<'r, 'c, 't> {
    pub(super) reader: &'r mut Reader<'c>,
    atoms: Vec<Atom<'t>>,
    span: Span,
    at: usize,
}

impl<'r, 'c, 't> Words<'r, 'c, 't> {
    pub(super) fn new(reader: &'r mut Reader<'c>, phrase: &Phrase<'t>, atoms: &[Atom<'t>]) -> Self {
        Self { reader, atoms: atoms.to_vec(), span: phrase.span(), at: 0 }
    }

    /// Returns the next word without taking it.
    pub(super) fn peek(&self) -> Option<Atom<'t>> {
        self.atoms.get(self.at).copied()
    }

    /// Returns the word after the next one without taking it.
    pub(super) fn second(&self) -> Option<Atom<'t>> {
        self.atoms.get(self.at + 1).copied()
    }

    /// Takes all words that are left.
    pub(super) fn rest(&mut self) -> Vec<Atom<'t>> {
        let rest = self.atoms.split_off(self.at.min(self.atoms.len()));
        self.at = self.atoms.len();
        rest
    }

    /// Takes the words before `word`; if it does not occur, takes nothing and returns `None`.
    pub(super) fn before(&mut self, word: &str) -> Option<Vec<Atom<'t>>> {
        let rest = self.atoms.get(self.at..)?;
        let length = rest.iter().position(|atom| atom.is(word))?;
        let taken = rest.get(..length)?.to_vec();
        self.at += length;
        Some(taken)
    }

    /// Takes the next word.
    pub(super) fn next(&mut self) -> Option<Atom<'t>> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Takes the next word if it is `word`; returns whether it was.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        let fits = self.peek().is_some_and(|atom| atom.is(word));
        self.at += usize::from(fits);
        fits
    }

    /// Takes a comma if one is next; returns whether it was.
    pub(super) fn takes_comma(&mut self) -> bool {
        let fits = self.peek().is_some_and(|atom| atom.operator() == Some(","));
        self.at += usize::from(fits);
        fits
    }

    /// Takes one of these words; if another word is next, reports it and returns `None`.
    pub(super) fn one_of(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let next = self.peek();
        let found = words.iter().find(|word| next.is_some_and(|atom| atom.is(word)));
        match (found, next) {
            (Some(found), _) => {
                self.at += 1;
                Some(found)
            }
            (None, Some(atom)) => {
                let meant = same(atom.text()).filter(|own| words.contains(own));
                if let Some(own) = meant {
                    self.instead(atom.span(), atom.text(), own);
                } else if !self.reader.misspelt(atom, words) {
                    self.unexpected(atom, &quoted_list(words.iter().copied(), "or"));
                }
                None
            }
            (None, None) => {
                self.ends(&quoted_list(words.iter().copied(), "or"));
                None
            }
        }
    }

    /// Takes a name; if something else is next, reports it and returns `None`. `what` is what the name is for: "a
    /// user".
    pub(super) fn name<I>(&mut self, what: &str) -> Option<Reference<I>> {
        Some(self.symbol(what)?.into())
    }

    /// As `name`, but returns a symbol and not a reference.
    pub(super) fn symbol(&mut self, what: &str) -> Option<Symbol> {
        let Some(atom) = self.next() else {
            self.ends(&format!("the name of {what}"));
            return None;
        };
        let symbol = self.reader.symbol(atom);
        if symbol.is_none() {
            self.unexpected(atom, &format!("the name of {what}"));
        }
        symbol
    }

    /// Reports the first word that is left; `Some` if there is none.
    pub(super) fn end(&mut self) -> Option<()> {
        let Some(atom) = self.peek() else { return Some(()) };
        let location = self.reader.at(atom.span());
        let message = format!("{} is one too many", shown(atom));
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
        self.reader.report(finding.help("a sentence ends with its line; `;` begins another one"));
        None
    }

    /// Reports words that should be another word, with the fix that writes it.
    pub(super) fn instead(&mut self, place: Span, written: &str, own: &str) {
        let location = self.reader.at(place);
        let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{written}` means nothing here"));
        let fix = Fix::replace(format!("write `{own}`"), Safety::Safe, location, own);
        self.reader.report(finding.help(format!("here it is called `{own}`")).fix(fix));
    }

    /// Reports that a word is missing before what is next, with the fix that writes it.
    pub(super) fn missing(&mut self, next: Atom<'_>, written: &str, help: &str) {
        let location = self.reader.at(next.span());
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, format!("{} is not expected here", shown(next)));
        let before = self.reader.at(Span::at(next.span().start));
        let title = format!("write `{}` before it", written.trim());
        self.reader.report(finding.help(help).fix(Fix::replace(title, Safety::Unsafe, before, written)));
    }

    /// Reports the next word, in whose place something else is expected.
    pub(super) fn unexpected(&mut self, atom: Atom<'_>, wanted: &str) {
        let location = self.reader.at(atom.span());
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, format!("{} is not expected here", shown(atom)));
        self.reader.report(finding.help(format!("expected here: {wanted}")));
    }

    /// Reports that the sentence ends too early.
    pub(super) fn ends(&mut self, wanted: &str) {
        let location = self.location();
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this sentence ends too early");
        self.reader.report(finding.help(format!("expected after it: {wanted}")));
    }

    /// The location of the whole sentence.
    pub(super) fn location(&self) -> Location {
        self.reader.at(self.span)
    }
}
