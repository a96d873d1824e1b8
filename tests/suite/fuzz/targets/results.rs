//! Any bytes as an inventory, as settings, as a manifest.

use std::sync::OnceLock;

use dictum::analysis::Effective;
use dictum::classify::{Book, Evaluator, Form, Input, Job};
use dictum::emit::{self, Bindings, OutputFile};
use dictum::engine::Analysis;
use dictum::model::subject;
use dictum::text::Sources;

use super::policies::{analyze, any_settings};

const RULES: &str = "\
scale criticity { low < medium < high }
criteria app {
  personal_data : bool
  users         : 0..
  impact        : none < minor < major
  reviewed_on   : date
  handles       : some of health | money | places
  purpose       : text
}
rules criticity {
  high   when impact == major or health in handles
  medium when impact != major and not health in handles and (personal_data and users > 50)
  low    otherwise
}
control high { process = regular_review every 6 months }
control medium { process = automated }
control low { process = automated }
";

fn program() -> &'static (Sources, Analysis) {
    static PROGRAM: OnceLock<(Sources, Analysis)> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let sources = Sources::single("rules.dictum", RULES);
        let analysis = analyze(&sources);
        (sources, analysis)
    })
}

/// Each row is counted once and written once, as a row of the same form. What is refused is reported.
pub(super) fn classify(bytes: &[u8]) -> Result<(), String> {
    let (sources, analysis) = program();
    let rules = analysis.program.rule_sets.first().ok_or("the rules are not read")?;
    let domains = subject::attributes(&analysis.program, &rules.subject.name);
    let evaluator = Evaluator::new(rules, &domains).ok_or("the rules do not compile")?;
    let book = Book::new(&analysis.program, sources, rules);
    for form in [Form::Csv, Form::Jsonl, Form::None] {
        let job = Job { evaluator: &evaluator, book: &book, mapping: &Vec::new(), form };
        let Ok((input, header)) = Input::open(bytes, None, job) else { continue };
        let mut out = header.line.unwrap_or_default();
        let Ok(summary) = input.classify(job, &mut out, &mut |_| {}) else { continue };
        if form == Form::None && !out.is_empty() {
            return Err("rows are written that nobody asked for".to_owned());
        }
        if form == Form::Jsonl {
            let lines = out.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            let rows = lines.map(serde_json::from_slice::<serde_json::Value>).collect::<Result<Vec<_>, _>>();
            let rows = rows.map_err(|error| format!("a line is no JSON: {error}"))?;
            let counted = summary.rows;
            if rows.len() as u64 != counted {
                return Err(format!("{counted} rows are counted and {} written", rows.len()));
            }
        }
    }
    Ok(())
}

/// Every finding in settings has a place in them.
pub(super) fn settings(bytes: &[u8]) -> Result<(), String> {
    let sources = Sources::new(vec![("dictum.toml".to_owned(), bytes.to_vec())]);
    for source in &sources {
        let (_, findings) = dictum::config::read(source);
        for finding in findings {
            for label in &finding.labels {
                let span = label.location.span;
                let text = source.text();
                if text.get(span.start as usize..span.end as usize).is_none() {
                    return Err(format!("`{}` has no place: {span:?}", finding.message));
                }
            }
        }
    }
    Ok(())
}

fn built() -> &'static [OutputFile] {
    static BUILT: OnceLock<Vec<OutputFile>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let (sources, analysis) = program();
        let effective = Effective::of(&analysis.program);
        let bindings = Bindings::default();
        let settings = any_settings(&bindings);
        let job = emit::Job { program: &analysis.program, effective: &effective, sources, settings };
        emit::emit(&[emit::Target::Bundle], job).unwrap_or_default()
    })
}

/// The manifest and the bundle of a small build, and a signature's form.
pub(super) fn manifests() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = built()
        .iter()
        .filter(|file| matches!(file.path.as_str(), emit::MANIFEST | emit::BUNDLE))
        .map(|file| file.bytes.clone())
        .collect();
    found.push(
        b"untrusted comment: a\nRUQBAgMEBQYHCAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\ntrusted comment: b\nAAAA\n"
            .to_vec(),
    );
    found
}

/// Only the manifest that was written is accepted, and no reader of a folder fails.
pub(super) fn verify(bytes: &[u8]) -> Result<(), String> {
    let mut files = built().to_vec();
    let own = files.iter_mut().find(|file| file.path == emit::MANIFEST).ok_or("there is no manifest")?;
    let same = own.bytes == bytes;
    own.bytes = bytes.to_vec();
    if emit::verify(&files).is_ok() != same {
        return Err(if same { "the manifest is refused" } else { "another manifest is taken" }.to_owned());
    }
    let _ = emit::listed_files(bytes);
    if let Some(told) = emit::bundle_fault(bytes).filter(|told| told.len() > 400) {
        return Err(format!("a message of {} bytes", told.len()));
    }
    let _ = emit::is_signature(bytes);
    let _ = emit::PublicKey::read(bytes);
    let _ = emit::SecretKey::read(bytes);
    Ok(())
}
