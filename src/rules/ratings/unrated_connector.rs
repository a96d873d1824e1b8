//! Connectors that are used without a rating.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Id;
use crate::model::criticity::App;
use crate::model::facts::{ConnectorSubjects, RATING_SCALE};
use crate::model::program::{DataGroup, DataPolicy, NamedSet, Program, SetExpression};
use crate::model::{ConnectorId, Set};
use crate::rules::shared::words::{some_of, verb};
use crate::syntax::text_value;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors without a rating that a data policy puts into Business or Non-business by name, or that an
    /// app uses, in a project that rates connectors. There is one finding for each place, and each connector is
    /// reported at its first place.
    ///
    /// Connectors that fall under `rest` are not named, so they are not reported, nor are names next to `rest` in one
    /// group.
    ///
    /// ## Why is this bad?
    /// The scale says how far connectors are trusted, but for this one no rating was given. Conditions that use
    /// ratings leave it out.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < elevated < forbidden }
    ///
    /// connector sql { rated = trusted because "own databases only" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sql, dropbox]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < elevated < forbidden }
    ///
    /// connector sql     { rated = trusted because "own databases only" }
    /// connector dropbox { rated = elevated because "data leaves the tenant" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sql, dropbox]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3201 "unrated-connector" Info "a connector is allowed or used that has no rating";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy"]), run);

/// The maximum number of names in a message.
const SHOWN: usize = 5;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let ruled = governance::rating_rules(program).is_some_and(|rules| rules.sound);
    let rated = program.connectors.iter().any(|facts| facts.rated.is_some());
    if program.scale(RATING_SCALE).is_none() || !(ruled || rated) {
        return;
    }
    let subjects = ConnectorSubjects::new(program);
    let mut seen = Set::empty(program.universe.len());
    // `rating-undecided` reports connectors that rules cannot rate because criteria are missing.
    for facts in program.connectors.iter().filter(|facts| governance::is_undecided(program, facts)) {
        facts.connector.map(|id| seen.insert(id));
    }
    // Connectors that are neither in the catalogue nor declared are reported separately.
    for (id, _) in program.universe.foreigners().filter(|(_, foreign)| !foreign.custom) {
        seen.insert(id);
    }
    for (expression, place) in places(program) {
        let mut unrated: Vec<(ConnectorId, Location)> = Vec::new();
        expression.each_added(&mut |element, file| {
            if seen.insert(element.connector) && governance::rating(&subjects, element.connector).is_none() {
                unrated.push((element.connector, Location::new(file, element.span)));
            }
        });
        let Some((first, location)) = unrated.first().copied() else { continue };
        let names: Vec<&str> = unrated.iter().map(|(id, _)| program.universe.name(*id)).collect();
        let verb = verb(names.len(), "has", "have");
        let advice =
            if ruled { ", or let the rules cover it" } else { ", or write rules: `rating connector_risk { … }`" };
        findings.push(
            Diagnostic::new(&RULE, location, format!("{} {verb} no rating", some_of(&names, SHOWN)))
                .about(unrated.iter().map(|(id, place)| (program.universe.name(*id), *place)))
                .note(format!("{} what is named here, by name", place.says()))
                .help(format!(
                    "rate what is used: `connector {} {{ rated = … because \"…\" }}`{advice}",
                    text_value::name(program.universe.name(first))
                ))
                .witness(Witness::new([("connector", program.universe.name(first))])),
        );
    }
}

/// A declaration that names connectors which may be used.
enum Place<'a> {
    Set(&'a NamedSet),
    Group(&'a DataPolicy, DataGroup),
    App(&'a App),
}

impl Place<'_> {
    fn says(&self) -> String {
        match self {
            Self::Set(set) => format!("connector set `{}` holds", set.head.symbol.name),
            Self::Group(policy, group) => {
                format!("data policy `{}` puts into {}", policy.head.symbol.name, group.title())
            }
            Self::App(app) => format!("app `{}` uses", app.head.symbol.name),
        }
    }
}

/// The expressions that name connectors which may be used, each with its declaration.
fn places(program: &Program) -> Vec<(&SetExpression, Place<'_>)> {
    let mut places = Vec::new();
    let mut used = vec![false; program.connector_sets.len()];
    let mut open: Vec<Id<NamedSet>> = Vec::new();
    let mut named = |expression: &SetExpression, open: &mut Vec<Id<NamedSet>>| {
        expression.each_part(&mut |part| {
            if let SetExpression::Named(reference) = part
                && let Some(target) = reference.target
                && let Some(used) = used.get_mut(target.0 as usize)
                && !std::mem::replace(used, true)
            {
                open.push(target);
            }
        });
    };
    let mut own: Vec<(&SetExpression, Place<'_>)> = Vec::new();
    for policy in &program.policies {
        for group in [DataGroup::Business, DataGroup::NonBusiness] {
            let Some(clause) = policy.groups.get(group.index()).filter(|clause| clause.rest.is_none()) else {
                continue;
            };
            if let Some(expression) = &clause.expression {
                named(expression, &mut open);
                own.push((expression, Place::Group(policy, group)));
            }
        }
    }
    for app in &program.apps {
        if let Some(clause) = &app.connectors {
            named(&clause.expression, &mut open);
            own.push((&clause.expression, Place::App(app)));
        }
    }
    // Sets may name other sets.
    while let Some(set) = open.pop().map(|index| &program.connector_sets[index]) {
        named(&set.expression, &mut open);
    }
    for (set, _) in program.connector_sets.iter().zip(used).filter(|(_, used)| *used) {
        places.push((&set.expression, Place::Set(set)));
    }
    places.extend(own);
    places
}
