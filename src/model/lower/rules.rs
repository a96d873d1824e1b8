//! `rules` and `rating`

use super::scorecard;
use super::slips;
use super::table;
use crate::diagnostics::{Diagnostic, Safety, closest};
use crate::model::codes;
use crate::model::condition::Condition;
use crate::model::criticity::{DecisionRule, HitPolicy, Impossible, RuleForm, RuleSet, Test};
use crate::model::kinds::Kind;
use crate::model::program::{Head, Symbol};
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Phrase, Statement};
use crate::syntax::expression;
use crate::text::Span;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, kind: &'static Kind) -> RuleSet {
    let before = reader.faults();
    let keyword = kind.keyword;
    let subject = if keyword == "rating" { "connector" } else { "app" };
    let mut rules = RuleSet {
        keyword,
        scale: None,
        subject: Symbol { name: subject.into(), location: head.location },
        policy: HitPolicy::Unique,
        policy_location: None,
        rules: Vec::new(),
        otherwise: None,
        impossible: Vec::new(),
        scorecards: Vec::new(),
        optional: Vec::new(),
        open: Vec::new(),
        sound: false,
        head,
    };
    let mut said_subject = None;
    for statement in block.statements() {
        let location = reader.at(statement.span());
        match statement.form() {
            Form::Sentence(phrase) => sentence(reader, statement, &phrase, &mut rules),
            Form::Attribute(key, phrase) if key.is("subject") => {
                if let Some(first) = said_subject.replace(reader.at(key.span())) {
                    again(reader, key, "subject", first);
                    continue;
                }
                match phrase.only().filter(|atom| atom.kind() == NodeKind::Word).and_then(|atom| reader.symbol(atom)) {
                    Some(subject) => rules.subject = subject,
                    None => reader.report(
                        Diagnostic::new(&codes::WRONG_TYPE, reader.at(phrase.span()), "this is not a subject")
                            .help("write the subject of criteria, such as `subject = app`"),
                    ),
                }
            }
            Form::Block(words, inner) => match words.list().as_slice() {
                [word] if word.is("table") => table::lower(reader, inner, &mut rules),
                [word] if word.is("scorecard") => scorecard::lower(reader, inner, location, None, &mut rules),
                [word, name] if word.is("scorecard") && name.kind() == NodeKind::Word => {
                    let name = reader.symbol(*name);
                    scorecard::lower(reader, inner, location, name, &mut rules);
                }
                [word, ..] if word.is("scorecard") => {
                    let place = reader.at(words.span());
                    let finding = Diagnostic::new(&codes::WRONG_FORM, place, "a scorecard has one name, a word");
                    reader.report(finding.help("write `scorecard likelihood { … }`"));
                }
                _other => {
                    wrong_word(reader, statement, &["table", "scorecard"], "write `table { … }` or `scorecard { … }`");
                }
            },
            Form::Attribute(key, phrase) | Form::Field(key, phrase)
                if let Some(policy) = slips::hit_policy(&phrase) =>
            {
                let message = format!("`{}` means nothing here", key.text());
                let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(key.span()), message);
                reader.report(finding.instead(policy, location, Safety::Safe));
            }
            Form::Attribute(..) | Form::Field(..) => wrong_word(
                reader,
                statement,
                &["subject"],
                "write `high when …`, `low otherwise`, `table { … }` or `scorecard { … }`",
            ),
        }
    }
    scorecard::names(reader, &rules);
    if reader.faults() > before || block.is_broken() {
        reader.unread.add_kind(keyword);
    } else {
        rules.sound = true;
    }
    rules
}

fn sentence(reader: &mut Reader<'_>, statement: Statement<'_>, phrase: &Phrase<'_>, rules: &mut RuleSet) {
    let atoms = phrase.list();
    let location = reader.at(statement.span());
    let word = |atom: &Atom<'_>, text: &str| atom.is(text);
    match atoms.as_slice() {
        [one] if word(one, "unique") => policy(reader, *one, HitPolicy::Unique, one.span(), rules),
        [one] if word(one, "any") => policy(reader, *one, HitPolicy::Any, one.span(), rules),
        [one, wins] if word(wins, "wins") && word(one, "worst") => {
            policy(reader, *one, HitPolicy::WorstWins, one.span().to(wins.span()), rules);
        }
        [one, wins] if word(wins, "wins") && word(one, "first") => {
            policy(reader, *one, HitPolicy::FirstWins, one.span().to(wins.span()), rules);
        }
        [never, rest @ ..] if word(never, "never") && !rest.first().is_some_and(|next| word(next, "when")) => {
            if let Some(condition) = condition(reader, rest, *never) {
                rules.impossible.push(Impossible { condition, location });
            }
        }
        [level, when, rest @ ..] if word(when, "when") && level.kind() == NodeKind::Word => {
            let Some(symbol) = reader.symbol(*level) else { return };
            if let Some(condition) = condition(reader, rest, *when) {
                let level = symbol.into();
                let test = Test::When(condition);
                rules.rules.push(DecisionRule { level, test, form: RuleForm::Sentence, location });
            }
        }
        [level, otherwise] if word(otherwise, "otherwise") && level.kind() == NodeKind::Word => {
            let Some(symbol) = reader.symbol(*level) else { return };
            match &rules.otherwise {
                Some(first) => {
                    let first = first.symbol.location;
                    again(reader, *otherwise, "otherwise", first);
                }
                None => rules.otherwise = Some(symbol.into()),
            }
        }
        [_level, second, ..]
            if second.kind() == NodeKind::Word && reader.misspelt(*second, &["when", "otherwise", "wins"]) => {}
        [only] if only.kind() == NodeKind::Word && reader.misspelt(*only, &["unique", "any"]) => {}
        _other => {
            let finding = slips::rule(reader, phrase);
            reader.report(finding);
        }
    }
}

fn policy(reader: &mut Reader<'_>, atom: Atom<'_>, policy: HitPolicy, span: Span, rules: &mut RuleSet) {
    match rules.policy_location {
        Some(first) => {
            let message = format!("`{}` is said besides `{}`", policy.words(), rules.policy.words());
            let location = reader.at(atom.span());
            reader.report(
                Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, location, message)
                    .label(first, "first said here")
                    .help("keep one of the two"),
            );
        }
        None => {
            rules.policy = policy;
            rules.policy_location = Some(reader.at(span));
        }
    }
}

/// The condition that atoms say; `after` is the word before them.
pub(super) fn condition(reader: &mut Reader<'_>, atoms: &[Atom<'_>], after: Atom<'_>) -> Option<Condition> {
    if atoms.is_empty() {
        let message = format!("a condition is missing behind `{}`", after.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(after.span()), message);
        reader.report(finding.help("write what must hold, such as `users > 500`"));
        return None;
    }
    match expression::parse_atoms(reader.file, atoms) {
        Ok(expression) => reader.condition(&expression),
        Err(finding) => {
            reader.report(*finding);
            None
        }
    }
}

pub(super) fn again(reader: &mut Reader<'_>, place: Atom<'_>, what: &str, first: crate::text::Location) {
    let finding =
        Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, reader.at(place.span()), format!("`{what}` is given twice"));
    reader.report(finding.label(first, "first given here").help("keep one of the two"));
}

/// A statement that begins with a word that means nothing here.
pub(super) fn wrong_word(reader: &mut Reader<'_>, statement: Statement<'_>, words: &[&str], help: &str) {
    let Some(first) = statement.first() else { return };
    let location = reader.at(first.span());
    if words.contains(&first.text()) {
        let message = format!("`{}` is written in the wrong form", first.text());
        reader.report(Diagnostic::new(&codes::WRONG_FORM, location, message).help(help));
        return;
    }
    let finding = Diagnostic::new(&codes::WRONG_FORM, location, format!("`{}` means nothing here", first.text()));
    reader.report(match closest(first.text(), words.iter().copied()) {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => finding.help(help),
    });
}
