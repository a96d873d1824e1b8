//! Inventories through rules: the compiled rules, the statements for databases, and the reader of rows.

mod documents;
mod equal;
mod lines;
mod random;
mod sql;
mod table;

use std::sync::{Arc, OnceLock};

use dictum::catalog::Catalog;
use dictum::classify::{Book, Evaluator, Form, Format, Header, Input, Job, Summary, Trouble, decoded};
use dictum::model::criticity::RuleSet;
use dictum::model::program::Domain;
use dictum::model::{self, Program, kinds, subject};
use dictum::syntax;
use dictum::text::Sources;

/// A program with sound rules. Other findings are allowed.
struct Rules {
    sources: Sources,
    program: Program,
}

impl Rules {
    fn new(text: &str) -> Self {
        static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
        let catalog = Arc::clone(CATALOG.get_or_init(|| Arc::new(Catalog::builtin().clone())));
        let sources = Sources::single("rules.dictum", text);
        let source = sources.iter().next().expect("one file");
        let parse = syntax::parse(source, &kinds::keywords());
        let mut lowered = model::lower(source, &parse.tree, &catalog);
        let mut findings = std::mem::take(&mut lowered.findings);
        // Other tests cover proofs about rules, and proofs about random ones take long.
        let (program, linked) = model::link(vec![lowered], catalog);
        findings.extend(linked);
        for rules in &program.rule_sets {
            let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).take(5).collect();
            assert!(rules.sound, "{} is not sound: {messages:?}", rules.head.symbol.name);
        }
        Self { sources, program }
    }

    fn set(&self, scale: &str) -> &RuleSet {
        let found = self.program.rule_sets.iter().find(|set| set.name() == scale);
        found.expect("rules of that scale")
    }

    fn domains(&self, rules: &RuleSet) -> Vec<(String, Domain)> {
        subject::attributes(&self.program, &rules.subject.name)
    }

    /// The output for an input, and the counts.
    fn classify(&self, scale: &str, input: &[u8], how: How<'_>) -> Result<(String, Header, Summary), Trouble> {
        let rules = self.set(scale);
        let evaluator = Evaluator::of(&self.program, rules).expect("sound rules compile");
        let book = Book::new(&self.program, &self.sources, rules);
        let job = Job { evaluator: &evaluator, book: &book, mapping: how.mapping, form: how.form };
        let input = decoded(input).map_err(Trouble::Read)?;
        let (input, header) = Input::open(input, how.format, job)?;
        let mut out = header.line.clone().unwrap_or_default();
        let summary = input.classify(job, &mut out, &mut |_| {})?;
        Ok((String::from_utf8(out).expect("what is written is text"), header, summary))
    }
}

#[derive(Clone, Copy)]
struct How<'a> {
    form: Form,
    format: Option<Format>,
    mapping: &'a [(String, String)],
}

const CSV: How<'static> = How { form: Form::Csv, format: None, mapping: &[] };
const JSONL: How<'static> = How { form: Form::Jsonl, format: None, mapping: &[] };

/// A small set of rules about apps.
const SMALL: &str = "\
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
control low  { process = automated }
";

fn small() -> Rules {
    Rules::new(SMALL)
}
