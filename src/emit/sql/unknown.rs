//! Rows with unknown values: the rule whose level all completions have.
//!
//! The graph of `emit/regions` is evaluated layer by layer. The stage of a layer holds for each row the number of its
//! current node or, below 0, the rule that was found.

use std::fmt::Write as _;

use super::comparison::{Columns, among, chain, ranged};
use super::names::{Names, case};
use super::reading::Made;
use crate::emit::regions::{Graph, GraphTarget, Values};
use crate::model::classes::packed;

/// The stages, and an expression for the number of the rule. `open` is the condition for the rows that are evaluated.
pub(super) fn stages(
    graph: &Graph,
    columns: &Columns<'_>,
    open: &str,
    names: &mut Names,
) -> Option<(Vec<Vec<Made>>, String)> {
    let mut stages = Vec::new();
    // A database needs the type of a column without values.
    if graph.root == GraphTarget::Open {
        return Some((stages, "CAST(NULL AS INTEGER)".to_owned()));
    }
    let mut at = format!("CASE WHEN {open} THEN {} END", number(graph.root));
    for layer in &graph.layers {
        let name = names.take(&format!("dictum_open_{}", stages.len() + 1));
        stages.push(vec![(at, name.clone())]);
        let value = columns.value(&layer.field, layer.word.as_deref())?;
        let arms = layer
            .nodes
            .iter()
            .map(|node| format!("WHEN {} THEN {}", node.number, choice(columns, value, node.unknown, &node.sides)));
        at = case(&format!(" {name}"), arms.chain([format!("ELSE {name}")]));
    }
    let last = names.take("dictum_open");
    stages.push(vec![(at, last.clone())]);
    Some((stages, format!("CASE WHEN {last} < 0 THEN -1 - {last} END")))
}

/// The number of a node; for a rule, a number below 0.
fn number(target: GraphTarget) -> String {
    match target {
        GraphTarget::Node(number) => number.to_string(),
        GraphTarget::Decided(Some(rule)) => format!("-{}", u64::from(rule) + 2),
        GraphTarget::Decided(None) => "-1".to_owned(),
        GraphTarget::Open => "NULL".to_owned(),
    }
}

fn choice(columns: &Columns<'_>, value: &str, unknown: GraphTarget, sides: &[(Values, GraphTarget)]) -> String {
    let mut sides: Vec<(String, GraphTarget)> =
        sides.iter().map(|(values, target)| (holds(columns, value, values), *target)).collect();
    // The longest condition becomes the `ELSE` part.
    sides.sort_by_key(|(condition, _)| condition.len());
    if sides.iter().all(|(_, target)| *target == unknown) {
        return number(unknown);
    }
    let rest = sides.pop().map_or(GraphTarget::Open, |(_, target)| target);
    let mut text = format!("CASE WHEN {value} IS NULL THEN {}", number(unknown));
    for (condition, target) in sides {
        let _ = write!(text, " WHEN {condition} THEN {}", number(target));
    }
    let _ = write!(text, " ELSE {} END", number(rest));
    text
}

/// Whether a column with a value has one of these values.
fn holds(columns: &Columns<'_>, value: &str, values: &Values) -> String {
    let literals = |texts: &[ecow::EcoString]| texts.iter().map(|text| columns.dialect.text(text)).collect::<Vec<_>>();
    let any = |ranges: Vec<String>| chain(&ranges, "OR");
    match values {
        Values::Flag(flag) => format!("{value} = {}", u8::from(*flag)),
        Values::List(holds, lacks) if holds.is_empty() != lacks.is_empty() => {
            format!("{value} = {}", u8::from(lacks.is_empty()))
        }
        Values::List(..) => format!("{value} = {value}"),
        Values::Words(words) | Values::Texts(words) => among(value, &literals(words)),
        Values::Except(texts) => match literals(texts).as_slice() {
            [] => format!("{value} = {value}"),
            [only] => format!("{value} <> {only}"),
            several => format!("{value} NOT IN ({})", several.join(", ")),
        },
        Values::Numbers(ranges) => any(ranges.iter().map(|(low, high)| ranged(value, *low, *high)).collect()),
        Values::Days(ranges) => {
            any(ranges.iter().map(|(low, high)| ranged(value, low.map(packed), high.map(packed))).collect())
        }
    }
}
