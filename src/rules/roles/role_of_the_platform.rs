//! `role-of-the-platform`

use crate::analysis::{Check, Context, grids};
use crate::catalog::{predefined_by_name, predefined_role, predefined_roles};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds declared roles whose symbol or display name is the name of a role of the platform, regardless of case.
    ///
    /// A role with `existing = yes` may be the platform's role itself, as it was changed in the environments; the
    /// same name shows this. System Administrator cannot be changed.
    ///
    /// ## Why is this bad?
    /// The platform's roles exist already: two roles with one name cannot be distinguished, and an administrator who
    /// assigns one may mean the other. System Administrator cannot be changed at all.
    ///
    /// ```dictum,bad
    /// role helpers {
    ///   name = "Basic User"
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
    /// role helpers {
    ///   name     = "Helpers"
    ///   includes = [basic_user]
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    pub RULE = 5007 "role-of-the-platform" Error "a role has the name of one of the platform's own";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for role in grids::declared(&context.program.organisation) {
        let symbol = &role.head.symbol;
        let by_symbol = predefined_role(&symbol.name.to_ascii_lowercase()).map(|index| (index, symbol));
        let by_name = || role.name.as_ref().and_then(|name| Some((predefined_by_name(&name.name)?, name)));
        let Some((index, told)) = by_symbol.or_else(by_name) else { continue };
        let Some(predefined) = predefined_roles().get(index as usize) else { continue };
        // The platform's role as it is in these environments; the administrator role cannot be changed.
        let is_it = role.of_the_platform().is_some_and(|one| one.symbol == predefined.symbol);
        if is_it && predefined.symbol != "system_administrator" {
            continue;
        }
        let note = if predefined.symbol == "system_administrator" {
            "it grants everything, and nobody can change it"
        } else {
            "the platform brings this role, and two of one name cannot be distinguished"
        };
        findings.push(
            Diagnostic::new(
                &RULE,
                told.location,
                format!("role `{}` has the name of {}, a role of the platform", symbol.name, predefined.name),
            )
            .marked("taken by the platform")
            .note(note)
            .help(format!(
                "give it another name, where `includes = [{}]` grants what that role grants; or write `existing = yes` if it is that role itself as it was changed",
                predefined.symbol
            ))
            .witness(Witness::new([("role", predefined.symbol)])),
        );
    }
}
