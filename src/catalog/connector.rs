//! One connector and the facts that conditions may ask for.

use std::borrow::Cow;

use jiff::civil::Date;

use super::wire;

/// A connector in a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connector {
    /// The symbol used in the source: `sql`, `Http`, `DesktopFlow.Cmd`; a full id where a symbol would be
    /// ambiguous, as for a custom connector of one environment.
    pub id: Cow<'static, str>,
    /// The name shown to makers. It is not unique on the platform. Where it is unknown, the symbol.
    pub display_name: Cow<'static, str>,
    /// The publisher; empty where unknown.
    pub publisher: Cow<'static, str>,
    /// The licence it requires.
    pub tier: Tier,
    /// Its kind.
    pub kind: Kind,
    /// Whether a data policy may block it.
    pub blockable: bool,
    /// Whether a data policy may allow and block its actions one by one.
    pub action_control: bool,
    /// Whether a data policy may allow and block its endpoints one by one.
    pub endpoint_filtering: bool,
    /// The first snapshot it was seen in: on that day or before it.
    pub first_seen: Option<Date>,
    /// The last snapshot it was seen in.
    pub last_seen: Option<Date>,
    /// The ids of its actions, sorted; none where the catalogue does not list them.
    pub actions: Option<Vec<String>>,
}

impl Connector {
    /// The id used in requests.
    pub fn wire_id(&self) -> String {
        wire::wire_id(&self.id)
    }

    /// A name by which people can find it. If two connectors have the same display name, the one that the platform
    /// keeps for existing uses gets `(legacy)` added, as on its page
    /// (learn.microsoft.com/connectors/commondataservice).
    pub fn distinct_name(&self) -> Cow<'_, str> {
        if super::Catalog::is_legacy(&self.id) && !self.display_name.contains("legacy") {
            return Cow::Owned(format!("{} (legacy)", self.display_name));
        }
        Cow::Borrowed(&self.display_name)
    }

    /// Whether `display_name` differs from the symbol.
    pub fn is_named(&self) -> bool {
        self.display_name != self.id
    }
}

/// The licence that a connector requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Part of the Microsoft 365 licences.
    Standard,
    /// Requires a Power Platform licence.
    Premium,
    /// A virtual connector, which has no licence of its own.
    BuiltIn,
    /// Not given in the catalogue.
    Unknown,
}

impl Tier {
    /// Every tier, in order.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Premium, Self::BuiltIn, Self::Unknown];

    /// The word of the source.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Premium => "premium",
            Self::BuiltIn => "built_in",
            Self::Unknown => "unknown",
        }
    }

    /// The tier with that source word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }
}

/// The kind of a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Published on the platform for every tenant.
    Prebuilt,
    /// A part of the platform that policies classify like a connector: HTTP requests, channels, knowledge
    /// sources.
    Virtual,
    /// A module of desktop flow actions.
    Desktop,
    /// Made in a tenant.
    Custom,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 4] = [Self::Prebuilt, Self::Virtual, Self::Desktop, Self::Custom];

    /// The word of the source.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Prebuilt => "prebuilt",
            Self::Virtual => "virtual",
            Self::Desktop => "desktop",
            Self::Custom => "custom",
        }
    }

    /// The kind with that source word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
