//! Modules that call one another, files of variables, and environments that a configuration declares.

use dictum::catalog::Catalog;
use dictum::import::read::{EnvironmentRef, Outcome, Scope};

use super::{attribute, file, import_files, only, read_files, told};

const MODULE: &str = r#"
data "powerplatform_connectors" "all" {}
variable "display_name" { type = string }
variable "environment_type" { type = string }
variable "environments" { type = list(string) }
variable "business" { type = list(string) }
variable "default" { default = "Blocked" }
resource "powerplatform_data_loss_prevention_policy" "this" {
  display_name                      = var.display_name
  default_connectors_classification = var.default
  environment_type                  = var.environment_type
  environments                      = var.environments
  business_connectors               = [for id in var.business : { id = id }]
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}
"#;

const ROOT: &str = r#"
resource "powerplatform_environment" "finance" {
  display_name     = "Finance Production"
  location         = "europe"
  environment_type = "Production"
  dataverse = { language_code = 1033, currency_code = "EUR", domain = "contoso-finance" }
}
module "tenant" {
  source           = "./modules/dlp"
  display_name     = "Tenant baseline"
  environment_type = "ExceptEnvironments"
  environments     = [powerplatform_environment.finance.id]
  business         = ["shared_sharepointonline"]
}
module "each" {
  source           = "./modules/dlp"
  for_each         = { lab = "General", prod = "Blocked" }
  display_name     = "Policy ${each.key}"
  environment_type = "OnlyEnvironments"
  environments     = [powerplatform_environment.finance.id, "11111111-2222-3333-4444-555555555555"]
  default          = each.value
  business         = []
}
module "none" {
  source           = "./modules/dlp"
  count            = 0
  display_name     = "None"
  environment_type = "AllEnvironments"
  environments     = []
  business         = []
}
"#;

#[test]
fn a_module_is_read_with_the_values_of_each_call() {
    let files = [file("./main.tf", ROOT), file("./modules/dlp/main.tf", MODULE)];
    let export = read_files(&files);
    assert_eq!(export.not_carried.len(), 1, "{:?}", export.not_carried);
    let remark = export.not_carried.first().expect("one remark");
    assert_eq!((&*remark.what, remark.outcome), ("module `none`", Outcome::Dropped));
    let finance = || EnvironmentRef::Declared("powerplatform_environment.finance".to_owned());
    let mut read: Vec<(&str, &Scope)> = export.policies.iter().map(|one| (one.name.as_str(), &one.scope)).collect();
    read.sort_by_key(|(name, _)| *name);
    let only = Scope::Only(vec![finance(), EnvironmentRef::Id("11111111-2222-3333-4444-555555555555".to_owned())]);
    let except = Scope::Except(vec![finance()]);
    assert_eq!(read, [("Policy lab", &only), ("Policy prod", &only), ("Tenant baseline", &except)]);
    let imported = import_files(&files, Catalog::builtin());
    let source = &imported.source;
    let declared = "environment finance_production {\n  name   = \"Finance Production\"\n  type   = production\n  region = europe\n  dataverse { language = 1033; currency = EUR; domain = \"contoso-finance\" }\n}\n";
    assert!(source.contains(declared), "{source}");
    assert!(attribute(source, "applies_to").contains(&"all except [finance_production]"), "{source}");
    let bound: Vec<&String> = imported.bindings.environments.keys().collect();
    assert_eq!(bound, ["env_11111111"]);
}

#[test]
fn what_a_module_gives_back_is_known() {
    let main = r#"
module "env" { source = "../env" }
module "dlp" {
  source           = "../dlp"
  display_name     = "P"
  environment_type = "OnlyEnvironments"
  environments     = [module.env.id]
  business         = []
}
"#;
    let env = "resource \"powerplatform_environment\" \"it\" {\n  display_name = \"It\"\n  location = \"europe\"\n  environment_type = \"Sandbox\"\n}\noutput \"id\" {\n  value = powerplatform_environment.it.id\n}\n";
    let export = read_files(&[file("live/main.tf", main), file("env/main.tf", env), file("dlp/main.tf", MODULE)]);
    let address = "module.env.powerplatform_environment.it".to_owned();
    assert_eq!(only(&export).scope, Scope::Only(vec![EnvironmentRef::Declared(address)]));
    assert_eq!(export.environments.len(), 1);
}

#[test]
fn a_call_whose_number_is_not_known_is_refused() {
    let main = ROOT.replace("count            = 0", "count            = data.x.y.z");
    let export = read_files(&[file("main.tf", main), file("modules/dlp/main.tf", MODULE)]);
    assert_eq!(export.policies.len(), 3);
    let refused = told(&export.not_carried, Outcome::Refused);
    assert_eq!(refused.iter().map(|remark| remark.what.as_str()).collect::<Vec<_>>(), ["module `none`"]);
}

#[test]
fn a_call_that_cannot_be_followed_is_named() {
    let main = "module \"dlp\" {\n  source = \"contoso/dlp/powerplatform\"\n}\n";
    let export = read_files(&[file("main.tf", main), file("other/main.tf", MODULE.replace("var.", "local."))]);
    let what: Vec<&str> =
        told(&export.not_carried, Outcome::Refused).iter().map(|remark| remark.what.as_str()).collect();
    assert!(what.contains(&"module `dlp`"), "{what:?}");
}

#[test]
fn modules_that_call_themselves_come_to_an_end() {
    let main = "module \"again\" {\n  source = \"./\"\n}\nmodule \"twice\" {\n  source = \"./\"\n}\n";
    let export = read_files(&[file("main.tf", format!("{main}{}", MODULE.replace("variable", "locals")))]);
    assert!(export.policies.len() < 10_000);
}

#[test]
fn variables_are_bound_to_the_module_beside_them() {
    let values = "display_name = \"Production\"\nenvironment_type = \"AllEnvironments\"\nenvironments = []\nbusiness = [\"shared_sql\"]\nregion = \"x\"\n";
    for path in ["prod.tfvars", "tfvars/prod.tfvars"] {
        let export = read_files(&[file("main.tf", MODULE), file(path, values)]);
        let policy = only(&export);
        assert_eq!((policy.name.as_str(), &policy.scope), ("Production", &Scope::All));
        assert_eq!(policy.business.listed.len(), 1);
        let what: Vec<&str> = export.not_carried.iter().map(|remark| remark.what.as_str()).collect();
        assert_eq!(what, ["`region`"]);
    }
}

#[test]
fn files_that_give_one_variable_twice_are_alternatives() {
    let values = |name: &str| format!("display_name = \"{name}\"\nbusiness = []\n");
    let common = "environment_type = \"AllEnvironments\"\nenvironments = []\n";
    let export = read_files(&[
        file("main.tf", MODULE),
        file("common.tfvars", common),
        file("dev.tfvars", values("Dev")),
        file("prod.tfvars", values("Prod")),
    ]);
    let names: Vec<&str> = export.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(names, ["Dev", "Prod"]);
    assert!(export.policies.iter().all(|policy| policy.scope == Scope::All && policy.unknown.is_empty()));
}

#[test]
fn blocks_in_a_policy_are_not_passed_over() {
    let old = "resource \"powerplatform_data_loss_prevention_policy\" \"p\" {\n  display_name = \"Old\"\n  connector_group {\n    classification = \"Blocked\"\n  }\n}\n";
    let export = read_files(&[file("old.tf", old)]);
    let refused = told(&export.not_carried, Outcome::Refused);
    assert!(refused.first().is_some_and(|remark| remark.why.contains("before version 1")), "{refused:?}");
}
