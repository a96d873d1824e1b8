//! Facts about the word at a place.

use std::fmt::Write as _;

use super::complete::facts;
use super::context::Context;
use super::names::{LEVEL, Occurrence, PARTY, PERSON, TABLE};
use super::notes;
use super::view::View;
use super::{effective, grid};
use crate::catalog;
use crate::model::DataGroup;
use crate::model::criticity::{App, Decider, Outcome};
use crate::model::kinds::{self, Type};
use crate::text::{FileId, Location, Span};

/// Facts in Markdown, and the words that they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words.
    pub span: Span,
    /// The facts.
    pub text: String,
}

/// The facts about the word at an offset.
pub fn hover(view: &View<'_>, file: FileId, offset: u32) -> Option<Hover> {
    if let Some(name) = view.names.at(file, offset) {
        return Some(Hover { span: name.span, text: named(view, name) });
    }
    grid::hover(view, file, offset).or_else(|| word(view, file, offset))
}

/// The facts about a name.
fn named<'a>(view: &View<'a>, name: &'a Occurrence) -> String {
    let what = match name.kind {
        LEVEL => format!("level of `{}`", name.scope),
        super::names::CRITERION => format!("criterion of {}s", name.scope),
        PERSON => "person".to_owned(),
        PARTY => "party".to_owned(),
        TABLE => "table".to_owned(),
        keyword => {
            let noun = kinds::find(keyword).map_or(keyword, |kind| kind.noun);
            noun.trim_start_matches("a ").trim_start_matches("an ").to_owned()
        }
    };
    let mut text = format!("{what} `{}`", name.name);
    if let Some((place, _)) = view.declared(name) {
        if let Some(docs) = docs(view, place) {
            let _ = write!(text, "\n\n{docs}");
        }
    } else if let Some(known) = platform(name) {
        let _ = write!(text, "\n\n{known}");
    }
    for line in meaning(view, name) {
        let _ = write!(text, "\n\n{line}");
    }
    text
}

/// The documentation of the declaration at a place.
fn docs(view: &View<'_>, place: Location) -> Option<String> {
    let declaration = view.declaration_at(place)?;
    let text = view.source(place.file).text();
    if declaration.head().nth(1).is_some_and(|name| name.span() == place.span) {
        let docs = declaration.docs.text(text);
        return (!docs.is_empty()).then(|| docs.to_string());
    }
    let statements = declaration.block()?;
    let own = statements.statements().find(|statement| statement.span().contains(place.span))?;
    let docs = own.docs.text(text);
    (!docs.is_empty()).then(|| docs.to_string())
}

/// The platform's facts about a name.
fn platform(name: &Occurrence) -> Option<String> {
    match name.kind {
        "role" => {
            let index = catalog::predefined_role(&name.name)?;
            let role = catalog::platform_role(index)?;
            Some(format!("**{}**, a role of the platform\n\n{}", role.name, role.summary))
        }
        TABLE => {
            let table = catalog::system_tables().iter().find(|table| *table.name == *name.name)?;
            Some(format!("**{}**, a table of the platform", table.schema))
        }
        _other => None,
    }
}

/// Facts that follow from the program.
fn meaning(view: &View<'_>, name: &Occurrence) -> Vec<String> {
    let program = &view.analysis.program;
    match name.kind {
        "connector" => {
            let mut lines = Vec::new();
            let Some(id) = program.universe.find(&name.name) else { return lines };
            if let Some(entry) = program.universe.entry(id) {
                lines.push(facts(entry));
                lines.push(format!("`{}`", entry.wire_id()));
            }
            lines.extend(effective::of_connector(view, id));
            lines
        }
        "connectors" => {
            let Some(set) = program.connector_sets.named(&name.name) else { return Vec::new() };
            let count = set.members.len();
            let known = if set.complete { "" } else { "; not all that it names was found" };
            vec![format!("{}{known}", notes::counted(count, "connector"))]
        }
        "environment" => {
            program.environment(&name.name).and_then(|id| effective::summary(view, id)).into_iter().collect()
        }
        "data_policy" => {
            let Some(policy) = program.policies.named(&name.name) else { return Vec::new() };
            notes::policy(view, policy).into_iter().collect()
        }
        "app" => {
            let Some(app) = program.apps.named(&name.name) else { return Vec::new() };
            notes::app(view, app).into_iter().chain(deciding(view, app)).collect()
        }
        "role" => holders(view, &name.name).into_iter().collect(),
        _other => Vec::new(),
    }
}

/// The rule that gives an app its level, as written.
fn deciding(view: &View<'_>, app: &App) -> Option<String> {
    let Outcome::Level { by: Decider::Rule(index), .. } = app.outcome else { return None };
    let mut sets = view.analysis.program.rule_sets.iter();
    let rules =
        sets.find(|set| set.keyword == "rules" && set.head.symbol.name == "criticity" && set.subject.name == "app")?;
    let place = rules.rules.get(index as usize)?.location;
    Some(format!("```dictum\n{}\n```\n\n{}", view.sources.text(place), effective::at(view, place)))
}

/// The users who have a role.
fn holders(view: &View<'_>, name: &str) -> Option<String> {
    const SHOWN: usize = 10;
    let index = view.analysis.program.organisation.roles.find(name)?;
    let holders = notes::holders(view, index);
    if holders.is_empty() {
        return Some("no declared user has it".to_owned());
    }
    let more = holders.len().saturating_sub(SHOWN);
    let shown: Vec<String> = holders.into_iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("held by {}{more}", shown.join(", ")))
}

/// The documentation of a word of the language: a kind, a key, a value.
fn word(view: &View<'_>, file: FileId, offset: u32) -> Option<Hover> {
    let text = view.source(file).text();
    let letters = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
    let after = text.get(offset as usize..)?.chars().take_while(letters).count() as u32;
    let before = text.get(..offset as usize)?.chars().rev().take_while(letters).count() as u32;
    let span = Span::new(offset - before, offset + after);
    let word = span.of_text(text);
    if word.is_empty() {
        return None;
    }
    let context = Context::at(text, span.end);
    if context.in_text {
        return None;
    }
    let text = if context.heads.is_empty() && context.statement.is_empty() {
        let kind = kinds::find(word)?;
        format!("**{}**: {}\n\n{}", kind.keyword, kind.noun, kind.doc)
    } else {
        let shape = context.shape()?;
        let attribute = |name: &str| shape.attributes.iter().find(|attribute| attribute.name == name);
        match context.statement.as_slice() {
            [] => match (attribute(word), shape.blocks.iter().find(|nested| nested.name == word)) {
                (Some(attribute), _) => {
                    let mut text = format!(
                        "**{word}**: {}\n\n{}",
                        attribute.kind.expected(crate::model::kinds::KINDS),
                        attribute.doc
                    );
                    let group = DataGroup::ALL.into_iter().find(|group| group.word() == word);
                    if let Some(group) =
                        group.filter(|_| context.kind().is_some_and(|kind| kind.keyword == "data_policy"))
                    {
                        let _ = write!(text, "\n\nIn requests: `{}`", group.classification());
                    }
                    if attribute.required {
                        text.push_str("\n\nIt must be given.");
                    } else if !attribute.default.is_empty() {
                        let _ = write!(text, "\n\nWhere absent: `{}`", attribute.default);
                    }
                    text
                }
                (None, Some(nested)) => format!("**{word}**: {}", nested.doc),
                (None, None) => return None,
            },
            [key, "=", ..] => match attribute(key)?.kind {
                Type::Word(choices) => {
                    let choice = choices.iter().find(|choice| choice.word == word)?;
                    format!("**{word}**: {}", choice.doc)
                }
                Type::Region => format!("**{word}**: {}", catalog::region(word)?.display_name),
                Type::Language => format!("**{word}**: {}", catalog::language(word.parse().ok()?)?),
                Type::Currency => format!("**{word}**: {}", catalog::currency(word)?),
                Type::Names("privileges") => {
                    let privilege = catalog::task_privilege(word)?;
                    let danger = privilege.dangerous.map_or_else(String::new, |why| format!("\n\nTake care: {why}"));
                    format!("**{word}**: a privilege of the platform{danger}")
                }
                _other => return None,
            },
            _sentence => return None,
        }
    };
    Some(Hover { span, text })
}
