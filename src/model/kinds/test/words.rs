//! The words of a sentence, taken one after the other. What does not fit is reported once, where it stands.

use crate::diagnostics::{Diagnostic, Fix, Safety, quoted_list};
use crate::model::codes;
use crate::model::program::{Reference, Symbol};
use crate::model::reader::{Reader, shown};
use crate::syntax::ast::{Atom, Phrase};
use crate::text::{Location, Span};

/// Words by which people say the same, and the words of the language.
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

/// The word of the language for one that is written.
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

    /// The next word, not taken.
    pub(super) fn peek(&self) -> Option<Atom<'t>> {
        self.atoms.get(self.at).copied()
    }

    /// The word after the next one, not taken.
    pub(super) fn second(&self) -> Option<Atom<'t>> {
        self.atoms.get(self.at + 1).copied()
    }

    /// All that is left, taken.
    pub(super) fn rest(&mut self) -> Vec<Atom<'t>> {
        let rest = self.atoms.split_off(self.at.min(self.atoms.len()));
        self.at = self.atoms.len();
        rest
    }

    /// What is left before a word, taken; none where the word is not there, and nothing is taken.
    pub(super) fn before(&mut self, word: &str) -> Option<Vec<Atom<'t>>> {
        let rest = self.atoms.get(self.at..)?;
        let length = rest.iter().position(|atom| atom.is(word))?;
        let taken = rest.get(..length)?.to_vec();
        self.at += length;
        Some(taken)
    }

    /// Takes the next word, whatever it is.
    pub(super) fn next(&mut self) -> Option<Atom<'t>> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Takes the next word where it is this one.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        let fits = self.peek().is_some_and(|atom| atom.is(word));
        self.at += usize::from(fits);
        fits
    }

    /// Takes a comma where one is next.
    pub(super) fn takes_comma(&mut self) -> bool {
        let fits = self.peek().is_some_and(|atom| atom.operator() == Some(","));
        self.at += usize::from(fits);
        fits
    }

    /// Takes one of these words; none where another is next, which is reported.
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

    /// Takes a name; none where something else is next, which is reported. `what` is what it names: "a user".
    pub(super) fn name<I>(&mut self, what: &str) -> Option<Reference<I>> {
        Some(self.symbol(what)?.into())
    }

    /// The same without a place for what it refers to.
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

    /// That nothing is left; else what is left is reported.
    pub(super) fn end(&mut self) -> Option<()> {
        let Some(atom) = self.peek() else { return Some(()) };
        let location = self.reader.at(atom.span());
        let message = format!("{} is one too many", shown(atom));
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
        self.reader.report(finding.help("a sentence ends with its line; `;` begins another one"));
        None
    }

    /// Reports words in whose place another one belongs, with the fix that writes it.
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

    /// Reports what is next where something else belongs.
    pub(super) fn unexpected(&mut self, atom: Atom<'_>, wanted: &str) {
        let location = self.reader.at(atom.span());
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, format!("{} is not expected here", shown(atom)));
        self.reader.report(finding.help(format!("here belongs {wanted}")));
    }

    /// Reports that the sentence ends too soon.
    pub(super) fn ends(&mut self, wanted: &str) {
        let location = self.location();
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this sentence ends too soon");
        self.reader.report(finding.help(format!("after it belongs {wanted}")));
    }

    /// Where the whole sentence stands.
    pub(super) fn location(&self) -> Location {
        self.reader.at(self.span)
    }
}
