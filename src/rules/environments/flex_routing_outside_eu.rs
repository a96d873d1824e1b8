//! `flex-routing-outside-eu`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments with `flex_routing` in a region outside the EU Data Boundary.
    ///
    /// ## Why is this bad?
    /// Flex routing moves data across that boundary. In other regions the platform has no such setting and refuses
    /// it, even if it is off.
    ///
    /// ```dictum,bad
    /// environment sales { type = production; region = japan; flex_routing = no }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = production; region = japan }
    /// ```
    pub RULE = 2016 "flex-routing-outside-eu" Error "flex routing is set in a region that does not have it";
}

/// Regions within the EU Data Boundary (tenant.md 1.2 E12).
const WITHIN: [&str; 8] = ["europe", "france", "germany", "italy", "norway", "poland", "sweden", "switzerland"];

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let (Some(region), Some((_, place))) = (&environment.region, environment.ai.flex_routing) else { return };
        // An unknown region may be one of them.
        if WITHIN.contains(&&*region.name) || crate::catalog::region(&region.name).is_none() {
            return;
        }
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                place,
                format!("environment `{name}` is in `{}`, which has no flex routing", region.name),
            )
            .marked("not there")
            .label(region.location, "its region")
            .note("regions of the EU Data Boundary have flex routing: europe, france, germany, italy, norway, poland, sweden, switzerland")
            .help("remove `flex_routing`")
            .witness(Witness::new([("environment", &**name), ("region", &*region.name)])),
        );
    });
}
