//! The writer: turns the neutral value and a catalogue into source as a person would write it.

mod allow_lists;
mod conditions;
mod connector_lists;
mod entrants;
mod environment_notes;
mod environment_settings;
mod environments;
mod expression;
mod groups;
mod identity;
mod items;
mod names;
mod organisation;
mod plan;
mod policy;
mod policy_report;
mod sharing;
mod tenants;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::read::{Export, Group, NotCarried, Outcome, Policy, Scope};
use super::report::{AllowListReport, OrganisationReport, PolicyReport, SetReport, TenantReport};
use crate::catalog::Catalog;
use crate::model::bindings::Bindings;
use allow_lists::ListDraft;
pub(super) use connector_lists::settle as settle_lists;
use environments::Environments;
use groups::Groups;
use items::{Writing, texts};
use names::{Names, symbol_of};
use plan::{Plan, note};
use sharing::{NamedSet, Use};
use tenants::Tenant;

/// Options for the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Where the ids of environments, policies, roles and other declarations are written.
    pub ids: Ids,
    /// How listed connectors of the default group are written.
    pub default_members: Members,
    /// How the cells of grids are written.
    pub levels: Levels,
    /// The environment in which users and teams have their roles; `imported` where absent.
    pub environment: Option<String>,
    /// The inputs that were found in a folder, not named. One of no kind that can be imported is left out and reported.
    pub found: BTreeSet<String>,
}

/// How access levels are written in grids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Levels {
    /// `none`, `user`, `bu`, `deep`, `org`
    #[default]
    Words,
    /// `○`, `◔`, `◑`, `◕`, `●`
    Glyphs,
}

/// Where ids are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// Into the bindings, so that the source serves several tenants.
    #[default]
    Bindings,
    /// Into the source.
    Inline,
}

/// How the listed connectors of the default group are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Members {
    /// A few stay named next to `rest`, since the author chose them one by one; a long list is covered by `rest`.
    #[default]
    Few,
    /// `rest` covers them; only those are named for which `rest` would mean another group.
    Covered,
    /// All are named next to `rest`.
    Listed,
}

/// The maximum number of names that are the author's choice; a longer list is maintained by hand.
pub(super) const FEW: usize = 24;

/// The result of the writer.
pub(super) struct Written {
    pub(super) source: String,
    pub(super) bindings: Bindings,
    pub(super) policies: Vec<PolicyReport>,
    pub(super) allow_lists: Vec<AllowListReport>,
    pub(super) sets: Vec<SetReport>,
    pub(super) tenant: Option<TenantReport>,
    pub(super) organisation: OrganisationReport,
    pub(super) notes: Vec<NotCarried>,
}

/// A policy before it is written into the source.
struct Draft<'p> {
    policy: &'p Policy,
    symbol: String,
    plan: Plan<'p>,
}

/// Writes everything in `export`.
pub(super) fn write(export: &Export, catalog: &Catalog, options: &Options) -> Written {
    let writing = Writing::of(export, catalog);
    let mut notes = Vec::new();
    let mut groups = Groups::of(export);
    let mut environments = Environments::of(export, &groups, &mut notes);
    let mut tenant = Tenant::of(export, &mut notes);
    let mut lists = allow_lists::drafts(export, &mut groups, &mut environments, &writing, &mut notes);
    let mut names = Names::default();
    let ordered = in_order(export, &mut notes);
    let kept: Vec<Option<String>> = ordered.iter().map(|policy| names.keep(policy.symbol.as_deref()?)).collect();
    let mut drafts: Vec<Draft> = ordered
        .into_iter()
        .zip(kept)
        .map(|(policy, kept)| {
            tell_scope(policy, &mut notes);
            let plan = Plan::of(policy, options.default_members, &writing, &mut notes);
            let symbol = kept.unwrap_or_else(|| names.take(&symbol_of(&policy.name, "policy")));
            Draft { policy, symbol, plan }
        })
        .collect();
    let sets = share(&mut drafts, &mut lists, catalog);
    let mut bindings = Bindings::default();
    if options.ids == Ids::Bindings {
        for environment in environments.in_order() {
            if let Some(id) = &environment.id {
                bindings.environments.insert(environment.symbol.clone(), id.clone());
            }
        }
        for draft in &drafts {
            if let Some(id) = &draft.policy.id {
                bindings.data_policies.insert(draft.symbol.clone(), id.clone());
            }
        }
        for group in groups.in_order() {
            if let Some(id) = &group.id {
                bindings.environment_groups.insert(group.symbol.clone(), id.clone());
            }
        }
        for list in lists.iter().filter(|list| list.has_id) {
            if let Some(id) = &list.policy.id {
                bindings.connector_allow_lists.insert(list.symbol.clone(), id.clone());
            }
        }
    }
    let declared: Vec<&str> = environments.in_order().iter().map(|environment| environment.symbol.as_str()).collect();
    // Ids of groups and people by symbol, wherever they are written, since environments refer to them by symbol.
    let mut known = Bindings::default();
    let organisation = organisation::write(&export.organisation, options, &declared, &mut known);
    notes.extend(organisation.notes);
    if let Some(tenant) = &mut tenant {
        tenant.bind(options.ids, &mut known);
    }
    let identity = identity::write(export, options.ids, &organisation.source, &mut known, &mut notes);
    let owners = entrants::settle(&mut environments, options.ids, &organisation.source, &mut known, &mut notes);
    if options.ids == Ids::Bindings {
        bindings.take_people(known);
    }
    let mut text = String::new();
    if !organisation.source.is_empty() {
        let counts = organisation.report.counts().join(", ");
        text.push_str(&text::comment(&format!("Imported from Dataverse: {counts}.")));
        text.push('\n');
        text.push_str(&organisation.source);
    }
    let places = Places { environments: &environments, groups: &groups, owners: &owners };
    if !drafts.is_empty() || !lists.is_empty() || !places.is_empty() {
        let separator = if text.is_empty() { "" } else { "\n" };
        let policies = source(export, &writing, &drafts, &lists, &sets, places, options.ids);
        text = format!("{policies}{separator}{text}");
    }
    if !identity.is_empty() {
        let separator = if text.is_empty() { "" } else { "\n" };
        text = format!("{identity}{separator}{text}");
    }
    if let Some(tenant) = &tenant {
        let separator = if text.is_empty() { "" } else { "\n" };
        let declared = tenant.declaration(&groups, options.ids);
        text = format!("{}\n{declared}{separator}{text}", Tenant::heading(export));
    }
    Written {
        source: text,
        bindings,
        organisation: organisation.report,
        tenant: tenant.as_ref().map(Tenant::report),
        policies: drafts.iter().map(|draft| policy_report::of(draft, &environments, catalog)).collect(),
        allow_lists: lists.iter().map(|list| list.report(&groups, &environments)).collect(),
        sets: sets.iter().map(|set| SetReport { name: set.name.clone(), connectors: set.items.len() }).collect(),
        notes,
    }
}

/// The policies in the order in which they are written: the widest scope first, then by name. Equal policies of two
/// files are written once.
fn in_order<'p>(export: &'p Export, notes: &mut Vec<NotCarried>) -> Vec<&'p Policy> {
    let breadth = |policy: &Policy| match policy.scope {
        Scope::All => 0,
        Scope::Except(_) => 1,
        Scope::Only(_) => 2,
        Scope::Single(_) => 3,
    };
    let mut policies: Vec<&Policy> = export.policies.iter().collect();
    policies.sort_by_cached_key(|policy| {
        (breadth(policy), policy.name.to_lowercase(), policy.name.clone(), policy.id.clone(), policy.file.clone())
    });
    let mut kept: Vec<&Policy> = Vec::new();
    let mut by_id: BTreeMap<String, &Policy> = BTreeMap::new();
    for policy in policies {
        let known = policy.id.as_ref().map(|id| *by_id.entry(id.to_ascii_lowercase()).or_insert(policy));
        match known.filter(|known| !std::ptr::eq(*known, policy)) {
            Some(other) if says_the_same(other, policy) => {
                let why = format!("{} holds the same policy; it is written once", other.file);
                notes.push(note(policy, Outcome::Normalised, format!("data policy \"{}\"", policy.name), &why));
            }
            Some(other) => {
                let why = format!("{} holds another state of the same policy; both are written", other.file);
                notes.push(note(policy, Outcome::Doubtful, format!("data policy \"{}\"", policy.name), &why));
                kept.push(policy);
            }
            None => kept.push(policy),
        }
    }
    kept
}

fn says_the_same(one: &Policy, two: &Policy) -> bool {
    let bare = |policy: &Policy| {
        let mut bare = Policy { file: String::new(), place: String::new(), symbol: None, etag: None, ..policy.clone() };
        for group in Group::ALL {
            let listed = &mut bare.members_mut(group).listed;
            listed.sort_by_cached_key(|entry| entry.wire_id.to_ascii_lowercase());
            for entry in listed {
                entry.display_name = None;
            }
        }
        bare
    };
    bare(one) == bare(two)
}

fn tell_scope(policy: &Policy, notes: &mut Vec<NotCarried>) {
    let what = || format!("environments of data policy \"{}\"", policy.name);
    match &policy.scope {
        Scope::Only(listed) if listed.is_empty() => {
            let why = "the policy applies to the listed environments and lists none, so it applies to nothing";
            notes.push(note(policy, Outcome::Doubtful, what(), why));
        }
        Scope::Except(listed) if listed.is_empty() => {
            let why = "all except none is written as `all`";
            notes.push(note(policy, Outcome::Normalised, what(), why));
        }
        Scope::All | Scope::Only(_) | Scope::Except(_) | Scope::Single(_) => {}
    }
}

fn share(drafts: &mut [Draft], lists: &mut [ListDraft], catalog: &Catalog) -> Vec<NamedSet> {
    let mut names = Names::default();
    for connector in catalog.connectors() {
        names.reserve(&connector.id);
    }
    let mut uses: Vec<Use> = Vec::new();
    for Draft { symbol, plan, .. } in drafts {
        uses.extend(plan.groups.iter_mut().map(|group| Use {
            policy: symbol.clone(),
            word: group.group.word(),
            expression: &mut group.expression,
        }));
    }
    uses.extend(lists.iter_mut().map(|list| Use {
        policy: list.symbol.clone(),
        word: sharing::ALLOWED,
        expression: &mut list.expression,
    }));
    sharing::share(&mut uses, &mut names)
}

/// The environments and environment groups of a source.
#[derive(Clone, Copy)]
struct Places<'p> {
    environments: &'p Environments,
    groups: &'p Groups,
    /// The declarations of owners of environments.
    owners: &'p str,
}

impl Places<'_> {
    fn is_empty(self) -> bool {
        self.environments.in_order().is_empty() && self.groups.in_order().is_empty()
    }
}

fn source(
    export: &Export,
    writing: &Writing,
    drafts: &[Draft],
    lists: &[ListDraft],
    sets: &[NamedSet],
    places: Places<'_>,
    ids: Ids,
) -> String {
    let Places { environments, groups, owners } = places;
    let mut out = header(export, writing.catalog);
    let declared = groups.in_order();
    if !declared.is_empty() {
        out.push('\n');
        out.extend(declared.iter().map(|group| group.declaration(ids)));
    }
    let declared = environments.in_order();
    if !declared.is_empty() {
        out.push('\n');
        out.extend(declared.iter().map(|environment| environment.declaration(ids)));
    }
    if !owners.is_empty() {
        out.push('\n');
        out.push_str(owners);
    }
    for set in sets {
        let before = format!("connectors {} = ", set.name);
        let items = texts(&set.items);
        let single = text::list(&items);
        let list = if text::fits(before.chars().count(), &single) { single } else { text::wrapped_list(&items, 0) };
        let _ = write!(out, "\n{before}{list}\n");
    }
    for Draft { policy, symbol, plan } in drafts {
        out.push('\n');
        out.push_str(&policy::declaration(policy, symbol, plan, environments, ids));
    }
    for list in lists {
        out.push('\n');
        out.push_str(&list.declaration(groups, environments, writing, ids));
    }
    out
}

fn header(export: &Export, catalog: &Catalog) -> String {
    const MOST: usize = 5;
    let mut files: Vec<&str> = export
        .files
        .iter()
        .filter(|file| file.policies + file.rule_based + file.environments > 0)
        .map(|file| file_name(&file.name))
        .collect();
    if files.is_empty() {
        return text::comment("What the imported tenant settings name.");
    }
    files.sort_unstable();
    let more = files.len().saturating_sub(MOST);
    files.truncate(MOST);
    let mut list = files.join(", ");
    if more > 0 {
        list = format!("{list} and {more} more");
    }
    let mut out = text::comment(&format!("Imported from {list}."));
    let date = catalog.date().map(|date| format!(" of {date}")).unwrap_or_default();
    out.push_str(&text::comment(&format!(
        "Sets of connectors equal the export under the catalogue `{}`{date}.",
        catalog.name()
    )));
    out
}

/// The last part of a path: the folder of a file has no meaning for the tenant.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
