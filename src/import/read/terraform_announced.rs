//! The changes and removals announced for version 5.0 of the Terraform provider, from the provider's own list of
//! changes, `.changes/4.2.0.md`.

use super::neutral::Outcome;
use super::notes::Notes;

/// The announced change for a type of resource or data source.
fn announced(kind: &str) -> Option<&'static str> {
    match kind {
        "powerplatform_rest" => Some("it is removed"),
        "powerplatform_solution" => Some("it is split into `managed_solution` and `unmanaged_solution`"),
        "powerplatform_user" => Some("ids to import it by become `environment_id/user_aad_id`"),
        "powerplatform_locations" => Some("its answer changes its shape"),
        "powerplatform_tenant_settings" => Some(
            "`disable_survey_feedback`, `disable_nps_comments_reachout` and `enable_open_ai_bot_publishing` are renamed or \
             moved, `disable_create_from_image` and `disable_create_from_figma` are removed",
        ),
        _other => None,
    }
}

/// Notes the announced changes for the types in a file.
pub(super) fn tell<'k>(kinds: impl Iterator<Item = &'k str>, notes: &mut Notes) {
    let mut kinds: Vec<(&str, &str)> = kinds.filter_map(|kind| Some((kind, announced(kind)?))).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for (kind, what) in kinds {
        notes.add(
            Outcome::Doubtful,
            "",
            format!("`{kind}`"),
            format!("for version 5.0 of the provider is announced: {what}"),
        );
    }
}
