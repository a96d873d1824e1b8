//! The output of targets.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod administration;
mod canonical;
mod dataverse;
mod digests;
mod effective;
mod entra;
mod environments;
mod governance;
mod hostile;
mod organisation;
mod organisation_sample;
mod places;
mod power_platform;
mod regions;
mod safe_fixes;
mod same_bytes;
mod samples;
mod schema;
mod service;
mod snapshots;
mod source_map;
mod terraform;
mod terraform_random;
mod terraform_tenant;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use dictum::analysis::Effective;
use dictum::catalog::Catalog;
use dictum::diagnostics::Diagnostic;
use dictum::emit::{
    Api, Bindings, Job, Memory, OutputFile, Prepared, ProviderVersion, Rest, Settings, Target, emit, prepare,
};
use dictum::engine;
use dictum::model::Program;
use dictum::text::Sources;
use jiff::civil::Date;
use serde_json::Value;

/// A program and the input of its build.
struct Build {
    sources: Sources,
    program: Program,
    effective: Effective,
    bindings: Bindings,
    api: Api,
    rest: Rest,
    provider: ProviderVersion,
}

impl Build {
    /// One file, which must have no errors.
    fn new(text: &str) -> Self {
        Self::files(&[("policy.dictum", text)])
    }

    fn files(files: &[(&str, &str)]) -> Self {
        let inputs = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Self::bytes(inputs.collect())
    }

    fn bytes(inputs: Vec<(String, Vec<u8>)>) -> Self {
        let build = Self::any(inputs);
        let analysis =
            engine::analyze(&build.sources, catalog(), &engine::Settings { today: Date::constant(2026, 11, 21) });
        // Other tests cover what the platform would refuse.
        let errors = analysis.diagnostics.iter().filter(|finding| finding.rule.code.0 < 2000);
        let messages: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, [""; 0], "the source should have no errors");
        build
    }

    /// As much as can be read from any bytes.
    fn any(inputs: Vec<(String, Vec<u8>)>) -> Self {
        let sources = Sources::new(inputs);
        let program =
            engine::analyze(&sources, catalog(), &engine::Settings { today: Date::constant(2026, 11, 21) }).program;
        let effective = Effective::of(&program);
        let bindings = Bindings::default();
        Self {
            sources,
            program,
            effective,
            bindings,
            api: Api::V2,
            rest: Rest::Implied,
            provider: ProviderVersion::V4_1,
        }
    }

    fn bound(mut self, bindings: &str) -> Self {
        self.bindings = serde_json::from_str(bindings).expect("the bindings should be readable");
        self
    }

    fn v1(mut self) -> Self {
        self.api = Api::V1;
        self
    }

    fn listed(mut self) -> Self {
        self.rest = Rest::Listed;
        self
    }

    fn job(&self) -> Job<'_> {
        let settings = Settings {
            project: "contoso",
            bindings: &self.bindings,
            api: self.api,
            rest: self.rest,
            provider: self.provider,
            database: dictum::emit::Database::default(),
        };
        Job { program: &self.program, effective: &self.effective, sources: &self.sources, settings }
    }

    fn prepare(&self, targets: &[Target]) -> Prepared<'_> {
        prepare(targets, self.job())
    }

    fn emit(&self, targets: &[Target]) -> Vec<OutputFile> {
        emit(targets, self.job()).expect("nothing should stand in the way")
    }

    /// The files of the targets that have all they need.
    fn emit_whatever(&self) -> Vec<OutputFile> {
        let memory = Memory::default();
        self.prepare(&Target::ALL).ready.write(&memory).expect("memory takes files");
        memory.into_files()
    }

    fn findings(&self) -> Vec<Diagnostic> {
        emit(&Target::ALL, self.job()).expect_err("something should stand in the way")
    }

    /// The bundle, as written.
    fn bundle(&self) -> Vec<u8> {
        bytes(&self.emit(&[Target::Bundle]), "bundle.json").to_vec()
    }

    /// A document from the output of all targets.
    fn document(&self, path: &str) -> Value {
        json(&self.emit(&Target::ALL), path)
    }
}

fn catalog() -> Arc<Catalog> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    Arc::clone(CATALOG.get_or_init(|| Arc::new(Catalog::builtin().clone())))
}

fn bytes<'f>(files: &'f [OutputFile], path: &str) -> &'f [u8] {
    let file = files.iter().find(|file| file.path == path);
    file.map(|file| file.bytes.as_slice()).expect("the file should be written")
}

fn json(files: &[OutputFile], path: &str) -> Value {
    serde_json::from_slice(bytes(files, path)).expect("the file should be JSON")
}

/// Whether a file is a document in Dictum's own form, with a schema.
fn is_document(file: &OutputFile) -> bool {
    let foreign = file.path.ends_with("/aad-group-teams.json") || file.path.ends_with(".tf.json");
    is_json(file) && !file.path.starts_with("schema/") && !foreign
}

fn is_json(file: &OutputFile) -> bool {
    Path::new(&file.path).extension().is_some_and(|extension| extension == "json")
}

fn paths(files: &[OutputFile]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}
