//! The schema of the bundle, made of the forms of its objects.

use serde_json::{Map, Value, json};

use super::{Context, Data, Form, Items, Key, Members, Place, Within, layout};
use crate::model::kinds::{self, Attribute, Body, Open, Shape, Type};

/// The definitions that a schema refers to, by name.
#[derive(Default)]
pub struct Schemas {
    definitions: Map<String, Value>,
}

impl Schemas {
    /// Makes a definition, unless it is there, and refers to it.
    pub fn define(&mut self, name: &str, doc: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.definitions.contains_key(name) {
            // What is being made may refer to itself.
            self.definitions.insert(name.to_owned(), Value::Null);
            let made = described(make(self), doc);
            self.definitions.insert(name.to_owned(), made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// The definition of an object.
    pub fn object<F: Form>(&mut self) -> Value {
        self.define(F::FORM.0, F::DOC, |schemas| Value::Object(schemas.form::<F>()))
    }

    /// What an object has.
    fn form<F: Form>(&mut self) -> Map<String, Value> {
        let (properties, required) = (Map::new(), Vec::new());
        let mut members = Definition { schemas: self, shape: shape(F::FORM.1), properties, required };
        F::members(&mut members);
        let Definition { properties, required, .. } = members;
        let mut definition = Map::new();
        definition.insert("type".to_owned(), json!("object"));
        definition.insert("additionalProperties".to_owned(), json!(false));
        definition.insert("required".to_owned(), json!(required));
        definition.insert("properties".to_owned(), Value::Object(properties));
        F::refine(&mut definition);
        definition
    }
}

/// The text of the schema of a whole document.
pub fn document<F: Form>(id: &str, title: &str) -> String {
    let mut schemas = Schemas::default();
    let mut schema = schemas.form::<F>();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!(id));
    schema.insert("title".to_owned(), json!(title));
    schema.insert("$defs".to_owned(), Value::Object(schemas.definitions));
    layout::text(&described(Value::Object(schema), F::DOC))
}

/// A schema with what it is for.
pub fn described(mut schema: Value, doc: &str) -> Value {
    if let (Value::Object(members), false) = (&mut schema, doc.is_empty()) {
        members.insert("description".to_owned(), json!(doc));
    }
    schema
}

/// The shape of the block that a path of the source leads to.
pub fn shape(source: &str) -> Option<&'static Shape> {
    let mut steps = source.split('.');
    let Body::Block(mut shape) = kinds::find(steps.next()?)?.body else { return None };
    for step in steps {
        shape = match shape.open {
            Open::Blocks(_, inner) if step == "*" => inner,
            _named => shape.blocks.iter().find(|block| block.name == step)?.shape,
        };
    }
    Some(shape)
}

/// What a value of an attribute is one of.
pub fn within(attribute: &Attribute) -> Within {
    let mut within = Within { required: attribute.required, ..Within::default() };
    match attribute.kind {
        Type::Word(choices) => within.one_of = choices.iter().map(|choice| choice.word.into()).collect(),
        Type::Integer(low, high) => within.range = Some((low, Some(high))),
        _other => {}
    }
    within
}

/// Gathers the members of an object.
struct Definition<'s> {
    schemas: &'s mut Schemas,
    shape: Option<&'static Shape>,
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl Definition<'_> {
    fn add<D: Data>(&mut self, key: &impl Key) {
        // `madeBy` is the attribute `made_by`.
        let same = |name: &str| name.replace('_', "") == key.attribute().replace('_', "").to_lowercase();
        let attribute = self.shape.and_then(|shape| shape.attributes.iter().find(|one| same(one.name)));
        let attribute = attribute.filter(|_| key.doc().is_empty());
        let block = self.shape.and_then(|shape| shape.blocks.iter().find(|block| same(block.name)));
        let within = attribute.map_or_else(|| key.within(), within);
        let doc = match (key.doc(), attribute, block) {
            ("", Some(attribute), _) => attribute.doc,
            ("", None, Some(block)) => block.doc,
            (doc, ..) => doc,
        };
        let mut schema = described(D::schema(self.schemas, &within), doc);
        let Items { least, most, unique } = within.items;
        let bounds = [("minItems", json!(least), least > 0), ("uniqueItems", json!(true), unique)];
        for (name, bound, _) in
            bounds.into_iter().chain([("maxItems", json!(most), most.is_some())]).filter(|one| one.2)
        {
            schema[name] = bound;
        }
        self.properties.insert(key.key().to_owned(), schema);
    }
}

impl<'t, T: Copy> Members<'t, T> for Definition<'_> {
    fn member<D: Data, P: Place>(
        &mut self,
        key: impl Key,
        _: impl FnOnce(T, &'t Context<'t>) -> D,
        _: impl FnOnce(T, &'t Context<'t>) -> P,
    ) {
        self.add::<D>(&key);
        self.required.push(key.key());
    }

    fn perhaps<D: Data>(&mut self, key: impl Key, _: impl FnOnce(T, &'t Context<'t>) -> Option<D>) {
        self.add::<D>(&key);
    }

    fn identity<I: Data, S: Data, P: Place>(
        &mut self,
        key: impl Key,
        _: impl FnOnce(T, &'t Context<'t>) -> (I, S),
        _: impl FnOnce(T) -> P,
    ) {
        self.add::<I>(&key);
        self.add::<S>(&"idSource");
        self.required.extend([key.key(), "idSource"]);
    }
}
