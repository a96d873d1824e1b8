//! `vendor-accountable`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds parties of another organisation, such as `vendor`, that are accountable for an activity that affects the
    /// whole tenant.
    ///
    /// ## Why is this bad?
    /// A vendor may do the work. But the organisation itself, which owns the data, is accountable for settings,
    /// environments and policies of the tenant.
    ///
    /// ```dictum,bad
    /// responsibility change_tenant_settings { responsible = [tenant_administrator]; accountable = vendor }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// responsibility change_tenant_settings { responsible = [tenant_administrator]; accountable = it }
    /// ```
    pub RULE = 6129 "vendor-accountable" Warning "a party from outside answers for the tenant";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for one in &program.responsibilities {
        let Some((activity, _)) = one.activity.filter(|(activity, _)| activity.of_tenant) else { continue };
        for party in &one.accountable {
            if party.target.is_some_and(|bearer| bearer.is_external(program)) {
                let message = format!(
                    "`{}` belongs to another organisation and answers for `{}`",
                    party.symbol.name, activity.word
                );
                // The declaration that makes the party external is part of the finding.
                let declared = party.target.and_then(|bearer| bearer.declaration(program));
                let finding = Diagnostic::new(&RULE, party.symbol.location, message);
                let finding = match declared {
                    Some(place) => finding.marked("answers for it").label(place, "declared as external"),
                    None => finding,
                };
                findings.push(
                    finding
                        .note("a vendor may do the work; the organisation itself is accountable for its tenant")
                        .help("name a party of the organisation; the vendor may be `responsible`"),
                );
            }
        }
    }
}
