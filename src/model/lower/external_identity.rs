//! `external_identity`

use crate::catalog::{IDENTITY_PROVIDERS, identity_provider};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::identity::{Audience, CrossTenant, Domains, ExternalIdentity, PartnerTenant};
use crate::model::kinds::Shape;
use crate::model::program::{Head, Text};
use crate::model::reader::{Argument, Reader, Record, Value};
use crate::syntax::ast::Block;
use crate::text::Span;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> ExternalIdentity {
    let record = reader.record(block, shape, &"external identity");
    let mut external = ExternalIdentity {
        b2c: reader.word(&record, "directory").is_some_and(|(word, _)| word == "b2c"),
        invited_by: reader.word(&record, "invited_by"),
        guests_see: reader.word(&record, "guests_see"),
        domains: match reader.value(&record, "domains") {
            Some((Value::Domains(only, names), location)) => Some(Domains { only, names, location }),
            _absent => None,
        },
        email_verified_join: reader.says(&record, "email_verified_join"),
        self_service_trials: reader.says(&record, "self_service_trials"),
        providers: reader.providers(&record),
        audiences: Vec::new(),
        partners: Vec::new(),
        other_tenants: None,
        head,
    };
    for (index, argument, inner) in &record.blocks {
        let Some(nested) = shape.blocks.get(*index) else { continue };
        let name = match argument {
            Argument::Name(atom) => reader.symbol(*atom),
            Argument::Absent => None,
        };
        match (nested.name, name) {
            ("audience", Some(name)) => {
                let audience = audience(reader, name, *inner, nested.shape);
                push(reader, &mut external.audiences, audience, "audience", |one| &one.name);
            }
            ("partner", Some(name)) => {
                if let Some(partner) = partner(reader, name, *inner, nested.shape) {
                    push(reader, &mut external.partners, partner, "partner", |one| &one.name);
                }
            }
            (_other_tenants, _) => {
                let record = reader.record(*inner, nested.shape, &"`other_tenants`");
                external.other_tenants = Some(access(reader, &record, *inner));
            }
        }
    }
    external.audiences.sort_by(|a, b| a.name.name.cmp(&b.name.name));
    external.partners.sort_by(|a, b| a.name.name.cmp(&b.name.name));
    external
}

/// Adds one to a list in which each name stands once.
fn push<T>(reader: &mut Reader<'_>, list: &mut Vec<T>, one: T, noun: &str, name: fn(&T) -> &Text) {
    if let Some(first) = list.iter().find(|other| name(other).name == name(&one).name) {
        let message = format!("{noun} `{}` stands twice", name(&one).name);
        let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, name(&one).location, message);
        reader.report(finding.label(name(first).location, "first given here").help("keep one of the two"));
        return;
    }
    list.push(one);
}

fn audience(reader: &mut Reader<'_>, name: Text, block: Block<'_>, shape: &'static Shape) -> Audience {
    let record = reader.record(block, shape, &format_args!("audience `{}`", name.name));
    Audience {
        providers: reader.providers(&record).unwrap_or_default(),
        guests: reader.says(&record, "guests").unwrap_or(false),
        environments: reader.references(&record, "environments"),
        sites: reader.texts(&record, "sites").unwrap_or_default(),
        name,
    }
}

fn partner(reader: &mut Reader<'_>, name: Text, block: Block<'_>, shape: &'static Shape) -> Option<PartnerTenant> {
    let record = reader.record(block, shape, &format_args!("partner `{}`", name.name));
    let access = access(reader, &record, block);
    Some(PartnerTenant { tenant: reader.text(&record, "tenant")?, access, name })
}

fn access(reader: &mut Reader<'_>, record: &Record<'_>, block: Block<'_>) -> CrossTenant {
    let start = block.node.span().start;
    CrossTenant {
        location: reader.at(Span::new(start, start + 1)),
        they_work_with_us: reader.flag(record, "they_work_with_us"),
        we_work_with_them: reader.flag(record, "we_work_with_them"),
        they_connect_directly: reader.says(record, "they_connect_directly"),
        we_connect_directly: reader.says(record, "we_connect_directly"),
        trust_multi_factor: reader.says(record, "trust_multi_factor"),
        trust_compliant_devices: reader.says(record, "trust_compliant_devices"),
        trust_joined_devices: reader.says(record, "trust_joined_devices"),
        invitations_accepted: reader.says(record, "invitations_accepted"),
        our_invitations_accepted: reader.says(record, "our_invitations_accepted"),
    }
}

impl Reader<'_> {
    /// The providers that are named. Where one of them does not exist, it is not known which are meant.
    fn providers(&mut self, record: &Record<'_>) -> Option<Vec<Text>> {
        let names = match self.value(record, "providers")? {
            (Value::Names(names), _) => names,
            _other => return None,
        };
        let known = |name: &Text| identity_provider(&name.name).is_some();
        let (known, unknown): (Vec<Text>, Vec<Text>) = names.into_iter().partition(known);
        let is_whole = unknown.is_empty();
        for name in unknown {
            let words = || IDENTITY_PROVIDERS.iter().map(|provider| provider.word);
            let message = format!("`{}` is not an identity provider", name.name);
            let finding = Diagnostic::new(&codes::UNKNOWN_WORD, name.location, message);
            self.report(match closest(&name.name, words()) {
                Some(near) => finding.did_you_mean(near, name.location, Safety::Safe),
                None => finding.help(format!("the providers are {}", quoted_list(words(), "and"))),
            });
        }
        is_whole.then_some(known)
    }
}
