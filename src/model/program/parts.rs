//! The parts of a program: what may be looked at by itself, and may be equal to what it was.

use std::sync::Arc;

use super::Program;
use crate::model::organisation::Organisation;
use crate::model::seen::{Parts, Seen};
use crate::model::tables::Tables;

/// The number of [`Program::rule_sets`], which are known in full once they have been analysed.
const RULE_SETS: u8 = 14;
/// The number of [`Program::unread`].
const UNREAD: u8 = 30;
/// What follows from a program has numbers from here on.
pub const FIRST_FREE: u8 = 40;

/// The rule sets of a program.
pub const OF_RULE_SETS: Parts = Parts::one(RULE_SETS);

impl Program {
    /// Lets copies that are made by [`Self::watched`] hold the same declarations.
    pub fn share(&mut self) {
        let Self {
            universe: _,
            tenants,
            environments,
            environment_groups,
            groups,
            self_services,
            external_identities,
            parties,
            responsibilities,
            scales,
            criteria,
            connectors,
            connector_sets,
            policies,
            allow_lists,
            rule_sets,
            graded: _,
            ratings: _,
            controls,
            offers,
            guidelines,
            maker_teams,
            apps,
            organisation,
            tests,
            unread: _,
            waivers: _,
            bad_waivers: _,
        } = self;
        let Organisation {
            unit_trees,
            tables: Tables { own },
            roles,
            licences,
            users,
            teams,
            profiles,
            duties,
            administrators,
        } = organisation;
        tenants.share();
        environments.share();
        environment_groups.share();
        groups.share();
        self_services.share();
        external_identities.share();
        parties.share();
        responsibilities.share();
        scales.share();
        criteria.share();
        connectors.share();
        connector_sets.share();
        policies.share();
        allow_lists.share();
        rule_sets.share();
        controls.share();
        offers.share();
        guidelines.share();
        maker_teams.share();
        apps.share();
        tests.share();
        unit_trees.share();
        own.share();
        roles.share();
        licences.share();
        users.share();
        teams.share();
        profiles.share();
        duties.share();
        administrators.share();
    }

    /// A program of the same declarations that notes which of its lists are looked at; without `seen` it notes
    /// nothing. It has no waivers: what they accept is decided after everything else, so nothing may depend on them.
    pub fn watched(&self, seen: Option<&Arc<Seen>>) -> Self {
        let Organisation { unit_trees, tables, roles, licences, users, teams, profiles, duties, administrators } =
            &self.organisation;
        Self {
            universe: self.universe.clone(),
            tenants: self.tenants.watched(seen, 0),
            environments: self.environments.watched(seen, 1),
            environment_groups: self.environment_groups.watched(seen, 2),
            groups: self.groups.watched(seen, 3),
            self_services: self.self_services.watched(seen, 4),
            external_identities: self.external_identities.watched(seen, 5),
            parties: self.parties.watched(seen, 6),
            responsibilities: self.responsibilities.watched(seen, 7),
            scales: self.scales.watched(seen, 8),
            criteria: self.criteria.watched(seen, 9),
            connectors: self.connectors.watched(seen, 10),
            connector_sets: self.connector_sets.watched(seen, 11),
            policies: self.policies.watched(seen, 12),
            allow_lists: self.allow_lists.watched(seen, 13),
            rule_sets: self.rule_sets.watched(seen, RULE_SETS),
            graded: self.graded.clone(),
            ratings: self.ratings.clone(),
            controls: self.controls.watched(seen, 15),
            offers: self.offers.watched(seen, 16),
            guidelines: self.guidelines.watched(seen, 17),
            maker_teams: self.maker_teams.watched(seen, 18),
            apps: self.apps.watched(seen, 19),
            organisation: Organisation {
                unit_trees: unit_trees.watched(seen, 20),
                tables: Tables { own: tables.own.watched(seen, 21) },
                roles: roles.watched(seen, 22),
                licences: licences.watched(seen, 23),
                users: users.watched(seen, 24),
                teams: teams.watched(seen, 25),
                profiles: profiles.watched(seen, 26),
                duties: duties.watched(seen, 27),
                administrators: administrators.watched(seen, 28),
            },
            tests: self.tests.watched(seen, 29),
            unread: self.unread.watched(seen, UNREAD),
            waivers: Vec::new(),
            bad_waivers: Vec::new(),
        }
    }

    /// The parts that are not equal, value by value, to those of another program. Connectors, ratings and graded scales
    /// are looked at nearly everywhere: where they differ, all parts are taken to.
    pub fn differing(&self, other: &Self) -> Parts {
        let shared =
            self.universe.is_same(&other.universe) && self.graded == other.graded && self.ratings == other.ratings;
        if !shared {
            return Parts::ALL;
        }
        let (ours, theirs) = (&self.organisation, &other.organisation);
        let same = [
            (self.tenants == other.tenants, 0),
            (self.self_services == other.self_services, 4),
            (self.external_identities == other.external_identities, 5),
            (self.scales == other.scales, 8),
            (self.criteria == other.criteria, 9),
            (self.rule_sets == other.rule_sets, RULE_SETS),
            (self.controls == other.controls, 15),
            (self.offers == other.offers, 16),
            (self.guidelines == other.guidelines, 17),
            (self.tests == other.tests, 29),
            (ours.unit_trees == theirs.unit_trees, 20),
            (ours.licences == theirs.licences, 23),
            (ours.profiles == theirs.profiles, 26),
            (ours.duties == theirs.duties, 27),
            (ours.administrators == theirs.administrators, 28),
            (self.unread == other.unread, UNREAD),
            (self.parties.is_same(&other.parties), 6),
            (self.responsibilities.is_same(&other.responsibilities), 7),
            (self.environments.is_same(&other.environments), 1),
            (self.environment_groups.is_same(&other.environment_groups), 2),
            (self.groups.is_same(&other.groups), 3),
            (self.connectors.is_same(&other.connectors), 10),
            (self.connector_sets.is_same(&other.connector_sets), 11),
            (self.policies.is_same(&other.policies), 12),
            (self.allow_lists.is_same(&other.allow_lists), 13),
            (self.maker_teams.is_same(&other.maker_teams), 18),
            (self.apps.is_same(&other.apps), 19),
            (ours.tables.own.is_same(&theirs.tables.own), 21),
            (ours.roles.is_same(&theirs.roles), 22),
            (ours.users.is_same(&theirs.users), 24),
            (ours.teams.is_same(&theirs.teams), 25),
        ];
        let changed = same.into_iter().filter(|(same, _)| !same);
        changed.fold(Parts::NONE, |parts, (_, number)| parts.with(Parts::one(number)))
    }
}
