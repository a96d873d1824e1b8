//! What may be written at a place.

mod identity;
mod tests;

use std::fmt::Write as _;

use super::context::Context;
use super::names::{LEVEL, TABLE};
use super::view::View;
use crate::catalog::{self, Connector, ProviderType};
use crate::model::derived;
use crate::model::facts::{BUILTIN, RATING_SCALE};
use crate::model::kinds::{Attribute, Body, KINDS, Kind, Open, Shape, Type};
use crate::model::subject;
use crate::syntax::text_value;
use crate::text::{FileId, Span};

/// So many are given at most; the rest comes as more is written.
pub const MOST: usize = 200;

/// What sort of thing is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A declaration with its body.
    Declaration,
    /// A key.
    Key,
    /// A block.
    Block,
    /// A word of the language.
    Word,
    /// One of several values.
    Value,
    /// Something that is declared.
    Name,
    /// A connector.
    Connector,
}

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is shown, and written where there is no snippet.
    pub label: String,
    /// What sort of thing it is.
    pub sort: Sort,
    /// A few words about it.
    pub detail: String,
    /// More about it, in Markdown.
    pub doc: String,
    /// What is written, with places to fill in as `$1`.
    pub snippet: Option<String>,
    /// By which letters it is found, where not by its label.
    pub found_by: Option<String>,
}

/// What may be written, and what it replaces.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// What is there of the word.
    pub replaced: Span,
    /// What may stand there.
    pub items: Vec<Item>,
    /// Whether there is more that fits.
    pub more: bool,
}

/// What may be written at an offset.
pub fn complete(view: &View<'_>, file: FileId, offset: u32) -> Completion {
    let text = view.source(file).text();
    let context = Context::at(text, offset);
    if context.in_text {
        return Completion { replaced: context.word, ..Completion::default() };
    }
    let typed = context.word.of_text(text).to_lowercase();
    let mut offered = Offered { view, items: Vec::new() };
    offered.offer(&context);
    let mut items = offered.items;
    items.retain(|item| fits(item, &typed));
    items.sort_by_cached_key(|item| {
        let begins = item.label.to_lowercase().starts_with(&typed);
        (!begins, item.sort, item.label.clone())
    });
    items.dedup_by(|one, other| one.label == other.label && one.sort == other.sort);
    let more = items.len() > MOST;
    items.truncate(MOST);
    Completion { replaced: context.word, items, more }
}

/// Whether an offer has the letters that are written, in their order.
fn fits(item: &Item, typed: &str) -> bool {
    let by = item.found_by.as_deref().unwrap_or(&item.label).to_lowercase();
    if item.sort == Sort::Connector {
        // Of so many names, letters far apart would find most.
        return by.contains(typed);
    }
    let mut rest = by.chars();
    typed.chars().all(|wanted| rest.any(|letter| letter == wanted))
}

struct Offered<'v> {
    view: &'v View<'v>,
    items: Vec<Item>,
}

impl Offered<'_> {
    fn offer(&mut self, context: &Context<'_>) {
        let Some(kind) = context.kind() else {
            match context.statement.as_slice() {
                [] => self.kinds(),
                ["control"] => self.levels("criticity"),
                ["rules" | "rating"] => self.declared("scale"),
                ["connector"] => self.connectors(),
                ["criteria"] => self.words(&["app", "connector"], Sort::Value),
                ["connectors", _, "=", ..] => self.set(context),
                _head => {}
            }
            return;
        };
        if let Some(shape) = context.shape() {
            return self.statement(context, shape);
        }
        if let Body::Free(sentences) = kind.body {
            self.free(context, kind);
            if context.statement.is_empty() {
                for sentence in sentences {
                    let first = sentence.form.split([' ', '=']).next().unwrap_or_default();
                    if ["unique", "any", "worst", "first", "never"].contains(&first) {
                        self.word(sentence.form.split(" personal").next().unwrap_or(first), sentence.doc, Sort::Word);
                    }
                }
            }
        }
    }

    fn push(&mut self, label: &str, sort: Sort, detail: impl Into<String>, doc: impl Into<String>) {
        let (label, detail, doc) = (label.to_owned(), detail.into(), doc.into());
        self.items.push(Item { label, sort, detail, doc, snippet: None, found_by: None });
    }

    fn word(&mut self, word: &str, doc: &str, sort: Sort) {
        self.push(word, sort, "", doc);
    }

    fn words(&mut self, words: &[&str], sort: Sort) {
        for word in words {
            self.word(word, "", sort);
        }
    }

    fn snippet(&mut self, label: &str, sort: Sort, detail: &str, doc: &str, snippet: String) {
        self.push(label, sort, detail, doc);
        if let Some(item) = self.items.last_mut() {
            item.snippet = Some(snippet);
        }
    }

    fn kinds(&mut self) {
        for kind in KINDS {
            let snippet = match kind.body {
                Body::Value(_) => format!("{} ${{1:name}} = [$0]", kind.keyword),
                Body::Block(shape) => block_snippet(kind, shape),
                Body::Free(_) if kind.name.is_empty() => format!("{} {{\n  $0\n}}", kind.keyword),
                Body::Free(_) => format!("{} ${{1:{}}} {{\n  $0\n}}", kind.keyword, kind.name),
            };
            self.snippet(kind.keyword, Sort::Declaration, kind.noun, kind.doc, snippet);
        }
    }

    /// A statement of a block that a shape describes.
    fn statement(&mut self, context: &Context<'_>, shape: &'static Shape) {
        match context.statement.as_slice() {
            [] => {
                for attribute in shape.attributes.iter().filter(|one| !context.keys.contains(&one.name)) {
                    let detail = if attribute.required { "required" } else { "" };
                    let snippet = format!("{} = {}", attribute.name, value_snippet(attribute));
                    self.snippet(attribute.name, Sort::Key, detail, attribute.doc, snippet);
                }
                for nested in shape.blocks {
                    let argument = nested.argument.map_or_else(String::new, |what| format!(" ${{1:{what}}}"));
                    let snippet = format!("{}{argument} {{\n  $0\n}}", nested.name);
                    self.snippet(nested.name, Sort::Block, "", nested.doc, snippet);
                }
                self.open(shape, &context.keys);
                self.sentences(shape);
            }
            [block, ..] if shape.blocks.iter().any(|nested| nested.name == *block) => {
                let nested = shape.blocks.iter().find(|nested| nested.name == *block);
                match nested.and_then(|nested| nested.argument) {
                    Some("connector") => self.connectors(),
                    Some("environment") => self.declared("environment"),
                    _none => {}
                }
            }
            [key, "=", ..] => match shape.attributes.iter().find(|attribute| attribute.name == *key) {
                Some(attribute) => self.value(attribute.kind, context),
                None => self.open_value(shape, key),
            },
            _sentence => self.sentence(context, shape),
        }
    }

    /// The words that rows and sentences begin with.
    fn sentences(&mut self, shape: &Shape) {
        if is_grid(shape) {
            self.word("table", "The first row names the columns.", Sort::Word);
            self.tables();
            return;
        }
        for sentence in shape.sentences {
            if sentence.form.starts_with('"') {
                continue;
            }
            self.snippet(sentence.form, Sort::Word, "", sentence.doc, sentence.form.to_owned());
        }
    }

    fn sentence(&mut self, context: &Context<'_>, shape: &Shape) {
        if is_grid(shape) {
            if context.statement.first() == Some(&"table") {
                self.words(
                    &["create", "read", "write", "delete", "append", "append_to", "assign", "share"],
                    Sort::Value,
                );
            } else if context.statement.last() == Some(&",") {
                self.tables();
            } else {
                for (word, glyph) in [
                    ("none", "○"),
                    ("user", "◔"),
                    ("bu", "◑"),
                    ("deep", "◕"),
                    ("org", "●"),
                    ("-", "the table has no such privilege"),
                ] {
                    self.word(word, glyph, Sort::Value);
                }
            }
        } else if shape.takes_arrows() && context.statement.last() == Some(&"->") {
            self.words(&["business", "non_business", "blocked", "ignore"], Sort::Value);
        } else if context.statement.starts_with(&["never", "both"]) {
            self.roles();
        } else if tests::is_test(shape) {
            self.test_sentence(context);
        } else if matches!(context.statement.as_slice(), ["allow" | "block"]) {
            self.word("rest", "What is not named, also what is yet to come.", Sort::Word);
        }
    }

    fn open(&mut self, shape: &Shape, given: &[&str]) {
        match shape.open {
            Open::Criteria(subject) => {
                let fields = self.view.analysis.program.criteria.iter().filter(|one| &*one.head.symbol.name == subject);
                for field in fields.flat_map(|criteria| &criteria.fields) {
                    let name = &*field.symbol.name;
                    if !given.contains(&name) {
                        let snippet = format!("{name} = $0");
                        self.snippet(name, Sort::Key, "criterion", &field.description, snippet);
                    }
                }
            }
            Open::Days(kind) | Open::Lists(kind, _) | Open::Names(kind, _) => self.declared(kind),
            Open::Provider => self.provider_settings(given),
            Open::Closed | Open::Blocks(..) => {}
        }
    }

    fn open_value(&mut self, shape: &Shape, key: &str) {
        match shape.open {
            Open::Criteria(subject) => self.criterion_values(subject, key),
            Open::Lists(_, "role") => self.roles(),
            Open::Lists(_, kind) => self.declared(kind),
            Open::Names(..) => self.declared("business_units"),
            Open::Provider => self.provider_values(key),
            Open::Days(_) | Open::Closed | Open::Blocks(..) => {}
        }
    }

    /// Attributes of the Terraform provider.
    fn provider_settings(&mut self, given: &[&str]) {
        for attribute in catalog::provider_settings().filter(|one| !given.contains(&one.name())) {
            let snippet = format!("{} = $0", attribute.name());
            self.snippet(attribute.name(), Sort::Key, attribute.resource, attribute.path, snippet);
        }
    }

    fn provider_values(&mut self, name: &str) {
        let Some(attribute) = catalog::provider_setting(name) else { return };
        if attribute.kind == ProviderType::Flag {
            self.words(&["on", "off"], Sort::Value);
        }
        for value in attribute.values() {
            self.word(&text_value::quote(value), "", Sort::Value);
        }
    }

    fn value(&mut self, of: Type, context: &Context<'_>) {
        let after = context.statement.get(2..).unwrap_or_default();
        match of {
            Type::Bool => self.words(&["yes", "no"], Sort::Value),
            Type::Word(choices) => {
                for choice in choices {
                    self.word(choice.word, choice.doc, Sort::Value);
                }
            }
            Type::Reference("role") | Type::References("role") => self.roles(),
            Type::Reference(kind) | Type::References(kind) => self.declared(kind),
            Type::ConnectorSet => self.set(context),
            Type::Scope | Type::Environments => self.environments(of, context, after),
            Type::Region => catalog::REGIONS.iter().for_each(|region| self.word(region.word, "", Sort::Value)),
            Type::Language => {
                for (lcid, name) in catalog::LANGUAGES {
                    self.push(&lcid.to_string(), Sort::Value, *name, "");
                    self.found_by_detail();
                }
            }
            Type::Currency => {
                for (code, name) in catalog::CURRENCIES {
                    self.push(code, Sort::Value, *name, "");
                    self.found_by_detail();
                }
            }
            Type::Rated if after.is_empty() => self.levels(RATING_SCALE),
            Type::Rated => self.word("because", "Why: a text.", Sort::Word),
            Type::Ceiling => {
                if after.is_empty() {
                    self.word("up to", "The highest level that is taken.", Sort::Word);
                } else {
                    self.levels("criticity");
                }
            }
            Type::Levels => {
                if after.is_empty() {
                    self.declared("scale");
                } else {
                    self.levels("criticity");
                }
            }
            Type::Process => {
                for word in ["automated", "manual_review before go_live", "regular_review every 6 months"] {
                    self.word(word, "", Sort::Value);
                }
            }
            Type::Sharing => self.words(&["everyone", "people_only", "people_only up to 50"], Sort::Value),
            Type::SharingOrNone => {
                self.words(&["everyone", "people_only", "people_only up to 50", "nobody"], Sort::Value);
            }
            Type::Names("privileges") => {
                for privilege in catalog::task_privileges() {
                    self.word(&text_value::name(privilege.name), "", Sort::Value);
                }
            }
            Type::Names("users and teams") => ["user", "team"].iter().for_each(|kind| self.declared(kind)),
            Type::Names("users and groups") => ["user", "group"].iter().for_each(|kind| self.declared(kind)),
            Type::Names("people") | Type::Name("a person") => self.declared("user"),
            Type::Names(_) | Type::Name(_) | Type::AtLeast | Type::Domains => self.identity(of),
            _free => {}
        }
    }

    fn found_by_detail(&mut self) {
        if let Some(item) = self.items.last_mut() {
            item.found_by = Some(format!("{} {}", item.label, item.detail));
        }
    }

    fn environments(&mut self, of: Type, context: &Context<'_>, after: &[&str]) {
        if after.contains(&"where") {
            return self.condition("environment", after);
        }
        if context.in_list || after.last() == Some(&"environment") {
            return self.declared("environment");
        }
        if after.is_empty() && matches!(of, Type::Scope) {
            for (word, doc) in [
                ("all", "Every environment, also those yet to come."),
                ("all except", "Every other environment, also those yet to come."),
                ("only", "These, and no others."),
                ("environment", "One environment, as an environment-level policy."),
            ] {
                self.word(word, doc, Sort::Word);
            }
        } else {
            self.word("environments where", "Those that a condition selects.", Sort::Word);
        }
    }

    /// A set of connectors.
    fn set(&mut self, context: &Context<'_>) {
        if context.statement.contains(&"where") {
            return self.condition("connector", &context.statement);
        }
        if context.in_list {
            return self.connectors();
        }
        for (word, doc) in [
            ("rest", "What the policy does not name, also connectors yet to come."),
            ("all", "Every connector."),
            ("unblockable", "Those that no policy may block."),
            ("connectors where", "Those that a condition selects."),
        ] {
            self.word(word, doc, Sort::Word);
        }
        self.declared("connectors");
    }

    fn condition(&mut self, subject: &str, before: &[&str]) {
        let field = match before {
            [.., field, "==" | "!=" | "<" | "<=" | ">" | ">=" | "in"] => Some(*field),
            _other => None,
        };
        match (field, subject) {
            (Some("rating"), _) => self.levels(RATING_SCALE),
            (Some("tier"), "connector") => {
                self.words(&catalog::Tier::ALL.map(catalog::Tier::word), Sort::Value);
            }
            (Some("kind"), "connector") => {
                self.words(&catalog::Kind::ALL.map(catalog::Kind::word), Sort::Value);
            }
            (Some(field), _) => self.criterion_values(subject, field),
            (None, _) => {
                let facts = match subject {
                    "connector" => &BUILTIN[..],
                    "environment" => &["type", "region", "managed", "dataverse", "group", "access"][..],
                    _app => &["kind"][..],
                };
                for fact in facts {
                    self.push(fact, Sort::Key, "fact", "");
                }
                let criteria = self.view.analysis.program.criteria.iter();
                for field in criteria.filter(|one| &*one.head.symbol.name == subject).flat_map(|one| &one.fields) {
                    self.push(&field.symbol.name, Sort::Key, "criterion", &*field.description);
                }
                // What follows from other declarations, and levels that other rules give.
                let program = &self.view.analysis.program;
                let graded =
                    |name: &str| program.graded.iter().any(|one| &*one.subject == subject && &*one.scale == name);
                let more = subject::attributes(program, subject).into_iter().map(|(name, _)| name);
                for name in more.filter(|name| derived::is_derived(name) || graded(name)) {
                    let is_level = graded(&name);
                    self.push(&name, Sort::Key, if is_level { "level" } else { "fact" }, "");
                }
                self.words(&["and", "or", "not", "in"], Sort::Word);
                if subject != "environment" {
                    self.word("older than", "How long ago a day is: `published older than 60 days`.", Sort::Word);
                    self.word("not answered", "That there is no value.", Sort::Word);
                }
            }
        }
    }

    fn criterion_values(&mut self, subject: &str, name: &str) {
        let attributes = subject::attributes(&self.view.analysis.program, subject);
        let domain = attributes.into_iter().find(|(known, _)| known == name).map(|(_, domain)| domain);
        match &domain {
            Some(crate::model::program::Domain::Bool) => {
                self.words(&["yes", "no"], Sort::Value);
            }
            Some(crate::model::program::Domain::Words(words, _)) => {
                for word in words {
                    self.word(word, "", Sort::Value);
                }
            }
            _other => {}
        }
    }

    /// What a kind declares whose statements it reads itself.
    fn free(&mut self, context: &Context<'_>, kind: &Kind) {
        let name = context.heads.first().and_then(|head| head.get(1)).copied().unwrap_or_default();
        let subject = if kind.keyword == "rating" { "connector" } else { "app" };
        match (kind.keyword, context.statement.as_slice()) {
            ("rules" | "rating", []) => self.levels(name),
            ("rules" | "rating", [_level]) => {
                self.words(&["when", "otherwise"], Sort::Word);
            }
            ("rules" | "rating", before) => self.condition(subject, before),
            ("criteria", [_, ":"]) => self.word("bool", "`yes` or `no`.", Sort::Value),
            ("tables", [_, ":"]) => {
                self.words(&["user_owned", "organization_owned"], Sort::Value);
            }
            ("tables", [.., "lookup" | ","]) => self.tables(),
            ("tables", [_, ":", ..]) => {
                self.words(&["schema", "lookup", "sensitive", "masked", "secured"], Sort::Word);
            }
            _other => {}
        }
    }

    fn declared(&mut self, kind: &str) {
        let kind = if kind == "person" { "user" } else { kind };
        for (_, name) in self.view.names.all().filter(|(_, name)| name.declares && name.kind == kind) {
            self.push(&text_value::name(&name.name), Sort::Name, kind, "");
        }
    }

    fn levels(&mut self, scale: &str) {
        let levels = self.view.names.all().filter(|(_, name)| name.declares && name.kind == LEVEL);
        for (_, name) in levels.filter(|(_, name)| name.scope == scale) {
            self.push(&name.name, Sort::Value, format!("level of {scale}"), "");
        }
    }

    fn roles(&mut self) {
        self.declared("role");
        for role in catalog::predefined_roles() {
            self.push(&text_value::name(role.symbol), Sort::Name, "role of the platform", "");
        }
    }

    fn tables(&mut self) {
        for (_, name) in self.view.names.all().filter(|(_, name)| name.declares && name.kind == TABLE) {
            self.push(&name.name, Sort::Name, "table", "");
        }
        for table in catalog::system_tables() {
            self.push(&text_value::name(table.name), Sort::Name, "table of the platform", "");
        }
    }

    fn connectors(&mut self) {
        for (_, connector) in self.view.analysis.program.universe.catalog().iter() {
            self.push(&text_value::name(&connector.id), Sort::Connector, &*connector.distinct_name(), facts(connector));
            self.found_by_detail();
        }
        let own = self.view.names.all().filter(|(_, name)| name.declares && name.kind == "connector");
        let catalog = self.view.analysis.program.universe.catalog();
        for (_, name) in own.filter(|(_, name)| catalog.find(&name.name).is_none()) {
            self.push(&text_value::name(&name.name), Sort::Connector, "declared here", "");
        }
    }
}

/// What the catalogue knows of a connector, in Markdown.
pub fn facts(connector: &Connector) -> String {
    let mut facts = format!("**{}**", connector.distinct_name());
    if !connector.publisher.is_empty() {
        let _ = write!(facts, " by {}", connector.publisher);
    }
    let _ = write!(facts, "\n\n{} · {}", connector.tier.word(), connector.kind.word());
    facts.push_str(if connector.blockable { " · can be blocked" } else { " · cannot be blocked" });
    if connector.action_control {
        facts.push_str(" · action rules");
    }
    if connector.endpoint_filtering {
        facts.push_str(" · endpoint rules");
    }
    facts
}

fn is_grid(shape: &Shape) -> bool {
    shape.sentences.iter().any(|sentence| sentence.form.starts_with("table "))
}

fn block_snippet(kind: &Kind, shape: &Shape) -> String {
    let mut snippet = format!("{} ${{1:{}}} {{\n", kind.keyword, kind.name);
    for (place, attribute) in (2..).zip(shape.attributes.iter().filter(|attribute| attribute.required)) {
        let _ = writeln!(snippet, "  {} = ${place}", attribute.name);
    }
    snippet.push_str("  $0\n}");
    snippet
}

fn value_snippet(attribute: &Attribute) -> &'static str {
    match attribute.kind {
        Type::Text => "\"$0\"",
        Type::References(_) | Type::Names(_) => "[$0]",
        _other => "$0",
    }
}
