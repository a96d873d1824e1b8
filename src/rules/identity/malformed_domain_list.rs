//! `malformed-domain-list`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::text::printable;

crate::declare_rule! {
    /// ## What it does
    /// Finds entries of `domains` that are not domains or occur twice, and lists with more than 25,000 characters in
    /// total.
    ///
    /// ## Why is this bad?
    /// The platform compares whole domains. An address, a wildcard or a URL never matches, so an allow-list locks
    /// users out, and a block-list lets them in.
    ///
    /// ```dictum,bad
    /// external_identity { domains = only ["*.fabrikam.com"] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// external_identity { domains = only ["fabrikam.com"] }
    /// ```
    pub RULE = 6030 "malformed-domain-list" Error "a list of domains is not one that the platform takes";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

/// The maximum number of characters of the list (Microsoft Entra documentation, allow and block lists).
const MOST: usize = 25_000;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for domains in context.program.external_identities.iter().filter_map(|external| external.domains.as_ref()) {
        for (at, domain) in domains.names.iter().enumerate() {
            let earlier = domains.names.iter().take(at).find(|one| one.name.eq_ignore_ascii_case(&domain.name));
            let shown = printable(&domain.name);
            if let Some(first) = earlier {
                findings.push(
                    Diagnostic::new(&RULE, domain.location, format!("domain `{shown}` is given twice"))
                        .marked("not taken")
                        .label(first.location, "first given here")
                        .note("the list is compared without regard to case")
                        .help("keep one of the two"),
                );
            } else if !is_domain(&domain.name) {
                findings.push(
                    Diagnostic::new(&RULE, domain.location, format!("`{shown}` is not a domain"))
                        .marked("not taken")
                        .note("the platform compares whole domains, without wildcards")
                        .help("write it as in `fabrikam.com`"),
                );
            }
        }
        let length: usize = domains.names.iter().map(|domain| domain.name.chars().count()).sum();
        if length > MOST {
            let message = format!("the domains have {length} characters together, and the platform takes {MOST}");
            let note = "a longer list is refused as a whole";
            findings.push(
                Diagnostic::new(&RULE, domains.location, message).marked("not taken").note(note).help("list fewer"),
            );
        }
    }
}

/// Whether a text is a domain: at least two labels of letters, digits and hyphens.
pub(in crate::rules) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len()) && label.bytes().all(plain) && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}
