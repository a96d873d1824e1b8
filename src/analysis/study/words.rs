//! Regions and points in the author's own terms.

use super::axis::{Axis, Class};
use crate::decision::{ClassSet, Cube};
use crate::diagnostics::Witness;
use crate::model::condition::Operand;
use crate::model::program::Domain;

/// A region as a condition: `personal_data and users in 51..500`. Empty where it is everything.
pub fn describe(axes: &[Axis], region: &Cube) -> String {
    let terms = region.terms().iter().filter_map(|(index, set)| Some(term(axes.get(usize::from(*index))?, set)));
    terms.collect::<Vec<_>>().join(" and ")
}

/// What a region says of one axis.
pub fn term(axis: &Axis, set: &ClassSet) -> String {
    let field = &*axis.field;
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
        Domain::Integer(..) | Domain::Date => {
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

/// Classes that follow each other, joined.
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
        Class::No | Class::Yes | Class::Word(_) | Class::Other => field.to_owned(),
    }
}

/// A point as a witness: the fields of some axes, each with a value.
pub fn witness(axes: &[Axis], shown: &[u16], point: &[u16]) -> Witness {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut lists: Vec<(String, Vec<&str>)> = Vec::new();
    for index in shown {
        let (Some(found), Some(class)) = (axes.get(usize::from(*index)), point.get(usize::from(*index))) else {
            continue;
        };
        let field = found.field.to_string();
        let Some(word) = &found.word else {
            let sample = found.classes.get(usize::from(*class)).map(|class| class.sample().shown());
            parts.push((field, sample.unwrap_or_default()));
            continue;
        };
        let words = (*class == 1).then_some(&**word);
        match lists.iter_mut().find(|(known, _)| *known == field) {
            Some((_, list)) => list.extend(words),
            None => lists.push((field, words.into_iter().collect())),
        }
    }
    parts.extend(lists.into_iter().map(|(field, words)| (field, format!("[{}]", words.join(", ")))));
    Witness::new(parts)
}
