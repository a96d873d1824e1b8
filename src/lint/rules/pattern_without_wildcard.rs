//! URL patterns that fit one address only.

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety, Witness};
use crate::lint::words::{counted, some_of, verb};
use crate::model::program::{DataPolicy, UrlPattern};
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds URL patterns for custom connectors that hold no `*`.
    ///
    /// ## Why is this bad?
    /// Such a pattern fits that one address and nothing below it, and not with a slash at its end either. The
    /// examples of the platform's documentation all end in `*`.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://api.contoso.com" -> business
    ///     "*"                       -> ignore
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://api.contoso.com*" -> business
    ///     "*"                        -> ignore
    ///   }
    /// }
    /// ```
    pub RULE = 3115 "pattern-without-wildcard" Info "a URL pattern fits one address only" fixable;
}

pub const LINT: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(context.program.policies.iter().filter_map(judge));
}

fn judge(policy: &DataPolicy) -> Option<Diagnostic> {
    let plain: Vec<&UrlPattern> = policy.patterns.iter().filter(|row| !row.pattern.name.contains('*')).collect();
    let first = plain.first()?;
    let names: Vec<&str> = plain.iter().map(|row| &*row.pattern.name).collect();
    let symbol = &policy.head.symbol.name;
    let message = match names.as_slice() {
        [only] => format!("URL pattern `{only}` of data policy `{symbol}` fits this one address only"),
        several => format!("{} of data policy `{symbol}` fit one address each", counted(several.len(), "URL pattern")),
    };
    let mut finding = Diagnostic::new(&RULE, first.pattern.location, message)
        .note("without `*` a pattern fits nothing below the address, and not the address with a slash at its end")
        .help(format!("end {} in `*` to fit what lies below", verb(names.len(), "it", "them")));
    for row in plain.iter().skip(1).take(2) {
        finding = finding.label(row.pattern.location, "");
    }
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 6)));
    }
    let edits: Option<Vec<Edit>> = plain.iter().map(|row| star(row)).collect();
    if let Some(edits) = edits {
        let title = match names.as_slice() {
            [only] => format!("write `{only}*`"),
            several => format!("end {} in `*`", counted(several.len(), "pattern")),
        };
        finding = finding.fix(Fix { title, safety: Safety::Unsafe, edits });
    }
    Some(finding.witness(Witness::new([("does not fit", format!("{}/", first.pattern.name))])))
}

/// Puts a `*` before the closing quote of a plain text.
fn star(row: &UrlPattern) -> Option<Edit> {
    let Location { file, span } = row.pattern.location;
    let plain = span.len() == row.pattern.name.len() + 2;
    plain.then(|| Edit { location: Location::new(file, Span::at(span.end - 1)), replacement: "*".to_owned() })
}
