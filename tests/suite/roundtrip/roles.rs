//! Real roles: from their files to source, and back to the same bytes.

use std::path::Path;
use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::emit::{Api, Bindings, Job, Rest, Settings, Target, emit};
use dictum::engine::{self, Analysis};
use dictum::import::{Format, Levels, Options, import};
use dictum::text::Sources;
use jiff::civil::Date;

const SAMPLES: [&str; 5] = [
    "automation-project-contributor.xml",
    "emcr-eew-business-user.xml",
    "listings-administrator.xml",
    "nonprofit-team-member.xml",
    "volunteer-manager.xml",
];

/// This file was opened in an editor: it lacks the byte order mark that all others have.
const WITHOUT_MARK: &str = "volunteer-manager.xml";

const MARK: &[u8] = b"\xef\xbb\xbf";

fn trip(files: &[(String, Vec<u8>)], options: &Options) -> (String, Vec<(String, Vec<u8>)>) {
    let catalog = Arc::new(Catalog::builtin().clone());
    let imported = import(Format::Auto, files, &catalog, options).expect("roles can be imported");
    let bindings: Bindings = serde_json::from_value(imported.bindings.to_json()).expect("bindings");
    let sources = Sources::new(vec![("roles.dictum".to_owned(), imported.source.clone().into_bytes())]);
    let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
    let Analysis { program, effective, .. } = &engine::analyze(&sources, catalog, &settings);
    let settings = Settings {
        project: "any",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let built = emit(&[Target::Dataverse], Job { program, effective, sources: &sources, settings }).expect("a build");
    let roles = built.into_iter().filter(|file| file.path.starts_with("dataverse/solution/Roles/"));
    (imported.source, roles.map(|file| (file.path, file.bytes)).collect())
}

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/role-samples");
    std::fs::read(folder.join(name)).expect("the sample is there")
}

#[test]
fn real_roles_come_back_byte_for_byte() {
    for name in SAMPLES {
        let original = sample(name);
        for levels in [Levels::Words, Levels::Glyphs] {
            let options = Options { levels, ..Options::default() };
            let (source, built) = trip(&[(name.to_owned(), original.clone())], &options);
            let [(path, bytes)] = built.as_slice() else { unreachable!("{name} is one role") };
            let mut expected = original.clone();
            if name == WITHOUT_MARK {
                assert!(!original.starts_with(MARK), "{name} has its mark again: it needs no exception");
                expected.splice(0..0, MARK.iter().copied());
            }
            assert!(*bytes == expected, "{name} differs as {path}");
            let (again, built) = trip(&built, &options);
            assert_eq!(again, source, "{name}");
            assert!(built.iter().all(|(_, bytes)| *bytes == expected), "{name}, the second time");
        }
    }
}

/// Imported together they give the same files: common privileges of two roles have no effect.
#[test]
fn roles_imported_together_come_back_too() {
    let all: Vec<(String, Vec<u8>)> = SAMPLES.iter().map(|name| ((*name).to_owned(), sample(name))).collect();
    let (_, built) = trip(&all, &Options::default());
    assert_eq!(built.len(), SAMPLES.len());
    for name in SAMPLES {
        let original = sample(name);
        let body = original.strip_prefix(MARK).unwrap_or(&original);
        assert!(built.iter().any(|(_, bytes)| bytes.ends_with(body)), "{name}");
    }
}
