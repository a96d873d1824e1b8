//! The engine's answer for changing sources equals its answer for the same sources at once: findings and their order,
//! accepted findings, withheld rules.

use std::cell::Cell;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dictum::catalog::Catalog;
use dictum::engine::{self, Settings, Workspace};
use dictum::model::kinds::KINDS;
use dictum::model::seen::Parts;
use dictum::rules;
use dictum::text::{FileId, Sources};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

const SETTINGS: Settings = Settings { today: date(2026, 11, 21) };

/// A change of the text of a file.
#[derive(Clone, Debug)]
enum Change {
    /// Replaces some characters, from and to in thousandths of the file. Whole lines come after a blank line.
    Write(u16, u16, String),
    /// Adds a letter to a word: a name, a value or a kind.
    Rename(Index),
    /// Replaces a word with another word of the program.
    Confuse(Index, Index, Index),
    /// Removes a declaration.
    Drop(Index),
    /// Writes a declaration again, at the end of another file.
    Repeat(Index, Index),
    /// Removes a bracket.
    Unclose(Index),
}

/// An edit: the file, the change, whether the engine analyses after it, and whether it is then undone.
type Edit = (Index, Change, (bool, bool));

fn edit() -> impl Strategy<Value = Edit> {
    let text = prop_oneof![
        Just(String::new()),
        Just("\n\n".to_owned()),
        Just("// a remark\n".to_owned()),
        Just("}\n".to_owned()),
        Just("environment finance_prod { type = sandbox }\n".to_owned()),
        Just("connectors more = [sql, \"my own\"]\n".to_owned()),
        Just("// dictum: waive unused-group until 2026-12-31 because \"it comes\"\n".to_owned()),
        "[a-z_=\\[\\], ]{1,6}",
    ];
    let change = prop_oneof![
        (0_u16..1000, 0_u16..20, text).prop_map(|(at, length, text)| Change::Write(at, length, text)),
        any::<Index>().prop_map(Change::Rename),
        any::<(Index, Index, Index)>().prop_map(|(word, file, other)| Change::Confuse(word, file, other)),
        any::<Index>().prop_map(Change::Drop),
        any::<(Index, Index)>().prop_map(|(declaration, file)| Change::Repeat(declaration, file)),
        any::<Index>().prop_map(Change::Unclose),
    ];
    let choices = (prop::bool::weighted(0.7), prop::bool::weighted(0.6));
    (any::<Index>(), change, choices)
}

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso");
    let entries = std::fs::read_dir(folder).expect("the policies").map(|entry| entry.expect("one").path());
    let policies = entries.filter(|path| path.extension().is_some_and(|extension| extension == "dictum"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    policies.map(|path| (name(&path), std::fs::read(&path).expect("its bytes"))).collect()
}

/// The start and end of each word of a text.
fn words(text: &str) -> Vec<(usize, usize)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_word(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _inside => {}
        }
    }
    found
}

/// The approximate start and end of each declaration of a text: they are separated by blank lines.
fn declarations(text: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let ends = text.match_indices("\n\n").map(|(at, _)| at + 2).chain([text.len()]);
    ends.map(|end| (std::mem::replace(&mut start, end), end)).filter(|(start, end)| start < end).collect()
}

fn text_of(workspace: &Workspace, file: FileId) -> String {
    workspace.sources().get(file).text().to_owned()
}

/// Changes the text of a file. Returns the changed file and its earlier text.
fn apply(workspace: &mut Workspace, file: FileId, change: &Change) -> (FileId, String) {
    let count = workspace.sources().len();
    let before = text_of(workspace, file);
    let mut text = before.clone();
    match change {
        Change::Write(at, length, new) => {
            let border = |mut offset: usize| {
                while !before.is_char_boundary(offset) {
                    offset -= 1;
                }
                offset
            };
            let mut start = border(before.len() * usize::from(*at) / 1000);
            let mut end = border((start + usize::from(*length)).min(before.len()));
            if new.ends_with('\n') {
                start = before[..start].rfind("\n\n").map_or(0, |line| line + 2);
                end = start;
            }
            text.replace_range(start..end, new);
        }
        Change::Rename(word) => {
            let words = words(&before);
            if !words.is_empty() {
                text.insert(word.get(&words).1, 'x');
            }
        }
        Change::Confuse(word, other_file, other) => {
            let others = text_of(workspace, FileId::at(other_file.index(count)));
            let (mine, theirs) = (words(&before), words(&others));
            if !mine.is_empty() && !theirs.is_empty() {
                let ((start, end), (from, to)) = (*word.get(&mine), *other.get(&theirs));
                text.replace_range(start..end, &others[from..to]);
            }
        }
        Change::Drop(declaration) => {
            let declarations = declarations(&before);
            if !declarations.is_empty() {
                let (start, end) = *declaration.get(&declarations);
                text.replace_range(start..end, "");
            }
        }
        Change::Repeat(declaration, other) => {
            let declarations = declarations(&before);
            let (start, end) = if declarations.is_empty() { (0, 0) } else { *declaration.get(&declarations) };
            let other = FileId::at(other.index(count));
            let of_other = text_of(workspace, other);
            workspace.replace(other, format!("{of_other}\n{}", &before[start..end]).into_bytes());
            return (other, of_other);
        }
        Change::Unclose(bracket) => {
            let brackets: Vec<usize> = before.match_indices(['{', '}', '[', ']', '"']).map(|(at, _)| at).collect();
            if !brackets.is_empty() {
                text.remove(*bracket.get(&brackets));
            }
        }
    }
    workspace.replace(file, text.into_bytes());
    (file, before)
}

/// Fails unless the answer equals that for the same sources at once. Returns whether rules are withheld.
fn same(workspace: &mut Workspace) -> Result<bool, TestCaseError> {
    let found = workspace.analyze(&SETTINGS);
    let texts = workspace.sources().iter();
    let texts = texts.map(|source| (source.path().to_owned(), source.text().as_bytes().to_vec()));
    let fresh = engine::analyze(&Sources::new(texts.collect()), workspace.catalog().clone(), &SETTINGS);
    prop_assert_eq!(&found.diagnostics, &fresh.diagnostics);
    prop_assert_eq!(&found.accepted, &fresh.accepted);
    prop_assert_eq!(&found.withheld, &fresh.withheld);
    prop_assert_eq!(&*found.effective, &*fresh.effective);
    prop_assert_eq!(found.program.differing(&fresh.program), Parts::NONE);
    Ok(!found.is_complete())
}

#[test]
fn an_incremental_answer_is_a_fresh_one() {
    let (asked, withheld) = (Cell::new(0), Cell::new(0));
    let config = Config { cases: 16, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let ask = |workspace: &mut Workspace| {
        withheld.set(withheld.get() + usize::from(same(workspace)?));
        asked.set(asked.get() + 1);
        Ok::<(), TestCaseError>(())
    };
    let result = TestRunner::new(config).run(&prop::collection::vec(edit(), 1..12), |edits| {
        let mut workspace = Workspace::new(Sources::new(files()), Catalog::shared_builtin().clone());
        for (which, change, (asks, undoes)) in edits {
            let file = FileId::at(which.index(workspace.sources().len()));
            let (changed, before) = apply(&mut workspace, file, &change);
            if asks {
                ask(&mut workspace)?;
            }
            if undoes {
                workspace.replace(changed, before.into_bytes());
                ask(&mut workspace)?;
            }
        }
        Ok(())
    });
    result.expect("answers are the same");
    println!("{} answers, {} of them with rules withheld; other than fresh ones: 0", asked.get(), withheld.get());
}

/// The samples of all kinds and rules, sound ones and others, come and go in two files of one program. So every rule
/// has something to find, next to other text that changes.
#[test]
fn what_every_rule_finds_is_found_anew_where_it_must_be() {
    let kinds = KINDS.iter().map(|kind| kind.example.to_owned());
    let samples = rules::all().into_iter().flat_map(|check| check.rule.samples());
    let texts: Vec<String> = kinds.chain(samples.map(|sample| sample.text.clone())).collect();
    let files = vec![("a.dictum".to_owned(), Vec::new()), ("b.dictum".to_owned(), Vec::new())];
    let mut workspace = Workspace::new(Sources::new(files), Catalog::shared_builtin().clone());
    let mut asked = 0;
    for (index, text) in texts.iter().enumerate() {
        // Each comes after the one before it, moved by a line, together with one of another family.
        let moved = if index % 3 == 0 { format!("// moved\n{text}") } else { text.clone() };
        workspace.replace(FileId::at(index % 2), moved.into_bytes());
        same(&mut workspace).unwrap_or_else(|error| unreachable!("sample {index}: {error}\n{text}"));
        if index % 5 == 0 {
            let other = texts.get(texts.len() - 1 - index).map_or("", String::as_str);
            workspace.replace(FileId::at((index + 1) % 2), other.as_bytes().to_vec());
            same(&mut workspace).unwrap_or_else(|error| unreachable!("beside sample {index}: {error}\n{text}"));
            asked += 1;
        }
        asked += 1;
    }
    println!("{} samples, {asked} answers; other than fresh ones: 0", texts.len());
}

/// An environment: its type, region and group. `None` if it is not declared.
type Declared = Option<(&'static str, &'static str, &'static str)>;

fn declared() -> impl Strategy<Value = Declared> {
    let kind = prop::sample::select(vec!["sandbox", "production", "trial"]);
    let region = prop::sample::select(vec!["europe", "asia", "nowhere"]);
    let group = prop::sample::select(vec!["one", "two", "absent"]);
    prop::option::weighted(0.7, (kind, region, group))
}

/// Policies with conditions on environments. Some of their values may be in no environment.
const SELECTING: &str = "
environment_group one {}
environment_group two {}
data_policy a { applies_to = only environments where type == sandbox; business = [sql]; non_business = rest }
data_policy b { applies_to = all except environments where region == europe and group == one; blocked = rest }
data_policy c { applies_to = only environments where not (region == asia) or group == two; blocked = rest }
data_policy d { applies_to = only [e2, e5]; business = [sql]; blocked = rest }
";

/// Environments are added, removed, reordered and changed in what conditions test, and restored.
#[test]
fn what_conditions_select_is_found_anew_where_it_must_be() {
    let config = Config { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let edits = prop::collection::vec((0_usize..8, declared(), any::<bool>()), 1..12);
    let result = TestRunner::new(config).run(&edits, |edits| {
        let mut all: [Declared; 8] = [Some(("sandbox", "europe", "one")); 8];
        // The first four are in one file, the rest in another.
        let text = |all: &[Declared], file: usize| {
            let one = |(index, (kind, region, group)): (usize, (&str, &str, &str))| {
                format!("environment e{index} {{ type = {kind}; region = {region}; group = {group}; managed = yes }}\n")
            };
            let all = all.iter().enumerate().filter(|(index, _)| index / 4 == file);
            all.filter_map(|(index, declared)| Some((index, (*declared)?))).map(one).collect::<String>().into_bytes()
        };
        let files = vec![
            ("a.dictum".to_owned(), text(&all, 0)),
            ("b.dictum".to_owned(), text(&all, 1)),
            ("c.dictum".to_owned(), SELECTING.as_bytes().to_vec()),
        ];
        let mut workspace = Workspace::new(Sources::new(files), Catalog::shared_builtin().clone());
        same(&mut workspace)?;
        for (index, new, undoes) in edits {
            let before = std::mem::replace(&mut all[index], new);
            for declared in std::iter::once(new).chain(undoes.then_some(before)) {
                all[index] = declared;
                workspace.replace(FileId::at(index / 4), text(&all, index / 4));
                same(&mut workspace)?;
            }
        }
        Ok(())
    });
    result.expect("answers are the same");
}

/// The results that a workspace keeps for each single file, as text.
fn readings(workspace: &Workspace) -> Vec<String> {
    let said = format!("{workspace:?}");
    let kept = said.split("Kept { reading: ").skip(1).filter_map(|kept| kept.split_once(", items: OnceLock"));
    kept.map(|(reading, _)| reading.to_owned()).take(workspace.sources().len()).collect()
}

#[test]
fn what_a_file_says_never_changes() {
    let mut workspace = Workspace::new(Sources::new(files()), Catalog::shared_builtin().clone());
    workspace.sources().iter().for_each(|source| drop(workspace.found_by_reading(source.id())));
    let read = readings(&workspace);
    assert!(read.len() > 10 && read.iter().any(|reading| reading.contains("finance_prod")), "{} files", read.len());
    let first = workspace.analyze(&SETTINGS);
    assert!(readings(&workspace) == read, "what was read has changed");
    // A file that others refer to changes the meaning of names elsewhere, but not what was read there.
    let (file, _) = (workspace.sources().iter().map(|source| (source.id(), source.text())))
        .find(|(_, text)| text.contains("environment finance_prod"))
        .expect("the file");
    let text = text_of(&workspace, file);
    workspace.replace(file, text.replace("environment finance_prod ", "environment a_finance_prod ").into_bytes());
    drop(workspace.found_by_reading(file));
    let read = readings(&workspace);
    let second = workspace.analyze(&SETTINGS);
    assert!(readings(&workspace) == read, "what was read has changed");
    assert_ne!(first.diagnostics, second.diagnostics);
    // Equal values are the same in memory.
    let shared = |name: &str| {
        let group = |of: &engine::Analysis| of.program.groups.named(name).map(std::ptr::from_ref);
        group(&first).is_some() && group(&first) == group(&second)
    };
    let elsewhere = first.program.groups.iter().filter(|group| group.head.symbol.location.file != file);
    let names: Vec<&str> = elsewhere.map(dictum::model::program::Group::name).collect();
    assert!(names.len() > 2 && names.iter().all(|name| shared(name)), "{names:?}");
}

#[test]
fn an_interrupted_answer_leaves_nothing_behind() {
    let mut workspace = Workspace::new(Sources::new(files()), Catalog::shared_builtin().clone());
    let steps = AtomicUsize::new(0);
    let count = || {
        steps.fetch_add(1, Ordering::Relaxed);
        Ok::<(), ()>(())
    };
    assert!(workspace.analyze_while(&SETTINGS, &count).is_ok());
    let all = steps.load(Ordering::Relaxed);
    assert!(all > 100, "an answer is given up between {all} steps only");
    let mut interrupted = 0;
    for left in [0, 1, 2, 5, 20, 40, 60] {
        let file = FileId::at(left % workspace.sources().len());
        let text = format!("// {left}\n{}", text_of(&workspace, file));
        workspace.replace(file, text.into_bytes());
        let left = AtomicUsize::new(left);
        let few = || left.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).map(|_| ());
        interrupted += usize::from(workspace.analyze_while(&SETTINGS, &few).is_err());
        same(&mut workspace).expect("the answer is a fresh one");
    }
    // If most of an answer is known, few steps are left.
    assert!(interrupted >= 4, "{interrupted} answers were interrupted");
}
