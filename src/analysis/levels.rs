//! The levels that an app could have: for missing values, and for changed values.
//!
//! The values of a field that rules can distinguish are finite: its words, and the numbers and days around those that
//! the rules name. So a few values represent all, and trying them is exact as long as there are not too many.

use std::collections::BTreeSet;

use ecow::EcoString;
use jiff::civil::Date;

use super::Completions;
use super::governance::{app_rules, holds};
use crate::decision::Prepared;
use crate::model::classes::range;
use crate::model::condition::{Condition, Fact, Operand, TODAY};
use crate::model::criticity::{App, Impossible, Outcome, RuleSet};
use crate::model::decide::Subject;
use crate::model::derived;
use crate::model::program::{Domain, Program, domain_of};
use crate::model::subject;
use crate::syntax::literal::Decimal;

/// The maximum number of combinations that are tried.
const MOST: usize = 50_000;
/// The number of words of a list that are tried in every combination.
const LISTED: usize = 6;

/// Gives apps with missing values a level where every completion has the same one, also on the other scales that
/// their rules ask for.
pub fn settle(program: &mut Program) {
    let is_open = |app: &App| app.sound && matches!(app.outcome, Outcome::Unknown { .. });
    if !program.apps.iter().any(is_open) {
        return;
    }
    let mut apps = std::mem::take(&mut program.apps);
    if let Some(rules) = app_rules(program).filter(|rules| rules.sound) {
        let domains = subject::attributes(program, "app");
        for asked in subject::asked_rules(program, rules) {
            let Some(completions) = Completions::new(program, asked) else { continue };
            let prepared = Prepared::new(completions.table());
            let is_known = |app: &App| app.derived.iter().any(|(name, _)| *name == asked.head.symbol.name);
            for app in apps.iter_mut().filter(|app| is_open(app) && !is_known(app)) {
                let Some(outcome) = completions.outcome(&prepared, &|name| subject::app_fact(app, name)) else {
                    continue;
                };
                derived::note(program, asked, &outcome, app);
                app.outcome = derived::decide(rules, app, &domains, &[]);
            }
        }
        if let Some(completions) = Completions::new(program, rules) {
            let prepared = Prepared::new(completions.table());
            for app in apps.iter_mut().filter(|app| is_open(app)) {
                if let Some(outcome) = completions.outcome(&prepared, &|name| subject::app_fact(app, name)) {
                    app.outcome = outcome;
                }
            }
        }
    }
    program.apps = apps;
}

/// Keeps the outcome of each app that holds on any day, and gives apps the levels that they have on a day.
pub fn judge(program: &mut Program, today: Date) {
    program.apps.change(|app| app.timeless == app.outcome, |app| app.timeless = app.outcome.clone());
    let rules = app_rules(program).filter(|rules| rules.sound);
    let is_aged = |rules: &RuleSet| subject::conditions(program, rules).any(Condition::asks_age);
    let aged =
        rules.is_some_and(|rules| is_aged(rules) || subject::asked_rules(program, rules).into_iter().any(is_aged));
    if !aged {
        return;
    }
    let mut apps = std::mem::take(&mut program.apps);
    if let Some(rules) = app_rules(program) {
        let domains = subject::attributes(program, "app");
        for app in apps.iter_mut().filter(|app| app.sound) {
            app.derived.push((TODAY.into(), Operand::Date(today)));
            derived::grade(program, rules, app, &domains);
        }
    }
    program.apps = apps;
    settle(program);
}

/// The outcome of the rules for an app that is not in a program's list, including levels that every completion has.
pub fn settled(program: &Program, app: &App) -> Outcome {
    app_rules(program).and_then(|rules| completed_level(program, rules, app)).unwrap_or_else(|| app.outcome.clone())
}

/// The level that every completion of an app with missing values has.
fn completed_level(program: &Program, rules: &RuleSet, app: &App) -> Option<Outcome> {
    let is_open = app.sound && rules.sound && matches!(app.outcome, Outcome::Unknown { .. });
    let completions = Completions::new(program, rules).filter(|_| is_open)?;
    completions.outcome(&Prepared::new(completions.table()), &|name| subject::app_fact(app, name))
}

/// An app, or another subject that a test describes, with the outcome of a rule set on a day.
pub fn judged(program: &Program, rules: &RuleSet, described: &App, today: Date) -> App {
    let mut app = described.clone();
    app.derived.retain(|(name, _)| name != TODAY);
    app.derived.push((TODAY.into(), Operand::Date(today)));
    derived::grade(program, rules, &mut app, &subject::attributes(program, &rules.subject.name));
    if let Some(outcome) = completed_level(program, rules, &app) {
        app.outcome = outcome;
    }
    app
}

/// The levels that an app may have, in order, once the missing values are known; none where there are too many
/// combinations to try.
pub fn possible(program: &Program, app: &App, missing: &[EcoString]) -> Option<Vec<u32>> {
    tried(program, app, missing).or_else(|| app_rules(program).and_then(|rules| completed(program, rules, app)))
}

/// As [`possible`], from the rules' results for every completion of the app.
pub fn completed(program: &Program, rules: &RuleSet, app: &App) -> Option<Vec<u32>> {
    let completions = Completions::new(program, rules).filter(|_| rules.sound)?;
    let prepared = Prepared::new(completions.table());
    completions.decided(&prepared, &|name: &str| subject::app_fact(app, name)).map(|found| found.effects)
}

/// As [`possible`], by trying values.
fn tried(program: &Program, app: &App, missing: &[EcoString]) -> Option<Vec<u32>> {
    let trial = Trial::new(program, app)?;
    let values: Option<Vec<(&str, Vec<Operand>)>> =
        missing.iter().map(|name| Some((&**name, trial.values(name)?))).collect();
    let values = values?;
    let combinations = values.iter().try_fold(1_usize, |product, (_, values)| product.checked_mul(values.len()))?;
    if combinations > MOST {
        return None;
    }
    let mut levels = Vec::new();
    for number in 0..combinations {
        let mut rest = number;
        let mut changes: Vec<(&str, &Operand)> = Vec::with_capacity(values.len());
        for (name, values) in &values {
            changes.extend(values.get(rest % values.len()).map(|value| (*name, value)));
            rest /= values.len();
        }
        levels.extend(trial.level(&changes));
    }
    levels.sort_unstable();
    levels.dedup();
    Some(levels)
}

/// A change of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The field.
    pub field: String,
    /// The value it would have.
    pub value: Operand,
}

/// The smallest changes of an app's criteria that would give it a level: one value, or two where no single one is
/// enough.
pub fn ways(program: &Program, app: &App, level: u32) -> Vec<Vec<Move>> {
    let Some(trial) = Trial::new(program, app) else { return Vec::new() };
    let names: BTreeSet<&str> = trial.rules.names().collect();
    let differs = |name: &str, value: &Operand| value.fact() != subject::app_fact(app, name);
    let single: Vec<(String, Operand)> = names
        .iter()
        .flat_map(|name| trial.values(name).unwrap_or_default().into_iter().map(|value| ((*name).to_owned(), value)))
        .filter(|(name, value)| differs(name, value))
        .collect();
    let step = |(name, value): &(String, Operand)| Move { field: name.clone(), value: value.clone() };
    let mut found: Vec<Vec<Move>> = Vec::new();
    for one in &single {
        if trial.level(&[(&one.0, &one.1)]) == Some(level) {
            found.push(vec![step(one)]);
        }
    }
    if found.is_empty() && single.len() * single.len() / 2 <= MOST {
        for (index, one) in single.iter().enumerate() {
            for other in single.iter().skip(index + 1).filter(|other| other.0 != one.0) {
                if trial.level(&[(&one.0, &one.1), (&other.0, &other.1)]) == Some(level) {
                    found.push(vec![step(one), step(other)]);
                }
            }
        }
    }
    nearest(app, found)
}

/// Of the ways that change the same fields, the one whose numbers are nearest to the current ones.
fn nearest(app: &App, mut ways: Vec<Vec<Move>>) -> Vec<Vec<Move>> {
    let distance = |way: &Vec<Move>| -> u64 {
        let far = |step: &Move| match (subject::app_fact(app, &step.field), &step.value) {
            (Fact::Number(now), Operand::Number(then)) if now.places + then.places == 0 => {
                now.units.abs_diff(then.units)
            }
            (Fact::Date(now), Operand::Date(then)) => {
                now.until(*then).map_or(u64::MAX, |span| u64::from(span.get_days().unsigned_abs()))
            }
            _word => 0,
        };
        way.iter().map(far).fold(0, u64::saturating_add)
    };
    let fields = |way: &Vec<Move>| -> Vec<String> {
        let number = |step: &Move| matches!(step.value, Operand::Number(Decimal { places: 0, .. }) | Operand::Date(_));
        let field = |step: &Move| {
            if number(step) { step.field.clone() } else { format!("{}={}", step.field, step.value.shown()) }
        };
        way.iter().map(field).collect()
    };
    ways.sort_by_cached_key(|way| (fields(way), distance(way)));
    ways.dedup_by(|far, near| fields(far) == fields(near));
    ways
}

/// An app whose values can be varied.
struct Trial<'a> {
    app: &'a App,
    rules: &'a RuleSet,
    impossible: Vec<&'a Impossible>,
    domains: Vec<(String, Domain)>,
}

impl<'a> Trial<'a> {
    fn new(program: &'a Program, app: &'a App) -> Option<Self> {
        let rules = app_rules(program).filter(|rules| rules.sound)?;
        // The levels from other rules would have to be calculated again for each value.
        if !subject::direct_rules(program, rules).is_empty() {
            return None;
        }
        let criteria = subject::criteria(program, "app").into_iter().flat_map(|criteria| &criteria.impossible);
        let impossible = criteria.chain(&rules.impossible).collect();
        Some(Self { app, rules, impossible, domains: subject::attributes(program, "app") })
    }

    /// The level with these values in place of the app's own; none where there is none, or where the combination is
    /// impossible.
    fn level(&self, changes: &[(&str, &Operand)]) -> Option<u32> {
        let facts = |name: &str| {
            let own = changes.iter().find(|(field, _)| *field == name);
            own.map_or_else(|| subject::app_fact(self.app, name), |(_, value)| value.fact())
        };
        if self.impossible.iter().any(|one| holds(&one.condition, &self.domains, &facts)) {
            return None;
        }
        self.rules.decide(&Subject { domains: &self.domains, facts: &facts }).level()
    }

    /// Values that represent all that the rules can distinguish.
    fn values(&self, name: &str) -> Option<Vec<Operand>> {
        let domain = domain_of(&self.domains, name)?;
        let today = match subject::app_fact(self.app, TODAY) {
            Fact::Date(today) => Some(today),
            _unknown => None,
        };
        // A fact that follows from other declarations is not a value of the app, so it is not varied.
        if derived::is_derived(name) || self.rules.head.symbol.name == *name {
            return None;
        }
        let conditions = self.rules.conditions().chain(self.impossible.iter().map(|one| &one.condition));
        let mut leaves = conditions.flat_map(Condition::leaves).collect::<Vec<_>>();
        leaves.retain(|leaf| leaf.names().any(|field| &*field.name == name));
        // Which values represent all depends on the other field.
        if leaves.iter().any(|leaf| leaf.pair().is_some()) {
            return None;
        }
        let named: Vec<Operand> =
            leaves.iter().flat_map(|leaf| leaf.operands()).map(|(_, operand)| operand.clone()).collect();
        Some(match domain {
            Domain::Bool => vec![Operand::Bool(false), Operand::Bool(true)],
            Domain::Words(words, _) => words.iter().map(|word| Operand::Word(word.clone())).collect(),
            Domain::Number(places, low, high) => {
                let mut units: Vec<i64> = low.iter().chain(high).copied().collect();
                for (low, high) in named.iter().filter_map(|operand| range(operand, *places)) {
                    units.extend(low.into_iter().chain(high).flat_map(around));
                }
                units.retain(|unit| low.is_none_or(|low| *unit >= low) && high.is_none_or(|high| *unit <= high));
                if units.is_empty() {
                    units.push(0);
                }
                units.sort_unstable();
                units.dedup();
                units.into_iter().map(|units| Operand::Number(Decimal { units, places: *places })).collect()
            }
            Domain::Date => {
                let mut days: Vec<jiff::civil::Date> = Vec::new();
                for operand in &named {
                    let day = match operand {
                        Operand::Date(day) => Some(*day),
                        Operand::Age(age) => today.and_then(|today| age.before(today)),
                        _other => None,
                    };
                    if let Some(day) = &day {
                        days.extend(day.yesterday().ok().into_iter().chain([*day]).chain(day.tomorrow().ok()));
                    }
                }
                days.sort_unstable();
                days.dedup();
                days.into_iter().map(Operand::Date).collect()
            }
            Domain::Text => {
                let mut texts: Vec<Operand> = named.into_iter().filter(|one| matches!(one, Operand::Text(_))).collect();
                texts.push(Operand::Text("…".into()));
                texts
            }
            Domain::Some(words) if words.len() <= LISTED => (0..1_usize << words.len())
                .map(|bits| {
                    let mut list: Vec<EcoString> = words
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| bits >> at & 1 == 1)
                        .map(|(_, word)| word.clone())
                        .collect();
                    list.sort_unstable();
                    Operand::List(list)
                })
                .collect(),
            Domain::Some(_) => return None,
        })
    }
}

fn around(number: i64) -> [i64; 3] {
    [number.saturating_sub(1), number, number.saturating_add(1)]
}
