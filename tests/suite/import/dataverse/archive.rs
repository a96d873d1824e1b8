//! Solutions: zipped, unpacked, and one file at a time.

use std::io::{Cursor, Write as _};

use dictum::catalog::Catalog;
use dictum::import::{Format, Options, import};
use zip::write::SimpleFileOptions;

use super::{SAMPLES, file, imported, sample, sound, text_of};

const MANIFEST: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ImportExportXml version=\"9.2\"><SolutionManifest><UniqueName>Volunteers</UniqueName></SolutionManifest></ImportExportXml>";

pub(super) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file begins");
        zip.write_all(content).expect("a file is written");
    }
    zip.finish().expect("the archive ends").into_inner()
}

/// `customizations.xml` of an exported solution: roles inline, with much else around them.
fn customizations(profiles: &str) -> String {
    let roles: String = SAMPLES
        .into_iter()
        .map(|name| text_of(name).split_once("?>").expect("a declaration").1.trim().to_owned())
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ImportExportXml xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <Entities><Entity><Name>new_x</Name><FormXml><forms /></FormXml></Entity></Entities><Roles>{roles}</Roles>\
         <Workflows />{profiles}<Languages><Language>1033</Language></Languages></ImportExportXml>"
    )
}

const PROFILES: &str = "<FieldSecurityProfiles><FieldSecurityProfile name=\"Bank\" fieldsecurityprofileid=\"{6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e02}\">\
<FieldPermissions><FieldPermission><EntityName>new_claim</EntityName><AttributeName>new_iban</AttributeName>\
<CanRead>4</CanRead><CanUpdate>0</CanUpdate><CanCreate>4</CanCreate></FieldPermission></FieldPermissions>\
</FieldSecurityProfile></FieldSecurityProfiles>";

#[test]
fn zipped_unpacked_and_single_files_give_the_same_bytes() {
    let mut singles: Vec<(String, Vec<u8>)> = SAMPLES.into_iter().map(sample).collect();
    singles.push(file("FieldSecurityProfiles.xml", PROFILES));
    let one = imported(&singles);
    sound(&one);

    let solution = zipped(&[
        ("solution.xml", MANIFEST.as_bytes()),
        ("customizations.xml", customizations(PROFILES).as_bytes()),
        ("Workflows/flow.json", b"{ not json"),
        ("[Content_Types].xml", b"<Types />"),
    ]);
    let zip = imported(&[("Volunteers.zip".to_owned(), solution)]);
    assert_eq!(zip.source, one.source);
    assert_eq!(zip.bindings, one.bindings);

    let mut unpacked: Vec<(String, Vec<u8>)> =
        SAMPLES.into_iter().map(|name| file(&format!("src/Roles/{name}"), text_of(name))).collect();
    unpacked.push(file("src/Other/Solution.xml", MANIFEST));
    unpacked.push(file("src/Other/FieldSecurityProfiles.xml", PROFILES));
    unpacked.push(file(
        "src/Other/Customizations.xml",
        customizations("").replace("<Role ", "<Gone ").replace("</Role>", "</Gone>"),
    ));
    let folder = imported(&unpacked);
    assert_eq!(folder.source, one.source);

    let inside: Vec<(String, Vec<u8>)> =
        vec![file("FieldSecurityProfiles.xml", PROFILES), file("c.xml", customizations(""))];
    assert_eq!(imported(&inside).source, one.source);
}

#[test]
fn a_role_in_two_files_is_written_once() {
    let zip = zipped(&[("customizations.xml", customizations("").as_bytes())]);
    let mut files: Vec<(String, Vec<u8>)> = SAMPLES.into_iter().map(sample).collect();
    let one = imported(&files);
    files.push(("s.zip".to_owned(), zip));
    let both = imported(&files);
    assert_eq!(both.source, one.source);
    let twice = both.report.not_carried.iter().filter(|remark| remark.why.contains("holds the same role")).count();
    assert_eq!(twice, 5);
}

#[test]
fn two_states_of_a_role_are_both_written() {
    let first = text_of(SAMPLES[2]);
    let second = first.replacen("level=\"Global\"", "level=\"Basic\"", 1);
    let both = imported(&[file("a.xml", first), file("b.xml", second)]);
    sound(&both);
    let symbols: Vec<&str> = both.report.organisation.roles.iter().map(|role| role.symbol.as_str()).collect();
    assert_eq!(symbols, ["listings_administrator", "listings_administrator_2"]);
    assert!(both.report.not_carried.iter().any(|remark| remark.why.contains("another state of the same role")));
}

#[test]
fn archives_that_mean_harm_are_refused() {
    let told = |name: &str, bytes: Vec<u8>| {
        let files = [(name.to_owned(), bytes)];
        let error = import(Format::Auto, &files, Catalog::builtin(), &Options::default()).expect_err("an error");
        error.to_string()
    };
    assert_eq!(told("a.zip", zipped(&[("readme.txt", b"hello")])), "a.zip: the archive holds no solution");
    let whole = zipped(&[("customizations.xml", customizations("").as_bytes())]);
    let half = whole.get(..whole.len() / 2).expect("a half").to_vec();
    assert!(told("a.zip", half).starts_with("a.zip: the archive is damaged: "));
    let mut bent = whole;
    if let Some(byte) = bent.get_mut(200) {
        *byte ^= 0x55;
    }
    assert!(told("a.zip", bent).contains("a.zip/customizations.xml: the archive is damaged: "));
    let empty = customizations("").replace("<Role ", "<Gone ").replace("</Role>", "</Gone>");
    let message = told("a.zip", zipped(&[("customizations.xml", empty.as_bytes())]));
    assert!(message.ends_with("holds neither roles nor column security, units, teams or users"), "{message}");
}

#[test]
fn an_archive_that_swells_is_refused_before_it_fills_memory() {
    // 300 MB of spaces, compressed to about 300 kB.
    let spaces = vec![b' '; 300 << 20];
    let bomb = zipped(&[("customizations.xml", &spaces)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    let error = import(Format::Auto, &[("a.zip".to_owned(), bomb)], Catalog::builtin(), &Options::default());
    let error = error.expect_err("an error").to_string();
    assert_eq!(error, "a.zip/customizations.xml: unpacked, the archive holds more than 256 MB");
}
