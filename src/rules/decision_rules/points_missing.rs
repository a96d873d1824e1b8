//! Values for which a scorecard factor gives no points.

use crate::analysis::{Check, Context};
use crate::decision::ClassSet;
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds possible values of a field for which a factor of a scorecard has no row.
    ///
    /// ## Why is this bad?
    /// The total of such an app is unknown, so it has no level.
    ///
    /// ```dictum,bad
    /// scale zone { one < two < three }
    /// criteria app { users : 0.. }
    ///
    /// rules zone {
    ///   scorecard {
    ///     users { 1..50 -> 0; 51..500 -> 1; 501.. -> 2 }
    ///     total { 0 -> one; 1 -> two; 2 -> three }
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { one < two < three }
    /// criteria app { users : 0.. }
    ///
    /// rules zone {
    ///   scorecard {
    ///     users { 0..50 -> 0; 51..500 -> 1; 501.. -> 2 }
    ///     total { 0 -> one; 1 -> two; 2 -> three }
    ///   }
    /// }
    /// ```
    pub RULE = 4015 "points-missing" Error "a factor of a scorecard gives a value no points";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        for (factor, axis, rows) in study.factors(context.program) {
            let given = rows.iter().fold(ClassSet::empty(), |all, (set, _)| all.union(set));
            let count = study.axes().get(usize::from(axis)).map_or(0, |axis| axis.classes.len() as u16);
            let missing = given.complement(count);
            if missing.is_empty() {
                continue;
            }
            let region = study.term(axis, &missing);
            let message = format!("factor `{}` gives no points where {region}", factor.field.name);
            findings.push(
                Diagnostic::new(&RULE, factor.field.location, message)
                    .marked("has no row for it")
                    .note("so the total is not known there, and neither is the level")
                    .help("add a row for it, or widen one; `-` means any value")
                    .witness(study.value_of(axis, &missing)),
            );
        }
        for (factor, missing, _) in study.list_factors(context.program) {
            let Some(first) = missing.first() else { continue };
            let more = if missing.len() > 1 { format!(", nor to {} others", missing.len() - 1) } else { String::new() };
            let message = format!("factor `{}` gives no points to `{first}`{more}", factor.field.name);
            let region = format!("{first} in {}", factor.field.name);
            findings.push(
                Diagnostic::new(&RULE, factor.field.location, message)
                    .marked("has no row for it")
                    .note(format!("so the total is not known where {region}, and neither is the level"))
                    .help("add a row for it; `-` means all words without a row")
                    .witness(Witness::new([(factor.field.name.to_string(), format!("[{first}]"))])),
            );
        }
    }
}
