//! Connectors that policies cannot classify: those the platform no longer has, and the one it exempts.

use std::borrow::Cow;

use jiff::civil::{Date, date};

use super::builtin::{FIRST_SNAPSHOT, has_action_control};
use super::{Catalog, Connector, Kind, Tier, wire};

/// A connector that the platform no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired {
    /// Its symbol.
    pub id: &'static str,
    /// What happened to it, for a message: lower case, no final stop.
    pub note: &'static str,
    /// The symbol of its successor, where that is certain.
    pub successor: Option<&'static str>,
}

impl Catalog {
    /// The facts about the connector `name`, if the platform no longer has it. A tenant's own catalogue may still
    /// list it, so ask [`Catalog::find`] first.
    pub fn retired(name: &str) -> Option<Retired> {
        FORMER.iter().map(|former| former.retired).find(|retired| wire::same(name, retired.id))
    }

    /// Whether `name` is a connector that the platform keeps for existing uses, next to its successor with the same
    /// display name.
    pub fn is_legacy(name: &str) -> bool {
        LEGACY.iter().any(|id| wire::same(name, id))
    }

    /// The symbols of the connectors that the platform exempts from data policies.
    pub fn exempt() -> &'static [&'static str] {
        EXEMPT
    }

    /// Whether the platform exempts `name` from data policies, so that no policy can classify it.
    pub fn is_exempt(name: &str) -> bool {
        EXEMPT.iter().any(|id| wire::same(name, id))
    }
}

/// The former connectors that a snapshot contains, as they were then.
pub(super) fn members() -> impl Iterator<Item = Connector> {
    FORMER.iter().filter_map(|former| {
        former.last_seen.map(|last_seen| Connector {
            id: Cow::Borrowed(former.retired.id),
            display_name: Cow::Borrowed(former.display_name),
            publisher: Cow::Borrowed(former.publisher),
            tier: Tier::Premium,
            kind: Kind::Prebuilt,
            blockable: true,
            action_control: has_action_control(Kind::Prebuilt, true),
            endpoint_filtering: false,
            first_seen: Some(FIRST_SNAPSHOT),
            last_seen: Some(last_seen),
            actions: None,
        })
    })
}

struct Former {
    retired: Retired,
    display_name: &'static str,
    publisher: &'static str,
    last_seen: Option<Date>,
}

/// Microsoft Dataverse (legacy).
static LEGACY: &[&str] = &["commondataservice"];

/// Content Conversion.
static EXEMPT: &[&str] = &["conversionservice"];

static FORMER: &[Former] = &[
    Former {
        retired: Retired {
            id: "assistantstudio",
            note: "deprecated in June 2024 and last seen on 2024-08-14",
            successor: Some("assistantstudiov2"),
        },
        display_name: "Dynamics 365 Sales Insights (deprecated)",
        publisher: "Microsoft",
        last_seen: Some(date(2024, 8, 14)),
    },
    Former {
        retired: Retired {
            id: "marketo",
            note: "last seen on 2024-10-30 and gone by 2025-07-26",
            successor: Some("marketoma"),
        },
        display_name: "Marketo",
        publisher: "Microsoft",
        last_seen: Some(date(2024, 10, 30)),
    },
    Former {
        retired: Retired {
            id: "powervirtualagents",
            note: "Power Virtual Agents has become Copilot Studio",
            successor: Some("microsoftcopilotstudio"),
        },
        display_name: "Power Virtual Agents",
        publisher: "Microsoft",
        last_seen: None,
    },
    Former {
        retired: Retired {
            id: "vitacloudquotes",
            note: "last seen on 2024-10-30 and gone by 2025-07-26",
            successor: None,
        },
        display_name: "VitaCloud Quotes",
        publisher: "VitaCloud Limited",
        last_seen: Some(date(2024, 10, 30)),
    },
];
