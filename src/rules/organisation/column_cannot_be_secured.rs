//! `column-cannot-be-secured`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds columns in column security profiles that the platform does not secure: the id of the row, its owner and
    /// unit, who made and changed it and when, its state, currency, exchange rate and version.
    ///
    /// ## Why is this bad?
    /// The platform refuses to secure them. What is meant to be hidden stays open to all users who may read the row.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security portfolio_owner {
    ///   new_portfolio.ownerid { read = yes }
    ///   held_by = [alice]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_portfolio : user_owned }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// column_security portfolio_owner {
    ///   new_portfolio.new_sponsor { read = yes }
    ///   held_by = [alice]
    /// }
    /// ```
    pub RULE = 5027 "column-cannot-be-secured" Error "a profile names a column that the platform does not secure";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

/// Columns that every table may have and that cannot be secured (dataverse.md 2.10), sorted.
const NEVER: [&str; 16] = [
    "createdby",
    "createdon",
    "createdonbehalfby",
    "exchangerate",
    "modifiedby",
    "modifiedon",
    "modifiedonbehalfby",
    "ownerid",
    "owningbusinessunit",
    "owningteam",
    "owninguser",
    "statecode",
    "statuscode",
    "transactioncurrencyid",
    "versionnumber",
    "activityid",
];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for profile in &context.program.organisation.profiles {
        for grant in &profile.columns {
            let (table, column) = (&*grant.table.symbol.name, &*grant.column.name);
            let is_id = column.strip_suffix("id") == Some(table);
            if !is_id && !NEVER.contains(&column) {
                continue;
            }
            findings.push(
                Diagnostic::new(
                    &RULE,
                    grant.column.location,
                    format!("column `{column}` of `{table}` cannot be secured"),
                )
                .marked("kept by the platform")
                .note("ids, owners, who made or changed a row and when, state, currency and version are open to all who read it")
                .help("remove it, or let the roles decide who reads the rows")
                .witness(Witness::new([("table", table), ("column", column)])),
            );
        }
    }
}
