//! URL patterns that fit one address only.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety, Witness};
use crate::model::program::{DataGroup, DataPolicy, UrlPattern};
use crate::rules::shared::words::{counted, some_of, verb};
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds URL patterns for custom connectors without a `*`, if there is no row for the addresses below them.
    ///
    /// ## Why is this bad?
    /// Such a pattern fits exactly one address: nothing below it, and not the same address with a slash at the end. A
    /// `*` directly after the host would also fit longer hosts, see `pattern-open-to-the-right`.
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
    ///     "https://api.contoso.com"   -> business
    ///     "https://api.contoso.com/*" -> business
    ///     "*"                         -> ignore
    ///   }
    /// }
    /// ```
    pub RULE = 3115 "pattern-without-wildcard" Info "a URL pattern fits one address only" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(context.program.policies.iter().filter_map(judge));
}

fn judge(policy: &DataPolicy) -> Option<Diagnostic> {
    let below = |row: &UrlPattern| {
        let address = row.pattern.name.trim_end_matches('/');
        let fits = |other: &UrlPattern| other.pattern.name.strip_suffix("/*") == Some(address);
        policy.patterns.iter().any(|other| other.group == row.group && fits(other))
    };
    let plain: Vec<&UrlPattern> =
        policy.patterns.iter().filter(|row| !row.pattern.name.contains('*') && !below(row)).collect();
    let first = plain.first()?;
    let names: Vec<&str> = plain.iter().map(|row| &*row.pattern.name).collect();
    let symbol = &policy.head.symbol.name;
    let message = match names.as_slice() {
        [only] => format!("URL pattern `{only}` of data policy `{symbol}` fits this one address only"),
        several => format!("{} of data policy `{symbol}` fit one address each", counted(several.len(), "URL pattern")),
    };
    let mut finding = Diagnostic::new(&RULE, first.pattern.location, message)
        .about(plain.iter().map(|row| (&*row.pattern.name, row.pattern.location)))
        .note("without `*` a pattern fits nothing below the address, and not the address with a slash at its end")
        .help(format!("add {} that ends in `/*` for what is below", verb(names.len(), "a row", "a row for each")));
    for row in plain.iter().skip(1).take(2) {
        finding = finding.label(row.pattern.location, "");
    }
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 6)));
    }
    let edits: Option<Vec<Edit>> = plain.iter().map(|row| beside(row)).collect();
    if let Some(edits) = edits {
        let title = match names.as_slice() {
            [only] => format!("add `{}/*`", only.trim_end_matches('/')),
            several => format!("add {}", counted(several.len(), "row")),
        };
        finding = finding.fix(Fix { title, safety: Safety::Unsafe, edits });
    }
    Some(finding.witness(Witness::new([("does not fit", format!("{}/", first.pattern.name))])))
}

/// Adds a row for the addresses below, after the row of a plain text.
fn beside(row: &UrlPattern) -> Option<Edit> {
    let name = &row.pattern.name;
    let plain = row.pattern.location.span.len() == name.len() + 2;
    let group = row.group.map_or("ignore", DataGroup::word);
    let behind = Location::new(row.location.file, Span::at(row.location.span.end));
    let replacement = format!("\n    \"{}/*\" -> {group}", name.trim_end_matches('/'));
    plain.then_some(Edit { location: behind, replacement })
}
