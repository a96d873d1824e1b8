//! One open program: its files, their analysis, and the diagnostics that the editor has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::kept::{Changes, Kept};
use super::world::Loaded;
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, Rule, sort};
use crate::engine::{self, Analysis, Settings, Workspace};
use crate::ide::View;
use crate::ide::names::Names;
use crate::text::{FileId, Sources};
use crate::{codes, waivers};

/// What an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// The texts and the names in them. The analysis may be of the texts before the last edits, and no such answer uses
    /// it.
    Texts,
    /// The analysis of the current texts.
    Program,
}

/// A change has come, so an answer about the texts before it is not needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overtaken;

/// Fails if a change has come.
pub(super) type GoOn<'a> = dyn Fn() -> Result<(), Overtaken> + Sync + 'a;

pub(super) struct Root {
    folder: PathBuf,
    workspace: Workspace,
    config: Config,
    /// The settings file and what is wrong in it.
    pub(super) settings: Option<(PathBuf, Sources, Vec<Diagnostic>)>,
    names: Names,
    /// The analysis, and the findings to report.
    found: Option<(Analysis, Arc<Vec<Diagnostic>>)>,
    /// The previous analysis and findings, dropped while no request waits.
    before: Option<(Analysis, Arc<Vec<Diagnostic>>)>,
    /// Whether the texts have changed since the analysis.
    stale: bool,
    /// The texts at the analysis of files that have changed since.
    texts: BTreeMap<FileId, String>,
    /// The findings at the analysis, from reading each of these files alone.
    readings: BTreeMap<FileId, Vec<Diagnostic>>,
    kept: Option<Kept>,
    /// The last findings that were reported to the editor for all files. `None` before the first report.
    pub(super) told: Option<Arc<Vec<Diagnostic>>>,
    /// The files whose text, version or address has changed since that report.
    pub(super) touched: BTreeSet<FileId>,
}

impl Root {
    pub(super) fn new(loaded: Loaded) -> Self {
        let Loaded { folder, sources, config, settings, catalog } = loaded;
        let workspace = Workspace::new(sources, catalog);
        Self {
            folder,
            workspace,
            config,
            settings,
            names: Names::default(),
            found: None,
            before: None,
            stale: false,
            texts: BTreeMap::new(),
            readings: BTreeMap::new(),
            kept: None,
            told: None,
            touched: BTreeSet::new(),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn sources(&self) -> &Sources {
        self.workspace.sources()
    }

    /// The path of a file.
    pub(super) fn path(&self, file: FileId) -> PathBuf {
        self.folder.join(self.sources().get(file).path())
    }

    /// The file at a path.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let own = path.strip_prefix(&self.folder).ok()?.to_str()?.replace('\\', "/");
        let files = self.sources().as_slice();
        files.binary_search_by(|source| source.path().cmp(&own)).ok().map(FileId::at)
    }

    /// The name of the project.
    pub(super) fn project(&self) -> &str {
        &self.config.name
    }

    /// Whether the settings let waivers accept a rule.
    pub(super) fn may_waive(&self, rule: &Rule) -> bool {
        !self.config.not_waivable.iter().any(|(name, _)| codes::find(name) == Some(rule))
    }

    /// Replaces the text of a file.
    pub(super) fn replace(&mut self, file: FileId, text: &str) {
        let source = self.workspace.sources().get(file);
        let bare = text.strip_prefix('\u{FEFF}');
        let same = source.text() == bare.unwrap_or(text) && source.has_bom() == bare.is_some();
        if !same || source.fault().is_some() {
            if let Some(kept) = &mut self.kept {
                kept.remember(file, source.text());
            }
            if self.found.is_some() && !self.texts.contains_key(&file) {
                self.texts.insert(file, source.text().to_owned());
                self.readings.insert(file, self.workspace.found_by_reading(file));
            }
            self.touched.insert(file);
            self.workspace.replace(file, text.as_bytes().to_vec());
            self.names.forget(file);
            self.stale = true;
        }
    }

    /// Takes the files that are on the disk now. The results for unchanged files are kept.
    pub(super) fn renew(&mut self, loaded: Loaded) {
        let paths = |sources: &Sources| -> Vec<String> { sources.iter().map(|one| one.path().to_owned()).collect() };
        let faulty = |sources: &Sources| sources.iter().any(|source| source.fault().is_some());
        let same = paths(self.sources()) == paths(&loaded.sources)
            && Arc::ptr_eq(self.workspace.catalog(), &loaded.catalog)
            && !faulty(self.sources())
            && !faulty(&loaded.sources);
        if !same {
            *self = Self::new(loaded);
            return;
        }
        for source in &loaded.sources {
            self.replace(source.id(), source.text());
        }
        if self.config != loaded.config {
            self.config = loaded.config;
            self.stale = true;
        }
        self.settings = loaded.settings;
    }

    /// Drops all results.
    pub(super) fn forget(&mut self) {
        let bytes = |text: &str, bom: bool| [if bom { "\u{FEFF}" } else { "" }, text].concat().into_bytes();
        let sources = self.sources().iter();
        let sources = sources.map(|source| (source.path().to_owned(), bytes(source.text(), source.has_bom())));
        let sources = Sources::rooted(self.sources().prefix().to_owned(), sources.collect());
        self.workspace = Workspace::new(sources, self.workspace.catalog().clone());
        self.names = Names::default();
        self.found = None;
        self.told = None;
        self.texts.clear();
        self.readings.clear();
    }

    /// Analyzes the current texts if that is not done. Fails if a change comes before the end, and then the previous
    /// analysis is kept.
    pub(super) fn settle(&mut self, settings: Settings, go_on: &GoOn<'_>) -> Result<(), Overtaken> {
        if self.found.is_some() && !self.stale {
            return Ok(());
        }
        let analysis = self.workspace.analyze_while(&settings, go_on)?;
        let mut findings = Arc::new(analysis.diagnostics.clone());
        if analysis.is_complete() {
            engine::drop_beside(self.kept.replace(Kept::new(findings.clone())));
        } else if let Some(kept) = &self.kept {
            let findings = Arc::make_mut(&mut findings);
            findings.extend(kept.held(self.workspace.sources(), &analysis));
            sort(findings);
        }
        if config::changes_findings(&self.config) {
            config::globs::apply(&self.config, self.workspace.sources(), Arc::make_mut(&mut findings));
        }
        self.before = self.found.replace((analysis, findings));
        self.stale = false;
        self.texts.clear();
        self.readings.clear();
        Ok(())
    }

    /// The findings of a changed file that are known before the analysis: those from reading the file alone, and
    /// earlier ones that no change touches. `None` if no analysis is outstanding.
    pub(super) fn at_first(&self, file: FileId) -> Option<Vec<Diagnostic>> {
        let (_, before) = self.found.as_ref().filter(|_| self.stale)?;
        let read_before = self.readings.get(&file)?;
        let same = |one: &Diagnostic, other: &Diagnostic| one.rule == other.rule && one.primary() == other.primary();
        // The findings that waivers accept are known only after the analysis.
        let reading = self.workspace.found_by_reading(file).into_iter().filter(|one| !waivers::is_waivable(one.rule));
        let mut findings: Vec<Diagnostic> = reading.collect();
        let here =
            |finding: &&Diagnostic| finding.primary().iter().chain(&finding.also).any(|place| place.file == file);
        let changes = Changes::since(&self.texts, self.workspace.sources());
        for finding in before.iter().filter(here).filter(|one| !read_before.iter().any(|other| same(one, other))) {
            findings.extend(changes.moved(finding));
        }
        sort(&mut findings);
        config::globs::apply(&self.config, self.workspace.sources(), &mut findings);
        Some(findings)
    }

    /// The findings to report, if they are known.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        self.found.as_ref().map_or(&[], |(_, findings)| findings)
    }

    /// Records that the editor has all of them.
    pub(super) fn note_told(&mut self) {
        self.told = self.found.as_ref().map(|(_, findings)| findings.clone());
        self.touched.clear();
    }

    /// Drops what is no longer needed, while no request waits.
    pub(super) fn rest(&mut self) {
        if let Some(before) = self.before.take() {
            engine::drop_beside(before);
        }
    }

    /// Prepares what an answer depends on, if it is not there yet.
    pub(super) fn prepare(&mut self, settings: Settings, needs: Needs, go_on: &GoOn<'_>) -> Result<(), Overtaken> {
        if needs == Needs::Program || self.found.is_none() {
            self.settle(settings, go_on)?;
        }
        self.names.update(self.workspace.sources());
        Ok(())
    }

    /// The data for answers, if there is an analysis.
    pub(super) fn view(&self) -> Option<View<'_>> {
        let (analysis, findings) = self.found.as_ref()?;
        Some(View { sources: self.workspace.sources(), analysis, findings, names: &self.names })
    }
}
