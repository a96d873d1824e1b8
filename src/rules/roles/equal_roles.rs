//! `equal-roles`

use rayon::prelude::*;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher as _};

use crate::analysis::{Check, Context, Reads, grids};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Program;
use crate::model::program::Reference;
use crate::model::roles::{Role, RoleId};
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that grant exactly the same, including the roles they include, belong to the same unit, and open
    /// the same apps. It makes no difference whether they are written out or one includes the other. Not checked are
    /// roles whose grants are not in the source, and roles that all exist already.
    ///
    /// ## Why is this bad?
    /// One of them is enough. Two roles that are written out drift apart: a grant that is removed from one stays in
    /// the other. A role that only includes the other is deployed, assigned and reviewed a second time.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// role accountant {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// role accountant {
    ///   includes = [clerk]
    ///   grid {
    ///     table    read
    ///     contact  org
    ///   }
    /// }
    /// ```
    pub RULE = 5204 "equal-roles" Warning "two roles grant the same";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let known = |role: &&Role| role.unseen.is_empty() && !role.grants.is_empty();
    let roles: Vec<&Role> = grids::declared(&program.organisation).filter(known).collect();
    let mut hashed: Vec<(u64, usize)> = roles.par_iter().enumerate().map(|(index, role)| (hash(role), index)).collect();
    hashed.sort_unstable();
    for same in hashed.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        let mut left: Vec<&Role> = same.iter().filter_map(|(_, index)| roles.get(*index).copied()).collect();
        while let Some(first) = left.first().copied() {
            let same = |role: &&Role| is_equal(first, role) && opens(program, first).eq(opens(program, role));
            let (equal, others): (Vec<&Role>, Vec<&Role>) = left.into_iter().partition(same);
            left = others;
            findings.extend(finding(first, &equal));
        }
    }
}

fn hash(role: &Role) -> u64 {
    let mut hasher = FxHasher::default();
    role.grants.tables.hash(&mut hasher);
    for (name, level) in &role.grants.tasks {
        name.to_ascii_lowercase().hash(&mut hasher);
        level.hash(&mut hasher);
    }
    hasher.finish()
}

fn is_equal(one: &Role, other: &Role) -> bool {
    let unit = |role: &Role| role.unit.as_ref().map(|unit| unit.symbol.name.clone());
    let inheritance = |role: &Role| role.inheritance.map(|(inheritance, _)| inheritance);
    let tasks = || {
        let mut pairs = one.grants.tasks.iter().zip(&other.grants.tasks);
        one.grants.tasks.len() == other.grants.tasks.len()
            && pairs.all(|(a, b)| a.1 == b.1 && a.0.eq_ignore_ascii_case(&b.0))
    };
    one.grants.tables == other.grants.tables
        && tasks()
        && unit(one) == unit(other)
        && inheritance(one) == inheritance(other)
}

/// The apps that a role opens, by index.
fn opens<'p>(program: &'p Program, role: &'p Role) -> impl Iterator<Item = usize> + 'p {
    let same = |one: &Reference<RoleId>| one.symbol.name == role.head.symbol.name;
    program.apps.iter().enumerate().filter(move |(_, app)| app.roles.iter().any(same)).map(|(index, _)| index)
}

fn finding(first: &Role, equal: &[&Role]) -> Option<Diagnostic> {
    let (second, _) = equal.split_first()?.1.split_first()?;
    // Roles that all exist already cannot be combined in the source.
    equal.iter().find(|role| role.is_written())?;
    // Grants that one role includes from the other, or that both include, cannot drift apart.
    let written = equal.iter().filter(|role| !role.own.is_empty()).count();
    let note = match written {
        0 | 1 => "they stay equal, and are deployed, given and reviewed one by one",
        _several => "a grant that is taken from one of them stays in the other",
    };
    let names: Vec<&str> = equal.iter().map(|role| role.name()).collect();
    let mut finding = Diagnostic::new(
        &RULE,
        second.head.symbol.location,
        format!("roles {} grant exactly the same", some_of(&names, 4)),
    )
    .marked("grants no more and no less")
    .about(equal.iter().skip(1).map(|role| (role.head.symbol.name.as_str(), role.head.symbol.location)))
    .label(first.head.symbol.location, "than this")
    .note(note)
    .help("keep one of them, and give it to the holders of both")
    .witness(Witness::new([("role", first.name()), ("role", second.name())]));
    for role in equal.iter().skip(2).take(2) {
        finding = finding.label(role.head.symbol.location, "and so does this");
    }
    Some(finding)
}
