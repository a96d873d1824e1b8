//! The words of other tools for attributes: those of the admin centre, of Terraform, of exports, of PowerShell.

use super::Shape;

/// Such a word, and the corresponding attribute.
static WORDS: &[(&str, &str)] = &[
    ("all_environments", "applies_to"),
    ("blocked_connectors", "blocked"),
    ("block", "blocked"),
    ("business_connectors", "business"),
    ("business_data_group", "business"),
    ("confidential", "business"),
    ("currency_code", "currency"),
    ("custom_connectors_patterns", "custom_connectors"),
    ("display_name", "name"),
    ("domain_name", "domain"),
    ("email", "upn"),
    ("environment_group", "group"),
    ("environment_group_id", "group"),
    ("environment_sku", "type"),
    ("environment_type", "applies_to"),
    ("environment_type", "type"),
    ("environments", "applies_to"),
    ("extends", "includes"),
    ("general", "non_business"),
    ("inherits", "includes"),
    ("is_managed", "managed"),
    ("language_code", "language"),
    ("lcid", "language"),
    ("location", "region"),
    ("mail", "upn"),
    ("managed_environment", "managed"),
    ("non_business_connectors", "non_business"),
    ("object_id", "id"),
    ("permissions", "grid"),
    ("scope", "applies_to"),
    ("security_group", "access"),
    ("security_group_id", "access"),
    ("unit", "business_unit"),
    ("sku", "type"),
    ("url", "host"),
    ("user_principal_name", "upn"),
];

/// Words for what is written in another form or place: an attribute that only one kind takes, words that people write
/// there, and what to write instead.
static FORMS: &[(&str, &[&str], &str)] = &[
    (
        "non_business",
        &[
            "default",
            "default_classification",
            "default_connectors_classification",
            "default_group",
            "everything_else",
            "fallback",
            "new_connectors",
            "other",
            "others",
            "otherwise",
            "rest",
            "unassigned",
        ],
        "what is not named goes to the group that holds `rest`: `blocked = rest`",
    ),
    (
        "welcome_url",
        &["environments", "members", "includes"],
        "an environment names its group: write `group = …` there",
    ),
    (
        "release_cycle",
        &["admins", "administrators", "environment_admins", "users", "members", "roles"],
        "users and teams say which roles they hold here: `roles { … = [system_administrator] }`; `access` is the group whose members may enter",
    ),
    (
        "release_cycle",
        &["data_policies", "data_policy", "dlp", "dlp_policies", "dlp_policy", "policies", "policy"],
        "a data policy says where it applies: write `applies_to = …` there",
    ),
    ("release_cycle", &["business_units", "units"], "declare them in `business_units … { … }`"),
    ("grid", &["grants"], "what the role grants are the rows of `grid { … }`, below a first row `table read write …`"),
    (
        "grid",
        &["users", "members", "holders", "assigned_to"],
        "users and teams name their roles: write `roles …` there",
    ),
    (
        "upn",
        &["teams", "team", "groups", "group", "member_of"],
        "a team or group names its members: write `members = […]` there",
    ),
];

/// The form in `shape` that corresponds to `word` of another tool, where that is not an attribute with another name.
pub fn form_for(word: &str, shape: &Shape) -> Option<&'static str> {
    let word = folded(word);
    let form = FORMS.iter().find(|(own, words, _)| shape.takes(own) && words.contains(&&*word));
    form.map(|(_, _, help)| *help)
}

/// Words of other tools for kinds of declarations.
static KINDS: &[(&str, &str)] = &[
    ("business_unit", "business_units"),
    ("connector_group", "connectors"),
    ("connector_set", "connectors"),
    ("dlp", "data_policy"),
    ("env", "environment"),
    ("field_security_profile", "column_security"),
    ("license", "licence"),
    ("policy", "data_policy"),
    ("security_group", "group"),
    ("security_role", "role"),
    ("separation_of_duties", "duties"),
    ("table", "tables"),
];

/// The kind of declaration that corresponds to `word` of another tool.
pub fn kind_for(word: &str) -> Option<&'static str> {
    let folded = word.to_ascii_lowercase().replace('-', "_");
    KINDS.iter().find(|(word, _)| *word == folded).map(|(_, own)| *own)
}

/// The attribute or block of `shape` that corresponds to `word` of another tool.
pub fn attribute_for(word: &str, shape: &Shape) -> Option<&'static str> {
    let folded = folded(word);
    WORDS.iter().find(|(word, own)| *word == folded && shape.takes(own)).map(|(_, own)| *own)
}

/// `word` in lower case, its parts separated by `_`.
fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for (index, letter) in word.char_indices() {
        if index > 0 && letter.is_ascii_uppercase() && !folded.ends_with('_') {
            folded.push('_');
        }
        folded.push(if letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    folded
}
