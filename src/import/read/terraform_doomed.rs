//! Objects in a Terraform state that the next run is to destroy.

use super::neutral::Outcome;
use super::notes::Notes;
use super::value::Value;

/// Notes the instances that Terraform destroys with the next run. They exist in the tenant until then, so they are
/// read like all others.
pub(super) fn tell(root: &Value, notes: &mut Notes) {
    for (at, resource) in root.get("resources").map_or(&[][..], Value::items).iter().enumerate() {
        let kind = resource.get("type").and_then(Value::as_text).unwrap_or_default();
        let label = resource.get("name").and_then(Value::as_text).unwrap_or_default();
        if !kind.starts_with("powerplatform_") {
            continue;
        }
        for (index, instance) in resource.get("instances").map_or(&[][..], Value::items).iter().enumerate() {
            let is_tainted = instance.get("status").and_then(Value::as_text) == Some("tainted");
            let why = if instance.get("deposed").is_some() {
                "it is deposed: another object has taken its place, and the next run of Terraform destroys it"
            } else if is_tainted {
                "it is tainted: the next run of Terraform destroys it and makes another"
            } else {
                continue;
            };
            let place = format!("/resources/{at}/instances/{index}");
            notes.add(Outcome::Doubtful, place, format!("`{kind}.{label}`"), why);
        }
    }
}
