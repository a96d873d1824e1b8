//! What the engine answers of sources that change is what it answers of the same sources at once: findings and their order,
//! what is accepted, what is withheld.

use std::cell::Cell;
use std::path::Path;

use dictum::catalog::Catalog;
use dictum::engine::{self, Settings, Workspace};
use dictum::text::{FileId, Sources};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Which file, from where to where in thousandths of it, and what is written. Whole lines come after a blank line.
/// Whether the engine has time to prepare, whether it is asked after this edit, and whether the edit is then undone.
type Edit = (prop::sample::Index, u16, u16, String, (bool, bool, bool));

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
    let choices = (any::<bool>(), prop::bool::weighted(0.7), prop::bool::weighted(0.7));
    (any::<prop::sample::Index>(), 0_u16..1000, 0_u16..20, text, choices)
}

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso");
    let entries = std::fs::read_dir(folder).expect("the policies").map(|entry| entry.expect("one").path());
    let policies = entries.filter(|path| path.extension().is_some_and(|extension| extension == "dictum"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    policies.map(|path| (name(&path), std::fs::read(&path).expect("its bytes"))).collect()
}

#[test]
fn an_incremental_answer_is_a_fresh_one() {
    let (asked, withheld) = (Cell::new(0), Cell::new(0));
    let config = Config { cases: 12, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let settings = Settings { today: date(2026, 11, 21) };
    let catalog = Catalog::shared_builtin().clone();
    let same = |workspace: &mut Workspace| {
        let found = workspace.analyze(&settings);
        let texts = workspace.sources().iter();
        let texts = texts.map(|source| (source.path().to_owned(), source.text().as_bytes().to_vec()));
        let fresh = engine::analyze(&Sources::new(texts.collect()), catalog.clone(), &settings);
        prop_assert_eq!(&found.diagnostics, &fresh.diagnostics);
        prop_assert_eq!(&found.accepted, &fresh.accepted);
        prop_assert_eq!(&found.withheld, &fresh.withheld);
        asked.set(asked.get() + 1);
        withheld.set(withheld.get() + usize::from(!found.is_complete()));
        Ok(())
    };
    let result = TestRunner::new(config).run(&prop::collection::vec(edit(), 1..12), |edits| {
        let mut workspace = Workspace::new(Sources::new(files()), catalog.clone());
        for (which, at, length, new, (prepares, asks, undoes)) in edits {
            if prepares {
                workspace.prepare(|| false);
            }
            let file = FileId::at(which.index(workspace.sources().len()));
            let before = workspace.sources().get(file).text().to_owned();
            let border = |mut offset: usize| {
                while !before.is_char_boundary(offset) {
                    offset -= 1;
                }
                offset
            };
            let mut start = border(before.len() * usize::from(at) / 1000);
            let mut end = border((start + usize::from(length)).min(before.len()));
            if new.ends_with('\n') {
                start = before[..start].rfind("\n\n").map_or(0, |line| line + 2);
                end = start;
            }
            let mut text = before.clone();
            text.replace_range(start..end, &new);
            workspace.replace(file, text.into_bytes());
            if asks {
                same(&mut workspace)?;
            }
            if undoes {
                workspace.replace(file, before.into_bytes());
                same(&mut workspace)?;
            }
        }
        Ok(())
    });
    result.expect("answers are the same");
    println!("{} answers, {} of them with rules withheld; other than fresh ones: 0", asked.get(), withheld.get());
}
