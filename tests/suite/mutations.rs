//! The worked example with one mistake at a time: each must be found once, at its place, and without other findings.
//!
//! The mistakes are the files of `tests/mutations`, described in their `README.md`.

mod baselines;
mod comments;
mod data;
mod every;
mod fixes;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use data::{Expected, Mutation, marked, mutations, root};
use dictum::catalog::Catalog;
use dictum::config;
use dictum::diagnostics::{Diagnostic, Safety, apply, sort};
use dictum::engine::{Analysis, Settings, Workspace};
use dictum::text::{Source, Sources};
use jiff::civil::date;
use rayon::prelude::*;

/// The settings of the worked example, and its policies.
const SETTINGS: &str = "dictum.toml";

/// Name and text of each file.
type Files = BTreeMap<String, String>;

fn contoso() -> Files {
    project("policies/contoso")
}

fn project(folder: &str) -> Files {
    let folder = root().join(folder);
    let mut files = Files::new();
    for entry in std::fs::read_dir(&folder).expect("an example") {
        let path = entry.expect("a file of it").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let dictum = Path::new(&name).extension().is_some_and(|ending| ending == "dictum");
        if dictum || name == SETTINGS {
            files.insert(name, std::fs::read_to_string(&path).expect("a file of text"));
        }
    }
    files
}

fn catalog() -> Arc<Catalog> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    CATALOG.get_or_init(|| Arc::new(Catalog::builtin().clone())).clone()
}

/// The policies of a program, or with `settings` only its settings file.
fn sources(files: &Files, settings: bool) -> Sources {
    let chosen = files.iter().filter(|(name, _)| (*name == SETTINGS) == settings);
    Sources::new(chosen.map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect())
}

const TODAY: Settings = Settings { today: date(2026, 11, 21) };

/// The analysis of a program that shares most files with others. The results for the common files are kept from one to
/// the next, as in an editor.
fn answer(files: &Files) -> (Arc<Sources>, Analysis) {
    // A thread that waits for a part of one answer may begin another, so no thread owns a workspace.
    static FREE: Mutex<Vec<Workspace>> = Mutex::new(Vec::new());
    let sources = Arc::new(sources(files, false));
    let fits =
        |workspace: &Workspace| workspace.sources().iter().map(Source::path).eq(sources.iter().map(Source::path));
    let free = {
        let mut free = FREE.lock().expect("no thread failed");
        free.iter().rposition(fits).map(|at| free.swap_remove(at))
    };
    let mut workspace = free.unwrap_or_else(|| Workspace::new(self::sources(files, false), catalog()));
    for source in sources.iter() {
        if workspace.sources().get(source.id()).text() != source.text() {
            workspace.replace(source.id(), source.text().as_bytes().to_vec());
        }
    }
    let analysis = workspace.analyze(&TODAY);
    FREE.lock().expect("no thread failed").push(workspace);
    (sources, analysis)
}

/// The findings about the policies of a program.
struct Found {
    sources: Arc<Sources>,
    diagnostics: Vec<Diagnostic>,
    /// Whether every rule ran on everything.
    complete: bool,
}

/// The findings about the policies of a program, kept for all tests: each of them makes the same mistakes, and most
/// apply the same fixes.
fn found_in(files: &Files) -> Arc<Found> {
    static KNOWN: Mutex<BTreeMap<Files, Arc<Found>>> = Mutex::new(BTreeMap::new());
    let policies: Files =
        files.iter().filter(|(name, _)| *name != SETTINGS).map(|(name, text)| (name.clone(), text.clone())).collect();
    if let Some(found) = KNOWN.lock().expect("no thread failed").get(&policies) {
        return found.clone();
    }
    let (sources, analysis) = answer(&policies);
    let complete = analysis.is_complete();
    let found = Arc::new(Found { sources, diagnostics: analysis.diagnostics, complete });
    KNOWN.lock().expect("no thread failed").insert(policies, found.clone());
    found
}

/// The findings of a program and of its settings, each with its sources.
fn check(files: &Files) -> Vec<(Diagnostic, Arc<Sources>)> {
    let settings = Arc::new(sources(files, true));
    let mut of_settings: Vec<Diagnostic> = settings.iter().flat_map(|source| config::read(source).1).collect();
    sort(&mut of_settings);
    let policies = found_in(files);
    let mut findings: Vec<(Diagnostic, Arc<Sources>)> =
        of_settings.into_iter().map(|finding| (finding, settings.clone())).collect();
    findings.extend(policies.diagnostics.iter().map(|finding| (finding.clone(), policies.sources.clone())));
    findings
}

/// The program after the first fix with this safety of each finding.
fn fixed(files: &Files, findings: &[(Diagnostic, Arc<Sources>)], safety: Safety) -> Files {
    let mut fixed = files.clone();
    for (finding, sources) in findings {
        let applied = apply(sources, std::slice::from_ref(finding), |_| true, |own| own == safety);
        fixed.extend(applied.texts.into_iter().map(|(file, text)| (sources.get(file).path().to_owned(), text)));
    }
    fixed
}

/// A finding in the form of the data files.
fn found(finding: &Diagnostic, sources: &Sources) -> Expected {
    let place = finding.primary().map(|location| {
        let source = sources.get(location.file);
        let line = source.lines().locate(source.text(), location.span.start).line;
        (source.path().to_owned(), line, marked(sources.text(location)))
    });
    let (file, line, text) = place.unwrap_or_default();
    let fix = finding.fixes.iter().find(|fix| fix.safety != Safety::Suggestion);
    Expected { code: finding.rule.code.to_string(), file, line, text, fix: fix.map(|fix| fix.title.clone()) }
}

/// What is wrong with the findings for one mistake. Empty if all are as expected.
fn judge(files: &Files, mutation: &Mutation) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut changed = files.clone();
    if let Err(why) = mutation.apply(&mut changed) {
        return vec![why];
    }
    let findings = check(&changed);
    let real: Vec<Expected> = findings.iter().map(|(finding, sources)| found(finding, sources)).collect();
    if real.len() != mutation.expected.len() || !real.iter().zip(&mutation.expected).all(|(real, own)| own.fits(real)) {
        wrong.push("found instead:".to_owned());
        for (finding, (diagnostic, _)) in real.iter().zip(&findings) {
            wrong.push(format!("{finding}\n    ({})", diagnostic.message));
        }
    }
    for safety in [Safety::Safe, Safety::Unsafe] {
        let offered = findings.iter().any(|(finding, _)| finding.fixes.iter().any(|fix| fix.safety == safety));
        if offered && mutation.expected.iter().any(|expected| expected.fix.is_some()) {
            let left = check(&fixed(&changed, &findings, safety));
            wrong.extend(left.iter().map(|(finding, sources)| {
                format!("after its fix is left: {}\n    ({})", found(finding, sources), finding.message)
            }));
        }
    }
    wrong
}

#[test]
fn the_worked_example_is_clean() {
    let findings = check(&contoso());
    let told: Vec<String> = findings.iter().map(|(finding, sources)| found(finding, sources).to_string()).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn each_mistake_is_found_once_and_where_it_stands() {
    let files = contoso();
    let families = mutations();
    let judged: Vec<(&Mutation, Vec<String>)> = families
        .par_iter()
        .flat_map(|(_, mutations)| mutations)
        .map(|mutation| (mutation, judge(&files, mutation)))
        .collect();
    let failed: Vec<String> = judged
        .iter()
        .filter(|(_, wrong)| !wrong.is_empty())
        .map(|(mutation, wrong)| format!("{}: {}\n{}", mutation.family, mutation.title, wrong.join("\n")))
        .collect();
    let several = judged.iter().filter(|(mutation, _)| mutation.expected.len() > 1).count();
    let fixing = judged.iter().flat_map(|(mutation, _)| &mutation.expected).filter(|expected| expected.fix.is_some());
    println!(
        "{} mistakes in {} families: {} found as expected, {} not; {several} have two consequences; {} fixes fix them",
        judged.len(),
        families.len(),
        judged.len() - failed.len(),
        failed.len(),
        fixing.count(),
    );
    for (family, mutations) in &families {
        println!("  {:4} {family}", mutations.len());
    }
    assert!(failed.is_empty(), "{} mistakes:\n\n{}", failed.len(), failed.join("\n\n"));
    assert!(judged.len() >= 200, "only {} mistakes are left", judged.len());
    assert!(several * 100 < judged.len() * 3, "{several} mistakes have two consequences");
    for (mutation, _) in judged.iter().filter(|(mutation, _)| mutation.expected.len() != 1) {
        assert!(!mutation.why.is_empty(), "{}: why it has two consequences is not said", mutation.title);
    }
}

#[test]
fn names_of_mistakes_are_unique() {
    let mut names: Vec<String> = mutations().into_iter().flat_map(|(_, all)| all).map(|one| one.title).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
