//! Environments: the findings, and their places.

use super::Page;

const GUID: &str = "8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11";
const DATAVERSE: &str = "dataverse { language = 1033; currency = EUR }";

/// The code and the marked words of a page's only finding.
fn found(text: &str) -> (u16, Vec<String>) {
    let page = Page::of(text);
    (page.only().rule.code.0, page.marked())
}

fn codes(text: &str) -> Vec<u16> {
    Page::of(text).codes()
}

#[test]
fn a_tenant_has_one_default_environment() {
    let text = "environment zeta { type = default }\nenvironment alpha { type = default }\n";
    let page = Page::of(text);
    assert_eq!(page.only().message, "`alpha` is a second default environment", "the first is the first in the text");
    assert_eq!(page.marks(page.only())[1].1, "`zeta` is the default");
    assert_eq!(codes(&format!("{text}environment beta {{ type = default }}")), [2001, 2001]);
    let files =
        [("a.dictum", "environment one { type = default }"), ("b.dictum", "environment two { type = default }")];
    let page = Page::files(&files);
    assert_eq!(page.codes(), [2001]);
    assert_eq!(page.marked(), ["default", "default"]);
}

#[test]
fn a_group_takes_managed_environments() {
    let with = |lines: &str| {
        format!("environment_group estate {{ }}\nenvironment sales {{ type = sandbox; group = estate; {lines} }}")
    };
    assert_eq!(found(&with(DATAVERSE)), (2002, vec!["estate".to_owned()]));
    assert_eq!(found(&with(&format!("managed = no; {DATAVERSE}"))), (2002, vec!["estate".to_owned(), "no".to_owned()]));
    assert_eq!(codes(&with(&format!("managed = yes; {DATAVERSE}"))), [] as [u16; 0]);
    // The attribute that could not be read may have been `managed = yes`.
    assert_eq!(codes(&with("managed = ja")), [1003]);
    assert_eq!(codes(&with("manged = yes")), [1002]);
}

#[test]
fn open_environments_take_no_access_group() {
    let with = |kind: &str, lines: &str| {
        format!("group makers {{ kind = security }}\nenvironment sales {{ type = {kind}; access = makers; {lines} }}")
    };
    for kind in ["default", "developer"] {
        let expected = (2003, vec!["makers".to_owned(), kind.to_owned()]);
        assert_eq!(found(&with(kind, DATAVERSE)), expected);
        assert_eq!(found(&with(kind, "")), expected, "the missing database is not also named");
    }
    assert_eq!(codes(&with("sandbox", DATAVERSE)), [] as [u16; 0]);
    assert_eq!(found(&with("sandbox", "")), (2004, vec!["makers".to_owned()]));
    assert_eq!(codes(&with("sandbox", "dataverse { language = 7; currency = EUR }")), [1004]);
}

#[test]
fn a_managed_environment_has_a_database() {
    assert_eq!(found("environment sales { type = sandbox; managed = yes }"), (2005, vec!["yes".to_owned()]));
    assert_eq!(codes(&format!("environment sales {{ type = sandbox; managed = yes; {DATAVERSE} }}")), [] as [u16; 0]);
    assert_eq!(codes("environment sales { type = sandbox; managed = no }"), [] as [u16; 0]);
    assert_eq!(
        codes("environment sales { type = sandbox; managed = yes; datavers { language = 1033; currency = EUR } }"),
        [1002]
    );
}

#[test]
fn ids_are_guids() {
    for (noun, text) in [
        ("an environment", "environment sales { id = \"sales\" }"),
        ("an environment group", "environment_group sales { id = \"sales\" }"),
        ("a group", "group sales { kind = security; id = \"sales\" }"),
        ("a data policy", "data_policy sales { applies_to = all; non_business = rest; id = \"sales\" }"),
    ] {
        let page = Page::of(text);
        assert_eq!(page.codes(), [2006], "{text}");
        assert_eq!(page.only().message, format!("`sales` is not the id of {noun}"));
        assert_eq!(page.marked(), ["\"sales\""]);
        assert_eq!(codes(&text.replace("\"sales\"", &format!("\"{GUID}\""))), [] as [u16; 0], "{text}");
    }
    assert_eq!(codes(&format!("environment default {{ type = default; id = \"Default-{GUID}\" }}")), [] as [u16; 0]);
    assert_eq!(codes("environment default { type = default; id = \"Default-contoso\" }"), [2006]);
    assert_eq!(codes(&format!("group sales {{ kind = security; id = \"Default-{GUID}\" }}")), [2006]);
    assert_eq!(
        Page::of("environment sales { id = \"\" }").only().message,
        "an empty text is not the id of an environment"
    );
}

#[test]
fn an_id_belongs_to_one_declaration() {
    let text = format!(
        "environment a {{ id = \"{GUID}\" }}\nenvironment b {{ id = \"{}\" }}\nenvironment_group c {{ id = \"{GUID}\" }}\n",
        GUID.to_uppercase()
    );
    let page = Page::of(&text);
    assert_eq!(page.only().message, "environments `a` and `b` have the same id", "kinds have ids of their own");
    assert_eq!(page.marks(page.only())[0], (format!("\"{}\"", GUID.to_uppercase()), "the id of `b`".to_owned()));
    let placeholders = "environment a { id = \"todo\" }\nenvironment b { id = \"todo\" }";
    assert_eq!(codes(placeholders), [2006, 2006], "what is no id is not compared");
}

#[test]
fn a_domain_can_be_part_of_an_address() {
    let with = |domain: &str| {
        format!(
            "environment sales {{ type = sandbox; dataverse {{ language = 1033; currency = EUR; domain = {domain} }} }}"
        )
    };
    for (domain, words) in [
        ("\"Contoso\"", "`C` is a capital letter"),
        ("\"contoso sales\"", "has a blank"),
        ("\"contoso_sales\"", "has `_`"),
        ("\"-contoso\"", "begins with a hyphen"),
        ("\"\"", "empty"),
    ] {
        let page = Page::of(&with(domain));
        assert_eq!(page.codes(), [2008], "{domain}");
        assert_eq!(page.marks(page.only()), [(domain.to_owned(), words.to_owned())]);
    }
    for domain in ["\"contoso-sales\"", "\"365\"", "\"a\""] {
        assert_eq!(codes(&with(domain)), [] as [u16; 0], "{domain}");
    }
}

#[test]
fn the_id_of_the_default_environment_is_no_other_environments() {
    let text = format!("environment sales {{ type = sandbox; id = \"Default-{GUID}\" }}");
    assert_eq!(found(&text), (2009, vec![format!("\"Default-{GUID}\""), "sandbox".to_owned()]));
    // Without a type, the id gives it. If the type was not readable, it has been reported.
    assert_eq!(codes(&text.replace("type = sandbox; ", "")), [] as [u16; 0]);
    assert_eq!(codes(&text.replace("sandbox", "sandbax")), [1004]);
}

#[test]
fn an_owner_belongs_to_a_developer_environment_with_a_database() {
    let with = |kind: &str, lines: &str| {
        format!("user alice {{}}\nenvironment own {{ type = {kind}; owner = alice; {lines} }}")
    };
    assert_eq!(found(&with("sandbox", DATAVERSE)).0, 2010);
    assert_eq!(found(&with("developer", "")), (2011, vec!["alice".to_owned()]));
    assert_eq!(codes(&with("developer", DATAVERSE)), [] as [u16; 0]);
    // A database that could not be read counts as one.
    assert_eq!(codes(&with("developer", "dataverse { language = 1033 }")), [1008]);
}

#[test]
fn switches_of_ai_fit_the_region() {
    let of = |region: &str, lines: &str| {
        codes(&format!("environment one {{ type = production; region = {region}\n{lines} }}"))
    };
    assert_eq!(of("unitedstates", "data_across_regions = yes"), [2014]);
    assert_eq!(of("unitedstates", "bing_search = yes"), [] as [u16; 0]);
    assert_eq!(of("europe", "bing_search = yes\nmicrosoft_365_services = yes"), [2015]);
    assert_eq!(of("europe", "bing_search = no"), [] as [u16; 0]);
    assert_eq!(of("europe", "bing_search = yes\ndata_across_regions = yes"), [] as [u16; 0]);
    assert_eq!(of("asia", "flex_routing = no"), [2016]);
    assert_eq!(of("norway", "flex_routing = no"), [] as [u16; 0]);
    // If the region is unknown, nothing is reported.
    assert_eq!(codes("environment one { type = production; flex_routing = yes }"), [] as [u16; 0]);
}

#[test]
fn one_region_has_an_address_once() {
    let two = |one: &str, other: &str| {
        let of = |name: &str, region: &str| {
            format!(
                "environment {name} {{ type = sandbox; {region}\ndataverse {{ language = 1033; currency = EUR; domain = \"contoso\" }} }}\n"
            )
        };
        codes(&format!("{}{}", of("a", one), of("b", other)))
    };
    assert_eq!(two("region = europe", "region = europe"), [2018]);
    assert_eq!(two("region = europe", "region = asia"), [] as [u16; 0]);
}

#[test]
fn settings_of_the_provider_are_known_by_name_type_and_value() {
    let of = |line: &str| {
        let page = Page::of(&format!(
            "environment one {{ type = sandbox; managed = yes; dataverse {{ language = 1033; currency = EUR }}\nterraform {{\n{line}\n}} }}"
        ));
        let finding = page.findings().first();
        finding.map(|finding| (finding.rule.code.0, finding.help.clone().unwrap_or_default())).unwrap_or_default()
    };
    assert_eq!(of("enable_ai_prompts = off"), (0, String::new()));
    assert_eq!(of("enable_ai_promts = off"), (1002, "did you mean `enable_ai_prompts`?".to_owned()));
    assert_eq!(of("is_audit_enabled = yes"), (1002, "here it is called `audit { active }`".to_owned()));
    assert_eq!(of("description = \"x\""), (1002, "write a doc comment above the environment".to_owned()));
    assert_eq!(of("url = \"x\"").0, 1002);
    assert_eq!(of("enable_ai_prompts = 1").0, 1003);
    assert_eq!(of("plugin_trace_log_setting = \"all\""), (1004, "did you mean `\"All\"`?".to_owned()));
    assert_eq!(of("allowed_service_tags_for_firewall = [\"PowerBI\", 1]").0, 1003);
    assert_eq!(of("max_upload_file_size_in_bytes = 5120000"), (0, String::new()));
    assert_eq!(of("enable_ai_prompts { }").0, 1002);
    let help = |text: &str| Page::of(text).only().help.clone().unwrap_or_default();
    assert_eq!(help("environment a { azure_region = \"x\" }"), "write it in `terraform { azure_region = … }`");
    assert_eq!(help("environment a { allow_bing_search = yes }"), "here it is called `bing_search`");
    assert_eq!(
        help("environment_group a { is_usage_insights_disabled = yes }"),
        "here it is called `usage_insights`; `on` there is `off` here"
    );
}
