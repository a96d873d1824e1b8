//! Target `sql`: rules as statements that a database answers.
//!
//! One file for each sound set of rules, `sql/<scale>.sql`: a `SELECT` over a table with a column for each field that
//! rules ask for. It adds to each row the level, the rule that gave it, the outcome, and what is wrong with a row that
//! is invalid, as `classify` does:
//!
//! | stage | what it does |
//! |---|---|
//! | reading | makes of each column a text, of the text a value, and finds texts that are none ([`reading`]) |
//! | points | adds up the scorecard |
//! | known | decides by three-valued logic, which SQL shares with the rules ([`deciding`]) |
//! | open | where that leaves a row open, finds the level that all completions have ([`unknown`]) |
//!
//! A row is never given another level than `classify` gives it. Stages follow one another, so that the text grows with
//! the rules; their columns begin with `dictum_`. What databases say in different ways is in [`dialect`].

mod comparison;
mod deciding;
mod names;
mod reading;
mod statement;
mod unknown;

use std::io;

use super::file_name::stems;
use super::job::Job;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use crate::model::condition::Operand;
use crate::model::criticity::RuleSet;
use crate::model::program::{Domain, Program};
use crate::model::{derived, subject};

/// The target.
pub(super) static ROW: Row = Row {
    name: "sql",
    summary: "rules as statements that give each row of a table its level",
    prepare: |job, _lacking| Box::new(Statements::prepare(job)),
};

/// The statements of all sound sets of rules.
pub(super) struct Statements<'a> {
    files: Vec<(String, String)>,
    /// Sets of rules that have no statement, or one that leaves more rows open than it must.
    unsound: Vec<&'a RuleSet>,
    unsaid: Vec<&'a RuleSet>,
    inexact: Vec<&'a RuleSet>,
}

impl<'a> Statements<'a> {
    /// Writes the statements.
    pub(super) fn prepare(job: Job<'a>) -> Self {
        let (sound, unsound): (Vec<&RuleSet>, Vec<&RuleSet>) =
            job.program.rule_sets.iter().partition(|rules| rules.sound && rules.scale.is_some());
        let mut statements = Self { files: Vec::new(), unsound, unsaid: Vec::new(), inexact: Vec::new() };
        let names = stems(sound.iter().map(|rules| &*rules.head.symbol.name));
        for (rules, stem) in sound.into_iter().zip(names) {
            let written = if can_be_said(job.program, rules) { statement::write(job, rules) } else { None };
            match written {
                Some(written) => {
                    if !written.exact {
                        statements.inexact.push(rules);
                    }
                    statements.files.push((format!("sql/{stem}.sql"), written.text));
                }
                None => statements.unsaid.push(rules),
            }
        }
        statements
    }
}

impl Output for Statements<'_> {
    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        self.files.iter().map(|(path, text)| store::write_bytes(store, path, text.as_bytes())).collect()
    }

    fn not_carried(&self) -> Vec<String> {
        let unsound = self
            .unsound
            .iter()
            .map(|rules| format!("rules `{}`, which could not be read, in target `sql`", rules.head.symbol.name));
        let inexact = self.inexact.iter().map(|rules| {
            format!(
                "rules `{}` in rows with gaps that three-valued logic leaves open, in target `sql`: such rows are `unknown`",
                rules.head.symbol.name
            )
        });
        let unsaid = self.unsaid.iter().map(|rules| {
            format!(
                "rules `{}`, which ask for ages, decimals, other scales, other fields, several scorecards or what was not answered, in target `sql`",
                rules.head.symbol.name
            )
        });
        unsound.chain(unsaid).chain(inexact).collect()
    }
}

/// Whether the statements have words for all that rules ask. Where not, there is no statement: one that leaves something
/// out would give other levels.
fn can_be_said(program: &Program, rules: &RuleSet) -> bool {
    let impossible = subject::impossible(program, rules);
    let conditions = rules.conditions().chain(impossible.iter().map(|one| &one.condition));
    let mut plain = rules.scorecards.len() <= 1
        && rules.optional.is_empty()
        && subject::asked_rules(program, rules).is_empty()
        && !rules.scorecards.iter().flat_map(|card| &card.factors).any(|factor| factor.adds);
    let domains = subject::attributes(program, &rules.subject.name);
    let is_plain = |name: &str| {
        !derived::is_derived(name)
            && domains.iter().any(|(known, domain)| known == name && !matches!(domain, Domain::Decimal(..)))
    };
    let is_plain_operand = |operand: &Operand| {
        !matches!(
            operand,
            Operand::Age(_) | Operand::Field(_) | Operand::Unanswered | Operand::Decimal(_) | Operand::Decimals(..)
        )
    };
    for condition in conditions {
        condition.each_leaf(&mut |leaf| {
            plain &= leaf.field().is_none_or(|name| is_plain(&name.name));
            plain &= leaf.operands().into_iter().all(|(_, operand)| is_plain_operand(operand));
        });
    }
    plain
}
