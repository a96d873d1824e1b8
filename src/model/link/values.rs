//! Values that can be checked only against other declarations: levels of scales, criteria of connectors.

use super::references::Table;
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list, worth_seeking};
use crate::model::classes::ends;
use crate::model::codes;
use crate::model::condition::Operand;
use crate::model::facts::RATING_SCALE;
use crate::model::fitting;
use crate::model::program::{ConnectorFacts, Criteria, CriterionValue, Domain, Field, Program, Scale, Symbol};
use crate::syntax::text_value;

/// Checks declared connectors against the scale and the criteria.
pub(super) fn check(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let unsound = judge(program, findings);
    for index in unsound {
        if let Some(facts) = program.connectors.get_mut(index) {
            facts.sound = false;
        }
    }
}

/// Reports what is wrong. Returns the indices of the connectors that were sound and have a finding.
fn judge(program: &Program, findings: &mut Vec<Diagnostic>) -> Vec<usize> {
    let criteria = program.criteria.iter().find(|criteria| criteria.name() == "connector");
    let scale = program.scales.iter().find(|scale| scale.name() == RATING_SCALE);
    if scale.is_none() && !program.unread.may_hold("scale", RATING_SCALE) {
        findings.extend(missing_scale(program));
    }
    let declared = Fields::of(criteria);
    let levels = scale.map(Levels::of);
    let mut unsound = Vec::new();
    for (index, connector) in program.connectors.iter().enumerate() {
        let before = findings.len();
        if let (Some(rated), Some(levels)) = (&connector.rated, &levels) {
            levels.resolve(&rated.level, findings);
        }
        let fit = fields(program, "connector", &connector.criteria, &declared, findings);
        if connector.sound && (!fit || findings.len() > before) {
            unsound.push(index);
        }
    }
    // An attribute that could not be read may be `kind = custom`.
    let foreign =
        program.connectors.iter().filter(|facts| facts.connector.is_none() && facts.sound && !says_kind(facts));
    let mut foreign: Vec<&Symbol> = foreign.map(|connector| &connector.head.symbol).collect();
    foreign.sort_unstable_by_key(|symbol| symbol.location);
    let catalog = program.universe.catalog();
    for (told, symbol) in foreign.into_iter().enumerate() {
        let finding = Diagnostic::new(
            &codes::UNKNOWN_CONNECTOR,
            symbol.location,
            format!("connector `{}` is not in the catalogue", symbol.name),
        );
        let near = if worth_seeking(told, catalog.len()) { catalog.closest(&symbol.name) } else { None };
        findings.push(match near {
            Some(near) => finding.did_you_mean_as(near, text_value::name(near), symbol.location, Safety::Unsafe),
            None => finding.help("a connector of your own is declared with `kind = custom`"),
        });
    }
    unsound
}

/// Whether a connector has a criterion that is probably a misspelt `kind`.
fn says_kind(facts: &ConnectorFacts) -> bool {
    facts.criteria.iter().any(|value| closest(&value.field.name, ["kind"]).is_some())
}

/// Ratings without their scale: reported once, at the scale that was probably meant or at the first rating.
fn missing_scale(program: &Program) -> Option<Diagnostic> {
    let rated = || program.connectors.iter().filter_map(|connector| connector.rated.as_ref());
    let first = rated().min_by_key(|rated| rated.level.location)?;
    let near = closest(RATING_SCALE, program.scales.iter().map(Scale::name));
    let near = program.scales.iter().find(|scale| Some(scale.name()) == near);
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
            let message = format!("`{}` is not a level of any scale", first.level.name);
            Diagnostic::new(&codes::UNKNOWN_NAME, first.level.location, message)
                .help(format!("declare the scale: `scale {RATING_SCALE} {{ trusted < standard < elevated }}`"))
        }
    };
    Some(finding.note(note))
}

/// The levels of a scale, found by name.
pub(super) struct Levels<'a> {
    scale: &'a Scale,
    names: Table<u32>,
}

impl<'a> Levels<'a> {
    pub(super) fn of(scale: &'a Scale) -> Self {
        Self { scale, names: Table::placed(scale.levels.iter().map(|level| &level.name).zip(0..)) }
    }

    /// The index of a level in its scale.
    pub(super) fn resolve(&self, level: &Symbol, findings: &mut Vec<Diagnostic>) -> Option<u32> {
        let found = self.names.find(&level.name);
        if found.is_some() {
            return found;
        }
        let scale = self.scale;
        let message = format!("`{}` is not a level of `{}`", level.name, scale.head.symbol.name);
        let finding =
            Diagnostic::new(&codes::UNKNOWN_WORD, level.location, message).label(scale.head.location, "the scale");
        let levels = || scale.levels.iter().map(|level| &*level.name);
        // After many findings no suggestion is looked up.
        findings.push(if worth_seeking(findings.len(), scale.levels.len()) {
            match closest(&level.name, levels()) {
                Some(near) => finding.did_you_mean(near, level.location, Safety::Safe),
                None => finding.help(format!("its levels are {}", quoted_list(levels(), "and"))),
            }
        } else {
            finding.help("write one of its levels")
        });
        None
    }
}

/// The fields of criteria by name. If two have one name, the last counts.
pub(super) struct Fields<'a>(Vec<&'a Field>);

impl<'a> Fields<'a> {
    pub(super) fn of(criteria: Option<&'a Criteria>) -> Self {
        let mut fields: Vec<&Field> = criteria.into_iter().flat_map(|criteria| &criteria.fields).collect();
        fields.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
        Self(fields)
    }

    pub(super) fn find(&self, name: &str) -> Option<&'a Field> {
        let found = self.0.partition_point(|field| *field.symbol.name <= *name);
        self.0.get(found.checked_sub(1)?).copied().filter(|field| *field.symbol.name == *name)
    }

    /// Their names, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|field| &*field.symbol.name)
    }
}

/// Checks the values that a declaration of `subject` gives for criteria. Returns whether all are sound. Undeclared
/// fields are reported by [`super::unknown`].
pub(super) fn fields(
    program: &Program,
    subject: &str,
    values: &[CriterionValue],
    declared: &Fields<'_>,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let before = findings.len();
    let mut known = true;
    for value in values {
        let name = &value.field.name;
        let Some(field) = declared.find(name) else {
            known &= program.unread.may_hold("criteria", subject);
            continue;
        };
        if let (Domain::Some(_), [_, ..]) = (&field.domain, value.words.as_slice()) {
            // Each word of a list has its own place, so that a fix replaces that word alone.
            findings.extend(value.words.iter().filter_map(|word| {
                let one = Operand::List(vec![word.name.clone()]);
                fitting::fits(&value.field, &field.domain, &one, word.location).err().map(|finding| *finding)
            }));
        } else if let Err(finding) = fitting::fits(&value.field, &field.domain, &value.value, value.location) {
            findings.push(*finding);
        } else if let (Domain::Number(places, low, high), Operand::Number(number)) = (&field.domain, &value.value)
            && let Some(units) = number.at(*places)
            && (low.is_some_and(|low| units < low) || high.is_some_and(|high| units > high))
            && let Some(domain) = ends(&field.domain)
        {
            let kind = if *places == 0 { "a whole number" } else { "a number" };
            let message = format!("`{name}` is {kind} in `{}`, not `{number}`", domain.shown());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, value.location, message);
            findings.push(finding.label(field.symbol.location, "declared here"));
        }
    }
    known && findings.len() == before
}
