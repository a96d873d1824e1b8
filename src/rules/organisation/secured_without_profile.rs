//! Secured columns that no profile opens.

use rustc_hash::FxHashSet;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds columns that a table lists as `secured` but no column security profile names.
    ///
    /// ## Why is this bad?
    /// Only system administrators can see a secured column without a profile. Forms show it empty to all other users,
    /// whatever their roles grant on the table.
    ///
    /// ```dictum,bad
    /// tables { new_claim : user_owned secured new_iban }
    ///
    /// role clerk {
    ///   grid {
    ///     table      read  write
    ///     new_claim  org   org
    ///   }
    /// }
    ///
    /// environment claims { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { claims = [clerk, basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_claim : user_owned secured new_iban }
    ///
    /// role clerk {
    ///   grid {
    ///     table      read  write
    ///     new_claim  org   org
    ///   }
    /// }
    ///
    /// environment claims { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { claims = [clerk, basic_user] } }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { read = yes }
    ///   held_by = [alice]
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5219 "secured-without-profile" Warning "a column is secured, and no profile opens it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["column_security", "role_administrators"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let opened: FxHashSet<(&str, &str)> = organisation
        .profiles
        .iter()
        .flat_map(|profile| &profile.columns)
        .map(|grant| (&*grant.table.symbol.name, &*grant.column.name))
        .collect();
    for table in &organisation.tables.own {
        let name = &table.head.symbol.name;
        for column in table.secured.iter().filter(|column| !opened.contains(&(name.as_str(), column.name.as_str()))) {
            findings.push(
                Diagnostic::new(
                    &RULE,
                    column.location,
                    format!("column `{}` of `{name}` is secured, and no profile names it", column.name),
                )
                .marked("visible to system administrators only")
                .note("a secured column is seen by administrators and the holders of its profiles only")
                .help("name it in a `column_security` profile, or remove it from `secured`")
                .witness(Witness::new([("table", &**name), ("column", &column.name)])),
            );
        }
    }
}
