//! Sentences about users and teams: what they can do, and what no one else can.

use super::words::Words;
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::assertion::{AccessClaim, Actor, Circle, CircleKind, Claim, Deed, NobodyClaim, RowsOf};
use crate::model::codes;
use crate::syntax::ast::Atom;

/// `user alice in finance_prod cannot delete new_portfolio of germany`
pub(super) fn access(words: &mut Words<'_, '_, '_>) -> Option<Claim> {
    let is_user = words.one_of(&["user", "team"])? == "user";
    let name = words.symbol(if is_user { "a user" } else { "a team" })?;
    let who = if is_user { Actor::User(name.into()) } else { Actor::Team(name.into()) };
    words.one_of(&["in"])?;
    let environment = words.name("an environment")?;
    if let (Some(can), Some(not)) = (words.peek(), words.second())
        && can.is("can")
        && not.is("not")
    {
        words.instead(can.span().to(not.span()), "can not", "cannot");
        return None;
    }
    let can = words.one_of(&["can", "cannot"])? == "can";
    let what = deed(words, Verb::word)?;
    words.end()?;
    Some(Claim::Access(AccessClaim { who, environment, can, what }))
}

/// `nobody outside clinical, role auditor reads sbh_patient in care`
pub(super) fn nobody(words: &mut Words<'_, '_, '_>) -> Option<Claim> {
    words.one_of(&["nobody"])?;
    words.one_of(&["outside"])?;
    let mut outside = vec![circle(words)?];
    while words.takes_comma() {
        outside.push(circle(words)?);
    }
    let what = if words.takes("can") { deed(words, Verb::word)? } else { deed(words, third_person)? };
    let environment = if words.takes("in") { Some(words.name("an environment")?) } else { None };
    words.end()?;
    Some(Claim::Nobody(NobodyClaim { outside, environment, what }))
}

/// `clinical`, `role auditor`
fn circle(words: &mut Words<'_, '_, '_>) -> Option<Circle> {
    let kind = CircleKind::ALL.into_iter().find(|kind| words.peek().is_some_and(|atom| atom.is(kind.word())));
    // A unit may be called `team`: a word before a verb or a comma is a name.
    let names = |kind: &CircleKind| {
        let next = words.second();
        next.is_some_and(|atom| atom.name().is_some() && !atom.is("can") && verb(atom.text(), third_person).is_none())
            && words.peek().is_some_and(|atom| atom.is(kind.word()))
    };
    match kind.filter(names) {
        Some(kind) => {
            words.next();
            let what = match kind {
                CircleKind::Unit => "a business unit",
                CircleKind::Team => "a team",
                CircleKind::Role => "a role",
                CircleKind::Group => "a group",
                CircleKind::User => "a user",
            };
            Some(Circle { kind, reference: words.name(what)? })
        }
        None => Some(Circle { kind: CircleKind::Unit, reference: words.name("a business unit")? }),
    }
}

/// `read own new_portfolio`, `read new_portfolio of germany`
fn deed(words: &mut Words<'_, '_, '_>, form: fn(Verb) -> &'static str) -> Option<Deed> {
    let forms = Verb::ALL.map(form);
    let verb = verb(words.one_of(&forms)?, form)?;
    // No table is called so: names of own tables have a prefix, and no table of the platform has such a name.
    let rows = match words.peek().and_then(Atom::word) {
        Some("own") => RowsOf::Own,
        Some("all") => RowsOf::All,
        _table => RowsOf::Any,
    };
    if !matches!(rows, RowsOf::Any) {
        words.next();
    }
    if let Some(every) = words.peek().filter(|atom| atom.is("every") && words.second().is_some()) {
        words.instead(every.span(), "every", "all");
        return None;
    }
    let table = words.name("a table")?;
    if let Some(next) = words.peek().filter(|next| next.name().is_some() && !next.is("of") && !next.is("in")) {
        if words.second().is_none() {
            words.missing(next, "of ", "rows of a business unit are `of` it");
        } else {
            words.end();
        }
        return None;
    }
    if !words.takes("of") {
        return Some(Deed { verb, rows, table });
    }
    let unit = words.symbol("a business unit")?;
    if matches!(rows, RowsOf::Any) {
        return Some(Deed { verb, rows: RowsOf::Unit(unit.into()), table });
    }
    let message = "own rows and all rows are of no single unit";
    let finding = Diagnostic::new(&codes::WRONG_FORM, unit.location, message);
    words.reader.report(finding.help(format!("leave out {}", quoted_list(["own", "all"], "or"))));
    None
}

/// Returns the verb of a word in one of its forms.
fn verb(word: &str, form: fn(Verb) -> &'static str) -> Option<Verb> {
    Verb::ALL.into_iter().find(|verb| form(*verb) == word)
}

const fn third_person(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "creates",
        Verb::Read => "reads",
        Verb::Write => "writes",
        Verb::Delete => "deletes",
        Verb::Append => "appends",
        Verb::AppendTo => "appends_to",
        Verb::Assign => "assigns",
        Verb::Share => "shares",
    }
}
