//! A rating that a connector does not have, to find out what would follow from it.

use crate::model::facts::RATING_SCALE;
use crate::model::program::{ConnectorFacts, Head, Program, Rated, Symbol};

/// A connector and its supposed level.
#[derive(Clone, Copy, Debug)]
pub struct Supposed<'a> {
    /// The connector, by its name.
    pub connector: &'a str,
    /// The level on the scale `connector_risk`.
    pub level: &'a str,
}

impl Supposed<'_> {
    /// Rates the connector as its declaration would. Without a scale there are no ratings.
    pub(super) fn apply(self, program: &mut Program) {
        let (Some(id), Some(scale)) = (program.universe.find(self.connector), program.scale(RATING_SCALE)) else {
            return;
        };
        let location = scale.head.location;
        let symbol = |name: &str| Symbol { name: name.into(), location };
        let rated = Some(Rated { level: symbol(self.level), reason: Some(symbol("supposed")) });
        if let Some(facts) = program.connectors.iter_mut().find(|facts| facts.connector == Some(id)) {
            facts.rated = rated;
            return;
        }
        let name = program.universe.name(id).to_owned();
        program.connectors.push(ConnectorFacts {
            head: Head { symbol: symbol(&name), location, description: "".into() },
            connector: Some(id),
            custom: false,
            sound: true,
            name: None,
            id: None,
            environment: None,
            host: None,
            rated,
            reviewed: None,
            review: None,
            criteria: Vec::new(),
        });
        program.connectors.sort();
    }
}
