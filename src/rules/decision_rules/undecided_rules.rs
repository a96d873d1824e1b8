//! Sets of rules for which not everything could be proved.

use crate::analysis::{Check, Context, Study};
use crate::diagnostics::Diagnostic;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Reports rules for which it could not be proved that they are complete and without contradiction. Each question
    /// has a budget of steps, the same on every machine. A question that needs more stays open, and is counted here.
    /// All questions of a check together have a budget too. A condition that splits into more than 256 separate cases
    /// is not examined at all, nor is a scorecard whose points add up to more than 65,536 different totals that are
    /// far apart.
    ///
    /// It is an error, since an unproved statement must not pass as proved. After a review of the rules, the level
    /// can be lowered in `dictum.toml`: `[lint.rules]` with `undecided-rules = "warning"`.
    ///
    /// ## Why is this bad?
    /// A statement that is not proved may be true or false. Rules that people write and read are far from such
    /// limits, so this is a sign that the rules are also hard to understand.
    ///
    /// ```dictum,bad
    /// scale zone { low < high }
    /// criteria app { has : some of a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | q | r }
    ///
    /// rules zone {
    ///   high when (a in has or b in has) and (c in has or d in has) and (e in has or f in has)
    ///     and (g in has or h in has) and (i in has or j in has) and (k in has or l in has)
    ///     and (m in has or n in has) and (o in has or p in has) and (q in has or r in has)
    ///   low  otherwise
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < high }
    /// criteria app { a : 0..9; b : 0..9 }
    ///
    /// rules zone {
    ///   high when a > 5 or b > 5
    ///   low  otherwise
    /// }
    /// ```
    pub RULE = 4013 "undecided-rules" Error "not everything could be proved of these rules";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
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
                    .marked("not examined")
                    .note(format!("nothing is proved of the rules for `{}`", rules.head.symbol.name))
                    .help(help),
            )
        }
        Ok(_) => {
            let count = study.open.total();
            if count == 0 {
                return None;
            }
            let questions = if count == 1 { "1 question".to_owned() } else { format!("{count} questions") };
            let message = format!("{questions} about these rules stayed open");
            let mut finding = Diagnostic::new(&RULE, rules.head.location, message).marked("not wholly proved");
            for open in study.open.told() {
                finding = finding.note(format!("not known: {open}"));
            }
            let budget =
                "each question, each set of rules and each check has a budget of steps, which was used up first";
            Some(finding.note(budget).help(help))
        }
    }
}
