//! Rules in a normal form: which level holds where.
//!
//! The values of each field are cut by the constants that rules hold them against. Over these classes the rules are
//! one function, and that function has one reduced decision diagram with the fields in the order of their names.
//! Its paths are the regions: they do not overlap, leave nothing out, and are the same however the rules are
//! written: as sentences, rows or points, in whatever order, with whatever parts that change nothing. Values are
//! known in regions; what rules say where some are not is said by how they are settled and by `otherwise`.

mod diagram;
mod function;
mod unknown;
mod values;

pub(super) use unknown::{Graph, Target as GraphTarget, graph};

use ecow::EcoString;
use jiff::civil::Date;

use crate::model::Program;
use crate::model::classes;
use crate::model::condition::Condition;
use crate::model::criticity::{Impossible, RuleSet};
use crate::model::subject;

/// A diagram with more nodes, or more regions, than this is not written; the rules are.
const LIMIT: usize = 20_000;

/// Subjects that go the same way.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// What their fields are, by name; a field that does not stand here may be anything.
    pub(super) fields: Vec<Values>,
    /// What is said of them.
    pub(super) outcome: End,
    /// The rules that say it, in the order written.
    pub(super) rules: Vec<u32>,
    /// Whether `otherwise` says it.
    pub(super) otherwise: bool,
}

/// What rules say of subjects of which everything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// The level at this index.
    Level(u32),
    /// Nothing.
    Gap,
    /// They contradict themselves, or a factor gives no points.
    Undecided,
    /// There are no such subjects.
    Impossible,
}

impl End {
    /// How it is written.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Level(_) => "level",
            Self::Gap => "gap",
            Self::Undecided => "undecided",
            Self::Impossible => "impossible",
        }
    }
}

/// Some of the values of a field.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// The field.
    pub(super) field: EcoString,
    /// `yes` or `no`.
    pub(super) flag: Option<bool>,
    /// One of these words.
    pub(super) words: Vec<EcoString>,
    /// In one of these ranges, ends included.
    pub(super) ranges: Vec<(Option<i64>, Option<i64>)>,
    /// Whether the ranges are of days.
    pub(super) days: bool,
    /// One of these texts, or
    pub(super) texts: Vec<EcoString>,
    /// none of them.
    pub(super) except: bool,
    /// A list with all of these words
    pub(super) holds: Vec<EcoString>,
    /// and none of these.
    pub(super) lacks: Vec<EcoString>,
}

impl Values {
    /// The ranges as days.
    pub(super) fn day_ranges(&self) -> impl Iterator<Item = (Option<Date>, Option<Date>)> + '_ {
        self.ranges.iter().map(|(low, high)| (low.and_then(classes::day_of), high.and_then(classes::day_of)))
    }
}

/// The regions of a set of rules; none where they are too many.
pub(super) fn of_rules(program: &Program, rules: &RuleSet) -> Option<Vec<Region>> {
    let sound = rules.sound && rules.scale.is_some() && can_be_cut(program, rules);
    sound.then(|| function::regions(program, &rules.subject.name, Some(rules), &[])).flatten()
}

/// Whether the values of fields, each by itself and whatever the day, are all that the rules look at. Where they ask for
/// ages, for what was not answered, or for one field against another, the rules are written.
fn can_be_cut(program: &Program, rules: &RuleSet) -> bool {
    let declared =
        subject::criteria(program, &rules.subject.name).into_iter().flat_map(|criteria| &criteria.impossible);
    let impossible = declared.chain(&rules.impossible).map(|one| &one.condition);
    rules.conditions().chain(impossible).all(cuts)
}

fn cuts(condition: &Condition) -> bool {
    let mut cuts = true;
    condition.each_leaf(&mut |leaf| {
        cuts &= leaf.age().is_none() && leaf.pair().is_none() && !leaf.is_unanswered();
    });
    cuts
}

/// The regions of subjects that cannot be, and of those that can; none where they are too many.
pub(super) fn of_impossible(program: &Program, subject: &str, impossible: &[Impossible]) -> Option<Vec<Region>> {
    let all = impossible.iter().all(|one| cuts(&one.condition));
    all.then(|| function::regions(program, subject, None, impossible)).flatten()
}
