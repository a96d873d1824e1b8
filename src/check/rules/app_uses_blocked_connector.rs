//! Apps that use what data policies block.

use rayon::prelude::*;

use crate::analysis::{Answer, Check, Context, Obstacle, governance};
use crate::check::names::{moves, some_of};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::criticity::App;
use crate::model::program::Program;
use crate::model::{ConnectorId, PolicyId, Set};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that use connectors which a data policy blocks in their environment.
    ///
    /// ## Why is this bad?
    /// The platform suspends such an app, or does not let it be saved.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment = hr
    ///   connectors  = [sharepointonline, sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment = hr
    ///   connectors  = [sharepointonline, teams]
    /// }
    /// ```
    pub RULE = 4206 "app-uses-blocked-connector" Error "an app uses a connector that a data policy blocks where it lives";
}

/// How it is found.
pub static CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    findings.par_extend(program.apps.par_iter().filter_map(|app| {
        let answer = governance::usable(program, app)?;
        finding(program, app, &answer)
    }));
}

fn finding(program: &Program, app: &App, answer: &Answer) -> Option<Diagnostic> {
    let blocked: Vec<(PolicyId, ConnectorId)> = answer
        .obstacles
        .iter()
        .filter_map(|obstacle| match obstacle {
            Obstacle::Blocked(policy, connector) => Some((*policy, *connector)),
            Obstacle::Parted(..) => None,
        })
        .collect();
    let (_, first) = *blocked.first()?;
    let set = Set::filter(program.universe.len(), |id| blocked.iter().any(|(_, connector)| *connector == id));
    let (symbol, environment) = (&app.head.symbol, app.environment.as_ref()?);
    let verb = if set.len() == 1 { "is" } else { "are" };
    let message = format!(
        "app `{}` uses {}, which {verb} blocked in environment `{}`",
        symbol.name,
        some_of(&program.universe, &set),
        environment.symbol.name
    );
    let place = app.connectors.as_ref()?.expression.location_of(program, first);
    let mut finding = Diagnostic::new(&RULE, place, message)
        .marked("used here")
        .note("one data policy that blocks a connector suffices, whatever the others say");
    for (policy, connector) in blocked.iter().take(4) {
        if let Some(policy) = program.policies.get(policy.0 as usize) {
            let words = format!("`{}` blocks `{}`", policy.head.symbol.name, program.universe.name(*connector));
            finding = finding.label(policy.location_of(program, *connector), words);
        }
    }
    let moves = moves(program, answer);
    Some(
        finding
            .help(match moves.as_str() {
                "" => "take it out of the app".to_owned(),
                moves => format!("take it out of the app, or {moves}"),
            })
            .witness(Witness::new([
                ("environment", &*environment.symbol.name),
                ("connector", program.universe.name(first)),
            ])),
    )
}
