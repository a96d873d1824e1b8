//! What can be proved of a set of rules: where they contradict, what they leave open, what never matters.
//!
//! `read` splits the values of each field into classes that the rules do not tell apart, and so makes rules a
//! table over finite classes; the module `decision` answers questions of it exactly. `words` turns regions and
//! points back into the author's terms. Every point that is shown has been replayed on the evaluator that gives
//! apps their level, so that a witness is one (see [`Study::replays`]).

mod axis;
mod boundary;
mod completions;
mod levels;
mod open;
mod pairs;
mod read;
mod words;

pub use axis::{Axis, Class};
pub use boundary::Boundary;
pub use completions::{Completions, bounds};
pub use open::Open;
pub use read::{Reading, Scored, factor_rows};

use ecow::EcoString;
use jiff::civil::Date;

use crate::decision::{
    Answer, Budget, ClassSet, Cube, Formula, Gaps, MOST_CUBES, Merge, Overlaps, Pairs, Prepared, Rest, Space, Standing,
    Table, always, cubes, gaps, mergeable, never, overlaps, pick, redundancies, redundant, replaced, standings,
    unreachable,
};
use crate::diagnostics::Witness;
use crate::model::condition::{Condition, Fact, Operand, TODAY};
use crate::model::criticity::{Factor, FactorRow, Impossible, Outcome, RuleForm, RuleSet, Test};
use crate::model::decide::Subject;
use crate::model::program::{Domain, Program};
use crate::model::subject;
use crate::text::Location;

/// Of findings of one sort, so many are shown; their number is exact all the same.
pub const SHOWN: usize = 12;

/// So many rules are looked for that could be left out together.
pub const MOST_REDUNDANT: usize = 64;

/// Of more rules than this, only the last one that could be left out is looked for, and the others are counted.
const MOST_TRIED: usize = 500;

/// So many regions without a rule are counted.
const MOST_GAPS: usize = 256;

/// What all questions about all rules of a check may cost together, as [`Budget::work`] counts: about a second.
const WORK: u64 = 100_000_000;

/// A factor that is a list, with the words that have no points, and pairs of rows, by number, that give one word unlike
/// points.
pub type ListFactor<'p> = (&'p Factor, Vec<EcoString>, Vec<(usize, usize)>);

/// What is known of one set of rules.
#[derive(Clone, Debug)]
pub struct Study {
    /// Its index in [`Program::rule_sets`].
    pub rules: usize,
    /// The rules as a table; what stands in its way where they could not be read as one.
    pub reading: Result<Reading, Option<usize>>,
    /// Rules of unlike levels that meet.
    pub conflicts: Overlaps,
    /// Rules of one level that meet.
    pub repetitions: Overlaps,
    /// What no rule matches.
    pub gaps: Option<Gaps>,
    /// How each rule stands, `otherwise` last.
    pub standings: Vec<Standing>,
    /// The levels that nothing reaches.
    pub unreached: Vec<u32>,
    /// Rules that match everything that can be, `otherwise` not counted.
    pub constant: Vec<usize>,
    /// Rules without which, all of them left out, the same would be decided: the last first, at most
    /// [`MOST_REDUNDANT`].
    pub redundant: Vec<usize>,
    /// Parts of conditions without which the same would be decided.
    pub idle: Vec<Idle>,
    /// Rules that could be one.
    pub mergeable: Vec<Merge>,
    /// How many rules could each be left out, by itself.
    pub spare: usize,
    /// Whether `never` leaves nothing possible; then nothing else is asked.
    pub is_void: bool,
    /// Questions that the budget left open.
    pub open: Open,
}

/// A part of a condition that decides nothing.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    /// The rule.
    pub rule: usize,
    /// Where the part stands.
    pub part: Location,
    /// Whether the rest of the condition says as much by itself; else other rules make it idle.
    pub is_implied: bool,
}

impl Study {
    /// Studies every sound set of rules of a program, in order. Each has its share of what all may cost, and what
    /// those before it left over.
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

    fn of(program: &Program, index: usize, rules: &RuleSet, work: u64) -> (Self, u64) {
        let mut study = Self {
            rules: index,
            reading: Err(None),
            conflicts: Overlaps::default(),
            repetitions: Overlaps::default(),
            gaps: None,
            standings: Vec::new(),
            unreached: Vec::new(),
            constant: Vec::new(),
            redundant: Vec::new(),
            idle: Vec::new(),
            mergeable: Vec::new(),
            spare: 0,
            is_void: false,
            open: Open::default(),
        };
        let scale = rules.scale.and_then(|scale| program.scales.get(scale as usize));
        let mut spent = 0;
        match read::read(program, rules) {
            Ok(reading) => {
                let impossible =
                    Table { space: reading.table.space.clone(), rules: Vec::new(), impossible: reading.declared() };
                study.is_void = never(&Prepared::new(&impossible), &[Cube::universe()]).is_yes();
                if !study.is_void {
                    let prepared = Prepared::with_budget(&reading.table, Budget { work, ..Budget::default() });
                    let levels = scale.map_or(0, |scale| scale.levels.len() as u32);
                    spent = study.ask(rules, &reading, &prepared, levels);
                }
                study.reading = Ok(reading);
            }
            Err(wide) => study.reading = Err(wide),
        }
        (study, spent)
    }

    /// Asks all questions, and says what they cost.
    fn ask(&mut self, rules: &RuleSet, reading: &Reading, prepared: &Prepared<'_>, levels: u32) -> u64 {
        let gaps = gaps(prepared, MOST_GAPS);
        self.open.gaps = u64::from(gaps.rest == Rest::Undecided);
        self.gaps = Some(gaps);
        self.conflicts = overlaps(prepared, Pairs::Unlike, SHOWN);
        self.standings = standings(prepared);
        self.open.standings = self.standings.iter().filter(|standing| **standing == Standing::Undecided).count() as u64;
        let all: Vec<u32> = (0..levels).collect();
        for (level, answer) in all.iter().zip(unreachable(prepared, &all)) {
            match answer {
                Answer::Yes(()) => self.unreached.push(*level),
                Answer::No(_) => {}
                Answer::Undecided => self.open.levels += 1,
            }
        }
        let answers = prepared.each(rules.rules.len(), |(): &mut (), index| {
            always(prepared, reading.table.rules.get(index).map_or(&[][..], |rule| &rule.cubes))
        });
        for (index, answer) in answers.into_iter().enumerate() {
            match answer {
                Answer::Yes(()) => self.constant.push(index),
                Answer::No(_) => {}
                Answer::Undecided => self.open.constant += 1,
            }
        }
        self.repetitions = overlaps(prepared, Pairs::Like, SHOWN);
        self.open.pairs = self.conflicts.undecided + self.repetitions.undecided;
        let more = self.spare(rules, reading, prepared);
        let (merges, open) = mergeable(prepared);
        self.mergeable = merges;
        self.open.mergeable = open;
        self.parts(rules, reading, prepared);
        prepared.work() + more
    }

    /// Looks for rules that could be left out, all of them together: from the last rule on, each without those
    /// found before it. Of many rules only the last one is named, since each one found asks all anew. Totals of a
    /// scorecard stay: they belong together. Says what it cost beside the work of the table.
    fn spare(&mut self, rules: &RuleSet, reading: &Reading, prepared: &Prepared<'_>) -> u64 {
        let answers = redundancies(prepared);
        let is_asked = |index: &usize| rules.rules.get(*index).is_some_and(|rule| rule.form != RuleForm::Total);
        let asked = || answers.iter().enumerate().filter(|(index, _)| is_asked(index));
        self.open.redundant = asked().filter(|(_, answer)| matches!(answer, Answer::Undecided)).count() as u64;
        self.spare = asked().filter(|(_, answer)| answer.is_yes()).count();
        let Some((last, _)) = asked().rfind(|(_, answer)| answer.is_yes()) else { return 0 };
        self.redundant.push(last);
        if rules.rules.len() > MOST_TRIED {
            return 0;
        }
        let mut table = reading.table.clone();
        let mut spent = 0;
        while let Some(found) = self.redundant.last().copied().filter(|_| self.redundant.len() < MOST_REDUNDANT) {
            if let Some(rule) = table.rules.get_mut(found) {
                rule.cubes.clear();
            }
            let budget = prepared.budget();
            let work = budget.work.saturating_sub(prepared.work() + spent);
            let prepared = Prepared::with_budget(&table, Budget { work, ..budget });
            let next = (0..found).rev().filter(is_asked).find(|index| redundant(&prepared, *index).is_yes());
            spent += prepared.work();
            let Some(next) = next else { break };
            self.redundant.push(next);
        }
        spent
    }

    /// Looks for parts of conditions that decide nothing, in rules that do decide.
    fn parts(&mut self, rules: &RuleSet, reading: &Reading, prepared: &Prepared<'_>) {
        let found = prepared.each(rules.rules.len(), |(): &mut (), index| {
            let decides = matches!(self.standings.get(index), Some(Standing::Decides(_)));
            match rules.rules.get(index).map(|rule| &rule.test) {
                Some(Test::When(condition))
                    if decides && !self.redundant.contains(&index) && !self.constant.contains(&index) =>
                {
                    idle(reading, prepared, index, condition)
                }
                Some(Test::When(_) | Test::Always | Test::Points(..)) | None => (None, 0),
            }
        });
        for (idle, undecided) in found {
            self.idle.extend(idle);
            self.open.parts += u64::from(undecided > 0);
        }
    }

    /// The questions about the rules that were not answered, a phrase each.
    pub fn open_questions(&self) -> Vec<String> {
        if self.reading.is_err() {
            return vec!["everything: these rules fall into too many cases to be examined".to_owned()];
        }
        self.open.told()
    }

    /// The set of rules.
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

    /// The table without its rules: what covers all that is possible, or nothing of it, does not depend on them.
    fn bare(&self) -> Option<Table> {
        let table = self.table()?;
        Some(Table { space: table.space.clone(), rules: Vec::new(), impossible: table.impossible.clone() })
    }

    /// A region as a condition in the author's terms.
    pub fn describe(&self, region: &Cube) -> String {
        words::describe(self.axes(), region)
    }

    /// What a region says of one axis.
    pub fn term(&self, axis: u16, set: &ClassSet) -> String {
        self.axes().get(usize::from(axis)).map(|axis| words::term(axis, set)).unwrap_or_default()
    }

    /// A familiar point of a region: of numbers and days the least, of other values the first.
    pub fn point(&self, region: &Cube) -> Option<Vec<u16>> {
        let table = self.table()?;
        let prefer: Vec<Vec<u16>> = self
            .axes()
            .iter()
            .map(|axis| {
                // A number that is not negative is more familiar than one that is.
                let plain = |class: &Class| !matches!(class, Class::Numbers(low, Some(high)) if *high < 0 && low.is_none_or(|low| low < 0));
                axis.classes.iter().zip(0..).filter(|(class, _)| plain(class)).map(|(_, index)| index).collect()
            })
            .collect();
        // Regions that an answer gave hold possible points only.
        pick(&table.space, region, &prefer).filter(|point| table.is_possible(point))
    }

    /// A point of a region as a witness.
    pub fn witness(&self, region: &Cube, point: &[u16]) -> Witness {
        words::witness(self.axes(), &self.shown(region), point)
    }

    /// The axes that a witness of a region shows, ascending: those that it constrains, all words of a list of which
    /// it constrains one, and for a total every field that gives points.
    fn shown(&self, region: &Cube) -> Vec<u16> {
        let axes = self.axes();
        let axis = |index: u16| axes.get(usize::from(index));
        let totals = self.table().map(|table| table.space.totals.as_slice()).unwrap_or_default();
        let mut shown: Vec<u16> = Vec::new();
        for (index, _) in region.terms() {
            match axis(*index) {
                Some(found) if found.word.is_some() => {
                    let words = axes.iter().zip(0..).filter(|(other, _)| other.word.is_some());
                    shown.extend(words.filter(|(other, _)| other.field == found.field).map(|(_, index)| index));
                }
                Some(found) if found.is_total => {
                    let own = totals.iter().filter(|total| total.attribute == *index);
                    shown.extend(own.flat_map(|total| total.parts.iter().map(|(part, _)| *part)));
                }
                Some(found) if let Some(other) = &found.pair => {
                    let both = axes.iter().zip(0..).filter(|(axis, _)| axis.is_field());
                    shown.extend(
                        both.filter(|(axis, _)| axis.field == found.field || axis.field == *other).map(|(_, at)| at),
                    );
                }
                _field => shown.push(*index),
            }
        }
        shown.sort_unstable();
        shown.dedup();
        shown
    }

    /// Whether the evaluator gives a point the outcome that `expects` accepts, and the rules at `matching` match
    /// it: a witness that is refuted is not shown.
    pub fn replays(
        &self,
        program: &Program,
        point: &[u16],
        matching: &[usize],
        expects: impl FnOnce(&Outcome) -> bool,
    ) -> bool {
        let Some(rules) = self.rule_set(program) else { return false };
        let domains = subject::attributes(program, &rules.subject.name);
        let values = dated(pairs::values(self.axes(), point));
        let facts = |name: &str| -> Fact<'_> {
            values.iter().find(|(field, _)| **field == *name).map_or(Fact::Unknown, |(_, value)| value.fact())
        };
        let asked = Subject { domains: &domains, facts: &facts };
        matching.iter().all(|rule| rules.matches(*rule, &asked) == Some(true)) && expects(&rules.decide(&asked))
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
        let scale =
            self.rule_set(program).and_then(|rules| rules.scale).and_then(|scale| program.scales.get(scale as usize));
        scale.and_then(|scale| scale.levels.get(level as usize)).map_or("", |level| &*level.name)
    }

    /// The level that a rule gives; that of `otherwise` behind the last rule.
    pub fn level_of_rule<'p>(&self, program: &'p Program, rule: usize) -> &'p str {
        let effect = self.table().and_then(|table| table.rules.get(rule)).map_or(0, |rule| rule.effect);
        self.level(program, effect)
    }

    /// Where a rule stands; `otherwise` behind the last rule.
    pub fn place(&self, program: &Program, rule: usize) -> Option<Location> {
        let rules = self.rule_set(program)?;
        let otherwise = || rules.otherwise.as_ref().map(|level| level.symbol.location);
        rules.rules.get(rule).map(|rule| rule.location).or_else(otherwise)
    }

    /// What the rules are about, in the plural.
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

    /// The `never` statements that leave nothing possible, none of which could be spared; none where something is.
    pub fn void_by<'p>(&self, program: &'p Program) -> Vec<&'p Impossible> {
        let (Some(rules), Some(table)) = (self.rule_set(program).filter(|_| self.is_void), self.table()) else {
            return Vec::new();
        };
        let mut needed = subject::impossible(program, rules);
        let leaves_nothing = |kept: &[&Impossible]| {
            let parts = kept.iter().map(|one| read::formula(self.axes(), &one.condition)).collect();
            let boxes = cubes(&table.space, &Formula::Any(parts), MOST_CUBES);
            boxes.is_ok_and(|boxes| {
                let table = Table { space: table.space.clone(), rules: Vec::new(), impossible: boxes };
                never(&Prepared::new(&table), &[Cube::universe()]).is_yes()
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

    /// How many pairs of rules conflict, where not all of them are shown.
    pub fn pairs_not_shown(&self) -> Option<String> {
        let shown = self.conflicts.shown.iter().filter(|overlap| overlap.is_live).count();
        let total = self.conflicts.live;
        (total > shown as u64).then(|| format!("{total} pairs of these rules conflict; {shown} of them are told"))
    }

    /// The rules in a conflict that no pair shown names, each with a rule that it conflicts with.
    pub fn also_in_conflict(&self) -> Vec<(usize, usize)> {
        let shown = || self.conflicts.shown.iter().filter(|overlap| overlap.is_live);
        let is_named = |rule: usize| shown().any(|overlap| overlap.first == rule || overlap.second == rule);
        self.conflicts.involved.iter().filter(|(rule, _)| !is_named(*rule)).copied().collect()
    }

    /// The factors of the scorecard, each with its axis and the classes and points of its rows.
    pub fn factors<'p>(&self, program: &'p Program) -> Vec<(&'p Factor, u16, Vec<Scored>)> {
        let factors = self.rule_set(program).map(RuleSet::factors);
        let place = |factor: &'p Factor| {
            let is_of = |axis: &Axis| axis.is_field() && axis.field == factor.field.name;
            let (axis, index) = self.axes().iter().zip(0..).find(|(axis, _)| is_of(axis))?;
            Some((factor, index, factor_rows(factor, axis)))
        };
        factors.into_iter().flatten().filter(|factor| !factor.adds).filter_map(place).collect()
    }

    /// The factors that are lists, each with the words that have no points, and pairs of rows, by number, that give one
    /// word unlike points.
    pub fn list_factors<'p>(&self, program: &'p Program) -> Vec<ListFactor<'p>> {
        let Some(rules) = self.rule_set(program) else { return Vec::new() };
        let domains = subject::attributes(program, &rules.subject.name);
        let word = |row: &'p FactorRow| match &row.test {
            Some(Condition::Contains(_, word)) => Some(&word.name),
            _other => None,
        };
        let of = |factor: &'p Factor| {
            let (_, domain) = domains.iter().find(|(name, _)| **name == *factor.field.name)?;
            let Domain::Some(words) = domain else { return None };
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

    /// A value of one axis as a witness.
    pub fn value_of(&self, axis: u16, set: &ClassSet) -> Witness {
        let region = Cube::of([(axis, set.clone())]);
        let classes = self.axes().iter().map(|axis| axis.classes.len().min(usize::from(u16::MAX)) as u16).collect();
        let point = pick(&Space::of(classes), &region, &[]).unwrap_or_default();
        self.witness(&region, &point)
    }

    /// A region without the terms that say nothing of possible subjects: what is declared impossible may be part
    /// of it. Every possible subject of it is matched by all the rules at `matching`; of none of them, by no rule.
    pub fn plain(&self, region: &Cube, matching: &[usize]) -> Cube {
        let Some(table) = self.table().filter(|table| !table.impossible.is_empty()) else { return region.clone() };
        let Some(bare) = self.bare() else { return region.clone() };
        let prepared = Prepared::new(&bare);
        let keeps = |wider: &Cube| {
            let outside: Vec<Cube> = wider
                .terms()
                .iter()
                .map(|(axis, set)| Cube::of([(*axis, set.complement(table.space.classes_of(*axis)))]))
                .collect();
            let is_within = |rule: &usize| {
                let own = table.rules.get(*rule).map_or(&[][..], |rule| &rule.cubes);
                let all: Vec<Cube> = own.iter().chain(&outside).cloned().collect();
                always(&prepared, &all).is_yes()
            };
            // No possible subject more than before: regions without a rule have nothing in common.
            let free = || {
                let more = region
                    .terms()
                    .iter()
                    .map(|(axis, set)| wider.clone().with(*axis, &set.complement(table.space.classes_of(*axis))));
                never(&prepared, &more.collect::<Vec<_>>()).is_yes()
            };
            if matching.is_empty() { free() } else { matching.iter().all(is_within) }
        };
        let mut plain = region.clone();
        for (axis, _) in region.terms() {
            let wider = plain.clone().instead(*axis, None);
            if keeps(&wider) {
                plain = wider;
            }
        }
        plain
    }
}

/// The day by which the ages of a witness are turned into days, to be replayed. Any would do.
const REPLAYED: Date = Date::constant(2026, 1, 1);

/// Values with ages as days, and the day by which they are judged.
fn dated(values: Vec<(EcoString, Operand)>) -> Vec<(EcoString, Operand)> {
    let on_day = |value: Operand| match value {
        Operand::Age(age) => age.before(REPLAYED).map_or(Operand::Unanswered, Operand::Date),
        other => other,
    };
    let values = values.into_iter().map(|(field, value)| (field, on_day(value)));
    values.chain([(TODAY.into(), Operand::Date(REPLAYED))]).collect()
}

/// So many parts of one condition are tried.
const MOST_PARTS: usize = 64;

/// The parts that `and` and `or` join anywhere in a condition, the outer ones first.
fn joined(condition: &Condition) -> Vec<&Condition> {
    let mut parts = Vec::new();
    let mut open = std::collections::VecDeque::from([condition]);
    while let Some(next) = open.pop_front() {
        let inner = match next {
            Condition::And(..) => next.conjuncts(),
            Condition::Or(..) => next.disjuncts(),
            Condition::Not(inner, _) => {
                open.push_back(inner);
                continue;
            }
            Condition::Is(_) | Condition::Compare(..) | Condition::In(..) | Condition::Contains(..) => continue,
        };
        parts.extend(&inner);
        open.extend(inner);
    }
    parts
}

/// The first part of a rule's condition that decides nothing, and how many questions stayed open. Of two parts
/// that imply each other, each is idle alone and not both, so one is enough.
fn idle(reading: &Reading, prepared: &Prepared<'_>, rule: usize, condition: &Condition) -> (Option<Idle>, u64) {
    let own = reading.table.rules.get(rule).map_or(&[][..], |rule| &rule.cubes);
    let mut undecided = 0;
    for part in joined(condition).into_iter().take(MOST_PARTS) {
        let formula = read::formula_without(&reading.axes, condition, Some(part), true);
        let Ok(boxes) = cubes(&reading.table.space, &formula, MOST_CUBES) else { continue };
        match replaced(prepared, rule, &boxes) {
            Answer::No(()) => return (Some(Idle { rule, part: part.location(), is_implied: boxes == own }), undecided),
            Answer::Yes(_) => {}
            Answer::Undecided => undecided += 1,
        }
    }
    (None, undecided)
}
