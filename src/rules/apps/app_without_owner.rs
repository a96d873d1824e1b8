//! Apps that no user is responsible for.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Process;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps without `owner` at a level whose control requires reviews.
    ///
    /// ## Why is this bad?
    /// The reviewers of the app have no contact, for questions or for results.
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
    ///   sensitive_data = yes
    ///   reviewed       = 2026-09-30
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
    pub RULE = 4256 "app-without-owner" Warning "an app that is to be reviewed has no owner";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in program.apps.iter().filter(|app| app.owner.is_none()) {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let Some((process, location)) = control.process.filter(|(process, _)| *process != Process::Automated) else {
            continue;
        };
        let (symbol, level) = (&app.head.symbol, &control.head.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                symbol.location,
                format!("app `{}` is to be reviewed and has no owner", symbol.name),
            )
            .label(location, format!("`{}` at level `{level}`", process.shown()))
            .note("the reviewer has no owner to ask")
            .help("say who answers for it: `owner = …`"),
        );
    }
}
