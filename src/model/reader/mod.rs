//! Reads declarations by the descriptions of their kinds.

mod condition;
mod field;
mod fields;
mod governance;
mod head;
mod identity;
mod phrase;
mod record;
mod set;
mod value;
mod wrong;

pub(super) use field::Field;
pub(super) use record::{Argument, Record};
pub(super) use value::Value;
pub(super) use wrong::shown;

use super::description::Kind;
use super::names::Names;
use super::program::Symbol;
use super::tenant::TenantSetting;
use super::unread::Unread;
use crate::diagnostics::{Diagnostic, Tally, alike};
use crate::syntax::ast::Atom;
use crate::text::{FileId, Location, Span};

/// The parts of the language that the reader needs.
#[derive(Clone, Copy)]
pub(super) struct Language {
    /// All kinds.
    pub(super) kinds: &'static [&'static Kind],
    /// The settings of the tenant, which have other names in other tools.
    pub(super) tenant_settings: &'static [TenantSetting],
}

impl Language {
    /// The kind with that keyword.
    pub(super) fn kind(self, keyword: &str) -> Option<&'static Kind> {
        self.kinds.iter().copied().find(|kind| kind.keyword == keyword)
    }

    /// The settings of the tenant that have this name in the platform or its Terraform provider.
    fn settings(self, name: &str) -> impl Iterator<Item = &'static TenantSetting> {
        self.tenant_settings.iter().filter(move |setting| setting.is_called(name))
    }
}

/// Reads one file, and collects findings.
pub(super) struct Reader<'c> {
    pub(super) file: FileId,
    pub(super) names: Names<'c>,
    pub(super) language: Language,
    pub(super) findings: Vec<Diagnostic>,
    /// The findings that are only counted.
    pub(super) tally: Tally,
    counted: usize,
    /// Declarations that could not be read.
    pub(super) unread: Unread,
    /// The number of parts that could not be read and were reported elsewhere, such as bad numbers.
    pub(super) silent: usize,
}

impl<'c> Reader<'c> {
    pub(super) fn new(file: FileId, names: Names<'c>, language: Language) -> Self {
        Self {
            file,
            names,
            language,
            findings: Vec::new(),
            tally: Tally::default(),
            counted: 0,
            unread: Unread::default(),
            silent: 0,
        }
    }
}

impl Reader<'_> {
    /// The number of parts that could not be read so far. If it does not grow, everything in between could be read.
    pub(super) fn faults(&self) -> usize {
        self.told() + self.silent
    }

    /// The number of findings so far, those included that are only counted.
    pub(super) fn told(&self) -> usize {
        self.findings.len() + self.counted
    }

    pub(super) fn at(&self, span: Span) -> Location {
        Location::new(self.file, span)
    }

    /// Merges findings after the first `told` that have the same message, where their fixes change nothing elsewhere.
    pub(super) fn once_since(&mut self, told: usize) {
        let tail = self.findings.split_off(told.min(self.findings.len()));
        let here = |finding: &Diagnostic| {
            let mut edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
            finding.count == 1 && edits.all(|edit| Some(edit.location) == finding.primary())
        };
        let (alone, others): (Vec<Diagnostic>, Vec<Diagnostic>) = tail.into_iter().partition(here);
        self.findings.extend(alike(alone.into_iter().map(Into::into).collect()));
        self.findings.extend(others);
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        if self.tally.keeps(finding.rule, finding.primary()) {
            self.findings.push(finding);
        } else {
            self.counted += 1;
        }
    }

    pub(super) fn symbol(&self, atom: Atom<'_>) -> Option<Symbol> {
        Some(Symbol { name: atom.name()?.into(), location: self.at(atom.span()) })
    }
}
