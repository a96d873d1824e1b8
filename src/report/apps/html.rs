//! Apps as HTML, for readers without a script.

use std::fmt::Write as _;

use super::{DutyRow, Row};
use crate::report::frame::{LINES, beyond, head};
use crate::report::html::{TABLE_END, escaped};

pub(super) fn apps(rows: &[Row]) -> String {
    let mut out = String::new();
    if rows.is_empty() {
        out.push_str("<p>No app is declared.</p>\n");
        return out;
    }
    let heads = ["App", "Level", "State", "Owner", "Environment", "Obligations", "Certificates", "Connectors"];
    head("Apps and what is required of them", &heads, &mut out);
    for row in rows.iter().take(LINES) {
        let text = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
        let because = match &row.why {
            Some(why) => escaped(why),
            None => format!("<q>{}</q> <code>{}</code>", text(&row.rule), text(&row.decided_by)),
        };
        let whole = if row.whole { "" } else { " <span class=\"but\">not all of it could be read</span>" };
        let live = if row.live { "in use" } else { "not in use yet" };
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{} <code>{}</code>{whole}</th><td><strong>{}</strong> {because}</td><td><span class=\"s-{state}\">{state}</span></td><td>{}</td><td>{} ({live})</td><td>",
            escaped(&row.name),
            escaped(&row.app),
            escaped(row.level.as_deref().unwrap_or("no level")),
            text(&row.owner),
            text(&row.environment),
            state = row.state,
        );
        let guidelines =
            (!row.guidelines.is_empty()).then(|| format!("guidelines: {}", escaped(&row.guidelines.join(", "))));
        list(row.duties.iter().map(duty).chain(guidelines), &mut out);
        out.push_str("</td><td>");
        let certificates = row.certificates.iter().map(|one| {
            let of = one.of.as_ref().map_or_else(String::new, |of| format!(" of {}", escaped(of)));
            let until = one.until.as_ref().map_or_else(|| ", for ever".to_owned(), |until| format!(" until {until}"));
            format!("<span class=\"s-{0}\">{0}</span> {1}{of}, {2}{until}", one.state, escaped(&one.offer), one.date)
        });
        list(certificates, &mut out);
        out.push_str("</td><td>");
        let connectors = row.connectors.iter().map(|one| {
            let rating = one.rating.as_deref().unwrap_or("unrated");
            format!("{} ({}): {}", escaped(&one.connector), escaped(rating), escaped(&one.standing))
        });
        list(connectors, &mut out);
        out.push_str("</td></tr>\n");
    }
    out.push_str(TABLE_END);
    beyond(rows.len(), "apps", "dictum query app --output json", &mut out);
    out
}

fn duty(duty: &DutyRow) -> String {
    let place = duty.place.as_ref().map_or_else(String::new, |place| format!(" <code>{}</code>", escaped(place)));
    format!("<span class=\"s-{0}\">{0}</span> {1}: {2}{place}", duty.state, escaped(&duty.what), escaped(&duty.detail))
}

fn list(items: impl Iterator<Item = String>, out: &mut String) {
    let mut any = false;
    for item in items {
        out.push_str(if any { "<li>" } else { "<ul><li>" });
        out.push_str(&item);
        out.push_str("</li>");
        any = true;
    }
    if any {
        out.push_str("</ul>");
    }
}

pub(super) fn levels(rows: &[Row], levels: &[String]) -> String {
    let mut out = String::new();
    head("Levels", &["Level", "Apps", "Met", "Open", "Overdue"], &mut out);
    let none = rows.iter().any(|row| row.level.is_none()).then_some(None);
    for level in levels.iter().map(Some).chain(none) {
        let of: Vec<&Row> = rows.iter().filter(|row| row.level.as_ref() == level).collect();
        let state = |state: &str| of.iter().filter(|row| row.state == state).count();
        let name = level.map_or_else(|| "no level".to_owned(), |level| escaped(level));
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            of.len(),
            state("met"),
            state("open"),
            state("overdue")
        );
    }
    out.push_str(TABLE_END);
    out.push_str("</div>");
    out
}
