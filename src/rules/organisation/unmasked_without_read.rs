//! `unmasked-without-read`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::Unmasked;

crate::declare_rule! {
    /// ## What it does
    /// Finds columns in column security profiles with `read_unmasked` and without `read = yes`.
    ///
    /// ## Why is this bad?
    /// Reading without the mask is an addition to reading. The platform refuses the one without the other.
    ///
    /// ```dictum,bad
    /// tables { new_claim : user_owned masked new_iban }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { update = yes; read_unmasked = one }
    ///   held_by = [alice]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_claim : user_owned masked new_iban }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { read = yes; update = yes; read_unmasked = one }
    ///   held_by = [alice]
    /// }
    /// ```
    pub RULE = 5028 "unmasked-without-read" Error "a profile lets a column be read unmasked, but not be read";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for profile in &context.program.organisation.profiles {
        for grant in profile.columns.iter().filter(|grant| grant.unmasked != Unmasked::No && !grant.read) {
            let (table, column) = (&*grant.table.symbol.name, &*grant.column.name);
            findings.push(
                Diagnostic::new(
                    &RULE,
                    grant.unmasked_location.unwrap_or(grant.column.location),
                    format!("column `{column}` of `{table}` may be read unmasked, but not be read"),
                )
                .marked("needs `read = yes`")
                .label(grant.column.location, "not to be read")
                .note("reading without the mask is asked for on top of reading")
                .help("add `read = yes`, or remove `read_unmasked`")
                .witness(Witness::new([("table", table), ("column", column)])),
            );
        }
    }
}
