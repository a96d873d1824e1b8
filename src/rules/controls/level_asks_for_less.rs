//! Levels that require less than the level below them.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Id;
use crate::model::Program;
use crate::model::criticity::{Control, Offer};
use crate::model::program::Reference;
use crate::rules::shared::words::{some_of, them, verb};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels whose control requires less than the control of the next lower level. Either it does not require
    /// a certificate that the lower level requires, although the offer is for both levels; or its apps may use
    /// connectors, or be in environments, that are not open to the lower level, in addition to all that are.
    ///
    /// ## Why is this bad?
    /// More critical apps would have weaker requirements. Usually a line is missing, or two controls were mixed up.
    /// `weaker-process` checks the process in the same way.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated; requires = [penetration_test] }
    /// control high { process = automated }
    ///
    /// offer penetration_test { by = "Security"; certifies = app }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; requires = [penetration_test] }
    ///
    /// offer penetration_test { by = "Security"; certifies = app }
    /// ```
    pub RULE = 4156 "level-asks-for-less" Warning "a level asks for less than the one below it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["control"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let sound = program.controls.iter().filter(|control| control.sound);
    let mut steps: Vec<(u32, &Control)> = sound.filter_map(|control| Some((control.level?, control))).collect();
    steps.sort_by_key(|(level, _)| *level);
    for pair in steps.windows(2) {
        let [(_, lower), (level, higher)] = pair else { continue };
        findings.extend(certificates(program, lower, higher, *level));
        findings.extend(connectors(program, lower, higher));
        findings.extend(environments(program, lower, higher));
    }
}

/// Certificates that the lower level requires but the higher one does not.
fn certificates(program: &Program, lower: &Control, higher: &Control, level: u32) -> Option<Diagnostic> {
    let needed = |reference: &&Reference<Id<Offer>>| {
        let offer = reference.target.map(|offer| &program.offers[offer]);
        offer.is_some_and(|offer| offer.sound && offer.is_for(level))
            && !higher.requires.iter().any(|other| other.target == reference.target)
    };
    let missing: Vec<&Reference<Id<Offer>>> = lower.requires.iter().filter(needed).collect();
    let first = missing.first()?;
    let names: Vec<&str> = missing.iter().map(|reference| &*reference.symbol.name).collect();
    let names = some_of(&names, 3);
    let (low, high) = (&lower.head.symbol.name, &higher.head.symbol.name);
    let message = format!("level `{high}` does not require {names}, which level `{low}` does");
    let what = verb(missing.len(), "this certificate", "these certificates");
    Some(
        told(message, higher.head.symbol.location, first.symbol.location, low)
            .about(missing.iter().map(|reference| (reference.symbol.name.as_str(), higher.head.symbol.location)))
            .note(format!("so a less critical app needs {what}, and a more critical one does not"))
            .help(format!(
                "require {} in control `{high}` too, or say with `for` that the offer is for `{low}` only",
                them(missing.len())
            ))
            .witness(Witness::new([("certificate", first.symbol.name.as_str())])),
    )
}

/// Connectors that the higher level may use but the lower one may not.
fn connectors(program: &Program, lower: &Control, higher: &Control) -> Option<Diagnostic> {
    let low = lower.connectors.as_ref().filter(|clause| clause.complete)?;
    let place = low.expression.location();
    let more = match &higher.connectors {
        None => None,
        Some(high) if high.complete => {
            let more = high.members.clone().minus(&low.members);
            let all = low.members.clone().minus(&high.members).is_empty();
            Some(more.iter().next().filter(|_| all)?)
        }
        Some(_unread) => return None,
    };
    let at = higher.connectors.as_ref().map_or(higher.head.symbol.location, |clause| clause.expression.location());
    let what = more.map_or("any connector".to_owned(), |first| format!("`{}`", program.universe.name(first)));
    Some(wider(lower, higher, at, place, &format!("may use {what}"), ("connector", &what.replace('`', ""))))
}

/// Environments that apps of the higher level may be in, but those of the lower one may not.
fn environments(program: &Program, lower: &Control, higher: &Control) -> Option<Diagnostic> {
    let low = lower.environments.as_ref()?;
    let more = match &higher.environments {
        None => None,
        Some(high) => {
            let more = high.resolved.iter().find(|id| !low.contains(**id));
            let all = low.resolved.iter().all(|id| high.contains(*id));
            Some(program.environments.get(more.filter(|_| all)?.0 as usize)?)
        }
    };
    let at = higher.environments.as_ref().map_or(higher.head.symbol.location, |targets| targets.location);
    let what = more.map_or("any environment".to_owned(), |one| format!("`{}`", one.head.symbol.name));
    Some(wider(
        lower,
        higher,
        at,
        low.location,
        &format!("may live in {what}"),
        ("environment", &what.replace('`', "")),
    ))
}

fn wider(
    lower: &Control,
    higher: &Control,
    at: Location,
    place: Location,
    may: &str,
    (noun, example): (&str, &str),
) -> Diagnostic {
    let (low, high) = (&lower.head.symbol.name, &higher.head.symbol.name);
    told(format!("apps of level `{high}` {may}, those of level `{low}` may not"), at, place, low)
        .note("so less is required of a more critical app")
        .help(format!("limit control `{high}` at least as control `{low}` does"))
        .witness(Witness::new([(noun, example)]))
}

fn told(message: String, at: Location, lower: Location, low: &str) -> Diagnostic {
    Diagnostic::new(&RULE, at, message).label(lower, format!("what level `{low}` asks for"))
}
