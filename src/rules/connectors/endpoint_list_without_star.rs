//! `endpoint-list-without-star`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::rules::shared::each;
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds lists of endpoint rules without a rule for `*`.
    ///
    /// ## Why is this bad?
    /// The platform accepts such a list only if its last rule is for `*`. Without it, the list does not say whether
    /// endpoints that no rule names may be reached, and the platform allows them by default.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     endpoints { allow "contoso.database.windows.net,*" }
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     endpoints { allow "contoso.database.windows.net,*"; deny "*" }
    ///   }
    /// }
    /// ```
    pub RULE = 3008 "endpoint-list-without-star" Error "a list of endpoint rules does not end in `*`" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::connector_rules(context, findings, |connector, rules, found| {
        let Some(endpoints) = rules.endpoints.as_ref().filter(|endpoints| endpoints.sound) else { return };
        if endpoints.rules.iter().any(|rule| &*rule.endpoint.name == "*") {
            return;
        }
        let finding = if let Some(last) = endpoints.rules.last() {
            let message = format!("the endpoint rules for `{connector}` do not end in `*`");
            let mut finding = Diagnostic::new(&RULE, last.endpoint.location, message)
                .marked("the last endpoint")
                .help("say what holds for all other endpoints: `deny \"*\"` or `allow \"*\"`");
            let Location { file, span } = last.endpoint.location;
            // An author who allows some endpoints usually means to deny the others, and the reverse.
            let verbs = if last.allow { ["deny", "allow"] } else { ["allow", "deny"] };
            for verb in verbs {
                finding = finding.fix(Fix::replace(
                    format!("add `{verb} \"*\"`"),
                    Safety::Suggestion,
                    Location::new(file, Span::at(span.end)),
                    format!("; {verb} \"*\""),
                ));
            }
            finding
        } else {
            Diagnostic::new(&RULE, endpoints.location, format!("the list of endpoint rules for `{connector}` is empty"))
                .marked("no rule")
                .help("write `deny \"*\"` or `allow \"*\"` after the endpoints that are an exception, or remove the block")
        };
        found.push(
            finding
                .note("the platform takes a list of endpoint rules only when the last one is for `*`")
                .witness(Witness::new([("connector", connector)])),
        );
    });
}
