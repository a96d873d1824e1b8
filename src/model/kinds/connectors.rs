//! `connectors`

use super::{Body, Kind, Type};
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::program::{Head, NamedSet};
use crate::model::reader::Reader;
use crate::model::set::Set;
use crate::syntax::ast::Phrase;

pub(super) static KIND: Kind = Kind {
    keyword: "connectors",
    noun: "a connector set",
    plural: "connector sets",
    doc: "A named set of connectors. A set is a list, a named set, `all`, `unblockable` or `connectors where <condition>`, combined with `+` (both), `-` (without) and `&` (in common). `rest` can be used in data policies only.",
    name: "symbol",
    rests_on: &["connectors", "connector"],
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

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, value: &Phrase<'_>) -> Option<NamedSet> {
    let before = reader.faults();
    let expression = reader.connector_set(value)?;
    let complete = reader.faults() == before;
    reserved(reader, &head);
    Some(NamedSet { head, expression, members: Set::default(), complete, used: false })
}

/// Reports a set whose name has another meaning where sets are named.
fn reserved(reader: &mut Reader<'_>, head: &Head) {
    let name = &head.symbol.name;
    if matches!(&**name, "all" | "rest" | "unblockable" | "and" | "or" | "not" | "in" | "where") {
        let message = format!("`{name}` is a word of the language, so no set can have this name");
        reader.report(Diagnostic::new(&codes::WRONG_FORM, head.symbol.location, message).help("choose another name"));
    }
}
