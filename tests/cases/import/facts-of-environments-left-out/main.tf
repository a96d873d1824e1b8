variable "region" {
  type = string
}

resource "powerplatform_environment" "a" {
  display_name     = "A in ${var.region}"
  location         = var.region
  environment_type = "Production"
}

resource "powerplatform_environment" "b" {
  display_name     = "B"
  location         = "Europe"
  environment_type = "Prod"
  dataverse        = { language_code = 1033, currency_code = "EURO" }
}
