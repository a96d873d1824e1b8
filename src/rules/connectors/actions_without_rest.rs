//! `actions-without-rest`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::rules::shared::each;
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds action rules that do not say what applies to the actions they do not name.
    ///
    /// ## Why is this bad?
    /// A connector gets new actions over time. Without `allow rest` or `block rest` it is undecided whether they are
    /// open, and the platform opens them.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     actions { block [DeleteItem_V2] }
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
    ///     actions { block [DeleteItem_V2]; allow rest }
    ///   }
    /// }
    /// ```
    pub RULE = 3015 "actions-without-rest" Error "action rules do not say what holds for other actions" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::connector_rules(context, findings, |connector, rules, found| {
        let Some(actions) = rules.actions.as_ref().filter(|actions| actions.sound) else { return };
        let Some(last) = actions.rules.last().filter(|_| actions.rest_location.is_none()) else { return };
        let mut finding = Diagnostic::new(
            &RULE,
            last.action.location,
            format!("the action rules for `{connector}` do not say what holds for other actions"),
        )
        .marked("the last action named")
        .note("a connector gets new actions over time, and the policy decides them in advance")
        .help("add `allow rest` or `block rest`")
        .witness(Witness::new([("connector", connector)]));
        let Location { file, span } = actions.location;
        let inside = Location::new(file, Span::at(span.start + 1));
        // An author who blocks some actions usually means to allow the others, and the reverse.
        let verbs = if last.allow { ["block", "allow"] } else { ["allow", "block"] };
        for verb in verbs {
            let title = format!("add `{verb} rest`");
            finding = finding.fix(Fix::replace(title, Safety::Suggestion, inside, format!(" {verb} rest;")));
        }
        found.push(finding);
    });
}
