//! `mail-nickname-twice`

use std::collections::BTreeMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::model::program::Group;
use crate::rules::shared::repeated::repeated;

crate::declare_rule! {
    /// ## What it does
    /// Finds groups with the same mail nickname, regardless of case. For a group without one, it is derived from the
    /// symbol.
    ///
    /// ## Why is this bad?
    /// A nickname belongs to one group of the tenant. The platform refuses the second group.
    ///
    /// ```dictum,bad
    /// group sg_sales  { kind = security; mail_nickname = "sales" }
    /// group sg_france { kind = security; mail_nickname = "Sales"; members = [sg_sales] }
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
    /// group sg_sales  { kind = security; mail_nickname = "sales" }
    /// group sg_france { kind = security; mail_nickname = "sales-france"; members = [sg_sales] }
    ///
    /// environment france {
    ///   type   = production
    ///   region = europe
    ///   access = sg_france
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6024 "mail-nickname-twice" Error "two groups have one mail nickname";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut by_name: BTreeMap<String, Vec<&Group>> = BTreeMap::new();
    let named: Vec<(String, &Group)> = context.program.groups.iter().map(|group| (group.nickname(), group)).collect();
    for (name, group) in repeated(named, |(name, _)| name) {
        by_name.entry(name.to_ascii_lowercase()).or_default().push(group);
    }
    for groups in by_name.values() {
        let [first, others @ ..] = groups.as_slice() else { continue };
        for group in others {
            let place = |group: &Group| group.mail_nickname.as_ref().unwrap_or(&group.head.symbol).location;
            findings.push(
                Diagnostic::new(
                    &RULE,
                    place(group),
                    format!(
                        "groups `{}` and `{}` have one mail nickname",
                        first.head.symbol.name, group.head.symbol.name
                    ),
                )
                .marked("the same nickname")
                .label(place(first), "given here too")
                .note("a nickname belongs to one group of the tenant; the second group is refused")
                .help("give one of them another `mail_nickname`"),
            );
        }
    }
}
