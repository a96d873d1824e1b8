//! `repeated-row`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::Grants;
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::organisation::Organisation;
use crate::model::roles::{GridRow, Role};
use crate::model::tables::TableId;
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds rows of a grid whose grants all come from the roles in `includes`, or from the rows above it.
    ///
    /// ## Why is this bad?
    /// The row has no effect. If the grant is removed there, it is still held.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   includes = [app_opener]
    ///   grid {
    ///     table      read
    ///     appmodule  org
    ///     account    org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   includes = [app_opener]
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    pub RULE = 5208 "repeated-row" Warning "a row of a grid grants what the role grants already";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let declared: Vec<&Role> = grids::written(organisation).collect();
    findings.par_extend(declared.into_par_iter().flat_map_iter(|role| of_role(organisation, role)));
}

fn of_role(organisation: &Organisation, role: &Role) -> Vec<Diagnostic> {
    let tables = &organisation.tables;
    let included: Vec<&Role> =
        role.includes.iter().filter_map(|name| Some(&organisation.roles[name.target?])).collect();
    let mut rows: Vec<(TableId, usize, Grants)> = Vec::with_capacity(role.rows.len());
    for (index, row) in role.rows.iter().enumerate() {
        let grants = row.grants();
        rows.extend(grids::tables_of(row).map(|table| (tables.base(table), index, grants)));
    }
    rows.sort_unstable();
    let mut repeated: Vec<bool> = role.rows.iter().map(grids::grants_anything).collect();
    for same in rows.chunk_by(|one, other| one.0 == other.0) {
        let Some((base, ..)) = same.first() else { continue };
        let mut before = included.iter().fold(Grants::NONE, |all, other| all | other.grants.on(*base));
        for (_, index, grants) in same {
            if let Some(repeated) = repeated.get_mut(*index).filter(|_| !before.covers(*grants)) {
                *repeated = false;
            }
            before |= *grants;
        }
    }
    let told =
        role.rows.iter().zip(repeated).filter(|(row, repeated)| *repeated && !row.listed && !row.tables.is_empty());
    told.map(|(row, _)| finding(organisation, role, row, &included)).collect()
}

fn finding(organisation: &Organisation, role: &Role, row: &GridRow, included: &[&Role]) -> Diagnostic {
    let tables = &organisation.tables;
    let names: Vec<&str> = row.tables.iter().map(|table| &*table.symbol.name).collect();
    let symbol = &role.head.symbol.name;
    let bases: Vec<TableId> = grids::tables_of(row).map(|table| tables.base(table)).collect();
    let gives = |other: &&&Role| bases.iter().all(|base| other.grants.on(*base).covers(row.grants()));
    let giving: Vec<&str> = included.iter().filter(gives).map(|other| other.name()).collect();
    let marked = match giving.as_slice() {
        [] => "these grants are above, or come from included roles".to_owned(),
        some => format!("{} grants it", quoted_list(some.iter().copied().take(1), "and")),
    };
    let finding = Diagnostic::new(
        &RULE,
        row.location,
        format!("this row of role `{symbol}` adds nothing on {}", some_of(&names, 3)),
    )
    .marked(marked)
    .note("grants only add up: the widest that is given anywhere in the role counts")
    .help("remove the row, or write what it is to add")
    .witness(Witness::new([("role", &**symbol)]));
    let reference = role.includes.iter().find(|reference| {
        let other = reference.target.map(|id| &organisation.roles[id]);
        other.is_some_and(|other| giving.first() == Some(&other.name()))
    });
    match reference {
        Some(reference) => finding.label(reference.symbol.location, "it is included here"),
        None => finding,
    }
}
