//! Target `bundle`: the normal form of the whole program.
//!
//! Everything is resolved and explicit: sugar such as named sets and conditions is gone, defaults are written
//! out, what is not given is `null`. Lists whose order has no meaning are sorted. Connectors stand by their
//! symbol, and the list `connectors` gives the id in requests for those that the catalogue does not have.

mod allow_lists;
mod apps;
mod connectors;
mod document;
mod effective;
mod environments;
mod form;
mod groups;
mod identity;
mod organisation;
mod policy;
mod regions;
mod roles;
mod rules;
mod source_map;
mod tenants;
mod values;

use std::io;

use super::connectors::Connectors;
use super::form::{BUNDLE, BUNDLE_SCHEMA, BUNDLE_SCHEMA_TEXT, MAP};
use super::job::Job;
use super::json::Json;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use crate::model::Program;
use form::{Context, Data, Each};
use regions::Regions;

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
        let regions = Regions::of(job.program);
        let context = Context::new(job, &connectors, &regions);
        let (bundle, map) = rayon::join(
            || store::write_json(store, BUNDLE, |json| job.program.write(json, &context)),
            || store::write_json(store, MAP, |json| source_map::document(json, &context, MAP_SCHEMA)),
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

/// The schema of the bundle, made of the forms of its objects.
pub fn schema() -> String {
    form::schema::document::<&Program>("urn:dictum:schema:bundle:1.0", "Dictum bundle")
}

/// The environments of a program, and their groups, as the bundle has them.
pub fn environments(job: Job<'_>) -> io::Result<[Vec<u8>; 2]> {
    let (connectors, regions) = (Connectors::of(job.program), Regions::default());
    let context = Context::new(job, &connectors, &regions);
    let environments = written(Each(job.program.environments.iter()), &context)?;
    Ok([environments, written(Each(job.program.environment_groups.iter()), &context)?])
}

fn written(list: impl Data, context: &Context<'_>) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut json = Json::new(&mut text);
    list.write(&mut json, context);
    json.finish()?;
    Ok(text)
}
