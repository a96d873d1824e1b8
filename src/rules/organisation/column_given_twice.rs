//! `column-given-twice`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds columns that are listed twice in one column security profile.
    ///
    /// ## Why is this bad?
    /// A profile has one permission for a column. It is unclear which of the two is meant.
    ///
    /// ```dictum,bad
    /// tables { new_claim : user_owned }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { read = yes }
    ///   "new_claim.new_iban" { read = yes; update = yes }
    ///   held_by = [alice]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_claim : user_owned }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { read = yes; update = yes }
    ///   held_by = [alice]
    /// }
    /// ```
    pub RULE = 5030 "column-given-twice" Error "a profile names a column twice";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for profile in &context.program.organisation.profiles {
        // The columns are sorted by name.
        let pairs = profile.columns.iter().zip(profile.columns.iter().skip(1));
        for (one, other) in pairs {
            if one.table.symbol.name != other.table.symbol.name || one.column.name != other.column.name {
                continue;
            }
            let mut places = [one.column.location, other.column.location];
            places.sort_unstable();
            let [first, again] = places;
            let (table, column) = (&*one.table.symbol.name, &*one.column.name);
            let profile = &profile.head.symbol.name;
            findings.push(
                Diagnostic::new(
                    &RULE,
                    again,
                    format!("profile `{profile}` names column `{column}` of `{table}` twice"),
                )
                .marked("again here")
                .label(first, "first here")
                .note("a profile has one permission for a column")
                .help("keep one of the two")
                .witness(Witness::new([("table", table), ("column", column)])),
            );
        }
    }
}
