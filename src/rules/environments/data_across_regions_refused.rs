//! `data-across-regions-refused`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments in the region `unitedstates` that allow generative AI to move data to another region.
    ///
    /// ## Why is this bad?
    /// Generative AI is hosted in the United States, so data need not move to another region, and the platform
    /// refuses the setting there.
    ///
    /// ```dictum,bad
    /// environment sales { type = production; region = unitedstates; data_across_regions = yes }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = production; region = unitedstates }
    /// ```
    pub RULE = 2014 "data-across-regions-refused" Error "data is to leave a region that it need not leave" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let (Some(region), Some((true, place))) = (&environment.region, environment.ai.data_across_regions) else {
            return;
        };
        if &*region.name != "unitedstates" {
            return;
        }
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                place,
                format!("environment `{name}` is in `unitedstates` and lets data be moved to another region"),
            )
            .marked("refused there")
            .label(region.location, "its region")
            .note("the platform takes this switch in other regions only")
            .help("remove `data_across_regions`, or write `no`")
            .fix(Fix::replace("write `no`", Safety::Unsafe, place, "no"))
            .witness(Witness::new([("environment", &**name)])),
        );
    });
}
