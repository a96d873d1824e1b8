//! Finds the assertions whose answers are uncertain because of an error in the policies.

use std::collections::BTreeMap;

use super::{Checked, Evidence, Outcome, Verdict, undecided};
use crate::diagnostics::{Category, Diagnostic, Level};
use crate::model::assertion::Claim;
use crate::model::kinds;
use crate::syntax::{self, ast};
use crate::text::{FileId, Location, Sources, Span};

/// Codes of errors that judge a declaration but do not change its meaning.
const JUDGEMENTS: &[u16] = &[
    2006, 2007, 2008, 2009, // ids and addresses
    4101, 4102, 4103, 4104, 4105, // requirements of controls
    4202, 4203, 4204, 4205, 4206, 4207, 4208, 4209, 4210, 4211, 4212, // requirements of apps
    5005, 5007, 5008, 5009, 5021, 5031, 5032, 5040, 5050, 5051, // roles and people
];

/// The errors of a program.
pub(super) struct Trust<'a> {
    errors: Vec<&'a Diagnostic>,
    unread: Vec<Unread<'a>>,
}

/// A sentence of a test that cannot be read. Only the test depends on it.
pub(super) struct Unread<'a> {
    test: Location,
    pub(super) sentence: Location,
    pub(super) error: &'a Diagnostic,
}

impl<'a> Trust<'a> {
    pub(super) fn of(evidence: &Evidence<'a>, sources: &Sources) -> Self {
        // An error that a waiver accepts makes answers as uncertain as any other.
        let all = evidence.all();
        let counts =
            |finding: &&Diagnostic| finding.rule.level == Level::Error && !JUDGEMENTS.contains(&finding.rule.code.0);
        let (mut errors, mut unread) = (Vec::new(), Vec::new());
        // A file is read once, however many errors it has.
        let mut tests: BTreeMap<FileId, Vec<Location>> = BTreeMap::new();
        for error in all.filter(counts) {
            let mut is_elsewhere = |place: &Location| test_at(*place, sources, &mut tests).is_none();
            // The same unknown name may also be in a policy.
            if error.also.iter().any(&mut is_elsewhere) {
                errors.push(error);
            }
            match Unread::of(error, sources, &mut tests) {
                Some(sentence) => unread.push(sentence),
                None => errors.push(error),
            }
        }
        unread.sort_by_key(|one| one.sentence);
        unread.dedup_by_key(|one| one.sentence);
        Self { errors, unread }
    }

    /// The unreadable sentences of the test with this head.
    pub(super) fn unread(&self, head: Location) -> impl Iterator<Item = &Unread<'a>> {
        self.unread.iter().filter(move |one| one.test.contains(head))
    }

    /// Whether an error of the test with this head is in the assertion at `place`.
    pub(super) fn spoils(&self, head: Location, place: Location) -> bool {
        self.unread(head).filter_map(|one| one.error.primary()).any(|error| place.contains(error))
    }

    /// The error that may hide something an assertion depends on.
    fn hides(&self, claim: &Claim) -> Option<&'a Diagnostic> {
        let families: &[Category] = match claim {
            Claim::Access(_) | Claim::Nobody(_) => &[Category::Environments, Category::Access],
            Claim::Level(_) | Claim::Rated(_) => &[Category::Criticity],
            Claim::Connectors(_) => &[Category::Environments, Category::Connectors, Category::Criticity],
            Claim::Every(_) => &[Category::Environments],
            // It asks about findings, and checks itself whether some were withheld.
            Claim::Finds(_) => return None,
        };
        let hides = |finding: &&&Diagnostic| {
            let category = finding.rule.category();
            matches!(category, Category::Syntax | Category::Names) || families.contains(&category)
        };
        self.errors.iter().copied().find(|finding| hides(&finding))
    }

    /// The first error by which part of the program could not be read, so that a finding may be missing.
    pub(super) fn is_partial(&self) -> Option<&'a Diagnostic> {
        let unread = |finding: &&&Diagnostic| matches!(finding.rule.category(), Category::Syntax | Category::Names);
        self.errors.iter().copied().find(|finding| unread(&finding))
    }

    /// The finding for an assertion whose answer is uncertain because of an error.
    pub(super) fn doubt(&self, claim: &Claim, place: Location) -> Outcome {
        let error = self.hides(claim)?;
        let message = "the answer is not known while the policies have an error that it may depend on";
        let finding = because_of(undecided(place, message), error);
        Some(Box::new(finding.help("`dictum check` shows all errors")))
    }
}

impl<'a> Unread<'a> {
    /// The result of the sentence.
    pub(super) fn checked(&self) -> Checked {
        let finding = because_of(undecided(self.sentence, "this sentence of the test cannot be read"), self.error);
        Checked { place: self.sentence, verdict: Verdict::NotKnown, finding: Some(finding) }
    }

    /// The sentence of a test that an error hides, if there is one. If brackets or quotes are broken, more than the
    /// test may be lost; a statement that did not parse is lost alone.
    fn of(error: &'a Diagnostic, sources: &Sources, tests: &mut BTreeMap<FileId, Vec<Location>>) -> Option<Self> {
        let place = error
            .primary()
            .filter(|_| error.rule.category() == Category::Names || *error.rule == syntax::codes::UNEXPECTED_TEXT)?;
        let source = sources.as_slice().get(place.file.index())?;
        let test = test_at(place, sources, tests)?;
        Some(Self { test, sentence: source.locate(line_of(source.text(), place.span)), error })
    }
}

/// The test that contains a place. `tests` are those of the files that were read already.
fn test_at(place: Location, sources: &Sources, tests: &mut BTreeMap<FileId, Vec<Location>>) -> Option<Location> {
    let source = sources.as_slice().get(place.file.index())?;
    let tests = tests.entry(place.file).or_insert_with(|| {
        let tests = ast::headings(source, &kinds::keywords()).into_iter().filter(|one| one.keyword == "test");
        tests.map(|test| source.locate(test.span)).collect()
    });
    tests.iter().copied().find(|test| test.contains(place))
}

/// The line on which a span begins, without surrounding space.
fn line_of(text: &str, span: Span) -> Span {
    let at = span.start as usize;
    let start = text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |end| end + 1);
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let start = start + line.len() - line.trim_start().len();
    Span::of(start, start + line.trim().len())
}

/// Adds an error as the reason.
pub(super) fn because_of(finding: Diagnostic, error: &Diagnostic) -> Diagnostic {
    match error.primary() {
        Some(location) => {
            finding.label(location, format!("{} {}: {}", error.rule.code, error.rule.name, error.message))
        }
        None => finding.note(format!("{} {}: {}", error.rule.code, error.rule.name, error.message)),
    }
}
