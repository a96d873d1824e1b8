//! Rows that are created where they are missing, and changed where they exist.
//!
//! Some columns can only be set when a row is created: they have `IsValidForUpdate` False in the platform's table
//! reference (`team`: group, membership type and kind; `role`: unit; `fieldpermission`: table, column and profile).
//! So a row takes three requests: one looks for it, one creates it with all columns if it was not found, and one sets
//! the columns that may change. A team that is moved to another unit loses its roles, so a further request moves it
//! only if it is in another unit.

use super::steps::{Body, Concern, Field, Given, Step, Steps, encoded, unless_equal};

/// A table of such rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set {
    /// The name in paths.
    pub(super) path: &'static str,
    /// The column of the id.
    pub(super) key: &'static str,
    /// The subject of its requests.
    pub(super) concern: Concern,
}

pub(super) const ROLES: Set = Set { path: "roles", key: "roleid", concern: Concern::Role };
pub(super) const TEAMS: Set = Set { path: "teams", key: "teamid", concern: Concern::Team };
pub(super) const PERMISSIONS: Set =
    Set { path: "fieldpermissions", key: "fieldpermissionid", concern: Concern::ColumnPermission };

/// A row whose id Dictum chooses.
pub(super) struct Row {
    /// The declaration it is about.
    pub(super) symbol: String,
    pub(super) id: String,
    /// The parameter that shows whether the row exists.
    pub(super) parameter: String,
    /// Columns that are set when the row is created.
    pub(super) fixed: Vec<(&'static str, Field)>,
    /// Columns that may change.
    pub(super) free: Vec<(&'static str, Field)>,
    /// The id of the unit that it belongs to, where that may change.
    pub(super) unit: Option<String>,
}

impl Row {
    fn link(&self) -> Option<(&'static str, Field)> {
        let unit = self.unit.as_ref()?;
        Some(("businessunitid@odata.bind", Field::Link(format!("/businessunits({unit})"))))
    }
}

/// Creates and changes rows. All are looked up first, so that the changes follow one another and fit into a batch.
pub(super) fn add(steps: &mut Steps<'_, '_>, set: Set, rows: Vec<Row>) {
    for row in &rows {
        let more = if row.unit.is_some() { ",_businessunitid_value" } else { "" };
        let path = format!("/{}?$select={}{more}&$filter={} eq {}", set.path, set.key, set.key, row.id);
        let mut look = Step::new(set.concern, &row.symbol, "GET", encoded(&path), Body::None);
        look.gives = vec![Given { parameter: row.parameter.clone(), field: set.key, name: None }];
        look.gives.extend(row.unit.as_ref().map(|_| in_unit(&row.parameter)));
        look.optional = true;
        steps.push(look);
    }
    for row in &rows {
        let mut body = vec![(set.key, Field::Text(row.id.clone()))];
        body.extend(row.fixed.iter().chain(&row.free).cloned().chain(row.link()));
        let mut make = Step::new(set.concern, &row.symbol, "POST", format!("/{}", set.path), Body::Fields(body));
        make.unless = Some(row.parameter.clone());
        make.gives.extend(row.unit.as_ref().map(|_| in_unit(&row.parameter)));
        steps.push(make);
    }
    for row in &rows {
        let (Some(unit), Some(link)) = (&row.unit, row.link()) else { continue };
        let path = format!("/{}({})", set.path, row.id);
        let step = Step::new(set.concern, &row.symbol, "PATCH", path, Body::Fields(vec![link]));
        steps.push(unless_equal(step, vec![(unit_of(&row.parameter), unit.to_ascii_lowercase())]));
    }
    for row in rows {
        let path = format!("/{}({})", set.path, row.id);
        steps.push(Step::new(set.concern, &row.symbol, "PATCH", path, Body::Fields(row.free)));
    }
}

/// The parameter with the unit of a row.
pub(super) fn unit_of(parameter: &str) -> String {
    format!("{parameter}@unit")
}

/// The part of a response with the unit of a row.
pub(super) fn in_unit(parameter: &str) -> Given {
    Given { parameter: unit_of(parameter), field: "_businessunitid_value", name: None }
}
