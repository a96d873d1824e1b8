//! Completion in conditions.

use super::{Offered, Sort};
use crate::catalog;
use crate::model::facts::{BUILTIN, RATING_SCALE};
use crate::model::program::{Domain, EnvironmentType, domain_of};
use crate::model::{derived, subject};

impl Offered<'_> {
    pub(super) fn condition(&mut self, subject: &str, before: &[&str]) {
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
            (Some("type"), "environment") => {
                self.words(&EnvironmentType::ALL.map(EnvironmentType::word), Sort::Value);
            }
            (Some("region"), "environment") => {
                for region in catalog::REGIONS {
                    self.word(region.word, "", Sort::Value);
                }
            }
            (Some("group"), "environment") => self.declared("environment_group"),
            (Some("access"), "environment") => self.declared("group"),
            (Some(field), _) => self.criterion_values(subject, field),
            (None, _) => {
                self.facts(subject);
                self.words(&["and", "or", "not", "in"], Sort::Word);
                // Data policies select by the result of rules about connectors, so those cannot use ages.
                if subject != "environment" && subject != "connector" {
                    self.word("older than", "How long ago a day is: `published older than 60 days`.", Sort::Word);
                }
                if subject != "environment" {
                    self.word("not answered", "That there is no value.", Sort::Word);
                }
            }
        }
    }

    /// What rules and conditions may ask about a subject.
    pub(super) fn facts(&mut self, subject: &str) {
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
        // Derived facts, and levels that other rules give.
        let program = &self.view.analysis.program;
        let graded = |name: &str| subject::is_graded(program, subject, name);
        let more = subject::attributes(program, subject).into_iter().map(|(name, _)| name);
        for name in more.filter(|name| derived::is_derived(name) || graded(name)) {
            let is_level = graded(&name);
            self.push(&name, Sort::Key, if is_level { "level" } else { "fact" }, "");
        }
    }

    pub(super) fn criterion_values(&mut self, subject: &str, name: &str) {
        let attributes = subject::attributes(&self.view.analysis.program, subject);
        match domain_of(&attributes, name) {
            Some(Domain::Bool) => {
                self.words(&["yes", "no"], Sort::Value);
            }
            Some(Domain::Words(words, _)) => words.iter().for_each(|word| self.word(word, "", Sort::Value)),
            Some(Domain::Some(words)) => words.iter().for_each(|word| self.word(word, "", Sort::Value)),
            _other => {}
        }
    }
}
