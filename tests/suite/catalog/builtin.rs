//! The built-in catalogue compared with the public data it was made from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dictum::catalog::{Catalog, Kind, Tier, wire};
use jiff::civil::date;

use super::{connector, rows};

/// The table from the public data.
fn table() -> String {
    let seen: BTreeMap<String, String> =
        rows("connectors-history.csv").iter().map(|row| (row["id"].clone(), row["first_seen"].clone())).collect();
    let mut lines = BTreeMap::new();
    for row in rows("connectors.csv") {
        let id = &row["id"];
        let symbol = id.rsplit('/').next().unwrap_or_default();
        let symbol = symbol.strip_prefix("shared_").unwrap_or(symbol);
        let tier = match row["tier"].as_str() {
            "Standard" => "s",
            "Premium" => "p",
            "Built-in" => "b",
            _ => "-",
        };
        let unblockable = if row["blockable"] == "no" { "u" } else { "" };
        let endpoints = if row["endpoint_filtering"] == "yes" { "e" } else { "" };
        let first = match seen.get(id).map(String::as_str) {
            Some("2024-05-23") => "",
            Some(day) => day,
            None => "-",
        };
        let (shown, publisher) = (&row["display_name"], &row["publisher"]);
        let line = format!("{symbol}\t{shown}\t{publisher}\t{tier}\t{unblockable}{endpoints}\t{first}");
        lines.insert(symbol.to_lowercase(), line.trim_end_matches('\t').to_owned());
    }
    lines.into_values().fold(String::new(), |table, line| table + &line + "\n")
}

#[test]
fn the_table_is_made_from_the_public_data() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/connectors.tsv");
    let committed = std::fs::read_to_string(&path).expect("the table should be there");
    let (head, body): (Vec<_>, Vec<_>) = committed.split_inclusive('\n').partition(|line| line.starts_with('#'));
    let expected = table();
    if std::env::var_os("DICTUM_UPDATE").is_some() {
        std::fs::write(&path, head.concat() + &expected).expect("the table should be writable");
    } else {
        for (committed, expected) in body.iter().zip(expected.split_inclusive('\n')) {
            assert_eq!(*committed, expected);
        }
        assert_eq!(body.len(), expected.lines().count());
    }
}

#[test]
fn every_public_fact_is_in_the_catalogue() {
    let public = rows("connectors.csv");
    assert_eq!(public.len(), Catalog::builtin().len());
    for row in public {
        let id = &row["id"];
        let found = connector(id);
        let wire =
            if id.starts_with("shared_") { format!("/providers/Microsoft.PowerApps/apis/{id}") } else { id.clone() };
        assert_eq!(found.wire_id(), wire);
        assert_eq!(found.publisher, row["publisher"]);
        if row["display_name"].is_empty() {
            assert_eq!(found.display_name, found.id);
        } else {
            assert_eq!(found.display_name, row["display_name"]);
        }
        assert_eq!(found.blockable, row["blockable"] != "no", "{id}");
        assert_eq!(found.endpoint_filtering, row["endpoint_filtering"] == "yes", "{id}");
        if !row["action_control"].is_empty() {
            assert_eq!(found.action_control, row["action_control"] == "yes", "{id}");
        }
    }
}

#[test]
fn the_counts_are_those_of_the_export() {
    let catalog = Catalog::builtin();
    assert_eq!((catalog.name(), catalog.date(), catalog.len()), ("builtin", Some(date(2025, 7, 26)), 1461));
    let count = |tier| catalog.connectors().iter().filter(|connector| connector.tier == tier).count();
    assert_eq!(Tier::ALL.map(count), [171, 1228, 18, 44]);
    let count = |kind| catalog.connectors().iter().filter(|connector| connector.kind == kind).count();
    assert_eq!(Kind::ALL.map(count), [1402, 18, 41, 0]);
}

#[test]
fn twenty_four_connectors_cannot_be_blocked() {
    let catalog = Catalog::builtin();
    let unblockable: Vec<_> = catalog
        .connectors()
        .iter()
        .filter(|connector| !connector.blockable)
        .map(|connector| connector.id.as_ref())
        .collect();
    assert_eq!(
        unblockable.join(" "),
        "approvals cloudappsecurity commondataservice commondataserviceforapps excelonlinebusiness flowpush kaizala \
         microsoftformspro office365 office365groups office365groupsmail office365users onedriveforbusiness onenote \
         planner powerappsnotification powerappsnotificationv2 powerbi sharepointonline shifts skypeforbiz teams todo \
         yammer"
    );
}

#[test]
fn nine_connectors_take_endpoint_rules() {
    let catalog = Catalog::builtin();
    let filtered: Vec<_> = catalog
        .connectors()
        .iter()
        .filter(|connector| connector.endpoint_filtering)
        .map(|connector| connector.id.as_ref())
        .collect();
    assert_eq!(
        filtered,
        [
            "azureblob",
            "DesktopFlow.UIAutomation",
            "DesktopFlow.WebAutomation",
            "Http",
            "HttpWebhook",
            "smtp",
            "sql",
            "webcontents",
            "webcontentsv2"
        ]
    );
}

#[test]
fn action_control_follows_the_platforms_rule() {
    for connector in Catalog::builtin().connectors() {
        let expected = connector.kind == Kind::Prebuilt && connector.blockable;
        assert_eq!(connector.action_control, expected, "{}", connector.id);
    }
}

#[test]
fn connectors_stand_in_the_order_of_their_symbols() {
    let keys: Vec<_> = Catalog::builtin().connectors().iter().map(|c| c.id.to_ascii_lowercase()).collect();
    assert!(keys.is_sorted_by(|a, b| a < b));
}

#[test]
fn a_day_of_the_past_has_the_members_of_its_snapshot() {
    let catalog = Catalog::builtin();
    let history = rows("connectors-history.csv");
    for (day, count) in [(date(2024, 5, 23), 1219), (date(2024, 10, 30), 1293), (date(2025, 7, 25), 1291)] {
        let then = catalog.as_of(day);
        assert_eq!((then.len(), then.date()), (count, Some(day)));
        let day = day.to_string();
        let expected: BTreeSet<_> = history
            .iter()
            .filter(|row| row["first_seen"] <= day && row["last_seen"] >= day)
            .map(|row| wire::symbol(&row["id"]))
            .collect();
        let members: BTreeSet<_> = then.connectors().iter().map(|connector| connector.id.to_string()).collect();
        assert_eq!(members, expected);
    }
    assert!(catalog.as_of(date(2024, 5, 22)).is_empty());
}

#[test]
fn a_day_the_catalogue_does_not_reach_is_answered_with_the_catalogue() {
    let catalog = Catalog::builtin();
    for day in [date(2025, 7, 26), date(2026, 1, 1)] {
        let then = catalog.as_of(day);
        assert_eq!((then.digest(), then.date()), (catalog.digest(), catalog.date()));
    }
}

#[test]
fn a_connector_that_is_gone_is_a_member_of_its_days_only() {
    let catalog = Catalog::builtin();
    let then = catalog.as_of(date(2024, 8, 14));
    let index = then.find("shared_AssistantStudio").expect("it was there on that day");
    assert_eq!(then.get(index).display_name, "Dynamics 365 Sales Insights (deprecated)");
    assert_eq!(catalog.as_of(date(2024, 8, 15)).find("assistantstudio"), None);
    assert_eq!(catalog.find("assistantstudio"), None);
}

#[test]
fn what_is_gone_or_exempt_is_known_and_no_member() {
    let gone: BTreeSet<_> = rows("connectors-history.csv")
        .into_iter()
        .filter(|row| row["last_seen"] != "2025-07-26")
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(gone.len(), 3);
    for id in gone.iter().map(String::as_str).chain(["shared_powervirtualagents"]) {
        assert_eq!(Catalog::builtin().find(id), None);
        let retired = Catalog::retired(id).expect("it should be known");
        assert_eq!(format!("shared_{}", retired.id), id);
        if let Some(successor) = retired.successor {
            assert_eq!(connector(successor).id, successor);
        }
    }
    let ways = [
        "PowerVirtualAgents",
        "shared_powervirtualagents",
        "/providers/microsoft.powerapps/APIs/shared_PowerVirtualAgents",
    ];
    for way in ways {
        assert_eq!(Catalog::retired(way).map(|retired| retired.id), Some("powervirtualagents"));
    }
    for way in [
        "conversionservice",
        "shared_conversionservice",
        "/providers/Microsoft.PowerApps/apis/shared_conversionservice",
    ] {
        assert!(Catalog::is_exempt(way));
        assert_eq!(Catalog::builtin().find(way), None);
    }
    for member in Catalog::builtin().connectors() {
        assert_eq!(Catalog::retired(&member.id), None);
        assert!(!Catalog::is_exempt(&member.id));
    }
}
