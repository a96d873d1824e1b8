//! `unused-table`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::tables::TableId;

crate::declare_rule! {
    /// ## What it does
    /// Finds the organisation's own tables on which no role grants anything, to which no lookup refers, and of which
    /// no column security profile names a column. If no role has a grid, nothing is reported.
    ///
    /// ## Why is this bad?
    /// Only administrators reach its rows. Often a row in the grid of a role was forgotten.
    ///
    /// ```dictum,bad
    /// tables {
    ///   new_portfolio : user_owned
    ///   new_programme : user_owned
    /// }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read
    ///     new_portfolio  org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables {
    ///   new_portfolio : user_owned
    ///   new_programme : user_owned
    /// }
    ///
    /// role clerk {
    ///   grid {
    ///     table                         read
    ///     new_portfolio, new_programme  org
    ///   }
    /// }
    /// ```
    pub RULE = 5214 "unused-table" Info "nothing refers to a declared table";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let tables = &organisation.tables;
    if tables.own.is_empty() || organisation.roles.iter().all(|role| role.rows.is_empty()) {
        return;
    }
    let rows = organisation.roles.iter().flat_map(|role| &role.rows).flat_map(|row| &row.tables);
    let lookups = tables.own.iter().flat_map(|own| &own.lookups);
    let columns = organisation.profiles.iter().flat_map(|profile| &profile.columns).map(|column| &column.table);
    let mut used = vec![false; tables.len()];
    for reference in rows.chain(lookups).chain(columns) {
        if let Some(used) = reference.target.and_then(|target| used.get_mut(target.0 as usize)) {
            *used = true;
        }
    }
    for own in &tables.own {
        let Some(TableId(id)) = tables.find(&own.head.symbol.name) else { continue };
        // An activity uses the privileges of all activities.
        if own.activity || used.get(id as usize) == Some(&true) {
            continue;
        }
        let symbol = &own.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("no role grants anything on table `{}`", symbol.name))
                .marked("nothing refers to it")
                .note("only administrators can access its rows")
                .help("give it a row in the grid of a role, or remove it"),
        );
    }
}
