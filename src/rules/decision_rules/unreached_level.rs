//! Levels that no subject reaches.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels of a scale that no rule gives to any possible app. For a rating, levels that rated connectors
    /// have by name count as reached.
    ///
    /// ## Why is this bad?
    /// Controls, offers and guidelines of that level apply to nothing.
    ///
    /// ```dictum,bad
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   high when personal_data
    ///   low  otherwise
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   high   when personal_data and users > 500
    ///   medium when personal_data and users <= 500
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4011 "unreached-level" Warning "no app reaches a level";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["connector", "rules"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        let Some(rules) = study.rule_set(program) else { continue };
        let Some(scale) = rules.scale.map(|scale| &program.scales[scale]) else { continue };
        let stated = |level: &str| {
            let mut rated = program.connectors.iter().filter_map(|connector| connector.rated.as_ref());
            *rules.subject.name == *"connector" && rated.any(|rated| *rated.level.name == *level)
        };
        let unreached = study.unreached.iter().filter_map(|level| scale.levels.get(*level as usize));
        for level in unreached.filter(|level| !stated(&level.name)) {
            let subjects = study.subjects(program);
            findings.push(
                Diagnostic::new(&RULE, level.location, format!("no {subjects} are ever `{}`", level.name))
                    .label(rules.head.location, "no rule here gives it")
                    .note("what is declared for this level has no effect")
                    .help("add a rule for it, or remove the level"),
            );
        }
    }
}
