//! Completion of values.

use super::{Offered, Sort};
use crate::catalog::{self, ProviderType};
use crate::ide::context::Context;
use crate::model::facts::RATING_SCALE;
use crate::model::kinds::Type;
use crate::syntax::text_value;

impl Offered<'_> {
    pub(super) fn value(&mut self, of: Type, context: &Context<'_>) {
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
                    self.push_found_by_detail(&lcid.to_string(), Sort::Value, name);
                }
            }
            Type::Currency => {
                for (code, name) in catalog::CURRENCIES {
                    self.push_found_by_detail(code, Sort::Value, name);
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

    pub(super) fn environments(&mut self, of: Type, context: &Context<'_>, after: &[&str]) {
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
    pub(super) fn set(&mut self, context: &Context<'_>) {
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

    /// Attributes of the Terraform provider.
    pub(super) fn provider_settings(&mut self, given: &[&str]) {
        for attribute in catalog::provider_settings().filter(|one| !given.contains(&one.name())) {
            let snippet = format!("{} = $0", attribute.name());
            self.snippet(attribute.name(), Sort::Key, attribute.resource, attribute.path, snippet);
        }
    }

    pub(super) fn provider_values(&mut self, name: &str) {
        let Some(attribute) = catalog::provider_setting(name) else { return };
        if attribute.kind == ProviderType::Flag {
            self.words(&["on", "off"], Sort::Value);
        }
        for value in attribute.values() {
            self.word(&text_value::quote(value), "", Sort::Value);
        }
    }
}
