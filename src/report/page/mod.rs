//! The page: everything in one file, which loads nothing.
//!
//! The content is in it as HTML up to the limits of [`Room`], and once more, complete, as compact data. The script
//! draws from the data, so that the size of a thousand roles depends on their declarations and not on the HTML of their
//! squares.

mod data;
mod organisation;
mod people;
mod roles;

use std::fmt::Write as _;

use super::hash;
use super::html::escaped;

use super::frame::{self, Sibling};
use super::grids::Grids;
use crate::analysis::Access;

const TITLE: &str = "Who may do what";
/// The page around its parts.
const FRAME: &str = include_str!("../page.html");
const STYLE: &str = include_str!("../page.css");
const PLATFORM: &str = include_str!("../page-platform.css");
const SCRIPT: &str = include_str!("../page.js");

/// How much may still be drawn as HTML: lines of grids, and entries of lists.
struct Room {
    lines: usize,
    entries: usize,
}

/// The maximum number of grid lines for readers without a script; a smaller program is in the page completely.
const ROOM: usize = 3_000;
/// The maximum number of entries in lists of people, units and teams. They are drawn for all readers.
const ENTRIES: usize = 10_000;
/// The maximum number of people named in a group of people who are alike.
const NAMED: usize = 12;

impl Room {
    const fn new() -> Self {
        Self { lines: ROOM, entries: ENTRIES }
    }

    /// Takes room for `count` lines, if there is enough.
    const fn take_lines(&mut self, count: usize) -> bool {
        let fits = count <= self.lines;
        if fits {
            self.lines -= count;
        }
        fits
    }

    /// Takes room for an entry, if there is enough.
    const fn take_entry(&mut self) -> bool {
        let fits = self.entries > 0;
        if fits {
            self.entries -= 1;
        }
        fits
    }
}

/// The colours of levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Wider levels have warmer colours.
    #[default]
    Heat,
    /// The colours of the platform's editor: full access is green, and nothing granted an empty red circle.
    Platform,
}

impl Colours {
    fn style(self) -> String {
        match self {
            Self::Heat => STYLE.to_owned(),
            Self::Platform => format!("{STYLE}{PLATFORM}"),
        }
    }
}

/// The page about an organisation. The same program gives the same bytes.
pub fn page(grids: &Grids<'_>, access: &Access, (name, siblings): (&str, &[Sibling]), colours: Colours) -> String {
    let mut out = String::new();
    let mut room = Room::new();
    let mut rest = FRAME;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((slot, after)) = after.split_once("}}") else { break };
        match slot {
            "style" => out.push_str(&colours.style()),
            "style-hash" => out.push_str(&hash::of(&colours.style())),
            "siblings" => frame::siblings(siblings, TITLE, &mut out),
            _other => part(slot, grids, access, name, &mut room, &mut out),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn part(slot: &str, grids: &Grids<'_>, access: &Access, name: &str, room: &mut Room, out: &mut String) {
    match slot {
        "script" => out.push_str(SCRIPT),
        "script-hash" => out.push_str(&hash::of(SCRIPT)),
        "title" if name.is_empty() => out.push_str(TITLE),
        "title" => {
            let _ = write!(out, "{TITLE} – {}", escaped(name));
        }
        "summary" => organisation::summary(grids, out),
        "by-role" => roles::by_role(grids, room, out),
        "by-table" => roles::by_table(grids, room, out),
        "units" => people::units(grids, access, room, out),
        "people" => people::people(grids, access, room, out),
        "tasks" => roles::tasks(grids, out),
        "columns" => organisation::columns(grids, out),
        "duties" => organisation::duties(grids, out),
        "data" => data::write(grids, access, out),
        // An unknown slot is a mistake in the frame, which a test finds.
        _unknown => {}
    }
}
