variable "names" {
  default = "shared_office365, shared_sql"
}

locals {
  names = [for name in split(",", var.names) : trimspace(name)]
}

resource "powerplatform_data_loss_prevention_policy" "base" {
  display_name                      = join(" ", ["Base", format("%s-%d%%", "v", 2)])
  default_connectors_classification = "Blocked"
  environment_type                  = "OnlyEnvironments"
  environments                      = [replace("11111111_2222_3333_4444_555555555555", "_", "-")]
  business_connectors = [for name in local.names : {
    id                           = format("/providers/Microsoft.PowerApps/apis/%s", name)
    default_action_rule_behavior = ""
    action_rules                 = []
    endpoint_rules               = []
  }]
  non_business_connectors    = []
  blocked_connectors         = []
  custom_connectors_patterns = []
}

resource "powerplatform_data_loss_prevention_policy" "not_known" {
  display_name                      = format("%x", 255)
  default_connectors_classification = "Blocked"
  environment_type                  = "OnlyEnvironments"
  environments                      = [format("%s", "1", "2")]
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}
