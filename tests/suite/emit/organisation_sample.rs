//! An organisation with every kind of declaration that it can have.

use super::Build;

pub(super) const ORGANISATION: &str = r#"
business_units contoso {
  environments = [finance_prod, finance_test]
  emea {
    name = "Europe, Middle East & Africa"
    france
    germany { bavaria }
  }
  americas { id = "33333333-0000-0000-0000-000000000003" }
}
business_units elsewhere { lonely }

tables {
  /// What is planned.
  new_portfolio : user_owned schema "new_Portfolio" lookup new_currency, account masked new_iban
  new_currency  : organization_owned
  new_visit     : user_owned activity
  new_secret    : user_owned sensitive
}

/// Plans and reports.
role pmo {
  name      = "PMO & \"friends\""
  includes  = [app_opener]
  customizable = yes
  grid {
    table          create  read  write  delete  append  append_to  assign  share
    new_portfolio  org     org   org    bu      org     org        bu      org
    new_currency   none    org   none   none    none    org        -       -
  }
  privileges = [ExportToExcel]
}
role auditor {
  member_inheritance = team_only
  auto_assigned = no
  grid {
    table                       read
    new_portfolio, new_visit    ●
    account                     ◑
  }
  privileges_by_level { user = [ActivateSynchronousWorkflow]; org = ["Custom'Thing"] }
}
role french {
  business_unit = france
  includes = [pmo, auditor]
}
role unused { privileges = [Print] }

licence power_apps_premium { name = "Power Apps Premium"; seats = 200 }

user alice {
  name          = "Alice"
  upn           = "alice@contoso.com"
  business_unit = france
  business_units { finance_test = bavaria }
  licences      = [power_apps_premium]
  roles { finance_prod = [pmo, french] }
}
user bob { upn = "bob@contoso.com"; id = "bbbbbbbb-0000-0000-0000-00000000000b"; access_mode = read; roles { finance_prod = [basic_user] } }
user carol { upn = "carol@contoso.com"; enabled = no; roles { finance_prod = [pmo] } }
user robot { application = "aaaaaaaa-0000-0000-0000-00000000000a"; business_unit = germany; roles { finance_prod = [auditor] } }

group sg_pmo { kind = security; owners = [bob]; members = [alice, sg_inner] }
group sg_inner { kind = security; rule = "user.department -eq \"PMO\"" }

environment finance_prod { type = production; access = sg_pmo; dataverse { language = 1033; currency = EUR } }
environment finance_test { type = sandbox; dataverse { language = 1033; currency = EUR } }
environment empty { type = sandbox; dataverse { language = 1033; currency = EUR } }
environment files { type = sandbox }

team pmo_office { name = "PMO office"; in = finance_prod; business_unit = emea; kind = entra_group; group = sg_pmo; membership = members; roles = [pmo, auditor] }
team workers { in = finance_prod; kind = owner; members = [bob, alice]; roles = [system_administrator] }
team helpers { in = finance_prod; business_unit = france; kind = access; members = [alice] }
team all_french { in = finance_prod; business_unit = france; kind = default; roles = [french, basic_user] }

column_security portfolio_budget {
  name = "Budget"
  new_portfolio.new_iban { read = yes; read_unmasked = one }
  new_portfolio.new_budget { read = yes; create = yes; update = no }
  in = [finance_prod]
  held_by = [alice, pmo_office, all_french]
}

duties "Nobody approves and audits" { never both [pmo, auditor]; in = [finance_prod] }
role_administrators desk { who = [bob]; assign = [auditor]; in = [finance_prod] }

app planner { kind = model_driven; environment = finance_prod; owner = "alice@contoso.com"; roles = [pmo] }
"#;

pub(super) const BINDINGS: &str = r#"{
  "users": { "alice": "a11ce000-0000-0000-0000-00000000000a", "carol": "ca401000-0000-0000-0000-00000000000c" },
  "groups": { "sg_pmo": "99999999-0000-0000-0000-000000000009" },
  "roles": { "auditor": "88888888-0000-0000-0000-000000000008" },
  "column_profiles": { "portfolio_budget": "77777777-0000-0000-0000-000000000007" }
}"#;

pub(super) fn organisation() -> Build {
    Build::new(ORGANISATION).bound(BINDINGS)
}
