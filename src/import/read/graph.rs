//! Answers of Microsoft Graph about groups, guest invitations, settings of groups, and other tenants.
//!
//! Sources of the forms: resources `group`, `authorizationPolicy`, `groupSetting` with the template `Group.Unified`,
//! and `groupLifecyclePolicy`; for other tenants see `cross_tenant`.

use super::cross_tenant::{self, DeclaredPartner};
use super::json::{below, items};
use super::neutral::Outcome;
use super::notes::Notes;
use super::value::Value;
use crate::syntax::text_value::quote;

/// The template of the settings for Microsoft 365 groups.
pub(super) const GROUP_UNIFIED: &str = "62375ab9-6b52-47ed-826b-58e47e0e304b";

/// The facts about groups and external people in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredIdentity {
    /// The file.
    pub file: String,
    /// Groups.
    pub groups: Vec<GraphGroup>,
    /// Lines of `external_identity`.
    pub external: Vec<Line>,
    /// Lines of `group_self_service`.
    pub service: Vec<Line>,
    /// Other tenants with settings of their own.
    pub partners: Vec<DeclaredPartner>,
    /// The settings for all other tenants, as lines of `other_tenants`.
    pub other_tenants: Vec<Line>,
    /// The object id of the group whose members may create Microsoft 365 groups, and where it is.
    pub makers: Option<(String, String)>,
}

impl DeclaredIdentity {
    /// The number of facts.
    pub(super) fn count(&self) -> usize {
        let tenants = self.partners.len() + self.other_tenants.len();
        self.groups.len() + self.external.len() + self.service.len() + tenants + usize::from(self.makers.is_some())
    }
}

/// A line of a block, in the language's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The attribute.
    pub word: &'static str,
    /// Its value in source syntax.
    pub value: String,
    /// Where it is in the file.
    pub place: String,
}

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphGroup {
    /// Where in the file.
    pub place: String,
    /// The object id.
    pub id: Option<String>,
    /// The display name.
    pub name: String,
    /// The description, on one line.
    pub description: String,
    /// Its lines, in the order of the reference.
    pub lines: Vec<(&'static str, String)>,
}

/// The subject of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Groups,
    Authorization,
    Settings,
    Lifecycle,
    Default,
    Partners,
}

impl Shape {
    /// The member of group settings that has their values.
    pub(super) const VALUES: &'static str = "values";

    /// The words for a file with the answer.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Groups => "groups of Microsoft Graph",
            Self::Authorization => "authorization policy of Microsoft Graph",
            Self::Settings => "group settings of Microsoft Graph",
            Self::Lifecycle => "group lifecycle policies of Microsoft Graph",
            Self::Default => "default of cross-tenant access of Microsoft Graph",
            Self::Partners => "partners of cross-tenant access of Microsoft Graph",
        }
    }

    /// The subject of an answer, detected from its first item.
    pub(super) fn of(root: &Value) -> Option<Self> {
        let all = items(root);
        let (_, first) = all.first()?;
        let has = |key: &str| first.get(key).is_some();
        if has("groupTypes") && has("securityEnabled") {
            Some(Self::Groups)
        } else if has("allowInvitesFrom") && (has("guestUserRoleId") || has("defaultUserRolePermissions")) {
            Some(Self::Authorization)
        } else if has("templateId") && first.get(Self::VALUES).is_some_and(|values| matches!(values, Value::List(_))) {
            Some(Self::Settings)
        } else if has("groupLifetimeInDays") && has("managedGroupTypes") {
            Some(Self::Lifecycle)
        } else if cross_tenant::is_one(first) {
            Some(if has("tenantId") { Self::Partners } else { Self::Default })
        } else {
            None
        }
    }
}

/// Reads an answer.
pub(super) fn read(root: &Value, shape: Shape, notes: &mut Notes) -> DeclaredIdentity {
    let mut declared = DeclaredIdentity { file: notes.file.clone(), ..DeclaredIdentity::default() };
    notes.further_pages(root, Outcome::Doubtful);
    let all = items(root);
    match shape {
        Shape::Groups => {
            declared.groups = all.iter().filter_map(|(place, item)| group(item, place, notes)).collect();
        }
        Shape::Authorization => {
            if let Some((place, item)) = all.first() {
                authorization(item, place, &mut declared, notes);
            }
        }
        Shape::Settings => {
            for (place, item) in &all {
                settings(item, place, &mut declared, notes);
            }
        }
        Shape::Lifecycle => {
            if let [_, (place, _), ..] = all.as_slice() {
                notes.add(
                    Outcome::Refused,
                    place,
                    "expiry of groups",
                    "a tenant has one policy, and the file has several",
                );
            } else if let Some((place, item)) = all.first() {
                lifecycle(item, place, &mut declared, notes);
            }
        }
        Shape::Default => {
            if let Some((place, item)) = all.first() {
                declared.other_tenants = cross_tenant::default(item, &["id", "isServiceDefault"], place, notes);
            }
        }
        Shape::Partners => {
            let partner = |(place, item): &(String, &Value)| cross_tenant::partner(item, "tenantId", &[], place, notes);
            declared.partners = all.iter().filter_map(partner).collect();
        }
    }
    declared
}

pub(super) fn group(item: &Value, place: &str, notes: &mut Notes) -> Option<GraphGroup> {
    let text = |key: &str| item.get(key).and_then(Value::as_text).filter(|text| !text.is_empty());
    let says = |key: &str| matches!(item.get(key), Some(Value::Bool(true)));
    let Some(name) = text("displayName") else {
        notes.add(Outcome::Refused, place, "a group", "it has no `displayName`");
        return None;
    };
    let types: Vec<&str> =
        item.get("groupTypes").map(Value::items).unwrap_or_default().iter().filter_map(Value::as_text).collect();
    let kind = match (types.contains(&"Unified"), says("mailEnabled"), says("securityEnabled")) {
        (true, ..) => "microsoft_365",
        (false, false, true) => "security",
        (false, ..) => {
            let why = "a mail-enabled group that is not a Microsoft 365 group gives no access to an environment";
            notes.add(Outcome::Dropped, place, format!("group \"{name}\""), why);
            return None;
        }
    };
    let mut lines = vec![("kind", kind.to_owned()), ("name", quote(name))];
    if let Some(rule) = text("membershipRule") {
        lines.push(("rule", quote(rule)));
        if text("membershipRuleProcessingState").is_some_and(|state| state.eq_ignore_ascii_case("paused")) {
            lines.push(("rule_active", "no".to_owned()));
        }
    }
    let visibility = text("visibility").map(str::to_ascii_lowercase);
    match visibility.as_deref() {
        Some("public") => lines.push(("visibility", "public".to_owned())),
        Some("private") => lines.push(("visibility", "private".to_owned())),
        Some("hiddenmembership") => lines.push(("visibility", "hidden_membership".to_owned())),
        _unsaid => {}
    }
    lines.extend(text("mailNickname").map(|nickname| ("mail_nickname", quote(nickname))));
    if says("isAssignableToRole") {
        lines.push(("role_assignable", "yes".to_owned()));
    }
    lines.extend(text("classification").map(|class| ("classification", quote(class))));
    for key in ["owners", "members"] {
        if item.get(key).is_some_and(|list| !list.items().is_empty()) {
            let why = format!("people are not read from groups; say them with `{key}`");
            notes.add(Outcome::Dropped, below(place, key), format!("{key} of group \"{name}\""), why);
        }
    }
    let description = text("description").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    Some(GraphGroup {
        place: place.to_owned(),
        id: text("id").map(str::to_owned),
        name: name.to_owned(),
        description: description.unwrap_or_default(),
        lines,
    })
}

pub(super) fn authorization(item: &Value, place: &str, declared: &mut DeclaredIdentity, notes: &mut Notes) {
    for (key, value) in item.entries() {
        let place = below(place, key);
        let mut line = |word, value: &str| {
            declared.external.push(Line { word, value: value.to_owned(), place: place.clone() });
        };
        match (key.as_str(), value) {
            ("allowInvitesFrom", Value::Text(text)) => match text.to_ascii_lowercase().as_str() {
                "none" => line("invited_by", "none"),
                "adminsandguestinviters" => line("invited_by", "admins_and_inviters"),
                "adminsguestinvitersandallmembers" => line("invited_by", "members"),
                "everyone" => line("invited_by", "everyone"),
                _other => notes.add(Outcome::Refused, &place, "who invites guests", format!("`{text}` is not known")),
            },
            ("guestUserRoleId", Value::Text(text)) => match text.to_ascii_lowercase().as_str() {
                "a0b1b346-4d3e-4e8b-98f8-753987be4970" => line("guests_see", "member"),
                "10dae51f-b6af-4016-8d66-8c2a99b929b3" => line("guests_see", "guest"),
                "2af84b1e-32c8-42b7-82bc-daa82404023b" => line("guests_see", "restricted"),
                _other => notes.add(
                    Outcome::Refused,
                    &place,
                    "what guests see",
                    "the role is not one of the three that guests have",
                ),
            },
            ("allowEmailVerifiedUsersToJoinOrganization", Value::Bool(says)) => {
                line("email_verified_join", switch(*says));
            }
            ("allowedToSignUpEmailBasedSubscriptions", Value::Bool(says)) => line("self_service_trials", switch(*says)),
            ("defaultUserRolePermissions", Value::Object(members)) => {
                for (key, value) in members {
                    let place = below(&place, key);
                    match (key.as_str(), value) {
                        ("allowedToCreateSecurityGroups", Value::Bool(says)) => declared.service.push(Line {
                            word: "security_groups",
                            value: if *says { "everyone" } else { "admins" }.to_owned(),
                            place,
                        }),
                        _other => unknown(key, value, place, notes),
                    }
                }
            }
            ("id" | "displayName" | "description" | "deletedDateTime", _) => {}
            _other => unknown(key, value, place, notes),
        }
    }
}

fn unknown(key: &str, value: &Value, place: String, notes: &mut Notes) {
    if !key.contains("@odata") && *value != Value::Null {
        notes.add(Outcome::Dropped, place, format!("`{key}`"), "the language has no word for it");
    }
}

const fn switch(says: bool) -> &'static str {
    if says { "yes" } else { "no" }
}

pub(super) fn settings(item: &Value, place: &str, declared: &mut DeclaredIdentity, notes: &mut Notes) {
    let template = item.get("templateId").and_then(Value::as_text).unwrap_or_default();
    if !template.eq_ignore_ascii_case(GROUP_UNIFIED) {
        let name = item.get("displayName").and_then(Value::as_text).unwrap_or(template);
        notes.add(
            Outcome::Dropped,
            place,
            format!("settings `{name}`"),
            "the language has words for `Group.Unified` only",
        );
        return;
    }
    let place = below(place, Shape::VALUES);
    let values = item.get(Shape::VALUES).map(Value::items).unwrap_or_default();
    let said: Vec<(&str, &str, String)> = (0..)
        .zip(values)
        .filter_map(|(at, value): (usize, &Value)| {
            let text = value.get("value").and_then(Value::as_text).filter(|text| !text.is_empty())?;
            Some((value.get("name")?.as_text()?, text, below(&place, at)))
        })
        .collect();
    let of = |name: &str| said.iter().find(|(known, ..)| *known == name).map(|(_, text, place)| (*text, place.clone()));
    for (name, text, place) in &said {
        let flag = match text.to_ascii_lowercase().as_str() {
            "true" => Some("yes"),
            "false" => Some("no"),
            _text => None,
        };
        let (word, value) = match (*name, flag) {
            ("AllowGuestsToAccessGroups", Some(flag)) => ("guests_have_access", flag.to_owned()),
            ("AllowGuestsToBeGroupOwner", Some(flag)) => ("guests_may_own", flag.to_owned()),
            ("AllowToAddGuests", Some(flag)) => ("guests_may_join", flag.to_owned()),
            ("EnableMIPLabels", Some(flag)) => ("sensitivity_labels", flag.to_owned()),
            ("EnableGroupCreation", Some("yes")) => ("microsoft_groups", "everyone".to_owned()),
            ("EnableGroupCreation", Some(_)) => match of("GroupCreationAllowedGroupId") {
                Some((id, place)) => {
                    declared.makers = Some((id.to_owned(), place));
                    continue;
                }
                None => ("microsoft_groups", "admins".to_owned()),
            },
            ("GroupCreationAllowedGroupId" | "ClassificationDescriptions", _) => continue,
            ("ClassificationList", _) => {
                let means = of("ClassificationDescriptions").map(|(text, _)| text).unwrap_or_default();
                ("classifications", classes(text, means))
            }
            ("DefaultClassification", _) => ("default_classification", quote(text)),
            ("CustomBlockedWordsList", _) => ("blocked_words", list(text.split(','))),
            ("PrefixSuffixNamingRequirement", _) => ("naming", quote(text)),
            ("UsageGuidelinesUrl", _) => ("guidelines", quote(text)),
            ("GuestUsageGuidelinesUrl", _) => ("guest_guidelines", quote(text)),
            _other => {
                notes.add(
                    Outcome::Dropped,
                    place,
                    format!("group setting `{name}`"),
                    "the language has no word for it",
                );
                continue;
            }
        };
        declared.service.push(Line { word, value, place: place.clone() });
    }
}

/// The classifications of groups as a block.
fn classes(names: &str, means: &str) -> String {
    let class = |name: &str| {
        let said = means.split(',').filter_map(|pair| pair.split_once(':')).find(|(of, _)| of.trim() == name);
        let said = said.map(|(_, text)| format!(" means = {} ", quote(text.trim()))).unwrap_or_default();
        format!("{} {{{said}}}", quote(name))
    };
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    format!("{{ {} }}", names.map(class).collect::<Vec<_>>().join("; "))
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let texts = texts.map(str::trim).filter(|text| !text.is_empty());
    format!("[{}]", texts.map(quote).collect::<Vec<String>>().join(", "))
}

pub(super) fn lifecycle(item: &Value, place: &str, declared: &mut DeclaredIdentity, notes: &mut Notes) {
    let days = match item.get("groupLifetimeInDays") {
        Some(Value::Number(days)) => days.as_u64().filter(|days| (1..=1_200).contains(days)),
        _other => None,
    };
    let concerns = item.get("managedGroupTypes").and_then(Value::as_text).map(str::to_ascii_lowercase);
    let concerns = concerns.filter(|word| ["all", "selected", "none"].contains(&word.as_str()));
    let (Some(days), Some(concerns)) = (days, concerns) else {
        notes.add(
            Outcome::Refused,
            place,
            "expiry of groups",
            "its days, or whom it concerns, are not such as the language has",
        );
        return;
    };
    let mut line = |word, value: String, key: &str| {
        declared.service.push(Line { word, value, place: below(place, key) });
    };
    line("expires_after", format!("{days} days"), "groupLifetimeInDays");
    line("expires_for", concerns, "managedGroupTypes");
    let addresses = item.get("alternateNotificationEmails").and_then(Value::as_text).filter(|text| !text.is_empty());
    if let Some(addresses) = addresses {
        line("notify", list(addresses.split(';')), "alternateNotificationEmails");
    }
}
