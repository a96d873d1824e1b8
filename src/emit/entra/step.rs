//! A step of the plan: a lookup, and the request that depends on its response.

use serde_json::{Map, Value, json};

/// A step.
pub(super) struct Step {
    /// The kind of its declaration, and the symbol.
    pub(super) kind: &'static str,
    pub(super) symbol: String,
    /// The lookup that comes first.
    pub(super) look: Look,
    /// The request if nothing was found; none where it always exists.
    pub(super) create: Option<Request>,
    /// The request if what was found differs; none where nothing may be changed.
    pub(super) change: Option<Request>,
    /// Members of the body of `change` that are completed from what was found, as JSON pointers: Graph replaces them
    /// whole.
    pub(super) fill: Vec<&'static str>,
    /// The source of settings that the body does not name, if nothing was found.
    pub(super) template: Option<String>,
    /// The step whose response has the id for `{id}` in paths, and the symbols whose ids come from other steps.
    pub(super) needs: Vec<String>,
    /// References that are added one by one, unless they exist.
    pub(super) add: Vec<String>,
}

/// A lookup.
pub(super) struct Look {
    pub(super) path: String,
    /// The path of the items in the response; empty where the response is the item.
    pub(super) items: &'static str,
    /// The item that is meant: a member and its value.
    pub(super) which: Option<(&'static str, String)>,
}

/// A request.
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) body: Map<String, Value>,
}

impl Step {
    /// A step with a lookup only.
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

    /// The step as a document. `order` counts from 1; `ordered` returns the step that finds or creates a group.
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
