//! Regions, languages and currencies against the public data.

use dictum::catalog::{CURRENCIES, LANGUAGES, REGIONS, currency, language, region};
use serde_json::Value;

use super::public;

fn values() -> Value {
    serde_json::from_str(&public("platform-values.json")).expect("the public data should be JSON")
}

#[test]
fn every_region_is_the_platforms() {
    let values = values();
    let known = values["locations"].as_object().expect("a table of locations");
    assert_eq!(REGIONS.len(), known.len());
    assert!(REGIONS.is_sorted_by(|a, b| a.word < b.word));
    for entry in REGIONS {
        let location = &known[entry.word];
        // The fixture writes `sweden`.
        assert!(location["display"].as_str().is_some_and(|shown| shown.eq_ignore_ascii_case(entry.display_name)));
        assert_eq!(location["code"], entry.code);
        assert_eq!(location["azure_regions"], Value::from(entry.azure_regions.to_vec()));
        assert_eq!(region(entry.word), Some(entry));
    }
    assert_eq!(region("europe").map(|region| region.code), Some("EMEA"));
    assert_eq!(region("atlantis"), None);
}

#[test]
fn every_language_is_the_platforms() {
    let values = values();
    let known = values["languages"].as_object().expect("a table of languages");
    assert_eq!(LANGUAGES.len(), known.len());
    assert!(LANGUAGES.is_sorted_by(|a, b| a.0 < b.0));
    for (lcid, name) in LANGUAGES {
        // The fixture spells one name in decomposed letters.
        if *lcid != 1066 {
            assert_eq!(known[&lcid.to_string()], *name);
        }
        assert_eq!(language(*lcid), Some(*name));
    }
    assert_eq!(language(1033), Some("English (United States)"));
    assert_eq!(language(1), None);
}

#[test]
fn every_currency_is_the_platforms() {
    let values = values();
    let known = values["currencies"].as_object().expect("a table of currencies");
    assert_eq!(CURRENCIES.len(), known.len());
    assert!(CURRENCIES.is_sorted_by(|a, b| a.0 < b.0));
    for (code, symbol) in CURRENCIES {
        assert_eq!(known[*code], *symbol);
        assert_eq!(currency(code), Some(*symbol));
    }
    assert_eq!(currency("EUR"), Some("€"));
    assert_eq!(currency("eur"), None);
}
