//! The rest of the organisation as HTML: counts, column security, duties and who assigns roles.

use std::fmt::Write as _;

use crate::model::organisation::{Party, Unmasked};
use crate::model::program::{EnvironmentId, Reference};
use crate::report::grids::Grids;
use crate::report::html::{TABLE_END, count, escaped};
use crate::text::Location;

/// The number of declarations of each kind.
pub(super) fn summary(grids: &Grids<'_>, out: &mut String) {
    let organisation = &grids.program.organisation;
    let platform = organisation.roles.iter().filter(|role| role.predefined.is_some()).count();
    let declared = organisation.roles.len() - platform;
    let units: usize = organisation.unit_trees.iter().map(|tree| tree.units.len()).sum();
    let counts = [
        count(declared, "role", "roles"),
        count(platform, "role of the platform", "roles of the platform"),
        count(organisation.tables.own.len(), "table of the organisation", "tables of the organisation"),
        count(units, "business unit", "business units"),
        count(organisation.users.len(), "user", "users"),
        count(organisation.teams.len(), "team", "teams"),
        count(organisation.profiles.len(), "column security profile", "column security profiles"),
        count(organisation.duties.len(), "separation of duties", "separations of duties"),
    ];
    let _ = writeln!(out, "<p>{}</p>", counts.join(" · "));
    if organisation.roles.iter().any(|role| !role.sound) {
        out.push_str(
            "<p class=\"but\">Some roles could not be read completely; the page shows the part that could.</p>\n",
        );
    }
}

/// Column security: each secured column, and who may do what with it.
pub(super) fn columns(grids: &Grids<'_>, out: &mut String) {
    let profiles = &grids.program.organisation.profiles;
    if profiles.is_empty() {
        out.push_str("<p>No column is secured.</p>\n");
        return;
    }
    out.push_str("<table class=\"list\"><caption>Secured columns</caption><thead><tr>");
    for head in ["Column", "Profile", "Read", "Create", "Update", "Read unmasked", "Held by", "Environments", "Source"]
    {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for profile in profiles {
        let name = profile.name.as_ref().map_or(profile.name(), |name| &*name.name);
        for column in &profile.columns {
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{}.{}</th><td>{}</td>",
                escaped(&column.table.symbol.name),
                escaped(&column.column.name),
                escaped(name)
            );
            for allowed in [column.read, column.create, column.update] {
                let (class, word) = if allowed { ("l4", "yes") } else { ("l0", "no") };
                let _ = write!(out, "<td class=\"{class}\">{word}</td>");
            }
            let unmasked = match column.unmasked {
                Unmasked::No => "no",
                Unmasked::One => "row by row",
                Unmasked::All => "in lists too",
            };
            let _ = writeln!(
                out,
                "<td>{unmasked}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>",
                parties(&profile.held_by),
                environments(&profile.environments),
                place(grids, column.column.location)
            );
        }
    }
    out.push_str(TABLE_END);
}

/// Roles that no user may have together, and who assigns roles.
pub(super) fn duties(grids: &Grids<'_>, out: &mut String) {
    let organisation = &grids.program.organisation;
    if organisation.duties.is_empty() && organisation.administrators.is_empty() {
        out.push_str("<p>No roles are kept apart.</p>\n");
        return;
    }
    out.push_str("<table class=\"list\"><caption>Duties and those who give roles</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">What it says</th><th scope=\"col\">Environments</th><th scope=\"col\">Source</th></tr></thead><tbody>");
    for duties in &organisation.duties {
        for apart in &duties.never {
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}</th><td>nobody holds two of {}</td><td>{}</td><td><code>{}</code></td></tr>",
                escaped(&duties.head.symbol.name),
                names(&apart.roles),
                environments(&duties.environments),
                place(grids, apart.location)
            );
        }
    }
    for list in &organisation.administrators {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{} may give {}</td><td>{}</td><td><code>{}</code></td></tr>",
            escaped(&list.head.symbol.name),
            parties(&list.who),
            names(&list.assign),
            environments(&list.environments),
            place(grids, list.head.symbol.location)
        );
    }
    out.push_str(TABLE_END);
}

fn names<I>(references: &[Reference<I>]) -> String {
    escaped(&references.iter().map(|reference| &*reference.symbol.name).collect::<Vec<_>>().join(", "))
}

fn environments(references: &[Reference<EnvironmentId>]) -> String {
    if references.is_empty() { "all".to_owned() } else { names(references) }
}

fn parties(parties: &[Party]) -> String {
    if parties.is_empty() {
        return "nobody".to_owned();
    }
    escaped(&parties.iter().map(|party| &*party.symbol.name).collect::<Vec<_>>().join(", "))
}

fn place(grids: &Grids<'_>, location: Location) -> String {
    format!("{}:{}", escaped(grids.sources.get(location.file).path()), grids.line(location))
}
