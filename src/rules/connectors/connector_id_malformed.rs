//! `connector-id-malformed`

use crate::analysis::{Check, Context};
use crate::catalog::wire;
use crate::diagnostics::{Diagnostic, Safety, Witness};
use crate::model::program::{Program, SetExpression};
use crate::rules::shared::names;
use crate::syntax::text_value;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds names in connector lists that cannot be connector ids, since they contain a space or another character
    /// that no id has. Most of them are display names.
    ///
    /// ## Why is this bad?
    /// The platform identifies connectors by id and refuses a data policy that names one in any other way.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = ["Office 365 Users", teams]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [office365users, teams]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3030 "connector-id-malformed" Error "a name does not have the form of a connector id" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if !program.universe.foreigners().any(|(_, foreign)| !foreign.custom && !wire::has_signs_of_an_id(&foreign.name)) {
        return;
    }
    for set in &program.connector_sets {
        judge(program, &set.expression, findings);
    }
    for policy in &program.policies {
        for expression in policy.groups.iter().filter_map(|clause| clause.expression.as_ref()) {
            judge(program, expression, findings);
        }
    }
}

fn judge(program: &Program, expression: &SetExpression, findings: &mut Vec<Diagnostic>) {
    expression.each_part(&mut |part| {
        let SetExpression::List(elements, list) = part else { return };
        for element in elements {
            let name = program.universe.name(element.connector);
            let custom = program.universe.is_custom(element.connector);
            if !custom && program.universe.entry(element.connector).is_none() && !wire::has_signs_of_an_id(name) {
                findings.push(finding(program, name, Location::new(list.file, element.span)));
            }
        }
    });
}

fn finding(program: &Program, name: &str, location: Location) -> Diagnostic {
    let message = format!("{} does not have the form of a connector id", names::shown(name));
    let finding = Diagnostic::new(&RULE, location, message)
        .marked("not the id of a connector")
        .note("ids are the last part of a path such as `/providers/Microsoft.PowerApps/apis/shared_sql`")
        .witness(Witness::new([("connector", name)]));
    let known = program.universe.catalog().connectors().iter();
    let mut shown = known.filter(|connector| connector.display_name.eq_ignore_ascii_case(name));
    match (shown.next(), shown.next()) {
        (Some(connector), None) => finding.instead(text_value::name(&connector.id), location, Safety::Unsafe),
        _none_or_several => {
            finding.help("look the id up with `dictum catalog search`; people see another name than the id")
        }
    }
}
