//! The facts about the tenant, as one declaration: a tenant is described once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Ids;
use super::groups::Groups;
use super::names::{Names, symbol_of};
use super::text;
use crate::import::read::{
    DeclaredIsolation, DeclaredRouting, DeclaredTenant, Export, NotCarried, Outcome, StatedSetting,
};
use crate::import::report::TenantReport;
use crate::model::bindings::Bindings;
use crate::model::kinds::TENANT_SETTINGS;
use crate::syntax::text_value::quote;

/// The symbol of the tenant in an imported source.
const SYMBOL: &str = "this_tenant";
/// The symbol of the security group whose members are routed.
const ROUTED: &str = "routed_makers";

/// The tenant of an export.
pub(super) struct Tenant {
    id: Option<String>,
    settings: BTreeMap<&'static str, StatedSetting>,
    routing: Option<DeclaredRouting>,
    isolation: Option<DeclaredIsolation>,
    /// The symbol of the security group whose members are routed, and whether it is declared here.
    routed: Option<(String, bool)>,
}

impl Tenant {
    /// The tenant, where a file has facts about it. Where two files contradict each other, neither value is written.
    pub(super) fn of(export: &Export, notes: &mut Vec<NotCarried>) -> Option<Self> {
        if export.tenants.is_empty() {
            return None;
        }
        let mut tenant = Self { id: None, settings: BTreeMap::new(), routing: None, isolation: None, routed: None };
        let mut ids: Vec<(&DeclaredTenant, &str)> =
            export.tenants.iter().filter_map(|one| Some((one, one.id.as_deref()?))).collect();
        ids.dedup_by(|one, two| one.1.eq_ignore_ascii_case(two.1));
        if let [_, (second, _), ..] = ids.as_slice() {
            let why = "the files are of several tenants; import each alone";
            notes.push(note(second, &second.place, "the tenant", why));
            return None;
        }
        tenant.id = ids.first().map(|(_, id)| (*id).to_owned());
        let mut disputed: Vec<&str> = Vec::new();
        for one in &export.tenants {
            for stated in &one.settings {
                let word = stated.setting.word;
                if tenant.settings.get(word).is_some_and(|known| known.value != stated.value) {
                    disputed.push(word);
                    notes.push(note(one, &stated.place, &format!("tenant setting `{word}`"), TWICE));
                }
                tenant.settings.entry(word).or_insert_with(|| stated.clone());
            }
            if let Some(isolation) = &one.isolation {
                let same = |known: &DeclaredIsolation| partners(known) == partners(isolation);
                match &tenant.isolation {
                    Some(known) if known.active != isolation.active || !same(known) => {
                        notes.push(note(one, &isolation.place, "tenant isolation", TWICE));
                        disputed.push("isolation");
                    }
                    Some(_) | None => tenant.isolation = Some(isolation.clone()),
                }
            }
        }
        tenant.settings.retain(|word, _| !disputed.contains(word));
        tenant.isolation = tenant.isolation.take().filter(|_| !disputed.contains(&"isolation"));
        tenant.take_routing(export, notes);
        tenant.check(export, notes);
        let is_empty = tenant.settings.is_empty() && tenant.routing.is_none() && tenant.isolation.is_none();
        (!is_empty).then_some(tenant)
    }

    /// Takes the routing of makers, if all files that have it agree.
    fn take_routing(&mut self, export: &Export, notes: &mut Vec<NotCarried>) {
        let bare = |routing: &DeclaredRouting| DeclaredRouting { place: String::new(), ..routing.clone() };
        let mut all = export.tenants.iter().filter_map(|one| Some((one, one.routing.as_ref()?)));
        let Some((_, first)) = all.next() else { return };
        match all.find(|(_, other)| bare(other) != bare(first)) {
            Some((one, other)) => notes.push(note(one, &other.place, "where makers are routed", TWICE)),
            None => self.routing = Some(first.clone()),
        }
    }

    /// Removes settings that the language cannot express as they are.
    fn check(&mut self, export: &Export, notes: &mut Vec<NotCarried>) {
        let Some(routing) = &self.routing else { return };
        let home = export.tenants.iter().find(|one| one.routing.is_some());
        let why = match routing.active {
            None => "whether makers are routed at all is not said",
            Some(true) if routing.to.is_none() => "makers are routed to no environment group",
            Some(true) if routing.everyone.is_none() => "whether all makers are routed is not said",
            Some(_) => return,
        };
        if let Some(home) = home {
            let outcome = Outcome::Dropped;
            notes.push(NotCarried { outcome, ..note(home, &routing.place, "where makers are routed", why) });
        }
        self.routing = None;
    }

    /// Puts the ids into the bindings or the source.
    pub(super) fn bind(&mut self, ids: Ids, bindings: &mut Bindings) {
        let routed = self.routing.as_ref().and_then(|routing| routing.members_of.clone());
        if let Some(id) = routed {
            let known = bindings.groups.iter().find(|(_, known)| known.eq_ignore_ascii_case(&id));
            let known = known.map(|(symbol, _)| symbol.clone());
            let is_new = known.is_none();
            let symbol = known.unwrap_or_else(|| {
                let free = (1..).map(|at| if at == 1 { ROUTED.to_owned() } else { format!("{ROUTED}_{at}") });
                free.into_iter().find(|name| !bindings.groups.contains_key(name)).unwrap_or_default()
            });
            if is_new && ids == Ids::Bindings {
                bindings.groups.insert(symbol.clone(), id);
            }
            self.routed = Some((symbol, is_new));
        }
        if ids == Ids::Bindings {
            bindings.tenant.clone_from(&self.id);
        }
    }

    /// The declaration, after that of the group whose members are routed.
    pub(super) fn declaration(&self, groups: &Groups, ids: Ids) -> String {
        // INVARIANT: writing to a string does not fail.
        let mut out = String::new();
        let members = self.routing.as_ref().and_then(|routing| routing.members_of.as_deref());
        if let (Some((symbol, true)), Some(id)) = (&self.routed, members) {
            let id = if ids == Ids::Inline { format!("; id = {}", quote(id)) } else { String::new() };
            let _ = writeln!(out, "group {symbol} {{ kind = security{id} }}\n");
        }
        let _ = writeln!(out, "tenant {SYMBOL} {{");
        if let Some(id) = self.id.as_ref().filter(|_| ids == Ids::Inline) {
            let _ = writeln!(out, "id = {}\n", quote(id));
        }
        if !self.settings.is_empty() || self.routing.is_some() {
            out.push_str("settings {\n");
            for setting in TENANT_SETTINGS.iter().filter_map(|setting| self.settings.get(setting.word)) {
                let _ = writeln!(out, "{} = {}", setting.setting.word, setting.value);
            }
            if let Some(routing) = &self.routing {
                out.push_str(&self.routing_block(routing, groups));
            }
            out.push_str("}\n");
        }
        if let Some(isolation) = &self.isolation {
            out.push_str("\nisolation {\n");
            if !isolation.active {
                out.push_str("active = no\n");
            }
            let mut names = Names::default();
            for (tenant, inbound, outbound) in partners(isolation) {
                let wanted = match tenant.as_str() {
                    "*" => "every_tenant".to_owned(),
                    id => symbol_of(&format!("tenant {}", id.get(..8).unwrap_or(id)), "tenant"),
                };
                let mut statements = vec![format!("tenant = {}", quote(&tenant))];
                statements.extend(inbound.then(|| "they_reach_us = yes".to_owned()));
                statements.extend(outbound.then(|| "we_reach_them = yes".to_owned()));
                let _ = writeln!(out, "{} {{ {} }}", names.take(&wanted), statements.join("; "));
            }
            out.push_str("}\n");
        }
        out.push_str("}\n");
        out
    }

    fn routing_block(&self, routing: &DeclaredRouting, groups: &Groups) -> String {
        let mut statements = Vec::new();
        if routing.active == Some(false) {
            statements.push("active = no".to_owned());
        }
        statements.extend(routing.to.as_ref().map(|group| format!("to = {}", groups.symbol(group))));
        if let (Some(everyone), Some(true)) = (routing.everyone, routing.active) {
            statements.push(format!("makers = {}", if everyone { "everyone" } else { "new" }));
        }
        statements.extend(self.routed.as_ref().map(|(symbol, _)| format!("members_of = {symbol}")));
        format!("maker_routing {{ {} }}\n", statements.join("; "))
    }

    pub(super) fn report(&self) -> TenantReport {
        TenantReport {
            symbol: SYMBOL.to_owned(),
            settings: self.settings.len(),
            routing: self.routing.is_some(),
            isolation: self.isolation.as_ref().map(|isolation| (isolation.active, isolation.partners.len())),
        }
    }

    /// The comment above it.
    pub(super) fn heading(export: &Export) -> String {
        let mut files: Vec<&str> = export.tenants.iter().map(|one| super::file_name(&one.file)).collect();
        files.sort_unstable();
        files.dedup();
        text::comment(&format!("The tenant, imported from {}.", files.join(", ")))
    }
}

const TWICE: &str = "the files say two things of it, so nothing of it is written";

/// The exceptions in the order of their tenants, each once.
fn partners(isolation: &DeclaredIsolation) -> Vec<(String, bool, bool)> {
    let mut all: Vec<(String, bool, bool)> = isolation
        .partners
        .iter()
        .map(|(id, inbound, outbound)| (id.to_ascii_lowercase(), *inbound, *outbound))
        .collect();
    all.sort();
    all.dedup();
    all
}

fn note(tenant: &DeclaredTenant, place: &str, what: &str, why: &str) -> NotCarried {
    NotCarried {
        file: tenant.file.clone(),
        place: place.to_owned(),
        outcome: Outcome::Refused,
        what: what.to_owned(),
        why: why.to_owned(),
    }
}
