//! `domain-malformed`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::rules::shared::each;
use crate::rules::shared::names;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds domains of Dataverse databases with characters other than lower-case letters, digits and hyphens, or
    /// with a hyphen at the start.
    ///
    /// ## Why is this bad?
    /// The domain is the first part of the environment's address. The platform refuses any other form.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   dataverse { language = 1033; currency = EUR; domain = "Contoso_Finance" }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
    /// }
    /// ```
    pub RULE = 2008 "domain-malformed" Error "a domain cannot be part of an address" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let Some(domain) = environment.dataverse.as_ref().and_then(|dataverse| dataverse.domain.as_ref()) else {
            return;
        };
        if is_domain(&domain.name) {
            return;
        }
        let finding = Diagnostic::new(
            &RULE,
            domain.location,
            format!(
                "{} cannot be the domain of environment `{}`",
                names::shown(&domain.name),
                environment.head.symbol.name
            ),
        )
        .marked(fault(&domain.name))
        .note("a domain is made of small letters, digits and hyphens, and begins with a letter or digit");
        findings.push(match near(&domain.name) {
            Some(near) => {
                // Addresses ignore case, so nothing changes if only the case was wrong.
                let same = near == domain.name.to_ascii_lowercase();
                let safety = if same { Safety::Safe } else { Safety::Unsafe };
                let title = format!("write `{near}`");
                finding.help(format!("write `{near}`")).fix(Fix::replace(
                    title,
                    safety,
                    domain.location,
                    text_value::quote(&near),
                ))
            }
            None => finding.help("write a name such as `contoso-finance`, or leave it to the platform"),
        });
    });
}

fn is_domain(domain: &str) -> bool {
    !domain.is_empty() && !domain.starts_with('-') && domain.bytes().all(|byte| is_part(char::from(byte)))
}

const fn is_part(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '-')
}

fn fault(domain: &str) -> String {
    match domain.chars().find(|character| !is_part(*character)) {
        None if domain.is_empty() => "empty".to_owned(),
        None => "begins with a hyphen".to_owned(),
        Some(' ') => "has a blank".to_owned(),
        Some(capital @ 'A'..='Z') => format!("`{capital}` is a capital letter"),
        Some(other) => format!("has {}", names::shown(other.encode_utf8(&mut [0; 4]))),
    }
}

/// The domain that was probably meant.
fn near(domain: &str) -> Option<String> {
    let folded = domain.trim().to_ascii_lowercase();
    let host = folded.strip_prefix("https://").unwrap_or(&folded);
    let first = host.split(['.', '/']).next().unwrap_or_default();
    let spaced: String = first.chars().map(|character| if is_part(character) { character } else { '-' }).collect();
    let words: Vec<&str> = spaced.split('-').filter(|word| !word.is_empty()).collect();
    let near = words.join("-");
    (first.is_ascii() && is_domain(&near)).then_some(near)
}
