//! The report of an import: as lines for people and as JSON.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::text::printable;

use super::read::{FURTHER_PAGES, FileRead, Group, NotCarried, Outcome};
pub use super::report_organisation::{OrganisationReport, RoleReport};

/// The report of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The files that were read.
    pub files: Vec<FileRead>,
    /// The policies that were written, in the order of the source.
    pub policies: Vec<PolicyReport>,
    /// The connector allow-lists that were written, in the order of the source.
    pub allow_lists: Vec<AllowListReport>,
    /// The named sets that policies share, or that were too long for one policy.
    pub sets: Vec<SetReport>,
    /// The tenant, where the files have settings of it.
    pub tenant: Option<TenantReport>,
    /// Roles, units, users, teams and column security.
    pub organisation: OrganisationReport,
    /// Everything that was not carried unchanged, most serious first.
    pub not_carried: Vec<NotCarried>,
}

/// The result for one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyReport {
    /// Its symbol in the source.
    pub symbol: String,
    /// Its display name.
    pub name: String,
    /// The file it came from.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The group of unlisted connectors.
    pub default: Group,
    /// The environments, in the words of the source.
    pub applies_to: String,
    /// Whether it is of the platform's old schema.
    pub is_legacy: bool,
    /// Whether a part of it is unknown, so that it is written with an environment that nothing binds.
    pub is_held_back: bool,
    /// The three groups.
    pub groups: Vec<GroupReport>,
    /// The number of URL patterns.
    pub patterns: usize,
    /// The number of connectors with rules of their own.
    pub connectors_with_rules: usize,
    /// The number of connectors of the catalogue that no group lists.
    pub unlisted: usize,
    /// The number of those that cannot be blocked although the default is Blocked.
    pub unlisted_unblockable: usize,
    /// The number of connectors in the catalogue.
    pub catalog: usize,
}

/// The result for one connector allow-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowListReport {
    /// Its symbol in the source.
    pub symbol: String,
    /// Its display name.
    pub name: String,
    /// The file it came from.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The group or environment, in the words of the source.
    pub applies_to: String,
    /// Whether a part of it is unknown, so that it is written for a group that nothing binds.
    pub is_held_back: bool,
    /// The number of connectors it allows.
    pub connectors: usize,
    /// Ids in it that are not in the catalogue.
    pub unknown: Vec<String>,
}

/// The settings of the tenant that were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantReport {
    /// Its symbol in the source.
    pub symbol: String,
    /// The number of settings.
    pub settings: usize,
    /// Whether it has a routing target for makers.
    pub routing: bool,
    /// Whether isolation is on, and the number of exceptions; none where it is not written.
    pub isolation: Option<(bool, usize)>,
}

/// The result for one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupReport {
    /// The group.
    pub group: Group,
    /// The number of entries that the file lists.
    pub listed: usize,
    /// The number of connectors that the file selects by a condition.
    pub selected: usize,
    /// The number of those that `rest` covers.
    pub covered: usize,
    /// The group as written, shortened; empty when it has no connectors.
    pub written: String,
    /// Ids that are not in the catalogue, with a remark where there is one.
    pub unknown: Vec<(String, Option<&'static str>)>,
}

/// A named set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetReport {
    /// Its name in the source.
    pub name: String,
    /// The number of connectors.
    pub connectors: usize,
}

/// The maximum number of names of a long list in the text form; the JSON form has all.
const SHOWN: usize = 3;

impl Report {
    /// The number of policies, roles and other declarations that could not be read.
    pub fn refused(&self) -> usize {
        self.not_carried.iter().filter(|item| item.outcome == Outcome::Refused).count()
    }

    /// The number of policies that are written for an environment or group that nothing binds, since a part of them
    /// is unknown.
    pub fn held_back(&self) -> usize {
        let lists = self.allow_lists.iter().filter(|list| list.is_held_back).count();
        self.policies.iter().filter(|policy| policy.is_held_back).count() + lists
    }

    /// The number of lists that continue on further pages that are not among the files. A list continues where no
    /// file of its form is the last page. For rows this is noted for each kind, without a file.
    pub fn unfinished(&self) -> usize {
        let pages = self.not_carried.iter().filter(|item| item.what == FURTHER_PAGES);
        let files: BTreeSet<&str> = pages.map(|item| item.file.as_str()).collect();
        let (paged, last): (Vec<&FileRead>, Vec<&FileRead>) =
            self.files.iter().partition(|file| files.contains(file.name.as_str()));
        let forms = paged.iter().filter(|file| last.iter().all(|last| last.form != file.form)).count();
        forms + usize::from(files.contains(""))
    }

    /// Whether [`Self::lines`] leaves out names or places that the JSON form has.
    pub fn abridges(&self) -> bool {
        let groups = self.policies.iter().flat_map(|policy| &policy.groups);
        groups.into_iter().any(|group| group.unknown.len() > SHOWN)
            || self.allow_lists.iter().any(|list| list.unknown.len() > SHOWN)
            || self.not_carried.len() > 1
    }

    /// The report as plain lines.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        // Files of one kind are one line; those with content come first.
        let gives = |file: &FileRead| {
            file.policies + file.rule_based + file.environments + file.settings + file.roles + file.rows > 0
        };
        for with_policies in [true, false] {
            let mut forms: IndexMap<&str, Vec<&FileRead>> = IndexMap::new();
            for file in self.files.iter().filter(|file| gives(file) == with_policies) {
                forms.entry(file.form).or_default().push(file);
            }
            for (form, files) in forms {
                let first = files.first().map_or("", |file| file.name.as_str());
                let more = match files.len() - 1 {
                    0 => String::new(),
                    more => format!(" and {}", counted(more, "more file", "more files")),
                };
                let policies = match files.iter().map(|file| file.policies + file.rule_based).sum() {
                    0 => String::new(),
                    policies => format!(", {}", counted(policies, "policy", "policies")),
                };
                let environments = match files.iter().map(|file| file.environments).sum() {
                    0 => String::new(),
                    environments => format!(", {}", counted(environments, "environment", "environments")),
                };
                let roles = match files.iter().map(|file| file.roles).sum() {
                    0 => String::new(),
                    roles => format!(", {}", counted(roles, "role", "roles")),
                };
                let rows = match files.iter().map(|file| file.rows).sum() {
                    0 => String::new(),
                    rows if roles.is_empty() => format!(", {}", counted(rows, "row", "rows")),
                    rows => format!(" and {}", counted(rows, "other row", "other rows")),
                };
                let settings = match files.iter().map(|file| file.settings).sum() {
                    0 => String::new(),
                    settings => format!(", {}", counted(settings, "tenant setting", "tenant settings")),
                };
                lines.push(format!("{first}{more}: {form}{policies}{environments}{settings}{roles}{rows}"));
            }
        }
        for policy in &self.policies {
            policy.lines(&mut lines);
        }
        for list in &self.allow_lists {
            list.lines(&mut lines);
        }
        for set in &self.sets {
            let connectors = counted(set.connectors, "connector", "connectors");
            lines.push(format!("connectors {}: {connectors}, named because the set is shared or long", set.name));
        }
        if let Some(tenant) = &self.tenant {
            lines.push(tenant.line());
        }
        self.organisation.lines(&mut lines);
        // Remarks that apply to many places are shown once, and a single file is not named.
        let mut alike: IndexMap<(&str, &str, &str), Vec<&NotCarried>> = IndexMap::new();
        for item in &self.not_carried {
            alike.entry((item.outcome.word(), &item.what, &item.why)).or_default().push(item);
        }
        for ((outcome, what, why), items) in alike {
            let Some(first) = items.first() else { continue };
            let file = if self.files.len() > 1 { first.file.as_str() } else { "" };
            let place = [file, first.place.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let place = match (place.join(" "), items.len() - 1) {
                (place, 0) if place.is_empty() => String::new(),
                (place, 0) => format!(", at {place}"),
                (place, more) if place.is_empty() => format!(", and in {}", counted(more, "more place", "more places")),
                (place, more) => format!(", at {place} and in {}", counted(more, "more place", "more places")),
            };
            lines.push(format!("{outcome}: {what}{place}: {why}"));
        }
        if self.not_carried.is_empty() {
            lines.push("everything in the files was imported".to_owned());
        }
        // Names come from the files, and lines are written to terminals.
        lines.into_iter().map(|line| printable(&line).into_owned()).collect()
    }

    /// The report as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "files": self.files.iter().map(|file| json!({
                "name": file.name, "form": file.form, "policies": file.policies, "rule_based": file.rule_based,
                "environments": file.environments, "settings": file.settings, "roles": file.roles, "rows": file.rows,
            })).collect::<Vec<_>>(),
            "policies": self.policies.iter().map(PolicyReport::to_json).collect::<Vec<_>>(),
            "allow_lists": self.allow_lists.iter().map(AllowListReport::to_json).collect::<Vec<_>>(),
            "sets": self.sets.iter().map(|set| json!({
                "name": set.name, "connectors": set.connectors,
            })).collect::<Vec<_>>(),
            "tenant": self.tenant.as_ref().map(TenantReport::to_json),
            "organisation": self.organisation.to_json(),
            "not_carried": self.not_carried.iter().map(|item| json!({
                "outcome": item.outcome.word(), "file": item.file, "place": item.place,
                "what": item.what, "why": item.why,
            })).collect::<Vec<_>>(),
        })
    }
}

impl PolicyReport {
    fn lines(&self, lines: &mut Vec<String>) {
        let name = if self.name == self.symbol { String::new() } else { format!(", \"{}\"", self.name) };
        let legacy = if self.is_legacy { ", of the old schema" } else { "" };
        lines.push(format!("data_policy {}{name}{legacy}: applies to {}", self.symbol, self.applies_to));
        let groups: Vec<String> = self.groups.iter().filter_map(GroupReport::counts).collect();
        let mut said = vec![groups.join(", ")];
        if self.unlisted > 0 {
            let (of, default) = (self.catalog, self.default.title());
            let unblockable = match self.unlisted_unblockable {
                0 => String::new(),
                count => format!(", but {count} that cannot be blocked to Non-business"),
            };
            said.push(format!(
                "{} of the {of} connectors of the catalogue are listed nowhere and go to {default}{unblockable}",
                self.unlisted
            ));
        }
        said.retain(|part| !part.is_empty());
        lines.push(format!("  {}", said.join("; ")));
        for group in &self.groups {
            group.lines(lines);
        }
        let mut rules = Vec::new();
        if self.patterns > 0 {
            rules.push(counted(self.patterns, "URL pattern", "URL patterns"));
        }
        if self.connectors_with_rules > 0 {
            let connectors = counted(self.connectors_with_rules, "connector", "connectors");
            rules.push(format!("rules about actions or endpoints of {connectors}"));
        }
        if !rules.is_empty() {
            lines.push(format!("  {}", rules.join(", ")));
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "symbol": self.symbol, "name": self.name, "file": self.file, "place": self.place,
            "default": self.default.word(), "applies_to": self.applies_to, "legacy": self.is_legacy,
            "groups": self.groups.iter().map(GroupReport::to_json).collect::<Vec<_>>(),
            "patterns": self.patterns, "connectors_with_rules": self.connectors_with_rules,
            "unlisted": self.unlisted, "unlisted_unblockable": self.unlisted_unblockable,
            "catalog": self.catalog,
        })
    }
}

impl AllowListReport {
    fn lines(&self, lines: &mut Vec<String>) {
        let name = if self.name == self.symbol { String::new() } else { format!(", \"{}\"", self.name) };
        let connectors = counted(self.connectors, "connector", "connectors");
        lines.push(format!("connector_allow_list {}{name}: {connectors} allowed in {}", self.symbol, self.applies_to));
        if !self.unknown.is_empty() {
            let shown: Vec<String> = self.unknown.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
            let more = self.unknown.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            lines.push(format!("  {} not in the catalogue: {}{more}", self.unknown.len(), shown.join(", ")));
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "symbol": self.symbol, "name": self.name, "file": self.file, "place": self.place,
            "applies_to": self.applies_to, "held_back": self.is_held_back, "connectors": self.connectors,
            "unknown": self.unknown,
        })
    }
}

impl TenantReport {
    fn line(&self) -> String {
        let mut said = vec![counted(self.settings, "setting", "settings")];
        said.extend(self.routing.then(|| "where makers are routed".to_owned()));
        said.extend(self.isolation.map(|(active, partners)| {
            let exceptions = counted(partners, "exception", "exceptions");
            format!("isolation {} with {exceptions}", if active { "on" } else { "off" })
        }));
        format!("tenant {}: {}", self.symbol, said.join(", "))
    }

    fn to_json(&self) -> Value {
        json!({
            "symbol": self.symbol, "settings": self.settings, "routing": self.routing,
            "isolation": self.isolation.map(|(active, partners)| json!({ "active": active, "partners": partners })),
        })
    }
}

impl GroupReport {
    /// `20 in Non-business`, with the number of those that `rest` covers; none for an empty group.
    fn counts(&self) -> Option<String> {
        let title = self.group.title();
        let count = match (self.listed, self.selected) {
            (0, 0) => return None,
            (listed, 0) => format!("{listed} in {title}"),
            (0, selected) => format!("{selected} selected for {title}"),
            (listed, selected) => format!("{listed} and {selected} selected in {title}"),
        };
        Some(match self.covered {
            0 => count,
            covered if covered == self.listed + self.selected => format!("{count} (as `rest`)"),
            covered => format!("{count} ({covered} of them as `rest`)"),
        })
    }

    fn lines(&self, lines: &mut Vec<String>) {
        if self.unknown.is_empty() {
            return;
        }
        let names: Vec<String> = self
            .unknown
            .iter()
            .map(|(id, note)| note.map_or_else(|| format!("`{id}`"), |note| format!("`{id}` ({note})")))
            .collect();
        let (count, title) = (self.unknown.len(), self.group.title());
        let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        let more = if count > SHOWN { format!(" and {} more", count - SHOWN) } else { String::new() };
        lines.push(format!("  {count} in {title} not in the catalogue: {shown}{more}"));
    }

    fn to_json(&self) -> Value {
        json!({
            "group": self.group.word(), "listed": self.listed, "selected": self.selected, "covered": self.covered,
            "written": self.written,
            "unknown": self.unknown.iter().map(|(id, note)| json!({ "id": id, "note": note })).collect::<Vec<_>>(),
        })
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
