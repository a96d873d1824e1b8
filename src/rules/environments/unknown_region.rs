//! Regions that are not regions of the public cloud.

use crate::analysis::{Check, Context, Reads};
use crate::catalog;
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds regions that are not among the known regions of the public cloud. A region that is spelled nearly like
    /// one of them is a separate error.
    ///
    /// ## Why is this bad?
    /// It may be a region of a sovereign cloud, or a new one. Otherwise, for instance if an Azure region is named,
    /// the platform refuses the environment. A region cannot be changed later.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox; region = westeurope }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox; region = europe }
    /// ```
    pub RULE = 2104 "unknown-region" Info "a region is not among those known" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let known = || catalog::REGIONS.iter().map(|region| region.word);
    each::environment(context, findings, |environment, findings| {
        let Some(region) = &environment.region else { return };
        if catalog::region(&region.name).is_some() || closest(&region.name, known()).is_some() {
            return;
        }
        let finding = Diagnostic::new(
            &RULE,
            region.location,
            format!("region `{}` of environment `{}` is not a known one", region.name, environment.head.symbol.name),
        )
        .note("it may be new, or of a sovereign cloud; else the platform refuses the environment");
        findings.push(match catalog::region_meant(&region.name) {
            Some(meant) => finding.did_you_mean(meant.word, region.location, Safety::Unsafe),
            None => finding.help(format!("the regions of the public cloud are {}", quoted_list(known(), "and"))),
        });
    });
}
