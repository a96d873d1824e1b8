//! How sets of connectors are written.

use std::collections::BTreeSet;

use dictum::catalog::{Catalog, Connector, Kind, Tier};
use serde_json::json;

use super::{attribute, flat, source_of};

fn ids(test: impl Fn(&Connector) -> bool) -> Vec<String> {
    let catalog = Catalog::builtin();
    catalog.connectors().iter().filter(|connector| test(connector)).map(Connector::wire_id).collect()
}

fn blocked(ids: &[String]) -> String {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    source_of(&flat("P", "General", &[("Blocked", &ids)]))
}

#[test]
fn selections_are_said_by_the_fact_they_share() {
    let standard = ids(|connector| connector.tier == Tier::Standard);
    assert_eq!(attribute(&blocked(&standard), "blocked"), ["connectors where tier == standard"]);
    let desktop = ids(|connector| connector.kind == Kind::Desktop);
    assert_eq!(attribute(&blocked(&desktop), "blocked"), ["connectors where kind == desktop"]);
    let publisher = ids(|connector| connector.publisher == "Plumsail Inc." || connector.publisher == "Plumsail");
    assert!(publisher.len() < 8, "few connectors are listed: {}", publisher.len());
    assert!(!blocked(&publisher).contains("where"));
}

#[test]
fn two_facts_are_joined() {
    let both = ids(|connector| connector.tier == Tier::Premium && connector.publisher == "Microsoft");
    let source = blocked(&both);
    let wanted = "connectors where tier == premium and publisher == \"Microsoft\"";
    assert_eq!(attribute(&source, "blocked"), [wanted], "{source}");
}

#[test]
fn a_selection_that_nearly_fits_is_not_used() {
    let mut standard = ids(|connector| connector.tier == Tier::Standard);
    standard.pop();
    assert!(!blocked(&standard).contains("where"));
}

#[test]
fn a_selection_may_leave_out_what_other_groups_hold() {
    let business = ["teams", "rss", "sharepointonline"];
    let wires: Vec<String> = business.iter().map(|id| super::wire(id)).collect();
    let others = ids(|connector| connector.tier == Tier::Standard);
    let others: Vec<&str> =
        others.iter().map(String::as_str).filter(|id| !wires.iter().any(|wire| wire == id)).collect();
    let source = source_of(&flat("P", "General", &[("Confidential", &business), ("Blocked", &others)]));
    assert!(
        source.contains("blocked      = (connectors where tier == standard) - [rss, sharepointonline, teams]\n"),
        "{source}"
    );
}

#[test]
fn nearly_everything_is_said_by_what_is_missing() {
    let all = ids(|connector| connector.id != "sql" && connector.id != "Http");
    assert_eq!(attribute(&blocked(&all), "blocked"), ["all - [Http, sql]"]);
    let unblockable = ids(|connector| !connector.blockable && connector.id != "teams");
    let mut source = blocked(&unblockable);
    assert_eq!(attribute(&source, "blocked"), ["unblockable - [teams]"]);
    let more: Vec<String> = unblockable.iter().cloned().chain([super::wire("sql"), super::wire("gone")]).collect();
    source = blocked(&more);
    assert_eq!(attribute(&source, "blocked"), ["unblockable + [\"shared_gone\", sql] - [teams]"]);
}

#[test]
fn names_are_short_where_they_can_be() {
    let listed = ["10to8", "sql", "Http", "providers/Microsoft.ProcessSimple/operationGroups/DesktopFlow.Cmd", "Gone"];
    let source = source_of(&flat("P", "General", &[("Blocked", &listed)]));
    assert_eq!(attribute(&source, "blocked"), ["[\"shared_10to8\", \"DesktopFlow.Cmd\", \"Gone\", Http, sql]"]);
}

#[test]
fn shared_sets_get_a_name_and_lose_no_connector() {
    let office = ["teams", "todo", "planner", "office365", "office365users", "sharepointonline"];
    let with = |more: &[&'static str]| office.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    let policies = json!([
        flat("One", "Blocked", &[("Confidential", &with(&["sql"]))]),
        flat("Two", "Blocked", &[("Confidential", &with(&[]))]),
        flat("Three", "General", &[("Confidential", &with(&["rss", "Http"]))]),
    ]);
    let source = source_of(&policies);
    assert!(
        source.contains("connectors office = [office365, office365users, planner, sharepointonline, teams, todo]\n"),
        "{source}"
    );
    let business: BTreeSet<&str> = attribute(&source, "business").into_iter().collect();
    assert_eq!(business, BTreeSet::from(["office", "office + [Http, rss]", "office + [sql]"]));
}

#[test]
fn a_set_is_never_called_like_a_connector() {
    let listed: Vec<String> = ids(|connector| connector.id.starts_with('m')).into_iter().take(60).collect();
    let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
    let mut policy = flat("Outlook", "General", &[("Blocked", &listed)]);
    policy["displayName"] = json!("outlook");
    let source = source_of(&policy);
    assert!(source.contains("connectors outlook_blocked = [\n"), "{source}");
    assert_eq!(attribute(&source, "blocked"), ["outlook_blocked"]);
}
