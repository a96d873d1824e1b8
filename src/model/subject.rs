//! What rules may ask of their subjects.

use super::condition::{Fact, Operand};
use super::criticity::{App, Impossible, RuleSet};
use super::facts::ConnectorSubjects;
use super::kinds::APP_KINDS;
use super::program::{Criteria, CriterionValue, Domain, Program};

/// The subjects that Dictum itself declares things of.
pub const SUBJECTS: [&str; 2] = ["app", "connector"];

/// The facts of a subject that rules may ask for, with what they may be: those that the tool knows, then the
/// criteria as declared.
pub fn attributes(program: &Program, subject: &str) -> Vec<(String, Domain)> {
    let mut attributes: Vec<(String, Domain)> = match subject {
        "connector" => {
            // A rating that asks for ratings would ask for itself.
            let known = ConnectorSubjects::new(program).builtin();
            known.into_iter().filter(|(name, _)| name != "rating").collect()
        }
        "app" => {
            let words = APP_KINDS.iter().map(|choice| choice.word.into()).collect();
            vec![("kind".to_owned(), Domain::Words(words, false))]
        }
        _declared => Vec::new(),
    };
    let fields = criteria(program, subject).into_iter().flat_map(|criteria| &criteria.fields);
    attributes.extend(fields.map(|field| (field.symbol.name.to_string(), field.domain.clone())));
    attributes
}

/// The criteria of a subject.
pub fn criteria<'a>(program: &'a Program, subject: &str) -> Option<&'a Criteria> {
    program.criteria.named(subject)
}

/// What rules cannot be about, by the criteria and by the rules themselves.
pub fn impossible<'a>(program: &'a Program, rules: &'a RuleSet) -> Vec<&'a Impossible> {
    let declared = criteria(program, &rules.subject.name);
    declared.into_iter().flat_map(|criteria| &criteria.impossible).chain(&rules.impossible).collect()
}

/// One fact of an app.
pub fn app_fact<'a>(app: &'a App, name: &str) -> Fact<'a> {
    match name {
        "kind" if app.kind.is_empty() => Fact::Unknown,
        "kind" => Fact::Word(app.kind),
        field => value_of(&app.criteria, field),
    }
}

/// The value of a criterion.
pub fn value_of<'a>(values: &'a [CriterionValue], name: &str) -> Fact<'a> {
    values.iter().find(|value| &*value.field.name == name).map_or(Fact::Unknown, |value| Operand::fact(&value.value))
}
