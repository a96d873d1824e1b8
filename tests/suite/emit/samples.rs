//! Programs that many tests use.

use super::Build;

/// A small program with one policy.
pub(super) const SMALL: &str = r#"/// Keeps customer data inside.
data_policy baseline {
  name         = "Baseline"
  applies_to   = all except [sandbox]
  business     = [sql, sharepointonline]
  blocked      = rest
  connector sql { actions { block [DeleteItem_V2]; allow rest } }
  custom_connectors { "https://*.contoso.com*" -> business; "*" -> ignore }
}
environment sandbox { type = sandbox; id = "11111111-2222-3333-4444-555555555555" }
"#;

/// A program with every kind of declaration that it can have.
pub(super) const FULL: &str = r#"
environment_group managed_estate {
  name             = "Managed"
  id               = "99999999-0000-0000-0000-000000000001"
  sharing          = people_only up to 50
  solution_checker = block
  usage_insights   = on
  welcome          = """
    Read the do's and don'ts
    before you build.
    """
}
environment_group plain { }

group sg_finance { kind = security; name = "SG Finance makers" }

environment default { type = default; region = europe }

/// Finance works here.
///
/// Ask before you change it.
environment finance_prod {
  name      = "Finance – Production"
  type      = production
  region    = europe
  group     = managed_estate
  managed   = yes
  access    = sg_finance
  dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
}
environment "odd name" { type = sandbox; id = "22222222-0000-0000-0000-000000000002" }

scale connector_risk { trusted < standard < elevated < forbidden }

criteria connector {
  /// how it asks who you are
  authentication : entra | oauth | api_key | basic | none
  data_leaves_tenant : bool
  users : 0..
  since : date
  note : text
  weight : 1..9007199254740993
  impact : none < minor < major
}

connector sql {
  authentication = entra
  data_leaves_tenant = no
  users = 9007199254740993
  since = 2024-02-29
  note = "a \"quoted\" note"
  weight = 12
  impact = minor
  rated = standard because "Reviewed by security"
  reviewed = 2026-05-04
  review = every 12 months
}
connector twitter { authentication = oauth; data_leaves_tenant = yes; rated = forbidden }

/// Prices of the shop.
connector price_list {
  kind        = custom
  name        = "Price list"
  environment = finance_prod
  host        = "https://prices.contoso.com"
  id          = "shared_price-5flist-5f1234"
}
connector weather { kind = custom; environment = finance_prod; host = "https://weather.example" }

connectors office = [sharepointonline, office365, office365users, teams, onedriveforbusiness]
connectors never_used = ["shared_notused"]
connectors ratable = connectors where rating <= standard

/// The rule for everybody.
data_policy tenant_baseline {
  name         = "Tenant baseline"
  applies_to   = all except [finance_prod]
  business     = office + ratable + [Http]
  non_business = (connectors where tier == standard) - office - ratable - [twitter]
  blocked      = [twitter] - office + rest

  custom_connectors {
    "https://*.contoso.com*" -> business
    "https://*.example*"     -> blocked
    "*"                      -> ignore
  }
}

data_policy finance {
  id           = "33333333-0000-0000-0000-000000000003"
  applies_to   = only environments where managed or type == sandbox
  business     = [sql, price_list, "DesktopFlow.Cmd", "shared_unheard"] + office
  non_business = rest
  blocked      = [twitter, weather]

  connector sql {
    actions   { block [ExecuteProcedure_V2, DeleteItem_V2]; allow rest }
    endpoints { allow "contoso.database.windows.net,*"; deny "*" }
  }
  connector Http { endpoints { deny "http://*"; allow "*" } }
}

data_policy local {
  applies_to = environment "odd name"
  business   = rest
  blocked    = [sql]
  connector sql { actions { allow [GetItems_V2]; block rest } }
}
"#;

/// Ids for [`FULL`].
pub(super) const BINDINGS: &str = r#"{
  "tenant": "44444444-0000-0000-0000-000000000004",
  "environments": {
    "default": "Default-44444444-0000-0000-0000-000000000004",
    "finance_prod": "AAAAAAAA-0000-0000-0000-00000000000A"
  },
  "groups": { "sg_finance": "55555555-0000-0000-0000-000000000005" },
  "connectors": { "weather": "shared_weather-5f99" },
  "data_policies": { "tenant_baseline": "66666666-0000-0000-0000-000000000006" }
}"#;

pub(super) fn full() -> Build {
    Build::new(FULL).bound(BINDINGS)
}

/// A program with everything that depends on the criticality of apps.
pub(super) const GOVERNED: &str = r#"
scale connector_risk { trusted < forbidden }
scale criticity { low < medium < high }
criteria connector { leaves : bool }
rating connector_risk {
  forbidden when leaves and publisher != "Microsoft" and first_seen >= 2020-01-01
  trusted otherwise
}
connector sql { leaves = no }
connector twitter { leaves = yes }
connector teams { rated = trusted because "ours" }
environment default { type = default; criticity = up to high }
group sg_coe { kind = security }

/// What is asked of apps.
criteria app {
  personal : bool
  users    : 0..
  impact   : none < minor < major
  handles  : some of health | payment
  platform : text
  never personal and users in 0..0
}

/// How much depends on an app.
rules criticity {
  worst wins
  high when health in handles or (platform == "Web" and impact == major)
  table {
    personal  users  level
    yes       51..   medium
    -         501..  medium
  }
  scorecard {
    impact { none -> 0; >= minor -> 2 }
    users  { ..50 -> 0; 51.. -> 1 }
    total  { 3.. -> high }
  }
  low otherwise
}

control low { process = automated }
control medium { process = manual_review before go_live; by = sg_coe; requires = [course] }
control high {
  process = regular_review every 6 months
  by = sg_coe
  requires = [test, course]
  environments = [default]
  connectors = connectors where rating == trusted
}
offer test { name = "Test"; by = "Security"; certifies = app; for = criticity >= high; valid = 12 months }
offer course { by = "Security"; certifies = maker_team }
guideline consent { for = criticity >= medium; do = ["Ask.", "Say why."]; dont = "Grant for all." }
maker_team makers { name = "Makers"; members = [bob, alice]; certified { course = 2024-02-29 } }
app payroll {
  name = "Payroll"; id = "77777777-0000-0000-0000-000000000007"; kind = canvas; environment = default
  owner = alice; made_by = makers; connectors = [sql, teams]; reviewed = 2025-08-31
  personal = yes; users = 900; impact = major; handles = [health, payment]; platform = "web"
  certified { test = 2025-01-31 }
}
app rota { environment = default; personal = no; users = 10; impact = none; handles = [payment]; platform = "web" }
app unasked { environment = default; live = no; users = 10 }
"#;

pub(super) fn governed() -> Build {
    Build::new(GOVERNED)
}
