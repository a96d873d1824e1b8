//! What is due as HTML, for readers without a script.

use std::fmt::Write as _;

use super::Row;
use crate::report::frame::{LINES, beyond, head};
use crate::report::html::{TABLE_END, escaped};

pub(super) fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    if rows.is_empty() {
        out.push_str("<p>Nothing is due in this time.</p>\n");
        return out;
    }
    let heads = ["Day", "State", "Kind", "What", "To do", "By", "Owner", "Source"];
    head("What is due, in order of days", &heads, &mut out);
    for row in rows.iter().take(LINES) {
        let day = row.day.as_deref().unwrap_or("no day");
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{day}</th><td><span class=\"s-{state}\">{state}</span></td><td>{}</td><td>{} <code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>",
            row.title,
            escaped(&row.name),
            escaped(&row.subject),
            escaped(&row.what),
            escaped(&row.by),
            escaped(&row.owner),
            escaped(row.place.as_deref().unwrap_or_default()),
            state = row.state,
        );
    }
    out.push_str(TABLE_END);
    beyond(rows.len(), "lines", "dictum report reviews --output csv", &mut out);
    out
}
