//! Reports statements in a form other than the one that was meant.

use std::fmt::Display;

use super::Reader;
use crate::catalog;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::description::{self, Body, Choice, Open, Shape};
use crate::model::tenant::Wire;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Cursor, Phrase, Statement};
use crate::text::{Location, Span};

impl Reader<'_> {
    /// Reports an attribute without its `=`.
    pub(in crate::model) fn assignless(&mut self, key: Atom<'_>, phrase: &Phrase<'_>) {
        let message = format!("`{}` takes a value", key.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, self.at(key.span()), message)
            .help(format!("write `{} = …`", key.text()));
        let fix = match phrase.atoms().nth(1) {
            Some(mark) if mark.operator() == Some("==") => {
                Some(Fix::replace("write `=`", Safety::Safe, self.at(mark.span()), "="))
            }
            Some(value) if value.operator().is_none() => {
                let end = self.at(Span::at(key.span().end));
                Some(Fix::replace("add `=`", Safety::Unsafe, end, " ="))
            }
            _other => None,
        };
        self.report(finding.perhaps(fix));
    }

    /// Reports an attribute written as a field.
    pub(in crate::model) fn colon(&mut self, key: Atom<'_>, statement: Statement<'_>) {
        let message = format!("`{}` is given with `:`", key.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, self.at(key.span()), message).help("write `=`");
        self.report(self.with_mark(finding, key, statement, "="));
    }

    /// Reports a sentence with an arrow, written as an attribute or a field.
    pub(in crate::model) fn arrowless(&mut self, key: Atom<'_>, statement: Statement<'_>) {
        let message = format!("`{}` is given without an arrow", key.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, self.at(key.span()), message).help("write `->`");
        self.report(self.with_mark(finding, key, statement, "->"));
    }

    /// Adds the fix that replaces the `=` or `:` of a statement with `right`.
    pub(in crate::model) fn with_mark(
        &self,
        finding: Diagnostic,
        key: Atom<'_>,
        statement: Statement<'_>,
        right: &str,
    ) -> Diagnostic {
        let mark = |child: &Cursor<'_>| matches!(child.kind(), NodeKind::Assign | NodeKind::Typing);
        let Some(mark) = statement.node.children().find(mark) else { return finding };
        // `name: value`
        let space = if mark.span().start == key.span().end { " " } else { "" };
        let title = format!("write `{right}`");
        finding.fix(Fix::replace(title, Safety::Safe, self.at(mark.span()), format!("{space}{right}")))
    }

    pub(in crate::model) fn wrong_form(&mut self, key: Atom<'_>, help: &str) {
        let finding = Diagnostic::new(
            &codes::WRONG_FORM,
            self.at(key.span()),
            format!("`{}` is written in the wrong form", key.text()),
        );
        self.report(finding.help(help));
    }

    /// Reports a word that a block does not accept.
    pub(in crate::model) fn unknown(&mut self, key: Atom<'_>, shape: &'static Shape, noun: &dyn Display, form: &str) {
        let location = self.at(key.span());
        if self.tally.is_full(&codes::UNKNOWN_ATTRIBUTE, Some(location)) {
            self.tally.keeps(&codes::UNKNOWN_ATTRIBUTE, Some(location));
            self.counted += 1;
            return;
        }
        let known: Vec<&str> = shape
            .attributes
            .iter()
            .map(|attribute| attribute.name)
            .chain(shape.blocks.iter().map(|block| block.name))
            .collect();
        let finding =
            Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, location, format!("{noun} has no {form} `{}`", key.text()));
        // The meaning of some is inverted on the platform, so a similar word is not what is meant.
        let settings = || self.language.settings(key.text()).filter(|setting| known.contains(&setting.word));
        if let Some(setting) = settings().next() {
            let turned = match setting.wire {
                Wire::Opposite => "; `on` there is `off` here",
                Wire::Restricted => "; where it is true there, write `admins`",
                Wire::Same | Wire::Number | Wire::Words(_) => "",
            };
            let words = quoted_list(settings().map(|setting| setting.word), "or");
            self.report(finding.help(format!("here it is called {words}{turned}")));
            return;
        }
        if let Some(own) = description::attribute_for(key.text(), shape) {
            let fix = Fix::replace(format!("write `{own}`"), Safety::Suggestion, location, own);
            self.report(finding.help(format!("here it is called `{own}`")).fix(fix));
            return;
        }
        if let Some(help) = description::form_for(key.text(), shape) {
            self.report(finding.help(help));
            return;
        }
        if let Some(help) = of_provider(key.text(), &known) {
            self.report(finding.help(help));
            return;
        }
        if let Some(help) = self.at_another_level(key.text(), shape) {
            self.report(finding.help(help));
            return;
        }
        self.report(match closest(key.text(), known.iter().copied()) {
            Some(near) => finding.did_you_mean(near, location, Safety::Safe),
            None if known.is_empty() && matches!(shape.open, Open::Blocks(..)) => {
                finding.help(format!("write each as a block of its own: `{} {{ … }}`", key.text()))
            }
            None if known.is_empty() => {
                let forms: Vec<String> =
                    shape.sentences.iter().map(|sentence| format!("`{}`", sentence.form)).collect();
                finding.help(format!("write {}", crate::diagnostics::list_of(forms, "or")))
            }
            None => finding.help(format!("it takes {}", quoted_list(known, "and"))),
        });
    }

    /// Where to write a word that belongs into a block of this one, or into the declaration around it.
    fn at_another_level(&self, word: &str, shape: &'static Shape) -> Option<String> {
        if let Some(block) = shape.blocks.iter().find(|block| block.shape.takes(word)) {
            let name = block.argument.map(|argument| format!(" {}", argument.to_uppercase())).unwrap_or_default();
            let form = if block.shape.has_block(word) { " { … }" } else { " = …" };
            return Some(format!("write it in a block `{}{name} {{ {word}{form} }}`", block.name));
        }
        self.language.kinds.iter().find_map(|kind| {
            let Body::Block(whole) = kind.body else { return None };
            let own = whole.blocks.iter().find(|block| std::ptr::eq(block.shape, shape))?;
            whole
                .takes(word)
                .then(|| format!("write it outside `{} {{ … }}`, in the {} itself", own.name, bare(kind.noun)))
        })
    }

    /// Reports a sentence that a block does not accept.
    pub(in crate::model) fn unknown_sentence(&mut self, phrase: &Phrase<'_>, shape: &Shape, noun: &str) {
        let forms: Vec<String> = shape.sentences.iter().map(|sentence| format!("`{}`", sentence.form)).collect();
        let mut help = format!("write {}", crate::diagnostics::list_of(forms, "or"));
        // `never both [payer, approver] in finance`
        let later = phrase
            .atoms()
            .skip(1)
            .find_map(|atom| shape.attributes.iter().map(|attribute| attribute.name).find(|name| atom.is(name)));
        if let Some(name) = later {
            help = format!("{help}, and `{name} = …` as a statement of its own");
        }
        let finding = Diagnostic::new(
            &codes::UNKNOWN_ATTRIBUTE,
            self.at(phrase.span()),
            format!("{noun} has no sentence of this form"),
        );
        self.report(finding.help(help));
    }
}

/// A noun without its article.
fn bare(noun: &str) -> &str {
    noun.split_once(' ').map_or(noun, |(_, bare)| bare)
}

/// The meaning of a name of the Terraform provider, in a block that accepts the words `known`.
fn of_provider(name: &str, known: &[&str]) -> Option<String> {
    let attribute = catalog::provider_setting(name)?;
    if attribute.word.is_empty() {
        return known.contains(&"terraform").then(|| format!("write it in `terraform {{ {name} = … }}`"));
    }
    let own = attribute.word.trim_end_matches(" }").rsplit("{ ").next().filter(|own| known.contains(own))?;
    // The meaning of some is inverted in the provider.
    let is_negative = own != "sharing" && ["disabled", "suppress"].iter().any(|part| name.contains(part));
    let turned = if is_negative { "; `on` there is `off` here" } else { "" };
    Some(format!("here it is called `{own}`{turned}"))
}

pub(in crate::model) fn unknown_word(word: &str, choices: &[Choice], name: &str, location: Location) -> Diagnostic {
    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{word}` is not a value of `{name}`"));
    let folded = word.to_ascii_lowercase();
    // `prod` is the beginning of only one word.
    let mut begun =
        choices.iter().map(|choice| choice.word).filter(|word| folded.len() > 2 && word.starts_with(&folded));
    let begun = begun.next().filter(|_| begun.next().is_none());
    match begun.or_else(|| closest(&folded, choices.iter().map(|choice| choice.word))) {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => {
            finding.help(format!("its values are {}", quoted_list(choices.iter().map(|choice| choice.word), "and")))
        }
    }
}

/// The finding with a fix to what was evidently meant, where that is known.
pub(in crate::model) fn instead(
    finding: Option<Box<Diagnostic>>,
    right: Option<&str>,
    location: Location,
) -> Option<Box<Diagnostic>> {
    let (finding, right) = match (finding, right) {
        (Some(finding), Some(right)) => (finding, right),
        (finding, _) => return finding,
    };
    Some(Box::new(finding.instead(right, location, Safety::Safe)))
}

pub(in crate::model) fn shown(atom: Atom<'_>) -> String {
    match atom.kind() {
        NodeKind::List => "a list".to_owned(),
        NodeKind::Group => "an expression in parentheses".to_owned(),
        NodeKind::Block => "a block".to_owned(),
        _other => format!("`{}`", atom.text().chars().take(60).collect::<String>()),
    }
}
