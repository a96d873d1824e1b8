//! A safe fix keeps the meaning of a program, or restores the only possible one: the bundle shows it.

use dictum::diagnostics::{Level, Safety};
use dictum::emit::{Api, Bindings, Job, Rest, Settings, Target, emit};
use rayon::prelude::*;

use super::data::{Mutation, mutations};
use super::{Files, answer, check, contoso, fixed};

/// The bundle of a program. `None` if it has an error.
fn bundle(files: &Files) -> Option<Vec<u8>> {
    let (sources, analysis) = answer(files);
    if analysis.diagnostics.iter().any(|finding| finding.level == Level::Error) {
        return None;
    }
    let bindings = Bindings::default();
    let told = Settings {
        project: "contoso",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::default(),
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &sources, settings: told };
    let files = emit(&[Target::Bundle], job).ok()?;
    files.into_iter().find(|file| file.path == "bundle.json").map(|file| file.bytes)
}

/// Mistakes with another meaning than the worked example, such as 12 months in place of 10 years. Their fixes write
/// that meaning correctly, so the bundle differs.
const SAY_SOMETHING_ELSE: [&str; 22] = [
    "access: existing misspelt",
    "allow_lists: a name without quotes",
    "environment_settings: a release cycle that does not exist",
    "environment_settings: a service tag that does not exist",
    "environment_settings: a value of the provider in small letters",
    "environments: the id of an environment in braces",
    "other_tools: `Confidential` behind `->`",
    "other_tools: `General` behind `->`",
    "other_tools: `NonBusiness` behind `->`",
    "roles: a dash where rows can be deleted",
    "roles: a dash where rows can be shared",
    "roles: a level of another product",
    "rules: a comma in a number",
    "statements: a comment with `#` between declarations",
    "types: `false` for `no` of a criterion",
    "types: a span of time without `every`",
    "types: a word for a text",
    "types: an action without a list",
    "words: `every` misspelt",
    "words: a criterion misspelt where it is declared",
    "words: a level misspelt where it is declared",
    "words: a unit of time misspelt",
];

/// The result of the safe fixes of one mistake.
enum Outcome {
    /// There are none.
    None,
    /// The program could be built before, and gives the same bundle.
    Kept,
    /// The program could not be built before, and gives the bundle of the program without the mistake.
    Restored,
    /// The program could not be built before, and gives another bundle, or still none.
    Other,
    /// The program could be built before, and gives another bundle.
    Changed,
}

fn outcome(sound: &Files, original: &[u8], mutation: &Mutation) -> Outcome {
    if mutation.expected.iter().all(|expected| expected.fix.is_none()) {
        return Outcome::None;
    }
    let mut changed = sound.clone();
    assert_eq!(mutation.apply(&mut changed), Ok(()));
    let findings = check(&changed);
    let is_safe =
        |finding: &dictum::diagnostics::Diagnostic| finding.fixes.iter().any(|fix| fix.safety == Safety::Safe);
    if !findings.iter().any(|(finding, _)| is_safe(finding)) {
        return Outcome::None;
    }
    let after = bundle(&fixed(&changed, &findings, Safety::Safe));
    let is_error = |finding: &dictum::diagnostics::Diagnostic| finding.level == Level::Error;
    let before = if findings.iter().any(|(finding, _)| is_error(finding)) { None } else { bundle(&changed) };
    match (before, after) {
        (Some(before), Some(after)) if before == after => Outcome::Kept,
        (Some(_), _) => Outcome::Changed,
        (None, Some(after)) if after == original => Outcome::Restored,
        (None, _) => Outcome::Other,
    }
}

#[test]
fn safe_fixes_of_all_mistakes_keep_the_bundle_or_restore_it() {
    let sound = contoso();
    let original = bundle(&sound).expect("the worked example can be built");
    let all: Vec<Mutation> = mutations().into_iter().flat_map(|(_, all)| all).collect();
    let outcomes: Vec<(&Mutation, Outcome)> =
        all.par_iter().map(|mutation| (mutation, outcome(&sound, &original, mutation))).collect();
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|(_, one)| wanted(one)).count();
    let named = |wanted: fn(&Outcome) -> bool| -> Vec<String> {
        let found = outcomes.iter().filter(|(_, one)| wanted(one));
        found.map(|(mutation, _)| format!("{}: {}", mutation.family, mutation.title)).collect()
    };
    let (kept, restored) = (count(|one| matches!(one, Outcome::Kept)), count(|one| matches!(one, Outcome::Restored)));
    let mut others = named(|one| matches!(one, Outcome::Other));
    others.sort();
    let changed = named(|one| matches!(one, Outcome::Changed));
    println!(
        "safe fixes of {} mistakes: bundle kept {kept}, restored {restored}, another one {}, changed {}",
        all.len(),
        others.len(),
        changed.len()
    );
    assert_eq!(others, SAY_SOMETHING_ELSE, "look at each: does the fix write what was said, and nothing else?");
    assert!(changed.is_empty(), "safe fixes change the bundle:\n  {}", changed.join("\n  "));
    assert!(kept > 0 && restored > 50, "kept {kept}, restored {restored}");
}
