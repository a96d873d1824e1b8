//! `dictum init`

use std::io::Write;

use super::args::{Display, Init};
use super::exit::Status;
use super::failure::Failure;
use super::import::{refuse_full, write_folder};
use crate::diagnostics::{closest, quoted_list};
use crate::text::printable;

/// A project to start from: its name, one line about it, its files.
struct Template {
    name: &'static str,
    about: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// The templates are the projects in `policies/`, which the test suite keeps clean.
static TEMPLATES: &[Template] = &[
    Template {
        name: "starter",
        about: "one data policy for the whole tenant, to grow from",
        files: &[
            ("dictum.toml", include_str!("../../policies/starter/dictum.toml")),
            ("environments.dictum", include_str!("../../policies/starter/environments.dictum")),
            ("data-policies.dictum", include_str!("../../policies/starter/data-policies.dictum")),
        ],
    },
    Template {
        name: "adoption-framework",
        about: "data policies, connector ratings, app criticity with controls and offers, explained",
        files: &[
            ("dictum.toml", include_str!("../../policies/adoption-framework/dictum.toml")),
            ("environments.dictum", include_str!("../../policies/adoption-framework/environments.dictum")),
            ("connectors.dictum", include_str!("../../policies/adoption-framework/connectors.dictum")),
            ("ratings.dictum", include_str!("../../policies/adoption-framework/ratings.dictum")),
            ("data-policies.dictum", include_str!("../../policies/adoption-framework/data-policies.dictum")),
            ("criticity.dictum", include_str!("../../policies/adoption-framework/criticity.dictum")),
            ("controls.dictum", include_str!("../../policies/adoption-framework/controls.dictum")),
            ("offers.dictum", include_str!("../../policies/adoption-framework/offers.dictum")),
            ("guidelines.dictum", include_str!("../../policies/adoption-framework/guidelines.dictum")),
            ("apps.dictum", include_str!("../../policies/adoption-framework/apps.dictum")),
        ],
    },
    Template {
        name: "contoso",
        about: "a whole tenant, with every construct of the language",
        files: &[
            ("dictum.toml", include_str!("../../policies/contoso/dictum.toml")),
            ("bindings.json", include_str!("../../policies/contoso/bindings.json")),
            ("environments.dictum", include_str!("../../policies/contoso/environments.dictum")),
            ("connectors.dictum", include_str!("../../policies/contoso/connectors.dictum")),
            ("people.dictum", include_str!("../../policies/contoso/people.dictum")),
            ("ratings.dictum", include_str!("../../policies/contoso/ratings.dictum")),
            ("roles.dictum", include_str!("../../policies/contoso/roles.dictum")),
            ("units.dictum", include_str!("../../policies/contoso/units.dictum")),
            ("data-policies.dictum", include_str!("../../policies/contoso/data-policies.dictum")),
            ("criticity.dictum", include_str!("../../policies/contoso/criticity.dictum")),
            ("controls.dictum", include_str!("../../policies/contoso/controls.dictum")),
            ("apps.dictum", include_str!("../../policies/contoso/apps.dictum")),
        ],
    },
];

pub(super) fn run(command: &Init, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    if command.list {
        for template in TEMPLATES {
            writeln!(out, "{:18}  {}", template.name, template.about)?;
        }
        return Ok(Status::Clean);
    }
    let names = || TEMPLATES.iter().map(|template| template.name);
    let Some(template) = TEMPLATES.iter().find(|template| template.name == command.template) else {
        let failure = Failure::new(format!("there is no template `{}`", command.template));
        return Err(match closest(&command.template, names()) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help(format!("the templates are {}", quoted_list(names(), "and"))),
        });
    };
    refuse_full(&command.folder)?;
    let files: Vec<(&str, Vec<u8>)> =
        template.files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    write_folder(&command.folder, &files)?;
    if !display.quiet {
        let folder = command.folder.display().to_string();
        let folder = printable(&folder);
        for (name, _) in template.files {
            writeln!(out, "{}", printable(&command.folder.join(name).display().to_string()))?;
        }
        writeln!(std::io::stderr(), "next: dictum check {folder}")?;
    }
    Ok(Status::Clean)
}
