//! The reports as people see them.

use dictum::report::{Axis, Choice, Marks, Reach, markdown, text};

use super::{Made, SMALL};

fn compare(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/report");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// The organisation's own tables, for its own roles.
fn choice(made: &Made, by: Axis, reach: Reach, marks: Marks) -> Choice {
    let grids = made.grids();
    let tables = &made.analysis.program.organisation.tables;
    Choice {
        roles: grids.roles().filter(|(_, role)| role.predefined.is_none()).map(|(id, _)| id).collect(),
        tables: (reach == Reach::Effective).then(|| tables.ids().filter(|id| tables.own(*id).is_some()).collect()),
        ..made.choice(by, reach, marks)
    }
}

#[test]
fn a_small_matrix_on_a_terminal() {
    let made = Made::new(SMALL);
    let own = choice(&made, Axis::Role, Reach::Own, Marks::Glyphs);
    let effective = choice(&made, Axis::Table, Reach::Effective, Marks::Glyphs);
    let narrow = choice(&made, Axis::Role, Reach::Own, Marks::Words);
    let grids = made.grids();
    let shown = format!(
        "──── by role ────\n{}\n──── by table, effective ────\n{}\n──── in 44 columns ────\n{}",
        text(&grids, &own, 100),
        text(&grids, &effective, 100),
        text(&grids, &narrow, 44)
    );
    compare("matrix", &shown);
}

#[test]
fn a_small_matrix_as_markdown() {
    let made = Made::new(SMALL);
    let own = choice(&made, Axis::Role, Reach::Own, Marks::Glyphs);
    let effective = choice(&made, Axis::Table, Reach::Effective, Marks::Words);
    let grids = made.grids();
    compare("markdown", &format!("{}\n---\n\n{}", markdown(&grids, &own), markdown(&grids, &effective)));
}
