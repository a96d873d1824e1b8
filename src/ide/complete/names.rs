//! What is declared, and what the platform brings.

use std::fmt::Write as _;

use super::{Offered, Sort};
use crate::catalog::{self, Connector};
use crate::ide::names::{LEVEL, TABLE};
use crate::syntax::text_value;

impl Offered<'_> {
    pub(super) fn declared(&mut self, kind: &str) {
        let kind = if kind == "person" { "user" } else { kind };
        for (_, name) in self.view.names.all().filter(|(_, name)| name.declares && name.kind == kind) {
            self.push(&text_value::name(&name.name), Sort::Name, kind, "");
        }
    }

    pub(super) fn levels(&mut self, scale: &str) {
        let levels = self.view.names.all().filter(|(_, name)| name.declares && name.kind == LEVEL);
        for (_, name) in levels.filter(|(_, name)| name.scope == scale) {
            self.push(&name.name, Sort::Value, format!("level of {scale}"), "");
        }
    }

    pub(super) fn roles(&mut self) {
        self.declared("role");
        for role in catalog::predefined_roles() {
            self.push(&text_value::name(role.symbol), Sort::Name, "role of the platform", "");
        }
    }

    pub(super) fn tables(&mut self) {
        for (_, name) in self.view.names.all().filter(|(_, name)| name.declares && name.kind == TABLE) {
            self.push(&name.name, Sort::Name, "table", "");
        }
        for table in catalog::system_tables() {
            self.push(&text_value::name(table.name), Sort::Name, "table of the platform", "");
        }
    }

    pub(super) fn connectors(&mut self) {
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
