//! The functions that put texts together and take them apart.

use super::evaluate::Evaluator;
use crate::import::read::value::Value;

/// The value of a function of texts; none for other functions, and for arguments that only Terraform can judge.
pub(super) fn call(evaluator: &Evaluator, name: &str, values: &[Value]) -> Option<Value> {
    let within = |bytes: usize| evaluator.work_on(bytes / 64);
    let text = match (name, values) {
        ("format", [Value::Text(form), rest @ ..]) => formatted(form, rest)?,
        ("join", [Value::Text(separator), Value::List(items)]) => {
            let parts: Vec<String> = items.iter().map(plain).collect::<Option<_>>()?;
            let size = parts.iter().map(String::len).sum::<usize>() + parts.len().saturating_mul(separator.len());
            if !within(size) {
                return None;
            }
            parts.join(separator)
        }
        ("split", [Value::Text(separator), Value::Text(text)]) if !separator.is_empty() => {
            return Some(Value::List(text.split(&**separator).map(|part| Value::Text(part.to_owned())).collect()));
        }
        // A text between slashes is a regular expression.
        ("replace", [Value::Text(text), Value::Text(old), Value::Text(new)])
            if !(old.is_empty() || old.len() > 1 && old.starts_with('/') && old.ends_with('/')) =>
        {
            if !within(text.len() + text.matches(&**old).count().saturating_mul(new.len())) {
                return None;
            }
            text.replace(&**old, new)
        }
        ("trimprefix", [Value::Text(text), Value::Text(part)]) => text.strip_prefix(&**part).unwrap_or(text).to_owned(),
        ("trimsuffix", [Value::Text(text), Value::Text(part)]) => text.strip_suffix(&**part).unwrap_or(text).to_owned(),
        _ => return None,
    };
    Some(Value::Text(text))
}

/// A form with its values in place of `%s`, `%d` and `%v`.
fn formatted(form: &str, values: &[Value]) -> Option<String> {
    let (mut text, mut rest, mut values) = (String::new(), form, values.iter());
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let verb = after.chars().next()?;
        match verb {
            '%' => text.push('%'),
            's' | 'v' => text.push_str(&plain(values.next()?)?),
            'd' => match values.next()? {
                Value::Number(number) if number.is_i64() => text.push_str(&number.to_string()),
                _ => return None,
            },
            _ => return None,
        }
        rest = after.get(verb.len_utf8()..)?;
    }
    text.push_str(rest);
    values.next().is_none().then_some(text)
}

/// A plain value as a text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
