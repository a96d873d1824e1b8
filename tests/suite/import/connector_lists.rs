//! Lists of connectors and of environments as people keep them in spreadsheets.

use dictum::catalog::Catalog;
use dictum::import::Imported;
use dictum::import::read::{Group, Outcome};

use super::{error_of, file, import_checked, squeezed};

fn imported(name: &str, text: &str) -> Imported {
    import_checked(&[file(name, text)])
}

fn told(imported: &Imported, outcome: Outcome) -> Vec<String> {
    let notes = imported.report.not_carried.iter().filter(|one| one.outcome == outcome);
    notes.map(|one| format!("{} {}: {}", one.place, one.what, one.why)).collect()
}

#[test]
fn a_list_by_names_becomes_a_policy_that_nobody_can_deploy_yet() {
    let list = "Connector,Group,Owner\nSharePoint,Business,IT\nOffice 365 Outlook,business\nTwitter,Blocked\nSQL Server,Non-business\n\"HTTP with Microsoft Entra ID (preauthorized)\",Non Business\nshared_dropbox,General\n";
    let imported = imported("lists/Finance connectors.csv", list);
    let source = squeezed(&imported);
    for words in [
        "data_policy finance_connectors { name = \"Finance connectors\" applies_to = only [not_known_finance_connectors]",
        "business = [office365, sharepointonline]",
        "non_business = [dropbox, sql, webcontents]",
        "blocked = [twitter] + rest",
    ] {
        assert!(source.contains(words), "{words}: {source}");
    }
    assert_eq!(told(&imported, Outcome::Unknown).len(), 1);
    assert_eq!(told(&imported, Outcome::Assumed).len(), 1);
    assert_eq!(told(&imported, Outcome::Dropped), ["line 1 column `Owner`: a data policy has no place for it"]);
}

#[test]
fn what_a_list_does_not_say_clearly_is_refused_row_by_row() {
    let list = "#TYPE System.Object\nname;classification\nEasyVista Service Manager;Business\nSharePoint;Busines\nTeamss;Business\nMicrosoft Teams;Business\nmicrosoft teams;Business\nteams;Blocked\nPlanner;\n";
    let imported = imported("list.csv", list);
    let refused = told(&imported, Outcome::Refused);
    for (line, words) in [
        (3, "several connectors have that name"),
        (4, "`Busines` is not Business, Non-business or Blocked"),
        (5, "the catalogue has no connector of that name; did you mean `teamsspirit`?"),
        (8, "a row above puts it into Business, which is written"),
    ] {
        let found = refused.iter().find(|one| one.starts_with(&format!("line {line} ")));
        assert!(found.is_some_and(|one| one.contains(words)), "{line} {words}: {refused:#?}");
    }
    assert_eq!(refused.len(), 4);
    assert_eq!(told(&imported, Outcome::Normalised), ["line 7 `teams`: it is listed twice and written once"]);
    assert_eq!(told(&imported, Outcome::Doubtful).len(), 1);
    assert!(squeezed(&imported).contains("business = [teams]"), "{}", imported.source);
}

#[test]
fn ids_are_taken_as_they_stand_and_a_column_parts_policies() {
    let list = "Id\tDisplay name\tData group\tPolicy\nshared_sql\tanything\tBusiness\tOne\n/providers/Microsoft.PowerApps/apis/shared_newer\t\tBlocked\tTwo\nnot an id\tSQL Server\tBlocked\tTwo\n";
    let imported = imported("list.tsv", list);
    let source = squeezed(&imported);
    assert!(source.contains("data_policy one") && source.contains("data_policy two"), "{source}");
    assert!(source.contains("business = [sql]"), "{source}");
    let refused = told(&imported, Outcome::Refused);
    assert!(
        refused.iter().any(|one| one.contains("`not an id` does not have the form of a connector id")),
        "{refused:?}"
    );
}

/// A list of every connector is imported whole, in any order of its rows.
#[test]
fn a_list_of_all_connectors_comes_back_whole() {
    let catalog = Catalog::builtin();
    let groups = ["Business", "Non-business", "Blocked"];
    let rows: Vec<(String, &str)> = catalog
        .connectors()
        .iter()
        .filter(|one| one.blockable)
        .zip(groups.iter().cycle())
        .map(|(one, group)| (one.wire_id(), *group))
        .collect();
    let text = |rows: &[(String, &str)]| {
        let lines = rows.iter().map(|(id, group)| format!("{id},{group}\n"));
        format!("id,group\n{}", lines.collect::<String>())
    };
    let mut turned = rows.clone();
    turned.reverse();
    let (one, other) = (imported("all.csv", &text(&rows)), imported("all.csv", &text(&turned)));
    assert_eq!(one.source, other.source);
    let policy = &one.report.policies[0];
    let wanted = |group: &str| rows.iter().filter(|(_, own)| *own == group).count();
    assert!(rows.len() > 1_400);
    for (group, name) in Group::ALL.into_iter().zip(groups) {
        let written = policy.groups[group.index()].listed;
        assert_eq!(written, wanted(name), "{name}");
    }
}

#[test]
fn environments_of_a_table_are_those_of_the_cmdlet() {
    let id = "11111111-2222-3333-4444-555555555555";
    let table = format!(
        "#TYPE Selected\r\n\"EnvironmentName\",\"DisplayName\",\"IsDefault\",\"Location\",\"EnvironmentType\",\"Internal\"\r\n\"{id}\",\"Finance\",\"False\",\"europe\",\"Production\",\"@{{name=x}}\"\r\n"
    );
    let imported = imported("environments.csv", &table);
    let source = squeezed(&imported);
    assert!(
        source.contains("environment finance { name = \"Finance\"; type = production; region = europe }"),
        "{source}"
    );
    assert_eq!(imported.bindings.environments.get("finance").map(String::as_str), Some(id));
}

#[test]
fn other_tables_are_told_what_is_read() {
    let refuse = |name: &str, text: &str| error_of(&[file(name, text)]);
    let told = refuse("apps.csv", "App,Owner\nTime,Ann\n");
    assert!(told.contains("columns such as `App` and `Owner`") && told.contains("ConvertTo-Json -Depth 20"), "{told}");
    let told = refuse("list.csv", "id,group\nshared_sql,Business,more\n");
    assert!(told.contains("line 2") && told.contains("more cells"), "{told}");
    let told = refuse("list.csv", "connector,group\nSharePoint,\"Business\nTwitter,Blocked\n");
    assert!(told.contains("line 2") && told.contains("a quote that is never closed"), "{told}");
    let told = refuse("pac.txt", "Active Display Name  Environment ID\n  Contoso  1111\n");
    assert!(told.contains("`--json`"), "{told}");
}
