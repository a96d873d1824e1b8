//! What is due: as a page, as CSV, and as a calendar.

mod calendar;
mod html;

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

pub use calendar::calendar;

use super::cells::row;
use super::due::{Due, Horizon};
use super::frame::{Page, Part, Sibling, json, place};
use super::html::count;
use crate::text::{Sources, printable};

const SCRIPT: &str = include_str!("reviews.js");
const FILTER: &str = include_str!("filter.html");

/// What is due, and the period it is for.
#[derive(Clone, Copy, Debug)]
pub struct Reviews<'a> {
    /// The items, in order.
    pub due: &'a [Due],
    /// The period.
    pub horizon: &'a Horizon,
    /// The number of apps for which it is unknown what is due.
    pub unknown: usize,
    /// The files.
    pub sources: &'a Sources,
}

#[derive(Serialize)]
struct Data {
    today: String,
    until: String,
    months: u32,
    unknown_apps: usize,
    due: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    day: Option<String>,
    /// Days from today; negative if it is overdue.
    days: Option<i32>,
    state: &'static str,
    kind: &'static str,
    title: &'static str,
    subject: String,
    symbol: String,
    name: String,
    what: String,
    by: String,
    owner: String,
    place: Option<String>,
}

fn days(today: Date, day: Date) -> i32 {
    (day - today).get_days()
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}

impl Reviews<'_> {
    fn rows(&self) -> Vec<Row> {
        let today = self.horizon.today;
        let row = |due: &Due| Row {
            day: due.day.map(|day| day.to_string()),
            days: due.day.map(|day| days(today, day)),
            state: due.state(today),
            kind: due.kind.word(),
            title: due.kind.title(),
            subject: shown(&due.subject),
            symbol: shown(&due.symbol),
            name: shown(&due.name),
            what: shown(&due.what),
            by: shown(&due.by),
            owner: shown(&due.owner),
            place: due.place.map(|location| place(self.sources, location)),
        };
        self.due.iter().map(row).collect()
    }
}

/// The page about what is due. The same program and day give the same bytes.
pub fn reviews_page(reviews: &Reviews<'_>, name: &str, siblings: &[Sibling]) -> String {
    let rows = reviews.rows();
    let of_state = |state: &str| rows.iter().filter(|row| row.state == state).count();
    let horizon = reviews.horizon;
    let mut about = format!(
        "<p>As of {}, until {}: {} · {} overdue · {} without a day</p>\n",
        horizon.today,
        horizon.until(),
        count(of_state("due"), "thing due", "things due"),
        of_state("overdue"),
        of_state("open"),
    );
    if reviews.unknown > 0 {
        let apps = count(reviews.unknown, "app", "apps");
        let _ = writeln!(
            about,
            "<p class=\"but\">Not known: what is due of {apps}, since there is no level, or no control of it that could be read.</p>"
        );
    }
    let body = html::table(&rows);
    let data = Data {
        today: horizon.today.to_string(),
        until: horizon.until().to_string(),
        months: horizon.months,
        unknown_apps: reviews.unknown,
        due: rows,
    };
    let parts = [Part { id: "due", title: "What is due", html: body }];
    Page {
        title: "What is due",
        name,
        about,
        filter: FILTER,
        parts: &parts,
        data: json(&data),
        script: SCRIPT,
        siblings,
    }
    .write()
}

/// What is due as CSV, a line for each item. Days are written as in the source; items without a day come first.
pub fn reviews_csv(reviews: &Reviews<'_>) -> String {
    let mut out = String::from("day,state,kind,subject,symbol,name,what,by,owner,place\n");
    for one in reviews.rows() {
        let cells = [
            one.day.unwrap_or_default(),
            one.state.to_owned(),
            one.kind.to_owned(),
            one.subject,
            one.symbol,
            one.name,
            one.what,
            one.by,
            one.owner,
            one.place.unwrap_or_default(),
        ];
        row(&cells, &mut out);
    }
    out
}
