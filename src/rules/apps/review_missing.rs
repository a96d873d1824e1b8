//! Reviews that have not taken place.

use crate::analysis::governance::{self, Review};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds live apps without a review, if the control of their level requires a review before go-live or regular
    /// reviews. If an app has `live = no`, no review is due yet.
    ///
    /// This error may be waived.
    ///
    /// ## Why is this bad?
    /// The app is in use, but it was never reviewed.
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
    pub RULE = 4211 "review-missing" Error "an app has had no review, and its level asks for one";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in &program.apps {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let Some((process, location)) = control.process else { continue };
        if governance::review(app, process, context.today) != Review::Missing {
            continue;
        }
        let (symbol, level) = (&app.head.symbol, &control.head.symbol.name);
        let message = format!("app `{}` is live and has had no review, which level `{level}` asks for", symbol.name);
        let mut finding = Diagnostic::new(&RULE, symbol.location, message)
            .marked("people use it")
            .label(location, format!("what apps of level `{level}` need"));
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level}`"));
        }
        let by = control.by.as_ref().map_or("nobody", |by| &*by.symbol.name);
        finding = finding.note(format!("`{by}` does the reviews"));
        findings.push(
            finding
                .help("have it reviewed, and write `reviewed = …` with the day; or say `live = no`")
                .witness(Witness::new([("app", symbol.name.to_string()), ("today", context.today.to_string())])),
        );
    }
}
