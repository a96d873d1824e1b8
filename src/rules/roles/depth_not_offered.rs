//! `depth-not-offered`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::rules::shared::each;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels in the grid of a role that the table does not support. Tables of the organization support `org`
    /// only, those of business units all but `user`, and some tables of the platform even fewer. If it is not certain
    /// what a table supports, `uncertain-level` reports it instead.
    ///
    /// ## Why is this bad?
    /// The platform refuses the role: the import of the whole solution fails, not only of one row.
    ///
    /// ```dictum,bad
    /// tables { new_currency : organization_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table         read
    ///     new_currency  bu
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
    ///     table         read
    ///     new_currency  org
    ///   }
    /// }
    /// ```
    pub RULE = 5001 "depth-not-offered" Error "a table does not take the level that a role grants there" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    each::role(context, findings, |role, found| {
        for (row, verb) in role.rows.iter().flat_map(|row| Verb::ALL.map(|verb| (row, verb))) {
            let Some(level) = row.level(verb) else { continue };
            let mut refusing = grids::refusing(tables, row, verb, level);
            refusing.retain(|table| grids::is_certain(tables, *table));
            let Some(first) = refusing.first().copied() else { continue };
            let (verb_word, level_word, table) = (verb.word(), level.word(), tables.name(first));
            let place = row.place(role.head.location.file, verb);
            let takes = names::levels(tables.allowed(first, verb));
            let message =
                format!("{} cannot be granted `{verb_word}` at `{level_word}`", names::tables(tables, &refusing));
            let mut finding = Diagnostic::new(&RULE, place, message)
                .marked(format!("`{table}` takes {takes}"))
                .note(format!("of `{table}`, {}", grids::owners(tables.ownership(first))))
                .witness(Witness::new([("table", table), ("verb", verb_word), ("level", level_word)]));
            let own = tables.own(first);
            if let Some(own) = own {
                finding = finding.label(own.ownership_location, "declared here");
            }
            // A privilege in quotes has no cell to write a level into.
            let near = grids::nearest(tables, row, verb, level).filter(|_| !row.listed);
            let mut help = match near {
                Some(near) => format!("write `{}`", near.word()),
                None if row.listed => "list it at another level".to_owned(),
                None => "give each of these tables a row of its own".to_owned(),
            };
            if own.is_some() {
                help.push_str(", or say otherwise who owns its rows");
            }
            if let Some(near) = near {
                finding =
                    finding.fix(Fix::replace(format!("write `{}`", near.word()), Safety::Unsafe, place, near.word()));
            }
            found.push(finding.help(help));
        }
    });
}
