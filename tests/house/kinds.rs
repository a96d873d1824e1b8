//! The descriptions of the kinds of declarations are true: their examples have no findings, and attributes take the
//! values that they describe.

use std::fmt::Write as _;

use dictum::model::kinds::{self, Attribute, Body, KINDS, Kind, NestedBlock, Shape, Type};
use dictum::text::Sources;

use crate::policy::{findings, told};
use crate::tree::none;

/// A place in a kind that has statements: the kind and the blocks around the place.
#[derive(Clone)]
pub struct Inside {
    pub kind: &'static Kind,
    pub blocks: Vec<&'static NestedBlock>,
}

impl Inside {
    /// `data_policy … connector … actions`
    pub fn path(&self) -> String {
        let blocks = self.blocks.iter().map(|block| block.name);
        std::iter::once(self.kind.keyword).chain(blocks).collect::<Vec<_>>().join(" › ")
    }

    /// A declaration with only this statement, and the offset of the statement.
    fn with(&self, statement: &str) -> (String, usize) {
        let (name, before) = match self.kind.name {
            "subject" => ("connector", ""),
            "level" => ("low", "scale criticity { low < high }\n"),
            "scale" => ("example", "scale example { low < high }\ncriteria flow { calls : 0.. }\n"),
            "root" => ("example", "environment finance { type = production }\n"),
            "" => ("", ""),
            _symbol if self.kind.keyword == "waive" => ("unused-group on group example", ""),
            _symbol if self.kind.keyword == "test" => ("example", TESTED),
            _symbol if self.kind.keyword == "duties" => ("example", "role payer {}\nrole approver {}\n"),
            _symbol => ("example", ""),
        };
        let mut text = format!("{before}{} {name} {{\n", self.kind.keyword);
        for block in &self.blocks {
            let argument = if block.argument.is_some() { " sql" } else { "" };
            let _ = writeln!(text, "{}{argument} {{", block.name);
        }
        if self.blocks.last().is_some_and(|block| block.name == "grid") && !statement.starts_with("table ") {
            text.push_str("table create read write delete append append_to assign share\n");
        }
        let start = text.len();
        let _ = write!(text, "{statement}\n{}", "}\n".repeat(self.blocks.len() + 1));
        (text, start)
    }
}

/// Declarations that the sentences of tests refer to.
const TESTED: &str = r#"scale criticity { low < medium < high }
scale connector_risk { standard < elevated }
criteria app { personal_data : bool }
environment finance_prod { type = production; dataverse { language = 1033; currency = EUR } }
group sg_finance { kind = security }
business_units contoso { germany }
tables { new_portfolio : user_owned }
role pmo { grid { table read
new_portfolio org
} }
user alice { upn = "alice@contoso.com" }
team pmo_office { in = finance_prod; kind = owner; roles = [pmo] }
app expense_approval { environment = finance_prod }
scale risk { low < high }
criteria agent { skill : 0..9 }
rules risk { subject = agent; high when skill > 5; low otherwise }
"#;

/// Every shape of a kind, with its place.
pub fn shapes(kind: &'static Kind) -> Vec<(Inside, &'static Shape)> {
    let Body::Block(shape) = &kind.body else { return Vec::new() };
    let mut found = Vec::new();
    let mut open = vec![(Inside { kind, blocks: Vec::new() }, *shape)];
    while let Some((inside, shape)) = open.pop() {
        for block in shape.blocks {
            let mut blocks = inside.blocks.clone();
            blocks.push(block);
            open.push((Inside { kind, blocks }, block.shape));
        }
        found.push((inside, shape));
    }
    found
}

fn attributes() -> Vec<(Inside, &'static Attribute)> {
    let shapes = KINDS.iter().flat_map(|kind| shapes(kind));
    shapes
        .flat_map(|(inside, shape)| shape.attributes.iter().map(move |attribute| (inside.clone(), attribute)))
        .collect()
}

#[test]
fn words_are_unique_and_references_name_kinds() {
    let unique = |what: String, words: Vec<&str>| {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), words.len(), "{what} has a word twice: {words:?}");
        for word in words {
            let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            assert!(is_plain, "{what}: `{word}` is written in lower case with `_`");
        }
    };
    unique("the list of kinds".to_owned(), kinds::keywords());
    for kind in KINDS {
        assert_eq!(kinds::find(kind.keyword).map(|kind| kind.keyword), Some(kind.keyword));
        assert!(kind.noun.starts_with("a ") || kind.noun.starts_with("an "), "`{}` has an article", kind.noun);
        for (inside, shape) in shapes(kind) {
            unique(inside.path(), shape.attributes.iter().map(|attribute| attribute.name).collect());
            unique(inside.path(), shape.blocks.iter().map(|block| block.name).collect());
            // A switch may also be a block, which gives more.
            let is_block = |one: &&Attribute| shape.blocks.iter().any(|block| block.name == one.name);
            for attribute in shape.attributes.iter().filter(is_block) {
                assert!(matches!(attribute.kind, Type::Bool), "{} › {}", inside.path(), attribute.name);
            }
        }
    }
    for (inside, attribute) in attributes() {
        let what = format!("{} › {}", inside.path(), attribute.name);
        match attribute.kind {
            Type::Word(choices) => unique(what, choices.iter().map(|choice| choice.word).collect()),
            Type::Reference(kind) => assert!(kinds::find(kind).is_some(), "{what} names the kind `{kind}`"),
            _other => {}
        }
        assert!(attribute.doc.ends_with('.'), "{} is described in sentences", attribute.name);
        assert!(!attribute.required || attribute.default.is_empty(), "{} needs no default", attribute.name);
    }
}

#[test]
fn examples_are_clean() {
    let mut offenders = Vec::new();
    for kind in KINDS {
        let found = findings(kind.example);
        if !found.is_empty() {
            offenders.push(format!("{}:\n{}", kind.keyword, told(&found)));
        }
        let begins = |line: &str| line.starts_with(&format!("{} ", kind.keyword));
        if !kind.example.lines().any(begins) {
            offenders.push(format!("{}: its example declares none", kind.keyword));
        }
    }
    none("the example of every kind is clean", &offenders);
}

#[test]
fn examples_are_laid_out() {
    for kind in KINDS {
        let sources = Sources::single("example.dictum", kind.example);
        let laid_out = dictum::format::format(&sources.as_slice()[0], &kinds::keywords());
        assert_eq!(laid_out.expect("an example parses"), kind.example, "the example of `{}`", kind.keyword);
    }
}

/// A value that an attribute of this type does not take, and the codes that report it.
fn wrong(kind: Type) -> (&'static str, &'static [u16]) {
    match kind {
        Type::Word(_) => ("neverheardof", &[1004]),
        Type::Bool | Type::Date | Type::Language => ("neverheardof", &[1003]),
        Type::Integer(..) => ("\"many\"", &[1003]),
        Type::Text
        | Type::Reference(_)
        | Type::Region
        | Type::References(_)
        | Type::Names(_)
        | Type::Name(_)
        | Type::Texts => ("12", &[1003]),
        Type::ConnectorSet
        | Type::Scope
        | Type::Interval
        | Type::Rated
        | Type::Sharing
        | Type::SharingOrNone
        | Type::AtLeast
        | Type::Domains => ("12", &[1003, 1004]),
        Type::Currency => ("NEVERHEARDOF", &[1004]),
        Type::Duration | Type::Process | Type::Levels | Type::Environments | Type::Ceiling => {
            ("12", &[1003, 1004, 1009])
        }
    }
}

#[test]
fn every_attribute_is_read_and_refuses_what_it_does_not_take() {
    let mut offenders = Vec::new();
    for (inside, attribute) in attributes() {
        let (value, codes) = wrong(attribute.kind);
        let (text, start) = inside.with(&format!("{} = {value}", attribute.name));
        let start = start + attribute.name.len() + 3;
        let found = findings(&text);
        let is_told = found.iter().any(|finding| {
            let span = finding.primary().map(|place| place.span);
            codes.contains(&finding.rule.code.0)
                && span.is_some_and(|span| span.start as usize >= start && span.end as usize <= start + value.len())
        });
        if !is_told {
            offenders.push(format!("{} › {} = {value} gives\n{}", inside.path(), attribute.name, told(&found)));
        }
    }
    none("an attribute refuses what its type does not take", &offenders);
}

#[test]
fn every_reference_must_lead_somewhere() {
    let mut offenders = Vec::new();
    for (inside, attribute) in attributes() {
        let value = match attribute.kind {
            Type::Reference(_) => "neverheardof",
            Type::References(_) | Type::Environments | Type::ConnectorSet => "[neverheardof]",
            _other => continue,
        };
        let (text, _) = inside.with(&format!("{} = {value}", attribute.name));
        let found = findings(&text);
        let is_told = |finding: &&dictum::diagnostics::Diagnostic| {
            // Names of declarations, and of connectors.
            matches!(finding.rule.code.0, 1005 | 1012) && finding.message.contains("neverheardof")
        };
        if !found.iter().any(|finding| is_told(&finding)) {
            offenders.push(format!("{} › {}:\n{}", inside.path(), attribute.name, told(&found)));
        }
    }
    none("a reference to nothing is told", &offenders);
}

#[test]
fn what_must_be_given_is_asked_for() {
    let mut offenders = Vec::new();
    for (inside, attribute) in attributes().iter().filter(|(_, attribute)| attribute.required) {
        let found = findings(&inside.with("").0);
        let needle = format!("`{}`", attribute.name);
        if !found.iter().any(|finding| finding.rule.code.0 == 1008 && finding.message.contains(&needle)) {
            offenders.push(format!("{} › {}", inside.path(), attribute.name));
        }
    }
    none("an attribute that must be given is asked for", &offenders);
}

/// Codes which report that a statement cannot be read.
const UNREAD: &[u16] = &[1002, 1003, 1004, 1005, 1009];

#[test]
fn defaults_may_be_written() {
    let mut offenders = Vec::new();
    for (inside, attribute) in attributes().iter().filter(|(_, attribute)| !attribute.default.is_empty()) {
        let (text, _) = inside.with(&format!("{} = {}", attribute.name, attribute.default));
        let mut found = findings(&text);
        found.retain(|finding| finding.rule.code.0 < 1000 || UNREAD.contains(&finding.rule.code.0));
        if !found.is_empty() {
            offenders.push(format!("{} › {} = {}\n{}", inside.path(), attribute.name, attribute.default, told(&found)));
        }
    }
    none("a default, written out, is taken", &offenders);
}

#[test]
fn sentences_of_the_described_form_are_taken() {
    let mut forms: Vec<(Inside, &str)> = Vec::new();
    for kind in KINDS {
        if let Body::Free(sentences) = kind.body {
            forms.extend(sentences.iter().map(|sentence| (Inside { kind, blocks: Vec::new() }, sentence.form)));
        }
        for (inside, shape) in shapes(kind) {
            forms.extend(shape.sentences.iter().map(|sentence| (inside.clone(), sentence.form)));
        }
    }
    let mut offenders = Vec::new();
    for (inside, form) in forms {
        // Rules about connectors cannot use ages, as the form states.
        if inside.kind.keyword == "rating" && form.contains("older than") {
            continue;
        }
        let (text, start) = inside.with(form);
        let mut found = findings(&text);
        found.retain(|finding| {
            let here = finding.primary().is_some_and(|place| place.span.start as usize >= start);
            finding.rule.code.0 < 1000 || here && UNREAD.contains(&finding.rule.code.0)
        });
        if !found.is_empty() {
            offenders.push(format!("{} › {form}\n{}", inside.path(), told(&found)));
        }
    }
    none("a sentence of the described form is taken", &offenders);
}
