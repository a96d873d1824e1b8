//! Rules in a normal form: regions and their levels.
//!
//! The values of each field are split by the constants that rules compare them with. Over these classes the rules are
//! one function, and that function has one reduced decision diagram with the fields in the order of their names. Its
//! paths are the regions. They do not overlap, they leave nothing out, and they do not depend on how the rules are
//! written: as sentences, rows or points, in whatever order, with whatever parts that have no effect. In regions all
//! values are known. Where some values are unknown, the hit policy and `otherwise` give the rules' result.

mod diagram;
mod function;
mod unknown;
mod values;

pub(super) use unknown::{Graph, Target as GraphTarget, graph};

use ecow::EcoString;
use jiff::civil::Date;

use crate::model::Program;
use crate::model::classes::Ends;
use crate::model::condition::Condition;
use crate::model::criticity::{Impossible, RuleSet};
use crate::model::subject;

/// The maximum number of nodes, or of regions, of a diagram that is written. Beyond it, the rules are written.
const LIMIT: usize = 20_000;

/// Subjects with the same result.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// The values of their fields, by name; a field that is not listed may have any value.
    pub(super) fields: Vec<(EcoString, Values)>,
    /// Their result.
    pub(super) outcome: End,
    /// The rules that give it, in the order written.
    pub(super) rules: Vec<u32>,
    /// Whether `otherwise` gives it.
    pub(super) otherwise: bool,
}

/// The result of rules for subjects whose facts are all known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// The level at this index.
    Level(u32),
    /// No rule matches.
    Gap,
    /// The rules contradict each other, or a factor gives no points.
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
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// `yes` or `no`.
    Flag(bool),
    /// One of these words.
    Words(Vec<EcoString>),
    /// In one of these ranges, ends included.
    Numbers(Vec<Ends>),
    /// In one of these ranges of days, ends included.
    Days(Vec<(Option<Date>, Option<Date>)>),
    /// One of these texts.
    Texts(Vec<EcoString>),
    /// None of these texts.
    Except(Vec<EcoString>),
    /// A list with all of the first words and none of the second.
    List(Vec<EcoString>, Vec<EcoString>),
}

/// The regions of a rule set; none where there are too many.
pub(super) fn of_rules(program: &Program, rules: &RuleSet) -> Option<Vec<Region>> {
    let sound = rules.sound && rules.scale.is_some() && can_be_cut(program, rules);
    sound.then(|| function::regions(program, &rules.subject.name, Some(rules), &[])).flatten()
}

/// Whether the rules depend only on the values of fields, each by itself and on any day. If they ask for ages, for
/// unanswered fields, or compare two fields, the rules are written instead of regions.
fn can_be_cut(program: &Program, rules: &RuleSet) -> bool {
    subject::conditions(program, rules).all(cuts)
}

fn cuts(condition: &Condition) -> bool {
    let cuts = |leaf: &&Condition| leaf.age().is_none() && leaf.pair().is_none() && !leaf.is_unanswered();
    condition.leaves().iter().all(cuts)
}

/// The regions of impossible subjects, and of possible ones; none where there are too many.
pub(super) fn of_impossible(program: &Program, subject: &str, impossible: &[Impossible]) -> Option<Vec<Region>> {
    let all = impossible.iter().all(|one| cuts(&one.condition));
    all.then(|| function::regions(program, subject, None, impossible)).flatten()
}
