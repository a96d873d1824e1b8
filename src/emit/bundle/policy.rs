//! Data policies in the bundle.

use serde_json::{Value, json};

use super::form::{
    ConnectorNames, Context, Data, Description, Each, Form, Members, Name, Named, Place, PlacesOf, Schemas, Shown,
    Symbols, Within, located, own,
};
use super::source_map::Map;
use super::values::closed;
use crate::emit::connectors::Connectors;
use crate::emit::ids;
use crate::emit::json::Json;
use crate::emit::normal::{action_rules, endpoint_rules, environments, explicit, sorted_actions};
use crate::model::program::{ActionRule, ActionRules, ConnectorRules, EndpointRule, Targets, UrlPattern};
use crate::model::{DataGroup, DataPolicy, EnvironmentId, Scope, Set, SetExpression};
use crate::text::Location;

/// The word for URL patterns that leave a connector to other policies.
const IGNORE: &str = "ignore";

/// The groups by their words, which is the order of keys.
const BY_WORD: [DataGroup; 3] = [DataGroup::Blocked, DataGroup::Business, DataGroup::NonBusiness];

impl Form for &DataPolicy {
    const FORM: Named = Named("dataPolicy", "data_policy");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "Rules for the actions and endpoints of single connectors, by connector. Rules that allow everything have no effect and are not listed here.";
        to.said(("connectorRules", doc), |policy, context| Each(sorted_rules(policy, context.connectors).into_iter()));
        let doc = "How many connectors of the catalogue are in each group, those under `rest` counted.";
        to.value(("counts", doc), |policy, context| {
            Groups(counts(context.connectors, policy, &explicit(context.program(), policy)))
        });
        to.value("description", |policy, _| Description(&policy.head.description));
        to.said("displayName", |policy, _| Shown::of(&policy.head, policy.name.as_ref()));
        let doc = "The connectors that are in a group for a reason of their own: the policy names them, or `rest` is blocked and they cannot be, so that they fall to Non-business. All others are in the group `rest` says. The keys are the words of `rest`.";
        to.member(
            ("groups", doc),
            |policy, context| {
                Groups(explicit(context.program(), policy).map(|set| ConnectorNames(context.connectors.sorted(&set))))
            },
            |policy, _| MembersOf(policy),
        );
        to.identity("id", |policy, context| own(ids::data_policy(context.job, policy)), |policy| policy.id.as_ref());
        let doc = "Whether it is a policy of the tenant or of one environment.";
        to.value(("level", doc, ["environment", "tenant"]), |policy, _| match policy.scope {
            Scope::All | Scope::AllExcept(_) | Scope::Only(_) => "tenant",
            Scope::Environment(_) => "environment",
        });
        let doc = "The group of all connectors that `groups` does not list, also of those yet to come.";
        to.said(("rest", doc), |policy, _| (policy.rest, policy.groups.iter().find_map(|clause| clause.rest)));
        to.said(("scope", "The environments it applies to."), |policy, _| &policy.scope);
        to.value("symbol", |policy, _| Name(&policy.head.symbol.name));
        let doc = "Patterns for the host addresses of custom connectors, in order: the first that fits decides.";
        to.said(("urlPatterns", doc), |policy, _| {
            (
                Each(numbered(&policy.patterns)),
                PlacesOf(policy.patterns_location, policy.patterns.iter().map(|pattern| pattern.location)),
            )
        });
    }
}

/// Something of each group, by [`DataGroup::index`].
struct Groups<D>([D; 3]);

impl<D: Data> Data for Groups<D> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        let [business, non_business, blocked] = self.0;
        json.object(|json| {
            blocked.write(json.key(DataGroup::Blocked.word()), context);
            business.write(json.key(DataGroup::Business.word()), context);
            non_business.write(json.key(DataGroup::NonBusiness.word()), context);
        });
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let one = D::schema(schemas, within);
        let groups: serde_json::Map<String, Value> =
            DataGroup::ALL.iter().map(|group| (group.word().to_owned(), one.clone())).collect();
        closed(&Value::Object(groups))
    }
}

/// How many connectors of the catalogue each group has, by [`DataGroup::index`].
fn counts(connectors: &Connectors, policy: &DataPolicy, groups: &[Set; 3]) -> [usize; 3] {
    let mut counts = [0; 3];
    for (count, group) in counts.iter_mut().zip(groups) {
        *count = group.clone().common(&connectors.catalogued).len();
    }
    let listed: usize = counts.iter().sum();
    if let Some(count) = counts.get_mut(policy.rest.index()) {
        *count += connectors.catalogued.len() - listed;
    }
    counts
}

/// The places of the members of the groups.
struct MembersOf<'a>(&'a DataPolicy);

impl Place for MembersOf<'_> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        let Self(policy) = self;
        if policy.groups.iter().all(|clause| clause.expression.is_none()) {
            return;
        }
        let groups = explicit(context.program(), policy);
        map.parts(key, |map| {
            for group in BY_WORD {
                let Some(held) = groups.get(group.index()) else { continue };
                let clause = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref());
                let places = map.places_of_members(context, policy, group, held);
                map.members(group.word(), clause.map(SetExpression::location), places);
            }
        });
    }
}

/// The rules that say something, by connector.
fn sorted_rules<'p>(policy: &'p DataPolicy, connectors: &Connectors) -> Vec<&'p ConnectorRules> {
    let says = |rules: &&ConnectorRules| action_rules(rules).is_some() || endpoint_rules(rules).is_some();
    let mut rules: Vec<&ConnectorRules> = policy.rules.iter().filter(says).collect();
    rules.sort_by_key(|rules| connectors.rank(rules.connector));
    rules
}

impl Form for &ConnectorRules {
    const FORM: Named = Named("connectorRules", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said(("actions", "Which actions may be used; null where all may."), |rules, _| action_rules(rules));
        to.value(("connector", "The connector."), |rules, _| rules.connector);
        let doc = "Which endpoints may be reached, in order: the first that fits decides. Empty where all may.";
        to.member(
            ("endpoints", doc),
            |rules, _| Each(numbered(endpoint_rules(rules).map(|endpoints| &*endpoints.rules).unwrap_or_default())),
            |rules, _| {
                let endpoints = endpoint_rules(rules)?;
                let rules = endpoints.rules.iter().map(|rule| rule.endpoint.location);
                Some(PlacesOf(Some(endpoints.location), rules))
            },
        );
    }

    fn place(self) -> Option<Location> {
        Some(self.location)
    }
}

impl Form for &ActionRules {
    const FORM: Named = Named("actionRules", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "What applies to actions without a rule, including future ones.";
        to.said(("default", doc, ACTION), |actions, _| (behavior(actions.allow_rest, ACTION), actions.rest_location));
        to.said(("rules", "Rules for single actions, by id."), |actions, _| {
            located(sorted_actions(actions), |rule| rule.action.location)
        });
    }

    fn place(self) -> Option<Location> {
        Some(self.location)
    }
}

/// What is allowed, and what is not, of actions.
const ACTION: [&str; 2] = ["allow", "block"];

/// The same of endpoints.
const ENDPOINT: [&str; 2] = ["allow", "deny"];

const fn behavior(allow: bool, [yes, no]: [&'static str; 2]) -> &'static str {
    if allow { yes } else { no }
}

impl Form for &ActionRule {
    const FORM: Named = Named("actionRule", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("action", "The id of the action."), |rule, _| &rule.action);
        to.value(("behavior", "Whether it may be used.", ACTION), |rule, _| behavior(rule.allow, ACTION));
    }
}

/// One of several that stand in an order.
#[derive(Clone, Copy)]
struct Numbered<T> {
    order: usize,
    of: T,
}

fn numbered<T>(list: &[T]) -> impl Iterator<Item = Numbered<&T>> {
    (1..).zip(list).map(|(order, of)| Numbered { order, of })
}

const ORDER: &str = "The place in the order, from 1 without gaps.";

impl Form for Numbered<&EndpointRule> {
    const FORM: Named = Named("endpointRule", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("behavior", "Whether they may be reached.", ENDPOINT), |rule, _| behavior(rule.of.allow, ENDPOINT));
        let doc = "The form of endpoints, in which `*` matches anything.";
        to.value(("endpoint", doc), |rule, _| &rule.of.endpoint);
        to.value(("order", ORDER, 1..), |rule, _| rule.order);
    }
}

impl Form for Numbered<&UrlPattern> {
    const FORM: Named = Named("urlPattern", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "The group, or `ignore` where the policy says nothing of the connector.";
        let [one, two, three] = DataGroup::ALL.map(DataGroup::word);
        to.value(("group", doc, [one, two, three, IGNORE]), |row, _| row.of.group.map_or(IGNORE, DataGroup::word));
        to.value(("order", ORDER, 1..), |row, _| row.order);
        to.value(("pattern", "A host address in which `*` matches anything."), |row, _| &row.of.pattern);
    }
}

impl Form for &Scope {
    const FORM: Named = Named("scope", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.member(
            ("environments", "The environments that are excepted, or that alone are meant."),
            |scope, context| {
                let program = context.program();
                Symbols(environments(scope).into_iter().map(|id| program.environments[id].name()))
            },
            |scope, _| PlacesOf(None, locations(scope)),
        );
        let doc = "`all` and `all_except` also reach environments yet to come; `only` and `environment` never do.";
        to.value(("mode", doc, ["all", "all_except", "environment", "only"]), |scope, _| match scope {
            Scope::All => "all",
            Scope::AllExcept(_) => "all_except",
            Scope::Only(_) => "only",
            Scope::Environment(_) => "environment",
        });
    }

    fn place(self) -> Option<Location> {
        match self {
            Scope::All => None,
            Scope::AllExcept(targets) | Scope::Only(targets) => Some(targets.location),
            Scope::Environment(reference) => Some(reference.symbol.location),
        }
    }

    fn refine(definition: &mut serde_json::Map<String, Value>) {
        let where_mode = |mode: &str, environments: Value| {
            let (mode, environments) = (json!({ "mode": { "const": mode } }), json!({ "environments": environments }));
            json!({ "if": { "properties": mode }, "then": { "properties": environments } })
        };
        let one = where_mode("environment", json!({ "minItems": 1, "maxItems": 1 }));
        definition.insert("allOf".to_owned(), json!([where_mode("all", json!({ "maxItems": 0 })), one]));
    }
}

/// Where the environments of a scope are.
fn locations(scope: &Scope) -> Vec<Location> {
    match scope {
        Scope::All => Vec::new(),
        Scope::AllExcept(targets) | Scope::Only(targets) => target_locations(targets),
        Scope::Environment(reference) => vec![reference.symbol.location],
    }
}

/// Where the environments of a list are: each its own word, else the condition that selects it.
fn target_locations(targets: &Targets) -> Vec<Location> {
    let named = targets.references.iter().filter_map(|word| Some((word.target?, word.symbol.location)));
    let mut named: Vec<(EnvironmentId, Location)> = named.collect();
    named.sort_unstable();
    let place = |environment: &EnvironmentId| {
        let first = named.partition_point(|(target, _)| target < environment);
        named.get(first).filter(|(target, _)| target == environment).map_or(targets.location, |(_, location)| *location)
    };
    targets.resolved.iter().map(place).collect()
}
