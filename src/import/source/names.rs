//! Makes symbols for things with display names and ids.

use std::collections::{BTreeMap, BTreeSet};

/// The used symbols.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// The symbols that were kept unchanged.
    kept: BTreeSet<String>,
    /// The number to try next for a wanted symbol.
    next: BTreeMap<String, u32>,
}

impl Names {
    /// Makes a symbol unusable.
    pub(super) fn reserve(&mut self, symbol: &str) {
        self.taken.insert(symbol.to_lowercase());
    }

    /// `symbol` unchanged, and marked as used; none where it was kept before. Symbols that differ in case only are
    /// different, but a generated symbol never differs from another in case only.
    pub(super) fn keep(&mut self, symbol: &str) -> Option<String> {
        let is_new = !symbol.is_empty() && self.kept.insert(symbol.to_owned());
        self.reserve(symbol);
        is_new.then(|| symbol.to_owned())
    }

    /// `wanted`, or the first of `wanted_2`, `wanted_3` and so on that is free; marked as used.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut symbol = wanted.to_owned();
        while !self.taken.insert(symbol.to_lowercase()) {
            let number = self.next.entry(wanted.to_owned()).or_insert(2);
            symbol = format!("{wanted}_{number}");
            *number += 1;
        }
        symbol
    }
}

/// A symbol for a display name: `Tenant baseline` gives `tenant_baseline`. `kind` is used where nothing else is left.
pub(super) fn symbol_of(display_name: &str, kind: &str) -> String {
    let mut symbol = String::new();
    for character in display_name.chars() {
        match character {
            plain if plain.is_ascii_alphanumeric() => symbol.push(plain.to_ascii_lowercase()),
            '\'' | '’' => {}
            other => match without_accent(other) {
                "" if !symbol.is_empty() && !symbol.ends_with('_') => symbol.push('_'),
                letters => symbol.push_str(letters),
            },
        }
    }
    symbol.truncate(48);
    let symbol = symbol.trim_matches('_');
    if symbol.is_empty() {
        kind.to_owned()
    } else if symbol.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{kind}_{symbol}")
    } else {
        symbol.to_owned()
    }
}

/// The plain letters for an accented letter of a Latin alphabet; empty for everything else.
fn without_accent(character: char) -> &'static str {
    match character {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'à'..='ã' | 'å' | 'À'..='Ã' | 'Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "a",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ğ' | 'Ğ' => "g",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ı' | 'İ' => "i",
        'ł' | 'Ł' | 'ľ' | 'Ľ' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' => "n",
        'ò'..='õ' | 'Ò'..='Õ' | 'ō' | 'Ō' | 'ő' | 'Ő' => "o",
        'ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ' => "oe",
        'ř' | 'Ř' => "r",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => "s",
        'ß' => "ss",
        'ť' | 'Ť' | 'ț' | 'Ț' => "t",
        'ù'..='û' | 'Ù'..='Û' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ü' | 'Ü' => "ue",
        'ý' | 'Ý' | 'ÿ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        _ => "",
    }
}
