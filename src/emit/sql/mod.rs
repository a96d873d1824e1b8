//! Target `sql`: rules as statements for a database.
//!
//! One file for each sound rule set, `sql/<scale>.sql`: a `SELECT` over a table with a column for each field that
//! rules ask for. It adds to each row the level, the rule that gave it, the outcome, and the problem of an invalid
//! row, as `classify` does:
//!
//! | stage | purpose |
//! |---|---|
//! | reading | turns each column into a text, and the text into a value, and finds invalid texts ([`reading`]) |
//! | points | adds up the scorecard |
//! | known | decides by three-valued logic, which SQL shares with the rules ([`deciding`]) |
//! | open | for rows that are still open, finds the level that all completions have ([`unknown`]) |
//!
//! A row never gets another level than from `classify`. Stages follow one another, so that the text grows with the
//! rules; their columns begin with `dictum_`. The differences between databases are in [`dialect`].

mod ages;
mod comparison;
mod deciding;
mod decimals;
mod names;
mod reading;
mod statement;
mod unknown;

use std::io;

use super::file_name::stems;
use super::job::Job;
use super::not_carried::LeftOut;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use crate::model::condition::{Condition, TODAY};
use crate::model::criticity::RuleSet;
use crate::model::program::{Domain, Program, Symbol, domain_of};
use crate::model::subject;

/// The maximum number of words of a list that is read: each is searched for in the text.
const MOST_WORDS: usize = 64;

/// The target.
pub(super) static ROW: Row = Row {
    name: "sql",
    summary: "rules as statements that give each row of a table its level",
    prepare: |job, _lacking| Box::new(Statements::prepare(job)),
};

/// The statements of all sound rule sets.
pub(super) struct Statements {
    files: Vec<(String, String)>,
    /// Sentences about rule sets without a statement, or with one that leaves more rows open than necessary.
    left_out: Vec<String>,
}

impl Statements {
    /// Writes the statements.
    pub(super) fn prepare(job: Job<'_>) -> Self {
        let (sound, unsound): (Vec<&RuleSet>, Vec<&RuleSet>) =
            job.program.rule_sets.iter().partition(|rules| rules.sound && rules.scale.is_some());
        let about = |rules: &RuleSet, what: &str| format!("rules `{}`{what}", rules.head.symbol.name);
        let mut left_out: Vec<String> =
            unsound.into_iter().map(|rules| about(rules, ", which could not be read")).collect();
        let (mut files, mut inexact) = (Vec::new(), Vec::new());
        let names = stems(sound.iter().map(|rules| rules.name()));
        for (rules, stem) in sound.into_iter().zip(names) {
            let unsaid = unsaid(job.program, rules);
            match statement::write(job, rules).filter(|_| unsaid.is_none()) {
                Some(written) => {
                    if !written.exact {
                        let why = " in rows with gaps that three-valued logic leaves open: such rows are `unknown`";
                        inexact.push(about(rules, why));
                    }
                    files.push((format!("sql/{stem}.sql"), written.text));
                }
                None => {
                    let why = unsaid.unwrap_or("ask for what it has no words for");
                    left_out.push(about(rules, &format!(", which {why}")));
                }
            }
        }
        left_out.extend(inexact);
        Self { files, left_out }
    }
}

impl Output for Statements {
    fn is_idle(&self) -> bool {
        self.files.is_empty()
    }

    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        self.files.iter().map(|(path, text)| store::write_bytes(store, path, text.as_bytes())).collect()
    }

    fn left_out(&self) -> Vec<LeftOut> {
        self.left_out.iter().cloned().map(|sentence| LeftOut::sentence("sql", sentence)).collect()
    }
}

/// The part of rules that SQL cannot express. Then there is no statement: one that leaves something out would give
/// other levels.
fn unsaid(program: &Program, rules: &RuleSet) -> Option<&'static str> {
    let domains = subject::attributes(program, &rules.subject.name);
    let domain = |name: &str| domain_of(&domains, name);
    let impossible = subject::impossible(program, rules);
    let others = subject::asked_rules(program, rules);
    let sets = others.iter().copied().chain([rules]);
    let conditions = sets.flat_map(RuleSet::conditions).chain(impossible.iter().map(|one| &one.condition));
    let of_leaf = |leaf: &Condition| {
        let is_long =
            |name: &Symbol| matches!(domain(&name.name), Some(Domain::Some(words)) if words.len() > MOST_WORDS);
        if leaf.names().any(is_long) {
            Some("ask for a list of too many words")
        } else if leaf.age().is_some_and(|age| age.counted().0 > ages::MOST) {
            Some("ask for an age of more than 10,000 days or months")
        } else if leaf.age().is_some() && domain(TODAY).is_some() {
            Some("ask for an age next to a field `today`")
        } else if leaf.pair().is_some_and(|(left, ..)| domain(&left.name) == Some(&Domain::Text)) {
            Some("compare the order of two texts")
        } else {
            None
        }
    };
    conditions.flat_map(Condition::leaves).filter_map(of_leaf).last()
}
