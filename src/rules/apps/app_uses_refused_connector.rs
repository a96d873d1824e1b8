//! Apps that use connectors which their control does not allow.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Set;
use crate::model::facts::ConnectorSubjects;
use crate::rules::shared::names::of_set;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that use connectors which the control of their level does not allow. If the control requires
    /// ratings, the finding shows the ratings.
    ///
    /// ## Why is this bad?
    /// The control says which connectors are safe enough for such apps, but the app sends data through another one.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < elevated }
    /// scale criticity      { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; connectors = connectors where rating <= trusted }
    ///
    /// connector sql     { rated = trusted because "own databases only" }
    /// connector twitter { rated = elevated because "it posts to the world" }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   connectors     = [sql, twitter]
    ///   sensitive_data = yes
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < elevated }
    /// scale criticity      { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; connectors = connectors where rating <= trusted }
    ///
    /// connector sql     { rated = trusted because "own databases only" }
    /// connector twitter { rated = elevated because "it posts to the world" }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   connectors     = [sql]
    ///   sensitive_data = yes
    /// }
    /// ```
    pub RULE = 4205 "app-uses-refused-connector" Error "an app uses a connector that its control does not allow";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let subjects = ConnectorSubjects::new(program);
    for app in &program.apps {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let (Some(used), Some(allowed)) = (&app.connectors, &control.connectors) else { continue };
        let refused = governance::refused_connectors(app, control);
        let Some(first) = refused.first().filter(|_| !governance::is_void(allowed)) else { continue };
        let set = Set::filter(program.universe.len(), |id| refused.contains(&id));
        let (name, level) = (&app.head.symbol.name, &control.head.symbol.name);
        let message =
            format!("app `{name}` uses {}, which level `{level}` does not allow", of_set(&program.universe, &set));
        let mut finding = Diagnostic::new(&RULE, used.expression.location_of(program, *first), message)
            .about(refused.iter().map(|id| (program.universe.name(*id), used.expression.location_of(program, *id))))
            .marked("used here")
            .label(allowed.expression.location(), format!("what apps of level `{level}` may use"));
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level}`"));
        }
        if governance::asks_for_rating(&allowed.expression) {
            for id in refused.iter().take(4) {
                let connector = program.universe.name(*id);
                finding = finding.note(match governance::rating(&subjects, *id) {
                    Some(rating) => format!("`{connector}` is rated `{rating}`"),
                    None => format!("`{connector}` has no rating, and an unknown value satisfies no comparison"),
                });
            }
        }
        if finding.notes.is_empty() {
            finding = finding.note("the control says which connectors are safe enough for such apps");
        }
        let them = if refused.len() == 1 { "it" } else { "them" };
        findings.push(
            finding
                .help(format!("take {them} out of the app, or let control `{level}` allow {them}"))
                .witness(Witness::new([("app", &**name), ("connector", program.universe.name(*first))])),
        );
    }
}
