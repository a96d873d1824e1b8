//! The grants of roles on tables, as one table of bits.

use crate::catalog::privilege::Grants;
use crate::model::Program;
use crate::model::roles::{RoleGrants, RoleId};
use crate::model::tables::TableId;

/// A word of grants for each role and each table on which any role has grants.
#[derive(Debug, Default)]
pub struct Matrix {
    /// By [`TableId`]: the column of the table whose privileges apply to it, plus one; 0 where no role has grants.
    columns: Vec<u32>,
    /// The table of each column.
    bases: Vec<TableId>,
    /// Rows of roles.
    cells: Vec<Grants>,
}

impl Matrix {
    /// The table of a program's roles, with the grants of included roles.
    pub fn of(program: &Program) -> Self {
        let organisation = &program.organisation;
        let tables = &organisation.tables;
        let mut matrix = Self::default();
        if organisation.roles.is_empty() {
            return matrix;
        }
        let mut granted = vec![false; tables.len()];
        for (table, _) in organisation.roles.iter().flat_map(|role| &role.grants.tables) {
            if let Some(granted) = granted.get_mut(table.0 as usize) {
                *granted = true;
            }
        }
        let mut places = vec![0_u32; tables.len()];
        for (table, place) in tables.ids().zip(&mut places) {
            if granted.get(table.0 as usize) == Some(&true) {
                matrix.bases.push(table);
                *place = matrix.bases.len() as u32;
            }
        }
        matrix.columns =
            tables.ids().map(|table| places.get(tables.base(table).0 as usize).copied().unwrap_or(0)).collect();
        matrix.cells = vec![Grants::NONE; organisation.roles.len() * matrix.bases.len()];
        let rows = matrix.cells.chunks_exact_mut(matrix.bases.len().max(1));
        for (row, role) in rows.zip(&organisation.roles) {
            fill(row, &role.grants, &places);
        }
        matrix
    }

    /// The grants of a role on a table.
    pub fn on(&self, role: RoleId, table: TableId) -> Grants {
        let column = self.columns.get(table.0 as usize).copied().unwrap_or(0);
        let Some(column) = (column as usize).checked_sub(1) else { return Grants::NONE };
        self.cells.get(role.0 as usize * self.bases.len() + column).copied().unwrap_or_default()
    }

    /// The grants of a role, table by table in the order of [`Matrix::tables`].
    pub fn row(&self, role: RoleId) -> &[Grants] {
        let width = self.bases.len();
        self.cells.get(role.0 as usize * width..(role.0 as usize + 1) * width).unwrap_or_default()
    }

    /// The number of roles.
    pub fn roles(&self) -> usize {
        self.cells.len().checked_div(self.bases.len()).unwrap_or(0)
    }

    /// The tables on which any role has grants. Each represents all tables that share its privileges.
    pub fn tables(&self) -> &[TableId] {
        &self.bases
    }

    /// The combined grants of some roles, in the order of [`Matrix::tables`]. `into` is cleared first.
    pub fn union(&self, roles: impl IntoIterator<Item = RoleId>, into: &mut Vec<Grants>) {
        into.clear();
        into.resize(self.bases.len(), Grants::NONE);
        for role in roles {
            for (sum, grants) in into.iter_mut().zip(self.row(role)) {
                *sum |= *grants;
            }
        }
    }
}

fn fill(row: &mut [Grants], grants: &RoleGrants, places: &[u32]) {
    for (table, grants) in &grants.tables {
        let place = places.get(table.0 as usize).copied().unwrap_or(0) as usize;
        if let Some(cell) = place.checked_sub(1).and_then(|place| row.get_mut(place)) {
            *cell |= *grants;
        }
    }
}
