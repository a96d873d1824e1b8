//! The report that Microsoft365DSC writes as JSON: a list of resources, each with its name.
//!
//! It has no complete data policy: for policies it has names and environments, but no groups of connectors. So
//! environments are read, and policies and their rules are refused by name with the command that exports them. Its
//! resources of Entra are read in `m365dsc_entra`.

use super::graph::DeclaredIdentity;
use super::json::below;
use super::m365dsc_entra;
use super::neutral::{DeclaredEnvironment, DeclaredTenant, Outcome};
use super::notes::Notes;
use super::tenant_isolation;
use super::tenant_settings::{self, Naming};
use super::value::Value;

/// The words for such a file.
pub(super) const WORDS: &str = "report of Microsoft365DSC";

/// Whether a file is such a report.
pub(super) fn is_one(root: &Value) -> bool {
    let items = root.items();
    let is_resource = |item: &Value| item.get("ResourceName").is_some() && item.get("ResourceInstanceName").is_some();
    !items.is_empty() && items.iter().all(is_resource)
}

/// The members of a resource that say how, and as which account, it is read.
const OWN: [&str; 12] = [
    "ResourceName",
    "ResourceInstanceName",
    "ResourceId",
    "IsSingleInstance",
    "Credential",
    "ApplicationId",
    "ApplicationSecret",
    "TenantId",
    "CertificateThumbprint",
    "CertificatePath",
    "CertificatePassword",
    "ManagedIdentity",
];

/// Reads its environments and its facts about the tenant. The members of `PPTenantSettings` and
/// `PPTenantIsolationSettings` are those of their schemas (`MSFT_PPTenantSettings.schema.mof` and
/// `MSFT_PPTenantIsolationSettings.schema.mof` of microsoft/Microsoft365DSC).
pub(super) fn read(
    root: &Value,
    notes: &mut Notes,
) -> (Vec<DeclaredEnvironment>, Vec<DeclaredTenant>, DeclaredIdentity) {
    let mut environments = Vec::new();
    let mut tenants = Vec::new();
    let mut identity = DeclaredIdentity { file: notes.file.clone(), ..DeclaredIdentity::default() };
    let mut others: Vec<&str> = Vec::new();
    for (index, item) in root.items().iter().enumerate() {
        let place = below("", index);
        let text = |key: &str| item.get(key).and_then(Value::as_text).filter(|text| !text.is_empty());
        let name = text("DisplayName").or_else(|| text("PolicyName")).or_else(|| text("ResourceInstanceName"));
        let name = name.unwrap_or_default();
        match text("ResourceName").unwrap_or_default() {
            "PPPowerAppsEnvironment" => environments.push(DeclaredEnvironment {
                file: notes.file.clone(),
                place,
                // It has no id; its name in the report distinguishes it.
                address: Some(format!("PPPowerAppsEnvironment {name}")),
                label: name.to_owned(),
                name: Some(name.to_owned()),
                kind: text("EnvironmentSKU").map(str::to_owned),
                region: text("Location").map(str::to_owned),
                ..DeclaredEnvironment::default()
            }),
            "PPTenantSettings" => tenants.push(tenant_settings::read(item, Naming::Flat, &OWN, &place, notes)),
            "PPTenantIsolationSettings" => {
                let isolation = tenant_isolation::report(item, &place, notes);
                let file = notes.file.clone();
                tenants.push(DeclaredTenant { file, place, isolation, ..DeclaredTenant::default() });
            }
            "PPAdminDLPPolicy" => {
                let why = "the report has no groups of connectors; export the policy with \
                           `Get-DlpPolicy | ConvertTo-Json -Depth 20`";
                notes.add(Outcome::Refused, place, format!("data policy \"{name}\""), why);
            }
            "PPDLPPolicyConnectorConfigurations" | "PPPowerAppPolicyUrlPatterns" => {
                let why = "the policy that they belong to is not in the report; export them with \
                           `Get-PowerAppDlpPolicyConnectorConfigurations` and `Get-PowerAppPolicyUrlPatterns`";
                notes.add(Outcome::Refused, place, format!("rules of data policy \"{name}\""), why);
            }
            other if m365dsc_entra::read(other, item, &OWN, &place, &mut identity, notes) => {}
            other => others.push(other),
        }
    }
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        let what = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        notes.add(
            Outcome::Dropped,
            "",
            what,
            "environments, tenant settings, isolation, groups, guests and other tenants are imported from this file",
        );
    }
    (environments, tenants, identity)
}
