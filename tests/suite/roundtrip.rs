//! From an export to source to requests, and from the requests to source and requests again, without a change.

mod losses;
mod mock;
mod random;
mod requests;
mod roles;
mod samples;

use std::path::Path;
use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::diagnostics::Level;
use dictum::emit::{Api, Bindings, Job, OutputFile, Rest, Settings, Target, emit};
use dictum::engine::{self, Analysis};
use dictum::import::{Format, Imported, Members, Options, import};
use dictum::text::Sources;
use jiff::civil::Date;
use serde_json::Value;

const FIVE: &str = "rpothin-tenant-five-policies.tfoutput.json";
const SAMPLES: [&str; 6] = [
    "industry-default-env.v1.json",
    "industry-high-tenant.v1.json",
    "provider-example.tf",
    "provider-mock-policy.v2.json",
    "rpothin-example-1.tfvars",
    FIVE,
];

type File = (String, Vec<u8>);

fn sample(name: &str) -> File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples").join(name);
    (name.to_owned(), std::fs::read(path).expect("the sample should be there"))
}

/// The catalogue for a sample: that of its own day, if it is known.
fn catalog(name: &str) -> Arc<Catalog> {
    let builtin = Catalog::builtin();
    Arc::new(if name == FIVE { builtin.as_of("2024-10-30".parse().expect("a date")) } else { builtin.clone() })
}

/// How a trip is made.
#[derive(Clone, Copy, Debug)]
struct Way {
    api: Api,
    rest: Rest,
    members: Members,
}

impl Way {
    const ALL: [Self; 4] = [
        Self { api: Api::V2, rest: Rest::Implied, members: Members::Few },
        Self { api: Api::V2, rest: Rest::Listed, members: Members::Covered },
        Self { api: Api::V1, rest: Rest::Implied, members: Members::Few },
        Self { api: Api::V1, rest: Rest::Listed, members: Members::Covered },
    ];
}

/// A program in memory, with the ids of the things that it names.
struct Program {
    sources: Sources,
    analysis: Analysis,
    bindings: Bindings,
}

impl Program {
    fn new(source: &str, bindings: Bindings, catalog: &Arc<Catalog>) -> Self {
        let sources = Sources::new(vec![("policy.dictum".to_owned(), source.as_bytes().to_vec())]);
        let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
        let analysis = engine::analyze(&sources, Arc::clone(catalog), &settings);
        let unread: Vec<&str> = analysis
            .diagnostics
            .iter()
            .filter(|finding| finding.level == Level::Error && finding.rule.code.0 < 2000)
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(unread, [""; 0], "{source}");
        Self { sources, analysis, bindings }
    }

    /// The program that is imported from files.
    fn imported(files: &[File], members: Members, catalog: &Arc<Catalog>) -> (Self, Imported) {
        let options = Options { default_members: members, ..Options::default() };
        let imported = import(Format::Auto, files, catalog, &options).expect("the files should be importable");
        let mut bindings: Bindings =
            serde_json::from_value(imported.bindings.to_json()).expect("the bindings that import writes are bindings");
        // Templates leave the default environment open, and paths of the first generation name the tenant.
        bindings.tenant = Some("44444444-0000-0000-0000-000000000004".to_owned());
        if imported.source.contains("environment default ") && !bindings.environments.contains_key("default") {
            let id = "Default-44444444-0000-0000-0000-000000000004";
            bindings.environments.insert("default".to_owned(), id.to_owned());
        }
        (Self::new(&imported.source, bindings, catalog), imported)
    }

    fn build(&self, way: Way) -> Build {
        let settings = Settings {
            project: "contoso",
            bindings: &self.bindings,
            api: way.api,
            rest: way.rest,
            provider: dictum::emit::ProviderVersion::V4_1,
            database: dictum::emit::Database::default(),
        };
        let Analysis { program, effective, .. } = &self.analysis;
        let job = Job { program, effective, sources: &self.sources, settings };
        let files = emit(&[Target::Bundle, Target::PowerPlatform], job);
        let files = files.unwrap_or_else(|findings| {
            let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
            unreachable!("nothing should stand in the way: {messages:?}")
        });
        Build { files }
    }

    fn policies(&self) -> usize {
        self.analysis.program.policies.len()
    }
}

/// The result of a build.
struct Build {
    files: Vec<OutputFile>,
}

impl Build {
    /// The files of the folder `power-platform`, as input of an import.
    fn requests(&self) -> Vec<File> {
        let ours = self.files.iter().filter(|file| file.path.starts_with("power-platform/"));
        ours.map(|file| (file.path.clone(), file.bytes.clone())).collect()
    }

    /// The requests without the plan.
    fn without_plan(&self) -> Vec<File> {
        self.requests().into_iter().filter(|(path, _)| !path.ends_with("/plan.json")).collect()
    }

    /// Everything with a meaning: all files except the source map and the manifest that lists it.
    fn meaning(&self) -> Vec<&OutputFile> {
        let files = self.files.iter();
        files.filter(|file| !["bundle.map.json", "manifest.json"].contains(&file.path.as_str())).collect()
    }

    fn json(&self, path: &str) -> Value {
        let file = self.files.iter().find(|file| file.path == path).expect("the file should be written");
        serde_json::from_slice(&file.bytes).expect("the file should be JSON")
    }
}

/// The files that differ between two builds, or that only one has.
fn differing(one: &Build, two: &Build) -> Vec<String> {
    let (one, two) = (one.meaning(), two.meaning());
    let lacks = |files: &[&OutputFile], file: &OutputFile| !files.contains(&file);
    let first = one.iter().filter(|file| lacks(&two, file)).map(|file| format!("first {}", file.path));
    let second = two.iter().filter(|file| lacks(&one, file)).map(|file| format!("second {}", file.path));
    first.chain(second).collect()
}
