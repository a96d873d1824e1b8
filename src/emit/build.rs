//! From the requested targets to files.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;

use super::job::Job;
use super::manifest::{self, Manifest};
use super::not_carried::{self, LeftOut};
use super::signature::SecretKey;
use super::store::{Memory, OutputFile, Store, Written};
use super::target::{Lacking, Output};
use super::targets::Target;
use super::{ids, unbound};
use crate::diagnostics::Diagnostic;

/// A build before its files are written.
pub struct Prepared<'a> {
    /// The targets that can be written: those that lack nothing.
    pub ready: Ready<'a>,
    /// The problems, in reading order. A target with a finding of level error is not ready. No target is ready if an
    /// id of the source is malformed; the check has reported that.
    pub findings: Vec<Diagnostic>,
    /// The names without an id that targets need, by the member of a bindings file where it would be.
    pub unbound: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Targets that lack nothing, in the order of [`Target::ALL`].
pub struct Ready<'a> {
    project: &'a str,
    outputs: Vec<(Target, Box<dyn Output + 'a>)>,
}

/// Finds what targets need and lack.
pub fn prepare<'a>(targets: &[Target], job: Job<'a>) -> Prepared<'a> {
    let mut lacking = Lacking::default();
    let sound = ids::check(job, &mut lacking.findings);
    let mut outputs = Vec::new();
    for target in Target::ALL.into_iter().filter(|target| targets.contains(target)) {
        let before = lacking.count();
        let output = (target.row().prepare)(job, &mut lacking);
        if sound && lacking.count() == before {
            outputs.push((target, output));
        }
    }
    let Lacking { mut findings, unbound } = lacking;
    findings.extend(unbound::findings(&unbound));
    crate::diagnostics::sort(&mut findings);
    let ready = Ready { project: job.settings.project, outputs };
    Prepared { ready, findings, unbound: unbound::names(&unbound) }
}

impl Ready<'_> {
    /// The targets.
    pub fn targets(&self) -> Vec<Target> {
        self.outputs.iter().map(|(target, _)| *target).collect()
    }

    /// The declarations that the targets do not carry, or not completely, because they have no form there.
    pub fn left_out(&self) -> Vec<LeftOut> {
        self.outputs.iter().flat_map(|(_, output)| output.left_out()).collect()
    }

    /// The same for people, a sentence each; a declaration that several targets leave out is mentioned once.
    pub fn not_carried(&self) -> Vec<String> {
        let targets: Vec<&str> = self.outputs.iter().map(|(target, _)| target.name()).collect();
        not_carried::sentences(&self.left_out(), &targets)
    }

    /// Advice for the deployment, a line each.
    pub fn advice(&self) -> Vec<String> {
        self.outputs.iter().flat_map(|(_, output)| output.advice()).collect()
    }

    /// The targets that would write nothing of the declarations.
    pub fn idle(&self) -> Vec<Target> {
        self.outputs.iter().filter(|(_, output)| output.is_idle()).map(|(target, _)| *target).collect()
    }

    /// Writes every file, the manifest last.
    pub fn write(&self, store: &dyn Store) -> io::Result<Manifest> {
        self.write_signed(store, None)
    }

    /// As [`Ready::write`], with a signature over the manifest if there is a key.
    pub fn write_signed(&self, store: &dyn Store, key: Option<&SecretKey>) -> io::Result<Manifest> {
        let files = self.outputs.par_iter().map(|(_, output)| output.write(store));
        let files: Vec<Vec<Written>> = files.collect::<io::Result<_>>()?;
        let targets: Vec<&str> = self.outputs.iter().map(|(target, _)| target.name()).collect();
        manifest::write((self.project, &targets), files.into_iter().flatten().collect(), store, key)
    }
}

/// Writes targets into memory; returns the files by path, or the findings where one of the targets is not ready.
pub fn emit(targets: &[Target], job: Job<'_>) -> Result<Vec<OutputFile>, Vec<Diagnostic>> {
    let Prepared { ready, findings, .. } = prepare(targets, job);
    let written = ready.targets();
    if targets.iter().any(|target| !written.contains(target)) {
        return Err(findings);
    }
    let memory = Memory::default();
    // INVARIANT: writing to memory does not fail.
    let _ = ready.write(&memory);
    Ok(memory.into_files())
}
