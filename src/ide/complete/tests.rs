//! Completion in sentences of tests.

use super::{Offered, Sort};
use crate::catalog::privilege::Verb;
use crate::ide::context::Context;
use crate::model::kinds::{KINDS, Shape};
use crate::model::{derived, subject};

/// Whether a shape is the one of tests.
pub(super) fn is_test(shape: &Shape) -> bool {
    shape.sentences.iter().any(|sentence| sentence.form.starts_with("nobody "))
}

impl Offered<'_> {
    /// The values of a subject that a test describes: `agent { … }`.
    pub(super) fn described(&mut self, subject: &str, context: &Context<'_>) {
        match context.statement.as_slice() {
            [] => {
                // Levels are what the test asserts, and derived values are not written.
                let levels = self.scales_of(subject);
                for (name, _) in subject::attributes(&self.view.analysis.program, subject) {
                    if !context.keys.contains(&&*name) && !derived::is_derived(&name) && !levels.contains(&name) {
                        self.snippet(&name, Sort::Key, "value of the subject", "", format!("{name} = $0"));
                    }
                }
            }
            [key, "=", ..] => self.criterion_values(subject, key),
            _other => {}
        }
    }

    /// The scales on which rules give a subject its level.
    fn scales_of(&self, subject: &str) -> Vec<String> {
        let rules = self.view.analysis.program.rule_sets.iter().filter(|rules| &*rules.subject.name == subject);
        rules.map(|rules| rules.head.symbol.name.to_string()).collect()
    }

    /// The words after a subject that a test describes.
    fn level_of_described(&mut self, subject: &str, words: &[&str]) {
        match words {
            [] => self.word("is", "", Sort::Word),
            ["is"] => self.scales_of(subject).iter().for_each(|scale| self.levels(scale)),
            ["is", _level] => self.word("for", "The scale, where rules give levels of several.", Sort::Word),
            ["is", _level, "for"] => {
                for scale in self.scales_of(subject) {
                    self.push(&scale, Sort::Name, "scale", "");
                }
            }
            _more => {}
        }
    }

    pub(super) fn test_sentence(&mut self, context: &Context<'_>) {
        let words = context.statement.as_slice();
        if let [subject] = context.described.as_slice() {
            return self.level_of_described(subject, words);
        }
        let first = words.first().copied().unwrap_or_default();
        let can = words.iter().any(|word| matches!(*word, "can" | "cannot"));
        match (first, words) {
            ("user", ["user"]) => self.declared("user"),
            ("team", ["team"]) => self.declared("team"),
            ("app", ["app"]) => self.declared("app"),
            ("connector" | "connectors", [_] | [.., ","]) => self.connectors(),
            ("finds", ["finds"] | ["finds", "no"]) => self.word("no", "Nothing is found.", Sort::Word),
            ("finds", [.., "on"]) => {
                for kind in KINDS {
                    self.word(kind.keyword, kind.noun, Sort::Word);
                }
            }
            ("every", ["every"]) => {
                self.words(
                    &[
                        "environment",
                        "production",
                        "sandbox",
                        "trial",
                        "subscription_trial",
                        "developer",
                        "default",
                        "teams",
                    ],
                    Sort::Word,
                );
            }
            ("every", [.., "environment"]) => self.words(&["is", "where"], Sort::Word),
            ("every", [_, .., "is" | "where" | "and" | "or" | "not"]) => self.condition("environment", words),
            ("nobody", ["nobody"]) => self.word("outside", "Those who are left out.", Sort::Word),
            ("nobody", [_, "outside"] | [.., ","]) => {
                self.words(&["unit", "team", "role", "group", "user"], Sort::Word);
                self.declared("business_units");
            }
            (_, [.., "unit" | "of"]) => self.declared("business_units"),
            (_, [.., "role"]) => self.roles(),
            (_, [.., "group"]) => self.declared("group"),
            (_, [.., "in"]) => {
                self.declared("environment");
                if first.starts_with("connector") {
                    self.word("environments to come", "Whatever group they will be in.", Sort::Word);
                }
            }
            (_, [.., "can" | "cannot"]) => self.words(&Verb::ALL.map(Verb::word), Sort::Value),
            (_, [.., verb] | [.., verb, "own" | "all"]) if can && Verb::parse(verb).is_some() => {
                self.words(&["own", "all"], Sort::Word);
                self.tables();
            }
            ("app", [.., "is"]) => self.levels("criticity"),
            (_, [.., "rated"]) => self.levels(crate::model::facts::RATING_SCALE),
            ("connector", [.., "is"]) => self.words(&["rated", "blocked", "not blocked"], Sort::Word),
            ("user" | "team", [_, _, "in", _]) => self.words(&["can", "cannot"], Sort::Word),
            ("nobody", [.., _]) => self.word("can", "", Sort::Word),
            ("app", [_, _]) => self.word("is", "", Sort::Word),
            ("connector", [_, _]) => self.words(&["in", "is rated"], Sort::Word),
            ("connector", [_, _, "in", _]) => self.words(&["is blocked", "is not blocked"], Sort::Word),
            ("connectors", [.., "in", _]) => self.words(&["together", "not together"], Sort::Word),
            ("connectors", [.., "not"]) => self.word("together", "", Sort::Word),
            ("user" | "team", [_, _]) | ("connectors", _) => self.word("in", "", Sort::Word),
            _other => {}
        }
    }
}
