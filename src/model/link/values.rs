//! Values that only other declarations can judge: levels of scales, criteria of connectors.

use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::condition;
use crate::model::facts::RATING_SCALE;
use crate::model::kinds;
use crate::model::program::{ConnectorFacts, Criteria, Program, Rated};

/// Checks what declared connectors say against scale and criteria.
pub(super) fn check(program: &Program, findings: &mut Vec<Diagnostic>) {
    let criteria = program.criteria.iter().find(|criteria| &*criteria.head.symbol.name == "connector");
    for connector in &program.connectors {
        if let Some(rated) = &connector.rated {
            level(program, rated, findings);
        }
        fields(connector, criteria, findings);
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

fn level(program: &Program, rated: &Rated, findings: &mut Vec<Diagnostic>) {
    let location = rated.level.location;
    let Some(scale) = program.scales.iter().find(|scale| &*scale.head.symbol.name == RATING_SCALE) else {
        findings.push(
            Diagnostic::new(&codes::UNKNOWN_NAME, location, format!("`{}` is a level of no scale", rated.level.name))
                .help(format!("declare the scale: `scale {RATING_SCALE} {{ trusted < standard < elevated }}`")),
        );
        return;
    };
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

fn fields(connector: &ConnectorFacts, criteria: Option<&Criteria>, findings: &mut Vec<Diagnostic>) {
    for value in &connector.criteria {
        let name = &value.field.name;
        let declared =
            criteria.into_iter().flat_map(|criteria| &criteria.fields).find(|field| field.symbol.name == *name);
        if let Some(field) = declared {
            if let Err(finding) = condition::fits(&value.field, &field.domain, &value.value, value.location) {
                findings.push(*finding);
            }
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
        let known =
            known.chain(criteria.into_iter().flat_map(|criteria| &criteria.fields).map(|field| &*field.symbol.name));
        findings.push(match closest(name, known) {
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
