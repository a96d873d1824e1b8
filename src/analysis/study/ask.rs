//! The questions about every rule set, and the limits of their cost.

use super::{Idle, MOST_REDUNDANT, Open, Reading, SHOWN, Study, read};
use crate::decision::{
    Answer, Budget, Cube, MOST_CUBES, Overlaps, Pairs, Prepared, Rest, Standing, Table, always, cubes, gaps, mergeable,
    never, overlaps, proven, redundancies, redundant, replaceable, standings, unreachable,
};
use crate::model::condition::Condition;
use crate::model::criticity::{RuleSet, Test};
use crate::model::program::Program;

/// The number of rules above which only the last rule that could be left out is named, and the others are counted.
const MOST_TRIED: usize = 500;

/// The maximum number of regions without a rule that are counted.
const MOST_GAPS: usize = 256;

impl Study {
    /// Analyses one rule set, and returns the cost.
    pub(super) fn of(program: &Program, index: usize, rules: &RuleSet, work: u64) -> (Self, u64) {
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
        let scale = rules.scale.map(|scale| &program.scales[scale]);
        let mut spent = 0;
        match read::read(program, rules) {
            Ok(reading) => {
                let impossible = Table::empty(reading.table.space.clone(), reading.declared());
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

    /// Answers all questions, and returns the cost.
    fn ask(&mut self, rules: &RuleSet, reading: &Reading, prepared: &Prepared<'_>, levels: u32) -> u64 {
        let gaps = gaps(prepared, MOST_GAPS);
        self.open.gaps = u64::from(gaps.rest == Rest::Undecided);
        self.gaps = Some(gaps);
        // This costs little, so it comes before what may use up the budget.
        let constant = prepared.each(rules.rules.len(), |(): &mut (), index| {
            always(prepared, reading.table.rules.get(index).map_or(&[][..], |rule| &rule.cubes))
        });
        (self.constant, self.open.constant) = proven(constant.into_iter().enumerate());
        self.conflicts = overlaps(prepared, Pairs::Unlike, SHOWN);
        self.standings = standings(prepared);
        self.open.standings = self.standings.iter().filter(|standing| **standing == Standing::Undecided).count() as u64;
        let all: Vec<u32> = (0..levels).collect();
        (self.unreached, self.open.levels) = proven(all.iter().copied().zip(unreachable(prepared, &all)));
        self.repetitions = overlaps(prepared, Pairs::Like, SHOWN);
        self.open.pairs = self.conflicts.undecided + self.repetitions.undecided;
        let more = self.spare(rules, reading, prepared);
        (self.mergeable, self.open.mergeable) = mergeable(prepared);
        self.parts(rules, reading, prepared);
        prepared.work() + more
    }

    /// Searches for rules that could all be left out together: from the last rule on, each without those found
    /// before. If there are many rules, only the last one is named, since each further one would repeat all
    /// questions. Totals of a scorecard stay: they belong together. Returns the cost besides the work of the table.
    fn spare(&mut self, rules: &RuleSet, reading: &Reading, prepared: &Prepared<'_>) -> u64 {
        let answers = redundancies(prepared);
        let is_asked = |index: &usize| rules.rules.get(*index).is_some_and(|rule| !rule.is_total());
        let asked = || answers.iter().enumerate().filter(|(index, _)| is_asked(index));
        self.open.redundant = asked().filter(|(_, answer)| **answer == Answer::Undecided).count() as u64;
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

    /// Searches for parts of conditions without an effect, in rules that do decide.
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
}

/// The maximum number of parts of one condition that are tried.
const MOST_PARTS: usize = 64;

/// The operands of `and` and `or` anywhere in a condition, the outer ones first.
fn joined(condition: &Condition) -> Vec<&Condition> {
    let mut parts = Vec::new();
    let mut open = std::collections::VecDeque::from([condition]);
    while let Some(next) = open.pop_front() {
        match next {
            Condition::And(..) | Condition::Or(..) => {
                let inner = next.operands_of_chain();
                parts.extend(&inner);
                open.extend(inner);
            }
            Condition::Not(inner, _) => open.push_back(inner),
            Condition::Is(_) | Condition::Compare(..) | Condition::In(..) | Condition::Contains(..) => {}
        }
    }
    parts
}

/// The first part of a rule's condition without an effect, and the number of unanswered questions. If two parts imply
/// each other, each alone could be left out but not both, so one is enough.
fn idle(reading: &Reading, prepared: &Prepared<'_>, rule: usize, condition: &Condition) -> (Option<Idle>, u64) {
    let own = reading.table.rules.get(rule).map_or(&[][..], |rule| &rule.cubes);
    let mut undecided = 0;
    for part in joined(condition).into_iter().take(MOST_PARTS) {
        let formula = read::formula_without(&reading.axes, condition, Some(part), true);
        let Ok(boxes) = cubes(&reading.table.space, &formula, MOST_CUBES) else { continue };
        match replaceable(prepared, rule, &boxes) {
            Answer::Yes => return (Some(Idle { rule, part: part.location(), is_implied: boxes == own }), undecided),
            Answer::No => {}
            Answer::Undecided => undecided += 1,
        }
    }
    (None, undecided)
}
