//! `group-name-twice`

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::Text;
use crate::rules::shared::repeated::repeated;
use crate::text::printable;

crate::declare_rule! {
    /// ## What it does
    /// Finds Entra groups with the same display name.
    ///
    /// ## Why is this bad?
    /// The platform allows it, but users who select a group by its name may select the wrong one.
    ///
    /// ```dictum,bad
    /// group sg_sales  { kind = security; name = "Sales" }
    /// group sg_france { kind = security; name = "Sales"; members = [sg_sales] }
    ///
    /// environment france {
    ///   type   = production
    ///   region = europe
    ///   access = sg_france
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_sales  { kind = security; name = "Sales" }
    /// group sg_france { kind = security; name = "Sales France"; members = [sg_sales] }
    ///
    /// environment france {
    ///   type   = production
    ///   region = europe
    ///   access = sg_france
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6134 "group-name-twice" Warning "two groups have one display name";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["group"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut by_name: BTreeMap<EcoString, &Text> = BTreeMap::new();
    let groups = context.program.groups.iter();
    let shown: Vec<&Text> = groups.map(|group| group.name.as_ref().unwrap_or(&group.head.symbol)).collect();
    for shown in repeated(shown, |shown| &shown.name) {
        match by_name.get(&shown.name.to_lowercase()) {
            Some(first) => findings.push(
                Diagnostic::new(&RULE, shown.location, format!("two groups are called `{}`", printable(&shown.name)))
                    .label(first.location, "the other")
                    .note("the platform allows it, and a user who chooses a group by its name may choose the wrong one")
                    .help("give one of them another `name`"),
            ),
            None => _ = by_name.insert(shown.name.to_lowercase(), shown),
        }
    }
}
