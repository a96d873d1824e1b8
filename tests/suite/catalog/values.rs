//! Regions, languages and currencies compared with the public data.

use dictum::catalog::{
    CURRENCIES, LANGUAGES, REGIONS, currency, currency_meant, language, language_meant, region, region_meant,
};
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

#[test]
fn what_people_write_instead_leads_to_what_is_meant() {
    for (word, code) in [("eur", "EUR"), ("EURO", "EUR"), ("euros", "EUR"), ("dollars", "USD"), ("ars", "ARS")] {
        assert_eq!(currency_meant(word), Some(code), "{word}");
    }
    for (word, lcid) in [("en", 1033), ("German", 1031), ("deutsch", 1031), ("pt-BR", 1046), ("pt_PT", 2070)] {
        assert_eq!(language_meant(word), Some(lcid), "{word}");
    }
    for (word, region) in
        [("westeurope", "europe"), ("EMEA", "europe"), ("uk", "unitedkingdom"), ("NA", "unitedstates")]
    {
        assert_eq!(region_meant(word).map(|region| region.word), Some(region), "{word}");
    }
    for word in ["", "x", "gold", "é€", "klingon"] {
        assert_eq!((currency_meant(word), language_meant(word), region_meant(word)), (None, None, None), "{word}");
    }
}
