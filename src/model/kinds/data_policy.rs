//! `data_policy`

use super::{Body, Field, Kind, NestedBlock, Open, SHOWN_NAME, Sentence, Shape};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::program::{
    ActionRule, ActionRules, ConnectorRules, DataGroup, DataPolicy, EndpointRule, EndpointRules, GroupClause, Head,
    Scope, Symbol, Text, UrlPattern,
};
use crate::model::reader::{Argument, Reader};
use crate::model::set_expression::SetExpression;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block};

pub(super) static KIND: Kind = Kind {
    keyword: "data_policy",
    noun: "a data policy",
    plural: "data policies",
    doc: "Sorts every connector into Business, Non-business or Blocked for the environments it applies to. Connectors of different groups cannot be used in one app or flow. Exactly one group contains `rest`: the connectors that the policy does not name, including future ones.",
    name: "symbol",
    rests_on: &["environment", "connectors", "connector"],
    body: Body::Block(&SHAPE),
    example: r#"environment default { type = default }

data_policy tenant_baseline {
  name         = "Tenant baseline"
  applies_to   = all
  business     = [sharepointonline, office365, sql]
  non_business = unblockable - [sharepointonline, office365]
  blocked      = rest

  connector sql {
    actions   { block [DeleteItem_V2, ExecuteProcedure_V2]; allow rest }
    endpoints { allow "contoso.database.windows.net,*"; deny "*" }
  }

  custom_connectors {
    "https://*.contoso.com/*" -> business
    "*"                       -> ignore
  }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME.attribute,
        ID.attribute,
        APPLIES_TO.attribute,
        BUSINESS.attribute,
        NON_BUSINESS.attribute,
        BLOCKED.attribute,
    ],
    blocks: &[CONNECTOR, CUSTOM_CONNECTORS],
    sentences: &[],
    open: Open::Closed,
};

const CONNECTOR: NestedBlock = NestedBlock {
    name: "connector",
    argument: Some("connector"),
    shape: &CONNECTOR_RULES,
    doc: "Rules for the actions and endpoints of one connector.",
};

const CUSTOM_CONNECTORS: NestedBlock = NestedBlock {
    name: "custom_connectors",
    argument: None,
    shape: &PATTERNS,
    doc: "Sorts custom connectors by their host address. The first pattern that matches decides; `*` is last.",
};

/// The contents of the rules for one connector.
pub static CONNECTOR_RULES: Shape =
    Shape { attributes: &[], blocks: &[ACTIONS_BLOCK, ENDPOINTS_BLOCK], sentences: &[], open: Open::Closed };

const ACTIONS_BLOCK: NestedBlock = NestedBlock {
    name: "actions",
    argument: None,
    shape: &ACTIONS,
    doc: "Which actions may be used. One of the two sentences contains `rest`.",
};

const ENDPOINTS_BLOCK: NestedBlock = NestedBlock {
    name: "endpoints",
    argument: None,
    shape: &ENDPOINTS,
    doc: "Which endpoints may be reached. The first rule that matches decides; `*` is last.",
};

static ACTIONS: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence { form: "block [DeleteItem_V2]", doc: "These actions are blocked." },
        Sentence { form: "allow [GetItems_V2]", doc: "These actions are allowed." },
        Sentence { form: "allow rest", doc: "Actions that are not named, including future ones, are allowed." },
        Sentence { form: "block rest", doc: "Actions that are not named, including future ones, are blocked." },
    ],
    open: Open::Closed,
};

static ENDPOINTS: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence { form: "allow \"*.contoso.com\"", doc: "Endpoints that match this pattern may be reached." },
        Sentence { form: "deny \"*\"", doc: "Endpoints that match this pattern may not be reached." },
    ],
    open: Open::Closed,
};

static PATTERNS: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[Sentence {
        form: "\"https://*.contoso.com/*\" -> business",
        doc: "Custom connectors whose host address matches this pattern are `business`, `non_business` or `blocked`; `ignore`, for `*` only, leaves them to other policies.",
    }],
    open: Open::Closed,
};

const ID: Field<Text> = Field::text(
    "id",
    "The id of the policy in the tenant, if it exists already. Bindings files keep it out of the source.",
);
const APPLIES_TO: Field<Scope> = Field::scope("applies_to", "`all`, `all except […]` and `only […]` make a tenant-level policy; the first two also cover future environments. `environment name` makes an environment-level policy. A list may also be `environments where <condition>`.").required();
const BUSINESS: Field<SetExpression> =
    Field::connectors("business", "The connectors for business data.").by_default("[]");
const NON_BUSINESS: Field<SetExpression> =
    Field::connectors("non_business", "The connectors for other data.").by_default("[]");
const BLOCKED: Field<SetExpression> =
    Field::connectors("blocked", "The connectors that cannot be used at all.").by_default("[]");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> DataPolicy {
    let mut before = reader.faults();
    let findings = reader.findings.len();
    let record = reader.block(block, &SHAPE, "data policy", &head);
    // A misspelt or duplicate attribute may have been a group; a missing attribute hides none.
    let found = reader.findings.get(findings..).unwrap_or_default();
    let missing = found.iter().filter(|finding| *finding.rule == codes::MISSING_ATTRIBUTE).count();
    let strayed = reader.faults() - before > missing;
    before = reader.faults();
    let groups = DataGroup::ALL.map(|group| match reader.given(&record, &field_of(group)) {
        Some((expression, location)) => GroupClause {
            rest: rest_of(&expression),
            expression: Some(expression),
            location: Some(location),
            complete: !strayed,
            ..GroupClause::default()
        },
        None => GroupClause::default(),
    });
    let groups_read = reader.faults() == before && !strayed;
    let (scope, scope_location) = reader.given(&record, &APPLIES_TO).unzip();
    let mut policy = DataPolicy {
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        scope: scope.unwrap_or(Scope::All),
        scope_location,
        rest: rest(&groups),
        groups,
        groups_read,
        groups_sound: false,
        rules: Vec::new(),
        patterns: Vec::new(),
        patterns_location: None,
        patterns_sound: true,
        head,
    };
    for (argument, inner) in record.all(&CONNECTOR) {
        if let Argument::Name(connector) = argument {
            policy.rules.extend(rules(reader, connector, inner));
        }
    }
    policy.rules.sort_by_key(|rules| (rules.connector, rules.location));
    if let Some(inner) = record.nested(&CUSTOM_CONNECTORS) {
        let before = reader.faults();
        policy.patterns_location = Some(reader.at(inner.node.span()));
        policy.patterns = patterns(reader, inner);
        policy.patterns_sound = reader.faults() == before;
    }
    policy
}

/// The attribute that lists the connectors of a group.
const fn field_of(group: DataGroup) -> Field<SetExpression> {
    match group {
        DataGroup::Business => BUSINESS,
        DataGroup::NonBusiness => NON_BUSINESS,
        DataGroup::Blocked => BLOCKED,
    }
}

/// The group that contains `rest`; Non-business, the platform's own default, if none does.
fn rest(groups: &[GroupClause; 3]) -> DataGroup {
    let holds = |group: &DataGroup| groups.get(group.index()).is_some_and(|clause| clause.rest.is_some());
    DataGroup::ALL.into_iter().find(holds).unwrap_or(DataGroup::NonBusiness)
}

/// The location of `rest`, if it is the whole expression or a part of its unions.
fn rest_of(expression: &SetExpression) -> Option<crate::text::Location> {
    match expression {
        SetExpression::Rest(location) => Some(*location),
        SetExpression::Union(left, right) => rest_of(left).or_else(|| rest_of(right)),
        SetExpression::List(..)
        | SetExpression::Named(_)
        | SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Where(..)
        | SetExpression::Minus(..)
        | SetExpression::Common(..) => None,
    }
}

fn rules(reader: &mut Reader<'_>, connector: Atom<'_>, block: Block<'_>) -> Option<ConnectorRules> {
    let record = reader.record(block, &CONNECTOR_RULES, &"`connector`");
    let mut rules = ConnectorRules {
        connector: reader.connector(connector)?,
        location: reader.at(connector.span()),
        actions: None,
        endpoints: None,
    };
    rules.actions = record.nested(&ACTIONS_BLOCK).map(|inner| actions(reader, inner));
    rules.endpoints = record.nested(&ENDPOINTS_BLOCK).map(|inner| endpoints(reader, inner));
    Some(rules)
}

fn actions(reader: &mut Reader<'_>, block: Block<'_>) -> ActionRules {
    let before = reader.faults();
    let record = reader.record(block, &ACTIONS, &"`actions`");
    let location = reader.at(block.node.span());
    let mut rules = ActionRules { allow_rest: true, rest_location: None, rules: Vec::new(), location, sound: false };
    for phrase in &record.sentences {
        let atoms = phrase.list();
        let [verb, what] = atoms.as_slice() else {
            reader.unknown_sentence(phrase, &ACTIONS, "`actions`");
            continue;
        };
        let allow = match verb.text() {
            "allow" => true,
            "block" => false,
            "deny" => {
                wrong_verb(reader, *verb, "an action", "block");
                continue;
            }
            _misspelt if reader.misspelt(*verb, &["allow", "block"]) => continue,
            _other => {
                reader.unknown_sentence(phrase, &ACTIONS, "`actions`");
                continue;
            }
        };
        if what.is("rest") {
            if let Some(first) = rules.rest_location {
                let place = reader.at(what.span());
                reader.report(
                    Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, place, "`rest` is given twice")
                        .label(first, "first given here")
                        .help("keep one of the two"),
                );
                continue;
            }
            rules.allow_rest = allow;
            rules.rest_location = Some(reader.at(what.span()));
        } else if what.kind() == NodeKind::List {
            rules.rules.reserve_exact(what.elements().count());
            for element in what.elements() {
                if let Some(action) = reader.symbol(element) {
                    rules.rules.push(ActionRule { action, allow });
                } else {
                    let place = reader.at(element.span());
                    reader.report(
                        Diagnostic::new(&codes::WRONG_TYPE, place, "this is not the id of an action")
                            .help("write ids such as `DeleteItem_V2`, in quotes where they have other characters"),
                    );
                }
            }
        } else {
            reader.expected_list(*what, "actions");
        }
    }
    rules.sound = reader.faults() == before;
    rules
}

/// Reports a verb that is neither `allow` nor the word with which rules of this kind refuse.
fn wrong_verb(reader: &mut Reader<'_>, verb: Atom<'_>, noun: &str, refuses: &'static str) {
    let place = reader.at(verb.span());
    let message = format!("{noun} rule says `allow` or `{refuses}`, not `{}`", verb.text());
    let means_no = matches!(verb.text(), "block" | "blocked" | "deny" | "denied");
    let fix = means_no.then(|| Fix::replace(format!("write `{refuses}`"), Safety::Safe, place, refuses));
    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, place, message).perhaps(fix);
    reader.report(finding.help("actions are blocked, endpoints are denied"));
}

fn endpoints(reader: &mut Reader<'_>, block: Block<'_>) -> EndpointRules {
    let before = reader.faults();
    let record = reader.record(block, &ENDPOINTS, &"`endpoints`");
    let mut rules = EndpointRules { rules: Vec::new(), location: reader.at(block.node.span()), sound: false };
    for phrase in &record.sentences {
        let atoms = phrase.list();
        let (verb, endpoint) = match atoms.as_slice() {
            [verb, endpoint] if endpoint.kind() == NodeKind::Text => (*verb, *endpoint),
            _other => {
                reader.unknown_sentence(phrase, &ENDPOINTS, "`endpoints`");
                continue;
            }
        };
        let allow = match verb.text() {
            "allow" => true,
            "deny" => false,
            _misspelt if reader.misspelt(verb, &["allow", "deny"]) => continue,
            _other => {
                wrong_verb(reader, verb, "an endpoint", "deny");
                continue;
            }
        };
        let endpoint =
            Symbol { name: endpoint.quoted().unwrap_or_default().into(), location: reader.at(endpoint.span()) };
        rules.rules.push(EndpointRule { endpoint, allow });
    }
    rules.sound = reader.faults() == before;
    rules
}

fn patterns(reader: &mut Reader<'_>, block: Block<'_>) -> Vec<UrlPattern> {
    let record = reader.record(block, &PATTERNS, &"`custom_connectors`");
    let mut patterns = Vec::new();
    for phrase in &record.sentences {
        let atoms = phrase.list();
        match atoms.as_slice() {
            [pattern, arrow, group]
                if pattern.kind() == NodeKind::Text
                    && arrow.operator() == Some("->")
                    && group.kind() == NodeKind::Word =>
            {
                if pattern.quoted().is_none_or(|text| text.is_empty()) {
                    let location = reader.at(pattern.span());
                    let finding = Diagnostic::new(&codes::WRONG_TYPE, location, "this pattern is empty");
                    reader
                        .report(finding.help("write a URL such as `\"https://*.contoso.com/*\"`, or `\"*\"` for all"));
                    continue;
                }
                let ignored = group.is("ignore");
                let group = if ignored { None } else { reader.data_group(*group) };
                if ignored || group.is_some() {
                    let name = pattern.quoted().unwrap_or_default().into();
                    let symbol = Symbol { name, location: reader.at(pattern.span()) };
                    patterns.push(UrlPattern { pattern: symbol, group, location: reader.at(phrase.span()) });
                }
            }
            _other => reader.unknown_sentence(phrase, &PATTERNS, "`custom_connectors`"),
        }
    }
    patterns
}
