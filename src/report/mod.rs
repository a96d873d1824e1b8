//! The organisation for people: grids of roles as text, Markdown and CSV, and HTML pages about roles, connectors, apps,
//! responsibilities and what is due.
//!
//! All forms of roles show the same grids, [`Grids`]: what each role grants on each table, and the line that says so.
//! The other pages share one frame, and show the answers of `dictum query`.

mod apps;
mod cells;
mod connectors;
mod due;
mod frame;
mod grids;
mod hash;
mod html;
mod matrix;
mod page;
mod people;
mod responsibilities;
mod reviews;

pub use apps::{ConnectorRow, DutyRow, apps_page, connector_rows, duty_rows, guidelines, missing, possible};
pub use connectors::connectors_page;
pub use due::{Due, DueKind, Horizon, due, unknown_apps};
pub use frame::{Sibling, index};
pub use grids::{Axis, GridLine, Grids, Origin, OwnRow, Reach, Square};
pub use matrix::{Choice, Marks, csv, markdown, text};
pub use page::{Colours, page};
pub use responsibilities::responsibilities_page;
pub use reviews::{Reviews, calendar, reviews_csv, reviews_page};
