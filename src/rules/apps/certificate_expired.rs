//! Certificates that have expired.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::{Diagnostic, Level, Witness};
use crate::model::criticity::{Certificate, Control};

crate::declare_rule! {
    /// ## What it does
    /// Finds certificates whose validity, by `valid` of the offer, has ended on the day that `--today` gives. It is
    /// an error if a live app needs the certificate, otherwise a warning.
    ///
    /// This error may be waived.
    ///
    /// ## Why is this bad?
    /// The certificate covers the app, or the team, as it was at that time.
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
    ///   certified { penetration_test = 2019-04-01 }
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
    pub RULE = 4210 "certificate-expired" Error "a certificate of an app or a maker team has expired";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let needed: Vec<(&Certificate, &Control)> = program
        .apps
        .iter()
        .filter(|app| app.live)
        .filter_map(|app| Some((app, governance::held_to(program, app)?.1)))
        .flat_map(|(app, control)| {
            let held = governance::requirements(program, app, control).into_iter().filter_map(|one| one.held);
            held.map(move |held| (held.certificate, control))
        })
        .collect();
    for dated in governance::certificates(program) {
        let Some(until) = dated.until.filter(|until| *until < context.today) else { continue };
        let name = &dated.offer.head.symbol.name;
        let message = format!("the certificate `{name}` of {} expired on {until}", dated.holder());
        let mut finding = Diagnostic::new(&RULE, dated.certificate.location, message).marked("certified").label(
            dated.offer.head.location,
            dated
                .offer
                .valid
                .map_or_else(|| "of this offer".to_owned(), |valid| format!("holds for {}", valid.shown())),
        );
        match needed.iter().find(|(certificate, _)| certificate.location == dated.certificate.location) {
            Some((_, control)) => {
                let words = format!("level `{}` requires it", control.head.symbol.name);
                let mut required = control.requires.iter();
                if let Some(place) = required.find(|one| one.target == dated.certificate.offer.target) {
                    finding = finding.label(place.symbol.location, words);
                }
            }
            None => finding.level = Level::Warning,
        }
        if let Some(by) = &dated.offer.by {
            finding = finding.note(format!("`{name}` is offered by {}", by.name));
        }
        findings.push(
            finding
                .help("have it certified again, and write the day here")
                .witness(Witness::new([("today", context.today.to_string()), ("expired", until.to_string())])),
        );
    }
}
