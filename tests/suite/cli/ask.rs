//! `explain`, `rules`, `query`, `catalog`: the questions that users can ask.

use super::{CLEAN, Desk, WRONG};

fn contoso() -> Desk {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "contoso", "."]).ends(0);
    desk
}

#[test]
fn every_rule_is_listed_and_explained() {
    let desk = Desk::empty();
    let list = desk.run(&["rules"]).ends(0).out;
    let json = desk.run(&["rules", "-o", "json"]).ends(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(dictum::codes::all().len()));
    for rule in dictum::codes::all() {
        let code = rule.code.to_string();
        assert!(list.lines().any(|line| line.contains(&code) && line.contains(rule.name)), "{code}");
    }
    let by_code = desk.run(&["explain", "D1004"]).ends(0).gives(&["# D1004 unknown-word", "## Why is this bad?"]);
    assert_eq!(desk.run(&["explain", "unknown-word"]).ends(0).out, by_code.out);
    assert_eq!(desk.run(&["explain", "d1004"]).ends(0).out, by_code.out);
    desk.run(&["explain", "unknown-wrod"]).ends(2).says(&["did you mean `unknown-word`?"]);
    desk.run(&["explain", "D9999"]).ends(2).says(&["there is no rule `D9999`", "`dictum rules` lists all rules"]);
}

#[test]
fn a_query_answers_yes_with_0_and_no_with_1() {
    let desk = contoso();
    desk.run(&["query", "connectors", "-e", "finance_prod", "--together", "sql,sharepointonline"])
        .ends(0)
        .gives(&["yes, but only these actions and endpoints: `sql` and `sharepointonline` may be used together in `finance_prod`", "`finance`"]);
    desk.run(&["query", "connectors", "-e", "finance_prod", "-t", "sql", "-t", "twitter"]).ends(1).gives(&[
        "no: `sql` and `twitter` may not be used together in `finance_prod`",
        "data policy `finance` blocks `twitter`",
        "data-policies.dictum:",
        "move `twitter` from Blocked to Business",
    ]);
    desk.run(&["query", "connectors", "-e", "finance_prod", "-t", "twitter"]).ends(1).gives(&["may not be used in"]);
}

#[test]
fn a_query_without_connectors_shows_all_of_an_environment() {
    let desk = contoso();
    desk.run(&["query", "connectors", "-e", "finance_prod"]).ends(0).gives(&[
        "environment `finance_prod`",
        "data policy `finance`",
        "connectors are blocked",
        "sharepointonline",
    ]);
    let json = desk.run(&["query", "connectors", "-e", "finance_prod", "-o", "json"]).ends(0).json();
    assert_eq!(json["environment"], "finance_prod");
    assert_eq!(json["policies"][0], "finance");
}

#[test]
fn an_environment_is_shown_with_what_its_group_says() {
    let desk = Desk::with(&[(
        "a.dictum",
        "user ann { upn = \"ann@contoso.com\" }\n\
         environment_group estate { sharing = people_only up to 50; solution_checker = block }\n\
         environment finance {\n  type = production; region = europe; managed = yes; group = estate\n  \
         audit { active = yes; retention_days = 365 }\n  release_cycle = early\n  \
         dataverse { language = 1033; currency = EUR }\n}\n\
         environment hers { type = developer; owner = ann; dataverse { language = 1033; currency = EUR } }\n\
         data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }\n",
    )]);
    let finance = desk.run(&["query", "environment", "finance"]).ends(0);
    finance.gives(&[
        "environment `finance`  a.dictum:3:13",
        "audit.active",
        "audit.retentionDays",
        "releaseCycle",
        "for all environments of group `estate`  a.dictum:2:19",
        "solutionChecker",
        "what is not listed is not managed",
    ]);
    let hers = desk.run(&["query", "environment", "hers"]).ends(0).gives(&["owner", "ann"]);
    assert!(!hers.out.contains("audit") && !hers.out.contains("group"), "{}", hers.out);
    // The same as in the bundle.
    desk.run(&["build", "--out", "dist"]).ends(0);
    let bundle: serde_json::Value = serde_json::from_str(&desk.read("dist/bundle.json")).expect("a bundle");
    let asked = desk.run(&["query", "environment", "finance", "-o", "json"]).ends(0).json();
    let of = |list: &str, symbol: &str| {
        let all = bundle[list].as_array().expect("a list");
        all.iter().find(|one| one["symbol"] == symbol).cloned().expect("it is there")
    };
    assert_eq!(asked["environment"], of("environments", "finance"));
    assert_eq!(asked["group"], of("environmentGroups", "estate"));
    desk.run(&["query", "environment", "finanse"]).ends(2).says(&["did you mean `finance`?"]);
}

#[test]
fn a_query_for_programs_says_the_same() {
    let desk = contoso();
    let json = desk.run(&["query", "connectors", "-e", "default", "-t", "twitter,teams", "-o", "json"]).ends(1).json();
    assert_eq!(json["allowed"], false);
    assert_eq!(json["obstacles"][0]["policy"], "tenant_baseline");
    assert_eq!(json["changes"][0]["connector"], "twitter");
}

#[test]
fn a_query_about_what_is_not_there_says_what_is() {
    let desk = contoso();
    desk.run(&["query", "connectors", "-e", "finance_prd"]).ends(2).says(&["did you mean `finance_prod`?"]);
    desk.run(&["query", "connectors", "-e", "finance_prod", "-t", "sqll"]).ends(2).says(&["did you mean `sql`?"]);
    desk.run(&["query", "connectors"]).ends(2).says(&["--environment"]);
    desk.run(&["query", "connectors", "-e", "sales", "absent"]).ends(2).says(&["cannot read `absent`"]);
}

#[test]
fn a_query_over_errors_warns() {
    let desk = Desk::with(&[("a.dictum", WRONG), ("b.dictum", &CLEAN.replace("sales", "crm"))]);
    desk.run(&["query", "connectors", "-e", "crm", "-t", "teams"]).ends(0).says(&["the policies have an error;"]);
}

#[test]
fn a_query_over_several_projects_asks_for_one() {
    let desk = Desk::with(&[
        ("one/dictum.toml", ""),
        ("one/a.dictum", CLEAN),
        ("two/dictum.toml", ""),
        ("two/a.dictum", CLEAN),
    ]);
    desk.run(&["query", "connectors", "-e", "sales"]).ends(2).says(&["several projects", "`one` or `two`"]);
    desk.run(&["query", "connectors", "-e", "sales", "one"]).ends(0);
}

#[test]
fn the_catalogue_is_listed_shown_and_searched() {
    let desk = Desk::empty();
    let all = desk.run(&["catalog", "list"]).ends(0).out.lines().count();
    assert!(all > 1_000, "{all}");
    let premium = desk.run(&["catalog", "list", "--where", "tier == premium and not blockable"]).ends(0);
    assert!((1..20).contains(&premium.out.lines().count()), "{}", premium.out);
    assert!(premium.out.lines().all(|line| line.ends_with("cannot be blocked")), "{}", premium.out);
    let json = desk.run(&["catalog", "list", "-o", "json"]).ends(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(all));
    desk.run(&["catalog", "show", "sql"]).ends(0).gives(&["SQL Server", "apis/shared_sql", "premium"]);
    desk.run(&["catalog", "show", "shared_SQL", "-o", "json"]).ends(0).gives(&["\"connector\": \"sql\""]);
    desk.run(&["catalog", "show", "sqll"]).ends(2).says(&["did you mean `sql`?"]);
    let found = desk.run(&["catalog", "search", "sharepoint"]).ends(0).out;
    assert!(found.lines().next().is_some_and(|line| line.starts_with("sharepointonline ")), "{found}");
    desk.run(&["catalog", "search", "qqqqqq"]).ends(2).says(&["no connector matches `qqqqqq`"]);
    desk.run(&["catalog", "list", "--where", "teir == premium"]).ends(2).says(&["`teir`", "did you mean `tier`?"]);
}

#[test]
fn tables_of_the_platform_are_listed_with_the_levels_they_take() {
    let desk = Desk::empty();
    let all = desk.run(&["catalog", "tables"]).ends(0).gives(&["table ", "ownership ", "append_to "]).out;
    assert_eq!(all.lines().count(), 593 + 321);
    let found = desk.run(&["catalog", "tables", "business", "UNIT"]).ends(0).out;
    let found: Vec<Vec<&str>> = found.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    let unit = ["businessunit", "business_owned", "◕●", "◑◕●", "◑◕●", "◕●", "◑◕●", "◑◕●", "-", "-"];
    assert_eq!(found[0], unit);
    assert_eq!(found.len(), 2);
    let json = desk.run(&["catalog", "tables", "annotation", "-o", "json"]).ends(0).json();
    assert_eq!(json[0]["privileges"], "Note");
    assert_eq!(json[0]["levels"]["read"], serde_json::json!(["user", "bu", "deep", "org"]));
    desk.run(&["catalog", "tables", "acount"]).ends(2).says(&["no table of the platform", "did you mean `account`?"]);
}

#[test]
fn predefined_roles_are_listed_and_shown_as_they_would_be_written() {
    let desk = Desk::empty();
    let all = desk.run(&["catalog", "roles"]).ends(0).gives(&["app_opener ", "opens a model-driven app"]).out;
    assert!(all.lines().count() > 100, "the predefined roles, and those that are known by name: {all}");
    let shown = desk.run(&["catalog", "roles", "app_opener"]).ends(0).gives(&["// App Opener: ", "grid {"]).out;
    let row = |table: &str| shown.lines().find(|line| line.trim_start().starts_with(table)).map(str::to_owned);
    let cells = row("appmodule ").unwrap_or_default();
    let cells: Vec<_> = cells.split_whitespace().collect();
    assert_eq!(cells, ["appmodule", "none", "org", "none", "none", "none", "none", "-", "-"]);
    assert_eq!(shown.lines().count(), 59 + 5);
    for other in ["App Opener", "979144C2-989B-41A5-A146-6B3EA4130E8C"] {
        assert_eq!(desk.run(&["catalog", "roles", other]).ends(0).out, shown);
    }
    let json = desk.run(&["catalog", "roles", "basic_user", "-o", "json"]).ends(0).json();
    assert_eq!(json["template"], "236750cd-45ae-4939-ab12-b24b920ced93");
    assert_eq!(json["grants"]["account"]["read"], "user");
    let list = desk.run(&["catalog", "roles", "-o", "json"]).ends(0).json();
    assert_eq!(list.as_array().map(Vec::len), Some(102));
    assert!(list[0].get("grants").is_none(), "{list}");
    desk.run(&["catalog", "roles", "basic_usr"]).ends(2).says(&["no role `basic_usr`", "did you mean `basic_user`?"]);
}

#[test]
fn privileges_are_found_by_their_name_and_by_the_tables_they_are_for() {
    let desk = Desk::empty();
    desk.run(&["catalog", "privileges", "prvReadNote"]).ends(0).gives(&["prvReadNote  read  ◔◑◕●  annotation"]);
    let email = desk.run(&["catalog", "privileges", "read", "phonecall"]).ends(0).out;
    assert!(email.starts_with("prvReadActivity  read  ") && email.contains("task"), "{email}");
    assert_eq!(email.lines().count(), 1);
    desk.run(&["catalog", "privileges", "exporttoexcel"]).ends(0).gives(&["prvExportToExcel  task", "dangerous: "]);
    let json = desk.run(&["catalog", "privileges", "WriteRole", "-o", "json"]).ends(0).json();
    assert_eq!(json[0]["verb"], "write");
    assert_eq!(json[0]["tables"], serde_json::json!(["role"]));
    desk.run(&["catalog", "privileges", "qqqq"]).ends(2).says(&["no privilege of the platform matches `qqqq`"]);
}

#[test]
fn catalogues_are_pinned_and_compared() {
    let desk = contoso();
    desk.run(&["catalog", "pin", "--as-of", "2024-10-30", "--out", "old.csv"]).ends(0);
    let printed = desk.run(&["catalog", "pin", "--as-of", "2024-10-30"]).ends(0);
    assert_eq!(printed.out, desk.read("old.csv"));
    desk.run(&["catalog", "diff", "builtin"]).ends(0).gives(&["0 new, 0 gone"]);
    desk.run(&["catalog", "diff", "old.csv", "--policies", "."]).ends(1).gives(&[
        "+ ",
        "falls to Blocked in `finance`",
        "`tenant_baseline`",
    ]);
    let json = desk.run(&["catalog", "diff", "old.csv", "-o", "json"]).ends(1).json();
    assert!(json["added"].as_array().is_some_and(|added| !added.is_empty()), "{json}");
    let fails = |on: &str| desk.run(&["catalog", "diff", "old.csv", "--policies", ".", "--fail-on", on]).status;
    assert_eq!(["new", "unrated", "renamed,gone"].map(fails), [1, 1, 1]);
    assert_eq!(["renamed", "tier", "blockability"].map(fails), [0, 0, 0]);
    desk.run(&["catalog", "diff", "old.csv", "--fail-on", "newer"]).ends(2);
    desk.run(&["catalog", "diff", "absent.csv"]).ends(2).says(&["cannot read `absent.csv`"]);
    desk.run(&["catalog", "list", "--as-of", "yesterday"]).ends(2).says(&["write a day as 2026-11-21"]);
}

#[test]
fn a_selection_with_not_takes_only_what_is_known() {
    for (condition, count) in [("not blockable", Some(24)), ("not (tier == premium)", None), ("tier != premium", None)]
    {
        let policy = format!(
            "environment sales {{ type = sandbox }}\n\
             connector price_list {{ kind = custom; environment = sales; host = \"https://prices.contoso.com\" }}\n\
             data_policy other {{ applies_to = all; business = [\"shared_newthing\"]; non_business = rest }}\n\
             data_policy a {{\n  applies_to = all\n  business = connectors where {condition}\n  non_business = rest\n  \
             custom_connectors {{ \"*\" -> blocked }}\n}}\n"
        );
        let desk = Desk::with(&[("dictum.toml", "[project]\nname = \"nb\"\nedition = 2026\n"), ("p.dictum", &policy)]);
        desk.run(&["query", "connectors", "-e", "sales", "-t", "price_list,teams"])
            .ends(1)
            .gives(&["`a` blocks `price_list`"]);
        let json = desk.run(&["query", "connectors", "-e", "sales", "-o", "json"]).ends(0).json();
        let cells = json["cells"].as_array().expect("cells");
        let of_a = |cell: &serde_json::Value| cell["groups"][0]["group"] == "business";
        let taken: Vec<&str> = cells
            .iter()
            .filter(|cell| of_a(cell))
            .flat_map(|cell| cell["connectors"].as_array().expect("connectors"))
            .filter_map(serde_json::Value::as_str)
            .collect();
        assert!(!taken.is_empty() && !taken.iter().any(|name| name.contains("newthing")), "{condition}");
        assert!(count.is_none_or(|count| count == taken.len()), "{condition}: {taken:?}");
    }
}

#[test]
fn an_exempt_connector_is_never_blocked() {
    let policy = "environment default { type = default }\n\
                  data_policy b {\n  applies_to = all\n  business = [sharepointonline]\n  \
                  non_business = unblockable - [sharepointonline]\n  blocked = rest\n}\n";
    let app = "app html { environment = default; connectors = [sharepointonline, conversionservice] }\n";
    for text in [policy.to_owned(), format!("{policy}{app}")] {
        let desk = Desk::with(&[("p.dictum", &text)]);
        let asked = ["query", "connectors", "-e", "default", "-t", "sharepointonline,conversionservice"];
        desk.run(&asked).ends(0).gives(&["yes: ", "`conversionservice` is exempt from data policies"]);
        desk.run(&["query", "connectors", "-e", "default", "-t", "conversionservice"]).ends(0).gives(&["yes: "]);
        let json = desk.run(&[asked.as_slice(), &["-o", "json"]].concat()).ends(0).json();
        assert_eq!((&json["allowed"], &json["exempt"][0]), (&true.into(), &"conversionservice".into()));
        let all = desk.run(&["query", "connectors", "-e", "default", "-o", "json"]).ends(0).json();
        let blocked = all["blocked"].as_array().expect("a list");
        assert!(blocked.len() > 1400 && !blocked.iter().any(|row| row["connector"] == "conversionservice"));
        assert_eq!(blocked[0]["policies"][0], "b");
        assert!(!desk.run(&["check"]).out.contains("conversionservice"));
    }
}

#[test]
fn yes_names_the_rules_that_leave_only_a_part() {
    let desk = Desk::with(&[(
        "p.dictum",
        "environment coe { type = production }\n\
         data_policy tenant {\n  applies_to = all\n  business = [webcontents, office365users, docusign]\n  non_business = rest\n  \
         connector webcontents {\n    endpoints { allow \"https://api.contoso.com/*\"; deny \"*\" }\n  }\n  \
         connector docusign {\n    actions { block [SendEnvelope]; allow rest }\n  }\n}\n\
         data_policy coe { applies_to = only [coe]; business = [webcontents, office365users, docusign]; non_business = rest }\n",
    )]);
    let asked = |names| ["query", "connectors", "-e", "coe", "-t", names];
    desk.run(&asked("webcontents,office365users")).ends(0).gives(&[
        "yes, but only these endpoints: `webcontents` and `office365users`",
        "data policy `tenant` allows only some endpoints of `webcontents`",
        "allow \"https://api.contoso.com/*\"  p.dictum:7:",
        "deny \"*\"",
    ]);
    desk.run(&asked("docusign,webcontents")).ends(0).gives(&["but only these actions and endpoints", "allow rest"]);
    desk.run(&asked("office365users")).ends(0).gives(&["yes: "]);
    let json = desk.run(&[asked("docusign").as_slice(), &["-o", "json"]].concat()).ends(0).json();
    let limit = &json["limits"][0];
    assert_eq!((&limit["policy"], &limit["kind"]), (&"tenant".into(), &"actions".into()));
    assert_eq!(limit["rules"][0]["what"], "SendEnvelope");
    assert_eq!(limit["rules"][0]["behavior"], "block");
}

#[test]
fn dataverse_leads_to_the_connector_of_today() {
    let policy = "data_policy b { applies_to = all; business = [Dataverse]; non_business = rest }\n";
    let desk = Desk::with(&[("p.dictum", policy)]);
    desk.run(&["check"]).ends(1).gives(&["did you mean `commondataserviceforapps`?"]);
}

#[test]
fn what_the_source_does_not_say_of_an_environment_is_not_known() {
    let desk = Desk::with(&[(
        "a.dictum",
        "environment prod { type = production }\nenvironment finance { region = europe }\n\
         data_policy base { applies_to = all; business = [teams]; non_business = rest; blocked = [twitter] }\n\
         data_policy strict { applies_to = only environments where type == production; business = unblockable + [sql]; blocked = rest }\n",
    )]);
    let ask = |connectors: &str| desk.run(&["query", "connectors", "-e", "finance", "-t", connectors]);
    ask("sql,dropbox").ends(1).gives(&[
        "not known: whether `sql` and `dropbox` may be used together in `finance`",
        "not known: whether data policy `strict` applies to `finance`",
    ]);
    // What blocks and what allows in any case is known.
    ask("twitter").ends(1).gives(&["no: `twitter` may not be used"]);
    ask("sql").ends(0).gives(&["yes: `sql` may be used"]);
    let json = desk.run(&["query", "connectors", "-e", "finance", "-t", "dropbox", "-o", "json"]).ends(1).json();
    assert_eq!(json["allowed"], serde_json::Value::Null);
    assert_eq!(json["perhaps"][0], "strict");
}

#[test]
fn actions_that_no_policy_leaves_are_said() {
    let desk = Desk::with(&[(
        "a.dictum",
        "environment finance { type = sandbox }\n\
         data_policy a { applies_to = all; business = [teams, sql]; non_business = rest; connector sql { actions { block [GetItems_V2]; allow rest } } }\n\
         data_policy b { applies_to = only [finance]; business = [teams, sql]; non_business = rest; connector sql { actions { allow [GetItems_V2]; block rest } } }\n",
    )]);
    let run = desk.run(&["query", "connectors", "-e", "finance", "-t", "sql,teams"]);
    run.gives(&["yes, but no actions of `sql`", "no action of `sql` is allowed by every policy that applies there"]);
}

#[test]
fn empty_input_and_an_empty_list_of_packs_are_said() {
    let desk = Desk::with(&[("a.dictum", "environment default { type = default }\n")]);
    desk.run_with(&["check", "-"], "").ends(2).says(&["standard input is empty; nothing was checked"]);
    desk.run_with(&["check", "-"], " \n").ends(2);
    desk.run_with(&["fmt", "-"], "").ends(0);
    desk.put("dictum.toml", "[lint]\npacks = []\n");
    desk.run(&["check"]).ends(0).says(&["`lint.packs` names no pack"]);
}
