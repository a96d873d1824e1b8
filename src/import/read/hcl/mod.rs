//! Terraform configurations: the policies and environments in `resource` and `module` blocks.
//!
//! The files of one folder are one module, as in Terraform. A call of a module whose folder is among the files is
//! followed with the values of the call, so a module that is only called is never read alone. A value that only
//! Terraform could evaluate stays a named unknown. Loops over the provider's list of connectors become conditions on
//! the catalogue, and the id of an environment that the configuration declares becomes a reference to it.

mod declared;
mod evaluate;
mod functions;
mod imported;
mod instances;
mod module;
mod runs;
mod scope;
mod selection;
mod texts;
mod world;

use std::collections::BTreeMap;

use hcl_edit::structure::Body;

use super::Declared;
use super::neutral::Outcome;
use super::notes::{Fault, Notes};
use super::terraform_policy::{self, Completeness};
use super::value::Value;
use super::{terraform_announced, terraform_environment, terraform_json};
use evaluate::Evaluator;
use instances::{Instance, instances};
use module::{Description, Module, What};
use scope::Scope;
use world::World;

pub(super) use runs::bind;
pub(super) use world::joined;

/// A file of a module.
pub(super) struct ModuleFile {
    pub(super) name: String,
    /// The kind of file, in words.
    pub(super) form: &'static str,
    pub(super) source: Source,
}

/// The content of a file of a module.
pub(super) enum Source {
    /// A `.tf` file, with its text.
    Hcl(Body, String),
    /// A `.tf.json` file.
    Json(Value),
    /// Values of variables that Terraform loads automatically.
    Variables(Value),
    /// Values of variables that Terraform loads with `-var-file`.
    Named(Value),
}

/// The result of reading a file.
pub(super) struct Read {
    pub(super) declared: Declared,
    pub(super) notes: Notes,
}

/// The files of each folder, or their results.
pub(super) type Folders<T> = BTreeMap<String, Vec<T>>;

/// Whether Terraform loads a file of variables automatically.
pub(super) fn is_loaded_by_itself(file: &str) -> bool {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    ["terraform.tfvars", "terraform.tfvars.json"].contains(&name)
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}

/// Whether a file holds values of variables, by its name.
pub(super) fn is_of_variables(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    lower.ends_with(".tfvars") || lower.ends_with(".tfvars.json")
}

/// Reads all modules. The results are in the order of the files.
pub(super) fn read(folders: &Folders<ModuleFile>) -> Folders<Read> {
    let world = World::of(folders);
    let new = |file: &ModuleFile| Read { declared: Declared::default(), notes: Notes::new(&file.name) };
    let mut read: Folders<Read> =
        folders.iter().map(|(name, files)| (name.clone(), files.iter().map(new).collect())).collect();
    for (folder, module) in world.roots() {
        let files = folders.get(folder).map(Vec::as_slice).unwrap_or_default();
        let all = runs::of(files, module);
        if let (2.., Some(first)) = (all.len(), read.get_mut(folder).and_then(|of| of.first_mut())) {
            let names = all.iter().map(|run| format!("`{}`", run.name)).collect::<Vec<_>>().join(", ");
            let why = "they give the same variables, so the module is read once with each";
            first.notes.add(Outcome::Normalised, "", names, why);
        }
        for run in all {
            let prefix = if run.name.is_empty() { String::new() } else { format!("{}: ", run.name) };
            let evaluator = Evaluator::new(module, Some(&world), folder, run.values, prefix);
            let own = read.get_mut(folder).map(Vec::as_mut_slice).unwrap_or_default();
            let ids = imported::ids(&evaluator, own);
            world.ids.borrow_mut().extend(ids);
            walk(&world, &evaluator, &mut read, world::DEPTH);
        }
    }
    for (folder, module) in world.modules() {
        for (of_file, others) in read.get_mut(folder).into_iter().flatten().zip(&module.others) {
            if !others.is_empty() {
                let what = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                of_file.notes.add(Outcome::Dropped, "", what, terraform_json::ONLY);
            }
            let kinds = others.iter().filter_map(|address| address.split('.').next());
            terraform_announced::tell(kinds, &mut of_file.notes);
        }
    }
    runs::tell_unused(folders, &world, &mut read);
    tell_locals(folders, &mut read);
    read
}

/// Notes, for a module that has only values, that they describe unknown environments: the resources that use them are
/// not among the files.
fn tell_locals(folders: &Folders<ModuleFile>, read: &mut Folders<Read>) {
    for (folder, files) in folders {
        for (file, of_file) in files.iter().zip(read.get_mut(folder).into_iter().flatten()) {
            let Source::Hcl(body, text) = &file.source else { continue };
            let is_local = body.blocks().all(|block| ["locals", "check"].contains(&block.ident.as_str()));
            if !is_local || !text.contains("environment_type") {
                continue;
            }
            let locals = body.blocks().filter(|block| block.ident.as_str() == "locals");
            let names = locals.flat_map(|block| block.body.attributes());
            let names: Vec<String> = names.map(|entry| format!("`local.{}`", entry.key.as_str())).collect();
            let why = "they describe environments, and the resources that take them are not among the files";
            of_file.notes.add(Outcome::Refused, "", names.join(", "), why);
        }
    }
}

/// The value of a file of variables.
pub(super) fn variables(body: &Body) -> Value {
    let module = Module::default();
    let evaluator = Evaluator::new(&module, None, "", BTreeMap::new(), String::new());
    let entries = body
        .attributes()
        .map(|attribute| (attribute.key.as_str().to_owned(), evaluator.expression(&attribute.value, &Scope::EMPTY)));
    Value::Object(entries.collect())
}

/// Reads a module with the values that its variables have here, and the modules that it calls.
fn walk(world: &World, evaluator: &Evaluator, read: &mut Folders<Read>, depth: usize) {
    for (at, descriptions) in evaluator.module.descriptions.iter().enumerate() {
        for description in descriptions {
            let called =
                (description.what == What::Call).then(|| world.called(&evaluator.folder, description)).flatten();
            if let Some((folder, module)) = called {
                follow(world, evaluator, read, Call { at, description, folder, module }, depth);
            } else if let Some(of_file) = read.get_mut(&evaluator.folder).and_then(|files| files.get_mut(at)) {
                read_description(evaluator, description, of_file);
            }
        }
    }
}

/// A call of a module whose folder is among the files.
#[derive(Clone, Copy)]
struct Call<'w> {
    /// The index of the file that it is in.
    at: usize,
    description: &'w Description<'w>,
    folder: &'w str,
    module: &'w Module<'w>,
}

fn follow(world: &World, evaluator: &Evaluator, read: &mut Folders<Read>, call: Call<'_>, depth: usize) {
    let Call { at, description, folder, module } = call;
    let calls = match (instances(evaluator, description), depth.checked_sub(1)) {
        (Ok(calls), Some(depth)) => Ok((calls, depth)),
        (Err(why), _) => Err(why),
        (Ok(_), None) => Err("modules call one another too deeply".to_owned()),
    };
    let (calls, depth) = match calls {
        Ok(found) => found,
        Err(why) => {
            if let Some(of_file) = read.get_mut(&evaluator.folder).and_then(|files| files.get_mut(at)) {
                let what = format!("module `{}`", description.label);
                of_file.notes.add(Outcome::Refused, &description.place, what, why);
            }
            return;
        }
    };
    if let (true, Some(of_file)) =
        (calls.is_empty(), read.get_mut(&evaluator.folder).and_then(|files| files.get_mut(at)))
    {
        tell_none(&evaluator.place(&description.place), description, &mut of_file.notes);
    }
    for instance in calls {
        if !world.one_more() {
            return;
        }
        walk(world, &evaluator.called(description, &instance, folder, module), read, depth);
    }
}

/// The consequence when a module cannot be followed, depending on the source in its call. The folders of the
/// configuration's own modules can be added to the files. A module from elsewhere mostly has another purpose, unless
/// its address shows that it does not.
fn not_followed(source: Option<&str>) -> (Outcome, &'static str) {
    match source {
        Some(source) if world::is_local(source) => (
            Outcome::Refused,
            "its folder is not among the files, so what it declares is not read; give the folder above both",
        ),
        Some(source) if world::speaks_of_the_platform(source) => (
            Outcome::Refused,
            "it is not among the files, so what it declares is not read; import the state or a plan as JSON, which hold \
             what it declares",
        ),
        Some(_) => (Outcome::Dropped, "it is not among the files, so what it declares is not read"),
        None => (Outcome::Refused, "its source cannot be evaluated, so what it declares is not read"),
    }
}

/// Notes that a block declares nothing with the values at hand.
fn tell_none(place: &str, description: &Description, notes: &mut Notes) {
    let argument = if description.count.is_some() { "count` is 0" } else { "for_each` is empty" };
    let why = format!("with the values in the files its `{argument}, so there is nothing of it");
    let noun = if description.what == What::Call { "module" } else { "block" };
    notes.add(Outcome::Dropped, place, format!("{noun} `{}`", description.label), why);
}

fn read_description(evaluator: &Evaluator, description: &Description, of_file: &mut Read) {
    let Read { declared, notes } = of_file;
    let place = evaluator.place(&description.place);
    let is_known = terraform_policy::has_names(description.attributes.iter().map(|(key, _)| key))
        || declared::is_of_tenant(description);
    if description.what == What::Call && !is_known {
        let what = format!("module `{}`", description.label);
        let (outcome, why) = not_followed(description.source.as_deref());
        notes.add(outcome, place, what, why);
        return;
    }
    let found = match instances(evaluator, description) {
        Ok(found) => found,
        Err(why) => {
            notes.refuse(&description.label, Fault::new(place, why));
            return;
        }
    };
    if found.is_empty() {
        tell_none(&place, description, notes);
    }
    match description.what {
        What::Environment => {
            let read = |one| declared::environment(evaluator, description, one, notes);
            declared.environments.extend(found.iter().map(read));
            return;
        }
        What::Managed => {
            let read = |one| declared::part(evaluator, description, one, notes, terraform_environment::managed);
            declared.environments.extend(found.iter().filter_map(read));
            return;
        }
        What::Database => {
            let read = |one| declared::part(evaluator, description, one, notes, terraform_environment::settings);
            declared.environments.extend(found.iter().filter_map(read));
            return;
        }
        What::Group => {
            let read = |one| declared::group(evaluator, description, one, notes);
            declared.groups.extend(found.iter().map(read));
            return;
        }
        What::Rules => {
            for one in &found {
                match declared::rules(evaluator, description, one, notes) {
                    Ok((group, policy)) => {
                        declared.groups.extend(group);
                        declared.rule_based.extend(policy);
                    }
                    Err(fault) => {
                        let what = format!("rules of an environment group, \"{}\"", one.label);
                        notes.add(Outcome::Refused, fault.place, what, fault.why);
                    }
                }
            }
            return;
        }
        What::Settings | What::Isolation => {
            let read = |one| declared::tenant(evaluator, description, one, notes);
            declared.tenants.extend(found.iter().map(read));
            return;
        }
        What::Call if declared::is_of_tenant(description) => {
            for one in &found {
                declared.tenants.extend(declared::of_call(evaluator, description, one, notes));
            }
            return;
        }
        What::Policy | What::Call => {}
    }
    if let Some(block) = description.blocks.first() {
        let old = ["connector_group", "environment"].contains(block);
        let why = if old {
            "it has the form of the provider before version 1, with blocks `connector_group`; import the policy itself, \
             as `terraform show -json` or the platform gives it"
                .to_owned()
        } else {
            format!("it has blocks `{block}`, which are not evaluated")
        };
        notes.refuse(&description.label, Fault::new(place, why));
        return;
    }
    for Instance { label, key, each } in found {
        let scope = each.as_ref().map_or(Scope::EMPTY, |(name, value)| Scope::EMPTY.with(name, value));
        let entries =
            description.attributes.iter().map(|(key, source)| (key.clone(), evaluator.attribute(source, &scope)));
        let value = Value::Object(entries.collect());
        match terraform_policy::read(&value, &place, &label, Completeness::Source, notes) {
            Ok(mut policy) => {
                let imported = evaluator.imported(&evaluator.address(terraform_json::POLICY, &description.label, &key));
                policy.id = policy.id.or(imported);
                declared.policies.push(policy);
            }
            Err(fault) => notes.refuse(value.get("display_name").and_then(Value::as_text).unwrap_or(&label), fault),
        }
    }
}
