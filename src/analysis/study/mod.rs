//! What can be proved about a rule set: where rules contradict, what they leave open, what has no effect.
//!
//! `read` splits the values of each field into classes that the rules do not distinguish. So the rules become a table
//! over finite classes, and the module `decision` answers questions about it exactly. `words` turns regions and
//! points back into the author's terms. Every point that is shown has been replayed on the evaluator that gives apps
//! their level, so each witness is a real one (see [`Study::example`]).

mod ask;
mod axis;
mod boundary;
mod completions;
mod levels;
mod open;
mod pairs;
mod ratings;
mod read;
mod shown;
mod totals;
mod turned;
mod words;

pub use axis::Axis;
pub use boundary::Boundary;
pub use completions::{Completions, bounds};
pub use open::Open;
pub use read::{Reading, Scored, factor_rows};
pub use shown::Example;
pub use totals::{Kind, Uneven};

use ecow::EcoString;

use crate::decision::{Cube, Formula, Gaps, MOST_CUBES, Merge, Overlaps, Prepared, Standing, Table, cubes, never};
use crate::model::condition::Condition;
use crate::model::criticity::{Factor, FactorRow, Impossible, RuleSet, Test};
use crate::model::program::{Domain, Program, domain_of};
use crate::model::subject;
use crate::text::Location;

/// The maximum number of findings of one kind that are shown. Their total number is exact nevertheless.
pub const SHOWN: usize = 12;

/// The maximum number of rules in a set of rules that could be left out together.
pub const MOST_REDUNDANT: usize = 64;

/// The cost limit for all questions about all rules of a check, in units of [`Budget::work`]: about a second.
const WORK: u64 = 60_000_000;

/// A factor that is a list, with its words without points, and the pairs of rows, by number, that give the same word
/// different points.
pub type ListFactor<'p> = (&'p Factor, Vec<EcoString>, Vec<(usize, usize)>);

/// The results of the analysis of one rule set.
#[derive(Clone, Debug)]
pub struct Study {
    /// Its index in [`Program::rule_sets`].
    pub rules: usize,
    /// The rules as a table. The error, where they could not be read as one, names the rule at fault, if any.
    pub reading: Result<Reading, Option<usize>>,
    /// Overlapping rules with different levels.
    pub conflicts: Overlaps,
    /// Overlapping rules with the same level.
    pub repetitions: Overlaps,
    /// The subjects that no rule matches.
    pub gaps: Option<Gaps>,
    /// The standing of each rule, `otherwise` last.
    pub standings: Vec<Standing>,
    /// The levels that nothing reaches.
    pub unreached: Vec<u32>,
    /// Rules that match every possible subject, `otherwise` not included.
    pub constant: Vec<usize>,
    /// Rules that can all be left out together without changing a decision: the last first, at most
    /// [`MOST_REDUNDANT`].
    pub redundant: Vec<usize>,
    /// Parts of conditions that can be left out without changing a decision.
    pub idle: Vec<Idle>,
    /// Rules that could be merged.
    pub mergeable: Vec<Merge>,
    /// The number of rules that could each be left out alone.
    pub spare: usize,
    /// Whether `never` leaves nothing possible. Then no other question is asked.
    pub is_void: bool,
    /// Questions that were not answered within the budget.
    pub open: Open,
}

/// A part of a condition that decides nothing.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    /// The rule.
    pub rule: usize,
    /// Where the part is.
    pub part: Location,
    /// Whether the rest of the condition implies the part. Otherwise other rules make it idle.
    pub is_implied: bool,
}

impl Study {
    /// Analyses every sound rule set of a program, in order. Each has its share of the cost limit, plus what earlier
    /// rule sets did not use.
    pub fn all(program: &Program) -> Vec<Self> {
        let sets = program.rule_sets.iter().enumerate();
        let sets: Vec<_> = sets.filter(|(_, rules)| rules.sound && rules.scale.is_some()).collect();
        let (mut left, mut to_come) = (WORK, sets.len() as u64);
        let mut studies = Vec::new();
        for (index, rules) in sets {
            let share = left / to_come.max(1);
            let (study, spent) = Self::of(program, index, rules, share);
            (left, to_come) = (left.saturating_sub(spent), to_come.saturating_sub(1));
            studies.push(study);
        }
        studies
    }

    /// The questions about the rules that were not answered, a phrase each.
    pub fn open_questions(&self) -> Vec<String> {
        if self.reading.is_err() {
            return vec!["everything: these rules fall into too many cases to be examined".to_owned()];
        }
        self.open.told()
    }

    /// The rule set.
    pub fn rule_set<'p>(&self, program: &'p Program) -> Option<&'p RuleSet> {
        program.rule_sets.get(self.rules)
    }

    /// The axes; none where the rules could not be read as a table.
    pub fn axes(&self) -> &[Axis] {
        self.reading.as_ref().map_or(&[], |reading| &reading.axes)
    }

    /// The table.
    pub fn table(&self) -> Option<&Table> {
        self.reading.as_ref().ok().map(|reading| &reading.table)
    }

    /// The table without its rules. Questions about what is possible do not depend on them.
    fn bare(&self) -> Option<Table> {
        let table = self.table()?;
        Some(Table::empty(table.space.clone(), table.impossible.clone()))
    }

    /// The condition of a rule, where it is a sentence or a row with one.
    pub fn condition<'p>(&self, program: &'p Program, rule: usize) -> Option<&'p Condition> {
        match &self.rule_set(program)?.rules.get(rule)?.test {
            Test::When(condition) => Some(condition),
            Test::Always | Test::Points(..) => None,
        }
    }

    /// The name of a level.
    pub fn level<'p>(&self, program: &'p Program, level: u32) -> &'p str {
        let scale = self.rule_set(program).and_then(|rules| rules.scale).map(|scale| &program.scales[scale]);
        scale.and_then(|scale| scale.levels.get(level as usize)).map_or("", |level| &*level.name)
    }

    /// The name of the level that a rule gives; that of `otherwise` for the index after the last rule.
    pub fn level_of_rule<'p>(&self, program: &'p Program, rule: usize) -> &'p str {
        let effect = self.table().and_then(|table| table.rules.get(rule)).map_or(0, |rule| rule.effect);
        self.level(program, effect)
    }

    /// Where a rule is; `otherwise` for the index after the last rule.
    pub fn place(&self, program: &Program, rule: usize) -> Option<Location> {
        let rules = self.rule_set(program)?;
        let otherwise = || rules.otherwise.as_ref().map(|level| level.symbol.location);
        rules.rules.get(rule).map(|rule| rule.location).or_else(otherwise)
    }

    /// The plural of the rules' subject.
    pub fn subjects(&self, program: &Program) -> String {
        self.rule_set(program).map_or_else(String::new, |rules| format!("{}s", rules.subject.name))
    }

    /// Whether no possible subject satisfies all of some conditions.
    pub fn is_empty(&self, parts: &[&Condition]) -> bool {
        let Some(table) = self.bare() else { return false };
        let formulas = parts.iter().map(|part| read::formula(self.axes(), part)).collect();
        let boxes = cubes(&table.space, &Formula::All(formulas), MOST_CUBES);
        boxes.is_ok_and(|boxes| never(&Prepared::new(&table), &boxes).is_yes())
    }

    /// A minimal set of `never` statements that leave nothing possible; none where something is possible.
    pub fn void_by<'p>(&self, program: &'p Program) -> Vec<&'p Impossible> {
        let (Some(rules), Some(table)) = (self.rule_set(program).filter(|_| self.is_void), self.table()) else {
            return Vec::new();
        };
        let mut needed = subject::impossible(program, rules);
        let leaves_nothing = |kept: &[&Impossible]| {
            let parts = kept.iter().map(|one| read::formula(self.axes(), &one.condition)).collect();
            let boxes = cubes(&table.space, &Formula::Any(parts), MOST_CUBES);
            boxes.is_ok_and(|boxes| {
                never(&Prepared::new(&Table::empty(table.space.clone(), boxes)), &[Cube::universe()]).is_yes()
            })
        };
        for at in (0..needed.len()).rev() {
            let mut fewer = needed.clone();
            fewer.remove(at);
            if leaves_nothing(&fewer) {
                needed = fewer;
            }
        }
        needed
    }

    /// A sentence about how many pairs of rules conflict, where not all of them are shown.
    pub fn pairs_not_shown(&self) -> Option<String> {
        let shown = self.conflicts.shown.len();
        let total = self.conflicts.live;
        (total > shown as u64).then(|| format!("{total} pairs of these rules conflict; {shown} of them are shown"))
    }

    /// The conflicting rules that no shown pair names, each with a rule that it conflicts with.
    pub fn also_in_conflict(&self) -> Vec<(usize, usize)> {
        let shown = || self.conflicts.shown.iter();
        let is_named = |rule: usize| shown().any(|overlap| overlap.first == rule || overlap.second == rule);
        self.conflicts.involved.iter().filter(|(rule, _)| !is_named(*rule)).copied().collect()
    }

    /// The factors of the scorecard, each with its axis and the classes and points of its rows.
    pub fn factors<'p>(&self, program: &'p Program) -> Vec<(&'p Factor, u16, Vec<Scored>)> {
        let factors = self.rule_set(program).map(RuleSet::factors);
        let place = |factor: &'p Factor| {
            let (index, axis) = axis::find(self.axes(), &factor.field.name, None)?;
            Some((factor, index, factor_rows(factor, axis)))
        };
        factors.into_iter().flatten().filter(|factor| !factor.adds).filter_map(place).collect()
    }

    /// The factors that are lists, each with its words without points, and the pairs of rows, by number, that give
    /// the same word different points.
    pub fn list_factors<'p>(&self, program: &'p Program) -> Vec<ListFactor<'p>> {
        let Some(rules) = self.rule_set(program) else { return Vec::new() };
        let domains = subject::attributes(program, &rules.subject.name);
        let word = |row: &'p FactorRow| match &row.test {
            Some(Condition::Contains(_, word)) => Some(&word.name),
            _other => None,
        };
        let of = |factor: &'p Factor| {
            let Some(Domain::Some(words)) = domain_of(&domains, &factor.field.name) else { return None };
            let given = |known: &&EcoString| factor.rows.iter().any(|row| word(row) == Some(*known));
            let mut missing: Vec<EcoString> = words.iter().filter(|known| !given(known)).cloned().collect();
            let asks = |row: &FactorRow| row.test.as_ref().is_some_and(Condition::is_unanswered);
            if rules.is_optional(&factor.field.name) && !factor.rows.iter().any(asks) {
                missing.push("not answered".into());
            }
            let rows = factor.rows.iter().enumerate();
            let twice = rows.flat_map(|(at, row)| {
                let others = factor.rows.iter().enumerate().take(at);
                others
                    .filter(move |(_, other)| word(row).is_some() && word(other) == word(row))
                    .map(move |(other, _)| (other, at))
            });
            Some((factor, missing, twice.collect()))
        };
        rules.factors().filter(|factor| factor.adds).filter_map(of).collect()
    }
}
