//! Tenant isolation, in the notations of the Terraform provider, of the administration interface, and of Microsoft365DSC.
//!
//! Isolation is one list: if it were written without one of its exceptions, it would block a tenant that may connect
//! today. So if a part of it is unknown, nothing of it is written.

use super::json::below;
use super::neutral::Outcome;
use super::notes::Notes;
use super::tenant::{DeclaredIsolation, DeclaredTenant};
use super::value::Value;

/// The type of the provider's resource.
pub(super) const RESOURCE: &str = "powerplatform_tenant_isolation_policy";

/// Whether an object is the answer of the interface, `{ properties: { isDisabled, allowedTenants } }`, or its inner part.
pub(super) fn is_answer(value: &Value) -> bool {
    let inner = value.get_folded("properties").unwrap_or(value);
    inner.get_folded("allowedTenants").is_some() && inner.get_folded("isDisabled").is_some()
}

/// The words for a file with the answer.
pub(super) const WORDS: &str = "tenant isolation policy";

/// Reads the answer of the interface, which also has the id of the tenant.
pub(super) fn of_answer(value: &Value, place: &str, notes: &mut Notes) -> DeclaredTenant {
    let (inner, place) = match value.get_folded("properties") {
        Some(inner) => (inner, below(place, "properties")),
        None => (value, place.to_owned()),
    };
    let id = inner.get_folded("tenantId").and_then(Value::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
    let isolation = Reading {
        off: inner.get_folded("isDisabled"),
        is_negated: true,
        list: inner.get_folded("allowedTenants"),
        list_place: below(&place, "allowedTenants"),
        tenant: "tenantId",
    };
    let isolation = isolation.read(&place, notes);
    DeclaredTenant { file: notes.file.clone(), place, id, isolation, ..DeclaredTenant::default() }
}

/// Reads the attributes of the provider's resource.
pub(super) fn of_terraform(value: &Value, place: &str, notes: &mut Notes) -> DeclaredTenant {
    let id = value.get("id").and_then(Value::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
    let isolation = Reading {
        off: value.get("is_disabled"),
        is_negated: true,
        list: value.get("allowed_tenants"),
        list_place: below(place, "allowed_tenants"),
        tenant: "tenant_id",
    };
    let isolation = isolation.read(place, notes);
    DeclaredTenant { file: notes.file.clone(), place: place.to_owned(), id, isolation, ..DeclaredTenant::default() }
}

/// Reads a resource `PPTenantIsolationSettings` of Microsoft365DSC.
pub(super) fn report(value: &Value, place: &str, notes: &mut Notes) -> Option<DeclaredIsolation> {
    let parts = ["RulesToInclude", "RulesToExclude"];
    if parts.iter().any(|key| value.get(key).is_some_and(|list| !list.items().is_empty())) {
        let why = "`RulesToInclude` and `RulesToExclude` say a part of the list only";
        refuse(place, why, notes);
        return None;
    }
    let isolation = Reading {
        off: value.get("Enabled"),
        is_negated: false,
        list: value.get("Rules"),
        list_place: below(place, "Rules"),
        tenant: "TenantName",
    };
    isolation.read(place, notes)
}

fn refuse(place: &str, why: impl Into<String>, notes: &mut Notes) {
    notes.add(Outcome::Refused, place, "tenant isolation", why);
}

/// The places of the parts in a notation.
struct Reading<'v> {
    /// The value for whether isolation is on, or off.
    off: Option<&'v Value>,
    /// Whether that value is true if isolation is off.
    is_negated: bool,
    list: Option<&'v Value>,
    list_place: String,
    /// The key of a tenant's id.
    tenant: &'static str,
}

impl Reading<'_> {
    fn read(&self, place: &str, notes: &mut Notes) -> Option<DeclaredIsolation> {
        let active = match self.off {
            Some(Value::Bool(flag)) => *flag != self.is_negated,
            Some(Value::Unknown(reason)) => {
                refuse(place, format!("whether it is on cannot be evaluated: {reason}"), notes);
                return None;
            }
            _missing => {
                refuse(place, "it is not said whether it is on", notes);
                return None;
            }
        };
        let items = match self.list {
            Some(Value::List(items)) => items.as_slice(),
            // PowerShell writes an empty list as nothing.
            None | Some(Value::Null) => &[],
            Some(Value::Object(_)) if self.tenant == "TenantName" => self.list.map(std::slice::from_ref)?,
            Some(Value::Unknown(reason)) => {
                refuse(&self.list_place, format!("the list of tenants cannot be evaluated: {reason}"), notes);
                return None;
            }
            Some(other) => {
                refuse(&self.list_place, format!("the list of tenants is {}", other.kind()), notes);
                return None;
            }
        };
        let before = notes.mark();
        let mut partners = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match self.partner(item) {
                Ok(partner) => partners.push(partner),
                Err(why) => refuse(&below(&self.list_place, index), why, notes),
            }
        }
        (notes.mark() == before).then(|| DeclaredIsolation { place: place.to_owned(), active, partners })
    }

    fn partner(&self, item: &Value) -> Result<(String, bool, bool), String> {
        let whole = "nothing of tenant isolation is written, since it is one list";
        let tenant = match item.get_folded(self.tenant) {
            Some(Value::Text(text)) if !text.trim().is_empty() => text.trim().to_owned(),
            Some(Value::Unknown(reason)) => return Err(format!("the tenant cannot be evaluated: {reason}; {whole}")),
            _missing => return Err(format!("the tenant is not said; {whole}")),
        };
        if let Some(word) = item.get("Direction").and_then(Value::as_text) {
            return match word.to_ascii_lowercase().as_str() {
                "inbound" => Ok((tenant, true, false)),
                "outbound" => Ok((tenant, false, true)),
                "both" => Ok((tenant, true, true)),
                _unknown => {
                    Err(format!("the direction of tenant `{tenant}` is `{word}`, which is not a direction; {whole}"))
                }
            };
        }
        let direction = item.get_folded("direction").unwrap_or(item);
        let flag = |key: &str| match direction.get_folded(key) {
            Some(Value::Bool(flag)) => Ok(*flag),
            None | Some(Value::Null) => Ok(false),
            Some(Value::Unknown(reason)) => Err(format!("`{key}` cannot be evaluated: {reason}; {whole}")),
            Some(other) => Err(format!("`{key}` must be a boolean, not {}; {whole}", other.kind())),
        };
        let (inbound, outbound) = (flag("inbound")?, flag("outbound")?);
        if !inbound && !outbound {
            return Err(format!("no direction of tenant `{tenant}` is said; {whole}"));
        }
        Ok((tenant, inbound, outbound))
    }
}
