//! Sums of a scorecard that its rows leave out, include twice, or give a level out of order.

use crate::analysis::study::{Kind, SHOWN, Uneven};
use crate::analysis::{Check, Context, Reads, Study};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::HitPolicy;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds sums of a scorecard that are between two rows of `total` but in neither of them, if other rules or
    /// `otherwise` still give a level. Also finds sums that two rows of different levels share, if `worst wins` or
    /// `first wins` decides between them, and rows whose level falls although greater sums raise it elsewhere.
    ///
    /// Rows where one includes the other, such as `3..` and `6..`, are no mistake. Nor are sums below the first row
    /// or above the last one.
    ///
    /// ## Why is this bad?
    /// The rows of a total divide its sums. A sum that is left out, or that is in two rows, is nearly always an
    /// off-by-one mistake, and the level of such a subject is not the one that the rows suggest. If the level rises,
    /// falls and rises with the sum, two levels have usually changed places.
    ///
    /// ```dictum,bad
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   impact        : none < minor < major
    /// }
    ///
    /// rules zone {
    ///   worst wins
    ///   scorecard {
    ///     personal_data { no -> 0; yes -> 2 }
    ///     impact        { none -> 0; minor -> 1; major -> 2 }
    ///     total         { 0..1 -> low; 3 -> medium; 4.. -> high }
    ///   }
    ///   low otherwise
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
    ///   impact        : none < minor < major
    /// }
    ///
    /// rules zone {
    ///   worst wins
    ///   scorecard {
    ///     personal_data { no -> 0; yes -> 2 }
    ///     impact        { none -> 0; minor -> 1; major -> 2 }
    ///     total         { 0..1 -> low; 2..3 -> medium; 4.. -> high }
    ///   }
    /// }
    /// ```
    pub RULE = 4019 "uneven-totals" Warning "rows of a total leave out a sum, share one, or are out of order";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        let policy = study.rule_set(context.program).map(|rules| rules.policy);
        // If two levels contradict each other, that is an error of its own.
        let is_settled = matches!(policy, Some(HitPolicy::WorstWins | HitPolicy::FirstWins));
        let mut uneven = study.uneven_totals(context.program);
        uneven.retain(|one| one.kind != Kind::Shared || is_settled);
        findings.extend(uneven.iter().take(SHOWN).filter_map(|one| told(context.program, study, one)));
    }
}

fn told(program: &Program, study: &Study, uneven: &Uneven) -> Option<Diagnostic> {
    let level = |rule: usize| study.level_of_rule(program, rule);
    let (first, second) = (level(uneven.first), level(uneven.second));
    let (below, above) = (study.place(program, uneven.first)?, study.place(program, uneven.second)?);
    let sums = study.sums(uneven);
    let finding = |message| Diagnostic::new(&RULE, above, message);
    Some(match uneven.kind {
        Kind::Hole => finding(format!("no row is for {sums}"))
            .marked(format!("`{second}` begins above"))
            .label(below, format!("`{first}` ends below"))
            .note("other rules give the level there")
            .help("let one of the rows hold these sums too"),
        Kind::Shared => finding(format!("rows for `{first}` and for `{second}` share {sums}"))
            .marked(format!("gives `{second}`"))
            .label(below, format!("gives `{first}`"))
            .note("the ends of a range are part of it")
            .help("end one row before the other begins"),
        Kind::Turned => finding(format!("the level goes from `{first}` to `{second}` where {sums}"))
            .marked(format!("gives `{second}`"))
            .label(below, format!("gives `{first}` to smaller sums"))
            .note("at other sums the level goes the other way")
            .help("let the level rise with the sums, or fall with them"),
    })
}
