//! The declarations of the files of one folder.

use std::collections::BTreeMap;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

use super::imported::Imported;
use super::{ModuleFile, Source, declared};
use crate::import::read::terraform_json::{POLICIES, POLICY};
use crate::import::read::value::Value;
use crate::import::read::{tenant_isolation, tenant_settings, terraform_environment, terraform_rule_set};
use crate::text::LineIndex;

/// A value in a file, not evaluated.
#[derive(Clone)]
pub(super) enum Given<'m> {
    Hcl(&'m Expression),
    Json(&'m Value),
}

/// The thing that a block describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Policy,
    Environment,
    /// Makes an environment managed.
    Managed,
    /// The settings of an environment's database.
    Database,
    Group,
    /// The rules of an environment group.
    Rules,
    /// The settings of the tenant.
    Settings,
    /// Tenant isolation.
    Isolation,
    /// A `module` block. Where its folder is not among the files, it describes a policy if its arguments are those of
    /// one.
    Call,
}

impl What {
    /// The thing that the resources of a type describe.
    pub(super) fn of(kind: &str) -> Option<Self> {
        match kind {
            POLICY => Some(Self::Policy),
            declared::ENVIRONMENT => Some(Self::Environment),
            terraform_environment::MANAGED => Some(Self::Managed),
            terraform_environment::SETTINGS => Some(Self::Database),
            terraform_rule_set::GROUP => Some(Self::Group),
            terraform_rule_set::RULES => Some(Self::Rules),
            tenant_settings::RESOURCE => Some(Self::Settings),
            tenant_isolation::RESOURCE => Some(Self::Isolation),
            _ => None,
        }
    }
}

/// A block that describes policies or environments, or calls a module.
pub(super) struct Description<'m> {
    pub(super) place: String,
    pub(super) label: String,
    pub(super) attributes: Vec<(String, Given<'m>)>,
    pub(super) for_each: Option<Given<'m>>,
    pub(super) count: Option<Given<'m>>,
    /// The folder or registry address of a called module, where it is a plain text.
    pub(super) source: Option<String>,
    /// The nested blocks with facts about it.
    pub(super) blocks: Vec<&'m str>,
    pub(super) what: What,
}

/// The declarations of a module.
#[derive(Default)]
pub(super) struct Module<'m> {
    pub(super) locals: BTreeMap<&'m str, Given<'m>>,
    /// Variables with their default or, if Terraform loads one from a file, their value.
    pub(super) variables: BTreeMap<&'m str, Option<Given<'m>>>,
    pub(super) outputs: BTreeMap<&'m str, Given<'m>>,
    /// The descriptions of each file.
    pub(super) descriptions: Vec<Vec<Description<'m>>>,
    /// The addresses of other resources of each file.
    pub(super) others: Vec<Vec<String>>,
    /// The `import` blocks of each file.
    pub(super) imported: Vec<Vec<Imported<'m>>>,
}

impl<'m> Module<'m> {
    pub(super) fn of(files: &'m [ModuleFile]) -> Self {
        let mut module = Self::default();
        for file in files {
            module.descriptions.push(Vec::new());
            module.others.push(Vec::new());
            module.imported.push(Vec::new());
            match &file.source {
                Source::Hcl(body, text) => module.add_body(body, &LineIndex::new(text), text),
                Source::Json(root) => module.add_json(root),
                Source::Variables(_) | Source::Named(_) => {}
            }
        }
        for file in files {
            if let Source::Variables(Value::Object(entries)) = &file.source {
                for (key, value) in entries {
                    if let Some(variable) = module.variables.get_mut(key.as_str()) {
                        *variable = Some(Given::Json(value));
                    }
                }
            }
        }
        module
    }

    fn add_body(&mut self, body: &'m Body, lines: &LineIndex, text: &str) {
        for block in body.blocks() {
            let labels: Vec<&str> = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str).collect();
            match (block.ident.as_str(), labels.as_slice()) {
                ("locals", _) => {
                    let entries = block.body.attributes();
                    self.locals.extend(entries.map(|entry| (entry.key.as_str(), Given::Hcl(&entry.value))));
                }
                ("variable", _) => {
                    if let Some(name) = block.labels.first() {
                        let default = block.body.get_attribute("default").map(|entry| Given::Hcl(&entry.value));
                        self.variables.insert(name.as_str(), default);
                    }
                }
                ("output", [name]) => {
                    let value = block.body.get_attribute("value").map(|entry| Given::Hcl(&entry.value));
                    let name =
                        block.labels.first().map(hcl_edit::structure::BlockLabel::as_str).filter(|_| !name.is_empty());
                    self.outputs.extend(name.zip(value));
                }
                ("module", [label]) => self.describe(block, label, What::Call, lines, text),
                ("resource", [kind, label]) => match What::of(kind) {
                    Some(what) => self.describe(block, label, what, lines, text),
                    None => self.add_other(format!("{kind}.{label}")),
                },
                ("import", _) => {
                    let find = |key: &str| block.body.get_attribute(key).map(|entry| Given::Hcl(&entry.value));
                    let place = place_of(block, lines, text);
                    self.add_import(Imported { place, to: find("to"), id: find("id"), for_each: find("for_each") });
                }
                ("data", [POLICIES, label]) => self.add_other(format!("data.{POLICIES}.{label}")),
                _ => {}
            }
        }
    }

    fn describe(&mut self, block: &'m Block, label: &str, what: What, lines: &LineIndex, text: &str) {
        let entries = block.body.attributes();
        let mut attributes: Vec<(String, Given)> =
            entries.map(|entry| (entry.key.as_str().to_owned(), Given::Hcl(&entry.value))).collect();
        let meta = Meta::out_of(&mut attributes, what);
        let place = place_of(block, lines, text);
        let inner = block.body.blocks().map(|inner| inner.ident.as_str());
        let blocks = inner.filter(|name| !["timeouts", "lifecycle", "provisioner", "connection"].contains(name));
        self.push(meta.describing(place, label, attributes, blocks.collect(), what));
    }

    fn add_json(&mut self, root: &'m Value) {
        for (key, value) in entries(root.get("locals")) {
            self.locals.insert(key, Given::Json(value));
        }
        for (key, value) in entries(root.get("variable")) {
            self.variables.insert(key, value.get("default").map(Given::Json));
        }
        for (kind, resources) in entries(root.get("resource")) {
            for (label, body) in entries(Some(resources)) {
                match What::of(kind) {
                    Some(what) => self.describe_json(label, body, format!("/resource/{kind}/{label}"), what),
                    None => self.add_other(format!("{kind}.{label}")),
                }
            }
        }
        for (label, body) in entries(root.get("module")) {
            self.describe_json(label, body, format!("/module/{label}"), What::Call);
        }
        // A single block may be given alone.
        let imports = match root.get("import") {
            Some(Value::List(blocks)) => blocks.as_slice(),
            alone => alone.map(std::slice::from_ref).unwrap_or_default(),
        };
        for (at, body) in imports.iter().enumerate() {
            let find = |key: &str| body.get(key).map(Given::Json);
            let place = format!("/import/{at}");
            self.add_import(Imported { place, to: find("to"), id: find("id"), for_each: find("for_each") });
        }
        for (name, body) in entries(root.get("output")) {
            self.outputs.extend(body.get("value").map(|value| (name, Given::Json(value))));
        }
    }

    fn describe_json(&mut self, label: &str, body: &'m Value, place: String, what: What) {
        // A block may be given alone or as a list of one.
        let body = body.items().first().unwrap_or(body);
        let mut attributes: Vec<(String, Given)> =
            entries(Some(body)).map(|(key, value)| (key.to_owned(), Given::Json(value))).collect();
        let meta = Meta::out_of(&mut attributes, what);
        self.push(meta.describing(place, label, attributes, Vec::new(), what));
    }

    fn push(&mut self, description: Description<'m>) {
        if let Some(of_file) = self.descriptions.last_mut() {
            of_file.push(description);
        }
    }

    fn add_import(&mut self, block: Imported<'m>) {
        if let Some(of_file) = self.imported.last_mut() {
            of_file.push(block);
        }
    }

    fn add_other(&mut self, address: String) {
        if let Some(of_file) = self.others.last_mut() {
            of_file.push(address);
        }
    }
}

fn place_of(block: &Block, lines: &LineIndex, text: &str) -> String {
    let start = block.span().map_or(0, |span| span.start as u32);
    format!("line {}", lines.locate(text, start).line)
}

/// Terraform's own arguments of a block.
struct Meta<'m> {
    for_each: Option<Given<'m>>,
    count: Option<Given<'m>>,
    source: Option<String>,
}

impl<'m> Meta<'m> {
    /// Removes them from the attributes.
    fn out_of(attributes: &mut Vec<(String, Given<'m>)>, what: What) -> Self {
        let find = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, given)| given.clone());
        let is_call = what == What::Call;
        let source = find("source").filter(|_| is_call).and_then(|given| match given {
            Given::Hcl(Expression::String(text)) => Some(text.value().clone()),
            Given::Json(Value::Text(text)) => Some(text.clone()),
            Given::Hcl(_) | Given::Json(_) => None,
        });
        let meta = Self { for_each: find("for_each"), count: find("count"), source };
        attributes.retain(|(key, _)| {
            let general = ["for_each", "count", "depends_on", "provider", "lifecycle", "//"].contains(&key.as_str());
            !(general || is_call && ["source", "version", "providers"].contains(&key.as_str()))
        });
        meta
    }

    fn describing(
        self,
        place: String,
        label: &str,
        attributes: Vec<(String, Given<'m>)>,
        blocks: Vec<&'m str>,
        what: What,
    ) -> Description<'m> {
        let Self { for_each, count, source } = self;
        Description { place, label: label.to_owned(), attributes, for_each, count, source, blocks, what }
    }
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.map_or(&[][..], Value::entries).iter().map(|(key, value)| (key.as_str(), value))
}
