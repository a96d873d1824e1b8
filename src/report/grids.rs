//! What roles grant, square by square, and the line of the source that each square comes from.

use std::collections::BTreeMap;

use crate::catalog::privilege::{Grants, Level, Verb};
use crate::model::Program;
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::text::Sources;

/// The subject of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// A grid for each role; its lines are tables.
    Role,
    /// A grid for each table; its lines are roles.
    Table,
}

/// How much of a role is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What it grants itself.
    Own,
    /// What it grants together with all roles that it includes.
    Effective,
}

/// What a line of the source grants on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnRow {
    /// The table whose privileges they are.
    pub table: TableId,
    /// The levels of verbs for which no other line of the role grants more.
    pub grants: Grants,
    /// The line in the file of the role, from 1; 0 for roles of the platform, which are in no file.
    pub line: u32,
}

/// The role and the line that give a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The role whose own grid has the grant.
    pub role: RoleId,
    /// The line in its file, from 1; 0 if it is in no file.
    pub line: u32,
}

/// One square of a grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Square {
    /// The level; `None` if nothing is granted.
    pub level: Option<Level>,
    /// Whether the table has such a privilege at all.
    pub exists: bool,
    /// Where the grant comes from.
    pub origin: Option<Origin>,
}

/// What a role grants on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridLine {
    /// The role.
    pub role: RoleId,
    /// The table whose privileges they are.
    pub table: TableId,
    /// A square for each verb, by [`Verb::index`].
    pub squares: [Square; 8],
}

impl GridLine {
    /// The squares with their verbs.
    pub fn iter(&self) -> impl Iterator<Item = (Verb, Square)> + use<> {
        Verb::ALL.into_iter().zip(self.squares)
    }

    /// The sources of its grants, each once, in the order of the verbs.
    pub fn origins(&self) -> Vec<Origin> {
        let mut found: Vec<Origin> = Vec::new();
        for origin in self.squares.iter().filter_map(|square| square.origin) {
            if !found.contains(&origin) {
                found.push(origin);
            }
        }
        found
    }
}

/// The grids of all roles of a program.
pub struct Grids<'p> {
    /// The program.
    pub program: &'p Program,
    /// Its files.
    pub sources: &'p Sources,
    own: Vec<Vec<OwnRow>>,
    /// The position of each table in the order of tables: those of the organisation first, then by name.
    rank: Vec<u32>,
}

impl<'p> Grids<'p> {
    /// Reads the grids of a program.
    pub fn of(program: &'p Program, sources: &'p Sources) -> Self {
        let tables = &program.organisation.tables;
        let mut order: Vec<TableId> = tables.ids().collect();
        order.sort_by_key(|id| (tables.own(*id).is_none(), tables.name(*id)));
        let mut rank = vec![0; order.len()];
        for (place, id) in (0..).zip(&order) {
            if let Some(slot) = rank.get_mut(id.0 as usize) {
                *slot = place;
            }
        }
        let mut grids = Self { program, sources, own: Vec::new(), rank };
        grids.own = program.organisation.roles.iter().map(|role| grids.read(role)).collect();
        grids
    }

    /// The lines of a role's own grid, in the order of the tables.
    fn read(&self, role: &Role) -> Vec<OwnRow> {
        let tables = &self.program.organisation.tables;
        let mut rows: Vec<OwnRow> = Vec::new();
        if role.predefined.is_some() {
            rows.extend(role.own.tables.iter().map(|(table, grants)| OwnRow {
                table: tables.base(*table),
                grants: *grants,
                line: 0,
            }));
        }
        for row in &role.rows {
            let (line, grants) = (self.line(row.location), row.grants());
            let named = row.tables.iter().filter_map(|table| table.target);
            rows.extend(named.map(|table| OwnRow { table: tables.base(table), grants, line }));
        }
        rows.sort_by_key(|row| (self.rank(row.table), row.line));
        // Several lines may be about one table. Each keeps the verbs that no line grants wider and no earlier line as
        // wide.
        for group in rows.chunk_by_mut(|a, b| a.table == b.table) {
            let mut left = group.iter().fold(Grants::NONE, |all, row| all | row.grants);
            for row in group {
                let kept = row.grants.iter().filter(|(verb, level)| left.level(*verb) == Some(*level));
                row.grants = kept.fold(Grants::NONE, |kept, (verb, level)| kept.with(verb, level));
                left = left.beyond(row.grants);
            }
        }
        rows.retain(|row| !row.grants.is_empty());
        rows
    }

    /// The line of a place, from 1.
    pub fn line(&self, location: crate::text::Location) -> u32 {
        self.sources.get(location.file).lines().line(location.span.start) + 1
    }

    /// The position of a table in the order of tables.
    pub fn rank(&self, table: TableId) -> u32 {
        self.rank.get(table.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// A role.
    pub fn role(&self, id: RoleId) -> Option<&'p Role> {
        self.program.organisation.roles.get(id.0 as usize)
    }

    /// All roles, the declared ones first.
    pub fn roles(&self) -> impl Iterator<Item = (RoleId, &'p Role)> + use<'p> {
        let roles = &self.program.organisation.roles;
        let with = |platform: bool| move |(_, role): &(RoleId, &Role)| role.predefined.is_some() == platform;
        let all = move || roles.ids();
        all().filter(with(false)).chain(all().filter(with(true)))
    }

    /// What the lines of a role grant, in the order of the tables.
    pub fn own(&self, role: RoleId) -> &[OwnRow] {
        self.own.get(role.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The grid of a role. Among equal grants the role's own line comes before the lines of included roles.
    pub fn lines(&self, id: RoleId, reach: Reach) -> Vec<GridLine> {
        let included = match (reach, self.role(id)) {
            (Reach::Effective, Some(role)) => &*role.included,
            _own => &[],
        };
        let mut found: BTreeMap<u32, GridLine> = BTreeMap::new();
        for source in [id].iter().chain(included) {
            for row in self.own(*source) {
                let line = found.entry(self.rank(row.table)).or_insert_with(|| self.blank(id, row.table));
                for (verb, level) in row.grants.iter() {
                    if let Some(square) = line.squares.get_mut(verb.index())
                        && square.level < Some(level)
                    {
                        square.level = Some(level);
                        square.origin = Some(Origin { role: *source, line: row.line });
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// The grids of these roles by table: for each table the roles that grant something on it.
    pub fn by_table(&self, roles: &[RoleId], reach: Reach) -> Vec<(TableId, Vec<GridLine>)> {
        let mut found: BTreeMap<u32, Vec<GridLine>> = BTreeMap::new();
        for line in roles.iter().flat_map(|role| self.lines(*role, reach)) {
            found.entry(self.rank(line.table)).or_default().push(line);
        }
        found.into_values().filter_map(|lines| Some((lines.first()?.table, lines))).collect()
    }

    fn blank(&self, role: RoleId, table: TableId) -> GridLine {
        let tables = &self.program.organisation.tables;
        let square = |verb| Square { exists: !tables.allowed(table, verb).is_empty(), ..Square::default() };
        GridLine { role, table, squares: Verb::ALL.map(square) }
    }

    /// The tables that share the privileges of this one.
    pub fn sharing(&self, table: TableId) -> Vec<&'p str> {
        let tables = &self.program.organisation.tables;
        let others = tables.ids().filter(|id| *id != table && tables.base(*id) == table);
        others.map(|id| tables.name(id)).collect()
    }

    /// The privileges of no table that a role grants: the level, and where it comes from.
    pub fn tasks(&self, id: RoleId, reach: Reach) -> Vec<(&'p str, Level, Origin)> {
        let Some(role) = self.role(id) else { return Vec::new() };
        let granted = match reach {
            Reach::Own => &role.own.tasks,
            Reach::Effective => &role.grants.tasks,
        };
        let tasks = granted.iter().map(|(name, level)| {
            let gives = |id: &&RoleId| self.role(**id).is_some_and(|role| role.own.task(name) == Some(*level));
            let source = [id].iter().chain(&role.included).find(gives).copied().unwrap_or(id);
            (&**name, *level, Origin { role: source, line: self.task_line(source, name, *level) })
        });
        tasks.collect()
    }

    fn task_line(&self, id: RoleId, name: &str, level: Level) -> u32 {
        let Some(role) = self.role(id) else { return 0 };
        let says = role
            .privileges
            .iter()
            .find(|grant| grant.level == level && grant.privilege.name.eq_ignore_ascii_case(name));
        says.map_or(0, |grant| self.line(grant.privilege.location))
    }

    /// The file of a role, as its project names it; `None` for roles of the platform.
    pub fn file(&self, id: RoleId) -> Option<&'p str> {
        let role = self.role(id).filter(|role| role.predefined.is_none())?;
        Some(self.sources.get(role.head.location.file).path())
    }

    /// An origin as readers see it: `roles.dictum:12`, or a role of the platform.
    pub fn place(&self, origin: Origin) -> String {
        match self.file(origin.role) {
            Some(file) if origin.line > 0 => format!("{file}:{}", origin.line),
            _nowhere => "built in".to_owned(),
        }
    }

    /// An origin as a reader of the grid of `role` sees it: the line, and the role if it is another one.
    pub fn origin(&self, role: RoleId, origin: Origin) -> String {
        let name = self.role(origin.role).map_or("", |role| role.name());
        match self.file(origin.role) {
            _any if origin.role == role => self.place(origin),
            Some(_) => format!("{name} ({})", self.place(origin)),
            None => name.to_owned(),
        }
    }
}
