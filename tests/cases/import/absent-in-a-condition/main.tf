data "powerplatform_connectors" "all" {}

locals {
  ids = [
    "/providers/Microsoft.PowerApps/apis/shared_sql",
    "/providers/Microsoft.PowerApps/apis/shared_brandnew",
  ]
  business = [for c in data.powerplatform_connectors.all.connectors : merge(local.none, { id = c.id }) if contains(local.ids, c.id)]
  none     = { default_action_rule_behavior = "", action_rules = [], endpoint_rules = [] }
}

resource "powerplatform_data_loss_prevention_policy" "base" {
  display_name                      = "Base"
  default_connectors_classification = "General"
  environment_type                  = "AllEnvironments"
  environments                      = []
  business_connectors               = local.business
  non_business_connectors           = []
  blocked_connectors = [for c in data.powerplatform_connectors.all.connectors : merge(local.none, { id = c.id })
  if contains(["Premium"], c.tier) && !c.unblockable && !contains(local.ids, c.id) && c.id != "/providers/Microsoft.PowerApps/apis/shared_alsonew"]
  custom_connectors_patterns = []
}
