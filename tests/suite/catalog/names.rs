//! Symbols, ids used in requests, and names that people type.

use dictum::catalog::{Catalog, Kind, wire};
use proptest::prelude::*;

use super::connector;

#[test]
fn every_symbol_reads_back_from_its_wire_id() {
    for member in Catalog::builtin().connectors() {
        let wire = wire::wire_id(&member.id);
        assert_eq!(wire::symbol(&wire), member.id);
        assert_eq!(wire::kind(&wire), member.kind);
        assert_eq!(wire::wire_id(&wire), wire);
        let desktop = wire::wire_type(&wire) == "Microsoft.ProcessSimple/operationGroups";
        assert_eq!(desktop, member.kind == Kind::Desktop);
    }
}

#[test]
fn symbols_are_short() {
    let all = Catalog::builtin().connectors();
    assert!(all.iter().all(|member| !member.id.contains('/') && !member.id.starts_with("shared_")));
}

/// A property that `wire` needs for connectors that it does not know.
#[test]
fn a_symbol_tells_its_wire_form() {
    for row in super::rows("connectors.csv") {
        let (id, symbol) = (&row["id"], wire::symbol(&row["id"]));
        if id.starts_with("shared_") {
            assert!(!symbol.bytes().any(|byte| byte.is_ascii_uppercase()), "{id}");
            assert!(!symbol.contains("-5f"), "{id}");
        } else if id.contains('/') {
            assert!(symbol.starts_with("DesktopFlow."), "{id}");
        } else {
            assert!(symbol.starts_with(|first: char| first.is_ascii_uppercase()), "{id}");
        }
    }
}

#[test]
fn each_sort_has_its_own_wire_form() {
    let forms = [
        ("sql", "/providers/Microsoft.PowerApps/apis/shared_sql", "Microsoft.PowerApps/apis"),
        ("Http", "Http", "Microsoft.PowerApps/apis"),
        // Virtual, although it has `shared_`.
        (
            "d365marketingforapps",
            "/providers/Microsoft.PowerApps/apis/shared_d365marketingforapps",
            "Microsoft.PowerApps/apis",
        ),
        (
            "DesktopFlow.Cmd",
            "providers/Microsoft.ProcessSimple/operationGroups/DesktopFlow.Cmd",
            "Microsoft.ProcessSimple/operationGroups",
        ),
    ];
    for (symbol, wire, kind) in forms {
        assert_eq!(wire::wire_id(symbol), wire);
        assert_eq!(wire::symbol(wire), symbol);
        assert_eq!(wire::wire_type(wire), kind);
    }
}

#[test]
fn a_custom_connector_keeps_its_environment() {
    let id = wire::custom("11111111-2222-3333-4444-555555555555", "contoso-5fhr-5f0a1b2c");
    assert_eq!(
        id,
        "/providers/Microsoft.PowerApps/scopes/admin/environments/11111111-2222-3333-4444-555555555555/apis/shared_contoso-5fhr-5f0a1b2c"
    );
    assert_eq!(wire::custom("e", "shared_x"), wire::custom("e", "x"));
    assert_eq!(wire::symbol(&id), id);
    assert_eq!(wire::wire_id(&id), id);
    assert_eq!(wire::kind(&id), Kind::Custom);
    assert_eq!(wire::environment(&id), Some("11111111-2222-3333-4444-555555555555"));
    assert_eq!(wire::environment("sql"), None);
    assert_eq!(wire::wire_type(&id), "Microsoft.PowerApps/apis");
    assert_eq!(wire::kind("/providers/Microsoft.PowerApps/apis/shared_contoso-5fhr-5f0a1b2c"), Kind::Custom);
}

#[test]
fn an_unknown_id_is_as_short_as_is_safe() {
    let apis = "/providers/Microsoft.PowerApps/apis/";
    let forms = [
        (format!("{apis}shared_brandnew"), "brandnew".to_owned()),
        // `Brandnew` would be a virtual connector, and `http` is one.
        (format!("{apis}shared_Brandnew"), "shared_Brandnew".to_owned()),
        (format!("{apis}shared_http"), "shared_http".to_owned()),
        ("BrandNew".to_owned(), "BrandNew".to_owned()),
        // `brandNew` would be a prebuilt connector.
        ("brandNew".to_owned(), format!("{apis}brandNew")),
    ];
    for (wire, symbol) in forms {
        assert_eq!(wire::symbol(&wire), symbol);
        assert_eq!(wire::wire_id(&symbol), wire);
    }
}

#[test]
fn a_connector_is_found_under_every_form_of_its_id() {
    for name in [
        "sql",
        "SQL",
        "shared_sql",
        "Shared_Sql",
        "/providers/Microsoft.PowerApps/apis/shared_sql",
        "/PROVIDERS/MICROSOFT.POWERAPPS/APIS/SHARED_SQL",
        "providers/microsoft.powerapps/apis/shared_sql",
    ] {
        assert_eq!(connector(name).display_name, "SQL Server");
    }
    for name in ["Http", "HTTP", "http", "/providers/Microsoft.PowerApps/apis/Http"] {
        assert_eq!(connector(name).id, "Http");
    }
    for name in [
        "desktopflow.cmd",
        "DesktopFlow.Cmd",
        "providers/Microsoft.ProcessSimple/operationGroups/DesktopFlow.Cmd",
        "/providers/microsoft.processsimple/operationgroups/desktopflow.CMD",
    ] {
        assert_eq!(connector(name).display_name, "CMD session");
    }
    let all = Catalog::builtin();
    for (index, member) in all.iter() {
        for name in [member.id.to_string(), member.id.to_uppercase(), member.wire_id(), member.wire_id().to_lowercase()]
        {
            assert_eq!(all.find(&name), Some(index), "{name}");
        }
    }
}

#[test]
fn what_names_no_connector_is_not_found() {
    for name in [
        "",
        "/",
        "shared_",
        "shared_Http",
        "sqll",
        "providers/Microsoft.ProcessSimple/operationGroups/sql",
        "/providers/Microsoft.PowerApps/scopes/admin/environments/e/apis/shared_sql",
        "/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/sql",
        "SQL Server",
        "ſql",
    ] {
        assert_eq!(Catalog::builtin().find(name), None, "{name}");
    }
}

#[test]
fn a_wrong_name_is_answered_with_the_one_that_was_meant() {
    let meant = [
        ("sharepoint", "sharepointonline"),
        ("SharePoint", "sharepointonline"),
        ("shared_sharepoint", "sharepointonline"),
        ("sqll", "sql"),
        ("SQL Server", "sql"),
        ("sql_server", "sql"),
        ("sharepointonlin", "sharepointonline"),
        ("onedrive_for_business", "onedriveforbusiness"),
        ("Office 365 Outlook", "office365"),
        ("Microsoft Teams", "teams"),
        ("CMD session", "DesktopFlow.Cmd"),
        ("DesktopFlow.Cmdd", "DesktopFlow.Cmd"),
        ("/providers/Microsoft.PowerApps/apis/shared_sqll", "sql"),
        ("dataverse", "commondataserviceforapps"),
        ("PvaAuthh", "PvaAuth"),
        ("X", "twitter"),
        ("forms", "microsoftforms"),
        ("Run flow", "DesktopFlow.Runflow"),
        ("HTTP request", "HttpRequestReceived"),
        ("servicenow", "service-now"),
    ];
    for (name, symbol) in meant {
        assert_eq!(Catalog::builtin().closest(name), Some(symbol), "{name}");
    }
    for name in ["", "   ", "zz", "qqqqqqqqqq", &"a".repeat(100_000), "new_portfolio"] {
        assert_eq!(Catalog::builtin().closest(name), None, "{}", name.len());
    }
}

#[test]
fn a_search_puts_the_best_first() {
    let catalog = Catalog::builtin();
    let found = |text: &str| -> Vec<&str> {
        catalog.search(text).into_iter().map(|index| catalog.get(index).id.as_ref()).collect()
    };
    assert_eq!(found("sql").first(), Some(&"sql"));
    assert_eq!(found("SharePoint").first(), Some(&"sharepointonline"));
    assert!(found("sharepoint").contains(&"CSKnowledgeSharePoint"));
    assert!(found("Troy Taylor").len() > 100);
    assert!(found("taylor openai").contains(&"openaiassistants"));
    // The platform shows both Dataverse connectors with the same name.
    assert_eq!(found("dataverse legacy"), ["commondataservice"]);
    assert_eq!(found("microsoft dataverse").first(), Some(&"commondataserviceforapps"));
    assert!(found("").is_empty());
    assert!(found("no connector has such a name").is_empty());
    let hits = found("copilot");
    assert_eq!(hits.len(), hits.iter().collect::<std::collections::BTreeSet<_>>().len());
}

fn any_id() -> impl Strategy<Value = String> {
    let word = "[A-Za-z0-9._-]{0,12}|[sS]hared_[a-zA-Z]{0,6}|DesktopFlow\\.[A-Z][a-z]{0,5}|sql|http|Http|pvaauth|a-5fb";
    let path = prop_oneof![
        Just(""),
        Just("/"),
        Just("/providers/Microsoft.PowerApps/apis/"),
        Just("providers/Microsoft.PowerApps/apis/"),
        Just("providers/microsoft.processsimple/operationgroups/"),
        Just("/providers/Microsoft.PowerApps/scopes/admin/environments/e/apis/"),
        Just("/providers/Microsoft.PowerApps/scopes/admin/environments/"),
        Just("/providers/Else/"),
    ];
    (path, word, "(shared_)?").prop_map(|(path, word, again)| format!("{path}{again}{word}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_symbol_never_means_another_connector(id in any_id()) {
        let wire = wire::wire_id(&id);
        // In requests, a bare word in lower case is unknown to the platform: no connector has such an id.
        prop_assume!(wire.contains('/') || wire.starts_with(|c: char| c.is_ascii_uppercase()));
        prop_assert_eq!(wire::wire_id(&wire::symbol(&wire)), &wire[..]);
        prop_assert_eq!(wire::wire_id(&wire), &wire[..]);
    }

    #[test]
    fn any_text_can_be_asked_for(text in any::<String>()) {
        let catalog = Catalog::builtin();
        let _ = (catalog.find(&text), catalog.closest(&text), catalog.search(&text));
        let _ = (wire::symbol(&text), wire::kind(&text), Catalog::retired(&text), Catalog::is_exempt(&text));
        prop_assert_eq!(wire::wire_id(&wire::symbol(&wire::wire_id(&text))), wire::wire_id(&text));
    }
}
