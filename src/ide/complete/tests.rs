//! What goes on in a sentence of a test.

use super::{Offered, Sort};
use crate::catalog::privilege::Verb;
use crate::ide::context::Context;
use crate::model::kinds::{KINDS, Shape};

/// Whether a shape is the one of tests.
pub(super) fn is_test(shape: &Shape) -> bool {
    shape.sentences.iter().any(|sentence| sentence.form.starts_with("nobody "))
}

impl Offered<'_> {
    pub(super) fn test_sentence(&mut self, context: &Context<'_>) {
        let words = context.statement.as_slice();
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
