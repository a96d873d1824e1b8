//! `import` blocks: the ids of objects that exist before Terraform manages them.

use hcl_edit::expr::{Expression, TraversalOperator};

use super::Read;
use super::evaluate::Evaluator;
use super::instances::repeated;
use super::module::{Given, What};
use super::scope::Scope;
use crate::import::read::neutral::Outcome;
use crate::import::read::value::Value;

/// An `import` block.
pub(super) struct Imported<'m> {
    pub(super) place: String,
    pub(super) to: Option<Given<'m>>,
    pub(super) id: Option<Given<'m>>,
    pub(super) for_each: Option<Given<'m>>,
}

/// The ids in the `import` blocks of a module, by the addresses of the objects. Only the module in which Terraform is
/// run has such blocks. What cannot be evaluated is noted: without its id, an object counts as new.
pub(super) fn ids(evaluator: &Evaluator, of_files: &mut [Read]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (of_file, blocks) in of_files.iter_mut().zip(&evaluator.module.imported) {
        for block in blocks {
            for result in of_block(evaluator, block) {
                match result {
                    Ok(one) => found.extend(one),
                    Err(why) => {
                        let place = evaluator.place(&block.place);
                        let why = format!("{why}; what it is for counts as new");
                        of_file.notes.add(Outcome::Dropped, place, "an `import` block", why);
                    }
                }
            }
        }
    }
    found
}

/// The address and the id of each instance of a block; none for kinds of objects that are not imported.
fn of_block(evaluator: &Evaluator, block: &Imported) -> Vec<Result<Option<(String, String)>, String>> {
    let instances = match repeated(evaluator, "", None, block.for_each.as_ref()) {
        Ok(instances) => instances,
        Err(why) => return vec![Err(why)],
    };
    let one = |instance: &super::Instance| {
        let scope = instance.each.as_ref().map_or(Scope::EMPTY, |(name, value)| Scope::EMPTY.with(name, value));
        let Some(address) = address(evaluator, block.to.as_ref(), &scope)? else { return Ok(None) };
        match block.id.as_ref().map(|given| evaluator.attribute(given, &scope)) {
            Some(Value::Text(id)) if !id.trim().is_empty() => Ok(Some((address, id.trim().to_owned()))),
            Some(Value::Unknown(reason)) => Err(format!("the id of `{address}` cannot be evaluated: {reason}")),
            _ => Err(format!("`{address}` gets no id as a text")),
        }
    };
    instances.iter().map(one).collect()
}

/// The address that a block is for; none for kinds of objects that are not imported.
fn address(evaluator: &Evaluator, to: Option<&Given>, scope: &Scope) -> Result<Option<String>, String> {
    let unclear = || "its address cannot be evaluated".to_owned();
    let parsed;
    let expression = match to {
        Some(Given::Hcl(expression)) => *expression,
        Some(Given::Json(Value::Text(text))) => {
            let inner = text.strip_prefix("${").and_then(|inner| inner.strip_suffix('}')).unwrap_or(text);
            parsed = inner.parse::<Expression>().map_err(|_| unclear())?;
            &parsed
        }
        _ => return Err(unclear()),
    };
    let Expression::Traversal(traversal) = expression else { return Err(unclear()) };
    let Expression::Variable(head) = &traversal.expr else { return Err(unclear()) };
    let mut parts = vec![head.as_str().to_owned()];
    let mut kind = Some(head.as_str());
    for operator in &traversal.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => {
                // The kind comes first, or after the names of modules: `module.name.kind.label`.
                kind = match (kind, parts.len()) {
                    (Some("module"), _) => None,
                    (None, _) => Some(name.as_str()),
                    (known, _) => known,
                };
                parts.push(format!(".{}", name.as_str()));
            }
            TraversalOperator::Index(index) => match evaluator.attribute(&Given::Hcl(index), scope) {
                Value::Text(key) => parts.push(format!("[\"{key}\"]")),
                Value::Number(number) => parts.push(format!("[{number}]")),
                Value::Unknown(reason) => return Err(format!("its address cannot be evaluated: {reason}")),
                _ => return Err(unclear()),
            },
            TraversalOperator::LegacyIndex(index) => parts.push(format!("[{}]", index.value())),
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => return Err(unclear()),
        }
    }
    Ok(kind.and_then(What::of).map(|_| format!("{}{}", evaluator.prefix(), parts.concat())))
}
