//! Sets of rules of which not everything could be proved.

use crate::analysis::{Check, Context, Study};
use crate::decision::Rest;
use crate::diagnostics::Diagnostic;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Says of which rules it could not be proved whether they are complete and without contradiction. Each
    /// question has a budget of steps, the same on every machine; a question that needs more stays open, and is
    /// counted here. A condition that falls into more than 4,096 separate cases is not examined at all.
    ///
    /// ## Why is this bad?
    /// What is not proved may hold or not. Rules that people write and read are far from such limits, so this is
    /// a sign that they are hard to understand too.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app {
    ///   a : 0..9; b : 0..9; c : 0..9; d : 0..9; e : 0..9; f : 0..9; g : 0..9
    /// }
    /// rules criticity {
    ///   high when (a in [1, 3, 5] or b in [1, 3, 5]) and (c in [1, 3, 5] or d in [1, 3, 5]) and (e == 1 or f == 1)
    ///     and (a in [2, 4] or c in [2, 4] or g == 1) and (b in [2, 6] or d in [2, 6] or g == 2)
    ///     and (a in [3, 7] or e in [3, 7] or g == 3) and (b in [5, 8] or f in [5, 8] or g == 4)
    ///     and (c in [6, 7] or f in [6, 7] or g == 5) and (d in [7, 8] or e in [7, 8] or g == 6)
    ///     and (a == 9 or b == 8 or c == 7 or d == 6 or e == 5 or f == 4) and (a == 8 or b == 9 or c == 6 or d == 7)
    ///   low otherwise
    /// }
    /// control low  { process = automated }
    /// control high { process = automated }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { a : 0..9; b : 0..9 }
    /// rules criticity {
    ///   high when a > 5 or b > 5
    ///   low  otherwise
    /// }
    /// control low  { process = automated }
    /// control high { process = automated }
    /// ```
    pub RULE = 4013 "undecided-rules" Warning "not everything could be proved of these rules";
}

/// The check.
pub const CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies {
        findings.extend(open(context.program, study));
    }
}

fn open(program: &Program, study: &Study) -> Option<Diagnostic> {
    let rules = study.rule_set(program)?;
    let help = "split the rules by one of their fields, or simplify the longest conditions";
    match &study.reading {
        Err(wide) => {
            let place = wide.and_then(|rule| study.place(program, rule)).unwrap_or(rules.head.location);
            let message = "this falls into too many cases to be examined";
            Some(
                Diagnostic::new(&RULE, place, message)
                    .note(format!("nothing is proved of the rules for `{}`", rules.head.symbol.name))
                    .help(help),
            )
        }
        Ok(_) => {
            let gap = study.gaps.as_ref().is_some_and(|gaps| gaps.rest == Rest::Undecided);
            let count = study.undecided + u64::from(gap);
            if count == 0 {
                return None;
            }
            let questions = if count == 1 { "1 question".to_owned() } else { format!("{count} questions") };
            let message = format!("{questions} about these rules stayed open");
            let mut finding = Diagnostic::new(&RULE, rules.head.location, message);
            if gap {
                finding = finding.note("one of them is whether some rule matches everything");
            }
            Some(finding.note("each has a budget of steps, which ended first").help(help))
        }
    }
}
