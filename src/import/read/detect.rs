//! Detects the kind of a file from its content.

use hcl_edit::structure::Body;

use super::built::Built;
use super::companions::Companion;
use super::spreadsheet::{self, Table};
use super::value::{CUT, Value};
use super::{
    connector_list, dataverse, environment_list, graph, group_list, hcl, json, m365dsc, power_platform, request,
    rule_based, scuba, tenant_isolation, tenant_settings, terraform_json, tfvars,
};
use crate::diagnostics::quoted_list;
use crate::import::error::Problem;
use crate::text::{Fault, decode_output, excerpt};

/// The formats that can be imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Detected from the content.
    #[default]
    Auto,
    /// Exports of the platform's administration interfaces.
    PowerPlatform,
    /// Files that Terraform reads and writes with the provider for Power Platform.
    Terraform,
    /// Roles, column security, units, teams and users of Dataverse.
    Dataverse,
}

/// Every format with its name on the command line and its content.
pub const FORMATS: [(&str, Format, &str); 4] = [
    ("auto", Format::Auto, "detected from the content of each file"),
    (
        "power-platform",
        Format::PowerPlatform,
        "data policies as JSON: v2, v1 and apiPolicies, one or a list; rule-based policies and their assignments; lists of environments with their settings and of environment groups; lists of connectors with their groups and of environments as CSV; tenant settings and tenant isolation; groups, group settings and the authorization policy from Microsoft Graph; also what `dictum build` writes",
    ),
    (
        "terraform",
        Format::Terraform,
        "data policies, connector allow-lists, environments and their settings, environment groups, tenant settings and isolation in .tf, .tf.json, .tfvars, state and output JSON",
    ),
    (
        "dataverse",
        Format::Dataverse,
        "roles and column security of solutions, zipped, unpacked or one by one; roles, business units, teams and users from the Web API as JSON",
    ),
];

impl Format {
    /// The format with that name.
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.into_iter().find(|(known, ..)| *known == name).map(|(_, format, _)| format)
    }

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::PowerPlatform => "power-platform",
            Self::Terraform => "terraform",
            Self::Dataverse => "dataverse",
        }
    }
}

/// The maximum size of a configuration in bytes. The parser's time grows faster than linearly for an object without
/// an end; real files are far smaller.
const LARGEST_CONFIGURATION: usize = 4 << 20;

/// A file, parsed as far as its kind is known.
pub(super) enum Content {
    PowerPlatform(Value, power_platform::Shape),
    /// A list of environments.
    Environments(Value),
    /// A list of connectors with their groups.
    Connectors(Table),
    /// A list of environment groups.
    EnvironmentGroups(Value),
    /// A report of Microsoft365DSC.
    Report(Value),
    /// The settings of the tenant, as returned by the administration interface.
    TenantSettings(Value),
    /// Tenant isolation, from the same interface.
    Isolation(Value),
    /// Groups, or settings for them and for guests.
    Graph(Value, graph::Shape),
    /// Rule-based policies, which include connector allow-lists.
    RuleBased(Value),
    /// The assignments of rule-based policies.
    Assignments(Value),
    /// Rules that belong to a policy of another file.
    Companion(Value, Companion),
    /// Settings of a tenant from ScubaGear.
    Scuba(Value),
    /// A request with a policy or a part of one.
    Request(Value),
    /// A document that a build writes next to requests.
    Built(Value, Built),
    TerraformJson(Value, terraform_json::Shape),
    /// Variables with policies, in either notation, with the words for the notation.
    Variables(Value, &'static str),
    /// A part of a module in JSON.
    ModuleJson(Value),
    /// A part of a module, with its text.
    Module(Body, String),
    /// A file of Dataverse.
    Dataverse(dataverse::File, dataverse::Shape),
}

impl Content {
    /// The words for this kind of file.
    pub(super) const fn words(&self) -> &'static str {
        match self {
            Self::PowerPlatform(_, shape) => shape.words(),
            Self::Environments(_) => environment_list::WORDS,
            Self::Connectors(_) => connector_list::WORDS,
            Self::EnvironmentGroups(_) => group_list::WORDS,
            Self::Report(_) => m365dsc::WORDS,
            Self::TenantSettings(_) => tenant_settings::WORDS,
            Self::Isolation(_) => tenant_isolation::WORDS,
            Self::Graph(_, shape) => shape.words(),
            Self::RuleBased(_) => rule_based::WORDS,
            Self::Assignments(_) => rule_based::ASSIGNMENTS,
            Self::Companion(_, companion) => companion.words(),
            Self::Scuba(_) => scuba::WORDS,
            Self::Request(_) => request::WORDS,
            Self::Built(_, built) => built.words(),
            Self::TerraformJson(_, shape) => shape.words(),
            Self::Variables(_, words) => words,
            Self::ModuleJson(_) => "terraform configuration as JSON",
            Self::Module(..) => "terraform configuration",
            Self::Dataverse(_, shape) => shape.words(),
        }
    }

    const fn format(&self) -> Format {
        match self {
            Self::PowerPlatform(..)
            | Self::Environments(_)
            | Self::Connectors(_)
            | Self::EnvironmentGroups(_)
            | Self::Report(_)
            | Self::TenantSettings(_)
            | Self::Isolation(_)
            | Self::Graph(..)
            | Self::RuleBased(_)
            | Self::Assignments(_)
            | Self::Companion(..)
            | Self::Scuba(_)
            | Self::Request(_)
            | Self::Built(..) => Format::PowerPlatform,
            Self::TerraformJson(..) | Self::Variables(..) | Self::ModuleJson(_) | Self::Module(..) => Format::Terraform,
            Self::Dataverse(..) => Format::Dataverse,
        }
    }
}

/// Detects the kind of a file, and checks it against the format the user named.
pub(super) fn detect(file: &str, bytes: &[u8], wanted: Format) -> Result<Content, Problem> {
    let text = match decode_output(bytes.to_vec()) {
        (text, None) => text,
        (_, Some(Fault::Utf16)) => {
            return Err(Problem::new(file, "", "the file begins as UTF-16 and is not valid UTF-16"));
        }
        (_, Some(Fault::NotUtf8 { offset, .. })) => {
            return Err(Problem::new(file, format!("byte {offset}"), "the file is not UTF-8 text"));
        }
    };
    let content = match text.trim_start().chars().next() {
        None => return Err(Problem::new(file, "", "the file is empty")),
        Some('{' | '[') => of_json(file, json::parse(file, &text)?)?,
        Some('<') => {
            let (read, shape) = dataverse::of_xml(file, &text, bytes)?;
            Content::Dataverse(read, shape)
        }
        Some(_) if spreadsheet::is_one(file, &text) => of_table(file, &text)?,
        Some(_) => of_hcl(file, text)?,
    };
    if wanted != Format::Auto && wanted != content.format() {
        let message = format!(
            "this is a file of {}; import it as `{}`, not as `{}`",
            content.words(),
            content.format().name(),
            wanted.name()
        );
        return Err(Problem::new(file, "", message));
    }
    Ok(content)
}

fn of_json(file: &str, root: Value) -> Result<Content, Problem> {
    let lower = file.to_ascii_lowercase();
    if request::is_request(&root) {
        return Ok(Content::Request(root));
    }
    if let Some(built) = Built::of(&root) {
        return Ok(Content::Built(root, built));
    }
    if m365dsc::is_one(&root) {
        return Ok(Content::Report(root));
    }
    if tenant_isolation::is_answer(&root) {
        return Ok(Content::Isolation(root));
    }
    if tenant_settings::is_answer(&root) {
        return Ok(Content::TenantSettings(root));
    }
    if group_list::is_list(&root) {
        return Ok(Content::EnvironmentGroups(root));
    }
    if let Some(shape) = graph::Shape::of(&root) {
        return Ok(Content::Graph(root, shape));
    }
    if rule_based::is_list(&root) {
        return Ok(Content::RuleBased(root));
    }
    if rule_based::is_assignments(&root) {
        return Ok(Content::Assignments(root));
    }
    // Before policies: their key `environmentType` also occurs in environments.
    if environment_list::is_list(&root) {
        return Ok(Content::Environments(root));
    }
    if let Some(shape) = power_platform::shape_of_file(&root) {
        return Ok(Content::PowerPlatform(root, shape));
    }
    if let Some(companion) = Companion::of(&root) {
        return Ok(Content::Companion(root, companion));
    }
    if scuba::is_one(&root) {
        return Ok(Content::Scuba(root));
    }
    let root = match dataverse::of_json(root) {
        Ok((rows, shape)) => return Ok(Content::Dataverse(rows, shape)),
        Err(root) => root,
    };
    let is_block = |key: &str| matches!(root.get(key), Some(Value::Object(_)));
    if lower.ends_with(".tf.json")
        || root.get("resource").and_then(|resources| resources.get(terraform_json::POLICY)).is_some()
        || is_block("resource") && is_block("terraform")
    {
        return Ok(Content::ModuleJson(root));
    }
    if lower.ends_with(".tfvars.json") {
        return Ok(Content::Variables(root, "terraform variables"));
    }
    match terraform_json::Shape::of(&root) {
        // An output has ids; variables are written by people.
        Some(terraform_json::Shape::Output) if !is_recorded(&root) => {
            Ok(Content::Variables(root, "terraform variables"))
        }
        Some(shape) => Ok(Content::TerraformJson(root, shape)),
        None => {
            let nothing = "the file holds nothing in a form that can be imported";
            Err(match root.cut() {
                Some(_) => Problem::new(file, "", format!("{nothing}: {CUT}")),
                None => Problem::of_no_kind(file, nothing),
            })
        }
    }
}

fn is_recorded(root: &Value) -> bool {
    let is_wrapped = |entry: &Value| entry.get("value").is_some() && entry.get("type").is_some();
    let wrapped = root.entries().iter().any(|(_, entry)| is_wrapped(entry));
    wrapped
        || terraform_json::find(root, String::new(), String::new(), 5)
            .iter()
            .any(|found| found.value.get("id").is_some() || found.value.get("created_time").is_some())
}

fn of_table(file: &str, text: &str) -> Result<Content, Problem> {
    let table =
        spreadsheet::read(text).map_err(|(line, message)| Problem::new(file, format!("line {line}"), message))?;
    if connector_list::is_one(&table) {
        return Ok(Content::Connectors(table));
    }
    let columns: Vec<String> = table.columns.iter().take(MOST_COLUMNS).map(|column| excerpt(column)).collect();
    let rows = table.into_objects();
    if environment_list::is_list(&rows) {
        return Ok(Content::Environments(rows));
    }
    let columns = quoted_list(columns.iter().map(String::as_str), "and");
    let message = format!(
        "a table with columns such as {columns} is not read; a list of connectors has a column `connector` and a column \
         `group`, and a list of environments has what `Get-AdminPowerAppEnvironment | Export-Csv` writes, or columns `Environment ID` \
         and `Type`; everything else is read as JSON: `… | ConvertTo-Json -Depth 20`, `pac … --json`"
    );
    Err(Problem::of_no_kind(file, message))
}

/// The maximum number of columns of a table that a message names.
const MOST_COLUMNS: usize = 4;

fn of_hcl(file: &str, text: String) -> Result<Content, Problem> {
    if text.len() > LARGEST_CONFIGURATION {
        return Err(Problem::new(file, "", "a Terraform file of more than 4 MB is not read"));
    }
    if text.contains("Import-DscResource") || text.contains("MSFT_PP") {
        let message = "this is a configuration of Microsoft365DSC, which is not read; export the policies themselves with \
                       `Get-DlpPolicy | ConvertTo-Json -Depth 20`";
        return Err(Problem::new(file, "", message));
    }
    let body: Body = match hcl_edit::parser::parse_body(&text) {
        Ok(body) => body,
        Err(error) => {
            let place = format!("line {}, column {}", error.location().line(), error.location().column());
            return Err(Problem::new(
                file,
                place,
                format!(
                    "neither JSON nor Terraform's language: {}; commands of the platform write JSON with \
                     `ConvertTo-Json -Depth 20` or `--json`",
                    error.message()
                ),
            ));
        }
    };
    if body.blocks().next().is_some() {
        return Ok(Content::Module(body, text));
    }
    let root = hcl::variables(&body);
    if hcl::is_of_variables(file) || tfvars::holds_policies(&root) {
        Ok(Content::Variables(root, "terraform variables"))
    } else {
        Err(Problem::of_no_kind(file, "the file holds nothing in a form that can be imported"))
    }
}
