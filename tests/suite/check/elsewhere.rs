//! Habits of other languages and tools: what the message says, and what the fix makes of the text.

use dictum::diagnostics::Safety;

use super::Page;

const GROUND: &str = "scale criticity { low < high }
criteria app { handles : some of health | payment | staff; audience : staff | guests; users : 0.. }
rules criticity { high when health in handles or users > 5 or audience == guests; low otherwise }
control low  { process = automated }
control high { process = automated }
environment default { type = default }
environment finance { type = production }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
";

/// The one finding of a text after the ground, as code, message and help, and the text after all of its safe fixes.
#[track_caller]
fn told(text: &str) -> (u16, String, String, String) {
    let whole = format!("{GROUND}{text}\n");
    let page = Page::of(&whole);
    let only = page.only();
    let help = only.help.clone().unwrap_or_default();
    let safe = only.fixes.iter().position(|fix| fix.safety == Safety::Safe);
    let fixed = safe.map_or_else(|| whole.clone(), |fix| page.fixed(only, fix));
    let fixed = fixed.strip_prefix(GROUND).unwrap_or_default().trim_end().to_owned();
    (only.rule.code.0, only.message.clone(), help, fixed)
}

#[test]
fn a_fix_in_a_list_replaces_one_word_and_keeps_the_others() {
    let (code, message, _, fixed) = told("app a { environment = default; handles = [health, paymnt, staff] }");
    assert_eq!((code, message.as_str()), (1004, "`paymnt` is not a value of `handles`"));
    assert_eq!(fixed, "app a { environment = default; handles = [health, payment, staff] }");
    // Two wrong words are two findings, each at its word.
    let page = Page::of(&format!("{GROUND}app a {{ environment = default; handles = [helth, paymnt] }}\n"));
    let marked: Vec<String> = page.findings().iter().map(|finding| page.marks(finding)[0].0.clone()).collect();
    assert_eq!(marked, ["helth", "paymnt"]);
}

#[test]
fn one_letter_is_no_misspelling_of_another() {
    let (_, message, help, _) = told(
        "criteria agent { kinds : some of a | b }\nrules risk { subject = agent; wild when a in kinds; tame otherwise }\nscale risk { tame < wild }\ntest \"x\" { agent { kinds = [c] } is tame }",
    );
    assert_eq!(message, "`c` is not a value of `kinds`");
    assert_eq!(help, "its values are `a` and `b`");
}

#[test]
fn brackets_around_one_value_and_none_around_a_list() {
    assert_eq!(
        told("app a { environment = default; audience = [staff] }").3,
        "app a { environment = default; audience = staff }"
    );
    assert_eq!(
        told("app a { environment = default; handles = staff }").3,
        "app a { environment = default; handles = [staff] }"
    );
}

#[test]
fn the_level_of_an_app_is_not_proposed_as_a_criterion() {
    for name in ["criticity", "level", "criticality"] {
        let (code, _, help, _) = told(&format!("app a {{ environment = default; {name} = high }}"));
        assert_eq!((code, help.contains("the level follows from the rules")), (1002, true), "{name}: {help}");
        assert!(!help.contains("criteria app"), "{name}: {help}");
    }
    let (_, _, help, _) = told("connector sql { rating = trusted }");
    assert!(help.contains("`rated = LEVEL because"), "{help}");
}

#[test]
fn yes_in_a_grid_grants_nothing_by_itself() {
    let role = |cell: &str| {
        format!("role a {{ includes = [basic_user]; grid {{\n    table    read\n    contact  {cell}\n  }} }}")
    };
    for cell in ["yes", "on", "true", "x"] {
        let page = Page::of(&format!("{GROUND}{}\n", role(cell)));
        let only = page.only();
        assert_eq!((only.rule.code.0, only.fixes.len()), (1004, 0), "{cell}: {:?}", only.fixes);
        assert!(only.help.as_deref().unwrap_or_default().contains("whose rows"), "{cell}");
    }
    assert_eq!(told(&role("no")).3, role("none"));
}

#[test]
fn a_column_is_not_renamed_to_one_that_is_there() {
    let text = "role a { includes = [basic_user]; grid {\n    table    write  update\n    contact  user   org\n  } }";
    let (code, _, help, fixed) = told(text);
    assert_eq!((code, help.as_str()), (1004, "column `write` is there already: remove this one"));
    assert_eq!(fixed, text);
}

#[test]
fn a_block_as_json_is_mended_in_one_go() {
    let (code, message, _, fixed) =
        told("environment a {\n  \"type\": \"sandbox\",\n  \"region\": \"europe\",\n  \"name\": \"A\"\n}");
    assert_eq!((code, message.as_str()), (1, "`,` does not end a statement"));
    assert_eq!(fixed, "environment a {\n  \"type\": \"sandbox\"\n  \"region\": \"europe\"\n  \"name\": \"A\"\n}");
    let one_line = told("environment a { type = sandbox, region = europe, name = \"A\" }").3;
    assert_eq!(one_line, "environment a { type = sandbox; region = europe; name = \"A\" }");
}

#[test]
fn functions_loops_and_imports_do_not_exist() {
    for (text, code, part) in [
        ("connectors a = union([sql], [teams])", 10, "`+`, `-` and `&` combine sets"),
        ("connectors a = [sql] | [teams]", 10, "`+` joins two sets"),
        ("connectors a = [for c in all : c]", 1, "a condition chooses instead"),
        ("import \"other.dictum\"", 1, "all files of a project are read together"),
        ("include other.dictum", 1, "all files of a project are read together"),
        ("environment a { type = sandbox; region = null }", 1003, "leave `region` out"),
        ("environment a { type = sandbox; group = None }", 1003, "leave `group` out"),
        ("app a { environment = default; users = null }", 1003, "leave `users` out"),
    ] {
        let (given, _, help, fixed) = told(text);
        assert_eq!((given, help.contains(part)), (code, true), "{text}: {help}");
        assert_eq!(fixed, text, "no fix guesses");
    }
}

#[test]
fn an_arrow_in_a_condition_is_a_comparison() {
    let text = "rules risk { subject = agent; wild when size => 10; tame otherwise }\nscale risk { tame < wild }\ncriteria agent { size : 0.. }";
    assert!(told(text).3.contains("wild when size >= 10;"));
}

#[test]
fn a_scope_without_its_word() {
    let policy =
        |scope: &str| format!("data_policy a {{ applies_to = {scope}; business = [sql]; non_business = rest }}");
    for (scope, fixes) in [
        ("environments where type == production", Some("only environments where type == production")),
        ("environments [default, finance]", Some("only [default, finance]")),
        ("environment [default, finance]", Some("only [default, finance]")),
        ("all - [finance]", Some("all except [finance]")),
        ("only all", None),
        ("all except all", None),
    ] {
        let whole = format!("{GROUND}{}\n", policy(scope));
        let page = Page::of(&whole);
        let only = page.only();
        assert_eq!(only.rule.code.0, 1003, "{scope}");
        let fixed = only.fixes.first().map(|_| page.fixed(only, 0));
        let wanted = fixes.map(|fixes| format!("{GROUND}{}\n", policy(fixes)));
        assert_eq!(fixed, wanted, "{scope}");
    }
}

#[test]
fn a_principal_name_is_one_address_without_blanks() {
    for sound in ["ann@contoso.com", "ann_gmail.com#EXT#@contoso.onmicrosoft.com", "o'neil@contoso.com"] {
        assert_eq!(Page::of(&format!("{GROUND}user a {{ upn = \"{sound}\" }}\n")).codes(), [] as [u16; 0], "{sound}");
    }
    for wrong in
        ["ann@contoso.com ", "Ann <ann@contoso.com>", "a@b@contoso.com", "mailto:ann@contoso.com", "ann @contoso.com"]
    {
        assert_eq!(told(&format!("user a {{ upn = \"{wrong}\" }}")).0, 2006, "{wrong}");
    }
    assert_eq!(told("user a { upn = \" ann@contoso.com \" }").3, "user a { upn = \"ann@contoso.com\" }");
}

#[test]
fn help_shows_how_it_is_written() {
    for (text, code, part) in [
        ("user a { upn = \"a@contoso.com\"; roles = [basic_user] }", 1009, "`roles { environment = [role] }`"),
        ("maker_team a { members = [ann]; certified = [pen_test] }", 1009, "`certified { offer = 2026-11-21 }`"),
        ("duties \"x\" { never both [basic_user, app_opener] in finance }", 1002, "`in = …` as a statement of its own"),
        (
            "test \"x\" { connectors sql, teams together in finance }",
            1009,
            "the place: `connectors sql, teams in finance",
        ),
        ("test \"x\" { connector sql is blocked }", 1009, "or say where"),
        ("test \"x\" { connector sql is blocked in finance }", 1009, "or say where"),
        ("test \"x\" { connectors sql, teams in finance are blocked }", 1009, "ask of one connector"),
    ] {
        let (given, _, help, _) = told(text);
        assert_eq!((given, help.contains(part)), (code, true), "{text}: {help}");
    }
}

#[test]
fn names_in_help_are_written_as_the_language_takes_them() {
    let page = Page::of(&format!("{GROUND}group \"SG | old\" {{ kind = security }}\n"));
    let unused = page.analysis.diagnostics.iter().find(|finding| finding.rule.code.0 == 7003);
    let help = unused.and_then(|finding| finding.help.clone()).unwrap_or_default();
    assert!(help.contains("`access = \"SG | old\"`"), "{help}");
}

#[test]
fn points_are_given_by_an_arrow() {
    let card = |mark: &str| {
        format!(
            "scale risk {{ tame < wild }}\ncriteria agent {{ size : 0.. }}\nrules risk {{ subject = agent; scorecard {{\n  size {{ ..9 -> 0; 10..{mark}1 }}\n  total {{ 0 -> tame; 1 -> wild }}\n}} }}"
        )
    };
    for mark in [" = ", ": ", " : "] {
        let (code, _, _, fixed) = told(&card(mark));
        assert_eq!((code, fixed), (1009, card(" -> ")), "{mark}");
    }
}

#[test]
fn what_another_declaration_says_is_explained_where_it_is_written() {
    for (text, word) in [
        ("environment_group hr { environments = [finance] }", "`group = …`"),
        ("environment hr { type = sandbox; admins = [ada] }", "`roles { … = [system_administrator] }`"),
        ("environment hr { type = sandbox; dlp_policy = baseline }", "`applies_to = …`"),
        ("role reader { grants { account = read } }", "`grid { … }`"),
        ("user ada { upn = \"ada@contoso.com\"; teams = [auditors] }", "`members = […]`"),
    ] {
        let (code, _, help, fixed) = told(text);
        assert!(matches!(code, 1002 | 1009) && help.contains(word), "{text}: D{code} {help}");
        assert_eq!(fixed, text, "nothing is fixed that would change the meaning");
    }
    // In the settings of one environment, no word of groups is meant.
    let (_, _, help, _) = told("environment hr { type = sandbox; managed { environments = [finance] } }");
    assert!(!help.contains("group = "), "{help}");
    let (_, _, help, _) = told("role reader { grants = all }");
    assert!(!help.contains("grid"), "the attribute itself is known: {help}");
}

#[test]
fn a_name_that_two_settings_have_elsewhere_names_both() {
    let (code, _, help, _) = told("tenant contoso { settings { disable_copilot = yes } }");
    assert_eq!(
        (code, help.as_str()),
        (1002, "here it is called `copilot` or `flow_copilot`; `on` there is `off` here")
    );
}
