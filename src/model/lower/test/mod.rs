//! `test`: a sentence each line. One file for each family of sentences.

mod access;
mod things;
mod words;

use super::Reader;
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::assertion::{Assertion, Claim, Test};
use crate::model::codes;
use crate::model::kinds::Shape;
use crate::model::program::Head;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Block, Phrase};
use words::Words;

/// The words that sentences begin with.
const FIRST: &[&str] = &["user", "team", "nobody", "app", "connector", "connectors", "every", "finds"];

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Test {
    let before = reader.faults();
    let record = reader.block(block, shape, "test", &head);
    let mut test = Test { head, assertions: Vec::with_capacity(record.sentences.len()) };
    for phrase in &record.sentences {
        let location = reader.at(phrase.span());
        let claim = claim(reader, phrase, &test.head);
        test.assertions.extend(claim.map(|claim| Assertion { claim, location }));
    }
    if record.sentences.is_empty() && reader.faults() == before {
        let message = "this test asserts nothing";
        let finding = Diagnostic::new(&codes::MISSING_ATTRIBUTE, test.head.location, message);
        reader.report(finding.help("say what must be true: `every production environment is managed`"));
    }
    test
}

/// Reads one sentence; none where it could not be read, which has been reported.
fn claim(reader: &mut Reader<'_>, phrase: &Phrase<'_>, head: &Head) -> Option<Claim> {
    let atoms = phrase.list();
    let first = *atoms.first()?;
    let mut words = Words::new(reader, phrase, &atoms);
    match first.word() {
        Some("user" | "team") => access::access(&mut words),
        Some("nobody") => access::nobody(&mut words),
        Some("app") => things::level(&mut words, head),
        Some("connector" | "connectors") => things::connectors(&mut words),
        Some("every") => things::every(&mut words),
        Some("finds") => things::finds(&mut words),
        // What rules are about may be called by any word.
        Some(word)
            if words::same(word).is_none() && atoms.get(1).is_some_and(|next| next.kind() == NodeKind::Block) =>
        {
            things::level(&mut words, head)
        }
        _other => {
            let meant = words::same(first.text()).filter(|own| FIRST.contains(own));
            if let Some(own) = meant {
                words.instead(first.span(), first.text(), own);
            } else if !reader.misspelt(first, FIRST) {
                let location = reader.at(phrase.span());
                let message = "a test has no sentence of this form";
                let finding = Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, location, message);
                let first = quoted_list(FIRST.iter().copied(), "or");
                reader.report(finding.help(format!("a sentence begins with {first}; the reference shows each")));
            }
            None
        }
    }
}
