//! The schema of `dictum.toml` agrees with the settings' own table.

use dictum::config::KEYS;
use dictum::text::Sources;
use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../schema/dictum-toml-1.0.json")).expect("JSON")
}

#[test]
fn it_holds_every_setting_and_no_other() {
    let schema = schema();
    let mut found = Vec::new();
    for (section, body) in schema["properties"].as_object().expect("sections") {
        assert_eq!(body["additionalProperties"], false, "{section}");
        for (key, value) in body["properties"].as_object().expect("keys") {
            found.push((format!("{section}.{key}"), value["description"].as_str().unwrap_or_default().to_owned()));
        }
    }
    let mut known: Vec<(String, String)> = KEYS.iter().map(|key| (key.path.to_owned(), key.doc.to_owned())).collect();
    found.sort();
    known.sort();
    assert_eq!(found, known);
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn it_takes_what_dictum_takes() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema can be compiled");
    for (text, is_right) in [
        ("", true),
        ("[project]\nname = \"a\"\nedition = 2026\nrequires = \">=0.1\"\n", true),
        ("[project]\nedition = 2025\n", false),
        ("[project]\nnam = \"a\"\n", false),
        ("[lint]\nfail_level = \"warning\"\npacks = [\"recommended\"]\n", true),
        ("[lint]\nfail_level = \"fatal\"\n", false),
        ("[lint]\npacks = [\"other\"]\n", false),
        ("[lint]\npacks = []\n", true),
        ("[lint.packs]\nrecommended = \"info\"\ncisa-scuba = \"error\"\n", true),
        ("[lint.packs]\nrecommended = \"loud\"\n", false),
        ("[lint.packs]\nother = \"off\"\n", false),
        ("[project]\nexclude = [\"drafts/**\"]\n", true),
        ("[project]\nexclude = \"drafts/**\"\n", false),
        ("[lint.rules]\nstale-review = \"error\"\nD7001 = \"off\"\n", true),
        ("[lint.rules]\nstale-review = \"on\"\n", false),
        ("[lint.categories]\nhygiene = \"off\"\n", true),
        ("[lint.categories]\nhygiene = \"loud\"\n", false),
        ("[lint.paths.\"a.dictum\"]\nhygiene = \"off\"\n", true),
        ("[lint.paths]\nold = \"off\"\n", false),
        ("[lint]\nnot_waivable = [\"D2101\"]\n", true),
        ("[lint]\nnot_waivable = \"D2101\"\n", false),
        (
            "[build]\ntargets = [\"bundle\", \"sql\"]\napi = \"v1\"\nlist_rest = true\nout = \"d\"\nbindings = \"b\"\n",
            true,
        ),
        ("[build]\napi = \"v3\"\n", false),
        ("[build]\nlist_rest = 1\n", false),
        ("[catalog]\nconnectors = \"builtin\"\n", true),
        ("[catalogue]\n", false),
    ] {
        let table: toml::Table = toml::from_str(text).expect("TOML");
        let value = serde_json::to_value(&table).expect("JSON");
        assert_eq!(validator.is_valid(&value), is_right, "the schema of {text}");
        let sources = Sources::single("dictum.toml", text);
        let (_, findings) = dictum::config::read(&sources.as_slice()[0]);
        assert_eq!(findings.is_empty(), is_right, "Dictum of {text}");
    }
}

#[test]
fn its_targets_are_those_that_can_be_built() {
    let schema = schema();
    let targets = &schema["properties"]["build"]["properties"]["targets"];
    let names: Vec<&str> = dictum::emit::Target::ALL.iter().map(|target| target.name()).collect();
    assert_eq!(targets["items"]["enum"], serde_json::json!(names));
    let doc = targets["description"].as_str().unwrap_or_default();
    assert!(names.iter().all(|name| doc.contains(&format!("`{name}`"))), "{doc}");
}
