//! Reviews that never were.

use crate::analysis::governance::{self, Review};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Level, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps without a review, where the control of their level asks for regular reviews, or for one before go-live
    /// and the app is live. It is an error where the app is live, else a warning.
    ///
    /// ## Why is this bad?
    /// People use the app, and nobody has looked at it.
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

/// How it is found.
pub static CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in &program.apps {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let Some((process, location)) = control.process else { continue };
        if governance::review(app, process, context.today) != Review::Missing {
            continue;
        }
        let (symbol, level) = (&app.head.symbol, &control.head.symbol.name);
        let live = if app.live { "is live and has had no review" } else { "has had no review" };
        let message = format!("app `{}` {live}, which level `{level}` asks for", symbol.name);
        let mut finding = Diagnostic::new(&RULE, symbol.location, message)
            .label(location, format!("what apps of level `{level}` need"));
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level}`"));
        }
        if let Some(by) = &control.by {
            finding = finding.note(format!("`{}` does the reviews", by.symbol.name));
        }
        if !app.live {
            finding.level = Level::Warning;
        }
        let later = if app.live { "; or say `live = no`" } else { "" };
        findings.push(
            finding
                .help(format!("let it be reviewed, and write `reviewed = …` with the day{later}"))
                .witness(Witness::new([("app", symbol.name.to_string()), ("today", context.today.to_string())])),
        );
    }
}
