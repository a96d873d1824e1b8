//! Sentences about apps, connectors, environments and findings.

use super::super::app::{KIND_OF_APP, criteria};
use super::words::Words;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::model::assertion::{
    AppAsked, Claim, ConnectorAsked, ConnectorClaim, EveryClaim, FindsClaim, LevelClaim, PlaceAsked, RatedClaim, Use,
};
use crate::model::codes;
use crate::model::condition::{Condition, Operand};
use crate::model::criticity::{App, Outcome};
use crate::model::kinds::{self, Shape, TEST_APP, TEST_SUBJECT};
use crate::model::program::{Head, Symbol};
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block};
use crate::syntax::expression::{self, Operator};
use ecow::EcoString;

/// `app expense_approval is medium`, `app { users = 501 } is high`, `agent { skill = 9 } is high for risk`
pub(super) fn level(words: &mut Words<'_, '_, '_>, head: &Head) -> Option<Claim> {
    let subject = words.symbol("a subject of rules")?;
    let app = match words.peek() {
        Some(atom) if atom.kind() == NodeKind::Block => {
            words.next();
            let shape = if &*subject.name == "app" { &TEST_APP } else { &TEST_SUBJECT };
            AppAsked::Written(Box::new(written(words, Block { node: atom.node }, shape, head)))
        }
        _name => AppAsked::Declared(words.name("an app")?),
    };
    words.one_of(&["is"])?;
    let level = words.name("a level")?;
    let scale = if words.takes("for") { Some(words.symbol("a scale")?) } else { None };
    words.end()?;
    Some(Claim::Level(LevelClaim { subject, app, scale, rules: None, level }))
}

/// Reads an app, or another subject, that has only what rules may use.
fn written(words: &mut Words<'_, '_, '_>, block: Block<'_>, shape: &'static Shape, head: &Head) -> App {
    let reader = &mut *words.reader;
    let before = reader.faults();
    let record = reader.record(block, shape, &"what a test describes");
    let symbol = Symbol { name: EcoString::new(), location: reader.at(block.node.span()) };
    let mut app = App {
        head: Head { symbol, location: head.location, description: EcoString::new() },
        name: None,
        id: None,
        kind: reader.get(&record, &KIND_OF_APP),
        environment: None,
        owner: None,
        made_by: None,
        roles: Vec::new(),
        connectors: None,
        live: false,
        criteria: criteria(reader, &record),
        certified: Vec::new(),
        reviewed: None,
        derived: Vec::new(),
        timeless: Outcome::NoRules,
        outcome: Outcome::NoRules,
        sound: false,
    };
    app.sound = reader.faults() == before;
    app
}

/// `connectors sql, twitter in default not together`, `connector twitter in default is blocked`,
/// `connector twitter is rated forbidden`
pub(super) fn connectors(words: &mut Words<'_, '_, '_>) -> Option<Claim> {
    let several = words.one_of(&["connector", "connectors"])? == "connectors";
    if let Some(list) = words.peek().filter(|atom| atom.kind() == NodeKind::List) {
        listed(words, list);
        return None;
    }
    let mut connectors = vec![connector(words)?];
    while words.takes_comma() {
        connectors.push(connector(words)?);
    }
    // `connectors sql, teams together in finance`
    if let Some(early) = words.peek().filter(|next| several && (next.is("together") || next.is("not"))) {
        words.unexpected(early, "the place: `connectors sql, teams in finance together`");
        return None;
    }
    let named = |atom: &Atom<'_>| atom.name().is_some() && !atom.is("in") && !atom.is("is");
    if let Some(next) = words.peek().filter(|next| several && named(next)) {
        words.missing(next, ", ", "connectors are separated by commas");
        return None;
    }
    let single = match connectors.as_slice() {
        [one] if several => {
            let finding =
                Diagnostic::new(&codes::WRONG_FORM, one.symbol.location, "one connector is together with none");
            words.reader.report(finding.help("name two or more, separated by commas; of one, write `connector`"));
            return None;
        }
        [_one] => true,
        [_first, second, ..] if !several => {
            let finding =
                Diagnostic::new(&codes::WRONG_FORM, second.symbol.location, "`connector` is about one connector");
            words.reader.report(finding.help("write `connectors` for several that are used together"));
            return None;
        }
        _several => false,
    };
    if single && words.takes("is") {
        // `connector twitter is blocked`
        if let Some(placeless) = words.peek().filter(|next| next.is("blocked") || next.is("not")) {
            words.unexpected(placeless, "`rated`, or say where: `connector twitter in finance is blocked`");
            return None;
        }
        words.one_of(&["rated"])?;
        let level = words.name("a level")?;
        words.end()?;
        let connector = connectors.swap_remove(0);
        return Some(Claim::Rated(RatedClaim { connector, level }));
    }
    words.one_of(&["in"])?;
    let place = place(words)?;
    let says = if single {
        words.one_of(&["is"])?;
        let free = words.takes("not");
        words.one_of(&["blocked"])?;
        if free { Use::Free } else { Use::Blocked }
    } else {
        if let Some(verb) = words.peek().filter(|next| ["is", "are", "blocked"].iter().any(|word| next.is(word))) {
            words.unexpected(verb, "`together` or `not together`; ask of one connector whether it `is blocked`");
            return None;
        }
        let apart = words.takes("not");
        words.one_of(if apart { &["together"] } else { &["together", "not"] })?;
        if apart { Use::Apart } else { Use::Together }
    };
    words.end()?;
    Some(Claim::Connectors(ConnectorClaim { connectors, place, says }))
}

/// Reports connectors in brackets, with the fix that removes the brackets.
fn listed(words: &mut Words<'_, '_, '_>, list: Atom<'_>) {
    let location = words.reader.at(list.span());
    let finding =
        Diagnostic::new(&codes::WRONG_FORM, location, "in a sentence connectors are written without brackets");
    let names: Vec<&str> = list.elements().map(Atom::text).collect();
    let fix = Fix::replace("remove the brackets", Safety::Safe, location, names.join(", "));
    words.reader.report(finding.help("separate them with commas").fix(fix));
}

fn connector(words: &mut Words<'_, '_, '_>) -> Option<ConnectorAsked> {
    let symbol = words.symbol("a connector")?;
    Some(ConnectorAsked { symbol, id: None, exempt: false })
}

/// `finance_prod`, `environments to come`
fn place(words: &mut Words<'_, '_, '_>) -> Option<PlaceAsked> {
    let to_come = words.peek().is_some_and(|atom| atom.is("environments"));
    if to_come && words.second().is_some_and(|atom| atom.is("to")) {
        words.next();
        words.one_of(&["to"])?;
        words.one_of(&["come"])?;
        return Some(PlaceAsked::ToCome);
    }
    words.name("an environment").map(PlaceAsked::Environment)
}

/// `every production environment is managed`, `every environment where region == europe is managed`
pub(super) fn every(words: &mut Words<'_, '_, '_>) -> Option<Claim> {
    words.one_of(&["every"])?;
    let mut among = Vec::new();
    let is_noun = |atom: Option<Atom<'_>>| {
        let word = atom.and_then(Atom::word);
        word.is_some_and(|word| word == "environment" || closest(word, ["environment"]).is_some())
    };
    if !is_noun(words.peek()) && is_noun(words.second()) {
        let kind = words.symbol("a type of environments")?;
        let location = kind.location;
        let field = Symbol { name: "type".into(), location };
        among.push(Condition::Compare(field, Operator::Equal, Operand::Word(kind.name), location));
    }
    words.one_of(&["environment"])?;
    if words.takes("where") {
        let Some(condition) = words.before("is") else {
            words.ends("`is` and what they satisfy");
            return None;
        };
        among.push(condition_of(words, &condition)?);
    }
    words.one_of(&["is"])?;
    let rest = words.rest();
    let holds = condition_of(words, &rest)?;
    Some(Claim::Every(EveryClaim { among, holds, sound: false }))
}

fn condition_of(words: &mut Words<'_, '_, '_>, atoms: &[Atom<'_>]) -> Option<Condition> {
    if atoms.is_empty() {
        words.ends("a condition such as `managed`");
        return None;
    }
    match expression::parse_atoms(words.reader.file, atoms) {
        Ok(expression) => words.reader.condition(&expression),
        Err(finding) => {
            words.reader.report(*finding);
            None
        }
    }
}

/// `finds unused-group on group sg_old`, `finds no open-environment`
pub(super) fn finds(words: &mut Words<'_, '_, '_>) -> Option<Claim> {
    words.one_of(&["finds"])?;
    let wanted = !words.takes("no");
    let rule = words.symbol("a rule")?;
    let mut target = None;
    if words.takes("on") {
        let keywords: Vec<&'static str> = kinds::keywords();
        let kind = words.one_of(&keywords)?;
        let has_name = kinds::find(kind).is_some_and(|kind| !kind.name.is_empty());
        let name = if has_name { Some(words.symbol("a declaration")?) } else { None };
        target = Some((kind.to_owned(), name.map(|name| name.name.to_string()).unwrap_or_default()));
    }
    words.end()?;
    Some(Claim::Finds(FindsClaim { rule, target, wanted }))
}
