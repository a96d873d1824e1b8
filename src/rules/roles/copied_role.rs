//! `copied-role`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::Grants;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::rules::shared::words::counted;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that grant everything that another declared role grants, each at the same level, and more, without
    /// including it. Roles with grants on fewer than ten tables are not checked: a few rows are easily written twice,
    /// and are clearer that way.
    ///
    /// ## Why is this bad?
    /// The role was probably copied. A copy is not updated: a grant that is removed from one role stays in the other.
    ///
    /// ```dictum,bad
    /// role reader {
    ///   grid {
    ///     table                                                                read
    ///     account, contact, annotation, goal, queue, report, workflow, team    org
    ///     savedquery, systemform                                                org
    ///   }
    /// }
    ///
    /// role clerk {
    ///   grid {
    ///     table                                                                read
    ///     account, contact, annotation, goal, queue, report, workflow, team    org
    ///     savedquery, systemform, sla                                          org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role reader {
    ///   grid {
    ///     table                                                              read
    ///     account, contact, annotation, goal, queue, report, workflow, team  org
    ///     savedquery, systemform                                             org
    ///   }
    /// }
    ///
    /// role clerk {
    ///   includes = [reader]
    ///   grid {
    ///     table  read
    ///     sla    org
    ///   }
    /// }
    /// ```
    pub RULE = 5205 "copied-role" Info "a role repeats all that another role grants";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

/// The minimum number of tables with grants; a role with fewer is not reported as a copy.
const LEAST: usize = 10;
/// The maximum number of roles that are compared with one role.
const CANDIDATES: usize = 32;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let roles = &context.program.organisation.roles;
    let large: Vec<(RoleId, &Role)> =
        roles.ids().filter(|(_, role)| role.is_written() && role.own.tables.len() >= LEAST).collect();
    // A role that contains all grants of another also contains its rarest grant.
    let grants = large
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, (_, role))| role.grants.tables.iter().map(move |grant| (*grant, index)));
    let mut grants: Vec<((TableId, Grants), usize)> = grants.collect();
    grants.par_sort_unstable();
    let mut rarest: Vec<&[((TableId, Grants), usize)]> = vec![&[]; large.len()];
    for holders in grants.chunk_by(|(one, _), (other, _)| one == other) {
        for (_, index) in holders {
            if let Some(rarest) =
                rarest.get_mut(*index).filter(|rarest| rarest.is_empty() || rarest.len() > holders.len())
            {
                *rarest = holders;
            }
        }
    }
    for ((id, role), rarest) in large.iter().zip(rarest) {
        let candidates = rarest.iter().take(CANDIDATES).filter_map(|(_, index)| large.get(*index));
        let copies = candidates.filter(|(other_id, other)| {
            other_id != id && !other.included.contains(id) && !role.included.contains(other_id) && repeats(other, role)
        });
        let copies: Vec<&Role> = copies.map(|(_, other)| *other).collect();
        let Some(first) = copies.first() else { continue };
        let (name, copy) = (&role.head.symbol.name, &first.head.symbol.name);
        let mut finding = Diagnostic::new(
            &RULE,
            first.head.symbol.location,
            format!("role `{copy}` repeats all that role `{name}` grants, and more"),
        )
        .marked(format!("{} the same", counted(role.grants.tables.len(), "table")))
        .label(role.head.symbol.location, "as here")
        .note("what is taken from the one stays in the other")
        .help(format!("write `includes = [{}]` and leave out what it grants", text_value::name(name)))
        .witness(Witness::new([("role", &**name), ("role", &**copy)]));
        for other in copies.iter().skip(1).take(2) {
            finding = finding.label(other.head.symbol.location, "this repeats it too");
        }
        findings.push(finding);
    }
}

/// Whether `one` grants everything that `other` grants, each at the same level, and more.
fn repeats(one: &Role, other: &Role) -> bool {
    let (all, part) = (&one.grants, &other.grants);
    // Both lists are sorted by table.
    let mut rest = all.tables.iter();
    all.tables.len() >= part.tables.len()
        && all != part
        && part.tables.iter().all(|grant| rest.by_ref().find(|other| other.0 >= grant.0) == Some(grant))
        && part.tasks.iter().all(|(name, level)| all.task(name) == Some(*level))
}
