//! `half-a-lookup`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::{Grants, Verb};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::roles::Role;
use crate::model::tables::{OwnTable, TableId, Tables};

crate::declare_rule! {
    /// ## What it does
    /// Finds lookups, as `tables` declare them, for which a role grants only one half: `append` on the table that
    /// contains the lookup without `append_to` on the table it refers to, or the reverse if the role may create or
    /// change rows of the table that contains it. Grants of the roles in `includes` count. A role that another role
    /// completes is not reported if it grants neither.
    ///
    /// ## Why is this bad?
    /// The platform requires both to set a lookup. With only one of them the field is locked, and the user does not
    /// see why.
    ///
    /// ```dictum,bad
    /// tables {
    ///   new_portfolio : user_owned
    ///   new_programme : user_owned lookup new_portfolio
    /// }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  write  append
    ///     new_programme  bu    bu     bu
    ///     new_portfolio  bu    none   none
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables {
    ///   new_portfolio : user_owned
    ///   new_programme : user_owned lookup new_portfolio
    /// }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  write  append  append_to
    ///     new_programme  bu    bu     bu      none
    ///     new_portfolio  bu    none   none    bu
    ///   }
    /// }
    /// ```
    pub RULE = 5202 "half-a-lookup" Warning "a role may set one end of a lookup, but not the other";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let tables = &organisation.tables;
    let mut lookups: Vec<(TableId, &OwnTable, TableId)> = Vec::new();
    for own in &tables.own {
        let Some(child) = tables.find(&own.head.symbol.name) else { continue };
        lookups.extend(own.lookups.iter().filter_map(|parent| Some((child, own, parent.target?))));
    }
    if lookups.is_empty() {
        return;
    }
    let declared: Vec<&Role> = grids::written(organisation).collect();
    findings.par_extend(declared.into_par_iter().flat_map_iter(|role| {
        lookups.iter().filter_map(|(child, own, parent)| finding(tables, role, *child, own, *parent))
    }));
}

fn finding(tables: &Tables, role: &Role, child: TableId, own: &OwnTable, parent: TableId) -> Option<Diagnostic> {
    let (below, above) = (role.grants.on(tables.base(child)), role.grants.on(tables.base(parent)));
    let has = |grants: Grants, verb: Verb| grants.level(verb).is_some();
    let exists = |table: TableId, verb: Verb| !tables.allowed(table, verb).is_empty();
    let (has_append, has_append_to) = (has(below, Verb::Append), has(above, Verb::AppendTo));
    let (granted, missing) = if has_append && !has_append_to && exists(parent, Verb::AppendTo) {
        ((child, Verb::Append), (parent, Verb::AppendTo))
    } else if has_append_to
        && !has_append
        && (has(below, Verb::Create) || has(below, Verb::Write))
        && exists(child, Verb::Append)
    {
        ((parent, Verb::AppendTo), (child, Verb::Append))
    } else {
        return None;
    };
    let base = |table| tables.base(table);
    // If an included role grants it, that role is reported, provided the project writes it.
    let place = role.cell(base, granted.0, granted.1).or_else(|| role.cell(base, child, Verb::Write))?;
    let (child, parent, symbol) = (tables.name(child), tables.name(parent), &role.head.symbol.name);
    let (table, verb) = (tables.name(missing.0), missing.1.word());
    let lookup = own.lookups.iter().find(|lookup| &*lookup.symbol.name == parent);
    let mut finding = Diagnostic::new(
        &RULE,
        place,
        format!("role `{symbol}` may not set the lookup of `{child}` to `{parent}`: it lacks `{verb}` on `{table}`"),
    )
    .marked(format!("`{}` alone does not suffice", granted.1.word()))
    .note(format!("the platform asks for `append` on `{child}` and `append_to` on `{parent}`"))
    .help(format!("grant `{verb}` on `{table}` too, or neither of them"))
    .witness(Witness::new([("role", &**symbol), ("table", table), ("verb", verb)]));
    if let Some(lookup) = lookup {
        finding = finding.label(lookup.symbol.location, "the lookup is declared here");
    }
    Some(finding)
}
