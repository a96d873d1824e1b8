//! `dictum init`

use std::io::Write;
use std::path::Path;

use super::args::{Display, Init};
use super::exit::Status;
use super::failure::Failure;
use super::import::write_folder;
use super::terminal;
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
        about: "data policies, connector ratings, app criticity with controls and offers, identity and responsibilities, explained",
        files: &[
            ("dictum.toml", include_str!("../../policies/adoption-framework/dictum.toml")),
            ("bindings.json", include_str!("../../policies/adoption-framework/bindings.json")),
            ("environments.dictum", include_str!("../../policies/adoption-framework/environments.dictum")),
            ("tenant.dictum", include_str!("../../policies/adoption-framework/tenant.dictum")),
            ("connectors.dictum", include_str!("../../policies/adoption-framework/connectors.dictum")),
            ("ratings.dictum", include_str!("../../policies/adoption-framework/ratings.dictum")),
            ("data-policies.dictum", include_str!("../../policies/adoption-framework/data-policies.dictum")),
            ("criticity.dictum", include_str!("../../policies/adoption-framework/criticity.dictum")),
            ("controls.dictum", include_str!("../../policies/adoption-framework/controls.dictum")),
            ("offers.dictum", include_str!("../../policies/adoption-framework/offers.dictum")),
            ("guidelines.dictum", include_str!("../../policies/adoption-framework/guidelines.dictum")),
            ("apps.dictum", include_str!("../../policies/adoption-framework/apps.dictum")),
            ("identity.dictum", include_str!("../../policies/adoption-framework/identity.dictum")),
        ],
    },
    Template {
        name: "contoso",
        about: "a whole tenant, with every construct of the language",
        files: &[
            ("dictum.toml", include_str!("../../policies/contoso/dictum.toml")),
            ("bindings.json", include_str!("../../policies/contoso/bindings.json")),
            ("tenant.dictum", include_str!("../../policies/contoso/tenant.dictum")),
            ("tests.dictum", include_str!("../../policies/contoso/tests.dictum")),
            ("environments.dictum", include_str!("../../policies/contoso/environments.dictum")),
            ("connectors.dictum", include_str!("../../policies/contoso/connectors.dictum")),
            ("people.dictum", include_str!("../../policies/contoso/people.dictum")),
            ("ratings.dictum", include_str!("../../policies/contoso/ratings.dictum")),
            ("roles.dictum", include_str!("../../policies/contoso/roles.dictum")),
            ("units.dictum", include_str!("../../policies/contoso/units.dictum")),
            ("data-policies.dictum", include_str!("../../policies/contoso/data-policies.dictum")),
            ("allow-lists.dictum", include_str!("../../policies/contoso/allow-lists.dictum")),
            ("criticity.dictum", include_str!("../../policies/contoso/criticity.dictum")),
            ("controls.dictum", include_str!("../../policies/contoso/controls.dictum")),
            ("apps.dictum", include_str!("../../policies/contoso/apps.dictum")),
            ("identity.dictum", include_str!("../../policies/contoso/identity.dictum")),
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
    let beside = beside(&command.folder)?;
    let name = folder_name(&command.folder).unwrap_or_else(|| template.name.to_owned());
    let mut files: Vec<(&str, Vec<u8>)> = Vec::new();
    for (file, text) in template.files {
        let text = if *file == "dictum.toml" { named(text, template.name, &name) } else { (*text).to_owned() };
        files.push((file, text.into_bytes()));
    }
    // Existing files stay as they are.
    let (kept, new): (Vec<_>, Vec<_>) = GIT_FILES.iter().partition(|(file, _)| beside.iter().any(|one| one == file));
    files.extend(new.iter().map(|(file, text)| (*file, text.as_bytes().to_vec())));
    write_folder(&command.folder, &files, || Ok(()))?;
    if !display.quiet {
        let folder = command.folder.display().to_string();
        let folder = printable(&folder);
        for (name, _) in &files {
            writeln!(out, "{}", printable(&command.folder.join(name).display().to_string()))?;
        }
        for (file, text) in kept {
            writeln!(terminal::errors(), "kept {file} as it is; add to it: {}", text.trim_end())?;
        }
        writeln!(terminal::errors(), "next: dictum check {folder}")?;
    }
    Ok(Status::Clean)
}

/// Settings for git: bundles are built again, and policies have the same line ends on every machine.
static GIT_FILES: [(&str, &str); 2] = [(".gitignore", "dist/\n"), (".gitattributes", "*.dictum text eol=lf\n")];

/// Names, without extensions, of files that describe a repository and contain no policies.
const ABOUT: [&str; 8] =
    ["readme", "license", "licence", "copying", "notice", "contributing", "security", "code_of_conduct"];

/// The names of the files in the folder, if none of them can be a project: files of git, a readme, a licence. Anything
/// else is refused.
fn beside(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::reading(folder, error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Failure::reading(folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let lower = name.to_ascii_lowercase();
        let stem = lower.split(['.', '-']).next().unwrap_or_default();
        let is_about = ABOUT.contains(&stem) && entry.path().is_file();
        if !is_about && !lower.starts_with(".git") && lower != ".editorconfig" {
            return Err(Failure::new(format!("`{}` is not empty: it holds `{}`", folder.display(), printable(&name)))
                .help("name a new folder, or one with nothing but `.git`, a readme and a licence; nothing that exists is overwritten"));
        }
        names.push(name);
    }
    Ok(names)
}

/// The name of a folder that may not exist yet, or may be given as `.`.
fn folder_name(folder: &Path) -> Option<String> {
    let whole = std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).ok()?;
    let name = whole.file_name()?.to_str()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The settings of a template with another project name.
fn named(settings: &str, template: &str, name: &str) -> String {
    let quoted = serde_json::Value::from(name).to_string();
    let note = "# Ids of what is deployed are derived from the name: with another name a deployment makes new roles and teams.";
    settings.replacen(&format!("\"{template}\""), &quoted, 1).replacen(
        "[project]\n",
        &format!("[project]\n{note}\n"),
        1,
    )
}
