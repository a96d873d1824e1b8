//! One data policy as text.

use std::fmt::Write as _;

use super::Ids;
use super::environments::Environments;
use super::expression::SetExpression;
use super::plan::{ConnectorRules, Plan};
use super::sharing::Term;
use super::text::{comment, fits, list, name_or_text, wrapped_list};
use crate::import::read::{Behaviour, EnvironmentRef, Group, Policy, Scope};
use crate::syntax::text_value::quote;

/// The declaration of a policy.
pub(super) fn declaration(policy: &Policy, symbol: &str, plan: &Plan, environments: &Environments, ids: Ids) -> String {
    let mut attributes: Vec<(&str, Value)> = Vec::new();
    if policy.name != symbol {
        attributes.push(("name", Value::Text(quote(&policy.name))));
    }
    if let Some(id) = policy.id.as_ref().filter(|_| ids == Ids::Inline) {
        attributes.push(("id", Value::Text(quote(id))));
    }
    attributes.push(("applies_to", Value::Text(applies_to(&policy.scope, environments))));
    for group in &plan.groups {
        if !group.expression.is_empty() {
            attributes.push((group.group.word(), Value::Set(&group.expression)));
        }
    }
    let width = attributes.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let mut out = String::new();
    if !policy.unknown.is_empty() {
        let open = policy.scope.environments().iter().find(|one| matches!(one, EnvironmentRef::Unknown(_)));
        let open = open.map(|one| environments.symbol(one)).unwrap_or_default();
        let what = policy.unknown.join(", ");
        out.push_str(&comment(&format!("Not known from the files: {what}.")));
        out.push_str(&comment(&format!("Nothing binds `{open}`, so no target is written until you decide.")));
    }
    let _ = writeln!(out, "data_policy {} {{", name_or_text(symbol));
    for (key, value) in attributes {
        let before = format!("  {key:width$} = ");
        let text = match value {
            Value::Text(text) => text,
            Value::Set(expression) => set(expression, before.chars().count()),
        };
        out.push_str(&before);
        out.push_str(&text);
        out.push('\n');
    }
    out.push_str(&patterns(policy));
    for rules in &plan.rules {
        out.push_str(&connector(rules));
    }
    out.push_str("}\n");
    out
}

enum Value<'e> {
    Text(String),
    Set(&'e SetExpression),
}

/// The environments in source syntax.
pub(super) fn applies_to(scope: &Scope, environments: &Environments) -> String {
    let names = |listed: &[_]| {
        let symbols: Vec<String> = listed.iter().map(|one| environments.symbol(one).to_owned()).collect();
        let mut sorted = symbols;
        sorted.sort();
        list(&sorted)
    };
    match scope {
        Scope::All => "all".to_owned(),
        Scope::Except(listed) if listed.is_empty() => "all".to_owned(),
        Scope::Except(listed) => format!("all except {}", names(listed)),
        Scope::Only(listed) => format!("only {}", names(listed)),
        Scope::Single(one) => format!("environment {}", environments.symbol(one)),
    }
}

/// A set expression that begins at a column; on several lines if necessary.
pub(super) fn set(expression: &SetExpression, before: usize) -> String {
    let terms = expression.terms();
    let single = set_on_one_line(expression);
    if fits(before, &single) { single } else { joined(&terms, wrapped_unless_short) }
}

/// A set expression on one line, however long.
pub(super) fn set_on_one_line(expression: &SetExpression) -> String {
    joined(&expression.terms(), list)
}

fn wrapped_unless_short(items: &[String]) -> String {
    let single = list(items);
    if single.chars().count() <= 24 { single } else { wrapped_list(items, 2) }
}

fn joined(terms: &[Term], of_list: impl Fn(&[String]) -> String) -> String {
    let mut out = String::new();
    for term in terms {
        let (sign, text) = match term {
            Term::Word(sign, text) => (*sign, text.clone()),
            Term::List(sign, items) => (*sign, of_list(items)),
        };
        if !out.is_empty() {
            out.push(' ');
            out.push(sign);
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}

fn patterns(policy: &Policy) -> String {
    if policy.patterns.is_empty() {
        return String::new();
    }
    let texts: Vec<String> = policy.patterns.iter().map(|pattern| quote(&pattern.url)).collect();
    let width = texts.iter().map(|text| text.chars().count()).max().unwrap_or_default();
    let mut out = String::from("\n  custom_connectors {\n");
    for (text, pattern) in texts.iter().zip(&policy.patterns) {
        let group = pattern.group.map_or("ignore", Group::word);
        let _ = writeln!(out, "    {text:width$} -> {group}");
    }
    out.push_str("  }\n");
    out
}

fn connector(rules: &ConnectorRules) -> String {
    let mut out = format!("\n  connector {} {{\n", rules.item.text);
    // The two keywords are aligned if both are present.
    let width = if rules.endpoints.is_empty() { "actions".len() } else { "endpoints".len() };
    if let Some(actions) = rules.actions {
        let other = match actions.default {
            Behaviour::Allow => Behaviour::Block,
            Behaviour::Block => Behaviour::Allow,
        };
        let named = actions.rules.iter().filter(|(_, behaviour)| *behaviour == other);
        let mut named: Vec<String> = named.map(|(action, _)| name_or_text(action)).collect();
        named.sort_by_cached_key(|name| (name.trim_matches('"').to_lowercase(), name.clone()));
        let mut statements = Vec::new();
        // If every rule repeats the default, one is kept: the platform stores a default only together with a rule.
        if named.is_empty()
            && actions.default == Behaviour::Block
            && let Some((action, _)) = actions.rules.first()
        {
            statements.push(format!("block [{}]", name_or_text(action)));
        }
        if !named.is_empty() {
            let before = 4 + width + " { ".len() + word(other).len() + 1;
            let single = list(&named);
            let rest = "; allow rest }".len();
            let items = if fits(before + rest, &single) { single } else { wrapped_list(&named, 6) };
            statements.push(format!("{} {items}", word(other)));
        }
        if actions.default == Behaviour::Block || !statements.is_empty() {
            statements.push(format!("{} rest", word(actions.default)));
            out.push_str(&block("actions", width, &statements));
        }
    }
    if !rules.endpoints.is_empty() {
        let statements: Vec<String> = rules
            .endpoints
            .iter()
            .map(|rule| {
                let word = match rule.behaviour {
                    Behaviour::Allow => "allow",
                    Behaviour::Block => "deny",
                };
                format!("{word} {}", quote(&rule.endpoint))
            })
            .collect();
        out.push_str(&block("endpoints", width, &statements));
    }
    out.push_str("  }\n");
    out
}

/// A block inside a connector's block: on one line where it fits.
fn block(keyword: &str, width: usize, statements: &[String]) -> String {
    let single = format!("    {keyword:width$} {{ {} }}", statements.join("; "));
    if fits(0, &single) {
        return format!("{single}\n");
    }
    format!("    {keyword} {{\n      {}\n    }}\n", statements.join("\n      "))
}

const fn word(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Allow => "allow",
        Behaviour::Block => "block",
    }
}
