import {
  to = powerplatform_data_loss_prevention_policy.base
  id = "11111111-2222-3333-4444-555555555555"
}

import {
  to = powerplatform_environment.prod
  id = "44444444-2222-3333-4444-555555555555"
}

import {
  for_each = { emea = "55555555-2222-3333-4444-555555555555" }
  to       = powerplatform_environment.region[each.key]
  id       = each.value
}

import {
  to = powerplatform_environment.other
  id = var.not_given
}

resource "powerplatform_environment" "prod" {
  display_name     = "Prod"
  location         = "europe"
  environment_type = "Production"
}

resource "powerplatform_environment" "region" {
  for_each         = { emea = "Region EMEA" }
  display_name     = each.value
  location         = "europe"
  environment_type = "Production"
}

resource "powerplatform_environment" "other" {
  display_name     = "Other"
  location         = "europe"
  environment_type = "Production"
}

resource "powerplatform_data_loss_prevention_policy" "base" {
  display_name                      = "Base"
  default_connectors_classification = "Blocked"
  environment_type                  = "OnlyEnvironments"
  environments                      = [powerplatform_environment.prod.id, powerplatform_environment.region["emea"].id]
  business_connectors               = []
  non_business_connectors           = []
  blocked_connectors                = []
  custom_connectors_patterns        = []
}
