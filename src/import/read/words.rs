//! The words of the wire and of Terraform, in one place each.

use super::neutral::{Behaviour, Group};
use super::notes::Fault;

/// `Confidential`, `General`, `Blocked`: the words of the platform's documents, which Terraform takes
/// over for the default classification.
pub(super) fn classification(word: &str, place: &str) -> Result<Group, Fault> {
    if let Some(group) = classified(word) {
        return Ok(group);
    }
    let why = match interface_word(word) {
        Some(group) => format!(
            "`{word}` is the word people read; on the wire the {} group is called `{}`, so this file did not come \
             from the platform",
            group.title(),
            wire_word(group)
        ),
        None => format!("`{word}` is no classification; the words are `Confidential`, `General` and `Blocked`"),
    };
    Err(Fault::new(place, why))
}

/// `Confidential`, `General`, `Blocked` or `Ignore`, of URL patterns on the wire; none is `Ignore`.
pub(super) fn pattern_classification(word: &str, place: &str) -> Result<Option<Group>, Fault> {
    if word.eq_ignore_ascii_case("Ignore") { Ok(None) } else { classification(word, place).map(Some) }
}

/// `Business`, `NonBusiness`, `Blocked` or `Ignore`, of URL patterns in Terraform; none is `Ignore`.
pub(super) fn data_group(word: &str, place: &str) -> Result<Option<Group>, Fault> {
    if word.eq_ignore_ascii_case("Ignore") {
        return Ok(None);
    }
    if let Some(group) = interface_word(word) {
        return Ok(Some(group));
    }
    let why = match classified(word) {
        Some(group) => format!(
            "`{word}` is the word of the wire; Terraform's `data_group` calls it `{}`",
            match group {
                Group::Business => "Business",
                Group::NonBusiness => "NonBusiness",
                Group::Blocked => "Blocked",
            }
        ),
        None => format!("`{word}` is no data group; the words are `Business`, `NonBusiness`, `Blocked` and `Ignore`"),
    };
    Err(Fault::new(place, why))
}

/// `Allow` or `Block`, and `Deny` as endpoint rules say it.
pub(super) fn behaviour(word: &str, place: &str) -> Result<Behaviour, Fault> {
    if word.eq_ignore_ascii_case("Allow") {
        Ok(Behaviour::Allow)
    } else if word.eq_ignore_ascii_case("Block") || word.eq_ignore_ascii_case("Deny") {
        Ok(Behaviour::Block)
    } else {
        Err(Fault::new(place, format!("`{word}` is no behaviour; the words are `Allow`, `Block` and `Deny`")))
    }
}

fn classified(word: &str) -> Option<Group> {
    Group::ALL.into_iter().find(|group| word.eq_ignore_ascii_case(wire_word(*group)))
}

const fn wire_word(group: Group) -> &'static str {
    match group {
        Group::Business => "Confidential",
        Group::NonBusiness => "General",
        Group::Blocked => "Blocked",
    }
}

fn interface_word(word: &str) -> Option<Group> {
    match word.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str() {
        "business" => Some(Group::Business),
        "nonbusiness" => Some(Group::NonBusiness),
        "blocked" => Some(Group::Blocked),
        _ => None,
    }
}
