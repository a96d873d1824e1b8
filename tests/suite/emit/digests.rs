//! Digests identify what was written, and detect every change.

use dictum::emit::{Fault, Memory, OutputFile, Store, Target, derived_id, verify};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Build, bytes, json, samples};

fn sha256(bytes: impl AsRef<[u8]>) -> String {
    concat(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")))
}

fn concat(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

#[test]
fn the_manifest_lists_every_file_as_it_is() {
    let files = samples::full().emit(&Target::ALL);
    let manifest = json(&files, "manifest.json");
    let listed = manifest["files"].as_array().expect("a list");
    let others: Vec<&OutputFile> = files.iter().filter(|file| file.path != "manifest.json").collect();
    assert_eq!(listed.len(), others.len());
    for (entry, file) in listed.iter().zip(others) {
        assert_eq!(entry["path"], file.path);
        assert_eq!(entry["size"], file.bytes.len());
        assert_eq!(entry["sha256"], sha256(&file.bytes));
    }
}

#[test]
fn the_digest_is_that_of_the_manifest_without_it() {
    let mut manifest = json(&samples::full().emit(&Target::ALL), "manifest.json");
    let digest = manifest.as_object_mut().and_then(|members| members.remove("digest")).expect("a digest");
    assert_eq!(digest, sha256(serde_json_canonicalizer::to_vec(&manifest).expect("canonical")));
}

#[test]
fn the_meaning_is_that_of_all_files_but_the_map() {
    let manifest = json(&samples::full().emit(&Target::ALL), "manifest.json");
    let files = manifest["files"].as_array().expect("a list");
    let files = files.iter().filter(|file| file["path"] != "bundle.map.json");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = concat(files.map(|file| format!("{}  {}\n", text(&file["sha256"]), text(&file["path"]))));
    assert_eq!(manifest["meaning"], sha256(lines));
}

#[test]
fn an_output_verifies() {
    let files = samples::full().emit(&Target::ALL);
    let manifest = verify(&files).expect("it is as it was written");
    assert_eq!(manifest.files.len() + 1, files.len());
    assert_eq!(manifest.digest, json(&files, "manifest.json")["digest"].as_str().unwrap_or_default());
}

#[test]
fn every_flipped_bit_is_found() {
    let files = Build::new(samples::SMALL).emit(&Target::ALL);
    let (mut tried, mut undetected) = (0, 0);
    for index in 0..files.len() {
        let length = files[index].bytes.len();
        // All bits of the manifest; of long files a bit of every 61st byte.
        let step = if files[index].path == "manifest.json" { 1 } else { 61 };
        for at in (0..length).step_by(step) {
            for bit in if step == 1 { 0..8 } else { at as u32 % 8..at as u32 % 8 + 1 } {
                let mut copy = files.clone();
                copy[index].bytes[at] ^= 1 << bit;
                tried += 1;
                undetected += u32::from(verify(&copy).is_ok());
            }
        }
    }
    println!("P10: single-bit flips tried: {tried}, undetected: {undetected}");
    assert!(tried > 10_000);
    assert_eq!(undetected, 0);
}

#[test]
fn what_is_missing_added_stripped_or_swapped_is_named() {
    let files = Build::new(samples::SMALL).emit(&[Target::Bundle]);
    let at = |path: &str| files.iter().position(|file| file.path == path).expect("the file");
    let mut missing = files.clone();
    missing.remove(at("bundle.map.json"));
    assert_eq!(verify(&missing), Err(vec![Fault::Missing("bundle.map.json".to_owned())]));
    let mut extra = files.clone();
    extra.push(OutputFile { path: "note.txt".to_owned(), bytes: Vec::new() });
    assert_eq!(verify(&extra), Err(vec![Fault::Extra("note.txt".to_owned())]));
    let mut swapped = files.clone();
    swapped[at("bundle.json")].bytes = bytes(&files, "bundle.map.json").to_vec();
    assert_eq!(verify(&swapped), Err(vec![Fault::Altered("bundle.json".to_owned())]));
    let mut headless = files.clone();
    headless.remove(at("manifest.json"));
    assert_eq!(verify(&headless), Err(vec![Fault::NoManifest]));
    assert_eq!(verify(&[]), Err(vec![Fault::NoManifest]));
}

#[test]
fn a_manifest_of_another_version_or_tool_is_told_apart() {
    let files = Build::new(samples::SMALL).emit(&[Target::Bundle]);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut manifest = json(&files, "manifest.json");
        change(&mut manifest);
        let mut copy = files.clone();
        for file in copy.iter_mut().filter(|file| file.path == "manifest.json") {
            file.bytes = serde_json_canonicalizer::to_vec(&manifest).expect("canonical");
        }
        verify(&copy)
    };
    let newer = with(&|manifest| manifest["schemaVersion"] = "2.0".into());
    assert_eq!(newer, Err(vec![Fault::OtherVersion("2.0".to_owned())]));
    let stripped = with(&|manifest| drop(manifest["files"].as_array_mut().and_then(Vec::pop)));
    assert_eq!(stripped, Err(vec![Fault::ManifestAltered]));
    let other = with(&|manifest| manifest["generator"]["name"] = "other".into());
    assert_eq!(other, Err(vec![Fault::NoManifest]));
    let more = with(&|manifest| manifest["more"] = Value::Null);
    assert_eq!(more, Err(vec![Fault::NoManifest]));
}

#[test]
fn derived_ids_never_change() {
    let id = derived_id("contoso", "data_policy", "baseline").to_string();
    assert_eq!(id, "72a6e4d8-99ab-550c-abeb-574a2844710a");
    let others = [
        derived_id("contoso", "data_policy", "Baseline"),
        derived_id("contoso2", "data_policy", "baseline"),
        derived_id("contoso\",\"data_policy", "baseline", ""),
    ];
    assert!(others.iter().all(|other| other.to_string() != id));
}

#[test]
fn a_file_in_memory_is_there_once_it_is_closed() {
    let memory = Memory::default();
    {
        let mut file = memory.create("b").expect("memory takes files");
        std::io::Write::write_all(&mut file, b"two").expect("memory takes bytes");
        drop(memory.create("a").expect("memory takes files"));
    }
    let files = memory.into_files();
    assert_eq!(super::paths(&files), ["a", "b"]);
    assert_eq!(bytes(&files, "b"), b"two");
}
