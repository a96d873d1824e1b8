//! Tenant settings: the nested attributes of the Terraform provider, the nested members of the administration interface
//! (`listTenantSettings`, `pac admin list-tenant-settings`), and the flat members of Microsoft365DSC.
//!
//! Every key is carried or reported. The Terraform provider silently drops unknown nested keys, and its own example
//! has five of them, so an unknown key gets a remark of its own.

use super::json::below;
use super::neutral::Outcome;
use super::notes::Notes;
use super::tenant::{DeclaredRouting, DeclaredTenant, StatedSetting};
use super::terraform_rule_set::group_of;
use super::value::Value;
use crate::model::kinds::{TENANT_SETTINGS, TenantSetting, Wire};

/// The names in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Those of the Terraform provider.
    Terraform,
    /// Those of the administration interface.
    Api,
    /// Those of Microsoft365DSC: the last step of the interface's path.
    Flat,
}

/// The maximum nesting of settings.
const DEPTH: usize = 6;

/// The path to the members about routing, in both notations.
const GOVERNANCE: [&str; 2] = ["power_platform", "governance"];
const ROUTING: [(&str, &str); 4] = [
    ("enable_default_environment_routing", "enableDefaultEnvironmentRouting"),
    ("environment_routing_all_makers", "environmentRoutingAllMakers"),
    ("environment_routing_target_environment_group_id", "environmentRoutingTargetEnvironmentGroupId"),
    ("environment_routing_target_security_group_id", "environmentRoutingTargetSecurityGroupId"),
];

/// Attributes that the provider marks as deprecated, and the language does not have.
const DEPRECATED: [(&str, &str); 5] = [
    ("disable_nps_comments_reachout", "disableNPSCommentsReachout"),
    ("disable_survey_feedback", "disableSurveyFeedback"),
    ("disable_create_from_figma", "disableCreateFromFigma"),
    ("disable_create_from_image", "disableCreateFromImage"),
    ("enable_open_ai_bot_publishing", "enableOpenAiBotPublishing"),
];

/// The id that means none.
const NONE: &str = "00000000-0000-0000-0000-000000000000";

impl Naming {
    const fn path(self, setting: &TenantSetting) -> &'static [&'static str] {
        match self {
            Self::Terraform => setting.terraform,
            Self::Api | Self::Flat => setting.api,
        }
    }

    /// The spelling of a name in this notation.
    const fn of<'n>(self, (terraform, api): (&'n str, &'n str)) -> &'n str {
        match self {
            Self::Terraform => terraform,
            Self::Api | Self::Flat => api,
        }
    }

    fn is_at(self, setting: &TenantSetting, path: &[&str]) -> bool {
        let known = self.path(setting);
        match (self, path) {
            (Self::Flat, [name]) => known.last().is_some_and(|last| last.eq_ignore_ascii_case(name)),
            _nested => same(known, path),
        }
    }
}

fn same(one: &[&str], two: &[&str]) -> bool {
    one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.eq_ignore_ascii_case(two))
}

/// The words for a file of the administration interface.
pub(super) const WORDS: &str = "tenant settings";
/// The type of the provider's resource.
pub(super) const RESOURCE: &str = "powerplatform_tenant_settings";

/// Whether an object has the settings of a tenant, by its keys: a nested one, or a top-level member.
pub(super) fn is_one(value: &Value, naming: Naming) -> bool {
    value.entries().iter().any(|(key, _)| is_outermost(key, naming))
}

/// Whether a top-level key is one of settings.
pub(super) fn is_outermost(key: &str, naming: Naming) -> bool {
    let first = |setting: &TenantSetting| naming.path(setting).first().copied().unwrap_or_default();
    TENANT_SETTINGS.iter().any(|setting| first(setting).eq_ignore_ascii_case(key))
        || DEPRECATED.iter().take(2).any(|names| naming.of(*names).eq_ignore_ascii_case(key))
}

/// Whether an object with the provider's attributes has a deprecated one.
pub(super) fn has_deprecated(value: &Value) -> bool {
    // Three levels contain all of them.
    let below = |value: &Value, is: &dyn Fn(&Value) -> bool| value.entries().iter().any(|(_, inner)| is(inner));
    let here = |value: &Value| {
        let is_set = |(key, inner): &(String, Value)| {
            DEPRECATED.iter().any(|(name, _)| name == key) && !matches!(inner, Value::Null)
        };
        value.entries().iter().any(is_set)
    };
    here(value) || below(value, &|inner| here(inner) || below(inner, &here))
}

/// Whether a name is that of the provider's block of settings.
pub(super) fn is_block(name: &str) -> bool {
    name == GOVERNANCE[0]
}

/// Whether a file is an answer of the administration interface: it has settings, and no members of Terraform.
pub(super) fn is_answer(root: &Value) -> bool {
    let others = ["resource", "terraform", "version", "format_version", "$schema"];
    is_one(root, Naming::Api) && !others.iter().any(|key| root.get(key).is_some())
}

/// Reads the settings in an object. `skipped` are the keys of other content.
pub(super) fn read(value: &Value, naming: Naming, skipped: &[&str], place: &str, notes: &mut Notes) -> DeclaredTenant {
    let tenant = DeclaredTenant { file: notes.file.clone(), place: place.to_owned(), ..DeclaredTenant::default() };
    let mut reader = Reader { naming, tenant, notes };
    let entries = value.entries().iter().filter(|(key, _)| !skipped.iter().any(|one| one.eq_ignore_ascii_case(key)));
    for (key, inner) in entries {
        reader.member(&mut vec![key], inner, &below(place, key));
    }
    reader.tenant
}

struct Reader<'n> {
    naming: Naming,
    tenant: DeclaredTenant,
    notes: &'n mut Notes,
}

impl Reader<'_> {
    fn member<'v>(&mut self, path: &mut Vec<&'v str>, value: &'v Value, place: &str) {
        if matches!(value, Value::Null) {
            return;
        }
        if let Some(setting) = TENANT_SETTINGS.iter().find(|setting| self.naming.is_at(setting, path)) {
            self.setting(setting, value, place);
            return;
        }
        if self.route(path, value, place) {
            return;
        }
        match value {
            Value::Object(entries) if path.len() < DEPTH && (entries.is_empty() || self.is_block(path)) => {
                for (key, inner) in entries {
                    path.push(key);
                    self.member(path, inner, &below(place, key));
                    path.pop();
                }
            }
            Value::Unknown(reason) if self.is_block(path) => {
                self.drop(path, place, format!("it cannot be evaluated: {reason}"));
            }
            _unknown => self.strange(path, place),
        }
    }

    /// Whether there are settings below a path.
    fn is_block(&self, path: &[&str]) -> bool {
        let power_pages = self.naming.of(("power_pages", "powerPages"));
        path.last().is_some_and(|last| last.eq_ignore_ascii_case(power_pages))
            || TENANT_SETTINGS.iter().any(|setting| {
                let known = self.naming.path(setting);
                known.len() > path.len() && known.get(..path.len()).is_some_and(|start| same(start, path))
            })
    }

    fn setting(&mut self, setting: &'static TenantSetting, value: &Value, place: &str) {
        match words(setting, value) {
            Ok(value) => self.tenant.settings.push(StatedSetting { setting, value, place: place.to_owned() }),
            Err(why) => {
                let name = self.naming.path(setting).last().copied().unwrap_or_default();
                self.notes.add(Outcome::Dropped, place, format!("`{name}`"), why);
            }
        }
    }

    /// Reads a member about routing; returns whether it is one.
    fn route(&mut self, path: &[&str], value: &Value, place: &str) -> bool {
        let (last, outer) = match path.split_last() {
            Some((last, outer)) => (*last, outer),
            None => return false,
        };
        let api = ["powerPlatform", "governance"];
        let is_here = match self.naming {
            Naming::Terraform => same(&GOVERNANCE, outer),
            Naming::Api => same(&api, outer),
            Naming::Flat => outer.is_empty(),
        };
        let name = |one: &(&'static str, &'static str)| self.naming.of(*one).eq_ignore_ascii_case(last);
        let Some(at) = ROUTING.iter().position(name).filter(|_| is_here) else { return false };
        let mut routing = self.tenant.routing.take().unwrap_or_default();
        if routing.place.is_empty() {
            place.clone_into(&mut routing.place);
        }
        if let Err(why) = routing_member(&mut routing, at, value) {
            self.notes.add(Outcome::Dropped, place, format!("`{last}`"), why);
        }
        let says = routing.active.is_some()
            || routing.everyone.is_some()
            || routing.to.is_some()
            || routing.members_of.is_some();
        self.tenant.routing = says.then_some(routing);
        true
    }

    fn strange(&mut self, path: &[&str], place: &str) {
        let last = path.last().copied().unwrap_or_default();
        let is_deprecated = DEPRECATED.iter().any(|names| self.naming.of(*names).eq_ignore_ascii_case(last));
        let why = match self.naming {
            _any if is_deprecated => "it is deprecated, and the language has no word for it",
            Naming::Terraform => {
                "the provider has no such attribute; Terraform ignores it without a message, so it does nothing"
            }
            Naming::Api | Naming::Flat => "the language has no word for it",
        };
        self.drop(path, place, why.to_owned());
    }

    fn drop(&mut self, path: &[&str], place: &str, why: String) {
        let last = path.last().copied().unwrap_or_default();
        self.notes.add(Outcome::Dropped, place, format!("tenant setting `{last}`"), why);
    }
}

fn routing_member(routing: &mut DeclaredRouting, at: usize, value: &Value) -> Result<(), String> {
    match (at, value) {
        (0, Value::Bool(flag)) => routing.active = Some(*flag),
        (1, Value::Bool(flag)) => routing.everyone = Some(*flag),
        (2, Value::Text(id)) if id.starts_with('{') => {
            return Err("a plan makes the group first, so its id is not known yet".to_owned());
        }
        (2, value) => routing.to = group_of(Some(value))?,
        (3, Value::Text(id)) if id.trim().is_empty() || id == NONE => {}
        (3, Value::Text(id)) => routing.members_of = Some(id.trim().to_owned()),
        (_, Value::Unknown(reason)) => return Err(format!("it cannot be evaluated: {reason}")),
        (_, other) => return Err(format!("{} is not one of its values", other.kind())),
    }
    Ok(())
}

/// The value of a setting in the language's words.
fn words(setting: &TenantSetting, value: &Value) -> Result<String, String> {
    let on = |flag: bool| if flag { "on" } else { "off" }.to_owned();
    match (setting.wire, value) {
        (_, Value::Unknown(reason)) => Err(format!("it cannot be evaluated: {reason}")),
        (Wire::Same, Value::Bool(flag)) => Ok(on(*flag)),
        (Wire::Opposite, Value::Bool(flag)) => Ok(on(!flag)),
        (Wire::Restricted, Value::Bool(true)) => Ok("admins".to_owned()),
        (Wire::Restricted, Value::Bool(false)) => Ok(setting.open_word().to_owned()),
        (Wire::Number, Value::Number(number)) => {
            let (least, most) = setting.range();
            let fits = number.as_i64().filter(|number| (least..=most).contains(number));
            fits.map(|number| number.to_string()).ok_or_else(|| format!("{number} is not within {least} and {most}"))
        }
        (Wire::Words(words), Value::Text(text)) => {
            let found = words.iter().find(|(_, theirs)| theirs.eq_ignore_ascii_case(text));
            found.map(|(ours, _)| (*ours).to_owned()).ok_or_else(|| format!("`{text}` is not one of its words"))
        }
        (Wire::Same | Wire::Opposite | Wire::Restricted | Wire::Number | Wire::Words(_), other) => {
            Err(format!("{} is not one of its values", other.kind()))
        }
    }
}
