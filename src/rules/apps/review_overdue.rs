//! Reviews of apps that are overdue.

use crate::analysis::governance::{self, Review};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Level, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps whose next review, by the control of their level, was due before the day that `--today` gives. It
    /// is an error if the app is live, otherwise a warning.
    ///
    /// This error may be waived.
    ///
    /// ## Why is this bad?
    /// The last review covers the app as it was then.
    ///
    /// ```dictum,bad
    /// group sg_security { kind = security }
    ///
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months; by = sg_security }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   owner          = alice
    ///   sensitive_data = yes
    ///   reviewed       = 2019-09-30
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_security { kind = security }
    ///
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months; by = sg_security }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   owner          = alice
    ///   sensitive_data = yes
    ///   reviewed       = 2026-09-30
    /// }
    /// ```
    pub RULE = 4212 "review-overdue" Error "the review of an app is overdue";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in &program.apps {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let (Some((process, location)), Some((_, reviewed))) = (control.process, app.reviewed) else { continue };
        let Review::Overdue(due) = governance::review(app, process, context.today) else { continue };
        let level = &control.head.symbol.name;
        let message = format!("the review of app `{}` was due on {due}", app.head.symbol.name);
        let mut finding = Diagnostic::new(&RULE, reviewed, message)
            .marked("last reviewed")
            .label(location, format!("what apps of level `{level}` need"));
        let by = control.by.as_ref().map_or("nobody", |by| &*by.symbol.name);
        finding = finding.note(format!("`{by}` does the reviews"));
        if !app.live {
            finding.level = Level::Warning;
        }
        findings.push(
            finding
                .help("have it reviewed, and write the day here")
                .witness(Witness::new([("today", context.today.to_string()), ("due", due.to_string())])),
        );
    }
}
