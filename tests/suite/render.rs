//! Findings as text.

mod any;
mod limit;
mod narrow;
mod places;
mod samples;
mod schemas;
mod services;
mod wire;

use std::fmt::Write as _;

use dictum::diagnostics::{Diagnostic, Edit, Fix, Safety, Witness};
use dictum::render::{Format, Options, render};
use dictum::text::{FileId, Location, Sources, Span};

dictum::declare_rule! {
    /// An example of any error, with controls.
    pub TWICE = 3012 "connector-in-two-groups" Error "a connector stands in two groups of one data policy"
        fixable controls ["MS.POWERPLATFORM.2.1v1"];
}

dictum::declare_rule! {
    /// An example of any warning.
    pub STALE = 7004 "stale-rating" Warning "a rating is older than its review allows";
}

dictum::declare_rule! {
    /// An example of any info.
    pub HINT = 7010 "unused-set" Info "a set of connectors is used nowhere";
}

/// One file and findings about it, built from the words that they mark.
struct Case {
    sources: Sources,
}

impl Case {
    fn new(text: &str) -> Self {
        Self::files(&[("policies/contoso/data.dictum", text)])
    }

    fn files(files: &[(&str, &str)]) -> Self {
        let inputs = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Self { sources: Sources::new(inputs.collect()) }
    }

    /// The place of the `nth` (from 0) `word` in the first file that contains it that often.
    fn at(&self, word: &str, nth: usize) -> Location {
        let places = self.sources.iter().filter_map(|source| {
            let (start, _) = source.text().match_indices(word).nth(nth)?;
            Some(source.locate(Span::of(start, start + word.len())))
        });
        places.into_iter().next().expect("the word stands in a file")
    }

    /// A place by offsets, which may be anywhere.
    fn span(start: u32, end: u32) -> Location {
        Location::new(FileId::at(0), Span { start, end })
    }

    fn show(&self, format: Format, diagnostics: &[Diagnostic], options: &Options) -> String {
        show(format, diagnostics, &self.sources, options)
    }
}

fn show(format: Format, diagnostics: &[Diagnostic], sources: &Sources, options: &Options) -> String {
    let mut out = Vec::new();
    render(format, diagnostics, sources, options, &mut out).expect("writing to memory");
    String::from_utf8(out).expect("output is text")
}

/// Compares `text` with the snapshot of that name in `snapshots/render`.
fn compare(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/render");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Appends a part with its title to the text of a snapshot.
fn part(out: &mut String, title: &str, text: &str) {
    writeln!(out, "──── {title} ────\n{text}").expect("writing to memory");
}

/// Options for snapshots: no colour, a given width.
fn wide(width: usize) -> Options {
    Options { width, ..Options::default() }
}

fn ascii(width: usize) -> Options {
    Options { unicode: false, ..wide(width) }
}

fn narrated() -> Options {
    Options { narrated: true, ..Options::default() }
}

/// A character that must never be in an output, if there is one.
fn control(text: &str) -> Option<char> {
    text.chars().find(|character| *character != '\n' && dictum::text::is_hidden(*character))
}

/// A finding with all parts that a finding can have.
fn rich(case: &Case) -> Diagnostic {
    Diagnostic::new(&TWICE, case.at("sql", 1), "connector `sql` is in two groups of data policy `tenant_baseline`")
        .marked("in Non-business here")
        .label(case.at("sql", 0), "in Business here")
        .note("a connector can be in one group only; the platform would keep the one it reads last")
        .witness(Witness::new([("environment", "default"), ("connector", "sql")]))
        .help("keep `sql` in the group where its data belongs")
        .fix(Fix::replace("take `sql` out of `non_business`", Safety::Safe, case.at("sql, ", 0), ""))
        .fix(Fix {
            title: "move `sql` to a data policy of its own".to_owned(),
            safety: Safety::Unsafe,
            edits: vec![Edit {
                location: Case::span(case.sources.as_slice()[0].text().len() as u32, u32::MAX),
                replacement: "\ndata_policy own {\n  business = [sql]\n  blocked = rest\n}\n".to_owned(),
            }],
        })
}

const POLICY: &str = "\
data_policy tenant_baseline {
  business     = office + [sql]
  non_business = [sql, twitter]
  blocked      = rest
}
";
