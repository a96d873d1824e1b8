//! `malformed-mail-nickname`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds mail nicknames that are empty, longer than 64 characters, or contain characters that an address does not
    /// allow there.
    ///
    /// ## Why is this bad?
    /// The platform requires the nickname of every group, and refuses one with a space, a character beyond ASCII, or
    /// one of `@ ( ) \\ [ ] " ; : < > ,`.
    ///
    /// ```dictum,bad
    /// group sg_sales { kind = security; mail_nickname = "sales team" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_sales { kind = security; mail_nickname = "sales-team" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6023 "malformed-mail-nickname" Error "a mail nickname has a form that the platform refuses";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

/// Characters that a nickname must not contain (Microsoft Graph, resource `group`).
const REFUSED: &str = "@()\\[]\";:<>, ";

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in &context.program.groups {
        let Some(nickname) = &group.mail_nickname else { continue };
        let text = &*nickname.name;
        let refused = text.chars().find(|one| !one.is_ascii() || one.is_ascii_control() || REFUSED.contains(*one));
        let why = match refused {
            Some(' ') => "holds a space".to_owned(),
            Some(one) => format!("holds `{}`", crate::text::printable(&one.to_string())),
            None if text.is_empty() => "is empty".to_owned(),
            None if text.len() > 64 => format!("has {} characters, 64 are the most", text.len()),
            None => continue,
        };
        findings.push(
            Diagnostic::new(
                &RULE,
                nickname.location,
                format!("the mail nickname of group `{}` {why}", group.head.symbol.name),
            )
            .marked("refused")
            .note("the platform refuses a group whose nickname cannot be used before the `@` of an address")
            .help("use letters, digits, `-`, `_` and `.`"),
        );
    }
}
