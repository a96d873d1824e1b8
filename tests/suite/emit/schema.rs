//! Documents follow the published schemas, and the schemas allow nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use dictum::emit::{OutputFile, Target};
use dictum::model::kinds::KINDS;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Build, bytes, is_document, json as document, organisation_sample, samples};

/// The published schemas, by the path they are written to.
fn schemas() -> &'static BTreeMap<String, Validator> {
    static SCHEMAS: OnceLock<BTreeMap<String, Validator>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let files = Build::new("").emit(&Target::ALL);
        let schemas = files.iter().filter(|file| file.path.starts_with("schema/"));
        let validator = |file: &OutputFile| {
            let schema: Value = serde_json::from_slice(&file.bytes).expect("a schema is JSON");
            assert!(jsonschema::draft202012::meta::is_valid(&schema), "{}", file.path);
            jsonschema::validator_for(&schema).expect("a schema can be compiled")
        };
        schemas.map(|file| (file.path.clone(), validator(file))).collect()
    })
}

/// The path of a document's schema, relative to the folder of the document.
fn schema_of(path: &str, document: &Value) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in document["$schema"].as_str().expect("a document names its schema").split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// Every document passes the schema it names.
pub(super) fn hold(files: &[OutputFile]) -> usize {
    let documents = files.iter().filter(|file| is_document(file));
    let mut held = 0;
    for file in documents {
        let document = document(files, &file.path);
        let path = schema_of(&file.path, &document);
        assert!(files.iter().any(|file| file.path == path), "{path} is not written as well");
        let schema = schemas().get(&path).expect("the schema is published");
        let errors: Vec<String> =
            schema.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{}", file.path);
        held += 1;
    }
    held
}

#[test]
fn every_document_follows_its_schema() {
    assert_eq!(hold(&Build::new("").emit(&Target::ALL)), 6);
    assert_eq!(hold(&Build::new(samples::SMALL).emit(&Target::ALL)), 7);
    assert_eq!(hold(&Build::new("data_policy bare { applies_to = all }\n").emit(&[Target::Bundle])), 3);
    assert_eq!(hold(&samples::full().emit(&Target::ALL)), 12);
    assert_eq!(hold(&samples::full().listed().emit(&Target::ALL)), 12);
    assert_eq!(hold(&samples::full().v1().emit(&Target::ALL)), 15);
    assert_eq!(hold(&samples::governed().emit(&Target::ALL)), 6);
}

#[test]
fn a_type_that_is_not_known_is_null() {
    let build = Build::new("environment e { name = \"E\" }\ndata_policy p { applies_to = all; non_business = rest }\n");
    let files = build.emit(&[Target::Bundle]);
    assert!(hold(&files) > 0);
    let bundle = files.iter().find(|file| file.path == "bundle.json").expect("a bundle");
    let bundle: Value = serde_json::from_slice(&bundle.bytes).expect("JSON");
    assert_eq!(bundle["environments"][0]["type"], Value::Null);
}

#[test]
fn a_target_alone_brings_the_schemas_it_needs() {
    for target in Target::ALL {
        // Statements have no schema, and the sample has no organisation: the manifest is the only document there.
        let least = if matches!(target, Target::Sql | Target::Dataverse | Target::Terraform) { 1 } else { 3 };
        assert!(hold(&samples::full().emit(&[target])) >= least, "{target:?}");
    }
}

#[test]
fn written_schemas_are_the_published_ones() {
    let files = samples::full().emit(&Target::ALL);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let mut held = 0;
    for entry in std::fs::read_dir(folder).expect("the schemas are published") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        // The schemas of the settings and of the results of tests are in no bundle.
        if name.starts_with("dictum-toml-") || name.starts_with("tests-") {
            continue;
        }
        assert!(std::fs::read(entry.path()).expect("a schema") == bytes(&files, &format!("schema/{name}")), "{name}");
        held += 1;
    }
    assert_eq!(held, 9);
}

/// Every object of a document, one at a time, with one member too many or one too few.
fn spoilt(document: &Value) -> Vec<(String, Value)> {
    let mut pointers = vec![String::new()];
    let mut spoilt = Vec::new();
    while let Some(pointer) = pointers.pop() {
        match document.pointer(&pointer) {
            Some(Value::Object(members)) => {
                let change = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
                    let mut copy = document.clone();
                    change(copy.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("an object"));
                    copy
                };
                let more = change(&|members| drop(members.insert("surplus".to_owned(), Value::Null)));
                spoilt.push((format!("{pointer} with a member too many"), more));
                for key in members.keys() {
                    let less = change(&|members| drop(members.remove(key)));
                    spoilt.push((format!("{pointer} without {key}"), less));
                }
                pointers.extend(members.keys().map(|key| format!("{pointer}/{}", key.replace('/', "~1"))));
            }
            Some(Value::Array(items)) => pointers.extend((0..items.len().min(3)).map(|at| format!("{pointer}/{at}"))),
            _plain => {}
        }
    }
    spoilt
}

/// Members that may be missing in a document: those that the platform omits when they are empty, and places.
fn may_lack(change: &str) -> bool {
    [
        "connectorConfigurationsDefinition",
        "customConnectorUrlPatternsDefinition",
        "body/name",
        "Definition without name",
    ]
    .iter()
    .any(|part| change.ends_with(part))
        || (change.starts_with("/places") && change.contains(" without ") && !must_stand_somewhere(change))
        || change == "/body without name"
        // For an Entra group, what the source does not state.
        || (change.starts_with("/steps/") && change.contains("/body without "))
        // For an environment that exists, what the source does not state.
        || change.starts_with("/body/properties without ")
}

#[test]
fn a_map_holds_places_of_the_described_forms_only() {
    let files = Build::new(samples::SMALL).emit(&[Target::Bundle]);
    let map = document(&files, "bundle.map.json");
    let schema = schemas().get("schema/bundle-map-1.0.json").expect("the schema");
    let business = "/places/dataPolicies/0/groups/business/*";
    for (pointer, value) in [
        ("/places/environments", json!([])),
        ("/places/environments/0", json!([10, 13, 0])),
        ("/places/environments/0/@", json!([10, 13])),
        ("/places/environments/0/@", json!([0, 13, 0])),
        ("/places/environments/0/type", Value::Null),
        ("/places/environments/0/type", json!([10])),
        ("/places/environments/0/type", json!([10, 0])),
        ("/places/environments/0/type", json!([10, 30, 0, 0])),
        ("/places/environments/0/type", json!(["10", 30])),
        ("/places/environments/0/type", json!({})),
        ("/places/dataPolicies/0/connectorRules", json!([])),
        ("/places/dataPolicies/0/connectorRules/0/@", json!([7])),
        (business, json!([])),
        (business, json!([5, 24])),
        (business, json!([[5]])),
        (business, json!([[5, [24]]])),
        (business, json!([[5, [24, 0]]])),
    ] {
        let mut spoilt = map.clone();
        assert!(schema.is_valid(&spoilt));
        *spoilt.pointer_mut(pointer).expect("a place") = value.clone();
        assert!(!schema.is_valid(&spoilt), "{pointer} may be {value}");
    }
}

/// Members of a list in a source map have a place: declarations, rules of connectors, units.
fn must_stand_somewhere(change: &str) -> bool {
    change.strip_suffix(" without @").is_some_and(|place| place.ends_with(|last: char| last.is_ascii_digit()))
}

#[test]
fn schemas_let_nothing_more_and_nothing_less_pass() {
    let files = samples::full().emit(&Target::ALL);
    let mut tried = 0;
    for file in files.iter().filter(|file| is_document(file)) {
        let document = document(&files, &file.path);
        let schema = schemas().get(&schema_of(&file.path, &document)).expect("the schema");
        for (change, spoilt) in spoilt(&document) {
            if !may_lack(&change) {
                assert!(!schema.is_valid(&spoilt), "{}: {change} passes", file.path);
                tried += 1;
            }
        }
    }
    assert!(tried > 600, "{tried}");
}

/// The projects of the repository, as files.
#[test]
fn the_example_projects_follow_the_schemas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut held = 0;
    for project in std::fs::read_dir(folder).expect("the examples") {
        let mut inputs = Vec::new();
        for entry in std::fs::read_dir(project.expect("a project").path()).expect("its files") {
            let path = entry.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "dictum") {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                inputs.push((name, std::fs::read(&path).expect("a text")));
            }
        }
        hold(&Build::bytes(inputs).emit(&[Target::Bundle]));
        held += 1;
    }
    assert!(held >= 3, "{held}");
}

#[test]
fn schemas_let_nothing_else_pass_of_rules_and_apps() {
    let files = samples::governed().emit(&[Target::Bundle]);
    let document = document(&files, "bundle.json");
    let schema = schemas().get("schema/bundle-1.0.json").expect("the schema");
    let changes = spoilt(&document);
    for (change, spoilt) in &changes {
        assert!(!schema.is_valid(spoilt), "{change} passes");
    }
    assert!(changes.len() > 400, "{}", changes.len());
}

#[test]
fn schemas_let_nothing_else_pass_of_the_organisation() {
    let files = organisation_sample::organisation().emit(&[Target::Bundle, Target::Dataverse]);
    // The members of grants are open: a missing verb is not granted. So are the members of rows in requests.
    let open = |change: &str| change.contains("/levels without") || change.contains("/body without");
    let mut tried = 0;
    let looked_at = ["bundle.json", "dataverse/environments/finance_test/plan.json"];
    let requests = files.iter().filter(|file| file.path.contains("finance_test/requests/"));
    let chosen = files.iter().filter(|file| looked_at.contains(&file.path.as_str())).chain(requests);
    for file in chosen {
        let document = document(&files, &file.path);
        let schema = schemas().get(&schema_of(&file.path, &document)).expect("the schema");
        for (change, spoilt) in spoilt(&document).into_iter().filter(|(change, _)| !open(change)) {
            assert!(!schema.is_valid(&spoilt), "{}: {change} passes", file.path);
            tried += 1;
        }
    }
    assert!(tried > 550, "{tried}");
}

/// Whether a schema says what it is of: itself, or where it refers to.
fn says(bundle: &Value, schema: &Value) -> bool {
    let refers = schema["$ref"].as_str().and_then(|name| bundle.pointer(name.strip_prefix('#')?));
    let alternatives = schema["anyOf"].as_array().into_iter().flatten();
    schema["description"].is_string()
        || refers.is_some_and(|schema| says(bundle, schema))
        || alternatives.into_iter().any(|schema| says(bundle, schema))
}

#[test]
fn the_schema_of_the_bundle_says_what_everything_is_and_has_keys_in_order() {
    let bundle = document(&Build::new("").emit(&[Target::Bundle]), "schema/bundle-1.0.json");
    let definitions = bundle["$defs"].as_object().expect("definitions");
    let mut described = 0;
    for (name, definition) in definitions.iter().chain([(&"bundle".to_owned(), &bundle)]) {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            assert!(says(&bundle, property), "{name}.{key}");
            described += 1;
        }
        let required: Vec<&str> =
            definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(required.is_sorted(), "{name}: {required:?}");
    }
    assert!(described > 300, "{described}");
}

/// Kinds whose declarations are answered where they are used, or are about the program.
const IN_NO_LIST: [&str; 3] = ["connectors", "test", "waive"];

#[test]
fn every_kind_is_in_the_bundle() {
    let lists = |source: &str| {
        let bundle = document(&Build::new(source).emit(&[Target::Bundle]), "bundle.json");
        let lists = bundle.as_object().expect("an object").iter().filter(|(name, _)| *name != "effective");
        let count = |(name, list): (&String, &Value)| Some((name.clone(), list.as_array()?.len()));
        lists.filter_map(count).collect::<BTreeMap<String, usize>>()
    };
    let none = lists("");
    // `rules` and `rating` share one.
    assert_eq!(none.len(), KINDS.len() - IN_NO_LIST.len() - 1);
    let mut filled = BTreeSet::new();
    for kind in KINDS {
        let lists = lists(kind.example);
        let more: Vec<&String> =
            lists.iter().filter(|(name, count)| none[*name] < **count).map(|(name, _)| name).collect();
        assert!(!more.is_empty() || IN_NO_LIST.contains(&kind.keyword), "{}", kind.keyword);
        filled.extend(more.into_iter().cloned());
    }
    assert_eq!(filled.len(), none.len(), "each list is filled by some example");
}
