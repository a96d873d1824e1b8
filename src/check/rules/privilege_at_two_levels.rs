//! `privilege-at-two-levels`

use crate::analysis::{Check, Context};
use crate::check::each;
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds privileges that belong to no table and that one role lists at different levels.
    ///
    /// ## Why is this bad?
    /// A role has each privilege once. Which of the two levels is meant cannot be told.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   privileges = [Print]
    ///
    ///   privileges_by_level {
    ///     bu = [Print]
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk { privileges = [Print] }
    /// ```
    pub RULE = 5006 "privilege-at-two-levels" Error "a role lists a privilege of no table at two levels";
}

/// The check of this rule.
pub static CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::role(context, findings, |role, found| {
        if role.privileges.len() < 2 {
            return;
        }
        let mut privileges: Vec<_> =
            role.privileges.iter().map(|grant| (folded(&grant.privilege.name), grant)).collect();
        privileges.sort_by(|(one, first), (other, second)| {
            (one, first.privilege.location).cmp(&(other, second.privilege.location))
        });
        for same in privileges.chunk_by(|one, other| one.0 == other.0) {
            let Some(((_, first), others)) = same.split_first() else { continue };
            for (_, other) in others.iter().filter(|(_, other)| other.level != first.level) {
                let name = &first.privilege.name;
                let (one, two) = (first.level.word(), other.level.word());
                found.push(
                    Diagnostic::new(
                        &RULE,
                        other.privilege.location,
                        format!("role `{}` lists `{name}` at `{one}` and at `{two}`", role.head.symbol.name),
                    )
                    .marked(format!("at `{two}` here"))
                    .label(first.privilege.location, format!("at `{one}` here"))
                    .note("a role has each privilege once")
                    .help("keep one of the two")
                    .witness(Witness::new([("privilege", &**name)])),
                );
            }
        }
    });
}

fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}
