//! Values that only other declarations can judge: levels of scales, criteria of connectors.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list, worth_seeking};
use crate::model::codes;
use crate::model::condition;
use crate::model::condition::Operand;
use crate::model::facts::RATING_SCALE;
use crate::model::kinds;
use crate::model::program::{CriterionValue, Domain, Field, Program, Scale, Symbol};
use crate::syntax::text_value;

/// Checks what declared connectors say against scale and criteria.
pub(super) fn check(program: &Program, findings: &mut Vec<Diagnostic>) {
    let criteria = program.criteria.iter().find(|criteria| &*criteria.head.symbol.name == "connector");
    let scale = program.scales.iter().find(|scale| &*scale.head.symbol.name == RATING_SCALE);
    if scale.is_none() && !program.unread.may_hold("scale", RATING_SCALE) {
        findings.extend(missing_scale(program));
    }
    let declared: FxHashMap<&str, &Field> =
        criteria.into_iter().flat_map(|all| &all.fields).map(|field| (&*field.symbol.name, field)).collect();
    for connector in &program.connectors {
        if let (Some(rated), Some(scale)) = (&connector.rated, scale) {
            level_of(scale, &rated.level, findings);
        }
        fields(program, "connector", &connector.head.symbol, &connector.criteria, &declared, findings);
        if connector.connector.is_none() {
            let symbol = &connector.head.symbol;
            let finding = Diagnostic::new(
                &codes::UNKNOWN_CONNECTOR,
                symbol.location,
                format!("connector `{}` is not in the catalogue", symbol.name),
            );
            findings.push(match program.universe.catalog().closest(&symbol.name) {
                Some(near) => finding.did_you_mean_as(near, text_value::name(near), symbol.location, Safety::Unsafe),
                None => finding.help("a connector of your own is declared with `kind = custom`"),
            });
        }
    }
}

/// Ratings without their scale: told once, at the scale that was probably meant or at the first rating.
fn missing_scale(program: &Program) -> Option<Diagnostic> {
    let rated = || program.connectors.iter().filter_map(|connector| connector.rated.as_ref());
    let first = rated().min_by_key(|rated| rated.level.location)?;
    let near = closest(RATING_SCALE, program.scales.iter().map(|scale| &*scale.head.symbol.name));
    let near = program.scales.iter().find(|scale| Some(&*scale.head.symbol.name) == near);
    let count = rated().count();
    let connectors = if count == 1 { "1 connector is".to_owned() } else { format!("{count} connectors are") };
    let note = format!("{connectors} rated, and ratings use the scale `{RATING_SCALE}`");
    let finding = match near {
        Some(scale) => {
            let symbol = &scale.head.symbol;
            let message = format!("scale `{}` is not the one that ratings use", symbol.name);
            Diagnostic::new(&codes::UNKNOWN_NAME, symbol.location, message)
                .label(first.level.location, "a rating")
                .did_you_mean(RATING_SCALE, symbol.location, Safety::Unsafe)
        }
        None => {
            let message = format!("`{}` is a level of no scale", first.level.name);
            Diagnostic::new(&codes::UNKNOWN_NAME, first.level.location, message)
                .help(format!("declare the scale: `scale {RATING_SCALE} {{ trusted < standard < elevated }}`"))
        }
    };
    Some(finding.note(note))
}

/// The index of a level in its scale.
pub(super) fn level_of(scale: &Scale, level: &Symbol, findings: &mut Vec<Diagnostic>) -> Option<u32> {
    if let Some(index) = scale.levels.iter().position(|known| known.name == level.name) {
        return Some(index as u32);
    }
    let message = format!("`{}` is not a level of `{}`", level.name, scale.head.symbol.name);
    let finding =
        Diagnostic::new(&codes::UNKNOWN_WORD, level.location, message).label(scale.head.location, "the scale");
    let levels = || scale.levels.iter().map(|level| &*level.name);
    findings.push(match closest(&level.name, levels()) {
        Some(near) => finding.did_you_mean(near, level.location, Safety::Safe),
        None => finding.help(format!("its levels are {}", quoted_list(levels(), "and"))),
    });
    None
}

/// Checks the values that a declaration of `subject` gives for criteria.
pub(super) fn fields(
    program: &Program,
    subject: &str,
    symbol: &Symbol,
    values: &[CriterionValue],
    declared: &FxHashMap<&str, &Field>,
    findings: &mut Vec<Diagnostic>,
) {
    for value in values {
        let name = &value.field.name;
        if let Some(field) = declared.get(&**name) {
            if let Err(finding) = condition::fits(&value.field, &field.domain, &value.value, value.location) {
                findings.push(*finding);
            } else if let (Domain::Integer(low, high), Operand::Integer(number)) = (&field.domain, &value.value)
                && (low.is_some_and(|low| *number < low) || high.is_some_and(|high| *number > high))
            {
                let domain = Operand::Range(*low, *high).shown();
                let message = format!("`{name}` is a whole number in `{domain}`, not `{number}`");
                let finding = Diagnostic::new(&codes::WRONG_TYPE, value.location, message);
                findings.push(finding.label(field.symbol.location, "declared here"));
            }
            continue;
        }
        if program.unread.may_hold("criteria", subject) {
            continue;
        }
        let finding = Diagnostic::new(
            &codes::UNKNOWN_ATTRIBUTE,
            value.field.location,
            format!("{subject} `{}` has no attribute `{name}`", symbol.name),
        );
        let own = kinds::find(subject).into_iter().flat_map(|kind| match kind.body {
            kinds::Body::Block(shape) => shape.attributes,
            kinds::Body::Value(_) | kinds::Body::Free(_) => &[],
        });
        let known = own.map(|attribute| attribute.name);
        let near = worth_seeking(findings.len(), 1).then(|| {
            let mut fields: Vec<&str> = declared.keys().copied().collect();
            fields.sort_unstable();
            closest(name, known.chain(fields))
        });
        findings.push(match near.flatten() {
            Some(near) => finding.did_you_mean(near, value.field.location, Safety::Safe),
            None => finding.help(format!("declare it as a criterion: `criteria {subject} {{ {name} : bool }}`")),
        });
    }
}
