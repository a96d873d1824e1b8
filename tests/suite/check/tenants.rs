//! Valid tenants, for which no check reports anything.

use dictum::catalog::Catalog;
use dictum::import::{Format, Ids, Members, Options, import};

use super::Page;

#[test]
fn a_worked_tenant_is_clean() {
    let text = r#"
environment_group managed_estate {
  sharing          = people_only up to 50
  solution_checker = block
  usage_insights   = on
}

group sg_finance { kind = security; id = "5b0f6a4c-2a8e-4d0b-9f5d-1c2e3a4b5c6d" }

environment default {
  type   = default
  region = europe
  id     = "Default-0b9c1ad5-9a5c-4c4e-8d5e-6a1f3b7c2d10"
}

environment finance_prod {
  type      = production
  region    = europe
  id        = "8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11"
  group     = managed_estate
  managed   = yes
  access    = sg_finance
  dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
}

scale connector_risk { trusted < standard < elevated < forbidden }
criteria connector { data_leaves_tenant : bool }

connector sql     { rated = standard because "own databases only"; data_leaves_tenant = no }
connector twitter { rated = forbidden because "Security decision"; data_leaves_tenant = yes }
connector prices  { kind = custom; environment = finance_prod; host = "https://prices.contoso.com" }

connectors office         = [sharepointonline, office365, office365users, teams, onedriveforbusiness]
connectors dataverse_both = [commondataservice, commondataserviceforapps]

data_policy tenant_baseline {
  id           = "b54cd9a2-6e0f-4f6f-8f8b-0a4b7a3e9d20"
  applies_to   = all except [finance_prod]
  business     = office + dataverse_both
  non_business = (connectors where tier == standard and rating <= standard) - office - dataverse_both
  blocked      = rest

  custom_connectors {
    "https://*.contoso.com/*" -> business
    "*"                       -> ignore
  }
}

data_policy finance {
  applies_to   = only environments where managed
  business     = office + dataverse_both + [sql]
  non_business = unblockable - office - dataverse_both
  blocked      = [twitter, rss] + rest

  connector sql {
    actions   { block [DeleteItem_V2, ExecuteProcedure_V2]; allow rest }
    endpoints { allow "contoso.database.windows.net,*"; deny "*" }
  }
}
"#;
    let page = Page::of(text);
    // Not every named connector has a rating. That is useful to know, but not a mistake.
    let told: Vec<_> = page.told().into_iter().filter(|(code, _)| *code != 3201).collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn the_example_of_every_kind_is_clean() {
    for kind in dictum::model::kinds::KINDS {
        let page = Page::of(kind.example);
        assert!(page.told().is_empty(), "{}: {:?}", kind.keyword, page.told());
    }
}

#[test]
fn the_pages_of_names_stay_clean_and_keep_their_codes() {
    for rule in dictum::model::codes::ALL {
        for sample in rule.samples() {
            let page = Page::of(&sample.text);
            let codes: Vec<u16> = page.told().into_iter().map(|(code, _)| code).collect();
            if sample.bad {
                assert!(
                    !codes.is_empty() && codes.iter().all(|code| *code == rule.code.0),
                    "{}: {:?}",
                    rule.name,
                    page.told()
                );
            } else {
                assert!(codes.is_empty(), "{}: {:?}", rule.name, page.told());
            }
        }
    }
}

/// The source that is imported from a real export.
fn imported(name: &str, options: &Options) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples").join(name);
    let file = (name.to_owned(), std::fs::read(path).expect("the sample should be there"));
    import(Format::Auto, &[file], Catalog::builtin(), options).expect("the sample can be imported").source
}

#[test]
fn real_policies_are_sound_but_for_an_exempt_connector() {
    for (name, codes) in [
        ("industry-default-env.v1.json", &[] as &[u16]),
        ("industry-high-tenant.v1.json", &[3014]),
        ("provider-example.tf", &[]),
        ("provider-mock-policy.v2.json", &[]),
        ("rpothin-example-1.tfvars", &[]),
        ("rpothin-tenant-five-policies.tfoutput.json", &[]),
    ] {
        for (ids, default_members) in [(Ids::Bindings, Members::Covered), (Ids::Inline, Members::Listed)] {
            let page = Page::of(&imported(name, &Options { ids, default_members, ..Options::default() }));
            let told: Vec<_> = page.findings().iter().map(|finding| &finding.message).collect();
            assert_eq!(page.codes(), codes, "{name} {ids:?} {default_members:?}\n{told:?}");
        }
    }
}
