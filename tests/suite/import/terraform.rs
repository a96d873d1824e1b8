//! Terraform's language: what is evaluated, and what is reported by name instead.

use dictum::catalog::Catalog;
use dictum::import::read::{Condition, EnvironmentRef, Group, Outcome, Scope};

use super::{attribute, error_of, file, import_files, only, read_files, told};

const REST: &str = r#"
  default_connectors_classification = "Blocked"
  environment_type = "AllEnvironments"
  environments = []
  custom_connectors_patterns = []
"#;

/// A configuration with one policy, with its groups given as attributes.
fn policy(before: &str, groups: &str) -> String {
    format!(
        "{before}\nresource \"powerplatform_data_loss_prevention_policy\" \"p\" {{\n  display_name = \"P\"\n{REST}{groups}\n}}\n"
    )
}

fn selected(before: &str, expression: &str) -> Vec<Condition> {
    let groups = format!("business_connectors = []\nnon_business_connectors = []\nblocked_connectors = {expression}");
    let export = read_files(&[file("main.tf", policy(before, &groups))]);
    assert_eq!(export.not_carried, []);
    only(&export).blocked.selected.clone()
}

const DATA: &str = "data \"powerplatform_connectors\" \"all\" {}\n";

#[test]
fn conditions_on_the_catalogue_are_understood() {
    let list = "data.powerplatform_connectors.all.connectors";
    let of = |condition: &str| selected(DATA, &format!("toset([for c in {list} : {{ id = c.id }} if {condition}])"));
    let tier = |word: &str| Condition::Tier(word.to_owned());
    assert_eq!(of("c.unblockable == false"), [Condition::Unblockable(false)]);
    assert_eq!(of("!c.unblockable"), [Condition::Unblockable(false)]);
    assert_eq!(of("c.tier != \"Premium\""), [Condition::Not(Box::new(tier("Premium")))]);
    assert_eq!(
        of("c.tier == \"Standard\" && (c.publisher == \"Microsoft\" || c.id == \"Http\")"),
        [Condition::Every(vec![
            tier("Standard"),
            Condition::Any(vec![Condition::Publisher("Microsoft".to_owned()), Condition::Ids(vec!["Http".to_owned()])]),
        ])]
    );
    assert_eq!(
        of("!contains([\"a\", \"b\"], c.id)"),
        [Condition::Not(Box::new(Condition::Ids(vec!["a".to_owned(), "b".to_owned()])))]
    );
    assert_eq!(selected(DATA, &format!("[for c in {list} : {{ id = c.id }}]")), [Condition::Everything]);
}

#[test]
fn a_selection_can_be_taken_from_another() {
    let locals = r#"
data "powerplatform_connectors" "all" {}
locals {
  free = [for c in data.powerplatform_connectors.all.connectors : { id = c.id } if c.tier == "Standard"]
  rest = [for c in data.powerplatform_connectors.all.connectors : { id = c.id } if !contains(local.free[*].id, c.id)]
}
"#;
    assert_eq!(selected(locals, "local.rest"), [Condition::Not(Box::new(Condition::Tier("Standard".to_owned())))]);
}

#[test]
fn selections_are_written_as_the_author_meant_them() {
    let before = r#"
data "powerplatform_connectors" "all" {}
locals { office = ["/providers/Microsoft.PowerApps/apis/shared_teams", "/providers/Microsoft.PowerApps/apis/shared_rss"] }
"#;
    let groups = r#"
business_connectors = [for id in local.office : { id = id }]
non_business_connectors = [
  for c in data.powerplatform_connectors.all.connectors : { id = c.id }
  if c.tier == "Standard" && c.publisher == "Microsoft" && !contains(local.office, c.id)
]
blocked_connectors = []
"#;
    let imported = import_files(&[file("main.tf", policy(before, groups))], Catalog::builtin());
    let source = &imported.source;
    assert_eq!(attribute(source, "business"), ["[rss, teams]"]);
    let wanted = "(connectors where tier == standard and publisher == \"Microsoft\") - [rss, teams]\n";
    assert!(source.contains(&format!("non_business = {wanted}")), "{source}");
}

#[test]
fn values_are_put_together() {
    let main = r#"
variable "prefix" { default = "Contoso" }
variable "extra" {
  type    = list(string)
  default = ["shared_rss"]
}
variable "loaded" {}
locals {
  base = [{ id = "shared_sql", default_action_rule_behavior = "", action_rules = [], endpoint_rules = [] }]
  more = [for id in var.extra : merge({ id = id }, { endpoint_rules = [] })]
  all  = distinct(concat(local.base, local.more, local.base))
}
resource "powerplatform_data_loss_prevention_policy" "p" {
  display_name                      = "${var.prefix} ${lower("BASE")}"
  default_connectors_classification = var.loaded ? "Blocked" : "General"
  environment_type                  = "OnlyEnvironments"
  environments                      = toset(["11111111-2222-3333-4444-555555555555"])
  business_connectors               = toset(local.all)
  non_business_connectors           = toset([])
  blocked_connectors                = try(local.base[5], [])
  custom_connectors_patterns        = []
}
"#;
    let files = [file("infra/main.tf", main), file("infra/terraform.tfvars", "loaded = false\n")];
    let export = read_files(&files);
    let policy = only(&export);
    assert_eq!((policy.name.as_str(), policy.default), ("Contoso base", Group::NonBusiness));
    let ids: Vec<&str> = policy.business.listed.iter().map(|entry| entry.wire_id.as_str()).collect();
    assert_eq!(ids, ["shared_sql", "shared_rss"]);
    assert_eq!(policy.scope, Scope::Only(vec![EnvironmentRef::Id("11111111-2222-3333-4444-555555555555".to_owned())]));
    assert_eq!(export.not_carried, []);
}

#[test]
fn one_resource_may_stand_for_several_policies() {
    let main = r#"
locals {
  policies = {
    lab  = { name = "Lab", default = "General" }
    prod = { name = "Production", default = "Blocked" }
  }
}
resource "powerplatform_data_loss_prevention_policy" "each" {
  for_each                          = local.policies
  display_name                      = each.value.name
  default_connectors_classification = each.value.default
  environment_type                  = "AllEnvironments"
  business_connectors               = [{ id = each.key }]
  non_business_connectors           = []
  blocked_connectors                = []
}
"#;
    let export = read_files(&[file("main.tf", main)]);
    let read: Vec<(&str, Group)> = export.policies.iter().map(|one| (one.name.as_str(), one.default)).collect();
    assert_eq!(read, [("Lab", Group::NonBusiness), ("Production", Group::Blocked)]);
}

#[test]
fn several_policies_in_one_map_of_variables() {
    let text = r#"
location = "europe"
dlp_policies = {
  lab = {
    display_name = "Lab", environment_type = "AllEnvironments", default_connectors_classification = "General"
    business_connectors = [{ id = "shared_sql" }], non_business_connectors = [], blocked_connectors = ["shared_rss"]
  }
  prod = {
    environment_type = "AllEnvironments", default_connectors_classification = "Blocked"
    business_connectors = [], non_business_connectors = [], blocked_connectors = []
    custom_connectors = [{ order = 1, host_url_pattern = "*", data_group = "NonBusiness" }]
  }
}
"#;
    let export = read_files(&[file("all.tfvars", text)]);
    let read: Vec<(&str, &str)> = export.policies.iter().map(|one| (one.name.as_str(), one.place.as_str())).collect();
    assert_eq!(read, [("Lab", "/dlp_policies/lab"), ("prod", "/dlp_policies/prod")]);
    let patterns = export.policies.last().map(|policy| policy.patterns.len());
    assert_eq!(patterns, Some(1));
    let what: Vec<(Outcome, &str)> =
        export.not_carried.iter().map(|remark| (remark.outcome, remark.what.as_str())).collect();
    assert_eq!(
        what,
        [
            (Outcome::Dropped, "`location`"),
            (Outcome::Assumed, "`custom_connectors_patterns`"),
            (Outcome::Assumed, "`display_name`"),
        ]
    );
}

#[test]
fn the_json_notation_is_the_same_language() {
    let text = r#"{
      "locals": { "ids": ["shared_sql"] },
      "data": { "powerplatform_connectors": { "all": {} } },
      "resource": { "powerplatform_data_loss_prevention_policy": { "base": {
        "display_name": "Base ${local.ids[0]}", "default_connectors_classification": "Blocked",
        "environment_type": "AllEnvironments", "environments": [],
        "business_connectors": "${[for id in local.ids : { id = id }]}",
        "non_business_connectors":
          "${[for c in data.powerplatform_connectors.all.connectors : { id = c.id } if c.unblockable]}",
        "blocked_connectors": [], "custom_connectors_patterns": []
      } } }
    }"#;
    let export = read_files(&[file("main.tf.json", text)]);
    let policy = only(&export);
    assert_eq!(policy.name, "Base shared_sql");
    assert_eq!(policy.business.listed.len(), 1);
    assert_eq!(policy.non_business.selected, [Condition::Unblockable(true)]);
    assert_eq!(policy.place, "/resource/powerplatform_data_loss_prevention_policy/base");
}

#[test]
fn a_call_of_a_module_is_a_policy_when_its_arguments_are() {
    let main = r#"
module "dlp" {
  source                            = "./modules/dlp"
  display_name                      = "Called"
  default_connectors_classification = "General"
  environment_type                  = "AllEnvironments"
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = [{ id = "shared_rss" }]
}
module "network" {
  source = "./modules/network"
}
module "bastion" {
  source  = "terraform-aws-modules/ec2-instance/aws"
  version = "5.0.0"
}
module "governance" {
  source = "git::https://example.com/power-platform-governance.git?ref=v1"
}
module "elsewhere" {
  source = local.modules
}
"#;
    let export = read_files(&[file("main.tf", main)]);
    assert_eq!(only(&export).name, "Called");
    let what: Vec<(Outcome, &str)> =
        export.not_carried.iter().map(|remark| (remark.outcome, remark.what.as_str())).collect();
    assert_eq!(
        what,
        [
            (Outcome::Assumed, "`custom_connectors_patterns`"),
            (Outcome::Refused, "module `network`"),
            (Outcome::Dropped, "module `bastion`"),
            (Outcome::Refused, "module `governance`"),
            (Outcome::Refused, "module `elsewhere`"),
        ]
    );
}

#[test]
fn what_only_terraform_knows_is_named() {
    let main = r#"
variable "ids" {}
resource "powerplatform_data_loss_prevention_policy" "p" {
  display_name                      = "P"
  default_connectors_classification = data.azurerm_thing.x.group
  environment_type                  = "OnlyEnvironments"
  environments                      = [powerplatform_environment.test.id]
  business_connectors               = concat([{ id = "shared_sql" }], local.elsewhere)
  non_business_connectors           = jsondecode(file("x.json"))
  blocked_connectors                = [for id in var.ids : { id = id }]
  custom_connectors_patterns        = []
}
resource "powerplatform_user" "dev" {}
"#;
    let export = read_files(&[file("main.tf", main)]);
    let policy = only(&export);
    assert_eq!((policy.default, policy.business.listed.len()), (Group::Blocked, 1));
    let told: Vec<String> = export
        .not_carried
        .iter()
        .map(|remark| format!("{} {}: {}", remark.outcome.word(), remark.place, remark.why))
        .collect();
    assert_eq!(
        told,
        [
            "not known line 3/default_connectors_classification: it cannot be evaluated: `data.azurerm_thing.x.group` is known \
         only to Terraform; Blocked, the strictest, is written",
            "not known line 3/environments/0: it cannot be evaluated: `powerplatform_environment.test.id` is known only to \
         Terraform",
            "not known line 3/business_connectors/1: they cannot be evaluated: `local.elsewhere` is not in the files given",
            "not known line 3/non_business_connectors: it cannot be evaluated: the function `file` is not evaluated",
            "not known line 3/blocked_connectors: it cannot be evaluated: `var.ids` has no value in the files given",
            "dropped : only policies, environments, environment groups, tenant settings and isolation are imported from \
             Terraform",
            "doubtful : for version 5.0 of the provider is announced: ids to import it by become `environment_id/user_aad_id`",
        ]
    );
}

#[test]
fn a_module_of_bare_variables_is_refused_with_the_reason() {
    let main = r#"
variable "business" {}
resource "powerplatform_data_loss_prevention_policy" "this" {
  display_name            = var.display_name
  business_connectors     = var.business
  non_business_connectors = var.business
  blocked_connectors      = var.business
}
"#;
    let export = read_files(&[file("main.tf", main)]);
    assert_eq!(export.policies, []);
    let refused = told(&export.not_carried, Outcome::Refused);
    assert_eq!(
        refused.first().map(|remark| remark.why.as_str()),
        Some("none of the three groups of connectors can be read from this file")
    );
}

#[test]
fn two_connectors_are_not_confused_in_nested_loops() {
    let before = "data \"powerplatform_connectors\" \"all\" {}\n";
    let groups = r"
business_connectors = []
non_business_connectors = []
blocked_connectors = [
  for c in data.powerplatform_connectors.all.connectors : { id = c.id }
  if contains([for d in data.powerplatform_connectors.all.connectors : d.id if d.tier == c.tier], c.id)
]
";
    let export = read_files(&[file("main.tf", policy(before, groups))]);
    assert_eq!(only(&export).blocked.selected, []);
    assert_eq!(told(&export.not_carried, Outcome::Unknown).len(), 1);
}

#[test]
fn rules_for_a_whole_selection_are_told() {
    let groups = r#"
business_connectors = []
non_business_connectors = []
blocked_connectors = [
  for c in data.powerplatform_connectors.all.connectors :
  { id = c.id, default_action_rule_behavior = "Block", action_rules = [{ action_id = "x", behavior = "Allow" }] }
  if c.tier == "Premium"
]
"#;
    let export = read_files(&[file("main.tf", policy(DATA, groups))]);
    assert_eq!(only(&export).blocked.selected, [Condition::Tier("Premium".to_owned())]);
    let what: Vec<&str> = export.not_carried.iter().map(|remark| remark.what.as_str()).collect();
    assert_eq!(what, ["`action_rules` of a selection"]);
}

#[test]
fn broken_files_are_told_with_their_line() {
    let error = error_of(&[file("main.tf", "locals {\n  a = [1,\n}\n")]);
    assert!(error.starts_with("main.tf: line 3, column 1: neither JSON nor Terraform's language"), "{error}");
    let error = error_of(&[file("main.tf", "a = 1\na = 2\n")]);
    assert!(error.starts_with("main.tf: line 2, column 1: "), "{error}");
}
