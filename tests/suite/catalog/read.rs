//! Catalogues from exports, valid and hostile.

use dictum::catalog::{Catalog, CatalogError, Connector, Kind, Place, Tier};
use jiff::civil::date;
use proptest::prelude::*;

use super::public;

fn read(text: &str) -> Catalog {
    Catalog::read("test", text.as_bytes()).expect("the export should be readable")
}

fn refused(text: &str) -> CatalogError {
    Catalog::read("test", text.as_bytes()).expect_err("the export should be refused")
}

fn ids(catalog: &Catalog) -> Vec<&str> {
    catalog.connectors().iter().map(|connector| connector.id.as_ref()).collect()
}

fn get<'c>(catalog: &'c Catalog, name: &str) -> &'c Connector {
    catalog.get(catalog.find(name).expect("the connector should be there"))
}

#[test]
fn the_public_table_reads_as_the_built_in_catalogue() {
    let catalog = read(&public("connectors.csv"));
    assert_eq!(catalog.connectors(), Catalog::builtin().connectors());
    assert_eq!(catalog.digest(), Catalog::builtin().digest());
    assert_eq!((catalog.name(), catalog.date()), ("test", None));
}

#[test]
fn a_table_may_have_any_separator_and_order_of_columns() {
    let comma = read("\u{feff}id,display_name,unblockable\nshared_sql,\"SQL, \"\"the\"\" server\",true\n");
    let semicolon = read(
        "# comment, with commas\r\n\"Display Name\";\"Unblockable\";\"Other\";\"ID\"\r\n\"SQL, \"\"the\"\" server\";True;?;SQL\r\n\r\n",
    );
    let tab = read(
        "# date: 2026-01-31\nunblockable\tid\tdisplayName\nTRUE\t/providers/Microsoft.PowerApps/apis/shared_sql\tSQL, \"the\" server",
    );
    for catalog in [&comma, &semicolon, &tab] {
        let sql = get(catalog, "sql");
        assert_eq!((sql.display_name.as_ref(), sql.blockable, sql.tier), ("SQL, \"the\" server", false, Tier::Premium));
        assert!(!sql.action_control && sql.endpoint_filtering);
        assert_eq!(catalog.digest(), comma.digest());
    }
    assert_eq!(tab.date(), Some(date(2026, 1, 31)));
}

#[test]
fn a_list_of_ids_is_filled_from_the_built_in_catalogue() {
    let catalog = read(
        "# date: 2026-02-01\nshared_teams\n\nSQL  # a comment\nbrandnew\nHttp\n  DesktopFlow.Cmd\nBrandNewVirtual",
    );
    assert_eq!(ids(&catalog), ["brandnew", "BrandNewVirtual", "DesktopFlow.Cmd", "Http", "sql", "teams"]);
    assert_eq!(get(&catalog, "teams"), super::connector("teams"));
    assert_eq!(catalog.date(), Some(date(2026, 2, 1)));
    let new = get(&catalog, "brandnew");
    assert_eq!((new.tier, new.kind, new.blockable, new.action_control), (Tier::Unknown, Kind::Prebuilt, true, true));
    assert_eq!((new.display_name.as_ref(), new.publisher.as_ref(), new.first_seen), ("brandnew", "", None));
    assert_eq!(get(&catalog, "BrandNewVirtual").kind, Kind::Virtual);
    let same = read(r#"["teams","sql","brandnew","Http","DesktopFlow.Cmd","BrandNewVirtual"]"#);
    assert_eq!(same.digest(), catalog.digest());
    assert_eq!(ids(&read("id\nshared_sql\n")), ["sql"]);
}

#[test]
fn terraform_output_is_read_wherever_the_list_sits() {
    let row = r#"{"description":"…","display_name":"SQL Server 2","id":"/providers/Microsoft.PowerApps/apis/shared_sql","name":"shared_sql","publisher":"Microsoft","tier":"Standard","type":"Microsoft.PowerApps/apis","unblockable":false}"#;
    let http = r#"{"display_name":"HTTP","id":"Http","name":"Http","publisher":"Microsoft","tier":"Built-in","type":"Microsoft.PowerApps/apis","unblockable":false}"#;
    let kind = r#"["list",["object",{"id":"string","name":"string","unblockable":"bool"}]]"#;
    for export in [
        format!(r#"{{"all_connectors":{{"sensitive":false,"type":{kind},"value":[{row},{http}]}}}}"#),
        format!(r#"{{"all":{{"value":{{"id":null,"timeouts":null,"connectors":[{row},{http}]}}}}}}"#),
        format!(
            r#"{{"tiers":{{"value":["Built-in","Premium","Standard"]}},"ids":{{"value":["a","b","c"]}},"some":{{"value":[{row}]}},"all":{{"value":[{http},{row}]}},"by_publisher":{{"value":{{"Microsoft":[{row},{http}]}}}}}}"#
        ),
        format!(
            r#"{{"version":4,"resources":[{{"type":"powerplatform_data_loss_prevention_policy","instances":[{{"attributes":{{"business_connectors":[{{"id":"Http"}}]}}}}]}},{{"type":"powerplatform_connectors","instances":[{{"attributes":{{"connectors":[{row},{http}]}}}}]}}]}}"#
        ),
        format!("[{http},{row}]"),
    ] {
        let catalog = read(&export);
        assert_eq!(ids(&catalog), ["Http", "sql"], "{export}");
        let sql = get(&catalog, "sql");
        assert_eq!(
            (sql.display_name.as_ref(), sql.tier, sql.endpoint_filtering),
            ("SQL Server 2", Tier::Standard, true)
        );
        assert_eq!(get(&catalog, "Http"), super::connector("Http"));
    }
}

#[test]
fn the_platforms_answer_is_read_with_its_lists() {
    let answer = r#"{"value":[
        {"name":"shared_sql","id":"/providers/Microsoft.PowerApps/apis/shared_sql","type":"Microsoft.PowerApps/apis",
         "properties":{"displayName":"SQL Server","tier":"Premium","publisher":"Microsoft","metadata":{"source":"marketplace"},"isCustomApi":false}},
        {"name":"shared_brandnew","id":"/providers/Microsoft.PowerApps/apis/shared_brandnew","properties":{"displayName":"Brand New"}},
        {"name":"shared_ours","id":"/providers/Microsoft.PowerApps/apis/shared_ours","properties":{"isCustomApi":true}}]"#;
    let plain = read(&format!("{answer}}}"));
    assert_eq!(ids(&plain), ["brandnew", "ours", "sql"]);
    assert!(get(&plain, "brandnew").blockable);
    let ours = get(&plain, "ours");
    assert_eq!((ours.kind, ours.action_control), (Kind::Custom, false));

    let full = read(&format!(
        r#"{answer},"unblockable":[{{"id":"/providers/microsoft.powerapps/apis/shared_BrandNew","metadata":{{"unblockable":true}}}}],
           "virtual":{{"value":[{{"id":"Http","metadata":{{"virtualConnector":true,"name":"HTTP","displayName":"HTTP"}}}},
                                {{"id":"newThing","metadata":{{"virtualConnector":true,"displayName":"New Thing"}}}}]}},"nextLink":""}}"#
    ));
    assert_eq!(full.len(), 5);
    assert!(!get(&full, "brandnew").blockable && get(&full, "sql").blockable);
    let thing = get(&full, "/providers/Microsoft.PowerApps/apis/newThing");
    assert_eq!((thing.kind, thing.tier, thing.wire_id().as_str()), (Kind::Virtual, Tier::BuiltIn, "newThing"));
    assert_eq!(thing.display_name, "New Thing");
}

#[test]
fn keys_may_begin_with_capitals() {
    let path = "/providers/Microsoft.PowerApps/apis/shared_brandnew";
    let text = format!(r#"[{{"Id":"{path}","Name":"shared_brandnew","DisplayName":"Brand New","Tier":"Premium"}}]"#);
    let catalog = read(&text);
    assert_eq!(&*get(&catalog, "brandnew").display_name, "Brand New");
}

#[test]
fn modules_and_virtual_connectors_are_added_where_there_are_none() {
    let catalog = read("sql\n");
    assert_eq!((catalog.find("DesktopFlow.Cmd"), catalog.find("Http")), (None, None));
    let with = catalog.with_separate_lists();
    assert_eq!(get(&with, "DesktopFlow.Cmd"), super::connector("DesktopFlow.Cmd"));
    assert_eq!(get(&with, "Http"), super::connector("Http"));
    let of = |catalog: &Catalog, kind| catalog.connectors().iter().filter(|connector| connector.kind == kind).count();
    assert_eq!((of(&with, Kind::Desktop), of(&with, Kind::Virtual)), (41, 18));
    let own = read("DesktopFlow.Brandnew\nHttp\n").with_separate_lists();
    assert_eq!((of(&own, Kind::Desktop), of(&own, Kind::Virtual)), (1, 1));
}

#[test]
fn an_export_of_today_can_be_asked_for_the_past() {
    let then = read("sql\nmicrosoftcopilotstudio\n").as_of(date(2024, 10, 1));
    assert_eq!(ids(&then), ["marketo", "sql", "vitacloudquotes"]);
}

#[test]
fn a_duplicate_is_reported_with_both_places() {
    let error = refused("# ids\nsql\nteams\nshared_SQL\n");
    assert_eq!(error, CatalogError::Duplicate { id: "sql".into(), first: Place::Line(2), second: Place::Line(4) });
    assert_eq!(error.to_string(), "`sql` is listed twice, in line 2 and in line 4");
    let error = refused(r#"[{"id":"Http"},{"id":"shared_x"},{"id":"HTTP"}]"#);
    assert_eq!(error.to_string(), "`Http` is listed twice, in entry 1 and in entry 3");
}

#[test]
fn a_wrong_export_is_told_apart_in_plain_words() {
    for (export, message) in [
        ("", "the export holds no connectors"),
        ("# nothing\n\n", "the export holds no connectors"),
        ("{}", "the export holds no connectors"),
        (r#"{"value":[]}"#, "the export holds no connectors"),
        (r#"{"value":["Premium"]}"#, "the export holds no connectors"),
        ("id,tier\nsql,Premium,x\n", "line 2: more cells than the 2 columns of the header"),
        ("id,tier\n\n,Premium\n", "line 3: a connector without id"),
        ("id,blockable\nsql,maybe\n", "line 2: `maybe` is neither yes nor no"),
        ("id,kind\nsql,odd\n", "line 2: `odd` is not a kind of connector"),
        ("id,first_seen\nsql,yesterday\n", "line 2: `yesterda…` is not a date such as 2025-07-26"),
        ("id,tier\nteams,\"a\nb\"\nsql,\"Prem\n\n", "line 4: a quote that is never closed"),
        ("id,tier\nsql,\"Premium\"x\n", "line 2: text after a closing quote"),
        ("sql\nSQL Server\n", "line 2: `SQL…` is not the id of a connector"),
        ("sql\nte\u{1b}[31mams\n", "line 2: `te…` is not the id of a connector"),
        ("name,tier\nsql,Premium\n", "line 1: `name…` is not the id of a connector"),
        (
            r#"{"value":[{"name":"e","id":"/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/e"}]}"#,
            "entry 1: `…` is not the id of a connector",
        ),
        (r#"[{"id":"shared_sql"},7]"#, "entry 2: neither a connector nor an id"),
        (r#"[{"id":"shared_sql"},{"tier":"Premium"}]"#, "entry 2: a connector without id"),
        ("{\"value\":[\n{\"id\":7}]}", "line 2, column 7: invalid type: integer `7`, expected a string"),
        ("{\"value\":[\n", "line 2, column 0: the export is broken JSON: eof while parsing a list"),
        ("[] x", "line 1, column 4: the export is broken JSON: trailing characters"),
        (
            r#"{"value":[{"id":"shared_sql"}],"nextLink":"https://x"}"#,
            "the export is incomplete: it ends with a `nextLink` to a further page",
        ),
        (
            r#"{"displayName":"P","connectorGroups":[{"connectors":[{"id":"Http"}]}]}"#,
            "this is a data policy, not a list of connectors",
        ),
        (r#"{"value":[{"name":"p","policyDefinition":{}}]}"#, "this is a data policy, not a list of connectors"),
    ] {
        assert_eq!(refused(export).to_string(), message, "{export}");
    }
    let message = |bytes: &[u8]| Catalog::read("test", bytes).map_or_else(|error| error.to_string(), |_| String::new());
    assert_eq!(message(b"sql\n\xff"), "the export is not UTF-8: byte 0xff at offset 4");
    assert_eq!(message(b"\xff\xfes"), "the export begins as UTF-16 and is not valid UTF-16");
    // The encoding of PowerShell 5 when output is redirected to a file.
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("sql\nteams\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(Catalog::read("test", &wide).expect("a catalogue").connectors().len(), 2);
}

#[test]
fn hostile_sizes_are_refused() {
    assert!(matches!(refused(&"[".repeat(1_000_000)), CatalogError::Json { .. }));
    assert!(matches!(refused(&r#"{"a":"#.repeat(100_000)), CatalogError::Json { .. }));
    assert!(matches!(refused(&format!("[{}]", vec!["{}"; 60_000].join(","))), CatalogError::TooMany { .. }));
    let many: String = (0..60_000).fold(String::new(), |lines, n| lines + &format!("c{n}\n"));
    assert!(matches!(refused(&many), CatalogError::TooMany { .. }));
    assert_eq!(refused(&"a".repeat(1_000_000)).to_string(), "line 1: an id of more than 400 bytes");
    assert!(matches!(refused(&format!("id,tier\n{}", "a,".repeat(1_000_000))), CatalogError::Row { .. }));
    // Empty columns of a spreadsheet are not cells.
    assert_eq!(Catalog::read("test", b"id,tier\nsql,premium,,,\n,,,,\n").expect("a catalogue").connectors().len(), 1);
    assert!(matches!(Catalog::read("test", &vec![b' '; (64 << 20) + 1]), Err(CatalogError::TooLarge { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_bytes_give_a_catalogue_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Catalog::read("test", &bytes);
    }

    #[test]
    fn any_text_gives_a_catalogue_or_a_message_that_can_be_shown(text in r#"(\PC|[\n\r\t",;{}\[\]:#]|id,|sql|"id":|"value":){0,60}"#) {
        for start in ["", "{", "[", "id,tier\n", "\"id\";x\n"] {
            match Catalog::read("test", format!("{start}{text}").as_bytes()) {
                Ok(catalog) => {
                    let again = Catalog::read("again", catalog.to_pinned_csv().as_bytes());
                    prop_assert_eq!(again.map(|again| again.digest().to_owned()), Ok(catalog.digest().to_owned()));
                }
                Err(error) => prop_assert!(!error.to_string().chars().any(char::is_control)),
            }
        }
    }

    #[test]
    fn order_and_form_do_not_matter(order in Just((0..60_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let some: Vec<_> = Catalog::builtin().connectors().iter().step_by(25).collect();
        let lines: Vec<_> = order.iter().filter_map(|&at| some.get(at)).map(|c| c.id.as_ref()).collect();
        let rows: Vec<_> = some.iter().map(|c| format!(r#"{{"id":"{}","display_name":""}}"#, c.wire_id())).collect();
        let json = format!(r#"{{"value":[{}]}}"#, rows.join(","));
        let (lines, json) = (read(&lines.join("\n")), read(&json));
        prop_assert_eq!(lines.digest(), json.digest());
    }
}

#[test]
fn actions_come_from_the_interface_of_a_connector_and_are_pinned() {
    let answer = r##"[
      { "id": "/providers/Microsoft.PowerApps/apis/shared_sql", "properties": { "displayName": "SQL Server", "swagger": {
        "swagger": "2.0", "parameters": { "table": { "in": "path" } },
        "paths": {
          "/items": { "parameters": [{ "$ref": "#/parameters/table" }],
            "get": { "operationId": "GetItems_V2", "x-ms-visibility": "important",
              "responses": { "200": { "examples": { "operationId": "NoSuchThing" } } },
              "parameters": [{ "x-ms-dynamic-values": { "operationId": "GetTables" } }] },
            "delete": { "operationId": "DeleteItem_V2", "deprecated": false } } } } } },
      { "id": "/providers/Microsoft.PowerApps/apis/shared_teams", "properties": {} }
    ]"##;
    let catalog = read(answer);
    let expected: Vec<String> = ["DeleteItem_V2", "GetItems_V2", "GetTables"].map(str::to_owned).to_vec();
    assert_eq!(get(&catalog, "sql").actions, Some(expected));
    assert_eq!(get(&catalog, "teams").actions, None);
    let pinned = catalog.to_csv();
    assert!(pinned.lines().any(|line| line.ends_with("DeleteItem_V2|GetItems_V2|GetTables")), "{pinned}");
    let again = read(&pinned);
    assert_eq!(again.connectors(), catalog.connectors());
    assert_eq!(again.digest(), catalog.digest());
    // Without actions the form, and so the digest, is unchanged.
    let header = read("id\nsql\n").to_csv();
    assert!(header.starts_with("id,display_name,") && !header.contains("actions"), "{header}");
}
