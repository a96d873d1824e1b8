//! `privilege-not-there`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::rules::shared::each;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels in the grid of a role for a privilege that the table does not have: rows of the organization
    /// cannot be assigned or shared, and some tables of the platform lack other verbs. If it is not certain what a
    /// table has, `uncertain-level` reports it instead.
    ///
    /// ## Why is this bad?
    /// There is no privilege of that name. The platform refuses the role, or leaves the grant out.
    ///
    /// ```dictum,bad
    /// tables { new_currency : organization_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table         read  assign
    ///     new_currency  org   org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_currency : organization_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table         read  assign
    ///     new_currency  org   -
    ///   }
    /// }
    /// ```
    pub RULE = 5002 "privilege-not-there" Error "a role grants a verb that the table does not have" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    each::role(context, findings, |role, found| {
        for (row, verb) in role.rows.iter().flat_map(|row| Verb::ALL.map(|verb| (row, verb))) {
            if row.level(verb).is_none() {
                continue;
            }
            let mut lacking = grids::lacking(tables, row, verb);
            lacking.retain(|table| grids::is_certain(tables, *table));
            let Some(first) = lacking.first().copied() else { continue };
            let place = row.place(role.head.location.file, verb);
            let (word, table) = (verb.word(), tables.name(first));
            let message = format!("there is no privilege `{word}` on {}", names::tables(tables, &lacking));
            let mut finding = Diagnostic::new(&RULE, place, message)
                .marked("nothing can be granted here")
                .note(format!("of `{table}`, {}", grids::owners(tables.ownership(first))))
                .witness(Witness::new([("table", table), ("verb", word)]));
            let own = tables.own(first);
            if let Some(own) = own {
                finding = finding.label(own.ownership_location, "declared here");
            }
            // A row for several tables sets the same level for all of them.
            if lacking.len() < row.tables.len() {
                found.push(finding.help("give these tables a row of their own, with `-` here"));
                continue;
            }
            let safety = if own.is_some() { Safety::Unsafe } else { Safety::Safe };
            found.push(finding.help("write `-`").fix(Fix::replace("write `-`", safety, place, "-")));
        }
    });
}
