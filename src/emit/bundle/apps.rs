//! Controls, offers, guidelines, maker teams and apps, with what apps owe.

use super::declarations::{display_name, every, symbol, values_of};
use crate::emit::connectors::Connectors;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::Id;
use crate::model::criticity::{
    APP_SCALE, App, AppKind, Certificate, Certifies, ConnectorClause, Control, Guideline, LevelClause, Offer, Outcome,
    Process,
};
use crate::model::program::{Environment, Interval, Program, Reference, Targets, Text};

/// The name of a level of apps.
pub(super) fn level(program: &Program, index: u32) -> Option<&str> {
    let scale = program.scales.iter().find(|scale| scale.name() == APP_SCALE)?;
    scale.levels.get(index as usize).map(|level| &*level.name)
}

pub(super) fn controls(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
    let program = job.program;
    for control in &program.controls {
        json.object(|json| {
            json.key("by").optional(control.by.as_ref().map(symbol));
            members(json.key("connectors"), connectors, control.connectors.as_ref());
            json.key("description").string(&control.head.description);
            match &control.environments {
                Some(targets) => json.key("environments").strings(environments(program, targets)),
                None => json.key("environments").null(),
            }
            json.key("level").string(&control.head.symbol.name);
            process(json, control);
            json.key("requires").strings(sorted(&control.requires));
        });
    }
}

fn process(json: &mut Json<'_>, control: &Control) {
    let process = control.process.map(|(process, _)| process);
    json.key("process").optional(process.map(|process| match process {
        Process::Automated => "automated",
        Process::ManualReview => "manual_review",
        Process::RegularReview(_) => "regular_review",
    }));
    json.key("processEvery");
    every(json, interval(control));
}

fn interval(control: &Control) -> Option<Interval> {
    match control.process {
        Some((Process::RegularReview(interval), _)) => Some(interval),
        Some((Process::Automated | Process::ManualReview, _)) | None => None,
    }
}

/// The environments of a clause, by symbol.
fn environments<'p>(program: &'p Program, targets: &Targets) -> Vec<&'p str> {
    let mut ids = targets.resolved.clone();
    ids.sort_unstable();
    ids.dedup();
    let found = ids.into_iter().map(|id| &program.environments[id]);
    found.map(Environment::name).collect()
}

/// The connectors of a clause; `null` where there is none.
fn members(json: &mut Json<'_>, connectors: &Connectors, clause: Option<&ConnectorClause>) {
    match clause {
        Some(clause) => {
            let visible = clause.members.clone().common(&connectors.visible);
            let sorted = connectors.sorted(&visible);
            json.list(|json| sorted.iter().for_each(|id| json.raw(connectors.text(*id))));
        }
        None => json.null(),
    }
}

fn sorted<I>(references: &[Reference<I>]) -> Vec<&str> {
    let mut names: Vec<&str> = references.iter().map(symbol).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The levels of a clause, lowest first; all where there is none.
fn levels(json: &mut Json<'_>, program: &Program, clause: Option<&LevelClause>) {
    let scale = program.scales.iter().find(|scale| scale.name() == APP_SCALE);
    let all = scale.map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let taken = (0_u32..).zip(all).filter(|(index, _)| clause.is_none_or(|clause| clause.levels.contains(index)));
    json.key("levels").strings(taken.map(|(_, level)| &*level.name));
}

pub(super) fn offers(json: &mut Json<'_>, program: &Program) {
    for offer in &program.offers {
        json.object(|json| {
            json.key("by").optional(offer.by.as_ref().map(|by| &*by.name));
            json.key("certifies").optional(offer.certifies.map(|(certifies, _)| certifies.word()));
            json.key("description").string(&offer.head.description);
            json.key("displayName").string(display_name(&offer.head, offer.name.as_ref()));
            levels(json, program, offer.levels.as_ref());
            json.key("symbol").string(&offer.head.symbol.name);
            json.key("valid");
            every(json, offer.valid);
        });
    }
}

pub(super) fn guidelines(json: &mut Json<'_>, program: &Program) {
    let texts = |texts: &[Text]| texts.iter().map(|text| text.name.clone()).collect::<Vec<_>>();
    for guideline in &program.guidelines {
        json.object(|json| {
            json.key("description").string(&guideline.head.description);
            json.key("do").strings(texts(&guideline.dos).iter().map(AsRef::as_ref));
            json.key("dont").strings(texts(&guideline.donts).iter().map(AsRef::as_ref));
            levels(json, program, guideline.levels.as_ref());
            json.key("symbol").string(&guideline.head.symbol.name);
        });
    }
}

pub(super) fn maker_teams(json: &mut Json<'_>, program: &Program) {
    for team in &program.maker_teams {
        json.object(|json| {
            certificates(json, program, &team.certified);
            json.key("description").string(&team.head.description);
            json.key("displayName").string(display_name(&team.head, team.name.as_ref()));
            let mut members: Vec<&str> = team.members.iter().map(|member| &*member.name).collect();
            members.sort_unstable();
            members.dedup();
            json.key("members").strings(members);
            json.key("symbol").string(&team.head.symbol.name);
        });
    }
}

/// Certificates by offer and day.
pub(super) fn by_offer(certified: &[Certificate]) -> Vec<&Certificate> {
    let mut certified: Vec<&Certificate> = certified.iter().collect();
    certified.sort_by(|a, b| (&a.offer.symbol.name, a.date).cmp(&(&b.offer.symbol.name, b.date)));
    certified
}

fn certificates(json: &mut Json<'_>, program: &Program, certified: &[Certificate]) {
    json.key("certificates").list(|json| {
        for certificate in by_offer(certified) {
            let offer = certificate.offer.target.map(|offer| &program.offers[offer]);
            json.object(|json| {
                json.key("date").string(&certificate.date.to_string());
                json.key("offer").string(&certificate.offer.symbol.name);
                let until = offer.and_then(|offer| offer.valid).and_then(|valid| valid.after(certificate.date));
                json.key("until").optional(until.map(|day| day.to_string()).as_deref());
            });
        }
    });
}

pub(super) fn apps(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
    let program = job.program;
    for app in &program.apps {
        json.object(|json| {
            certificates(json, program, &app.certified);
            match &app.connectors {
                Some(_) => members(json.key("connectors"), connectors, app.connectors.as_ref()),
                None => json.key("connectors").list(|_| {}),
            }
            values_of(json, &app.criteria);
            json.key("description").string(&app.head.description);
            json.key("displayName").string(display_name(&app.head, app.name.as_ref()));
            json.key("environment").optional(app.environment.as_ref().map(symbol));
            json.key("id").optional(app.id.as_ref().map(|id| &*id.name));
            json.key("kind").optional(app.kind.map(AppKind::word));
            json.key("level").optional(app.timeless.level().and_then(|index| level(program, index)));
            json.key("live").boolean(app.live);
            json.key("madeBy").optional(app.made_by.as_ref().map(symbol));
            json.key("missing").strings(match &app.timeless {
                Outcome::Unknown { missing } => missing.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
                Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap => Vec::new(),
            });
            match app.timeless.level() {
                Some(level) => json.key("obligations").object(|json| obligations(json, program, app, level)),
                None => json.key("obligations").null(),
            }
            json.key("owner").optional(app.owner.as_ref().map(|owner| &*owner.name));
            json.key("reviewed").optional(app.reviewed.map(|(day, _)| day.to_string()).as_deref());
            json.key("roles").strings(sorted(&app.roles));
            json.key("symbol").string(&app.head.symbol.name);
        });
    }
}

/// What the level of an app asks for. Allowed environments and connectors stand with the control.
fn obligations(json: &mut Json<'_>, program: &Program, app: &App, level: u32) {
    let control = program.controls.iter().find(|control| control.level == Some(level));
    json.key("certificates").list(|json| {
        let mut required: Vec<&Reference<Id<Offer>>> = control.iter().flat_map(|control| &control.requires).collect();
        required.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
        required.dedup_by(|a, b| a.symbol.name == b.symbol.name);
        for reference in required {
            let offer = reference.target.map(|offer| &program.offers[offer]);
            json.object(|json| {
                let held = offer.and_then(|offer| held(program, app, offer));
                let due = held.and_then(|held| offer?.valid?.after(held));
                json.key("due").optional(due.map(|day| day.to_string()).as_deref());
                json.key("held").optional(held.map(|day| day.to_string()).as_deref());
                json.key("offer").string(&reference.symbol.name);
                let of = offer.and_then(|offer| offer.certifies).map(|(certifies, _)| certifies.word());
                json.key("of").optional(of);
            });
        }
    });
    let guidelines = program.guidelines.iter();
    let meant = guidelines.filter(|one| one.levels.as_ref().is_none_or(|clause| clause.levels.contains(&level)));
    json.key("guidelines").strings(meant.map(Guideline::name));
    match control {
        Some(control) => json.key("review").object(|json| {
            json.key("by").optional(control.by.as_ref().map(symbol));
            json.key("every");
            every(json, interval(control));
            let next = app.reviewed.and_then(|(day, _)| interval(control)?.after(day));
            json.key("next").optional(next.map(|day| day.to_string()).as_deref());
            json.key("process").optional(control.process.map(|(process, _)| match process {
                Process::Automated => "automated",
                Process::ManualReview => "manual_review",
                Process::RegularReview(_) => "regular_review",
            }));
        }),
        None => json.key("review").null(),
    }
}

/// The day of the last certificate that counts for an app: its own, or that of the team that makes it.
fn held(program: &Program, app: &App, offer: &Offer) -> Option<jiff::civil::Date> {
    let certified = match offer.certifies? {
        (Certifies::App, _) => &app.certified,
        (Certifies::MakerTeam, _) => &program.maker_teams[app.made_by.as_ref()?.target?].certified,
    };
    let own = certified.iter().filter(|one| one.offer.symbol.name == offer.head.symbol.name);
    own.map(|certificate| certificate.date).max()
}
