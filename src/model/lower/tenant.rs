//! `tenant`

use crate::model::kinds::{PARTNER, Shape, TENANT_SETTINGS};
use crate::model::program::Head;
use crate::model::reader::{Reader, Record, Value};
use crate::model::tenant::{Isolation, MakerRouting, Partner, SettingGiven, SettingValue, Tenant};
use crate::syntax::ast::{Atom, Block};
use crate::text::{Location, Span};

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Tenant {
    let record = reader.block(block, shape, "tenant", &head);
    let mut tenant = Tenant {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        domain: reader.text(&record, "domain"),
        settings: Vec::new(),
        routing: None,
        isolation: None,
        head,
    };
    for (index, _, inner) in &record.blocks {
        let Some(nested) = shape.blocks.get(*index) else { continue };
        match nested.name {
            "settings" => {
                let settings = reader.record(*inner, nested.shape, &"`settings`");
                tenant.settings =
                    TENANT_SETTINGS.iter().filter_map(|setting| given(reader, &settings, setting.word)).collect();
                for (index, _, block) in &settings.blocks {
                    let Some(nested) = nested.shape.blocks.get(*index) else { continue };
                    tenant.routing = Some(routing(reader, *block, nested.shape));
                }
            }
            _isolation => tenant.isolation = Some(isolation(reader, *inner, nested.shape)),
        }
    }
    tenant
}

/// The value of a setting, where there is one and it could be read.
fn given(reader: &mut Reader<'_>, record: &Record<'_>, word: &'static str) -> Option<SettingGiven> {
    let setting = TENANT_SETTINGS.iter().find(|setting| setting.word == word)?;
    let (value, location) = reader.value(record, word)?;
    let value = match value {
        Value::Bool(flag) => SettingValue::Flag(flag),
        Value::Word(word) => SettingValue::Word(word),
        Value::Integer(number) => SettingValue::Number(u32::try_from(number).ok()?),
        _other => return None,
    };
    Some(SettingGiven { setting, value, location })
}

fn routing(reader: &mut Reader<'_>, block: Block<'_>, shape: &'static Shape) -> MakerRouting {
    let before = reader.faults();
    let record = reader.record(block, shape, &"`maker_routing`");
    let mut routing = MakerRouting {
        location: brace(reader, block),
        active: reader.flag(&record, "active").is_none_or(|(active, _)| active),
        to: reader.reference(&record, "to"),
        everyone: reader.word(&record, "makers").is_some_and(|(word, _)| word == "everyone"),
        members_of: reader.reference(&record, "members_of"),
        sound: false,
    };
    routing.sound = reader.faults() == before;
    routing
}

fn isolation(reader: &mut Reader<'_>, block: Block<'_>, shape: &'static Shape) -> Isolation {
    let record = reader.record(block, shape, &"`isolation`");
    let (active, active_location) = reader.flag(&record, "active").unzip();
    let mut partners: Vec<Partner> =
        record.named.iter().filter_map(|(key, block)| partner(reader, *key, *block)).collect();
    partners.sort_by(|a, b| a.name.name.cmp(&b.name.name));
    Isolation { location: brace(reader, block), active: active.unwrap_or(true), active_location, partners }
}

fn partner(reader: &mut Reader<'_>, key: Atom<'_>, block: Block<'_>) -> Option<Partner> {
    let name = reader.symbol(key)?;
    let before = reader.faults();
    let record = reader.record(block, &PARTNER, &format_args!("partner `{}`", name.name));
    let mut says = |word: &str| reader.flag(&record, word).is_some_and(|(value, _)| value);
    let (inbound, outbound) = (says("they_reach_us"), says("we_reach_them"));
    let tenant = reader.text(&record, "tenant")?;
    Some(Partner { tenant, name, inbound, outbound, sound: reader.faults() == before })
}

fn brace(reader: &Reader<'_>, block: Block<'_>) -> Location {
    let start = block.node.span().start;
    reader.at(Span::new(start, start + 1))
}
