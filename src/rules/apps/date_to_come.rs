//! Reviews and certificates with a future date.

use jiff::civil::Date;

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds reviews of apps and connectors, and certificates, with a date after the day that `--today` gives.
    ///
    /// ## Why is this bad?
    /// The review or certification has not happened yet. It would count as done, and the next one would be due too
    /// late.
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
    ///   certified { penetration_test = 2206-04-01 }
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
    pub RULE = 4252 "date-to-come" Warning "a review or a certificate has a future date";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let mut days: Vec<(Date, Location, String)> = Vec::new();
    for dated in governance::certificates(program) {
        let what = format!("the certificate `{}` of {}", dated.offer.head.symbol.name, dated.holder());
        days.push((dated.certificate.date, dated.certificate.location, what));
    }
    for app in &program.apps {
        days.extend(app.reviewed.map(|(day, at)| (day, at, format!("the review of app `{}`", app.head.symbol.name))));
    }
    for facts in &program.connectors {
        let what = || format!("the review of connector `{}`", facts.head.symbol.name);
        days.extend(facts.reviewed.map(|(day, at)| (day, at, what())));
    }
    for (day, location, what) in days.into_iter().filter(|(day, ..)| *day > context.today) {
        findings.push(
            Diagnostic::new(&RULE, location, format!("{what} has a future date, {day}"))
                .note("it would count as done, and the next one would be due too late")
                .help("write the day on which it was done, or take it out until then")
                .witness(Witness::new([("today", context.today.to_string()), ("day", day.to_string())])),
        );
    }
}
