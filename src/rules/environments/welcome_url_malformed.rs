//! `welcome-url-malformed`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds environment groups whose `welcome_url` is not the address of a page.
    ///
    /// ## Why is this bad?
    /// Makers cannot open it, and the platform refuses an empty address.
    ///
    /// ```dictum,bad
    /// environment_group estate { welcome = "Read this first."; welcome_url = "intranet, page 7" }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate {
    ///   welcome     = "Read this first."
    ///   welcome_url = "https://intranet.contoso.com/7"
    /// }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2019 "welcome-url-malformed" Error "the address for makers is not valid";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in &context.program.environment_groups {
        let Some(url) = group.welcome_url.as_ref().filter(|url| !is_address(&url.name)) else { continue };
        let message = format!(
            "{} is not an address for the makers of environment group `{}`",
            names::shown(&url.name),
            group.head.symbol.name
        );
        findings.push(
            Diagnostic::new(&RULE, url.location, message)
                .marked(if url.name.is_empty() { "empty" } else { "not an address" })
                .note("an address begins with `https://` and the name of a host")
                .help("write an address such as `https://intranet.contoso.com/makers`"),
        );
    }
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !text.contains(char::is_whitespace)
}
