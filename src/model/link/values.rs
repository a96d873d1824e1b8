//! Values that only other declarations can judge: levels of scales, criteria of connectors.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list, worth_seeking};
use crate::model::codes;
use crate::model::condition;
use crate::model::condition::Operand;
use crate::model::facts::RATING_SCALE;
use crate::model::kinds;
use crate::model::program::{ConnectorFacts, Criteria, Domain, Field, Program, Rated, Scale};

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
            level(scale, rated, findings);
        }
        fields(program, connector, criteria, &declared, findings);
        if connector.connector.is_none() {
            let symbol = &connector.head.symbol;
            let finding = Diagnostic::new(
                &codes::UNKNOWN_CONNECTOR,
                symbol.location,
                format!("connector `{}` is not in the catalogue", symbol.name),
            );
            findings.push(match program.universe.catalog().closest(&symbol.name) {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(Fix::replace(
                    format!("write `{near}`"),
                    Safety::Unsafe,
                    symbol.location,
                    crate::syntax::text_value::name(near).into_owned(),
                )),
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
                .help(format!("did you mean `{RATING_SCALE}`?"))
                .fix(Fix::replace(format!("write `{RATING_SCALE}`"), Safety::Unsafe, symbol.location, RATING_SCALE))
        }
        None => {
            let message = format!("`{}` is a level of no scale", first.level.name);
            Diagnostic::new(&codes::UNKNOWN_NAME, first.level.location, message)
                .help(format!("declare the scale: `scale {RATING_SCALE} {{ trusted < standard < elevated }}`"))
        }
    };
    Some(finding.note(note))
}

fn level(scale: &Scale, rated: &Rated, findings: &mut Vec<Diagnostic>) {
    let location = rated.level.location;
    if scale.levels.iter().any(|level| level.name == rated.level.name) {
        return;
    }
    let finding = Diagnostic::new(
        &codes::UNKNOWN_WORD,
        location,
        format!("`{}` is not a level of `{RATING_SCALE}`", rated.level.name),
    )
    .label(scale.head.location, "the scale");
    let levels = || scale.levels.iter().map(|level| &*level.name);
    findings.push(match closest(&rated.level.name, levels()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(Fix::replace(
            format!("write `{near}`"),
            Safety::Safe,
            location,
            near,
        )),
        None => finding.help(format!("its levels are {}", quoted_list(levels(), "and"))),
    });
}

fn fields(
    program: &Program,
    connector: &ConnectorFacts,
    criteria: Option<&Criteria>,
    declared: &FxHashMap<&str, &Field>,
    findings: &mut Vec<Diagnostic>,
) {
    for value in &connector.criteria {
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
        if program.unread.may_hold("criteria", "connector") {
            continue;
        }
        let finding = Diagnostic::new(
            &codes::UNKNOWN_ATTRIBUTE,
            value.field.location,
            format!("connector `{}` has no attribute `{name}`", connector.head.symbol.name),
        );
        let own = kinds::find("connector").into_iter().flat_map(|kind| match kind.body {
            kinds::Body::Block(shape) => shape.attributes,
            kinds::Body::Value(_) | kinds::Body::Free(_) => &[],
        });
        let known = own.map(|attribute| attribute.name);
        let fields = criteria.into_iter().flat_map(|criteria| &criteria.fields).map(|field| &*field.symbol.name);
        let near = if worth_seeking(findings.len(), 1) { closest(name, known.chain(fields)) } else { None };
        findings.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(Fix::replace(
                format!("write `{near}`"),
                Safety::Safe,
                value.field.location,
                near,
            )),
            None => finding.help(format!("declare it as a criterion: `criteria connector {{ {name} : bool }}`")),
        });
    }
}
