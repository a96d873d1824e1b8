//! One program that is open: its files, what they mean, and what is told of them.

use std::path::{Path, PathBuf};

use super::kept::Kept;
use super::world::Loaded;
use crate::codes;
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, Rule, sort};
use crate::engine::{Analysis, Settings, Workspace};
use crate::ide::View;
use crate::ide::names::Names;
use crate::text::{FileId, Sources};

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// The texts and the names in them. What the program means may be that of the texts before the last edits, and no
    /// such answer looks at it.
    Texts,
    /// What the present texts mean.
    Program,
}

pub(super) struct Root {
    folder: PathBuf,
    workspace: Workspace,
    config: Config,
    /// The settings file and what is wrong in it.
    pub(super) settings: Option<(PathBuf, Sources, Vec<Diagnostic>)>,
    names: Names,
    /// What the texts mean, and what is told of them.
    found: Option<(Analysis, Vec<Diagnostic>)>,
    /// Whether the texts have changed since that was found.
    stale: bool,
    kept: Option<Kept>,
}

impl Root {
    pub(super) fn new(loaded: Loaded) -> Self {
        let Loaded { folder, sources, config, settings, catalog } = loaded;
        let workspace = Workspace::new(sources, catalog);
        Self { folder, workspace, config, settings, names: Names::default(), found: None, stale: false, kept: None }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn sources(&self) -> &Sources {
        self.workspace.sources()
    }

    /// Where a file lies.
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

    /// Gives a file another text.
    pub(super) fn replace(&mut self, file: FileId, text: &str) {
        let source = self.workspace.sources().get(file);
        let bare = text.strip_prefix('\u{FEFF}');
        let same = source.text() == bare.unwrap_or(text) && source.has_bom() == bare.is_some();
        if !same || source.fault().is_some() {
            if let Some(kept) = &mut self.kept {
                kept.remember(file, source.text());
            }
            self.workspace.replace(file, text.as_bytes().to_vec());
            self.names.forget(file);
            self.stale = true;
        }
    }

    /// Takes what lies on the disk now. What was read of files that are the same stays.
    pub(super) fn renew(&mut self, loaded: Loaded) {
        let paths = |sources: &Sources| -> Vec<String> { sources.iter().map(|one| one.path().to_owned()).collect() };
        let faulty = |sources: &Sources| sources.iter().any(|source| source.fault().is_some());
        let same = paths(self.sources()) == paths(&loaded.sources)
            && std::sync::Arc::ptr_eq(self.workspace.catalog(), &loaded.catalog)
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

    /// Forgets all that was found.
    pub(super) fn forget(&mut self) {
        let bytes = |text: &str, bom: bool| [if bom { "\u{FEFF}" } else { "" }, text].concat().into_bytes();
        let sources = self.sources().iter();
        let sources = sources.map(|source| (source.path().to_owned(), bytes(source.text(), source.has_bom())));
        let sources = Sources::rooted(self.sources().prefix().to_owned(), sources.collect());
        self.workspace = Workspace::new(sources, self.workspace.catalog().clone());
        self.names = Names::default();
        self.found = None;
    }

    /// Finds what the present texts mean, where that is not known.
    pub(super) fn settle(&mut self, settings: Settings) {
        if self.found.is_some() && !self.stale {
            return;
        }
        let analysis = self.workspace.analyze(&settings);
        let mut findings = analysis.diagnostics.clone();
        match Kept::of(&analysis) {
            Some(kept) => self.kept = Some(kept),
            None => {
                if let Some(kept) = &self.kept {
                    findings.extend(kept.held(self.workspace.sources(), &analysis));
                    sort(&mut findings);
                }
            }
        }
        config::globs::apply(&self.config, self.workspace.sources(), &mut findings);
        self.found = Some((analysis, findings));
        self.stale = false;
    }

    /// What is told, where it is known.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        self.found.as_ref().map_or(&[], |(_, findings)| findings)
    }

    /// Finds what an answer rests on, where that is not known.
    pub(super) fn prepare(&mut self, settings: Settings, needs: Needs) {
        if needs == Needs::Program || self.found.is_none() {
            self.settle(settings);
        }
        self.names.update(self.workspace.sources());
    }

    /// What answers rest on, where it has been found.
    pub(super) fn view(&self) -> Option<View<'_>> {
        let (analysis, findings) = self.found.as_ref()?;
        Some(View { sources: self.workspace.sources(), analysis, findings, names: &self.names })
    }
}
