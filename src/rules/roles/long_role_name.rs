//! `long-role-name`

use crate::analysis::{Check, Context, grids};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles whose display name has more than 100 characters.
    ///
    /// ## Why is this bad?
    /// The platform refuses the role.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   name = "Clerk of the regional office for claims that arise abroad and are settled at home by way of the central office"
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
    ///   name = "Clerk for claims abroad"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    pub RULE = 5009 "long-role-name" Error "the display name of a role is longer than the platform takes";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

/// The maximum number of characters of a display name.
const MOST: usize = 100;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for role in grids::declared(&context.program.organisation) {
        // There are never more characters than bytes.
        let length = if role.display_name().len() > MOST { role.display_name().chars().count() } else { 0 };
        if length <= MOST {
            continue;
        }
        let symbol = &role.head.symbol;
        findings.push(
            Diagnostic::new(
                &RULE,
                role.name.as_ref().unwrap_or(symbol).location,
                format!("the display name of role `{}` has {length} characters", symbol.name),
            )
            .marked("too long")
            .note("the platform takes 100")
            .help(format!("shorten it by {}", length - MOST)),
        );
    }
}
