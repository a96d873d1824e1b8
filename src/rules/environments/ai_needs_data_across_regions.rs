//! `ai-needs-data-across-regions`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments outside the United States that switch on Bing search, services of Microsoft 365 or flex
    /// routing for generative AI without `data_across_regions = yes`.
    ///
    /// ## Why is this bad?
    /// Outside the United States these features move data to another region. Without this permission the platform
    /// refuses them.
    ///
    /// ```dictum,bad
    /// environment sales { type = production; region = europe; bing_search = yes }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type                = production
    ///   region              = europe
    ///   bing_search         = yes
    ///   data_across_regions = yes
    /// }
    /// ```
    pub RULE = 2015 "ai-needs-data-across-regions" Error "generative AI is to use what its region does not have";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        if !(environment.sound) {
            return;
        }
        let ai = &environment.ai;
        let Some(region) = environment.region.as_ref().filter(|region| &*region.name != "unitedstates") else {
            return;
        };
        if ai.data_across_regions.is_some_and(|(moves, _)| moves) {
            return;
        }
        let switches = [
            ("bing_search", ai.bing_search),
            ("microsoft_365_services", ai.microsoft_365_services),
            ("flex_routing", ai.flex_routing),
        ];
        let mut on =
            switches.into_iter().filter_map(|(word, said)| said.filter(|(on, _)| *on).map(|(_, at)| (word, at)));
        let Some((word, place)) = on.next() else { return };
        let name = &environment.head.symbol.name;
        let message = format!("environment `{name}` switches `{word}` on and keeps data in `{}`", region.name);
        let mut finding = Diagnostic::new(&RULE, place, message)
            .marked("moves data to another region")
            .label(region.location, "its region");
        for (_, other) in on {
            finding = finding.label(other, "and this");
        }
        if let Some((_, kept)) = ai.data_across_regions {
            finding = finding.label(kept, "data stays here");
        }
        findings.push(
            finding
                .note("outside the United States this takes data to another region")
                .help(format!("write `data_across_regions = yes`, or switch `{word}` off"))
                .witness(Witness::new([("environment", &**name), ("switch", word)])),
        );
    });
}
