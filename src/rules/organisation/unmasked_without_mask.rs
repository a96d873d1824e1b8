//! `unmasked-without-mask`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::Unmasked;

crate::declare_rule! {
    /// ## What it does
    /// Finds columns in column security profiles with `read_unmasked`, if the column is in one of the organisation's
    /// own tables and the table does not list it as `masked`.
    ///
    /// ## Why is this bad?
    /// Without a masking rule there is no hidden value to read. The platform refuses the permission. An author who
    /// relies on the mask shows the whole value to all users who may read it.
    ///
    /// ```dictum,bad
    /// tables { new_claim : user_owned }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { read = yes; read_unmasked = one }
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
    ///   new_claim.new_iban { read = yes; read_unmasked = one }
    ///   held_by = [alice]
    /// }
    /// ```
    pub RULE = 5029 "unmasked-without-mask" Error "a profile lets a column be read unmasked that has no mask";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    for profile in &organisation.profiles {
        for grant in profile.columns.iter().filter(|grant| grant.unmasked != Unmasked::No) {
            // The source cannot say which columns of the platform's tables have a mask.
            let own = grant.table.target.and_then(|table| organisation.tables.own(table));
            let Some(own) = own.filter(|own| own.masked.iter().all(|masked| masked.name != grant.column.name)) else {
                continue;
            };
            let (table, column) = (&*own.head.symbol.name, &*grant.column.name);
            findings.push(
                Diagnostic::new(
                    &RULE,
                    grant.unmasked_location.unwrap_or(grant.column.location),
                    format!("column `{column}` of `{table}` may be read unmasked and has no mask"),
                )
                .marked("there is no value behind it")
                .label(own.head.symbol.location, format!("`{column}` is not `masked` here"))
                .note("a masking rule must be bound to the column first")
                .help(format!("add `masked {column}` to the table, or remove `read_unmasked`"))
                .witness(Witness::new([("table", table), ("column", column)])),
            );
        }
    }
}
