//! `sensitive-to-all`

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::{Level, Verb};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::tables::OwnTable;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that grant a verb at `org` on a table that is declared `sensitive`. A role whose doc comment names
    /// the table is not reported: this is a deliberate choice.
    ///
    /// ## Why is this bad?
    /// `org` reaches every row of every unit, whatever the unit of the role's holder. The table is declared to
    /// contain data that not all users may see.
    ///
    /// ```dictum,bad
    /// tables { new_salary : user_owned sensitive }
    ///
    /// role clerk {
    ///   grid {
    ///     table       read
    ///     new_salary  org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_salary : user_owned sensitive }
    ///
    /// role clerk {
    ///   grid {
    ///     table       read
    ///     new_salary  bu
    ///   }
    /// }
    /// ```
    pub RULE = 5209 "sensitive-to-all" Warning "a role grants `org` on a table that not everybody may see";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let tables = &organisation.tables;
    if tables.own.iter().all(|own| own.sensitive.is_none()) {
        return;
    }
    for role in grids::declared(organisation) {
        for row in &role.rows {
            let unspoken =
                |own: &&OwnTable| own.sensitive.is_some() && !role.head.description.contains(&*own.head.symbol.name);
            let sensitive: Vec<&OwnTable> =
                grids::tables_of(row).filter_map(|table| tables.own(table).filter(unspoken)).collect();
            let wide = |verb: &Verb| row.level(*verb) == Some(Level::Org);
            let verbs: Vec<Verb> = Verb::ALL.into_iter().filter(wide).collect();
            let Some(first) = verbs.first().copied() else { continue };
            let symbol = &role.head.symbol.name;
            let listed = quoted_list(verbs.iter().map(|verb| verb.word()), "and");
            let file = role.head.location.file;
            for table in sensitive {
                let name = &table.head.symbol.name;
                let place = row.place(file, first);
                let mut finding = Diagnostic::new(
                    &RULE,
                    place,
                    format!("role `{symbol}` grants {listed} on all rows of `{name}`, which is sensitive"),
                )
                .marked("reaches every row")
                .about(verbs.iter().map(|verb| (format!("{} on {name}", verb.word()), row.place(file, *verb))))
                .note("`org` reaches the rows of every unit, whoever holds the role")
                .help("grant it at `deep` or narrower, or name the table in the doc comment of the role")
                .witness(Witness::new([("role", &**symbol), ("table", name)]));
                if let Some(location) = table.sensitive {
                    finding = finding.label(location, "declared sensitive here");
                }
                findings.push(finding);
            }
        }
    }
}
