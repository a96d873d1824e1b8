//! File names for symbols, which may hold any character.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::store::hex;
use crate::text::is_hidden;

/// The maximum number of characters of a symbol in a file name.
const LONGEST: usize = 100;

/// The maximum number of bytes of a display name in a file name.
const LONGEST_TITLE: usize = 200;

/// The number of digits of a digest that distinguish names.
const DIGITS: usize = 16;

/// A file name without extension for each symbol, in the same order: the symbol itself where every system allows it,
/// else a shortened form with part of its digest. No two are equal, in any letter case.
pub(super) fn stems<'s>(symbols: impl Iterator<Item = &'s str> + Clone) -> Vec<String> {
    // Only used for lookups, so its order does not matter.
    let mut taken: FxHashMap<String, bool> = FxHashMap::default();
    for symbol in symbols.clone() {
        taken.entry(plain(symbol).to_ascii_lowercase()).and_modify(|shared| *shared = true).or_insert(false);
    }
    symbols
        .map(|symbol| {
            let stem = plain(symbol);
            let folded = stem.to_ascii_lowercase();
            let shared = taken.get(&folded).is_some_and(|shared| *shared);
            if stem == symbol && !shared && !is_device(&folded) && !has_digest(&stem) {
                return stem;
            }
            let digest = hex(Sha256::new_with_prefix(symbol));
            format!("{stem}-{}", digest.get(..DIGITS).unwrap_or_default())
        })
        .collect()
}

/// A file name without extension that keeps a display name where every system allows it, else a shortened form with
/// part of its digest.
pub(super) fn title(name: &str) -> String {
    let refused = |character: char| {
        is_hidden(character) || matches!(character, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
    };
    let mut safe = String::new();
    for character in name.chars().map(|character| if refused(character) { '_' } else { character }) {
        if safe.len() + character.len_utf8() > LONGEST_TITLE {
            break;
        }
        safe.push(character);
    }
    let safe = safe.trim_matches([' ', '.']);
    let stem = safe.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if safe == name && !is_device(&stem) && !has_digest(safe) {
        return name.to_owned();
    }
    let digest = hex(Sha256::new_with_prefix(name));
    format!("{safe}-{}", digest.get(..DIGITS).unwrap_or_default())
}

fn plain(symbol: &str) -> String {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if symbol.len() <= LONGEST && symbol.bytes().all(is_safe) {
        return symbol.to_owned();
    }
    let safe = |character: char| match u8::try_from(character) {
        Ok(byte) if is_safe(byte) => character,
        _other => '_',
    };
    symbol.chars().take(LONGEST).map(safe).collect()
}

/// Names that Windows reserves for devices, whatever the extension; `stem` is in lower case.
fn is_device(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(stem, "" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Whether it looks like a name with a digest, and so might belong to another symbol.
fn has_digest(stem: &str) -> bool {
    let Some((_, end)) = stem.rsplit_once('-') else { return false };
    end.len() == DIGITS && end.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{stems, title};

    #[test]
    fn names_are_kept_where_they_can_be() {
        assert_eq!(stems(["finance", "tenant_baseline-2"].into_iter()), ["finance", "tenant_baseline-2"]);
    }

    #[test]
    fn titles_are_kept_where_they_can_be() {
        for name in ["Listings Administrator", "Größe & \u{201c}Maß\u{201d}", "a.b", "R&D (EMEA)"] {
            assert_eq!(title(name), name);
        }
        for name in ["a/b", "con", "nul.txt", "", "x.", " x", "a\u{202e}b", "a\nb"] {
            let safe = title(name);
            assert!(safe != name && !safe.contains(['/', '\n', '\u{202e}']), "{safe}");
        }
        assert_ne!(title("a/b"), title("a:b"));
        assert!(title(&"\u{6f22}".repeat(100)).len() < 250);
    }

    #[test]
    fn every_name_is_safe_and_unlike_the_others() {
        let long = "a".repeat(5000);
        let symbols = ["Finance", "finance", "..", "../x", "con", "COM1", "a b", "a_b", "a/b", "", &long, "é\u{202e}"];
        let stems = stems(symbols.iter().copied());
        let folded: BTreeSet<String> = stems.iter().map(|stem| stem.to_ascii_lowercase()).collect();
        assert_eq!(folded.len(), symbols.len());
        for stem in &stems {
            assert!(stem.len() <= 117, "{stem}");
            assert!(stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)), "{stem}");
        }
        assert_eq!(stems.get(7).map(|stem| stem.starts_with("a_b-")), Some(true));
        assert_eq!(stems.get(4).map(|stem| stem.starts_with("con-")), Some(true));
    }

    #[test]
    fn no_name_can_be_made_to_look_like_another() {
        let given = stems(["a b"].into_iter()).concat();
        let both = stems(["a b", &given].into_iter());
        assert_ne!(both.first(), both.last());
    }
}
