//! `environment`

use super::environment_rules::{self as rules, brace, nested, twice};
use crate::catalog;
use crate::diagnostics::{Diagnostic, Safety, closest};
use crate::model::codes;
use crate::model::kinds::Shape;
use crate::model::program::{Dataverse, Environment, Head};
use crate::model::reader::{Reader, Value};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Environment {
    let before = reader.faults();
    let record = reader.block(block, shape, "environment", &head);
    let mut dataverse = None;
    if let Some((block, shape)) = nested(&record, shape, "dataverse") {
        let inner = reader.record(block, shape, &"`dataverse`");
        let language = reader.value(&inner, "language");
        let currency = reader.text(&inner, "currency");
        let domain = reader.text(&inner, "domain");
        let across = reader.flag(&inner, "ownership_across_units").is_some_and(|(across, _)| across);
        let administration_mode = reader.flag(&inner, "administration_mode");
        let background_operations = reader.flag(&inner, "background_operations");
        if let (Some((Value::Integer(language), _)), Some(currency)) = (language, currency)
            && let Ok(language) = u32::try_from(language)
        {
            dataverse = Some(Dataverse {
                language,
                currency: currency.name,
                domain,
                ownership_across_units: across,
                administration_mode,
                background_operations,
            });
        }
    }
    let region = reader.text(&record, "region");
    if let Some(region) = &region
        && catalog::region(&region.name).is_none()
    {
        let known = catalog::REGIONS.iter().map(|region| region.word);
        if let Some(near) = closest(&region.name, known) {
            let message = format!("`{}` is not a known region", region.name);
            reader.report(Diagnostic::new(&codes::UNKNOWN_WORD, region.location, message).did_you_mean(
                near,
                region.location,
                Safety::Safe,
            ));
        }
    }
    let (kind, kind_location) = reader.word(&record, "type").unzip();
    let (mut managed, mut managed_location) = reader.flag(&record, "managed").unzip();
    let mut managed_settings = None;
    if let Some((block, shape)) = nested(&record, shape, "managed") {
        let place = brace(reader, block);
        if let Some(first) = managed_location {
            twice(reader, "managed", place, first);
        }
        let inner = reader.record(block, shape, &"`managed`");
        managed_settings = Some(rules::managed(reader, &inner));
        (managed, managed_location) = (Some(true), Some(place));
    }
    let audit = nested(&record, shape, "audit").map(|(block, shape)| {
        let inner = reader.record(block, shape, &"`audit`");
        rules::audit(reader, &inner)
    });
    let provider = nested(&record, shape, "terraform").map(|(block, shape)| rules::provider(reader, block, shape));
    let mut environment = Environment {
        kind: kind.unwrap_or_default(),
        kind_location: kind_location.unwrap_or(head.location),
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        region,
        managed: managed.unwrap_or(false),
        managed_location,
        group: reader.reference(&record, "group"),
        allow_lists_only: reader.allow_lists_only(&record),
        access: reader.reference(&record, "access"),
        ceiling: reader.name(&record, "criticity").map(Into::into),
        owner: reader.reference(&record, "owner"),
        managed_settings,
        ai: rules::ai(reader, &record),
        release_cycle: reader.word(&record, "release_cycle"),
        cadence: reader.word(&record, "cadence"),
        audit,
        provider: provider.unwrap_or_default(),
        dataverse,
        sound: false,
        head,
    };
    environment.sound = reader.faults() == before;
    environment
}
