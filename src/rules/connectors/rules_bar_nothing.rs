//! Action and endpoint rules that leave everything allowed.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{ActionRules, ConnectorRules, DataPolicy, EndpointRules, Program};
use crate::rules::connectors::shadow::covered_by;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds action and endpoint rules of a data policy under which every action, or every endpoint, is allowed:
    /// lists with no `deny` that ever decides, and action rules that block nothing.
    ///
    /// ## Why is this bad?
    /// Such rules look like a restriction but are none. A list of endpoints that ends in `allow "*"` allows
    /// everything that the rows above it allow, and everything else too. Usually `deny "*"` was meant.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     endpoints { allow "contoso.database.windows.net,*"; allow "*" }
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
    ///   connector sql {
    ///     endpoints { allow "contoso.database.windows.net,*"; deny "*" }
    ///   }
    /// }
    /// ```
    pub RULE = 3118 "rules-bar-nothing" Warning "the rules for a connector block nothing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for policy in &context.program.policies {
        for rules in &policy.rules {
            findings.extend(judge_endpoints(context.program, policy, rules));
            findings.extend(judge_actions(context.program, policy, rules));
        }
    }
}

fn judge_endpoints(program: &Program, policy: &DataPolicy, rules: &ConnectorRules) -> Option<Diagnostic> {
    let endpoints = rules.endpoints.as_ref().filter(|endpoints| endpoints.sound)?;
    // A list without `*` at its end is a separate error.
    let last = endpoints.rules.last().filter(|last| &*last.endpoint.name == "*")?;
    if bars(endpoints) {
        return None;
    }
    let name = program.universe.name(rules.connector);
    let symbol = &policy.head.symbol.name;
    let message = format!("the endpoint rules for `{name}` in data policy `{symbol}` block nothing");
    Some(told(message, last.endpoint.location, name, "endpoint").marked("allows every endpoint").help(
        match endpoints.rules.len() {
            1 => "write the endpoints that may be reached, and `deny \"*\"` last; or remove the block".to_owned(),
            _several => "end the list in `deny \"*\"`, or remove the block".to_owned(),
        },
    ))
}

fn judge_actions(program: &Program, policy: &DataPolicy, rules: &ConnectorRules) -> Option<Diagnostic> {
    let actions: &ActionRules = rules.actions.as_ref().filter(|actions| actions.sound && !actions.rules.is_empty())?;
    let rest = actions.rest_location.filter(|_| !actions.bars())?;
    let name = program.universe.name(rules.connector);
    let message = format!("the action rules for `{name}` in data policy `{}` block nothing", policy.head.symbol.name);
    Some(
        told(message, rest, name, "action")
            .marked("allows every other action")
            .help("write `block rest` to allow only the actions named, or remove the block"),
    )
}

fn told(message: String, place: Location, connector: &str, noun: &str) -> Diagnostic {
    Diagnostic::new(&RULE, place, message)
        .note(format!("no rule refuses any {noun}, so all of them are allowed as if there were no rules"))
        .witness(Witness::new([("connector", connector), (noun, "any")]))
}

/// Whether a list denies any endpoint: a row that an earlier one covers decides nothing.
fn bars(endpoints: &EndpointRules) -> bool {
    let patterns: Vec<&str> = endpoints.rules.iter().map(|rule| &*rule.endpoint.name).collect();
    let decides = covered_by(&patterns).into_iter().map(|cover| cover.is_none());
    endpoints.rules.iter().zip(decides).any(|(rule, decides)| decides && !rule.allow)
}
