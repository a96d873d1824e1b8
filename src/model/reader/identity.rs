//! Reads the values of groups and external identity.

use super::{Reader, Value};
use crate::model::description::Type;
use crate::syntax::NodeKind;
use crate::syntax::ast::Phrase;
use crate::syntax::literal::{self, Literal};

impl Reader<'_> {
    /// `at least 2`
    pub(in crate::model) fn at_least<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        if let [at, least, count] = atoms.as_slice()
            && at.is("at")
            && least.is("least")
            && let Ok(Literal::Integer(number)) = literal::read(count.text())
            && let Ok(number @ 1..=100) = u32::try_from(number)
        {
            return Some(Value::AtLeast(number));
        }
        self.wrong_phrase(phrase, Type::AtLeast, name);
        None
    }

    /// `only ["fabrikam.com"]`, `all except ["mail.example"]`
    pub(in crate::model) fn domains<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        let (only, list) = match atoms.as_slice() {
            [only, list] if only.is("only") => (true, *list),
            [all, except, list] if all.is("all") && except.is("except") => (false, *list),
            _other => {
                self.wrong_phrase(phrase, Type::Domains, name);
                return None;
            }
        };
        if list.kind() != NodeKind::List {
            self.wrong_phrase(phrase, Type::Domains, name);
            return None;
        }
        Some(Value::Domains(only, self.quoted_texts(list)))
    }
}
