//! Regions and points in the author's own terms.

use ecow::EcoString;

use super::axis::Axis;
use super::pairs;
use crate::decision::{ClassSet, Cube};
use crate::diagnostics::Witness;
use crate::model::classes::{Class, Measure};
use crate::model::condition::Operand;
use crate::model::program::{Domain, Interval};

/// A region as a condition: `personal_data and users in 51..500`. Empty for the whole space.
pub fn describe(axes: &[Axis], region: &Cube) -> String {
    let terms = region.terms().iter().filter_map(|(index, set)| Some(term(axes.get(usize::from(*index))?, set)));
    terms.collect::<Vec<_>>().join(" and ")
}

/// The constraint of a region on one axis.
pub fn term(axis: &Axis, set: &ClassSet) -> String {
    let field = &*axis.field;
    if let Some(other) = &axis.pair {
        let marks: Vec<&str> =
            set.iter().filter_map(|class| ["<", "==", ">"].get(usize::from(class))).copied().collect();
        let mark = match marks.as_slice() {
            ["<", "=="] => "<=",
            ["==", ">"] => ">=",
            ["<", ">"] => "!=",
            [only] => only,
            _any => return String::new(),
        };
        return format!("{field} {mark} {other}");
    }
    if let Some(unanswered) = axis.unanswered() {
        let answered = set.intersection(&ClassSet::full(unanswered));
        let others =
            Axis { classes: axis.classes.iter().take(usize::from(unanswered)).cloned().collect(), ..axis.clone() };
        return match (set.contains(unanswered), answered.len() == usize::from(unanswered)) {
            (true, _) if answered.is_empty() => format!("{field} not answered"),
            (true, _) => format!("({} or {field} not answered)", term(&others, &answered)),
            (false, true) => format!("{field} answered"),
            (false, false) => term(&others, &answered),
        };
    }
    if let Some(word) = &axis.word {
        return if set.contains(1) { format!("{word} in {field}") } else { format!("not {word} in {field}") };
    }
    match &axis.domain {
        Domain::Bool | Domain::Some(_) => {
            if set.contains(1) {
                field.to_owned()
            } else {
                format!("not {field}")
            }
        }
        Domain::Words(_, ordered) => words(axis, set, *ordered),
        Domain::Text => texts(axis, set),
        Domain::Number(..) | Domain::Date => {
            let runs: Vec<String> = runs(axis, set).into_iter().map(|run| graded(field, &run)).collect();
            if let [one] = runs.as_slice() { one.clone() } else { format!("({})", runs.join(" or ")) }
        }
    }
}

fn name(axis: &Axis, class: u16) -> &str {
    match axis.classes.get(usize::from(class)) {
        Some(Class::Word(word)) => word,
        _other => "",
    }
}

fn words(axis: &Axis, set: &ClassSet, ordered: bool) -> String {
    let field = &*axis.field;
    let (count, all) = (set.iter().count(), axis.classes.len());
    let names: Vec<&str> = set.iter().map(|class| name(axis, class)).collect();
    if let [only] = names.as_slice() {
        return format!("{field} == {only}");
    }
    let (first, last) = (set.iter().next().unwrap_or(0), set.iter().last().unwrap_or(0));
    let contiguous = usize::from(last - first) + 1 == count;
    if ordered && contiguous && usize::from(last) + 1 == all {
        return format!("{field} >= {}", name(axis, first));
    }
    if ordered && contiguous && first == 0 {
        return format!("{field} <= {}", name(axis, last));
    }
    if count + 1 == all && all > 2 {
        let missing = (0..all as u16).find(|class| !set.contains(*class)).unwrap_or(0);
        return format!("{field} != {}", name(axis, missing));
    }
    format!("{field} in [{}]", names.join(", "))
}

fn texts(axis: &Axis, set: &ClassSet) -> String {
    let field = &*axis.field;
    let quoted = |classes: &mut dyn Iterator<Item = u16>| {
        classes.map(|class| format!("\"{}\"", name(axis, class))).collect::<Vec<_>>().join(", ")
    };
    let other = axis.classes.len().saturating_sub(1) as u16;
    if set.contains(other) {
        let named = quoted(&mut (0..other).filter(|class| !set.contains(*class)));
        return format!("not {field} in [{named}]");
    }
    format!("{field} in [{}]", quoted(&mut set.iter()))
}

/// Adjacent classes, combined.
fn runs(axis: &Axis, set: &ClassSet) -> Vec<Class> {
    let mut runs: Vec<(u16, Class)> = Vec::new();
    for index in set.iter() {
        let Some(class) = axis.classes.get(usize::from(index)) else { continue };
        match (runs.last_mut(), class) {
            (Some((last, Class::Range(_, _, high))), Class::Range(_, _, end)) if *last + 1 == index => {
                (*last, *high) = (index, *end);
            }
            _gap => runs.push((index, class.clone())),
        }
    }
    runs.into_iter().map(|(_, class)| class).collect()
}

fn graded(field: &str, class: &Class) -> String {
    let Class::Range(measure, low, high) = class else { return field.to_owned() };
    if let Measure::Ages(unit) = measure {
        let older = |count: i64| {
            let count = u32::try_from(count).unwrap_or(0);
            format!("{field} older than {}", Interval { count, unit: unit.word() }.shown())
        };
        let ends = [low.map(|low| older(low - 1)), high.map(|high| format!("not {}", older(high)))];
        let ends: Vec<String> = ends.into_iter().flatten().collect();
        return if ends.is_empty() { format!("any {field}") } else { ends.join(" and ") };
    }
    let end = |end: &Option<i64>| end.map(|end| measure.value(end).shown()).unwrap_or_default();
    let (least, most) = (end(low), end(high));
    match (low, high, measure) {
        (Some(_), Some(_), _) if low == high => format!("{field} == {least}"),
        (Some(_), None, _) => format!("{field} >= {least}"),
        (None, Some(_), _) => format!("{field} <= {most}"),
        (Some(_), Some(_), Measure::Days) => format!("{field} >= {least} and {field} <= {most}"),
        (None, None, Measure::Days) => format!("any {field}"),
        _numbers => format!("{field} in {least}..{most}"),
    }
}

/// A point as a witness: the fields of some axes, each with a value.
pub fn witness(axes: &[Axis], shown: &[u16], point: &[u16]) -> Witness {
    let fields: Vec<&EcoString> = shown
        .iter()
        .filter_map(|index| axes.get(usize::from(*index)))
        .filter(|axis| axis.is_field())
        .map(|axis| &axis.field)
        .collect();
    let (lists, single): (Vec<_>, Vec<_>) = pairs::values(axes, point)
        .into_iter()
        .filter(|(field, _)| fields.contains(&field))
        .map(|(field, value)| (field.to_string(), value))
        .partition(|(_, value)| matches!(value, Operand::List(_)));
    Witness::new(single.into_iter().chain(lists).map(|(field, value)| (field, value.shown())))
}
