//! Order, files, line ends and layout have no effect, and what must be bounded is bounded.

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::emit::{Api, Bindings, Job, OutputFile, Rest, Settings, Target, emit};
use dictum::engine::{self, Analysis};
use dictum::model::program::DataGroup;
use dictum::model::{ConnectorId, kinds};
use dictum::syntax::{self, ast};
use dictum::text::{Sources, Span};
use jiff::civil::Date;
use proptest::prelude::*;

const CONTOSO: [&str; 11] = [
    include_str!("../../policies/contoso/allow-lists.dictum"),
    include_str!("../../policies/contoso/apps.dictum"),
    include_str!("../../policies/contoso/connectors.dictum"),
    include_str!("../../policies/contoso/controls.dictum"),
    include_str!("../../policies/contoso/criticity.dictum"),
    include_str!("../../policies/contoso/data-policies.dictum"),
    include_str!("../../policies/contoso/environments.dictum"),
    include_str!("../../policies/contoso/people.dictum"),
    include_str!("../../policies/contoso/ratings.dictum"),
    include_str!("../../policies/contoso/roles.dictum"),
    include_str!("../../policies/contoso/units.dictum"),
];

fn analyze(sources: &Sources) -> Analysis {
    let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
    engine::analyze(sources, Arc::new(Catalog::builtin().clone()), &settings)
}

/// Every file of a build except the source map and files that depend on it.
fn meaning(sources: &Sources) -> Vec<OutputFile> {
    let analysis = analyze(sources);
    let messages: Vec<&str> = analysis.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, [""; 0], "the example is clean however it is written");
    let text = include_str!("../../policies/contoso/bindings.json");
    let bindings: Bindings = serde_json::from_str(text).expect("bindings");
    let settings = Settings {
        project: "contoso",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources, settings };
    let files = emit(&[Target::Bundle, Target::PowerPlatform], job).expect("the example lacks nothing");
    files.into_iter().filter(|file| !matches!(file.path.as_str(), "bundle.map.json" | "manifest.json")).collect()
}

/// The declarations of the example, each with its doc comment.
fn declarations() -> Vec<String> {
    let mut found = Vec::new();
    for text in CONTOSO {
        let sources = Sources::single("a.dictum", text);
        for source in &sources {
            let parse = syntax::parse(source, &kinds::keywords());
            for declaration in ast::declarations(&parse.tree, source.text()) {
                let span = declaration.node.span();
                let docs = declaration.docs.span;
                let start = if docs.is_empty() { span.start } else { docs.start };
                found.push(text.get(start as usize..span.end as usize).expect("a declaration").to_owned());
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Shuffled, split into files, laid out again, with other line ends: the same bytes.
    #[test]
    fn the_same_meaning_is_the_same_bytes(
        order in Just(declarations()).prop_shuffle(),
        files in 1_usize..6,
        crlf in any::<bool>(),
        bom in any::<bool>(),
        laid_out in any::<bool>(),
    ) {
        let expected = meaning(&Sources::new(
            CONTOSO.iter().enumerate().map(|(index, text)| (format!("{index}.dictum"), text.as_bytes().to_vec())).collect(),
        ));
        let mut texts = vec![String::new(); files];
        for (index, declaration) in order.iter().enumerate() {
            if let Some(text) = texts.get_mut((index * 7 + declaration.len()) % files) {
                text.push_str(declaration);
                text.push_str(if laid_out { "\n\n" } else { "\n// a comment between\n" });
            }
        }
        let inputs = texts.into_iter().enumerate().map(|(index, text)| {
            let single = Sources::single("a.dictum", &text);
            let source = single.iter().next().expect("one file");
            let text = if laid_out {
                dictum::format::format(source, &kinds::keywords()).expect("it parses")
            } else {
                text
            };
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            let mark = if bom { "\u{FEFF}" } else { "" };
            (format!("part-{}.dictum", 9 - index), format!("{mark}{text}").into_bytes())
        });
        prop_assert!(meaning(&Sources::new(inputs.collect())) == expected);
    }

    /// One byte is lost, doubled or added: there may be findings, but no harm, and every place is in its file.
    #[test]
    fn one_wrong_byte_does_no_harm(file in 0_usize..7, at in any::<prop::sample::Index>(), byte in any::<u8>(), way in 0_u8..3) {
        let mut bytes = CONTOSO.get(file).expect("a file").as_bytes().to_vec();
        let at = at.index(bytes.len());
        match way {
            0 => drop(bytes.remove(at)),
            1 => bytes.insert(at, byte),
            _cut => bytes.truncate(at),
        }
        let sources = Sources::new(vec![("a.dictum".to_owned(), bytes)]);
        for finding in analyze(&sources).diagnostics {
            for label in &finding.labels {
                let text = sources.get(label.location.file).text();
                let span = label.location.span;
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}

/// Names that are not in the catalogue: quoted here, plain there, in two spellings, declared, misspelt.
const FOREIGN: [&str; 5] = [
    "data_policy one {\n  applies_to = all\n  business = [\"contoso_quoted\", sql]\n  non_business = rest\n}\n",
    "data_policy two {\n  applies_to = all\n  business = [contoso_quoted, contoso_declared]\n  non_business = rest\n}\n",
    "connectors three = [contoso_unknown, Contoso_Quoted, sharepoint_online]\n",
    "connectors four = [\"Contoso_Quoted\", contoso_Unknown, Contoso_Declared] + three\n",
    "connector contoso_declared { kind = custom }\n",
];

fn numbered(files: &[&str]) -> Sources {
    let files = files.iter().enumerate();
    Sources::new(files.map(|(index, text)| (format!("{index}.dictum"), text.as_bytes().to_vec())).collect())
}

/// The bundle of files without an error.
fn bundle(files: &[&str]) -> Vec<u8> {
    let sources = numbered(files);
    let analysis = analyze(&sources);
    let settings = Settings {
        project: "p",
        bindings: &Bindings::default(),
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &sources, settings };
    let files = emit(&[Target::Bundle], job).expect("nothing is lacking");
    files.into_iter().find(|file| file.path.as_str() == "bundle.json").expect("the normal form").bytes
}

/// The findings for these files, each with the text at its place and its fixes; and the connectors of each set and
/// policy.
fn said(files: &[&str]) -> (Vec<String>, Vec<String>) {
    let sources = numbered(files);
    let analysis = analyze(&sources);
    let mut findings = Vec::new();
    for finding in &analysis.diagnostics {
        let at = finding.primary().expect("a place");
        let text = sources.get(at.file).text();
        let mended_by: Vec<&str> = finding.fixes.iter().map(|fix| fix.title.as_str()).collect();
        findings.push(format!(
            "{} {} at {} of {text}: {:?} {:?} {mended_by:?}",
            finding.rule.code, finding.message, at.span.start, finding.help, finding.notes
        ));
    }
    findings.sort();
    let program = &analysis.program;
    let names =
        |ids: Vec<ConnectorId>| ids.into_iter().map(|id| program.universe.name(id)).collect::<Vec<_>>().join(" ");
    let sets = program.connector_sets.iter().map(|set| (&set.head, names(set.members.iter().collect())));
    let policies = program.policies.iter().map(|policy| {
        let business =
            program.universe.ids().filter(|id| policy.group_of(&program.universe, *id) == DataGroup::Business);
        (&policy.head, names(business.collect()))
    });
    let mut members: Vec<String> =
        sets.chain(policies).map(|(head, names)| format!("{}: {names}", head.symbol.name)).collect();
    members.sort();
    (findings, members)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// All files together decide whether a name is known, in any order.
    #[test]
    fn the_order_of_files_does_not_make_a_name_known(order in Just(FOREIGN.to_vec()).prop_shuffle()) {
        prop_assert_eq!(said(&order), said(&FOREIGN));
        let known: Vec<&str> = order.into_iter().filter(|text| !text.starts_with("connectors")).collect();
        let [one, two, _, _, declared] = FOREIGN;
        prop_assert!(bundle(&known) == bundle(&[one, two, declared]));
    }
}

#[test]
fn a_name_in_quotes_is_known_in_every_file() {
    let (findings, _) = said(&FOREIGN);
    let unknown = |name: &str| {
        let words = format!("connector `{name}` is neither in the catalogue nor declared");
        findings.iter().filter(|finding| finding.contains(&words)).count()
    };
    assert_eq!(["contoso_unknown", "contoso_Unknown", "sharepoint_online"].map(unknown), [1, 1, 1], "{findings:#?}");
    assert_eq!(
        ["contoso_quoted", "Contoso_Quoted", "contoso_declared", "Contoso_Declared"].map(unknown),
        [0, 0, 0, 0],
        "{findings:#?}"
    );
}

fn codes_of(text: &str) -> Vec<u16> {
    let sources = Sources::single("a.dictum", text);
    let mut codes = Vec::new();
    for source in &sources {
        codes.extend(syntax::parse(source, &kinds::keywords()).diagnostics.iter().map(|finding| finding.rule.code.0));
    }
    codes
}

#[test]
fn limits_hold_at_their_border() {
    let limit = syntax::codes::LIMIT_EXCEEDED.code.0;
    for (depth, exceeded) in [(syntax::MAX_DEPTH - 1, false), (syntax::MAX_DEPTH, false), (syntax::MAX_DEPTH + 1, true)]
    {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        let codes = codes_of(&format!("connectors a = {open}all{close}\n"));
        assert_eq!(codes.contains(&limit), exceeded, "{depth} brackets");
    }
    for (length, exceeded) in [(syntax::MAX_TEXT - 1, false), (syntax::MAX_TEXT, false), (syntax::MAX_TEXT + 1, true)] {
        let text = "x".repeat(length - 2);
        let codes = codes_of(&format!("group a {{ name = \"{text}\" }}\n"));
        assert_eq!(codes.contains(&limit), exceeded, "a text of {length} bytes");
    }
    for (length, exceeded) in [(syntax::MAX_FILE - 1, false), (syntax::MAX_FILE, false), (syntax::MAX_FILE + 1, true)] {
        let codes = codes_of(&"\n".repeat(length));
        assert_eq!(codes.contains(&limit), exceeded, "a file of {length} bytes");
    }
}

/// Every node below these, with its place.
fn flat(nodes: ast::Nodes<'_>, into: &mut Vec<(syntax::NodeKind, Span)>) {
    for node in nodes {
        into.push((node.kind(), node.span()));
        flat(node.children(), into);
    }
}

/// Sound items are parsed together, and one by one if an item next to them does not parse. The result is the same.
#[test]
fn an_item_that_does_not_parse_changes_none_beside_it() {
    for text in CONTOSO {
        let sources = Sources::new(vec![
            ("a".to_owned(), text.into()),
            ("b".to_owned(), format!("{text}\nenvironment = [\"x\" = 1]\n").into_bytes()),
        ]);
        let read: Vec<Vec<(syntax::NodeKind, Span)>> = sources
            .iter()
            .map(|source| {
                let parsed = syntax::parse(source, &kinds::keywords());
                let mut nodes = Vec::new();
                flat(ast::top(&parsed.tree, source.text()), &mut nodes);
                nodes
            })
            .collect();
        let [sound, broken] = read.as_slice() else { unreachable!("two files were given") };
        let (beside, rest) = broken.split_at(sound.len());
        assert_eq!(beside, sound);
        assert_eq!(rest.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [syntax::NodeKind::Broken]);
    }
}
