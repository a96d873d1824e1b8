//! `profile-held-by-nobody`

use rustc_hash::FxHashSet;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::ColumnGrant;
use crate::model::tables::TableId;

crate::declare_rule! {
    /// ## What it does
    /// Finds column security profiles that no user or team holds, and that name a column which no other held profile
    /// opens.
    ///
    /// ## Why is this bad?
    /// A column that a profile names is secured. Then only administrators see it, and forms show it empty.
    ///
    /// ```dictum,bad
    /// tables { new_claim : user_owned }
    ///
    /// column_security claim_bank {
    ///   new_claim.new_iban { read = yes }
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
    ///   new_claim.new_iban { read = yes }
    ///   held_by = [alice]
    /// }
    /// ```
    pub RULE = 5217 "profile-held-by-nobody" Warning "columns are secured, and no user may see them";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["column_security", "role_administrators"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let profiles = &context.program.organisation.profiles;
    let held = profiles.iter().filter(|profile| !profile.held_by.is_empty());
    let open = held.flat_map(|profile| &profile.columns);
    let open: FxHashSet<(Option<TableId>, &str)> =
        open.map(|grant| (grant.table.target, &*grant.column.name)).collect();
    for profile in profiles.iter().filter(|profile| profile.held_by.is_empty()) {
        let is_closed = |grant: &&ColumnGrant| !open.contains(&(grant.table.target, &*grant.column.name));
        let all: Vec<&ColumnGrant> = profile.columns.iter().filter(is_closed).collect();
        let Some(closed) = all.first() else { continue };
        let (symbol, column, table) = (&profile.head.symbol, &closed.column.name, &closed.table.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                symbol.location,
                format!("nobody holds profile `{}`, so nobody sees `{column}` of `{table}`", symbol.name),
            )
            .marked("no user or team holds it")
            .about(
                all.iter()
                    .map(|grant| (format!("{}.{}", grant.table.symbol.name, grant.column.name), grant.column.location)),
            )
            .label(closed.column.location, "secured here")
            .note("a secured column is seen by administrators and the holders of its profiles only")
            .help("say who holds it: `held_by = […]`")
            .witness(Witness::new([("table", &**table), ("column", column)])),
        );
    }
}
