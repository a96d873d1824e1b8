//! The words of files, with messages for wrong ones.

use super::neutral::{Behaviour, Group};
use super::notes::Fault;
use crate::catalog::IGNORE;

/// `Confidential`, `General`, `Blocked`: the words of the platform's documents, which Terraform uses for the default
/// classification.
pub(super) fn classification(word: &str, place: &str) -> Result<Group, Fault> {
    if let Some(group) = Group::of_classification(word) {
        return Ok(group);
    }
    let why = match Group::of_people(word) {
        Some(group) => format!(
            "`{word}` is the word people read; on the wire the {} group is called `{}`, so this file did not come \
             from the platform",
            group.title(),
            group.classification()
        ),
        None => format!("`{word}` is not a classification; the words are `Confidential`, `General` and `Blocked`"),
    };
    Err(Fault::new(place, why))
}

/// `Confidential`, `General`, `Blocked` or `Ignore`, for URL patterns in requests; none for `Ignore`.
pub(super) fn pattern_classification(word: &str, place: &str) -> Result<Option<Group>, Fault> {
    if word.eq_ignore_ascii_case(IGNORE) { Ok(None) } else { classification(word, place).map(Some) }
}

/// `Business`, `NonBusiness`, `Blocked` or `Ignore`, for URL patterns in Terraform; none for `Ignore`.
pub(super) fn data_group(word: &str, place: &str) -> Result<Option<Group>, Fault> {
    if word.eq_ignore_ascii_case(IGNORE) {
        return Ok(None);
    }
    if let Some(group) = Group::of_people(word) {
        return Ok(Some(group));
    }
    let why = match Group::of_classification(word) {
        Some(group) => {
            format!("`{word}` is the word of the wire; Terraform's `data_group` calls it `{}`", group.terraform())
        }
        None => {
            format!("`{word}` is not a data group; the words are `Business`, `NonBusiness`, `Blocked` and `Ignore`")
        }
    };
    Err(Fault::new(place, why))
}

/// `Allow` or `Block`, and `Deny` as in endpoint rules.
pub(super) fn behaviour(word: &str, place: &str) -> Result<Behaviour, Fault> {
    Behaviour::of_wire(word).ok_or_else(|| {
        Fault::new(place, format!("`{word}` is not a behaviour; the words are `Allow`, `Block` and `Deny`"))
    })
}
