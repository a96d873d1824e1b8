//! Role files that are unfinished, edited by hand, or hostile.

use dictum::catalog::Catalog;
use dictum::catalog::privilege::Level;
use dictum::import::read::Outcome;
use dictum::import::{Format, Options, import};

use super::{SAMPLES, file, granted, imported, pairs_of, role_xml, sound, text_of, told};

fn error_of(text: &str) -> String {
    let files = [file("role.xml", text)];
    import(Format::Auto, &files, Catalog::builtin(), &Options::default()).expect_err("an error").to_string()
}

#[test]
fn text_that_is_no_xml_is_told_with_its_place() {
    let cases = [
        ("<Role", "line 1, column 1: not valid XML: "),
        ("<Role>\n  <A>\n  </B>\n</Role>", "line 3, column 3: not valid XML: expected `</A>`, but `</B>` was found"),
        ("<Role>\n <RolePrivileges>", "line 2, column 18: the file ends inside of `<RolePriv…>`"),
        ("<Role name=\"a\" name=\"b\" />", "line 1, column 1: in `<Role>`: "),
        ("<Role name=\"a &nbsp; b\" />", "line 1, column 1: `name` of `<Role>`: "),
        ("<Role name=\"a\">\n&lol;</Role>", "line 2, column 1: `&lol;` is not a known entity"),
        ("<Role name=\"a\" />\n<Role name=\"b\" />", "line 2, column 1: the file is complete, and `<Role>` follows"),
        ("<Role name=\"a\" />\nend", "line 1, column 18: there is text outside of all elements"),
        (
            "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Role name=\"&b;\" />",
            "line 1, column 1: a file with a document type is not read",
        ),
        ("<!-- nothing -->", "the file holds no element"),
        ("<Entity />", "the file holds neither roles nor column security, units, teams or users"),
    ];
    for (text, message) in cases {
        let told = error_of(text);
        assert!(told.starts_with(&format!("role.xml: {message}")), "{text}\n{told}");
    }
    let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
    assert_eq!(error_of(&deep), "role.xml: line 1, column 769: elements are nested more than 256 deep");
}

#[test]
fn no_cut_of_a_role_file_is_read() {
    let text = text_of(SAMPLES[2]);
    let end = text.rfind("</Role>").expect("the end");
    for cut in (1..end).filter(|cut| text.is_char_boundary(*cut)) {
        let part = text.get(..cut).expect("a part");
        let files = [file("role.xml", part)];
        let read = import(Format::Dataverse, &files, Catalog::builtin(), &Options::default());
        assert!(read.is_err(), "{part}");
    }
}

#[test]
fn no_change_of_a_byte_panics() {
    let text = text_of(SAMPLES[0]).into_bytes();
    for (index, byte) in (0..text.len()).step_by(97).zip(b"<>\"'&;/ \0\xFF".iter().cycle()) {
        let mut bent = text.clone();
        if let Some(slot) = bent.get_mut(index) {
            *slot = *byte;
        }
        let files = [("role.xml".to_owned(), bent)];
        if let Ok(imported) = import(Format::Dataverse, &files, Catalog::builtin(), &Options::default()) {
            let parsed = super::analysis(&imported.source);
            assert!(parsed.diagnostics.iter().all(|finding| !finding.rule.code.to_string().starts_with("D0")));
        }
    }
}

#[test]
fn a_role_that_a_hand_touched_is_read_alike() {
    let plain = text_of(SAMPLES[3]);
    let touched = plain
        .trim_start_matches('\u{feff}')
        .replace('\n', "\r\n\t")
        .replace(" level=", "\n   level = ")
        .replace(" />", "></RolePrivilege>")
        .replace("<IsCustomizable>1<", "<!-- may be changed --><IsCustomizable> 1 <");
    let one = imported(&[file("a.xml", plain.clone())]);
    let two = imported(&[file("a.xml", touched.clone())]);
    assert_eq!(one.source, two.source);
    let symbol = &two.report.organisation.roles.first().expect("a role").symbol;
    assert_eq!(granted(&sound(&two), symbol), pairs_of(&plain));
    // Attributes in the other order and in single quotes.
    let swapped = "<Role name='A &amp; B &#x2764;' id='{6F0F7C1E-5D0A-5B52-9B0C-0F3A5C1D2E01}'><RolePrivileges><RolePrivilege level='Deep' name='prvReadAccount'/></RolePrivileges></Role>";
    let imported = imported(&[file("a.xml", swapped)]);
    assert!(imported.source.contains("name = \"A & B ❤\""), "{}", imported.source);
    assert_eq!(
        imported.bindings.roles.values().next().map(String::as_str),
        Some("6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e01")
    );
    assert!(told(&imported, Outcome::Normalised).contains("does not say whether it may be changed"));
}

#[test]
fn one_broken_role_hides_no_other() {
    let roles = "<Roles>\
        <Role name=\"Good\"><RolePrivileges><RolePrivilege name=\"prvReadAccount\" level=\"Global\"/></RolePrivileges></Role>\
        <Role name=\"Bad level\"><RolePrivileges><RolePrivilege name=\"prvReadAccount\" level=\"Everything\"/></RolePrivileges></Role>\
        <Role><RolePrivileges/></Role>\
        <Role name=\"No level\"><RolePrivileges><RolePrivilege name=\"prvReadAccount\"/></RolePrivileges></Role>\
        <Role name=\"Odd flag\" isinherited=\"maybe\"/>\
        </Roles>";
    let imported = imported(&[file("roles.xml", roles)]);
    sound(&imported);
    assert_eq!(imported.report.organisation.roles.len(), 1);
    assert_eq!(imported.report.refused(), 4);
    let refused = told(&imported, Outcome::Refused);
    assert!(refused.contains("role \"Bad level\": `Everything` is not a level; the levels are"), "{refused}");
    assert!(refused.contains("role without a name: it has no name"), "{refused}");
    assert!(refused.contains("privilege `prvReadAccount` has no level"), "{refused}");
    assert!(refused.contains("`isinherited` must be 0 or 1, not `maybe`"), "{refused}");
}

#[test]
fn what_no_reader_knows_is_told_once() {
    let xml = role_xml(1, "R", &[("prvReadAccount", Level::Org), ("prvWriteAccount", Level::Org)])
        .replace(" />", " colour=\"red\" />")
        .replace("  <RolePrivileges>", "  <Mood>good</Mood>\n  <RolePrivileges>");
    let imported = imported(&[file("a.xml", xml)]);
    sound(&imported);
    let dropped = told(&imported, Outcome::Dropped);
    assert!(dropped.contains("`colour`, 2 times: not a field that Dictum knows here"), "{dropped}");
    assert!(dropped.contains("`<Mood>`: not a field"), "{dropped}");
}

#[test]
fn odd_privileges_are_kept_or_told() {
    let privileges = [
        ("prvreadaccount", Level::Deep),
        ("prvReadAccount", Level::Org),
        ("prvExportToExcel", Level::Org),
        ("PRVMERGE", Level::Unit),
        ("prvFooBar", Level::Org),
        ("prvReadNothing", Level::User),
        ("Whatever", Level::Org),
        ("prvReadnew_Thing", Level::Unit),
        ("prvWritenew_thing", Level::Unit),
        ("prvCreatenew_thing", Level::Unit),
        ("prvReadОтчёт_тест", Level::Org),
        ("prvReadUserQuery", Level::Org),
    ];
    let imported = imported(&[file("a.xml", role_xml(1, "Odd ones", &privileges))]);
    let analysis = super::analysis(&imported.source);
    let found = granted(&analysis, "odd_ones");
    let has = |name: &str, level: Level| {
        assert!(found.contains(&(name.to_owned(), level.wire().to_owned())), "{name}: {found:?}");
    };
    has("prvReadAccount", Level::Org);
    has("prvExportToExcel", Level::Org);
    has("prvMerge", Level::Unit);
    has("prvFooBar", Level::Org);
    has("prvReadNothing", Level::User);
    has("prvReadnew_thing", Level::Unit);
    has("prvReadОтчёт_тест", Level::Org);
    has("prvReadUserQuery", Level::Org);
    assert_eq!(found.len(), 11);
    let normalised = told(&imported, Outcome::Normalised);
    assert!(
        normalised.contains("privilege `prvReadAccount` of role \"Odd ones\": it is granted twice"),
        "{normalised}"
    );
    assert!(
        normalised.contains("such as `prvReadnew_Thing`: the files spell the table with several capitals"),
        "{normalised}"
    );
    assert!(normalised.contains("2 privilege names of role \"Odd ones\", such as `prvreadaccount`"), "{normalised}");
    let doubtful = told(&imported, Outcome::Doubtful);
    assert!(doubtful.contains("such as `Whatever`: the names of privileges begin with `prv`"), "{doubtful}");
    assert!(doubtful.contains("3 privileges of role \"Odd ones\", such as"), "{doubtful}");
    assert!(doubtful.contains("`read` on `userquery` at `org`"), "{doubtful}");
}

#[test]
fn a_format_that_was_named_is_held_to() {
    let files = [file("role.xml", role_xml(1, "R", &[("prvReadAccount", Level::Org)]))];
    let error = import(Format::Terraform, &files, Catalog::builtin(), &Options::default()).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "role.xml: this is a file of role of a solution; import it as `dataverse`, not as `terraform`"
    );
}
