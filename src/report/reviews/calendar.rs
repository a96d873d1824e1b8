//! What is due as a calendar (RFC 5545) for calendar programs.

use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::Reviews;
use crate::report::due::Due;
use crate::report::frame::place;
use crate::text::printable;

/// Maximum octets of a line of a calendar, without its end (RFC 5545, 3.1).
const LINE: usize = 75;
/// Bytes of the digest in an event's id.
const ID: usize = 16;

/// The calendar: an event of a whole day for each item with a day. Its only time is the day of `--today`, so the same
/// program and day give the same bytes. An event's id is derived from the project's name and the subject of the event,
/// so a calendar program moves the event when the day moves.
pub fn calendar(reviews: &Reviews<'_>, project: &str) -> String {
    let mut out = String::new();
    let name = if project.is_empty() { "Dictum".to_owned() } else { format!("Dictum: {project}") };
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dictum//dictum report reviews//EN", "CALSCALE:GREGORIAN"]
    {
        line(text, &mut out);
    }
    line(&format!("NAME:{}", escaped(&name)), &mut out);
    line(&format!("X-WR-CALNAME:{}", escaped(&name)), &mut out);
    let mut events = 0;
    for due in reviews.due {
        let Some(day) = due.day else { continue };
        event(reviews, due, day, project, &mut out);
        events += 1;
    }
    if events == 0 {
        // A calendar without any component is not valid (RFC 5545, 3.6), and this one has no effect.
        for text in [
            "BEGIN:VTIMEZONE",
            "TZID:Etc/UTC",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000",
            "TZNAME:UTC",
            "END:STANDARD",
            "END:VTIMEZONE",
        ] {
            line(text, &mut out);
        }
    }
    line("END:VCALENDAR", &mut out);
    out
}

fn event(reviews: &Reviews<'_>, due: &Due, day: Date, project: &str, out: &mut String) {
    let today = reviews.horizon.today;
    let mut about = due.what.clone();
    for (title, text) in [("By", &due.by), ("Owner", &due.owner)] {
        if !text.is_empty() {
            let _ = write!(about, "\n{title}: {text}");
        }
    }
    if let Some(location) = due.place {
        let _ = write!(about, "\nSource: {}", place(reviews.sources, location));
    }
    line("BEGIN:VEVENT", out);
    line(&format!("UID:{}", id(project, &due.key)), out);
    line(&format!("DTSTAMP:{}T000000Z", basic(today)), out);
    line(&format!("DTSTART;VALUE=DATE:{}", basic(day)), out);
    // A whole day ends on the next day; the last day of the calendar has no next day, and its event lasts that one day.
    if let Ok(end) = day.tomorrow() {
        line(&format!("DTEND;VALUE=DATE:{}", basic(end)), out);
    }
    line(&format!("SUMMARY:{}", escaped(&format!("{}: {}", due.kind.title(), due.name))), out);
    line(&format!("DESCRIPTION:{}", escaped(&about)), out);
    line(&format!("CATEGORIES:{}", due.kind.word()), out);
    line("TRANSP:TRANSPARENT", out);
    line("END:VEVENT", out);
}

/// `20261130`
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn id(project: &str, key: &str) -> String {
    let digest = Sha256::digest(format!("{project}\n{key}").as_bytes());
    let mut text = String::new();
    for byte in digest.iter().take(ID) {
        let _ = write!(text, "{byte:02x}");
    }
    text + "@dictum"
}

/// A text as a value (RFC 5545, 3.3.11). Hidden characters are made visible, so no other control is left.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        for character in printable(part).chars() {
            if matches!(character, '\\' | ';' | ',') {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}

/// Writes a line, folded: a continuation begins with a space. No character is cut.
fn line(text: &str, out: &mut String) {
    let mut octets = 0;
    for character in text.chars() {
        if octets + character.len_utf8() > LINE {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(character);
        octets += character.len_utf8();
    }
    out.push_str("\r\n");
}
