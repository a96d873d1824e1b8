//! Evaluates expressions, as far as that does not need Terraform.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use hcl_edit::expr::{BinaryOp, Expression, ObjectKey, Traversal, TraversalOperator, UnaryOp, UnaryOperator};
use hcl_edit::template::{Element, Template};
use serde_json::Number;

use super::instances::Instance;
use super::module::{Description, Given, Module, What};
use super::scope::Scope;
use super::world::World;
use super::{declared, functions, selection};
use crate::import::read::neutral::Condition;
use crate::import::read::value::{Field, Value};

/// The maximum number of expressions and copied values of one attribute; a real tenant needs about ten thousand.
const WORK: usize = 500_000;
/// The maximum number for a module.
const WORK_IN_ALL: usize = 2_000_000;
/// The maximum nesting of expressions, references included.
const DEPTH: usize = 160;

/// The number of levels of that nesting that an output of another module takes.
const OUTPUT_DEPTH: usize = 16;

/// Evaluates the expressions of one module, with the values of its variables at one call.
pub(super) struct Evaluator<'m> {
    pub(super) module: &'m Module<'m>,
    /// The folder of the module.
    pub(super) folder: String,
    /// The other modules; none for a single file.
    world: Option<&'m World<'m>>,
    /// Values of variables that a call or a run gives.
    inputs: BTreeMap<String, Value>,
    /// The prefix of addresses of this module.
    prefix: String,
    known: RefCell<BTreeMap<String, Value>>,
    open: RefCell<Vec<String>>,
    work: Cell<usize>,
    work_in_all: Cell<usize>,
    depth: Cell<usize>,
}

impl<'m> Evaluator<'m> {
    pub(super) fn new(
        module: &'m Module<'m>,
        world: Option<&'m World<'m>>,
        folder: &str,
        inputs: BTreeMap<String, Value>,
        prefix: String,
    ) -> Self {
        Self {
            module,
            folder: folder.to_owned(),
            world,
            inputs,
            prefix,
            known: RefCell::default(),
            open: RefCell::default(),
            work: Cell::new(WORK),
            work_in_all: Cell::new(WORK_IN_ALL),
            depth: Cell::new(DEPTH),
        }
    }

    /// The evaluator of a module that a block of this one calls.
    pub(super) fn called(&self, call: &Description, instance: &Instance, folder: &str, module: &'m Module<'m>) -> Self {
        let scope = instance.each.as_ref().map_or(Scope::EMPTY, |(name, value)| Scope::EMPTY.with(name, value));
        let inputs = call.attributes.iter().map(|(key, given)| (key.clone(), self.attribute(given, &scope)));
        let prefix = format!("{}module.{}{}.", self.prefix, call.label, instance.key);
        Self::new(module, self.world, folder, inputs.collect(), prefix)
    }

    /// The address of a resource of this module.
    pub(super) fn address(&self, kind: &str, label: &str, key: &str) -> String {
        format!("{}{kind}.{label}{key}", self.prefix)
    }

    /// The prefix of addresses of this module.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The id that an `import` block gives the object with that address.
    pub(super) fn imported(&self, address: &str) -> Option<String> {
        self.world.and_then(|world| world.ids.borrow().get(address).cloned())
    }

    /// A place in this module, with the call that leads here.
    pub(super) fn place(&self, place: &str) -> String {
        match self.prefix.trim_end_matches(['.', ' ', ':']) {
            "" => place.to_owned(),
            prefix => format!("{place} of {prefix}"),
        }
    }

    /// The value of an attribute. Each has its own budget, so that one cannot starve the others.
    pub(super) fn attribute(&self, given: &Given, scope: &Scope) -> Value {
        let of_all = self.world.map_or(WORK, |world| world.work.get());
        let budget = WORK.min(self.work_in_all.get()).min(of_all);
        self.work.set(budget);
        let value = self.source(given, scope);
        let used = budget - self.work.get();
        self.work_in_all.set(self.work_in_all.get() - used);
        if let Some(world) = self.world {
            world.work.set(world.work.get().saturating_sub(used));
        }
        value
    }

    /// The value of a given source.
    pub(super) fn source(&self, given: &Given, scope: &Scope) -> Value {
        match given {
            Given::Hcl(expression) => self.expression(expression, scope),
            Given::Json(value) => self.json(value, scope),
        }
    }

    /// The value of an expression.
    pub(super) fn expression(&self, expression: &Expression, scope: &Scope) -> Value {
        let Some(depth) = self.depth.get().checked_sub(1) else {
            return unknown("expressions refer to one another too deeply");
        };
        if !self.work_on(1) {
            return exhausted();
        }
        self.depth.set(depth);
        let value = self.shallow(expression, scope);
        self.depth.set(depth + 1);
        value
    }

    /// Takes the cost of another copy of `value` from the budget; false when the budget is used up.
    pub(super) fn charge(&self, value: &Value) -> bool {
        self.work_on(1)
            && match value {
                Value::List(items) => items.iter().all(|item| self.charge(item)),
                Value::Object(entries) => entries.iter().all(|(_, item)| self.charge(item)),
                Value::Selected(condition, template) => self.work_on(condition.size()) && self.charge(template),
                Value::Test(condition) => self.work_on(condition.size()),
                Value::Text(text) | Value::Unknown(text) => self.work_on(text.len() / 64),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Reference(_)
                | Value::Row
                | Value::Field(_) => true,
            }
    }

    /// Takes `amount` steps from the budget; false when the budget is used up.
    pub(super) fn work_on(&self, amount: usize) -> bool {
        let left = self.work.get().checked_sub(amount);
        self.work.set(left.unwrap_or(0));
        left.is_some()
    }

    fn shallow(&self, expression: &Expression, scope: &Scope) -> Value {
        match expression {
            Expression::Null(_) => Value::Null,
            Expression::Bool(value) => Value::Bool(*value.value()),
            Expression::Number(number) => number_of(number.value()),
            Expression::String(text) => Value::Text(text.value().clone()),
            Expression::Array(items) => Value::List(items.iter().map(|item| self.expression(item, scope)).collect()),
            Expression::Object(object) => self.object(object, scope),
            Expression::StringTemplate(template) => self.elements(template.iter(), scope),
            Expression::HeredocTemplate(heredoc) => self.elements(heredoc.template.iter(), scope),
            Expression::Parenthesis(inner) => self.expression(inner.inner(), scope),
            Expression::Variable(name) => self.head(name.as_str(), &[], scope).0,
            Expression::Conditional(conditional) => match self.expression(&conditional.cond_expr, scope) {
                Value::Bool(true) => self.expression(&conditional.true_expr, scope),
                Value::Bool(false) => self.expression(&conditional.false_expr, scope),
                Value::Unknown(reason) => Value::Unknown(reason),
                _ => unknown("a choice depends on a connector"),
            },
            Expression::FuncCall(call) => functions::call(self, call, scope),
            Expression::Traversal(traversal) => self.traversal(traversal, scope),
            Expression::UnaryOp(operation) => self.unary(operation, scope),
            Expression::BinaryOp(operation) => self.binary(operation, scope),
            Expression::ForExpr(each) => selection::each(self, each, scope),
        }
    }

    fn object(&self, object: &hcl_edit::expr::Object, scope: &Scope) -> Value {
        let mut entries = Vec::with_capacity(object.len());
        for (key, value) in object {
            let key = match key {
                ObjectKey::Ident(name) => name.as_str().to_owned(),
                ObjectKey::Expression(expression) => match self.expression(expression, scope) {
                    Value::Text(text) => text,
                    Value::Unknown(reason) => return Value::Unknown(reason),
                    _ => return unknown("a key of an object is not a text"),
                },
            };
            entries.push((key, self.expression(value.expr(), scope)));
        }
        Value::Object(entries)
    }

    fn elements<'e>(&self, elements: impl Iterator<Item = &'e Element>, scope: &Scope) -> Value {
        let mut text = String::new();
        for element in elements {
            match element {
                Element::Literal(literal) => text.push_str(literal.value()),
                Element::Interpolation(part) => match self.expression(&part.expr, scope) {
                    Value::Text(part) => text.push_str(&part),
                    Value::Number(number) => text.push_str(&number.to_string()),
                    Value::Bool(flag) => text.push_str(if flag { "true" } else { "false" }),
                    Value::Unknown(reason) => return Value::Unknown(reason),
                    _ => return unknown("a text is put together from values that are not texts"),
                },
                Element::Directive(_) => return unknown("a text holds directives"),
            }
        }
        if !self.work_on(text.len() / 64) {
            return exhausted();
        }
        Value::Text(text)
    }

    /// The value of a JSON file, whose texts may contain expressions.
    fn json(&self, value: &Value, scope: &Scope) -> Value {
        match value {
            Value::Text(text) if text.contains("${") || text.contains("%{") => match text.parse::<Template>() {
                Ok(template) => match template.as_single_element() {
                    // A text that consists of one expression only has that expression's value.
                    Some(Element::Interpolation(whole)) => self.expression(&whole.expr, scope),
                    _ => self.elements(template.iter(), scope),
                },
                Err(_) => unknown("a text holds a broken expression"),
            },
            Value::List(items) => Value::List(items.iter().map(|item| self.json(item, scope)).collect()),
            Value::Object(entries) => {
                Value::Object(entries.iter().map(|(key, item)| (key.clone(), self.json(item, scope))).collect())
            }
            plain => plain.clone(),
        }
    }

    fn traversal(&self, traversal: &Traversal, scope: &Scope) -> Value {
        let operators: Vec<&TraversalOperator> = traversal.operators.iter().map(hcl_edit::Decorated::value).collect();
        match &traversal.expr {
            Expression::Variable(name) => {
                let (value, used) = self.head(name.as_str(), &operators, scope);
                self.follow(value, operators.get(used..).unwrap_or_default(), scope)
            }
            other => self.follow(self.expression(other, scope), &operators, scope),
        }
    }

    /// The value of a name, and the number of operators that belong to the name.
    fn head(&self, name: &str, operators: &[&TraversalOperator], scope: &Scope) -> (Value, usize) {
        if let Some(value) = scope.get(name) {
            return (if self.charge(&value) { value } else { exhausted() }, 0);
        }
        let attributes: Vec<&str> = operators
            .iter()
            .map_while(|operator| match operator {
                TraversalOperator::GetAttr(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        match (name, attributes.as_slice()) {
            ("local", [local, ..]) => {
                let value = match self.module.locals.get(local) {
                    Some(given) => self.named(format!("local.{local}"), given),
                    None => unknown(format!("`local.{}` is not in the files given", short(local))),
                };
                (value, 1)
            }
            ("var", [variable, ..]) if self.inputs.contains_key(*variable) => {
                let value = self.inputs.get(*variable).cloned().unwrap_or(Value::Null);
                // `null` in a call means the default.
                let default = self.module.variables.get(variable).cloned().flatten();
                let value = match (value, default) {
                    (Value::Null, Some(given)) => self.named(format!("var.{variable}"), &given),
                    (value, _) => value,
                };
                (if self.charge(&value) { value } else { exhausted() }, 1)
            }
            ("var", [variable, ..]) => {
                let value = match self.module.variables.get(variable) {
                    Some(Some(given)) => self.named(format!("var.{variable}"), given),
                    Some(None) | None => unknown(format!("`var.{}` has no value in the files given", short(variable))),
                };
                (value, 1)
            }
            ("data", ["powerplatform_connectors", _, "connectors", ..]) => {
                (Value::List(vec![Value::Selected(Condition::Everything, Box::new(Value::Row))]), 3)
            }
            (declared::ENVIRONMENT | declared::GROUP, [label, ..]) if self.declares(name, label) => {
                self.declared(name, label, operators, scope)
            }
            ("module", [label, output, ..]) => {
                let value = self.output(label, output);
                let path = format!("module.{label}.{output}");
                (value.unwrap_or_else(|| unknown(format!("`{path}` is known only to Terraform"))), 2)
            }
            _ => {
                let path: Vec<&str> = std::iter::once(name).chain(attributes.iter().copied()).collect();
                (unknown(format!("`{}` is known only to Terraform", short(&path.join(".")))), attributes.len())
            }
        }
    }

    fn declares(&self, kind: &str, label: &str) -> bool {
        let what = if kind == declared::GROUP { What::Group } else { What::Environment };
        let all = self.module.descriptions.iter().flatten();
        all.into_iter().any(|one| one.what == what && one.label == label)
    }

    /// An attribute of an environment or environment group that this module declares: of its id, a reference, or
    /// the id that an `import` block gives it.
    fn declared(&self, kind: &str, label: &str, operators: &[&TraversalOperator], scope: &Scope) -> (Value, usize) {
        let (key, used) = match operators.get(1) {
            Some(TraversalOperator::Index(index)) => match self.expression(index, scope) {
                Value::Text(key) => (format!("[\"{key}\"]"), 2),
                Value::Number(number) => (format!("[{number}]"), 2),
                _ => return (unknown("an index of a resource is not evaluated"), operators.len()),
            },
            _ => (String::new(), 1),
        };
        let address = self.address(kind, label, &key);
        match operators.get(used) {
            Some(TraversalOperator::GetAttr(name)) if name.as_str() == "id" => {
                let id = self.imported(&address).map(Value::Text);
                (id.unwrap_or(Value::Reference(address)), used + 1)
            }
            _ => (unknown(format!("`{address}` is known only to Terraform")), operators.len()),
        }
    }

    /// The value of an output of a module that is called once; none where the module is not among the files.
    fn output(&self, label: &str, output: &str) -> Option<Value> {
        let all = self.module.descriptions.iter().flatten();
        let call = all.into_iter().find(|one| one.what == What::Call && one.label == label)?;
        if call.for_each.is_some() || call.count.is_some() {
            return None;
        }
        let (folder, module) = self.world?.called(&self.folder, call)?;
        let given = module.outputs.get(output)?;
        let depth = self.depth.get().checked_sub(1)?;
        if !self.world?.one_more() {
            return Some(exhausted());
        }
        self.depth.set(depth);
        let instance = Instance { label: label.to_owned(), key: String::new(), each: None };
        let inner = self.called(call, &instance, folder, module);
        inner.depth.set(depth.saturating_sub(OUTPUT_DEPTH));
        let value = inner.attribute(given, &Scope::EMPTY);
        self.depth.set(depth + 1);
        Some(value)
    }

    /// A local or a variable, evaluated once.
    fn named(&self, name: String, given: &Given) -> Value {
        let known = self.known.borrow().get(&name).cloned();
        if let Some(value) = known {
            return if self.charge(&value) { value } else { exhausted() };
        }
        if self.open.borrow().contains(&name) {
            return unknown(format!("`{}` depends on itself", short(&name)));
        }
        self.open.borrow_mut().push(name.clone());
        let value = self.source(given, &Scope::EMPTY);
        self.open.borrow_mut().pop();
        let value = if self.charge(&value) { value } else { exhausted() };
        self.known.borrow_mut().insert(name, value.clone());
        value
    }

    fn follow(&self, mut value: Value, operators: &[&TraversalOperator], scope: &Scope) -> Value {
        for (at, operator) in operators.iter().enumerate() {
            value = match operator {
                TraversalOperator::GetAttr(name) => attribute(value, name.as_str()),
                TraversalOperator::Index(index) => element(value, &self.expression(index, scope)),
                TraversalOperator::LegacyIndex(index) => element(value, &Value::Number((*index.value()).into())),
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let rest = operators.get(at + 1..).unwrap_or_default();
                    // Each splat is one step deeper, as a nested expression is.
                    let Some(depth) = self.depth.get().checked_sub(1) else {
                        return unknown("expressions refer to one another too deeply");
                    };
                    if !self.work_on(1) {
                        return exhausted();
                    }
                    self.depth.set(depth);
                    let result = match value {
                        Value::List(items) => {
                            Value::List(items.into_iter().map(|item| self.splat(item, rest, scope)).collect())
                        }
                        Value::Unknown(reason) => Value::Unknown(reason),
                        Value::Null => Value::List(Vec::new()),
                        single => Value::List(vec![self.follow(single, rest, scope)]),
                    };
                    self.depth.set(depth + 1);
                    return result;
                }
            };
        }
        value
    }

    fn splat(&self, item: Value, rest: &[&TraversalOperator], scope: &Scope) -> Value {
        match item {
            Value::Selected(condition, template) => match self.follow(*template, rest, scope) {
                Value::Unknown(reason) => Value::Unknown(reason),
                template => Value::Selected(condition, Box::new(template)),
            },
            plain => self.follow(plain, rest, scope),
        }
    }

    fn unary(&self, operation: &UnaryOp, scope: &Scope) -> Value {
        let value = self.expression(&operation.expr, scope);
        match operation.operator.value() {
            UnaryOperator::Not => selection::not(value),
            UnaryOperator::Neg => match value {
                Value::Number(number) => number
                    .as_i64()
                    .and_then(i64::checked_neg)
                    .map_or_else(|| unknown("a number is too large"), |negated| Value::Number(negated.into())),
                Value::Unknown(reason) => Value::Unknown(reason),
                _ => unknown("only numbers can be negated"),
            },
        }
    }

    fn binary(&self, operation: &BinaryOp, scope: &Scope) -> Value {
        let left = self.expression(&operation.lhs_expr, scope);
        let right = self.expression(&operation.rhs_expr, scope);
        selection::operate(*operation.operator.value(), left, right)
    }
}

/// The reason why an attribute has no value: there is none with that name.
pub(super) const NO_ATTRIBUTE: &str = "there is no attribute `";
/// The reason why an index has no value.
pub(super) const OUTSIDE: &str = "an index is outside its list";

/// A value that only Terraform can evaluate.
pub(super) fn unknown(reason: impl Into<String>) -> Value {
    Value::Unknown(reason.into())
}

/// A name for use in a reason. A reason is copied with each value that depends on it, so its length is bounded.
pub(super) fn short(name: &str) -> String {
    const CHARACTERS: usize = 120;
    let mut text: String = name.chars().take(CHARACTERS).collect();
    if text.len() < name.len() {
        text.push('…');
    }
    text
}

/// The answer when the budget is used up.
pub(super) fn exhausted() -> Value {
    unknown("the file asks for more values than this reader makes")
}

fn number_of(number: &hcl_edit::Number) -> Value {
    if let Some(whole) = number.as_i64() {
        Value::Number(whole.into())
    } else {
        number.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
    }
}

fn attribute(value: Value, name: &str) -> Value {
    match value {
        Value::Object(entries) => entries
            .into_iter()
            .find(|(key, _)| key == name)
            .map_or_else(|| unknown(format!("{NO_ATTRIBUTE}{}`", short(name))), |(_, value)| value),
        Value::Row => Value::Field(match name {
            "id" => Field::Id,
            "tier" => Field::Tier,
            "publisher" => Field::Publisher,
            "unblockable" => Field::Unblockable,
            _ => Field::Other,
        }),
        Value::Unknown(reason) => Value::Unknown(reason),
        other => unknown(format!("{} has no attribute `{name}`", other.kind())),
    }
}

fn element(value: Value, index: &Value) -> Value {
    match (value, index) {
        (Value::Unknown(reason), _) => Value::Unknown(reason),
        (_, Value::Unknown(reason)) => Value::Unknown(reason.clone()),
        (object @ (Value::Object(_) | Value::Row), Value::Text(key)) => attribute(object, key),
        (Value::List(items), Value::Number(index)) if !items.iter().any(|item| matches!(item, Value::Selected(..))) => {
            let index = index.as_u64().and_then(|index| usize::try_from(index).ok());
            index.and_then(|index| items.into_iter().nth(index)).unwrap_or_else(|| unknown(OUTSIDE))
        }
        _ => unknown("an index does not fit what it is applied to"),
    }
}
