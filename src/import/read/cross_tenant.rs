//! Settings for other tenants: the default of `crossTenantAccessPolicy` and its partners, as written by Microsoft
//! Graph and Microsoft365DSC. The two differ only in the case of their keys.
//!
//! The language states for each direction whether all users and all applications are allowed or blocked. A setting
//! for only some of them is reported and not written, so that the result is neither wider nor narrower than the file.

use super::graph::Line;
use super::json::below;
use super::neutral::Outcome;
use super::notes::Notes;
use super::value::Value;

/// Another tenant, and the settings for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredPartner {
    /// Where in the file.
    pub place: String,
    /// The id of the tenant.
    pub tenant: String,
    /// The settings, in the language's words.
    pub lines: Vec<Line>,
}

/// The directions, each with its word.
const DIRECTIONS: [(&str, &str); 4] = [
    ("b2bCollaborationInbound", "they_work_with_us"),
    ("b2bCollaborationOutbound", "we_work_with_them"),
    ("b2bDirectConnectInbound", "they_connect_directly"),
    ("b2bDirectConnectOutbound", "we_connect_directly"),
];
const TRUST: [(&str, &str); 3] = [
    ("isMfaAccepted", "trust_multi_factor"),
    ("isCompliantDeviceAccepted", "trust_compliant_devices"),
    ("isHybridAzureADJoinedDeviceAccepted", "trust_joined_devices"),
];
const CONSENT: [(&str, &str); 2] =
    [("inboundAllowed", "invitations_accepted"), ("outboundAllowed", "our_invitations_accepted")];

/// Whether an object has settings for other tenants.
pub(super) fn is_one(value: &Value) -> bool {
    let parts = DIRECTIONS.iter().map(|(key, _)| *key).chain(["inboundTrust", "automaticUserConsentSettings"]);
    parts.filter(|key| value.get_folded(key).is_some()).count() > 1
}

/// Reads a partner; none where it has no tenant id.
pub(super) fn partner(
    value: &Value,
    key: &str,
    own: &[&str],
    place: &str,
    notes: &mut Notes,
) -> Option<DeclaredPartner> {
    let tenant =
        value.get_folded(key).and_then(Value::as_text).map(str::trim).filter(|id| uuid::Uuid::try_parse(id).is_ok());
    let Some(tenant) = tenant else {
        notes.add(
            Outcome::Refused,
            place,
            "what is agreed with a tenant",
            format!("`{key}` is not the id of a tenant"),
        );
        return None;
    };
    let known = [&[key][..], own].concat();
    let lines = access(value, &CONSENT, &known, place, notes);
    Some(DeclaredPartner { place: place.to_owned(), tenant: tenant.to_owned(), lines })
}

/// Reads the settings for all tenants without settings of their own. Invitations are never accepted automatically
/// there.
pub(super) fn default(value: &Value, own: &[&str], place: &str, notes: &mut Notes) -> Vec<Line> {
    access(value, &[], own, place, notes)
}

fn access(value: &Value, consent: &[(&str, &'static str)], own: &[&str], place: &str, notes: &mut Notes) -> Vec<Line> {
    let mut lines = Vec::new();
    for (key, inner) in value.entries() {
        let place = below(place, key);
        let is = |other: &str| key.eq_ignore_ascii_case(other);
        if let Some((_, word)) = DIRECTIONS.iter().find(|(known, _)| is(known)) {
            match everybody(inner) {
                Ok(None) => {}
                Ok(Some(allowed)) => lines.push(line(word, allowed, place)),
                Err(why) => notes.add(Outcome::Refused, place, format!("`{key}`"), why),
            }
        } else if is("inboundTrust") {
            flags(inner, &TRUST, &place, &mut lines, notes);
        } else if is("automaticUserConsentSettings") {
            flags(inner, consent, &place, &mut lines, notes);
        } else if !own.iter().any(|known| is(known)) && says_something(inner) && !key.contains("@odata") {
            notes.add(Outcome::Dropped, place, format!("`{key}`"), "the language has no word for it");
        }
    }
    lines
}

/// Whether all users and all applications are allowed; none where nothing is set.
fn everybody(setting: &Value) -> Result<Option<bool>, String> {
    if !says_something(setting) {
        return Ok(None);
    }
    let part = |key: &str, all: &str| match setting.get_folded(key) {
        None | Some(Value::Null) => Err(format!("`{key}` is missing in it, and what holds then is not known")),
        Some(part) => {
            let targets = part.get_folded("targets").map(Value::items).unwrap_or_default();
            let target = |one: &Value| one.get_folded("target").and_then(Value::as_text).unwrap_or_default().to_owned();
            let is_all = matches!(targets, [one] if target(one).eq_ignore_ascii_case(all));
            match part.get_folded("accessType").and_then(Value::as_text) {
                _some if !is_all => Err(format!("it is about a part of `{key}`, for which the language has no word")),
                Some(word) if word.eq_ignore_ascii_case("allowed") => Ok(true),
                Some(word) if word.eq_ignore_ascii_case("blocked") => Ok(false),
                _other => Err(format!("`accessType` of `{key}` is neither `allowed` nor `blocked`")),
            }
        }
    };
    match (part("usersAndGroups", "AllUsers")?, part("applications", "AllApplications")?) {
        (users, applications) if users == applications => Ok(Some(users)),
        _differ => Err("users and applications differ, for which the language has no word".to_owned()),
    }
}

fn flags(value: &Value, words: &[(&str, &'static str)], place: &str, lines: &mut Vec<Line>, notes: &mut Notes) {
    for (key, inner) in value.entries() {
        let place = below(place, key);
        match (words.iter().find(|(known, _)| key.eq_ignore_ascii_case(known)), inner) {
            // In the default, settings without a word in the language are always off.
            (_, Value::Null) | (None, Value::Bool(false)) => {}
            (Some((_, word)), Value::Bool(says)) => lines.push(line(word, *says, place)),
            _other if key.contains("@odata") => {}
            (Some(_), other) => {
                notes.add(
                    Outcome::Refused,
                    place,
                    format!("`{key}`"),
                    format!("{} is neither yes nor no", other.kind()),
                );
            }
            (None, _) => notes.add(Outcome::Dropped, place, format!("`{key}`"), "the language has no word for it"),
        }
    }
}

fn line(word: &'static str, says: bool, place: String) -> Line {
    Line { word, value: if says { "yes" } else { "no" }.to_owned(), place }
}

/// Whether a value is anything other than null, `false`, an empty text, list or object.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Text(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Object(entries) => entries.iter().any(|(_, inner)| says_something(inner)),
        _other => true,
    }
}
