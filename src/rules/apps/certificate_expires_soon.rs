//! Certificates that expire within 30 days.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds certificates of apps and maker teams that expire within 30 days from the day that `--today` gives.
    ///
    /// ## Why is this bad?
    /// A new certificate takes time. Once this one has expired, a live app that needs it is an error.
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
    ///   certified { penetration_test = 2025-12-01 }
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
    pub RULE = 4251 "certificate-expires-soon" Info "a certificate expires within 30 days";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app"]), run);

/// The number of days before expiry.
const SOON: i32 = 30;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for dated in governance::certificates(context.program) {
        let Some(until) = dated.until.filter(|until| *until >= context.today) else { continue };
        let left = context.today.until(until).map_or(i32::MAX, |span| span.get_days());
        if left > SOON {
            continue;
        }
        let name = &dated.offer.head.symbol.name;
        let by = dated.offer.by.as_ref().map_or_else(String::new, |by| format!(" by {}", by.name));
        findings.push(
            Diagnostic::new(
                &RULE,
                dated.certificate.location,
                format!("the certificate `{name}` of {} expires on {until}", dated.holder()),
            )
            .marked("certified")
            .note("a new certificate takes time to get")
            .help(format!("have it certified again{by}, and write the day here"))
            .witness(Witness::new([("today", context.today.to_string()), ("expires", until.to_string())])),
        );
    }
}
