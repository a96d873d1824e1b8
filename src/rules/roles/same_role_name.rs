//! `same-role-name`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context, grids};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::Text;
use crate::model::roles::Role;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles of one business unit that have the same display name, regardless of case.
    ///
    /// ## Why is this bad?
    /// In the admin centre they look alike, role files are named after them, and tools that look up roles by name may
    /// find either.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   name = "Clerk"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// role clerk_abroad {
    ///   name = "Clerk"
    ///   grid {
    ///     table    read
    ///     contact  org
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   name = "Clerk"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// role clerk_abroad {
    ///   name = "Clerk abroad"
    ///   grid {
    ///     table    read
    ///     contact  org
    ///   }
    /// }
    /// ```
    pub RULE = 5008 "same-role-name" Error "two roles of one unit have the same display name";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<(&str, String), &Role> = FxHashMap::default();
    for role in grids::declared(&context.program.organisation) {
        let unit = role.unit.as_ref().map_or("", |unit| &*unit.symbol.name);
        let Some(first) = seen.insert((unit, role.display_name().to_lowercase()), role) else { continue };
        let name = role.display_name();
        findings.push(
            Diagnostic::new(
                &RULE,
                told(role).location,
                format!("roles `{}` and `{}` are both called `{name}`", first.head.symbol.name, role.head.symbol.name),
            )
            .marked("again here")
            .label(told(first).location, "first here")
            .note("people, role files and tools find roles by their display names")
            .help("give one of them another `name`")
            .witness(Witness::new([("name", name)])),
        );
    }
}

/// The location of its display name, or of its symbol if it has none.
fn told(role: &Role) -> &Text {
    role.name.as_ref().unwrap_or(&role.head.symbol)
}
