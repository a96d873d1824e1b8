//! Responsibilities as HTML, for readers without a script.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{PartyRow, Row};
use crate::report::frame::{LINES, beyond, head};
use crate::report::html::{TABLE_END, escaped};

pub(super) fn raci(rows: &[Row], parties: &[PartyRow]) -> String {
    let mut out = String::new();
    if rows.is_empty() {
        out.push_str("<p>No responsibility is declared.</p>\n");
        return out;
    }
    let called: BTreeMap<&str, &str> = parties.iter().map(|one| (&*one.party, &*one.name)).collect();
    let heads = ["Activity", "Responsible", "Accountable", "Consulted", "Informed", "Roles that can do it", "Source"];
    head("Activities: who is responsible, accountable, consulted and informed", &heads, &mut out);
    for row in rows.iter().take(LINES) {
        let names = |list: &[String]| {
            let names = list.iter().map(|name| called.get(name.as_str()).map_or(name.as_str(), |called| called));
            escaped(&names.collect::<Vec<_>>().join(", "))
        };
        let unable = match row.unable.as_slice() {
            [] => String::new(),
            unable => format!(" <span class=\"but\">cannot do it: {}</span>", names(unable)),
        };
        let whole = if row.whole { "" } else { " <span class=\"but\">not all of it could be read</span>" };
        let or_none =
            |names: String| if names.is_empty() { "<span class=\"but\">nobody</span>".to_owned() } else { names };
        let can = match row.activity {
            Some(_) if row.can.is_empty() => "not known".to_owned(),
            _any => row.can.join(", "),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{} <code>{}</code>{whole}</th><td>{}{unable}</td><td>{}</td><td>{}</td><td>{}</td><td>{can}</td><td><code>{}</code></td></tr>",
            escaped(&row.name),
            escaped(&row.symbol),
            or_none(names(&row.responsible)),
            or_none(names(&row.accountable)),
            names(&row.consulted),
            names(&row.informed),
            escaped(&row.place)
        );
    }
    out.push_str(TABLE_END);
    beyond(rows.len(), "activities", "dictum build", &mut out);
    out
}

pub(super) fn parties(parties: &[PartyRow], rows: &[Row]) -> String {
    let mut out = String::new();
    if parties.is_empty() {
        out.push_str("<p>No party is named.</p>\n");
        return out;
    }
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for row in rows {
        for (at, list) in [&row.responsible, &row.accountable, &row.consulted, &row.informed].into_iter().enumerate() {
            for name in list {
                if let Some(count) = counts.entry(name).or_default().get_mut(at) {
                    *count += 1;
                }
            }
        }
    }
    let heads = ["Party", "Is", "Roles of administration", "Responsible", "Accountable", "Consulted", "Informed"];
    head("Parties and for how many activities they are named", &heads, &mut out);
    for party in parties.iter().take(LINES) {
        let roles = match &party.roles {
            None => "not known".to_owned(),
            Some(roles) if roles.is_empty() => "none".to_owned(),
            Some(roles) => roles.join(", "),
        };
        let external = if party.external { ", of another organisation" } else { "" };
        let [does, answers, asked, told] = counts.get(party.party.as_str()).copied().unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{} <code>{}</code></th><td>{}{external}</td><td>{roles}</td><td>{does}</td><td>{answers}</td><td>{asked}</td><td>{told}</td></tr>",
            escaped(&party.name),
            escaped(&party.party),
            party.kind
        );
    }
    out.push_str(TABLE_END);
    beyond(parties.len(), "parties", "dictum build", &mut out);
    out
}
