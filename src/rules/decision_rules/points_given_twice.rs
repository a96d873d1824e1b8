//! Values for which a scorecard factor gives points twice.

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::condition::Condition;

crate::declare_rule! {
    /// ## What it does
    /// Finds values for which two rows of a factor of a scorecard give different points.
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
    ///     users { 0..50 -> 0; 50..500 -> 1; 501.. -> 2 }
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
    pub RULE = 4014 "points-given-twice" Error "a factor of a scorecard gives a value points twice";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        for (factor, axis, rows) in study.factors(context.program) {
            let pairs = (0..rows.len()).flat_map(|one| (0..one).map(move |other| (other, one)));
            for (first, second) in pairs {
                let (Some((one, low)), Some((other, high))) = (rows.get(first), rows.get(second)) else { continue };
                let both = one.intersection(other);
                if low == high || both.is_empty() {
                    continue;
                }
                let (Some(first), Some(second)) = (factor.rows.get(first), factor.rows.get(second)) else { continue };
                let region = study.term(axis, &both);
                let message =
                    format!("where {region}, factor `{}` gives both {low} and {high} points", factor.field.name);
                findings.push(
                    Diagnostic::new(&RULE, second.location, message)
                        .marked(format!("gives {high}"))
                        .label(first.location, format!("gives {low}"))
                        .note("so its total is not known, and neither is its level")
                        .help("let one of the rows leave it out")
                        .witness(study.value_of(axis, &both)),
                );
            }
        }
        for (factor, _, twice) in study.list_factors(context.program) {
            for (first, second) in twice {
                let (Some(first), Some(second)) = (factor.rows.get(first), factor.rows.get(second)) else { continue };
                let Some(Condition::Contains(_, word)) = &second.test else { continue };
                let (word, low, high) = (&word.name, first.points, second.points);
                let message = format!("factor `{}` gives `{word}` points twice: {low} and {high}", factor.field.name);
                findings.push(
                    Diagnostic::new(&RULE, second.location, message)
                        .marked(format!("gives {high}"))
                        .label(first.location, format!("gives {low}"))
                        .note("each word of a list adds its points once")
                        .help("let one of the rows leave it out")
                        .witness(Witness::new([(factor.field.name.to_string(), format!("[{word}]"))])),
                );
            }
        }
    }
}
