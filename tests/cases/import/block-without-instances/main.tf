variable "policies" {
  default = {}
}

variable "strict" {
  default = false
}

resource "powerplatform_data_loss_prevention_policy" "each" {
  for_each                          = var.policies
  display_name                      = each.key
  default_connectors_classification = "Blocked"
  environment_type                  = "AllEnvironments"
  environments                      = []
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}

resource "powerplatform_data_loss_prevention_policy" "strict" {
  count                             = var.strict ? 1 : 0
  display_name                      = "Strict"
  default_connectors_classification = "Blocked"
  environment_type                  = "AllEnvironments"
  environments                      = []
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}
