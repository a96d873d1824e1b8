//! What the files of one folder declare together.

use std::collections::BTreeMap;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

use super::{ModuleFile, Source};
use crate::import::read::terraform_json::{POLICIES, POLICY};
use crate::import::read::value::Value;
use crate::text::LineIndex;

/// A value as a file gives it, not evaluated.
#[derive(Clone)]
pub(super) enum Given<'m> {
    Hcl(&'m Expression),
    Json(&'m Value),
}

/// A block that describes a policy.
pub(super) struct Description<'m> {
    pub(super) place: String,
    pub(super) label: String,
    pub(super) attributes: Vec<(String, Given<'m>)>,
    pub(super) for_each: Option<Given<'m>>,
    /// A `module` block: it describes a policy only if its arguments are those of one.
    pub(super) is_call: bool,
}

/// The declarations of a module.
#[derive(Default)]
pub(super) struct Module<'m> {
    pub(super) locals: BTreeMap<&'m str, Given<'m>>,
    /// Variables with their default or, if Terraform would load one, their value.
    pub(super) variables: BTreeMap<&'m str, Option<Given<'m>>>,
    /// The descriptions of each file.
    pub(super) descriptions: Vec<Vec<Description<'m>>>,
    /// The addresses of other resources of each file.
    pub(super) others: Vec<Vec<String>>,
}

impl<'m> Module<'m> {
    pub(super) fn of(files: &'m [ModuleFile]) -> Self {
        let mut module = Self::default();
        for file in files {
            module.descriptions.push(Vec::new());
            module.others.push(Vec::new());
            match &file.source {
                Source::Hcl(body, text) => module.add_body(body, &LineIndex::new(text), text),
                Source::Json(root) => module.add_json(root),
                Source::Variables(_) => {}
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
                ("resource", [POLICY, label]) => self.describe(block, label, false, lines, text),
                ("module", [label]) => self.describe(block, label, true, lines, text),
                ("resource", [kind, label]) => self.add_other(format!("{kind}.{label}")),
                ("data", [POLICIES, label]) => self.add_other(format!("data.{POLICIES}.{label}")),
                _ => {}
            }
        }
    }

    fn describe(&mut self, block: &'m Block, label: &str, is_call: bool, lines: &LineIndex, text: &str) {
        let start = block.span().map_or(0, |span| span.start as u32);
        let entries = block.body.attributes();
        let mut attributes: Vec<(String, Given)> =
            entries.map(|entry| (entry.key.as_str().to_owned(), Given::Hcl(&entry.value))).collect();
        let for_each = without_meta(&mut attributes, is_call);
        let place = format!("line {}", lines.locate(text, start).line);
        self.push(Description { place, label: label.to_owned(), attributes, for_each, is_call });
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
                if kind == POLICY {
                    self.describe_json(label, body, format!("/resource/{kind}/{label}"), false);
                } else {
                    self.add_other(format!("{kind}.{label}"));
                }
            }
        }
        for (label, body) in entries(root.get("module")) {
            self.describe_json(label, body, format!("/module/{label}"), true);
        }
    }

    fn describe_json(&mut self, label: &str, body: &'m Value, place: String, is_call: bool) {
        // A block may stand alone or as a list of one.
        let body = body.items().first().unwrap_or(body);
        let mut attributes: Vec<(String, Given)> =
            entries(Some(body)).map(|(key, value)| (key.to_owned(), Given::Json(value))).collect();
        let for_each = without_meta(&mut attributes, is_call);
        self.push(Description { place, label: label.to_owned(), attributes, for_each, is_call });
    }

    fn push(&mut self, description: Description<'m>) {
        if let Some(of_file) = self.descriptions.last_mut() {
            of_file.push(description);
        }
    }

    fn add_other(&mut self, address: String) {
        if let Some(of_file) = self.others.last_mut() {
            of_file.push(address);
        }
    }
}

/// Takes Terraform's own arguments out; gives `for_each`.
fn without_meta<'m>(attributes: &mut Vec<(String, Given<'m>)>, is_call: bool) -> Option<Given<'m>> {
    let for_each = attributes.iter().find(|(key, _)| key == "for_each").map(|(_, given)| given.clone());
    let meta = |key: &str| {
        ["for_each", "count", "depends_on", "provider", "lifecycle", "//"].contains(&key)
            || is_call && ["source", "version", "providers"].contains(&key)
    };
    attributes.retain(|(key, _)| !meta(key));
    for_each
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.map_or(&[][..], Value::entries).iter().map(|(key, value)| (key.as_str(), value))
}
