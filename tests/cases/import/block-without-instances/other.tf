resource "powerplatform_data_loss_prevention_policy" "other" {
  display_name                      = "Other"
  default_connectors_classification = "Blocked"
  environment_type                  = "OnlyEnvironments"
  environments                      = ["11111111-2222-3333-4444-555555555555"]
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}
