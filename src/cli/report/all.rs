//! `dictum report all`: every page, in one folder.

use super::{Asked, file};
use crate::cli::args::{Display, DueForm, ReportAll};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::query::ask;
use crate::report::{self, Sibling};

/// The pages: file, title, and the question each answers.
const PAGES: [(&str, &str, &str); 5] = [
    ("roles.html", "Who may do what", "what roles grant, who holds them, units and duties"),
    ("connectors.html", "Connectors", "what may be used in which environment, with what, and which policy decides"),
    ("apps.html", "Apps", "the level of each app, the rule that gives it, and the state of each obligation"),
    (
        "responsibilities.html",
        "Responsibilities",
        "who is responsible, accountable, consulted and informed for each activity",
    ),
    ("reviews.html", "What is due", "reviews, certificates, waivers and the catalogue, by day"),
];

pub(super) fn run(command: &ReportAll, display: &Display) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let folder = &command.out;
    // In a folder that other users write to, a link would let them choose where the pages go.
    if std::fs::symlink_metadata(folder).is_ok_and(|about| about.is_symlink()) {
        return Err(Failure::new(format!("`{}` is a symbolic link", folder.display()))
            .help("give the folder that it leads to, or remove the link"));
    }
    std::fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, error))?;
    let pages = PAGES.map(|(file, title, about)| Sibling { file, title, about });
    let asked = Asked { project: &project, analysis: &analysis, siblings: &pages };
    let (inputs, months) = (&command.inputs, command.months);
    let files = [
        ("index.html", report::index(asked.name(), &pages)),
        ("roles.html", asked.roles(command.colours)),
        ("connectors.html", asked.connectors()),
        ("apps.html", asked.apps(inputs)),
        ("responsibilities.html", asked.responsibilities()),
        ("reviews.html", asked.reviews(inputs, months, DueForm::Html)),
        ("reviews.csv", asked.reviews(inputs, months, DueForm::Csv)),
        ("reviews.ics", asked.reviews(inputs, months, DueForm::Ics)),
    ];
    for (name, text) in &files {
        file(&folder.join(name), text, display)?;
    }
    Ok(Status::Clean)
}
