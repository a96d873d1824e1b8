//! The facts of an export about one connector, completed from the built-in catalogue.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::catalog::builtin::has_action_control;
use crate::catalog::{Catalog, Connector, Kind, Tier, wire};
use crate::text::{excerpt, is_hidden};

use super::{CatalogError, Place};

/// The facts of an export about one connector; `None` where it has none.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) tier: Option<Tier>,
    pub(super) kind: Option<Kind>,
    pub(super) blockable: Option<bool>,
    pub(super) action_control: Option<bool>,
    pub(super) endpoint_filtering: Option<bool>,
    pub(super) first_seen: Option<Date>,
    pub(super) last_seen: Option<Date>,
    pub(super) actions: Option<Vec<String>>,
}

impl Facts {
    /// The connector, with missing facts from the built-in catalogue.
    pub(super) fn fill(self, place: Place) -> Result<Connector, CatalogError> {
        check_id(&self.id, place)?;
        let builtin = Catalog::builtin();
        let known = builtin.find(&self.id).map(|index| builtin.get(index));
        let id = match known {
            Some(known) => known.id.clone(),
            // An unknown word is read as in the source, unless the export has a better one.
            None if self.kind == Some(Kind::Virtual) => Cow::Owned(wire::symbol(&self.id)),
            None => Cow::Owned(wire::symbol(&wire::wire_id(&self.id))),
        };
        let text = |said: Option<String>, known: Option<&Cow<'static, str>>, otherwise: &Cow<'static, str>| match said {
            Some(said) if !said.is_empty() => Cow::Owned(said),
            _ => known.unwrap_or(otherwise).clone(),
        };
        let kind = self.kind.or(known.map(|known| known.kind)).unwrap_or_else(|| wire::kind(&id));
        let blockable = self.blockable.or(known.map(|known| known.blockable)).unwrap_or(true);
        let tier = match self.tier {
            Some(Tier::Unknown) | None => known.map(|known| known.tier),
            Some(tier) => Some(tier),
        };
        let untiered = if kind == Kind::Virtual { Tier::BuiltIn } else { Tier::Unknown };
        Ok(Connector {
            display_name: text(self.display_name, known.map(|known| &known.display_name), &id),
            publisher: text(self.publisher, known.map(|known| &known.publisher), &Cow::Borrowed("")),
            tier: tier.unwrap_or(untiered),
            kind,
            blockable,
            action_control: self.action_control.unwrap_or_else(|| has_action_control(kind, blockable)),
            endpoint_filtering: self
                .endpoint_filtering
                .or(known.map(|known| known.endpoint_filtering))
                .unwrap_or_default(),
            first_seen: self.first_seen.or(known.and_then(|known| known.first_seen)),
            last_seen: self.last_seen.or(known.and_then(|known| known.last_seen)),
            actions: self.actions.and_then(sorted),
            id,
        })
    }
}

/// The ids of actions, each once; none where a table could not hold the list.
fn sorted(mut actions: Vec<String>) -> Option<Vec<String>> {
    actions.sort_unstable();
    actions.dedup();
    let plain = |action: &String| !action.is_empty() && !action.contains(|one: char| one == '|' || is_hidden(one));
    (!actions.is_empty() && actions.iter().all(plain)).then_some(actions)
}

/// The tier with this word; unknown words give `Unknown`.
pub(super) fn tier(word: &str) -> Tier {
    match word.to_ascii_lowercase().as_str() {
        "standard" => Tier::Standard,
        "premium" => Tier::Premium,
        "built-in" | "built_in" | "builtin" => Tier::BuiltIn,
        _ => Tier::Unknown,
    }
}

const LONGEST_ID: usize = 400;

fn check_id(id: &str, place: Place) -> Result<(), CatalogError> {
    if id.is_empty() {
        return Err(CatalogError::row(place, "a connector without id"));
    }
    if id.len() > LONGEST_ID {
        return Err(CatalogError::row(place, format!("an id of more than {LONGEST_ID} bytes")));
    }
    let odd =
        |character: char| character.is_whitespace() || is_hidden(character) || "\"'`,;{}[]<>=#".contains(character);
    if id.contains(odd) || !wire::is_well_formed(id) {
        return Err(CatalogError::row(place, format!("`{}` is not the id of a connector", excerpt(id))));
    }
    Ok(())
}
