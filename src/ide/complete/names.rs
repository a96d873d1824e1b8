//! Names of declarations and of the platform.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{MOST, Offered, Sort};
use crate::catalog::{self, Connector};
use crate::ide::names::{LEVEL, TABLE};
use crate::syntax::text_value;

impl Offered<'_> {
    pub(super) fn declared(&mut self, kind: &str) {
        let kind = if kind == "person" { "user" } else { kind };
        let names = self.view.names.declared().filter(|(_, name)| name.kind == kind);
        self.names(names.map(|(_, name)| text_value::name(&name.name)), Sort::Name, kind);
    }

    pub(super) fn levels(&mut self, scale: &str) {
        let levels = self.view.names.declared().filter(|(_, name)| name.kind == LEVEL && name.scope == scale);
        self.names(levels.map(|(_, name)| (&*name.name).into()), Sort::Value, &format!("level of {scale}"));
    }

    /// Names of one kind. If there are very many, only the first ones are offered.
    fn names<'n>(&mut self, names: impl Iterator<Item = Cow<'n, str>>, sort: Sort, detail: &str) {
        let mut names: Vec<Cow<'_, str>> = names.filter(|name| self.wanted.fits(name, sort)).collect();
        // Duplicates are removed later, so twice the maximum is kept.
        let kept = 2 * MOST;
        if names.len() > kept {
            let key = |name: &str| (!self.wanted.fits_phrase(name), !self.wanted.begins(name));
            names.select_nth_unstable_by(kept, |one, other| (key(one), one).cmp(&(key(other), other)));
            names.truncate(kept);
            self.more = true;
        }
        for name in names {
            self.push(&name, sort, detail, "");
        }
    }

    pub(super) fn roles(&mut self) {
        self.declared("role");
        for role in catalog::predefined_roles() {
            self.push(&text_value::name(role.symbol), Sort::Name, "role of the platform", "");
        }
    }

    pub(super) fn tables(&mut self) {
        let own = self.view.names.declared().filter(|(_, name)| name.kind == TABLE);
        self.names(own.map(|(_, name)| (&*name.name).into()), Sort::Name, "table");
        for table in catalog::system_tables() {
            self.push(&text_value::name(table.name), Sort::Name, "table of the platform", "");
        }
    }

    pub(super) fn connectors(&mut self) {
        let catalog = self.view.analysis.program.universe.catalog();
        for (_, connector) in catalog.iter() {
            // Facts are added only for the few that are shown.
            self.push_found_by_detail(&text_value::name(&connector.id), Sort::Connector, &connector.distinct_name());
        }
        let own = self.view.names.declared().filter(|(_, name)| name.kind == "connector");
        let own = own.filter(|(_, name)| catalog.find(&name.name).is_none());
        self.names(own.map(|(_, name)| text_value::name(&name.name)), Sort::Connector, "declared here");
    }

    /// The facts about a connector that is offered.
    pub(super) fn connector_facts(&self, label: &str) -> Option<String> {
        let catalog = self.view.analysis.program.universe.catalog();
        catalog.find(label.trim_matches('"')).map(|index| facts(catalog.get(index)))
    }
}

/// The facts of the catalogue about a connector, in Markdown.
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
