//! What is known of connectors, in the bundle.

use std::borrow::Cow;

use super::form::{Context, Description, Either, Form, Members, Named, Shown};
use super::values::Criteria;
use crate::catalog::Kind;
use crate::emit::ids;
use crate::model::criticity::Outcome;
use crate::model::facts::RATING_SCALE;
use crate::model::program::{ConnectorFacts, Program, Rated};
use crate::model::{ConnectorId, Universe};
use crate::text::Location;

/// A connector that the list speaks of, and what is declared of it.
#[derive(Clone, Copy)]
pub(super) struct Listed<'p> {
    id: ConnectorId,
    facts: Option<&'p ConnectorFacts>,
}

impl<'p> Listed<'p> {
    /// Connectors that are declared, and those that the catalogue does not have; by symbol.
    pub(super) fn all(context: &Context<'p>) -> Vec<Self> {
        let (program, connectors) = (context.program(), context.connectors);
        let declared =
            program.connectors.iter().filter_map(|facts| Some(Self { id: facts.connector?, facts: Some(facts) }));
        let mut listed: Vec<Self> = declared.collect();
        listed.sort_by_key(|entry| connectors.rank(entry.id));
        listed.dedup_by_key(|entry| entry.id);
        let mut foreign = connectors.visible.clone().minus(&connectors.catalogued);
        for entry in &listed {
            foreign.remove(entry.id);
        }
        listed.extend(foreign.iter().map(|id| Self { id, facts: None }));
        listed.sort_by_key(|entry| connectors.rank(entry.id));
        listed
    }

    fn custom(self) -> Option<&'p ConnectorFacts> {
        self.facts.filter(|facts| facts.custom)
    }

    /// What rules say of it.
    fn ruled<'a>(self, context: &Context<'a>) -> Option<&'a Outcome> {
        context.program().ratings.get(self.id.0 as usize)
    }
}

impl Form for Listed<'_> {
    const FORM: Named = Named("connector", "connector");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("criteria", |one, _| Criteria(one.facts.map(|facts| facts.criteria.as_slice()).unwrap_or_default()));
        to.value("description", |one, _| Description(one.facts.map_or("", |facts| &facts.head.description)));
        to.member(
            "displayName",
            |one, context| {
                let given = one.custom().and_then(|facts| facts.name.as_ref());
                let universe = &context.program().universe;
                Shown { name: given.map_or_else(|| universe.display_name(one.id), |name| &name.name), given }
            },
            |one, _| one.facts?.name.as_ref(),
        );
        to.said("environment", |one, _| one.facts?.environment.as_ref());
        to.said("host", |one, _| one.facts?.host.as_ref());
        to.member(
            ("id", "The id in requests; null for a custom connector that nothing binds."),
            |one, context| match one.custom() {
                Some(facts) => ids::custom(context.job, facts).map(Cow::Owned),
                None => Some(context.program().universe.wire_id(one.id)),
            },
            |one, _| one.facts?.id.as_ref(),
        );
        let doc = "What sort of connector it is; `unknown` where neither the catalogue nor the program says.";
        to.value(("kind", doc, KINDS), |one, context| kind(&context.program().universe, one.id));
        to.member(
            ("rating", "Its level on the scale `connector_risk`."),
            |one, context| Rating::of(context, one),
            |one, context| {
                let rules = || one.ruled(context).and_then(|outcome| context.ratings?.place_of(outcome));
                Rating::stated(one).map_or_else(|| Either::Other(rules()), Either::One)
            },
        );
        to.value("review", |one, _| one.facts?.review);
        to.said("reviewed", |one, _| one.facts?.reviewed);
        to.value(("symbol", "Its symbol."), |one, _| one.id);
    }

    fn place(self) -> Option<Location> {
        self.facts.map(|facts| facts.head.symbol.location)
    }
}

/// A level of a connector.
#[derive(Clone, Copy)]
struct Rating<'a> {
    level: &'a str,
    /// What states it; none where rules give it.
    stated: Option<&'a Rated>,
}

impl<'a> Rating<'a> {
    fn stated(one: Listed<'a>) -> Option<Self> {
        let rated = one.facts?.rated.as_ref()?;
        Some(Self { level: &rated.level.name, stated: Some(rated) })
    }

    fn of(context: &Context<'a>, one: Listed<'a>) -> Option<Self> {
        let ruled = || {
            let level = risk(context.program(), one.ruled(context)?.level()?)?;
            Some(Self { level, stated: None })
        };
        Self::stated(one).or_else(ruled)
    }
}

impl Form for Rating<'_> {
    const FORM: Named = Named("rating", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "Whether the connector states it, or rules give it.";
        to.value(
            ("by", doc, ["connector", "rules"]),
            |rating, _| {
                if rating.stated.is_some() { "connector" } else { "rules" }
            },
        );
        to.value(("level", "The level."), |rating, _| rating.level);
        to.said(("reason", "Why, where the connector states it."), |rating, _| rating.stated?.reason.as_ref());
    }

    fn place(self) -> Option<Location> {
        self.stated.map(|rated| rated.level.location)
    }
}

/// The name of a level of connectors.
fn risk(program: &Program, level: u32) -> Option<&str> {
    let scale = program.scales.iter().find(|scale| scale.name() == RATING_SCALE)?;
    scale.levels.get(level as usize).map(|level| &*level.name)
}

const UNKNOWN: &str = "unknown";
const KINDS: [&str; 5] =
    [Kind::Prebuilt.word(), Kind::Virtual.word(), Kind::Desktop.word(), Kind::Custom.word(), UNKNOWN];

fn kind(universe: &Universe, id: ConnectorId) -> &'static str {
    match universe.entry(id) {
        Some(entry) => entry.kind.word(),
        None if universe.is_custom(id) => Kind::Custom.word(),
        None => UNKNOWN,
    }
}
