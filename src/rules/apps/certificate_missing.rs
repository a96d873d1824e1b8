//! Certificates that are required but not held.

use std::collections::BTreeMap;

use crate::analysis::governance::{self, Requirement};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Level, Witness, quoted_list};
use crate::model::Id;
use crate::model::criticity::{App, Certifies, Control, MakerTeam, Offer};
use crate::model::program::{Program, Reference};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps without a certificate that the control of their level requires: for the app itself, or for the team
    /// that makes it. It is an error if the app is live, otherwise a warning.
    ///
    /// This error may be waived.
    ///
    /// ## Why is this bad?
    /// The level requires the certificate because such apps can do harm without it.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; requires = [penetration_test] }
    ///
    /// offer penetration_test { by = "Security"; certifies = app; valid = 12 months }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; requires = [penetration_test] }
    ///
    /// offer penetration_test { by = "Security"; certifies = app; valid = 12 months }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    ///   certified { penetration_test = 2026-04-01 }
    /// }
    /// ```
    pub RULE = 4208 "certificate-missing" Error "an app or its team lacks a certificate that its level requires";
}

/// An app, its control, and the place that requires the missing certificate.
type Lacking<'a> = (&'a App, &'a Control, &'a Reference<Id<Offer>>);

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    // A team without a certificate is reported once, however many apps it makes.
    let mut by_team: BTreeMap<(Id<MakerTeam>, Id<Offer>), Vec<Lacking<'_>>> = BTreeMap::new();
    for app in &program.apps {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let mut lacks: Vec<Requirement<'_>> = Vec::new();
        for requirement in governance::requirements(program, app, control) {
            let Some((certifies, _)) = requirement.offer.certifies.filter(|_| requirement.held.is_none()) else {
                continue;
            };
            let team = app.made_by.as_ref().and_then(|team| team.target);
            match (certifies, team, requirement.reference.target) {
                (Certifies::MakerTeam, Some(team), Some(offer)) => {
                    by_team.entry((team, offer)).or_default().push((app, control, requirement.reference));
                }
                _own => lacks.push(requirement),
            }
        }
        findings.extend(of_app(app, control, &lacks));
    }
    findings.extend(by_team.iter().filter_map(|((team, offer), apps)| of_team(program, *team, *offer, apps)));
}

fn of_app(app: &App, control: &Control, lacks: &[Requirement<'_>]) -> Option<Diagnostic> {
    let first = lacks.first()?;
    let symbol = &app.head.symbol;
    let names = quoted_list(lacks.iter().map(|one| one.offer.name()), "and");
    let noun = if lacks.len() == 1 { "certificate" } else { "certificates" };
    let message = format!("app `{}` lacks the {noun} {names}", symbol.name);
    let mut finding = Diagnostic::new(&RULE, symbol.location, message)
        .about(lacks.iter().map(|one| (one.offer.head.symbol.name.as_str(), symbol.location)))
        .marked("is such an app");
    for requirement in lacks.iter().take(3) {
        let words = format!("level `{}` requires it", control.head.symbol.name);
        finding = finding.label(requirement.reference.symbol.location, words);
    }
    for by in lacks.iter().filter_map(|one| one.offer.by.as_ref()).take(1) {
        finding = finding.note(format!("`{}` is offered by {}", first.offer.head.symbol.name, by.name));
    }
    let teams = lacks.iter().all(|one| one.offer.certifies.is_some_and(|(what, _)| what == Certifies::MakerTeam));
    finding = finding.help(if teams {
        "name the team that makes the app with `made_by = …`, and have the team certified".to_owned()
    } else {
        format!("have it certified, and write `certified {{ {} = … }}` with the day", first.offer.head.symbol.name)
    });
    if !app.live {
        finding.level = Level::Warning;
    }
    Some(finding.witness(Witness::new([("app", &*symbol.name), ("level", &control.head.symbol.name)])))
}

fn of_team(program: &Program, team: Id<MakerTeam>, offer: Id<Offer>, apps: &[Lacking<'_>]) -> Option<Diagnostic> {
    let (team, offer) = (&program.maker_teams[team], &program.offers[offer]);
    let (_, control, reference) = apps.first()?;
    let (symbol, name) = (&team.head.symbol, &offer.head.symbol.name);
    let message = format!("maker team `{}` lacks the certificate `{name}`", symbol.name);
    let mut finding = Diagnostic::new(&RULE, symbol.location, message)
        .marked("makes such apps")
        .label(reference.symbol.location, format!("level `{}` requires it", control.head.symbol.name));
    for (app, ..) in apps.iter().take(3) {
        finding = finding.label(app.head.symbol.location, "made by this team");
    }
    if let Some(by) = &offer.by {
        finding = finding.note(format!("`{name}` is offered by {}", by.name));
    }
    if !apps.iter().any(|(app, ..)| app.live) {
        finding.level = Level::Warning;
    }
    Some(
        finding
            .help(format!("have the team certified, and write `certified {{ {name} = … }}` with the day"))
            .witness(Witness::new([("team", &*symbol.name), ("level", &control.head.symbol.name)])),
    )
}
