//! The declarations that a target does not carry, in words for people.

use std::collections::BTreeMap;

use super::kinds::homes;
use crate::diagnostics::quoted_list;
use crate::model::kinds::DeclarationKind;

/// A kind of declaration that has no form in a target, or no complete one.
pub(super) struct Kind {
    /// Its name in documents.
    pub(super) key: &'static str,
    /// The words for one of them, and for several.
    pub(super) one: &'static str,
    pub(super) several: &'static str,
    /// The kind of declaration, if the target has no form for any part of it.
    pub(super) formless: Option<DeclarationKind>,
}

/// Something that a target does not carry.
pub struct LeftOut {
    target: &'static str,
    what: What,
}

enum What {
    /// Declarations of a kind, by name.
    Things(Kind, Vec<String>),
    /// A sentence, and the declarations of a kind that it is about.
    Sentence(String, Option<(&'static str, Vec<String>)>),
}

impl LeftOut {
    /// Declarations of a kind.
    pub(super) fn things(target: &'static str, kind: Kind, names: &[&str]) -> Self {
        Self { target, what: What::Things(kind, names.iter().map(|name| (*name).to_owned()).collect()) }
    }

    /// A single sentence.
    pub(super) const fn sentence(target: &'static str, sentence: String) -> Self {
        Self { target, what: What::Sentence(sentence, None) }
    }

    /// Parts of declarations of a kind: the words for the parts, and the names of the declarations.
    pub(super) fn parts(target: &'static str, kind: &Kind, parts: &[&str], names: &[&str]) -> Self {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let sentence = format!("{} of {}", quoted_list(parts.iter().copied(), "and"), phrase(kind, &names));
        Self { target, what: What::Sentence(sentence, Some((kind.key, names))) }
    }

    /// The target.
    pub const fn target(&self) -> &'static str {
        self.target
    }

    /// The kind in documents; none for a sentence.
    pub const fn kind(&self) -> Option<&'static str> {
        match &self.what {
            What::Things(kind, _) => Some(kind.key),
            What::Sentence(_, about) => match about {
                Some((key, _)) => Some(key),
                None => None,
            },
        }
    }

    /// The symbols.
    pub fn symbols(&self) -> &[String] {
        match &self.what {
            What::Things(_, names) => names,
            What::Sentence(_, about) => about.as_ref().map_or(&[], |(_, names)| names),
        }
    }

    /// A phrase for it, with a few names.
    pub fn words(&self) -> String {
        match &self.what {
            What::Things(kind, names) => phrase(kind, names),
            What::Sentence(sentence, _) => sentence.clone(),
        }
    }

    /// The kind of declaration, if the target has no form for any part of it.
    const fn formless(&self) -> Option<DeclarationKind> {
        match &self.what {
            What::Things(kind, _) => kind.formless,
            What::Sentence(..) => None,
        }
    }
}

/// The maximum number of names that are written out.
const NAMED: usize = 3;

/// The words for declarations of a kind, with their names; for many, only the first names and the number of the
/// others.
fn phrase(kind: &Kind, names: &[String]) -> String {
    match names {
        // A declaration that occurs once has no name except that of its kind.
        [name] if *name == kind.key => kind.one.to_owned(),
        [name] => format!("{} `{name}`", kind.one),
        names if names.len() <= NAMED => {
            format!("{} {}", kind.several, quoted_list(names.iter().map(String::as_str), "and"))
        }
        names => {
            let first: Vec<String> = names.iter().take(NAMED - 1).map(|name| format!("`{name}`")).collect();
            format!("{} {} and {} more", kind.several, first.join(", "), names.len() - first.len())
        }
    }
}

/// What targets leave out, a sentence each: first the parts that one target leaves out of what it carries, then the
/// kinds without a form in a target, combined for all targets with the same result.
pub(super) fn sentences(left: &[LeftOut], built: &[&str]) -> Vec<String> {
    // The targets by kind and words, in their order.
    let mut kinds: BTreeMap<(DeclarationKind, String), Vec<&str>> = BTreeMap::new();
    let mut partly = Vec::new();
    for one in left {
        match one.formless() {
            Some(kind) => kinds.entry((kind, one.words())).or_default().push(one.target),
            None => partly.push(format!("not carried by `{}`: {}", one.target, one.words())),
        }
    }
    let mut groups: BTreeMap<(Vec<&str>, &[&str]), Vec<String>> = BTreeMap::new();
    for ((kind, words), targets) in kinds {
        groups.entry((targets, homes(kind))).or_default().push(words);
    }
    let mut sentences = Vec::with_capacity(groups.len() + partly.len());
    for ((targets, homes), words) in groups {
        let (by, words) = (quoted_list(targets, "and"), words.join("; "));
        let here: Vec<&str> = homes.iter().copied().filter(|home| built.contains(home)).collect();
        sentences.push(match (homes, here.as_slice()) {
            ([], _) if built.contains(&"bundle") => format!("not carried by {by}, but by `bundle`: {words}"),
            ([], _) => format!("not carried by {by}, and by no other target but `bundle`: {words}"),
            (_, []) => {
                let homes = quoted_list(homes.iter().copied(), "or");
                format!("not carried by {by}; build with target {homes} to deploy them: {words}")
            }
            (_, here) => format!("not carried by {by}, but by {}: {words}", quoted_list(here.iter().copied(), "and")),
        });
    }
    sentences.append(&mut partly);
    sentences
}
