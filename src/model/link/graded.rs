//! Rules that use levels of other rules, ages, or unanswered fields.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::condition::{Condition, Operand};
use crate::model::criticity::{FactorRow, RuleSet};
use crate::model::program::{AgeUnit, Domain, Graded, Program, Symbol, domain_of};
use crate::model::subject;
use crate::text::Location;

/// Notes the scales on which rules give levels, so that other rules can use them. A field with the same name is an
/// error.
pub(super) fn note(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let mut graded: Vec<Graded> = Vec::new();
    for rules in &program.rule_sets {
        let Some(scale) = program.scale(&rules.head.symbol.name) else { continue };
        let (subject, scale, domain) = (rules.subject.name.clone(), scale.head.symbol.name.clone(), scale.domain());
        if graded.iter().all(|known| (&known.subject, &known.scale) != (&subject, &scale)) {
            graded.push(Graded { subject, scale, domain });
        }
    }
    for one in &graded {
        let fields = subject::criteria(program, &one.subject).into_iter().flat_map(|criteria| &criteria.fields);
        for field in fields.filter(|field| field.symbol.name == one.scale) {
            let message = format!("`{}` is a field and the scale of rules about {}s", one.scale, one.subject);
            let finding = Diagnostic::new(&codes::DUPLICATE_DECLARATION, field.symbol.location, message);
            let rules = program.rules(&one.scale, &one.subject).map(|rules| rules.head.symbol.location);
            let finding = rules.into_iter().fold(finding, |finding, place| finding.label(place, "the rules"));
            findings.push(
                finding
                    .note("rules can use levels from other rules, by the name of their scale")
                    .help("give the field another name"),
            );
        }
    }
    program.graded = graded;
}

/// Reads a word as the name of another field if it is not a value of the field that it is compared with.
pub(super) fn refine(condition: &mut Condition, facts: &[(String, Domain)]) {
    condition.each_leaf_mut(&mut |leaf| {
        let Condition::Compare(name, _, operand, location) = leaf else { return };
        let Operand::Word(word) = operand else { return };
        let domain = domain_of(facts, &name.name);
        let is_value = matches!(domain, Some(Domain::Words(words, _)) if words.contains(word));
        if !is_value && domain.is_some() && domain_of(facts, word).is_some() {
            *operand = Operand::Field(Symbol { name: word.clone(), location: *location });
        }
    });
}

/// Replaces the rows of each factor that is a list with one row for each word, which adds its points.
pub(super) fn spread(rules: &mut RuleSet, facts: &[(String, Domain)]) {
    for factor in rules.scorecards.iter_mut().flat_map(|card| &mut card.factors) {
        let Some(Domain::Some(words)) = domain_of(facts, &factor.field.name) else { continue };
        factor.adds = true;
        let mut rows: Vec<FactorRow> = Vec::new();
        let row = |word: &EcoString, place: Location, like: &FactorRow| FactorRow {
            test: Some(Condition::Contains(
                Symbol { name: factor.field.name.clone(), location: place },
                Symbol { name: word.clone(), location: place },
            )),
            points: like.points,
            location: like.location,
        };
        let mut others = None;
        for own in std::mem::take(&mut factor.rows) {
            match &own.test {
                Some(Condition::Compare(_, _, Operand::Word(word), place)) => rows.push(row(word, *place, &own)),
                Some(Condition::In(_, list, _)) if list.iter().all(|(one, _)| matches!(one, Operand::Word(_))) => {
                    for (operand, place) in list {
                        if let Operand::Word(word) = operand {
                            rows.push(row(word, *place, &own));
                        }
                    }
                }
                // A second `-` is kept unchanged, and so gives every list its points: the check of rows reports it.
                None if others.is_none() => others = Some(own),
                _other => rows.push(own),
            }
        }
        if let Some(others) = others {
            let named = |word: &EcoString| {
                rows.iter().any(|row| matches!(&row.test, Some(Condition::Contains(_, known)) if known.name == *word))
            };
            let left: Vec<&EcoString> = words.iter().filter(|word| !named(word)).collect();
            let left: Vec<FactorRow> = left.into_iter().map(|word| row(word, others.location, &others)).collect();
            rows.extend(left);
        }
        factor.rows = rows;
    }
}

/// Finds the fields that may be left unanswered. Rules become unsound if they use each other in a cycle, compare ages
/// with days, or rate connectors by age.
pub(super) fn relate(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let count = program.rule_sets.iter().count();
    let mut unsound = vec![false; count];
    // The rules with which a cycle was reported.
    let mut reported: Vec<&str> = Vec::new();
    for (index, rules) in program.rule_sets.iter().enumerate() {
        if let Some((through, finding)) = circle(program, rules) {
            if !reported.contains(&through.name()) {
                findings.push(finding);
            }
            reported.push(&rules.head.symbol.name);
            unsound[index] = true;
        }
        let found = [levels_unanswered(program, rules), aged_connectors(program, rules)];
        for finding in found.into_iter().flatten() {
            findings.push(finding);
            unsound[index] = true;
        }
    }
    if !unsound.contains(&true) {
        for (index, rules) in program.rule_sets.iter().enumerate().filter(|(_, rules)| rules.sound) {
            if let Some(finding) = mixed_ages(program, rules) {
                findings.push(finding);
                unsound[index] = true;
            }
        }
    }
    let optional = optional(program);
    let dependent: Vec<bool> = program
        .rule_sets
        .iter()
        .map(|rules| {
            subject::asked_rules(program, rules).iter().any(|asked| {
                let place = program.rule_sets.iter().position(|other| std::ptr::eq(other, *asked));
                !asked.sound || place.is_some_and(|place| unsound.get(place) == Some(&true))
            })
        })
        .collect();
    let flags = unsound.into_iter().zip(dependent).zip(optional);
    for (rules, ((unsound, dependent), optional)) in program.rule_sets.iter_mut().zip(flags) {
        rules.sound &= !unsound && !dependent;
        rules.optional = optional;
    }
}

/// The fields of each set of rules that may be left unanswered. A set has the fields that it tests for this itself, and
/// those of the sets that it uses or that use it. A missing value is the same to all of them.
fn optional(program: &Program) -> Vec<Vec<EcoString>> {
    let mut optional: Vec<Vec<EcoString>> = Vec::new();
    for rules in &program.rule_sets {
        let mut names: Vec<EcoString> = unanswered(program, rules).map(|field| field.name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        optional.push(names);
    }
    let place = |set: &RuleSet| program.rule_sets.iter().position(|other| std::ptr::eq(other, set));
    let sets = program.rule_sets.iter().enumerate();
    let edges: Vec<(usize, usize)> = sets
        .flat_map(|(at, set)| subject::direct_rules(program, set).into_iter().map(move |asked| (at, asked)))
        .filter_map(|(at, asked)| Some((at, place(asked)?)))
        .collect();
    loop {
        let before: usize = optional.iter().map(Vec::len).sum();
        for (one, other) in &edges {
            let both: Vec<EcoString> =
                [one, other].iter().filter_map(|at| optional.get(**at)).flatten().cloned().collect();
            for at in [one, other] {
                if let Some(names) = optional.get_mut(*at) {
                    names.extend(both.iter().cloned());
                    names.sort_unstable();
                    names.dedup();
                }
            }
        }
        if optional.iter().map(Vec::len).sum::<usize>() == before {
            return optional;
        }
    }
}

/// The parts of the conditions of rules, and of the combinations that are declared impossible.
fn leaves<'p>(program: &'p Program, rules: &'p RuleSet) -> impl Iterator<Item = &'p Condition> {
    subject::conditions(program, rules).flat_map(Condition::leaves)
}

/// The fields for which they ask whether they were answered.
fn unanswered<'p>(program: &'p Program, rules: &'p RuleSet) -> impl Iterator<Item = &'p Symbol> {
    leaves(program, rules).filter(|leaf| leaf.is_unanswered()).filter_map(Condition::field)
}

/// The finding that rules use their own level, directly or through other rules.
fn circle<'p>(program: &'p Program, rules: &RuleSet) -> Option<(&'p RuleSet, Diagnostic)> {
    let name = &rules.head.symbol.name;
    let direct = subject::direct_rules(program, rules);
    let reaches = |set: &&&RuleSet| {
        std::ptr::eq(**set, rules)
            || subject::asked_rules(program, set)
                .iter()
                .any(|inner| subject::direct_rules(program, inner).iter().any(|one| std::ptr::eq(*one, rules)))
            || subject::direct_rules(program, set).iter().any(|one| std::ptr::eq(*one, rules))
    };
    let through = direct.iter().find(reaches).copied()?;
    let asked = &through.head.symbol.name;
    let message = if std::ptr::eq(through, rules) {
        format!("the rules `{name}` ask for the level that they give")
    } else {
        format!("the rules `{name}` ask for `{asked}`, whose rules ask for `{name}`")
    };
    let named = subject::conditions(program, rules).flat_map(Condition::names).filter(|symbol| symbol.name == *asked);
    let place = named.last().unwrap_or(&rules.head.symbol).location;
    let finding = Diagnostic::new(&codes::CYCLE, place, message);
    Some((through, finding.help("let one of the rules ask for fields instead")))
}

/// The finding that rules test whether a level is unanswered. Rules give levels, so no user answers them.
fn levels_unanswered(program: &Program, rules: &RuleSet) -> Option<Diagnostic> {
    let is_level = |field: &&Symbol| subject::is_graded(program, &rules.subject.name, &field.name);
    let field = unanswered(program, rules).find(is_level)?;
    let message = format!("`{}` is a level that rules give, so it cannot be unanswered", field.name);
    let finding = Diagnostic::new(&codes::WRONG_TYPE, field.location, message);
    Some(finding.help("ask for the fields that those rules ask for"))
}

/// The finding that rules about connectors use ages. Ratings decide what data policies contain, and a bundle must not
/// depend on the day.
fn aged_connectors(program: &Program, rules: &RuleSet) -> Option<Diagnostic> {
    if &*rules.subject.name != "connector" {
        return None;
    }
    let aged = leaves(program, rules).find(|leaf| leaf.age().is_some())?;
    let message = "rules about connectors cannot ask for ages";
    let finding = Diagnostic::new(&codes::WRONG_TYPE, aged.location(), message);
    let note = "data policies select connectors by rating, and a bundle must not depend on the day";
    Some(finding.note(note).help("compare the field with a day, or say with `review` when the connector is due"))
}

/// How rules use a field that is a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Day,
    Age(AgeUnit),
}

impl Asked {
    const fn shown(self) -> &'static str {
        match self {
            Self::Day => "a day",
            Self::Age(AgeUnit::Days) => "an age in days or weeks",
            Self::Age(AgeUnit::Months) => "an age in months or years",
        }
    }
}

/// The finding that a field is compared with days as well as by its age, or with ages that have no fixed order. The
/// result would depend on the day of the question.
fn mixed_ages(program: &Program, rules: &RuleSet) -> Option<Diagnostic> {
    let mut known: FxHashMap<&str, (Asked, Location)> = FxHashMap::default();
    let mut finding = None;
    let mut note =
        |name: &'_ Symbol, asked: Asked, place: Location, known: &mut FxHashMap<&str, (Asked, Location)>| match known
            .get(&*name.name)
        {
            Some((before, first)) if *before != asked && finding.is_none() => {
                let message = format!("`{}` is compared with {} and with {}", name.name, before.shown(), asked.shown());
                finding = Some(
                    Diagnostic::new(&codes::WRONG_TYPE, place, message)
                        .label(*first, "the other comparison")
                        .note("in which order the two come depends on the day on which levels are asked for")
                        .help("ask for the field in one way in these rules and those that they ask for levels"),
                );
            }
            _same => {}
        };
    let sets = subject::asked_rules(program, rules).into_iter().chain([rules]);
    let leaves: Vec<&Condition> = sets.flat_map(|set| leaves(program, set)).collect();
    let aged: FxHashSet<&str> =
        leaves.iter().filter(|leaf| leaf.age().is_some()).filter_map(|leaf| Some(&*leaf.field()?.name)).collect();
    for leaf in &leaves {
        let asked = match leaf.age() {
            Some(age) => Asked::Age(age.counted().1),
            None if leaf.is_unanswered() => continue,
            None => Asked::Day,
        };
        for name in leaf.names().filter(|name| aged.contains(&*name.name)) {
            note(name, asked, leaf.location(), &mut known);
            known.entry(&name.name).or_insert((asked, leaf.location()));
        }
    }
    finding
}
