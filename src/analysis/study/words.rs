//! Regions and points in the author's own terms.

use ecow::EcoString;

use super::axis::Axis;
use super::pairs;
use crate::decision::{ClassSet, Cube};
use crate::diagnostics::Witness;
use crate::model::classes::Class;
use crate::model::condition::Operand;
use crate::model::program::{Domain, Interval};
use crate::syntax::literal::Decimal;

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
        Domain::Integer(..) | Domain::Decimal(..) | Domain::Date => {
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
            (Some((last, Class::Numbers(_, high))), Class::Numbers(_, end)) if *last + 1 == index => {
                (*last, *high) = (index, *end);
            }
            (Some((last, Class::Days(_, high))), Class::Days(_, end)) if *last + 1 == index => {
                (*last, *high) = (index, *end);
            }
            (
                Some((last, Class::Decimals(_, _, high) | Class::Ages(_, _, high))),
                Class::Decimals(_, _, end) | Class::Ages(_, _, end),
            ) if *last + 1 == index => {
                (*last, *high) = (index, *end);
            }
            _gap => runs.push((index, class.clone())),
        }
    }
    runs.into_iter().map(|(_, class)| class).collect()
}

fn graded(field: &str, class: &Class) -> String {
    match class {
        Class::Numbers(Some(low), Some(high)) if low == high => format!("{field} == {low}"),
        Class::Numbers(Some(low), None) => format!("{field} >= {low}"),
        Class::Numbers(None, Some(high)) => format!("{field} <= {high}"),
        Class::Numbers(low, high) => format!("{field} in {}", Operand::Range(*low, *high).shown()),
        Class::Days(Some(low), Some(high)) if low == high => format!("{field} == {low}"),
        Class::Days(Some(low), Some(high)) => format!("{field} >= {low} and {field} <= {high}"),
        Class::Days(Some(low), None) => format!("{field} >= {low}"),
        Class::Days(None, Some(high)) => format!("{field} <= {high}"),
        Class::Days(None, None) => format!("any {field}"),
        Class::Decimals(places, low, high) => {
            let end = |end: &Option<i64>| end.map(|units| Decimal { units, places: *places });
            match (end(low), end(high)) {
                (Some(low), Some(high)) if low == high => format!("{field} == {low}"),
                (Some(low), None) => format!("{field} >= {low}"),
                (None, Some(high)) => format!("{field} <= {high}"),
                (low, high) => format!("{field} in {}", Operand::Decimals(low, high).shown()),
            }
        }
        Class::Ages(unit, low, high) => {
            let age = |count: i64| {
                let count = u32::try_from(count).unwrap_or(0);
                Interval { count, unit: unit.word() }.shown()
            };
            match (low, high) {
                (Some(low), None) => format!("{field} older than {}", age(low - 1)),
                (None, Some(high)) => format!("not {field} older than {}", age(*high)),
                (Some(low), Some(high)) => {
                    format!("{field} older than {} and not {field} older than {}", age(low - 1), age(*high))
                }
                (None, None) => format!("any {field}"),
            }
        }
        Class::No | Class::Yes | Class::Word(_) | Class::Other | Class::Order(_) | Class::Unanswered => {
            field.to_owned()
        }
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
