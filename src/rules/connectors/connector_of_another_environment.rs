//! Custom connectors that are used outside their environment.

use crate::analysis::{Check, Context, Homes, Reads};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::program::{EnvironmentId, Program, Scope};
use crate::model::{ConnectorId, SetExpression};

use crate::rules::shared::places::placed;
use crate::syntax::text_value;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps, and data policies of one environment, that name a custom connector which is declared for another
    /// environment.
    ///
    /// ## Why is this bad?
    /// A custom connector belongs to one environment. In another one there may be a copy, which has its own id. An app
    /// there cannot use the first one, and a policy that names it says nothing about the copy: the copy goes where
    /// `rest` is.
    ///
    /// ```dictum,bad
    /// environment build { type = sandbox }
    /// environment sales { type = production }
    /// connector price_list { kind = custom; environment = build; host = "https://prices.contoso.com" }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    ///
    /// data_policy sales_rules {
    ///   applies_to   = environment sales
    ///   business     = [price_list, sharepointonline]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment build { type = sandbox }
    /// environment sales { type = production }
    /// connector price_list { kind = custom; environment = build; host = "https://prices.contoso.com" }
    /// connector sales_list { kind = custom; environment = sales; host = "https://prices.contoso.com" }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    ///
    /// data_policy sales_rules {
    ///   applies_to   = environment sales
    ///   business     = [sales_list, sharepointonline]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3128 "connector-of-another-environment" Warning "a custom connector is used outside its environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app", "data_policy"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let homes = Homes::of(program);
    if homes.is_empty() {
        return;
    }
    for app in &program.apps {
        let (Some(used), Some(here)) = (&app.connectors, app.environment.as_ref().and_then(|it| it.target)) else {
            continue;
        };
        let members: Vec<ConnectorId> = used.members.iter().collect();
        let at = |id: ConnectorId| used.expression.location_of(program, id);
        let said = format!("app `{}` is in `{}` and uses", app.head.symbol.name, name(program, here));
        findings.extend(judge(program, here, &homes.elsewhere(here, &members), at, &said));
    }
    for policy in &program.policies {
        let Scope::Environment(reference) = &policy.scope else { continue };
        let Some(here) = reference.target else { continue };
        // A condition or a shared set may hold connectors of several environments on purpose.
        let clauses = policy.groups.iter().filter_map(|clause| Some((clause.expression.as_ref()?, &clause.named)));
        let listed = clauses.flat_map(|(expression, named)| named.iter().filter(|id| lists(expression, *id)));
        let named: Vec<ConnectorId> = listed.collect();
        let at = |id: ConnectorId| placed(program, policy, id).0;
        let said = format!("data policy `{}` is of `{}` and names", policy.head.symbol.name, name(program, here));
        findings.extend(judge(program, here, &homes.elsewhere(here, &named), at, &said));
    }
}

fn judge(
    program: &Program,
    here: EnvironmentId,
    strangers: &[(ConnectorId, EnvironmentId)],
    at: impl Fn(ConnectorId) -> Location,
    said: &str,
) -> Option<Diagnostic> {
    let (first, home) = *strangers.first()?;
    let names = quoted_list(strangers.iter().map(|(id, _)| program.universe.name(*id)), "and");
    let message = if strangers.len() == 1 {
        format!("{said} {names}, a custom connector of `{}`", name(program, home))
    } else {
        format!("{said} {names}, which are custom connectors of other environments")
    };
    let mut finding = Diagnostic::new(&RULE, at(first), message)
        .about(strangers.iter().map(|(id, _)| (program.universe.name(*id), at(*id))));
    for (id, home) in strangers.iter().take(3) {
        let declared = program.facts_of(*id).map(|facts| facts.head.symbol.location);
        finding = declared
            .into_iter()
            .fold(finding, |finding, place| finding.label(place, format!("declared for `{}`", name(program, *home))));
    }
    let here = name(program, here);
    let written = text_value::name(here);
    Some(
        finding
            .note("a custom connector belongs to one environment; a copy in another one has its own id")
            .help(format!("declare the connector of `{here}` with `environment = {written}`, and name that one"))
            .witness(Witness::new([("environment", here), ("connector", program.universe.name(first))])),
    )
}

/// Whether a list in the expression names a connector.
fn lists(expression: &SetExpression, id: ConnectorId) -> bool {
    match expression {
        SetExpression::List(elements, _) => elements.iter().any(|element| element.connector == id),
        SetExpression::Union(left, right) => lists(left, id) || lists(right, id),
        SetExpression::Minus(left, _) | SetExpression::Common(left, _) => lists(left, id),
        SetExpression::Named(_)
        | SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Rest(_)
        | SetExpression::Where(..) => false,
    }
}

fn name(program: &Program, environment: EnvironmentId) -> &str {
    &program.environments[environment].head.symbol.name
}
