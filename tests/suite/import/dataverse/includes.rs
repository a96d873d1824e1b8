//! Roles that include others, so that they list only the further privileges.

use std::collections::BTreeSet;

use dictum::catalog::privilege::Level;
use dictum::catalog::{predefined_roles, privilege_base, privilege_name, shares_privileges_with};
use dictum::import::read::Outcome;

use super::{Pair, all_on, file, granted, imported, role_xml, same, sound, told};

fn pairs(privileges: &[(String, Level)]) -> BTreeSet<Pair> {
    privileges.iter().map(|(name, level)| (name.clone(), level.wire().to_owned())).collect()
}

/// The grants of the platform's role with this symbol, as privileges.
fn of_platform(symbol: &str) -> Vec<(String, Level)> {
    let role = predefined_roles().iter().find(|role| role.symbol == symbol).expect("the role");
    let mut found: Vec<(String, Level)> = Vec::new();
    for (table, grants) in role.grants() {
        let base = privilege_base(shares_privileges_with(*table));
        for (verb, level) in grants.iter() {
            let name = privilege_name(verb, base);
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = level.max(*known),
                None => found.push((name, level)),
            }
        }
    }
    found.extend(role.tasks.list().iter().map(|(name, level)| (format!("prv{name}"), *level)));
    found
}

#[test]
fn a_wider_role_includes_a_narrower_one() {
    let narrow = all_on(0..4, Level::User);
    let mut wide = narrow.clone();
    wide.extend(all_on(4..5, Level::Org));
    // On one table it has one verb at a wider level than the narrow role.
    wide.iter_mut().filter(|(name, _)| name == "prvReadnew_table2").for_each(|(_, level)| *level = Level::Org);
    let files = [file("n.xml", role_xml(1, "Reader", &narrow)), file("w.xml", role_xml(2, "Writer", &wide))];
    let imported = imported(&files);
    let analysis = sound(&imported);
    same(&granted(&analysis, "reader"), &pairs(&narrow), "");
    same(&granted(&analysis, "writer"), &pairs(&wide), "");
    let writer = imported.source.split_once("role writer {").expect("the role").1;
    let expected = "
  name     = \"Writer\"
  includes = [reader]
  grid {
    table       create  read  write  delete  append  append_to  assign  share
    new_table2  none    org   none   none    none    none       none    none
    new_table4  org     org   org    org     org     org        org     org
  }
}
";
    assert_eq!(writer, expected);
    assert!(
        imported.report.lines().iter().any(|line| line
            == "role writer, \"Writer\": 40 privileges on 5 tables; includes reader, which leaves 2 of its rows"),
        "{:?}",
        imported.report.lines()
    );
}

#[test]
fn roles_with_the_same_grants_are_no_circle() {
    let all = all_on(0..3, Level::Deep);
    let files: Vec<_> =
        (1..4).map(|id| file(&format!("{id}.xml"), role_xml(id, &format!("Same {id}"), &all))).collect();
    let imported = imported(&files);
    let analysis = sound(&imported);
    for symbol in ["same_1", "same_2", "same_3"] {
        same(&granted(&analysis, symbol), &pairs(&all), "");
    }
    assert_eq!(imported.source.matches("includes").count(), 2);
    assert_eq!(imported.source.matches("grid").count(), 1);
}

#[test]
fn a_few_grants_are_not_worth_an_include() {
    let narrow = all_on(0..2, Level::User);
    let wide = all_on(0..3, Level::User);
    let files = [file("n.xml", role_xml(1, "N", &narrow)), file("w.xml", role_xml(2, "W", &wide))];
    let imported = imported(&files);
    sound(&imported);
    assert!(!imported.source.contains("includes"), "{}", imported.source);
}

#[test]
fn roles_of_the_platform_are_included_too() {
    let mut privileges = of_platform("app_opener");
    privileges.extend(all_on(0..1, Level::Unit));
    privileges.push(("prvExportToExcel".to_owned(), Level::Org));
    let imported = imported(&[file("a.xml", role_xml(1, "Claims", &privileges))]);
    let analysis = sound(&imported);
    assert!(imported.source.contains("includes = [app_opener]"), "{}", imported.source);
    assert!(imported.source.lines().count() < 20, "{}", imported.source);
    same(&granted(&analysis, "claims"), &pairs(&privileges), "");
}

#[test]
fn a_role_that_the_platform_brings_is_not_declared() {
    for symbol in ["app_opener", "basic_user", "environment_maker"] {
        let role = predefined_roles().iter().find(|role| role.symbol == symbol).expect("the role");
        let files = [
            file("own.xml", role_xml(1, "Mine", &[("prvReadAccount", Level::Org)])),
            file("a.xml", role_xml(2, role.name, &of_platform(symbol))),
        ];
        let imported = imported(&files);
        sound(&imported);
        assert_eq!(imported.report.organisation.roles.len(), 1, "{}", imported.source);
        assert_eq!(imported.report.organisation.predefined, [(symbol.to_owned(), role.name.to_owned())]);
        let line = format!("role {symbol}, \"{}\": the platform's own, named and not declared", role.name);
        assert!(imported.report.lines().contains(&line), "{:?}", imported.report.lines());
    }
}

#[test]
fn a_role_of_the_platform_that_differs_is_declared_as_one_that_exists() {
    let mut privileges = of_platform("basic_user");
    privileges.extend(all_on(0..1, Level::User));
    let imported = imported(&[file("a.xml", role_xml(1, "Basic User", &privileges))]);
    let analysis = sound(&imported);
    same(&granted(&analysis, "basic_user"), &pairs(&privileges), "");
    assert!(imported.source.contains("existing = yes"), "{}", imported.source);
    assert!(!imported.source.contains("includes"), "{}", imported.source);
    assert!(told(&imported, Outcome::Doubtful).contains("the platform's own `basic_user` is known with other grants"));
}

/// Small equal roles are written in full, and large ones include one another. Roles that include only a platform role
/// are equal too.
#[test]
fn equal_roles_stay_visible() {
    let (small, large, basic) = (all_on(0..1, Level::User), all_on(1..5, Level::Org), of_platform("basic_user"));
    let roles = [
        ("One", &small),
        ("Two", &small),
        ("Three", &large),
        ("Four", &large),
        ("Five", &large),
        ("Six", &basic),
        ("Seven", &basic),
    ];
    let files: Vec<(String, Vec<u8>)> = (1..)
        .zip(roles)
        .map(|(id, (name, privileges))| file(&format!("{name}.xml"), role_xml(id, name, privileges)))
        .collect();
    let imported = imported(&files);
    let equal: Vec<String> =
        imported.report.lines().into_iter().filter(|line| line.ends_with(" grant exactly the same")).collect();
    let named = ["five, four and three", "one and two", "seven and six"];
    assert_eq!(equal, named.map(|names| format!("roles {names} grant exactly the same")));
    assert!(imported.source.contains("includes = ["), "some are written by what they include: {}", imported.source);
    let found = sound(&imported).diagnostics;
    let mut told: Vec<&str> =
        found.iter().filter(|one| one.rule.name == "equal-roles").map(|one| one.message.as_str()).collect();
    told.sort_unstable();
    let of = |names: &str| format!("roles {names} grant exactly the same");
    assert_eq!(told, [of("`five`, `four` and `three`"), of("`one` and `two`"), of("`seven` and `six`")]);
}
