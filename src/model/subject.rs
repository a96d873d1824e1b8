//! The facts that rules may ask for about their subjects.

use std::collections::BTreeSet;

use super::condition::{Condition, Fact, Operand};
use super::criticity::{App, Impossible, RuleSet};
use super::derived;
use super::description::Choice;
use super::facts::ConnectorSubjects;
use super::program::{Criteria, CriterionValue, Domain, Program};

/// The types of apps.
pub static APP_KINDS: &[Choice] = &[
    Choice { word: "canvas", doc: "a canvas app" },
    Choice { word: "model_driven", doc: "a model-driven app" },
    Choice { word: "code_app", doc: "an app written in code and run by Power Apps" },
    Choice { word: "flow", doc: "a cloud flow" },
    Choice { word: "desktop_flow", doc: "a desktop flow" },
    Choice { word: "agent", doc: "an agent of Copilot Studio" },
    Choice { word: "site", doc: "a Power Pages site" },
];

/// The subjects with built-in facts.
pub const SUBJECTS: [&str; 2] = ["app", "connector"];

/// The facts of a subject that rules may ask for, with their types: first the built-in ones, then the criteria as
/// declared.
pub fn attributes(program: &Program, subject: &str) -> Vec<(String, Domain)> {
    let mut attributes: Vec<(String, Domain)> = match subject {
        "connector" => {
            // A rating that asks for ratings would ask for itself.
            let known = ConnectorSubjects::new(program).builtin();
            known.into_iter().filter(|(name, _)| name != "rating").collect()
        }
        "app" => {
            let words = APP_KINDS.iter().map(|choice| choice.word.into()).collect();
            let mut known = vec![("kind".to_owned(), Domain::Words(words, false))];
            known.extend(derived::attributes(program));
            known
        }
        _declared => Vec::new(),
    };
    let fields = criteria(program, subject).into_iter().flat_map(|criteria| &criteria.fields);
    // A field with the same name as a scale of these rules has been reported, and neither of the two can be asked
    // for.
    let fields = fields.filter(|field| !is_graded(program, subject, &field.symbol.name));
    attributes.extend(fields.map(|field| (field.symbol.name.to_string(), field.domain.clone())));
    let is_field = |name: &str| {
        criteria(program, subject).is_some_and(|own| own.fields.iter().any(|field| &*field.symbol.name == name))
    };
    let graded = program.graded.iter().filter(|graded| &*graded.subject == subject && !is_field(&graded.scale));
    attributes.extend(graded.map(|graded| (graded.scale.to_string(), graded.domain.clone())));
    attributes
}

/// Whether rules give a subject a level under this name.
pub fn is_graded(program: &Program, subject: &str, name: &str) -> bool {
    program.graded.iter().any(|one| &*one.subject == subject && &*one.scale == name)
}

/// Whether there is a declaration for a subject: criteria, or rules about it.
pub fn is_known(program: &Program, subject: &str) -> bool {
    criteria(program, subject).is_some() || program.rule_sets.iter().any(|rules| &*rules.subject.name == subject)
}

/// The criteria of a subject.
pub fn criteria<'a>(program: &'a Program, subject: &str) -> Option<&'a Criteria> {
    program.criteria.named(subject)
}

/// The impossible combinations for rules, from the criteria and from the rules themselves.
pub fn impossible<'a>(program: &'a Program, rules: &'a RuleSet) -> Vec<&'a Impossible> {
    let declared = criteria(program, &rules.subject.name);
    declared.into_iter().flat_map(|criteria| &criteria.impossible).chain(&rules.impossible).collect()
}

/// The conditions of rules, and of the combinations that are impossible for them.
pub fn conditions<'a>(program: &'a Program, rules: &'a RuleSet) -> impl Iterator<Item = &'a Condition> {
    rules.conditions().chain(impossible(program, rules).into_iter().map(|one| &one.condition))
}

/// The rule sets whose levels a rule set asks for, directly or through others, each before those that ask for it. The
/// rule set itself is not included. Rules that ask for each other in a cycle are not sound.
pub fn asked_rules<'p>(program: &'p Program, rules: &RuleSet) -> Vec<&'p RuleSet> {
    let mut found: Vec<&'p RuleSet> = Vec::new();
    // Each with whether the rule sets it asks for have been visited.
    let mut open: Vec<(&'p RuleSet, bool)> = direct_rules(program, rules).into_iter().map(|one| (one, false)).collect();
    while let Some((next, seen)) = open.pop() {
        let is_known = |known: &&RuleSet| std::ptr::eq(*known, next);
        if found.iter().any(is_known) || std::ptr::eq(next, rules) {
            continue;
        }
        if seen {
            found.push(next);
            continue;
        }
        // A cycle has been reported; a rule set that is being visited is not visited again.
        if open.iter().any(|(other, seen)| *seen && std::ptr::eq(*other, next)) {
            continue;
        }
        open.push((next, true));
        open.extend(direct_rules(program, next).into_iter().map(|one| (one, false)));
    }
    found
}

/// The rule sets whose levels a rule set asks for, by the names of their scales.
pub fn direct_rules<'p>(program: &'p Program, rules: &RuleSet) -> Vec<&'p RuleSet> {
    let subject = &*rules.subject.name;
    let impossible = impossible(program, rules).into_iter().flat_map(|one| one.condition.names());
    let names = rules.names().chain(impossible.map(|name| &*name.name));
    let names: BTreeSet<&str> = names.filter(|name| is_graded(program, subject, name)).collect();
    names.into_iter().filter_map(|name| program.rules(name, subject)).collect()
}

/// One fact of an app, or of another subject that a test describes.
pub fn app_fact<'a>(app: &'a App, name: &str) -> Fact<'a> {
    match name {
        // Other subjects may have a field with that name.
        "kind" if let Some(kind) = app.kind => Fact::Word(kind.word()),
        field => match value_of(&app.criteria, field) {
            Fact::Unknown => {
                let derived = app.derived.iter().find(|(name, _)| name == field);
                derived.map_or(Fact::Unknown, |(_, value)| value.fact())
            }
            given => given,
        },
    }
}

/// The value of a criterion.
pub fn value_of<'a>(values: &'a [CriterionValue], name: &str) -> Fact<'a> {
    values.iter().find(|value| &*value.field.name == name).map_or(Fact::Unknown, |value| Operand::fact(&value.value))
}
