//! A step of the plan: what is asked, and what is sent by the answer.

use serde_json::{Map, Value, json};

/// A step.
pub(super) struct Step {
    /// The kind of the declaration it comes from, and its symbol.
    pub(super) kind: &'static str,
    pub(super) symbol: String,
    /// What is asked first.
    pub(super) look: Look,
    /// What is sent where nothing was found; none where it is always there.
    pub(super) create: Option<Request>,
    /// What is sent where something was found that differs; none where nothing may be changed.
    pub(super) change: Option<Request>,
    /// Members of the body of `change` that are filled up from what was found, as JSON pointers: Graph replaces them whole.
    pub(super) fill: Vec<&'static str>,
    /// Where settings that the body does not name come from, where nothing was found.
    pub(super) template: Option<String>,
    /// The step whose answer has the id for `{id}` in paths, and the symbols for which other steps have the ids.
    pub(super) needs: Vec<String>,
    /// References that are added one by one, unless they are there.
    pub(super) add: Vec<String>,
}

/// What is asked first.
pub(super) struct Look {
    pub(super) path: String,
    /// Where the answer has its items; empty where the answer is the item.
    pub(super) items: &'static str,
    /// Which item is meant: a member and its value.
    pub(super) which: Option<(&'static str, String)>,
}

/// What is sent.
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) body: Map<String, Value>,
}

impl Step {
    /// A step that looks and does nothing else yet.
    pub(super) fn looking(kind: &'static str, symbol: &str, look: Look) -> Self {
        Self {
            kind,
            symbol: symbol.to_owned(),
            look,
            create: None,
            change: None,
            fill: Vec::new(),
            template: None,
            needs: Vec::new(),
            add: Vec::new(),
        }
    }

    /// The step as a document. `order` counts from 1; `ordered` gives the step that finds or makes a group.
    pub(super) fn document(&self, order: usize, ordered: impl Fn(&str) -> Option<usize>) -> Value {
        let request = |request: &Option<Request>| match request {
            Some(one) => json!({ "body": one.body, "method": one.method, "path": one.path }),
            None => Value::Null,
        };
        let which = match &self.look.which {
            Some((at, value)) => json!({ "at": at, "value": value }),
            None => Value::Null,
        };
        let needs: Vec<Value> = self
            .needs
            .iter()
            .filter_map(|symbol| Some(json!({ "parameter": format!("group:{symbol}"), "step": ordered(symbol)? })))
            .collect();
        json!({
            "add": self.add,
            "change": request(&self.change),
            "create": request(&self.create),
            "fill": self.fill,
            "kind": self.kind,
            "look": { "items": self.look.items, "method": "GET", "path": self.look.path, "which": which },
            "needs": needs,
            "order": order,
            "symbol": self.symbol,
            "template": self.template,
        })
    }
}
