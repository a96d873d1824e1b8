//! `partner-behind-isolation`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::tenant::Partner;

crate::declare_rule! {
    /// ## What it does
    /// Finds partners of `external_identity` whose users may be guests here, or where our users may be guests, while
    /// tenant isolation is on and lists no exception for that tenant in that direction. A partner and an exception
    /// mean the same tenant if their texts or their names are equal.
    ///
    /// ## Why is this bad?
    /// Users are invited, but what they make cannot connect: connectors that sign in with Entra are blocked between
    /// the tenants. A change of isolation takes about an hour to apply, which makes this hard to find.
    ///
    /// ```dictum,bad
    /// tenant contoso { isolation { northwind { tenant = "northwind.com"; they_reach_us = yes } } }
    ///
    /// external_identity {
    ///   invited_by = members
    ///   partner fabrikam { tenant = "fabrikam.com"; they_work_with_us = yes }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso { isolation { fabrikam { tenant = "fabrikam.com"; they_reach_us = yes } } }
    ///
    /// external_identity {
    ///   invited_by = members
    ///   partner fabrikam { tenant = "fabrikam.com"; they_work_with_us = yes }
    /// }
    /// ```
    pub RULE = 6127 "partner-behind-isolation" Warning "users of a partner may come in, and tenant isolation blocks their connections";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["external_identity", "tenant"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let isolations = program.tenants.iter().filter_map(|tenant| tenant.isolation.as_ref());
    for isolation in isolations.filter(|isolation| isolation.active && isolation.partners.iter().all(|one| one.sound)) {
        for partner in program.external_identities.iter().flat_map(|external| &external.partners) {
            let ways = [
                (partner.access.they_work_with_us, "inbound", "they_reach_us", true),
                (partner.access.we_work_with_them, "outbound", "we_reach_them", false),
            ];
            for (says, way, word, inbound) in ways {
                let Some((true, place)) = says else { continue };
                let same = |one: &&Partner| {
                    let text = &one.tenant.name;
                    text == "*" || text.eq_ignore_ascii_case(&partner.tenant.name) || one.name.name == partner.name.name
                };
                let mut exceptions = isolation.partners.iter().filter(same);
                if exceptions.any(|one| if inbound { one.inbound } else { one.outbound }) {
                    continue;
                }
                let name = &partner.name.name;
                let message = format!("tenant isolation blocks {way} connections with partner `{name}`");
                findings.push(
                    Diagnostic::new(&RULE, place, message)
                        .label(isolation.location, "isolation lists no exception for it")
                        .note("isolation blocks connectors that sign in with Entra between the tenants")
                        .help(format!(
                            "add `{name} {{ tenant = \"{}\"; {word} = yes }}` to `isolation`",
                            partner.tenant.name
                        )),
                );
            }
        }
    }
}
