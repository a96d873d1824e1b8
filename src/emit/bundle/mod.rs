//! Target `bundle`: the normal form of the whole program.
//!
//! Everything is resolved and explicit: sugar such as named sets and conditions is gone, defaults are written
//! out, what is not given is `null`. Lists whose order has no meaning are sorted. Connectors stand by their
//! symbol, and the list `connectors` gives the id in requests for those that the catalogue does not have.

mod allow_lists;
mod apps;
mod declarations;
mod effective;
mod environment_rules;
mod identity;
mod organisation;
mod policy;
mod roles;
mod rules;
mod source_map;
mod tenants;

use std::io;

use super::connectors::Connectors;
use super::form::{BUNDLE, BUNDLE_SCHEMA, BUNDLE_SCHEMA_TEXT, MAP};
use super::job::{Job, SCHEMA_VERSION};
use super::json::Json;
use super::store::{self, Store, Written};
use super::target::{Output, Row};

const MAP_SCHEMA: &str = "schema/bundle-map-1.0.json";

/// The target.
pub(super) static ROW: Row = Row {
    name: "bundle",
    summary: "the whole program in its normal form, with schema and source map",
    prepare: |job, _lacking| Box::new(Normal(job)),
};

/// The normal form of a program: the bundle, its source map, and their schemas.
struct Normal<'a>(Job<'a>);

impl Output for Normal<'_> {
    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let job = self.0;
        let connectors = Connectors::of(job.program);
        let regions = rules::Regions::of(job.program);
        let (bundle, map) = rayon::join(
            || store::write_json(store, BUNDLE, |json| document(json, job, &connectors, &regions)),
            || store::write_json(store, MAP, |json| source_map::document(json, job, &connectors, &regions, MAP_SCHEMA)),
        );
        let schemas =
            [(BUNDLE_SCHEMA, BUNDLE_SCHEMA_TEXT), (MAP_SCHEMA, include_str!("../../../schema/bundle-map-1.0.json"))];
        let mut files = vec![bundle?, map?];
        for (path, text) in schemas {
            files.push(store::write_bytes(store, path, text.as_bytes())?);
        }
        Ok(files)
    }
}

fn document(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, regions: &rules::Regions) {
    let program = job.program;
    json.object(|json| {
        json.key("$schema").string(BUNDLE_SCHEMA);
        json.key("apps").list(|json| apps::apps(json, job, connectors));
        json.key("businessUnits").list(|json| organisation::business_units(json, job));
        json.key("catalog").object(|json| {
            let catalog = program.universe.catalog();
            json.key("count").number(catalog.len());
            json.key("date").optional(catalog.date().map(|date| date.to_string()).as_deref());
            json.key("digest").string(catalog.digest());
        });
        json.key("columnSecurity").list(|json| organisation::column_security(json, job));
        json.key("connectorAllowLists").list(|json| allow_lists::write(json, job, connectors));
        json.key("connectors").list(|json| declarations::connectors(json, job, connectors));
        json.key("controls").list(|json| apps::controls(json, job, connectors));
        json.key("criteria").list(|json| declarations::criteria(json, program, regions));
        json.key("dataPolicies").list(|json| {
            program.policies.iter().for_each(|policy| policy::write(json, job, connectors, policy));
        });
        json.key("duties").list(|json| organisation::duties(json, program));
        json.key("effective").list(|json| effective::write(json, job, connectors));
        json.key("environmentGroups").list(|json| declarations::environment_groups(json, job));
        json.key("environments").list(|json| declarations::environments(json, job));
        json.key("externalIdentity").list(|json| identity::external_identity(json, program));
        json.key("groupSelfService").list(|json| identity::self_service(json, program));
        json.key("groups").list(|json| declarations::groups(json, job));
        json.key("guidelines").list(|json| apps::guidelines(json, program));
        json.key("licences").list(|json| organisation::licences(json, program));
        json.key("makerTeams").list(|json| apps::maker_teams(json, program));
        json.key("offers").list(|json| apps::offers(json, program));
        json.key("parties").list(|json| identity::parties(json, program));
        json.key("project").string(job.settings.project);
        json.key("responsibilities").list(|json| identity::responsibilities(json, program));
        json.key("roleAdministrators").list(|json| organisation::role_administrators(json, program));
        json.key("roles").list(|json| roles::roles(json, job));
        json.key("rules").list(|json| rules::write(json, job, regions));
        json.key("scales").list(|json| declarations::scales(json, program));
        json.key("schemaVersion").string(SCHEMA_VERSION);
        json.key("tables").list(|json| organisation::tables(json, program));
        json.key("teams").list(|json| organisation::teams(json, job));
        json.key("tenants").list(|json| tenants::tenants(json, job));
        json.key("users").list(|json| organisation::users(json, job));
    });
}

/// The environments of a program, and their groups, as the bundle has them.
pub fn environments(job: Job<'_>) -> io::Result<[Vec<u8>; 2]> {
    let list = |write: &dyn Fn(&mut Json<'_>, Job<'_>)| -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        let mut json = Json::new(&mut text);
        json.list(|json| write(json, job));
        json.finish()?;
        Ok(text)
    };
    Ok([list(&declarations::environments)?, list(&declarations::environment_groups)?])
}
