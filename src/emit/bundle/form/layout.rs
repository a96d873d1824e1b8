//! A schema as text.

use serde_json::{Value, json};

/// The most characters of a line, its indent not counted.
const WIDTH: usize = 120;

/// The text of a schema: what fits on a line is on one. Definitions are last.
pub fn text(schema: &Value) -> String {
    let mut text = String::new();
    lay_out(schema, 0, &mut text);
    text.push('\n');
    text
}

fn lay_out(value: &Value, depth: usize, text: &mut String) {
    let flat = value.to_string();
    let mut parts: Vec<(String, &Value)> = match value {
        _short if flat.chars().count() <= WIDTH => Vec::new(),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items.iter().map(|item| (String::new(), item)).collect()
        }
        Value::Object(members) => members.iter().map(|(key, value)| (format!("{}: ", json!(key)), value)).collect(),
        _plain => Vec::new(),
    };
    if parts.is_empty() {
        text.push_str(&flat);
        return;
    }
    parts.sort_by_key(|(key, _)| key.starts_with("\"$defs"));
    text.push(if value.is_array() { '[' } else { '{' });
    for (index, (key, part)) in parts.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        text.push_str(&key);
        lay_out(part, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(if value.is_array() { ']' } else { '}' });
}
