//! Subtractions that take nothing away.

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::Set;
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{DataGroup, DataPolicy, Program, SetExpression};
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds `a - b` where `b` shares no connector with `a`. A subtraction of connectors that another group of the
    /// same policy contains is not reported: it prevents a connector from being in two groups.
    ///
    /// ## Why is this bad?
    /// The subtraction has no effect. The author believed that the connectors were in the set.
    ///
    /// ```dictum,bad
    /// connectors storage = (connectors where tier == standard) - [sql, azureblob]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = storage - [sharepointonline, sql] + rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// connectors storage = connectors where tier == standard
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = storage - [sharepointonline, sql] + rest
    /// }
    /// ```
    pub RULE = 3117 "nothing-to-remove" Info "a subtraction takes nothing away";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let sets = program.connector_sets.iter().map(|set| (&set.expression, None));
    let groups = program.policies.iter().flat_map(|policy| {
        let clauses = DataGroup::ALL.into_iter().zip(&policy.groups);
        clauses.filter_map(move |(group, clause)| Some((clause.expression.as_ref()?, Some((policy, group)))))
    });
    let subtracts = |expression: &SetExpression| expression.any_part(|part| matches!(part, SetExpression::Minus(..)));
    let subtracting: Vec<_> = sets.chain(groups).filter(|(expression, _)| subtracts(expression)).collect();
    if subtracting.is_empty() {
        return;
    }
    let subjects = ConnectorSubjects::new(program);
    let found: Vec<Vec<Diagnostic>> = subtracting
        .into_par_iter()
        .map(|(expression, clause)| {
            let guarded = match clause {
                Some((policy, group)) => others(program, policy, group),
                None => Set::empty(program.universe.len()),
            };
            let mut search = Search { program, subjects: &subjects, guarded, findings: Vec::new() };
            search.answer(expression);
            search.findings
        })
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// The connectors that the other groups of a policy name.
fn others(program: &Program, policy: &DataPolicy, group: DataGroup) -> Set {
    let others = DataGroup::ALL.into_iter().filter(|other| *other != group);
    others.fold(Set::empty(program.universe.len()), |set, other| set.union(policy.named(other)))
}

struct Search<'a> {
    program: &'a Program,
    subjects: &'a ConnectorSubjects<'a>,
    /// Connectors that may be subtracted although they are not in the set.
    guarded: Set,
    findings: Vec<Diagnostic>,
}

impl Search<'_> {
    /// The connectors of an expression; each part is evaluated once.
    fn answer(&mut self, expression: &SetExpression) -> Set {
        match expression {
            SetExpression::Union(left, right) => {
                let left = self.answer(left);
                left.union(&self.answer(right))
            }
            SetExpression::Common(left, right) => {
                let left = self.answer(left);
                left.common(&self.answer(right))
            }
            SetExpression::Minus(left, right) => {
                let (of_left, of_right) = (self.answer(left), self.answer(right));
                // For empty sets, and for a subtraction from `rest`, another rule reports the cause.
                let holds_rest = left.any_part(|part| matches!(part, SetExpression::Rest(_)));
                let told = of_left.is_empty() || of_right.is_empty() || holds_rest;
                if !told && !of_left.meets(&of_right) && !of_right.is_within(&self.guarded) {
                    self.report(left, right, &of_right);
                }
                of_left.minus(&of_right)
            }
            SetExpression::List(..)
            | SetExpression::Named(_)
            | SetExpression::All(_)
            | SetExpression::Unblockable(_)
            | SetExpression::Rest(_)
            | SetExpression::Where(..) => {
                let sets = &self.program.connector_sets;
                expression.members(&self.program.universe, sets, self.subjects, &mut Vec::new())
            }
        }
    }

    fn report(&mut self, left: &SetExpression, right: &SetExpression, removed: &Set) {
        let names: Vec<&str> = removed.iter().map(|connector| self.program.universe.name(connector)).collect();
        self.findings.push(
            Diagnostic::new(&RULE, right.location(), "this takes nothing away")
                .marked(format!(
                    "{} not in what comes before",
                    match names.as_slice() {
                        [only] => format!("`{only}` is"),
                        several => format!("{} are", some_of(several, 4)),
                    }
                ))
                .label(left.location(), "what comes before")
                .note("what is not in a set cannot be taken out of it")
                .help("remove the subtraction, or subtract what was meant"),
        );
    }
}
