//! Which answers an error in the policies makes unsafe.

use super::{Evidence, Outcome, undecided};
use crate::diagnostics::{Category, Diagnostic, Level};
use crate::model::assertion::Claim;
use crate::text::Location;

/// Errors that judge what is said, and leave what it means as it is: the codes of their rules.
const JUDGEMENTS: &[u16] = &[
    2006, 2007, 2008, 2009, // ids and addresses
    4101, 4102, 4103, 4104, 4105, // what controls ask for
    4202, 4203, 4204, 4205, 4206, 4207, 4208, 4209, 4210, 4211, 4212, // what apps are held to
    5005, 5007, 5008, 5009, 5021, 5031, 5032, 5040, 5050, 5051, // roles and people
];

/// The errors of a program.
pub(super) struct Trust<'a> {
    errors: Vec<&'a Diagnostic>,
}

impl<'a> Trust<'a> {
    pub(super) fn of(evidence: &Evidence<'a>) -> Self {
        // What a waiver accepts is as unsafe as what it does not.
        let all = evidence.all();
        let counts =
            |finding: &&Diagnostic| finding.rule.level == Level::Error && !JUDGEMENTS.contains(&finding.rule.code.0);
        Self { errors: all.filter(counts).collect() }
    }

    /// The error that hides something of what an assertion asks about.
    fn hides(&self, claim: &Claim) -> Option<&'a Diagnostic> {
        let families: &[Category] = match claim {
            Claim::Access(_) | Claim::Nobody(_) => &[Category::Environments, Category::Access],
            Claim::Level(_) | Claim::Rated(_) => &[Category::Criticity],
            Claim::Connectors(_) => &[Category::Environments, Category::Connectors, Category::Criticity],
            Claim::Every(_) => &[Category::Environments],
            // It asks for findings, and looks at what was not looked for itself.
            Claim::Finds(_) => return None,
        };
        let hides = |finding: &&&Diagnostic| {
            let category = finding.rule.category();
            matches!(category, Category::Syntax | Category::Names) || families.contains(&category)
        };
        self.errors.iter().copied().find(|finding| hides(&finding))
    }

    /// Whether something of the program could not be read, so that a finding may be missing.
    pub(super) fn is_partial(&self) -> Option<&'a Diagnostic> {
        let unread = |finding: &&&Diagnostic| matches!(finding.rule.category(), Category::Syntax | Category::Names);
        self.errors.iter().copied().find(|finding| unread(&finding))
    }

    /// What an assertion says whose answer an error makes unsafe.
    pub(super) fn doubt(&self, claim: &Claim, place: Location) -> Outcome {
        let error = self.hides(claim)?;
        let message = "the answer is not known while the policies have an error that it may depend on";
        let finding = because_of(undecided(place, message), error);
        Some(Box::new(finding.help("`dictum check` shows all errors")))
    }
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
