//! Rules that no app can match.

use crate::analysis::{Check, Context, Study};
use crate::decision::Standing;
use crate::diagnostics::Diagnostic;
use crate::model::condition::Condition;
use crate::model::criticity::Test;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds rules whose condition no app can satisfy: parts of it exclude each other, a value is outside the range
    /// that the criteria allow, or the criteria declare the combination impossible with `never`.
    ///
    /// ## Why is this bad?
    /// The rule cannot have its intended effect. The apps that its author meant are left to other rules.
    ///
    /// ```dictum,bad
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   high   when users > 5000
    ///   high   when personal_data and users > 500 and users < 100
    ///   medium when users in 501..5000
    ///   low    otherwise
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   high   when users > 5000
    ///   high   when personal_data and users in 100..500
    ///   medium when users in 501..5000
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4007 "impossible-rule" Error "a rule that nothing can match";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        for (index, standing) in study.standings.iter().enumerate() {
            if *standing == Standing::Never {
                findings.extend(impossible(context.program, study, index));
            }
        }
    }
}

fn impossible(program: &Program, study: &Study, index: usize) -> Option<Diagnostic> {
    // Values with missing points may reach a sum; missing points are reported separately.
    if let Some(Test::Points(card, ..)) = study.rule_set(program)?.rules.get(index).map(|rule| &rule.test)
        && !study.reading.as_ref().is_ok_and(|reading| reading.is_scored(*card))
    {
        return None;
    }
    let subjects = study.subjects(program);
    let level = study.level_of_rule(program, index);
    let finding = Diagnostic::new(&RULE, study.place(program, index)?, format!("no {subjects} can match this rule"));
    let finding = finding.marked(format!("never gives `{level}`"));
    let help = "fix the condition, or remove the rule";
    let Some(condition) = study.condition(program, index) else {
        return Some(finding.note("no sum of points is in this range").help(help));
    };
    let parts = match condition {
        Condition::And(..) => condition.operands_of_chain(),
        single => vec![single],
    };
    let single = parts.iter().find(|part| study.is_empty(&[part]));
    if let Some(part) = single.filter(|_| parts.len() > 1) {
        let finding = finding.label(part.location(), "never holds");
        return Some(finding.note("criteria, `never` or the rules of another scale exclude it").help(help));
    }
    let pairs = parts.iter().enumerate().flat_map(|(at, one)| parts.iter().skip(at + 1).map(move |other| (one, other)));
    for (one, other) in pairs.take(MOST_PAIRS) {
        if single.is_none() && study.is_empty(&[one, other]) {
            let finding = finding.label(one.location(), "this excludes").label(other.location(), "this");
            return Some(finding.note("both would have to hold").help(help));
        }
    }
    let finding = match single {
        Some(_) => finding.note("criteria, `never` or the rules of another scale exclude it"),
        None => finding.note("its parts cannot hold together"),
    };
    Some(finding.help(help))
}

/// The maximum number of pairs of parts that are tested for whether they exclude each other.
const MOST_PAIRS: usize = 1_000;
