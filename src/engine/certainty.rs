//! The findings that still hold if there are errors.
//!
//! A rule for warnings reads more than the place that it reports. If an error makes the meaning of a declaration
//! uncertain, a warning that reads the declaration may be wrong: what seems unused may be used in the part that could
//! not be read. Such findings are withheld, in one place, after all rules have run. An error in a role withholds no
//! findings about data policies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::{Check, Meaning, Reads};
use crate::diagnostics::{Diagnostic, Level, Rule};
use crate::model::kinds;
use crate::syntax::{self, NodeKind, TokenKind, ast};
use crate::text::{FileId, Location, Source, Sources, Span};
use crate::waivers;

/// The declarations whose meaning is uncertain because of errors.
#[derive(Debug, Default)]
pub(super) struct Uncertain {
    /// Whether a declaration of unknown kind may be lost.
    everything: bool,
    /// The kinds of the declarations.
    kinds: BTreeSet<&'static str>,
    /// The text ranges of the declarations.
    places: BTreeMap<FileId, BTreeSet<Span>>,
}

impl Uncertain {
    /// Finds the declarations that the errors among `findings` make uncertain. `errors` are the rules that may leave
    /// the meaning clear. `items` gives the declarations of a file.
    pub(super) fn after(
        findings: &[Diagnostic],
        errors: &[&Check],
        sources: &Sources,
        items: &dyn Fn(&Source) -> Arc<Items>,
    ) -> Self {
        let is_clear = |rule: &Rule| {
            let declared = errors.iter().find(|check| check.rule == rule);
            // A waiver is not part of the meaning of the program.
            declared.is_some_and(|check| check.meaning == Meaning::Clear) || waivers::RULES.contains(&rule)
        };
        let mut uncertain = Self::default();
        let mut files: BTreeMap<FileId, Arc<Items>> = BTreeMap::new();
        let unclear = findings.iter().filter(|finding| finding.level == Level::Error && !is_clear(finding.rule));
        for finding in unclear {
            // If a rule has very many findings, the places of the rest are unknown.
            if finding.labels.is_empty() || finding.count > 1 {
                uncertain.everything = true;
            }
            let mut items_of = |file: FileId| {
                let source = sources.as_slice().get(file.index())?;
                Some(Arc::clone(files.entry(file).or_insert_with(|| items(source))))
            };
            // A mistake in a test leaves what the test names as certain as it was; `also` has the same mistake elsewhere.
            let primary = finding.primary().and_then(|place| Some((place, items_of(place.file)?)));
            let tested = primary.is_some_and(|(place, items)| item_at(place, &items).is_some_and(Item::is_test));
            let labels = finding.labels.iter().map(|label| label.location).filter(|_| !tested);
            for place in labels.chain(finding.also.iter().copied()) {
                if let Some(items) = items_of(place.file) {
                    uncertain.add(place, &items);
                }
            }
        }
        uncertain
    }

    fn add(&mut self, place: Location, items: &[Item]) {
        let Some(item) = item_at(place, items) else {
            self.everything = true;
            return;
        };
        match &item.kinds {
            _any if item.is_test() => {}
            Some(kinds) => self.kinds.extend(kinds),
            None => self.everything = true,
        }
        self.places.entry(place.file).or_default().insert(item.span);
    }

    /// Whether no finding of a rule is certain, so that the rule need not run.
    pub(super) fn silences(&self, check: &Check) -> bool {
        match check.reads {
            Reads::Sound | Reads::Declaration => false,
            Reads::Kinds(kinds) => {
                self.everything || !self.kinds.is_empty() && !kinds::reached(kinds).is_disjoint(&self.kinds)
            }
            Reads::Program => self.is_any(),
        }
    }

    /// Adds the findings of a rule that hold. Returns whether others may have been withheld.
    pub(super) fn sifts(&self, check: &Check, found: Vec<Diagnostic>, into: &mut Vec<Diagnostic>) -> bool {
        if !matches!(check.reads, Reads::Declaration) {
            into.extend(found);
            return false;
        }
        let touched = |place: &Location| {
            let spans = self.places.get(&place.file);
            spans.is_some_and(|spans| spans.iter().any(|span| span.contains(place.span)))
        };
        let holds = |finding: &Diagnostic| !finding.labels.iter().any(|label| touched(&label.location));
        into.extend(found.into_iter().filter(holds));
        self.is_any()
    }

    fn is_any(&self) -> bool {
        self.everything || !self.kinds.is_empty()
    }
}

/// One declaration of a file, or a part of it that did not parse.
#[derive(Debug)]
pub(super) struct Item {
    span: Span,
    /// The kinds that it declares. `None` if one of them is unknown.
    kinds: Option<Vec<&'static str>>,
}

impl Item {
    /// Whether it is a test and nothing else. Tests change nothing: no rule counts one as a use.
    fn is_test(&self) -> bool {
        self.kinds.as_ref().is_some_and(|kinds| kinds.iter().all(|kind| *kind == "test"))
    }
}

/// The item that contains a place.
fn item_at(place: Location, items: &[Item]) -> Option<&Item> {
    let at = items.partition_point(|item| item.span.start <= place.span.start);
    let item = at.checked_sub(1).and_then(|at| items.get(at));
    item.filter(|item| place.span.end <= item.span.end)
}

/// The declarations of a file in reading order.
pub(super) type Items = Vec<Item>;

/// Finds the declarations of a file.
pub(super) fn items(source: &Source) -> Items {
    let tree = syntax::parse(source, &kinds::keywords()).tree;
    let nodes = ast::top(&tree, source.text());
    let items = nodes.filter(|node| matches!(node.kind(), NodeKind::Declaration | NodeKind::Broken));
    items.map(|node| Item { span: node.span(), kinds: declared(node.text()) }).collect()
}

/// The kinds that a text declares. They come from its first word, and from each line in it that begins like a
/// declaration: a missing bracket makes one declaration part of another.
fn declared(text: &str) -> Option<Vec<&'static str>> {
    let tokens = syntax::tokens(text);
    let code: Vec<_> = tokens.iter().filter(|(kind, _)| !matches!(kind, TokenKind::Doc | TokenKind::Comment)).collect();
    let word = |at: usize| code.get(at).map_or("", |(_, span)| span.of_text(text));
    let mut found = vec![kinds::find(word(0))?.keyword];
    for at in 1..code.len() {
        let begins = |(_, span): &&(TokenKind, Span)| {
            text.get(..span.start as usize)
                .is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']))
        };
        let is_named = code.get(at + 1).is_some_and(|(kind, _)| matches!(kind, TokenKind::Word | TokenKind::Text));
        let is_head = if word(0) == "test" {
            // Sentences of tests begin with kinds too: `connector twitter in …`, `app { … } is …`.
            is_named && matches!(word(at + 2), "{" | "=") || word(at + 1) == "{" && word(at) != "app"
        } else {
            is_named || word(at + 1) == "{"
        };
        if let Some(kind) = kinds::find(word(at)).filter(|_| is_head)
            && code.get(at).is_some_and(begins)
        {
            found.push(kind.keyword);
        }
    }
    Some(found)
}
