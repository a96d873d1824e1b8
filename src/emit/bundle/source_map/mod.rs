//! The source map: from the bundle to the source.
//!
//! `places` has the form of the bundle, with places where the bundle has values; what stands nowhere is left out. Who
//! looks for a part of the bundle takes the steps of its JSON pointer there as far as they lead: the last place on
//! the way is the answer.
//!
//! | in `places` | says |
//! |---|---|
//! | `[57,13]` | line and column; the file is that of the declaration |
//! | `[57,13,2]` | as well, with the file: of each declaration, and of what stands in another file than its declaration |
//! | `{ … }` | `@` is the place of the part itself, the other members are parts of it by their names |
//! | `[{ … },null]` | the members of a list, as many as there are in the bundle; `null` stands nowhere |
//! | `"*":[[5,24,[19,3]],[6,8]]` | the places of a list's members, where no more is to be said of them: line by line, with a column for each member and `[column, count]` for several in a row at one place |
//!
//! A region of rules has no place of its own: its `@` tells, in the form of `*`, the places of the rules that give it its
//! level, in the order written and `otherwise` last.
//!
//! `files` names the files, with the digest of their text. Line ends count as line feeds there, so that a source with
//! other line ends gives the same map.

mod apps;
mod declarations;
mod identity;
mod members;
mod organisation;
mod places;
mod policies;
mod tenants;
mod writer;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::declarations::listed;
use super::rules::Regions;
use crate::emit::connectors::Connectors;
use crate::emit::job::{Job, SCHEMA_VERSION};
use crate::emit::json::Json;
use crate::emit::store::hex;
use crate::model::criticity::APP_SCALE;
use crate::model::facts::{ConnectorSubjects, RATING_SCALE};
use crate::text::Source;
use members::Members;
use writer::Map;

pub(super) fn document(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, regions: &Regions, schema: &str) {
    json.object(|json| {
        json.key("$schema").string(schema);
        json.key("files").list(|json| files(json, job.sources.as_slice()));
        json.key("places").object(|json| places(&mut Map::new(json, job), connectors, regions));
        json.key("schemaVersion").string(SCHEMA_VERSION);
    });
}

fn files(json: &mut Json<'_>, sources: &[Source]) {
    let digests: Vec<String> = sources.par_iter().map(|source| digest(source.text())).collect();
    for (source, digest) in sources.iter().zip(&digests) {
        json.object(|json| {
            json.key("name").string(source.path());
            json.key("sha256").string(digest);
        });
    }
}

fn digest(text: &str) -> String {
    let mut hash = Sha256::new();
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'\r', rest) {
        let (before, behind) = rest.split_at(at);
        hash.update(before);
        hash.update(b"\n");
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\r")).unwrap_or_default();
    }
    hash.update(rest);
    hex(hash)
}

/// Every list of declarations, in the order of keys.
fn places(map: &mut Map<'_, '_>, connectors: &Connectors, regions: &Regions) {
    let program = map.job.program;
    let organisation = &program.organisation;
    let levels = program.rules(APP_SCALE, "app");
    map.list("apps", &program.apps, |map, app| map.app(app, levels));
    map.list("businessUnits", &organisation.unit_trees, Map::unit_tree);
    map.list("columnSecurity", &organisation.profiles, Map::column_profile);
    map.list("connectorAllowLists", &program.allow_lists, |map, list| map.allow_list(list, connectors));
    let ratings = program.rules(RATING_SCALE, "connector");
    map.list("connectors", listed(program, connectors), |map, listed| match listed.facts {
        Some(facts) => map.connector(facts, ratings),
        None => map.nowhere(),
    });
    map.list("controls", &program.controls, Map::control);
    map.list("criteria", &program.criteria, Map::criteria);
    let (subjects, mut members) = (ConnectorSubjects::new(program), Members::new(program));
    map.list("dataPolicies", &program.policies, |map, policy| map.policy(policy, connectors, &subjects, &mut members));
    map.list("duties", &organisation.duties, Map::duties);
    map.list("environmentGroups", &program.environment_groups, Map::environment_group);
    map.list("environments", &program.environments, Map::environment);
    map.list("externalIdentity", &program.external_identities, Map::external_identity);
    map.list("groupSelfService", &program.self_services, Map::self_service);
    map.list("groups", &program.groups, Map::group);
    map.list("guidelines", &program.guidelines, Map::guideline);
    map.list("licences", &organisation.licences, Map::licence);
    map.list("makerTeams", &program.maker_teams, Map::maker_team);
    map.list("offers", &program.offers, Map::offer);
    map.list("parties", &program.parties, Map::party);
    map.list("responsibilities", &program.responsibilities, Map::responsibility);
    map.list("roleAdministrators", &organisation.administrators, Map::role_administrators);
    map.list("roles", &organisation.roles, Map::role);
    map.list("rules", program.rule_sets.iter().zip(&regions.rules), |map, (rules, regions)| {
        map.rules(rules, regions.as_deref());
    });
    map.list("scales", &program.scales, Map::scale);
    map.list("tables", &organisation.tables.own, Map::table);
    map.list("teams", &organisation.teams, Map::team);
    map.list("tenants", &program.tenants, Map::tenant);
    map.list("users", &organisation.users, Map::user);
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn line_ends_do_not_change_a_digest() {
        let texts = ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc", "a\rb\n\r\nc"];
        let digests: std::collections::BTreeSet<String> = texts.iter().map(|text| digest(text)).collect();
        assert_eq!(digests.len(), 1);
        assert_ne!(digest("a\n"), digest("a"));
    }
}
