//! The grids as text, Markdown and CSV.

mod csv;
mod markdown;
mod sheet;
mod text;

pub use csv::csv;
pub use markdown::markdown;
pub use text::text;

use super::grids::{Axis, Reach, Square};
use crate::catalog::privilege::{Level, NO_GLYPH};
use crate::model::roles::RoleId;
use crate::model::tables::TableId;

/// The content and the form of the output.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The subject of a grid.
    pub by: Axis,
    /// The roles.
    pub roles: Vec<RoleId>,
    /// The tables whose privileges are shown; all where absent.
    pub tables: Option<Vec<TableId>>,
    /// How much of each role is shown.
    pub reach: Reach,
    /// How levels are written.
    pub marks: Marks,
}

impl Choice {
    fn shows(&self, table: TableId) -> bool {
        self.tables.as_ref().is_none_or(|tables| tables.contains(&table))
    }
}

/// How levels are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// `org`, `deep`, `bu`, `user`, `none`.
    Words,
    /// `●`, `◕`, `◑`, `◔`, `○`.
    Glyphs,
}

impl Marks {
    fn level(self, level: Option<Level>) -> String {
        match (self, level) {
            (Self::Words, Some(level)) => level.word().to_owned(),
            (Self::Words, None) => "none".to_owned(),
            (Self::Glyphs, Some(level)) => level.glyph().to_string(),
            (Self::Glyphs, None) => NO_GLYPH.to_string(),
        }
    }

    /// A square; `-` where there is no such privilege.
    fn square(self, square: Square) -> String {
        if square.level.is_none() && !square.exists { "-".to_owned() } else { self.level(square.level) }
    }

    /// The legend of the marks.
    fn key(self) -> String {
        let levels = Level::ALL.into_iter().map(|level| format!("{} {}", self.level(Some(level)), said(level)));
        let all: Vec<String> = std::iter::once(format!("{} nothing", self.level(None))).chain(levels).collect();
        format!("{}, - no such privilege", all.join(", "))
    }
}

/// A level in plain words.
const fn said(level: Level) -> &'static str {
    match level {
        Level::User => "own rows",
        Level::Unit => "business unit",
        Level::Deep => "unit and those below",
        Level::Org => "organization",
    }
}
