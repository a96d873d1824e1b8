//! The source of a random organisation.

use std::fmt::Write as _;

use super::{LEVELS, MODES, Organisation, Role, TASKS, TeamKind, VERBS};

impl Organisation {
    fn tree(&self, unit: usize, text: &mut String) {
        for below in (1..self.above.len()).filter(|below| self.above[*below] == unit) {
            let _ = write!(text, "u{below} {{ ");
            self.tree(below, text);
            text.push_str("}; ");
        }
    }

    fn role(&self, index: usize, role: &Role, text: &mut String) {
        let _ = writeln!(text, "role r{index} {{\n  includes = {}", list("r", &role.includes));
        if role.existing {
            text.push_str("  existing = yes\n");
        }
        let inheritance = if role.team_only { "team_only" } else { "direct_and_team" };
        let _ = writeln!(text, "  member_inheritance = {inheritance}");
        if !role.grid.is_empty() {
            let _ = writeln!(text, "  grid {{\n    table {}", VERBS.join(" "));
            // A table that shares its privileges with another one has the same row.
            for (table, row) in self.tables.iter().zip(&role.grid).filter(|(table, _)| table.name != "phonecall") {
                let cells: Vec<&str> = row.iter().map(|level| LEVELS[*level]).collect();
                let _ = writeln!(text, "    {} {}", table.name, cells.join(" "));
            }
            text.push_str("  }\n");
        }
        text.push_str("  privileges_by_level {\n");
        for (level, word) in LEVELS.iter().enumerate().skip(1) {
            let tasks = role.tasks.iter().filter(|(_, one, _)| *one == level);
            let mut names: Vec<String> = tasks
                .map(
                    |(task, _, quoted)| {
                        if *quoted { format!("\"prv{}\"", TASKS[*task]) } else { TASKS[*task].to_owned() }
                    },
                )
                .collect();
            for one in role.listed.iter().filter(|one| one.level == level) {
                let prefix = if one.prefixed { "prv" } else { "" };
                let verb = ["Create", "Read", "Write", "Delete", "Append", "AppendTo", "Assign", "Share"][one.verb];
                names.push(format!("\"{prefix}{verb}{}\"", self.tables[one.table].base));
            }
            names.sort();
            names.dedup();
            let _ = writeln!(text, "    {word} = [{}]", names.join(", "));
        }
        text.push_str("  }\n}\n");
    }

    /// The source of the whole organisation.
    pub fn source(&self) -> String {
        let mut text = String::from("business_units u0 { ");
        self.tree(0, &mut text);
        text.push_str("}\ntables {\n");
        for table in self.tables.iter().filter(|table| table.own) {
            let owner = if table.owned { "user_owned" } else { "organization_owned" };
            let _ = writeln!(text, "{} : {owner} schema \"{}\"", table.name, table.base);
        }
        text.push_str("}\n");
        for (index, role) in self.roles.iter().enumerate() {
            self.role(index, role, &mut text);
        }
        for (index, environment) in self.environments.iter().enumerate() {
            let access = environment.group.map(|group| format!("access = g{group}; ")).unwrap_or_default();
            let modern = if environment.modern { "yes" } else { "no" };
            let kind = if environment.trial { "trial" } else { "production" };
            let _ = writeln!(
                text,
                "environment e{index} {{ type = {kind}; {access}dataverse {{ language = 1033; currency = EUR; ownership_across_units = {modern} }} }}"
            );
        }
        for (index, group) in self.groups.iter().enumerate() {
            let mut members: Vec<String> = group.users.iter().map(|user| format!("p{user}")).collect();
            members.extend(group.groups.iter().map(|inner| format!("g{inner}")));
            let rule = if group.rule { "; rule = \"user.country -eq \\\"FR\\\"\"" } else { "" };
            let owners = list("p", &group.owners);
            let _ = writeln!(
                text,
                "group g{index} {{ kind = security; owners = {owners}; members = [{}]{rule} }}",
                members.join(", ")
            );
        }
        for (index, user) in self.users.iter().enumerate() {
            let _ = writeln!(
                text,
                "user p{index} {{\n  business_unit = u{}\n  access_mode = {}",
                user.unit, MODES[user.mode]
            );
            let _ = writeln!(text, "  enabled = {}\n  roles {{", if user.disabled { "no" } else { "yes" });
            for (environment, roles) in user.roles.iter().enumerate() {
                let _ = writeln!(text, "    e{environment} = {}", list("r", roles));
            }
            text.push_str("  }\n  business_units {\n");
            for (environment, unit) in user.moved.iter().enumerate() {
                if let Some(unit) = unit {
                    let _ = writeln!(text, "    e{environment} = u{unit}");
                }
            }
            text.push_str("  }\n");
            for (environment, there) in user.elsewhere.iter().enumerate().filter(|(_, there)| !there.is_empty()) {
                let _ = writeln!(text, "  roles_of_units e{environment} {{");
                for (unit, roles) in there {
                    let _ = writeln!(text, "    u{unit} = {}", list("r", roles));
                }
                text.push_str("  }\n");
            }
            text.push_str("}\n");
        }
        for (index, team) in self.teams.iter().enumerate() {
            let (kind, more) = match team.kind {
                TeamKind::Owner => ("owner", format!("members = {}", list("p", &team.members))),
                TeamKind::Group => ("entra_group", format!("group = g{}", team.group)),
                TeamKind::Owners => ("entra_group", format!("group = g{}; membership = owners", team.group)),
                TeamKind::Default => ("default", String::new()),
            };
            let roles = list("r", &team.roles);
            let _ = writeln!(
                text,
                "team m{index} {{ in = e{}; business_unit = u{}; kind = {kind}; roles = {roles}; {more} }}",
                team.environment, team.unit
            );
        }
        text
    }
}

fn list(letter: &str, indices: &[usize]) -> String {
    let names: Vec<String> = indices.iter().map(|index| format!("{letter}{index}")).collect();
    format!("[{}]", names.join(", "))
}
