//! Five real roles, compared with their files, which are read in another way.

use dictum::catalog::privilege::{Level, NO_GLYPH};
use dictum::import::read::Outcome;
use dictum::import::{Ids, Levels, Options};
use dictum::model::roles::{Inheritance, Says};

use super::{SAMPLES, granted, imported, imported_with, pairs_of, same, sample, sound, text_of, told};

#[test]
fn every_role_grants_what_its_file_says_and_no_more() {
    let counts = [228, 86, 25, 116, 628];
    for (name, count) in SAMPLES.into_iter().zip(counts) {
        let imported = imported(&[sample(name)]);
        let analysis = sound(&imported);
        let [role] = imported.report.organisation.roles.as_slice() else { unreachable!("one role") };
        let pairs = pairs_of(&text_of(name));
        assert_eq!(pairs.len(), count);
        assert_eq!(role.grants, count);
        same(&granted(&analysis, &role.symbol), &pairs, name);
        assert_eq!(told(&imported, Outcome::Refused) + &told(&imported, Outcome::Dropped), "", "{name}");
    }
}

#[test]
fn all_five_together_grant_the_same() {
    let files: Vec<_> = SAMPLES.into_iter().map(sample).collect();
    let mut reversed = files.clone();
    reversed.reverse();
    let one = imported(&files);
    assert_eq!(one, imported(&reversed));
    let analysis = sound(&one);
    for (name, role) in SAMPLES.into_iter().zip(&one.report.organisation.roles) {
        same(&granted(&analysis, &role.symbol), &pairs_of(&text_of(name)), name);
    }
}

#[test]
fn what_a_file_says_of_a_role_beside_its_privileges_is_kept() {
    let facts = |name: &str| {
        let imported = imported(&[sample(name)]);
        let analysis = sound(&imported);
        let declared = analysis.program.organisation.roles.iter().filter(|role| role.predefined.is_none());
        let declared: Vec<_> = declared.collect();
        assert_eq!(declared.len(), 1);
        let role = declared.first().expect("one role");
        let ids: Vec<String> = imported.bindings.roles.values().cloned().collect();
        let inheritance = role.inheritance.map(|(inheritance, _)| inheritance);
        (role.display_name().to_owned(), ids.concat(), inheritance, role.customizable, role.auto_assigned)
    };
    let id = |id: &str| id.to_owned();
    assert_eq!(
        facts("listings-administrator.xml"),
        (id("Listings Administrator"), id("3700f46f-8f09-ef11-9f8a-0022480c5a42"), None, None, Some(false))
    );
    assert_eq!(
        facts("nonprofit-team-member.xml"),
        (
            id("Nonprofit Team Member"),
            id("6cd42081-ff82-e911-a82c-000d3a1d5203"),
            Some(Inheritance::TeamOnly),
            None,
            None
        )
    );
    assert_eq!(
        facts("volunteer-manager.xml"),
        (
            id("Volunteer Manager"),
            id("5ab56918-5cbd-eb11-8236-000d3a31dec1"),
            Some(Inheritance::DirectAndTeam),
            None,
            None
        )
    );
}

#[test]
fn grids_may_be_written_in_glyphs() {
    for name in SAMPLES {
        let words = imported(&[sample(name)]);
        let glyphs = imported_with(&[sample(name)], &Options { levels: Levels::Glyphs, ..Options::default() });
        let symbol = &words.report.organisation.roles.first().expect("a role").symbol;
        same(&granted(&sound(&words), symbol), &granted(&sound(&glyphs), symbol), name);
        let grid = glyphs.source.split_once("grid {").expect("a grid").1.split_once('}').expect("its end").0;
        assert!(grid.contains(Level::Org.glyph()), "{grid}");
        // The privileges of a role beyond those of the included roles may all be granted.
        assert!(grid.contains(NO_GLYPH) || name.starts_with("emcr"), "{grid}");
        assert!(!grid.split_whitespace().any(|word| matches!(word, "none" | "user" | "bu" | "deep" | "org")), "{grid}");
    }
}

#[test]
fn a_dash_stands_where_the_platform_has_no_such_privilege() {
    let analysis = sound(&imported(&SAMPLES.map(sample)));
    let organisation = &analysis.program.organisation;
    let mut dashes = 0;
    for role in &organisation.roles {
        for row in &role.rows {
            for table in row.tables.iter().filter_map(|table| table.target) {
                for verb in dictum::catalog::privilege::Verb::ALL {
                    let allowed = organisation.tables.allowed(table, verb);
                    let says = row.cell(verb).says;
                    assert!(says != Says::NoPrivilege || allowed.is_empty());
                    assert!(says != Says::Nothing || !allowed.is_empty());
                    dashes += usize::from(says == Says::NoPrivilege);
                }
            }
        }
    }
    assert!(dashes > 100, "{dashes}");
}

#[test]
fn ids_may_stand_in_the_source() {
    let imported = imported_with(&[sample(SAMPLES[2])], &Options { ids: Ids::Inline, ..Options::default() });
    assert!(imported.bindings.is_empty());
    assert!(
        imported.source.contains("id            = \"3700f46f-8f09-ef11-9f8a-0022480c5a42\""),
        "{}",
        imported.source
    );
}

#[test]
fn what_was_guessed_and_kept_by_name_is_told() {
    let imported = imported(&[sample("nonprofit-team-member.xml"), sample("volunteer-manager.xml")]);
    let assumed = told(&imported, Outcome::Assumed);
    assert!(assumed.contains("organization_owned of 5 tables"), "{assumed}");
    assert!(assumed.contains("user_owned of 31 tables"), "{assumed}");
    let doubtful = told(&imported, Outcome::Doubtful);
    assert!(doubtful.contains("`prvReadEnvironmentVariableValue`"), "{doubtful}");
    assert!(imported.source.contains("\"prvReadEnvironmentVariableValue\""));
}

#[test]
fn the_source_of_a_role_as_a_whole() {
    let imported = imported(&[sample("listings-administrator.xml")]);
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../../../../snapshots/import");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("listings_administrator", imported.source));
}
