//! Controls, offers, guidelines, maker teams and apps in the bundle, with what apps owe.

use super::form::{
    ConnectorNames, Context, Description, Each, Form, Members, Name, Named, Names, References, Shown, Symbols, located,
};
use super::values::Criteria;
use crate::model::criticity::{
    APP_SCALE, App, Certificate, Certifies, ConnectorClause, Control, Guideline, LevelClause, MakerTeam, Offer,
    Outcome, Process,
};
use crate::model::program::{Environment, Interval, Program, Targets};

/// The name of a level of apps.
pub(super) fn level(program: &Program, index: Option<u32>) -> Option<&str> {
    let scale = program.scales.iter().find(|scale| scale.name() == APP_SCALE)?;
    scale.levels.get(index? as usize).map(|level| &*level.name)
}

impl Form for &Control {
    const FORM: Named = Named("control", "control");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("by", |control, _| control.by.as_ref());
        to.said("connectors", |control, context| {
            (
                control.connectors.as_ref().map(|clause| connectors(clause, context)),
                control.connectors.as_ref().map(|clause| clause.expression.location()),
            )
        });
        to.value("description", |control, _| Description(&control.head.description));
        to.member(
            "environments",
            |control, context| {
                let targets = control.environments.as_ref()?;
                Some(Symbols(environments(context.program(), targets).into_iter()))
            },
            |control, _| control.environments.as_ref().map(|targets| targets.location),
        );
        to.value(("level", "The level it is for."), |control, _| Name(&control.head.symbol.name));
        to.said(("process", PROCESS, PROCESSES), |control, _| {
            control.process.map(|(process, location)| (process_word(process), location))
        });
        to.value(("processEvery", "How often a regular review is due."), |control, _| interval(control));
        to.said("requires", |control, _| {
            (References(&control.requires), control.requires.iter().map(|offer| offer.symbol.location).min())
        });
    }
}

const PROCESS: &str = "How apps are looked after.";
const PROCESSES: [&str; 3] = ["automated", "manual_review", "regular_review"];

const fn process_word(process: Process) -> &'static str {
    match process {
        Process::Automated => "automated",
        Process::ManualReview => "manual_review",
        Process::RegularReview(_) => "regular_review",
    }
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

/// The connectors of a clause.
fn connectors(clause: &ConnectorClause, context: &Context<'_>) -> ConnectorNames {
    let visible = clause.members.clone().common(&context.connectors.visible);
    ConnectorNames(context.connectors.sorted(&visible))
}

/// The levels of a clause, lowest first; all where there is none.
fn levels<'p>(program: &'p Program, clause: Option<&LevelClause>) -> Names<'p> {
    let scale = program.scales.iter().find(|scale| scale.name() == APP_SCALE);
    let all = scale.map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let taken = (0_u32..).zip(all).filter(|(index, _)| clause.is_none_or(|clause| clause.levels.contains(index)));
    Names(taken.map(|(_, level)| &*level.name).collect())
}

const LEVELS: &str = "The levels it is for, the lowest first.";

impl Form for &Offer {
    const FORM: Named = Named("offer", "offer");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("by", |offer, _| offer.by.as_ref());
        to.said("certifies", |offer, _| offer.certifies.map(|(certifies, location)| (certifies.word(), location)));
        to.value("description", |offer, _| Description(&offer.head.description));
        to.said("displayName", |offer, _| Shown::of(&offer.head, offer.name.as_ref()));
        to.said(("levels", LEVELS), |offer, context| {
            (levels(context.program(), offer.levels.as_ref()), offer.levels.as_ref().map(|clause| clause.location))
        });
        to.value("symbol", |offer, _| Name(&offer.head.symbol.name));
        to.value("valid", |offer, _| offer.valid);
    }
}

impl Form for &Guideline {
    const FORM: Named = Named("guideline", "guideline");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |guideline, _| Description(&guideline.head.description));
        to.said("do", |guideline, _| located(&guideline.dos, |text| text.location));
        to.said("dont", |guideline, _| located(&guideline.donts, |text| text.location));
        to.said(("levels", LEVELS), |guideline, context| {
            (
                levels(context.program(), guideline.levels.as_ref()),
                guideline.levels.as_ref().map(|clause| clause.location),
            )
        });
        to.value("symbol", |guideline, _| Name(&guideline.head.symbol.name));
    }
}

impl Form for &MakerTeam {
    const FORM: Named = Named("makerTeam", "maker_team");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said(("certificates", CERTIFICATES), |team, _| {
            located(by_offer(&team.certified), |certificate| certificate.location)
        });
        to.value("description", |team, _| Description(&team.head.description));
        to.said("displayName", |team, _| Shown::of(&team.head, team.name.as_ref()));
        to.value("members", |team, _| Names::sorted(&team.members));
        to.value("symbol", |team, _| Name(&team.head.symbol.name));
    }
}

const CERTIFICATES: &str = "Its certificates, by offer and day.";

/// Certificates by offer and day.
fn by_offer(certified: &[Certificate]) -> Vec<&Certificate> {
    let mut certified: Vec<&Certificate> = certified.iter().collect();
    certified.sort_by(|a, b| (&a.offer.symbol.name, a.date).cmp(&(&b.offer.symbol.name, b.date)));
    certified
}

impl Form for &Certificate {
    const FORM: Named = Named("certificate", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("date", "The day it was given."), |certificate, _| certificate.date);
        to.value(("offer", "The offer that gave it."), |certificate, _| &certificate.offer);
        to.value(("until", "The day on which it ends; null where it never does."), |certificate, context| {
            context.program().offers[certificate.offer.target?].valid?.after(certificate.date)
        });
    }
}

impl Form for &App {
    const FORM: Named = Named("app", "app");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said(("certificates", CERTIFICATES), |app, _| {
            located(by_offer(&app.certified), |certificate| certificate.location)
        });
        to.member(
            "connectors",
            |app, context| {
                let clause = app.connectors.as_ref();
                clause.map_or_else(|| ConnectorNames(Vec::new()), |clause| connectors(clause, context))
            },
            |app, _| app.connectors.as_ref().map(|clause| clause.expression.location()),
        );
        to.said("criteria", |app, _| Criteria(&app.criteria));
        to.value("description", |app, _| Description(&app.head.description));
        to.said("displayName", |app, _| Shown::of(&app.head, app.name.as_ref()));
        to.said("environment", |app, _| app.environment.as_ref());
        to.said("id", |app, _| app.id.as_ref());
        to.value("kind", |app, _| app.kind);
        let doc = "Its level on the scale `criticity`; null where the rules give none.";
        to.said(("level", doc), |app, context| {
            (
                level(context.program(), app.timeless.level()),
                context.levels.and_then(|rules| rules.place_of(&app.timeless)),
            )
        });
        to.value("live", |app, _| app.live);
        to.said("madeBy", |app, _| app.made_by.as_ref());
        let doc = "If it has no level because values are missing: the fields that rules ask for and that it lacks.";
        to.value(("missing", doc), |app, _| match &app.timeless {
            Outcome::Unknown { missing } => Names(missing.iter().map(AsRef::as_ref).collect()),
            Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap => Names(Vec::new()),
        });
        let doc = "What its level asks for; null where it has none. In which environments it may be and which connectors it may use is given by the control of its level.";
        to.value(("obligations", doc), |app, context| {
            let level = app.timeless.level()?;
            let mut controls = context.program().controls.iter();
            let control = controls.find(|control| control.level == Some(level));
            Some(Obligations { app, level, control })
        });
        to.said("owner", |app, _| app.owner.as_ref());
        to.said("reviewed", |app, _| app.reviewed);
        to.value("roles", |app, _| References(&app.roles));
        to.value("symbol", |app, _| Name(&app.head.symbol.name));
    }
}

/// What the level of an app asks for. Allowed environments and connectors stand with the control.
#[derive(Clone, Copy)]
struct Obligations<'a> {
    app: &'a App,
    level: u32,
    control: Option<&'a Control>,
}

impl Form for Obligations<'_> {
    const FORM: Named = Named("obligations", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("certificates", "The certificates it needs, by offer."), |owed, context| {
            let required = owed.control.map(|control| References(&control.requires).sorted()).unwrap_or_default();
            Each(required.into_iter().map(|offer| {
                let name = &*offer.symbol.name;
                let offer = offer.target.map(|offer| &context.program().offers[offer]);
                let held = offer.and_then(|offer| held(context.program(), owed.app, offer));
                Owed { name, offer, held }
            }))
        });
        to.value(("guidelines", "The guidelines for its level."), |owed, context| {
            let guidelines = context.program().guidelines.iter();
            let is_meant = move |one: &&Guideline| one.levels.as_ref().is_none_or(|it| it.levels.contains(&owed.level));
            Symbols(guidelines.filter(is_meant).map(Guideline::name))
        });
        to.value(("review", "How it is looked after; null where its level has no control."), |owed, _| {
            owed.control.map(|control| Review { app: owed.app, control })
        });
    }
}

/// A certificate that an app needs.
#[derive(Clone, Copy)]
struct Owed<'a> {
    name: &'a str,
    offer: Option<&'a Offer>,
    /// The day of the last one.
    held: Option<jiff::civil::Date>,
}

impl Form for Owed<'_> {
    const FORM: Named = Named("owedCertificate", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "The day by which it must be renewed; null where there is none, or where it never ends.";
        to.value(("due", doc), |owed, _| owed.offer?.valid?.after(owed.held?));
        to.value(("held", "The day of the last one; null where there is none."), |owed, _| owed.held);
        to.value(("of", "What is certified.", ["app", "maker_team"]), |owed, _| {
            owed.offer?.certifies.map(|(certifies, _)| certifies.word())
        });
        to.value(("offer", "The offer that gives it."), |owed, _| Name(owed.name));
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

/// How an app is looked after.
#[derive(Clone, Copy)]
struct Review<'a> {
    app: &'a App,
    control: &'a Control,
}

impl Form for Review<'_> {
    const FORM: Named = Named("review", "control");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("by", |review, _| review.control.by.as_ref());
        to.value(("every", "How often."), |review, _| interval(review.control));
        let doc = "The day of the next regular review; null where none is due after a last one.";
        to.value(("next", doc), |review, _| {
            let (day, _) = review.app.reviewed?;
            interval(review.control)?.after(day)
        });
        to.value(("process", PROCESS, PROCESSES), |review, _| {
            review.control.process.map(|(process, _)| process_word(process))
        });
    }
}
