//! From declarations to the program's shapes, one file per kind. Names are not resolved here.

mod app;
mod business_units;
mod connector;
mod connector_allow_list;
mod control;
mod criteria;
mod data_policy;
mod environment;
mod environment_group;
mod environment_rules;
mod external_identity;
mod grid;
mod group;
mod group_self_service;
mod responsibility;
mod role;
mod rules;
mod scale;
mod scorecard;
mod slips;
mod table;
mod tables;
mod team;
mod tenant;
mod test;
mod user;
mod waive;

use super::assertion::Test;
use super::codes;
use super::criticity::{App, Control, Guideline, MakerTeam, Offer, RuleSet};
use super::identity::{ExternalIdentity, GroupSelfService, Responsibility, ResponsibleParty};
use super::kinds::{self, Body, Kind, Shape, Type};
use super::list::List;
use super::names::{ForeignName, Names};
use super::organisation::Organisation;
use super::program::{
    AllowList, ConnectorFacts, Criteria, DataPolicy, Environment, EnvironmentGroup, Group, Head, NamedSet, Reference,
    Scale, Symbol, Text,
};
use super::reader::{Reader, Record, Value};
use super::set::Set;
use super::tenant::Tenant;
use super::unread::Unread;
use super::waiver::{BadWaiver, Waiver};
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::syntax::ast::{self, Atom, Block, Declaration};
use crate::syntax::{self, NodeKind, TokenKind, Tree, text_value};
use crate::text::{FileId, Location, Source, Span};

/// What one file, or a part of it, declares, names not yet resolved.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    pub(super) tenants: List<Tenant>,
    pub(super) environments: List<Environment>,
    pub(super) environment_groups: List<EnvironmentGroup>,
    pub(super) groups: List<Group>,
    pub(super) self_services: List<GroupSelfService>,
    pub(super) external_identities: List<ExternalIdentity>,
    pub(super) parties: List<ResponsibleParty>,
    pub(super) responsibilities: List<Responsibility>,
    pub(super) scales: List<Scale>,
    pub(super) criteria: List<Criteria>,
    pub(super) connectors: List<ConnectorFacts>,
    pub(super) connector_sets: List<NamedSet>,
    pub(super) policies: List<DataPolicy>,
    pub(super) allow_lists: List<AllowList>,
    pub(super) rule_sets: List<RuleSet>,
    pub(super) controls: List<Control>,
    pub(super) offers: List<Offer>,
    pub(super) guidelines: List<Guideline>,
    pub(super) maker_teams: List<MakerTeam>,
    pub(super) apps: List<App>,
    pub(super) organisation: Organisation,
    pub(super) tests: List<Test>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) bad_waivers: Vec<BadWaiver>,
    pub(super) foreign: Vec<ForeignName>,
    pub(super) file: Option<FileId>,
    pub(super) unread: Unread,
    /// What is wrong with the declarations, read one by one.
    pub findings: Vec<Diagnostic>,
}

/// Reads the declarations of one parsed file, or of a part of it.
pub fn lower(source: &Source, tree: &Tree, catalog: &Catalog) -> Lowered {
    let mut reader = Reader::new(source.id(), Names::new(catalog));
    let mut lowered = Lowered { file: Some(source.id()), ..Lowered::default() };
    for declaration in ast::declarations(tree, source.text()) {
        if declare(&mut reader, declaration, &mut lowered).is_none() {
            let names = declaration.head().skip(1).filter_map(Atom::name);
            names.for_each(|name| reader.unread.add(&name));
        }
    }
    for broken in ast::top(tree, source.text()).filter(|node| node.kind() == NodeKind::Broken) {
        broken_names(broken.text(), &mut reader.unread);
    }
    waive::comments(source, tree, &mut lowered);
    lowered.foreign = reader.names.foreign;
    lowered.unread = reader.unread;
    lowered.findings = reader.findings;
    lowered.findings.extend(reader.tally.rest());
    lowered
}

/// Reads one declaration; none where it could not be read and is left out.
fn declare(reader: &mut Reader<'_>, declaration: Declaration<'_>, into: &mut Lowered) -> Option<()> {
    let keyword = declaration.keyword()?;
    let Some(kind) = kinds::find(keyword.text()) else {
        unknown_kind(reader, declaration);
        return None;
    };
    if kind.keyword == "waive" {
        let (Body::Block(shape), Some(block)) = (&kind.body, declaration.block()) else {
            let location = reader.at(declaration.head_span());
            let finding = Diagnostic::new(&codes::WRONG_FORM, location, "a waiver is a block, not a value");
            reader.report(finding.help("write `waive RULE on KIND NAME { because = \"…\"; until = 2027-03-31 }`"));
            return Some(());
        };
        into.waivers.extend(waive::declaration(reader, declaration, block, shape));
        return Some(());
    }
    let head = reader.head(declaration, kind)?;
    let organisation = &mut into.organisation;
    match (&kind.body, declaration.block(), declaration.value()) {
        (Body::Block(shape), Some(block), _) => match kind.keyword {
            "tenant" => into.tenants.push(tenant::lower(reader, head, block, shape)),
            "environment" => into.environments.push(environment::lower(reader, head, block, shape)),
            "environment_group" => into.environment_groups.push(environment_group::lower(reader, head, block, shape)),
            "group" => into.groups.push(group::lower(reader, head, block, shape)),
            "group_self_service" => into.self_services.push(group_self_service::lower(reader, head, block, shape)),
            "external_identity" => into.external_identities.push(external_identity::lower(reader, head, block, shape)),
            "party" => into.parties.push(responsibility::party(reader, head, block, shape)),
            "responsibility" => into.responsibilities.push(responsibility::lower(reader, head, block, shape)),
            "connector" => into.connectors.push(connector::lower(reader, head, block, shape)),
            "connector_allow_list" => {
                into.allow_lists.push(connector_allow_list::lower(reader, head, block, shape));
            }
            "control" => into.controls.push(control::control(reader, head, block, shape)),
            "offer" => into.offers.push(control::offer(reader, head, block, shape)),
            "guideline" => into.guidelines.push(control::guideline(reader, head, block, shape)),
            "maker_team" => into.maker_teams.push(app::maker_team(reader, head, block, shape)),
            "app" => into.apps.push(app::app(reader, head, block, shape)),
            "role" => organisation.roles.push(role::lower(reader, head, block, shape)),
            "licence" => organisation.licences.push(user::licence(reader, head, block, shape)),
            "user" => organisation.users.push(user::user(reader, head, block, shape)),
            "test" => into.tests.push(test::lower(reader, head, block, shape)),
            "team" => organisation.teams.push(team::team(reader, head, block, shape)),
            "column_security" => organisation.profiles.push(team::profile(reader, head, block, shape)),
            "duties" => organisation.duties.push(team::duties(reader, head, block, shape)),
            "role_administrators" => {
                organisation.administrators.push(team::administrators(reader, head, block, shape));
            }
            _data_policy => into.policies.push(data_policy::lower(reader, head, block, shape)),
        },
        (Body::Free(_), Some(block), _) => match kind.keyword {
            "scale" => into.scales.push(scale::lower(reader, head, block)?),
            "rules" => into.rule_sets.push(rules::lower(reader, head, block, "rules")),
            "rating" => into.rule_sets.push(rules::lower(reader, head, block, "rating")),
            "business_units" => organisation.unit_trees.push(business_units::lower(reader, head, block)),
            "tables" => tables::lower(reader, block, &mut organisation.tables.own),
            _criteria => into.criteria.push(criteria::lower(reader, head, block)),
        },
        (Body::Value(Type::ConnectorSet), _, Some(value)) => {
            let before = reader.faults();
            let expression = reader.connector_set(&value)?;
            let complete = reader.faults() == before;
            reserved(reader, &head);
            into.connector_sets.push(NamedSet { head, expression, members: Set::default(), complete, used: false });
        }
        _other => {
            wrong_body(reader, kind, &head);
            return None;
        }
    }
    Some(())
}

/// The names in the head of an item that could not be parsed, and behind any keyword in it.
fn broken_names(written: &str, unread: &mut Unread) {
    if !written.bytes().any(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'"')) {
        return;
    }
    let tokens = syntax::tokens(written).into_iter();
    let code = tokens.filter(|(kind, _)| !matches!(kind, TokenKind::Doc | TokenKind::Comment));
    // What cannot be read before the keyword is no part of the head.
    let mut code = code.skip_while(|(kind, _)| *kind == TokenKind::Unknown);
    let Some((_, keyword)) = code.next() else { return };
    let mut code = code.peekable();
    let readable = |(kind, _): &(TokenKind, _)| matches!(kind, TokenKind::Word | TokenKind::Text | TokenKind::Unknown);
    if let Some(kind) = kinds::find(keyword.of_text(written)).filter(|_| !code.peek().is_some_and(readable)) {
        unread.add_kind(kind.keyword);
    }
    let mut named = true;
    let mut depth = 0_i32;
    for (kind, span) in code {
        let text = span.of_text(written);
        depth += i32::from(matches!(text, "{" | "[" | "(")) - i32::from(matches!(text, "}" | "]" | ")"));
        if depth < 0 && kinds::find(keyword.of_text(written)).is_none() {
            unread.add_any();
        }
        match kind {
            TokenKind::Word if kinds::find(text).is_some() => named = true,
            TokenKind::Word if named => unread.add(text),
            TokenKind::Text if named => unread.add(&text_value::content(text)),
            TokenKind::Unknown => {}
            _body => named = false,
        }
    }
}

/// A set whose name means something else wherever a set is named.
fn reserved(reader: &mut Reader<'_>, head: &Head) {
    let name = &head.symbol.name;
    if matches!(&**name, "all" | "rest" | "unblockable" | "and" | "or" | "not" | "in" | "where") {
        let message = format!("`{name}` is a word of the language, so no set can have this name");
        reader.report(Diagnostic::new(&codes::WRONG_FORM, head.symbol.location, message).help("choose another name"));
    }
}

fn unknown_kind(reader: &mut Reader<'_>, declaration: Declaration<'_>) {
    let Some(keyword) = declaration.keyword() else { return };
    let location = reader.at(keyword.span());
    let word = keyword.text();
    let finding = Diagnostic::new(&codes::UNKNOWN_KIND, location, format!("`{word}` is not a kind of declaration"));
    let keywords = kinds::keywords();
    let near = kinds::kind_for(word).or_else(|| closest(word, keywords.iter().copied()));
    // What it declares inside has names of its own.
    let holds_names = |kind: &&Kind| matches!(kind.body, Body::Free(_)) && near.is_none_or(|near| near == kind.keyword);
    kinds::KINDS.iter().copied().filter(holds_names).for_each(|kind| reader.unread.add_kind(kind.keyword));
    if declaration.head().nth(1).is_none() {
        // Perhaps the keyword is missing, and this is the name.
        keyword.name().iter().for_each(|name| reader.unread.add(name));
    }
    // `resource environment finance_prod { … }`
    let second = declaration.head().nth(1).filter(|_| declaration.head().nth(2).is_some());
    if let Some(second) = second.filter(|atom| kinds::find(atom.text()).is_some()) {
        declaration.head().skip(2).filter_map(Atom::name).for_each(|name| reader.unread.add(&name));
        let before = reader.at(Span::new(keyword.span().start, second.span().start));
        let fix = Fix::replace(format!("remove `{word}`"), Safety::Safe, before, "");
        reader.report(finding.help(format!("a declaration begins with `{}`", second.text())).fix(fix));
        return;
    }
    reader.report(match near {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => finding.help(format!("the kinds are {}", quoted_list(keywords, "and"))),
    });
}

fn wrong_body(reader: &mut Reader<'_>, kind: &Kind, head: &Head) {
    let form = match kind.body {
        Body::Block(_) | Body::Free(_) => format!("write `{} {} {{ … }}`", kind.keyword, head.symbol.name),
        Body::Value(_) => format!("write `{} {} = …`", kind.keyword, head.symbol.name),
    };
    let message = match kind.body {
        Body::Block(_) | Body::Free(_) => format!("{} is a block, not a value", kind.noun),
        Body::Value(_) => format!("{} is a value, not a block", kind.noun),
    };
    reader.report(Diagnostic::new(&codes::WRONG_FORM, head.location, message).help(form));
}

/// Short ways to the values of a record; each gives nothing where the attribute is absent or wrong.
impl Reader<'_> {
    fn text(&mut self, record: &Record<'_>, name: &str) -> Option<Text> {
        match self.value(record, name)? {
            (Value::Text(text), location) => Some(Symbol { name: text.into(), location }),
            _other => None,
        }
    }

    fn flag(&mut self, record: &Record<'_>, name: &str) -> Option<(bool, Location)> {
        match self.value(record, name)? {
            (Value::Bool(value), location) => Some((value, location)),
            _other => None,
        }
    }

    /// The same where its place does not matter.
    fn says(&mut self, record: &Record<'_>, name: &str) -> Option<bool> {
        self.flag(record, name).map(|(value, _)| value)
    }

    fn name(&mut self, record: &Record<'_>, name: &str) -> Option<Text> {
        match self.value(record, name)? {
            (Value::Name(name), _) => Some(name),
            _other => None,
        }
    }

    fn texts(&mut self, record: &Record<'_>, name: &str) -> Option<Vec<Text>> {
        match self.value(record, name)? {
            (Value::Texts(texts), _) => Some(texts),
            _other => None,
        }
    }

    fn word(&mut self, record: &Record<'_>, name: &str) -> Option<(&'static str, Location)> {
        match self.value(record, name)? {
            (Value::Word(word), location) => Some((word, location)),
            _other => None,
        }
    }

    /// Where it is said that allow-lists alone count.
    fn allow_lists_only(&mut self, record: &Record<'_>) -> Option<Location> {
        self.word(record, "connector_policies").filter(|(word, _)| *word == "allow_list_only").map(|(_, at)| at)
    }

    fn reference<I>(&mut self, record: &Record<'_>, name: &str) -> Option<Reference<I>> {
        match self.value(record, name)? {
            (Value::Reference(symbol), _) => Some(symbol.into()),
            _other => None,
        }
    }

    fn block<'t>(&mut self, block: Block<'t>, shape: &'static Shape, noun: &str, head: &Head) -> Record<'t> {
        if noun.is_empty() {
            return self.record(block, shape, &noun);
        }
        self.record(block, shape, &format_args!("{noun} `{}`", head.symbol.name))
    }
}
