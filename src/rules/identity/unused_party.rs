//! `unused-party`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::identity::{Bearer, Responsibility};

crate::declare_rule! {
    /// ## What it does
    /// Finds parties that no responsibility names.
    ///
    /// ## Why is this bad?
    /// Perhaps its responsibility was forgotten, and no party does the activity. Or the declaration is obsolete.
    ///
    /// ```dictum,bad
    /// party coe { name = "Centre of Excellence" }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// party coe { name = "Centre of Excellence" }
    ///
    /// responsibility review_apps { responsible = [coe]; accountable = it }
    /// ```
    pub RULE = 6135 "unused-party" Warning "a party has no responsibility";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["party", "responsibility"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let mut used = vec![false; program.parties.len()];
    for involved in program.responsibilities.iter().flat_map(Responsibility::lists).flat_map(|(_, parties)| parties) {
        if let Some(Bearer::Declared(at)) = involved.target
            && let Some(used) = used.get_mut(at.0 as usize)
        {
            *used = true;
        }
    }
    for (party, _) in program.parties.iter().zip(used).filter(|(_, used)| !used) {
        let symbol = &party.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("party `{}` has no responsibility", symbol.name))
                .note("a party is there to be named in responsibilities")
                .help("name it in a `responsibility`, or remove it"),
        );
    }
}
