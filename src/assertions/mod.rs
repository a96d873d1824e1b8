//! Tests: checks what they assert, and measures which parts of a program they cover.
//!
//! An assertion holds, fails, or cannot be decided from the source. The last is a finding of its own and never
//! passes. Tests use the same analysis as `dictum query`, so their answers about access, connectors and levels are
//! the same.

mod access;
mod connectors;
mod coverage;
mod decision;
mod environments;
mod findings;
mod levels;
mod nobody;
mod rules;
mod trust;

pub use coverage::{Coverage, Part, Untouched};
pub use rules::RULES;

use coverage::Touched;
use trust::{Trust, Unread};

use jiff::civil::Date;

use crate::analysis::{Access, Effective};
use crate::diagnostics::{Diagnostic, Rule};
use crate::model::assertion::{Assertion, Claim, Test};
use crate::model::program::Program;
use crate::text::{Location, Sources};

/// The result of an assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is true.
    Holds,
    /// It is false.
    Fails,
    /// The source does not decide it.
    NotKnown,
}

impl Verdict {
    /// The word in machine-readable output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::NotKnown => "not_known",
        }
    }
}

/// An assertion and its result.
#[derive(Debug)]
pub struct Checked {
    /// The whole sentence.
    pub place: Location,
    /// The result.
    pub verdict: Verdict,
    /// If the assertion does not hold: the reason, with the chain that gives the answer.
    pub finding: Option<Diagnostic>,
}

/// A test and the results of its assertions.
#[derive(Debug)]
pub struct Tested<'p> {
    /// The test.
    pub test: &'p Test,
    /// Its assertions, in the order written.
    pub checked: Vec<Checked>,
}

impl Tested<'_> {
    /// The result of the test: it fails if an assertion fails, and is not known if none fails and one is not known.
    pub fn verdict(&self) -> Verdict {
        let is = |wanted: Verdict| self.checked.iter().any(|checked| checked.verdict == wanted);
        match (is(Verdict::Fails), is(Verdict::NotKnown)) {
            (true, _) => Verdict::Fails,
            (false, true) => Verdict::NotKnown,
            (false, false) => Verdict::Holds,
        }
    }
}

/// What assertions are checked against: a program, its analysis, and all of its findings, whatever their level in the
/// settings.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The program.
    pub program: &'a Program,
    /// The day for which the findings were determined.
    pub today: Date,
    /// The combined effect of the data policies.
    pub effective: &'a Effective,
    /// The access of users and teams in each environment.
    pub access: &'a Access,
    /// The findings.
    pub findings: &'a [Diagnostic],
    /// The findings that waivers accept.
    pub accepted: &'a [Diagnostic],
    /// The rules with findings that are withheld because of errors.
    pub withheld: &'a [&'static Rule],
    /// Looks up a rule by name or code.
    pub find: fn(&str) -> Option<&'static Rule>,
}

impl<'a> Evidence<'a> {
    /// All findings, accepted or not.
    fn all(&self) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        self.findings.iter().chain(self.accepted)
    }
}

/// Runs the tests whose names `chosen` accepts, in the order of the files, and measures their coverage.
pub fn run<'a>(
    evidence: Evidence<'a>,
    sources: &'a Sources,
    chosen: impl Fn(&str) -> bool,
) -> (Vec<Tested<'a>>, Coverage) {
    let program = evidence.program;
    let mut bench =
        Bench { evidence, program, sources, trust: Trust::of(&evidence, sources), touched: Touched::default() };
    let mut tests: Vec<&Test> = program.tests.iter().filter(|test| chosen(&test.head.symbol.name)).collect();
    tests.sort_by_key(|test| test.head.location);
    let tested = tests.into_iter().map(|test| bench.test(test)).collect();
    let coverage = Coverage::of(&evidence, &bench.touched);
    (tested, coverage)
}

/// The evidence, and what tests have covered so far.
struct Bench<'a> {
    evidence: Evidence<'a>,
    program: &'a Program,
    sources: &'a Sources,
    trust: Trust<'a>,
    touched: Touched,
}

/// The finding of an assertion that does not hold; `None` if it holds.
type Outcome = Option<Box<Diagnostic>>;

impl<'a> Bench<'a> {
    fn test(&mut self, test: &'a Test) -> Tested<'a> {
        let unread: Vec<Checked> = self.trust.unread(test.head.location).map(Unread::checked).collect();
        // A sentence with an unknown name is an assertion too: it is counted once, as one that cannot be read.
        let is_read = |assertion: &&Assertion| !self.trust.spoils(test.head.location, assertion.location);
        let sound: Vec<&Assertion> = test.assertions.iter().filter(is_read).collect();
        let checked = sound.into_iter().map(|assertion| {
            let finding = self.assertion(assertion).map(|finding| *finding);
            let verdict = match &finding {
                None => Verdict::Holds,
                Some(finding) if *finding.rule == rules::UNDECIDED => Verdict::NotKnown,
                Some(_) => Verdict::Fails,
            };
            Checked { place: assertion.location, verdict, finding }
        });
        let mut checked: Vec<Checked> = checked.collect();
        checked.extend(unread);
        checked.sort_by_key(|one| one.place);
        Tested { test, checked }
    }

    fn assertion(&mut self, assertion: &'a Assertion) -> Outcome {
        let place = assertion.location;
        if let Some(doubt) = self.trust.doubt(&assertion.claim, place) {
            return Some(doubt);
        }
        match &assertion.claim {
            Claim::Access(claim) => self.access(claim, place),
            Claim::Nobody(claim) => self.nobody(claim, place),
            Claim::Level(claim) => self.level(claim, place),
            Claim::Rated(claim) => self.rated(claim, place),
            Claim::Connectors(claim) => self.connectors(claim, place),
            Claim::Every(claim) => self.every(claim, place),
            Claim::Finds(claim) => self.finds(claim, place),
        }
    }
}

/// An assertion that is false.
fn failed(place: Location, message: impl Into<String>) -> Diagnostic {
    finding(&rules::FAILED, place, message)
}

/// An assertion that cannot be decided.
fn undecided(place: Location, message: impl Into<String>) -> Diagnostic {
    finding(&rules::UNDECIDED, place, message)
}

fn finding(rule: &'static Rule, place: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(rule, place, message).marked("asserted here")
}
