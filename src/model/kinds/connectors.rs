//! `connectors`

use super::{Body, Kind, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "connectors",
    noun: "a connector set",
    plural: "connector sets",
    doc: "A named set of connectors. A set is a list, a named set, `all`, `unblockable` or `connectors where <condition>`, joined by `+` (both), `-` (without) and `&` (in common). `rest` belongs to data policies only.",
    name: "symbol",
    body: Body::Value(Type::ConnectorSet),
    example: r"connectors office = [sharepointonline, office365, office365users, teams]

data_policy baseline {
  applies_to   = all
  business     = office
  non_business = unblockable - office
  blocked      = rest
}
",
};
