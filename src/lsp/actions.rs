//! Code actions for findings at a place.

use serde_json::{Value, json};

use super::answers::{Asked, FAILED, INVALID, Refusal};
use crate::codes;
use crate::diagnostics::{Diagnostic, Safety};
use crate::ide::navigate::TextEdit;
use crate::ide::{fixes, waive};
use crate::text::Location;

impl Asked<'_> {
    pub(super) fn actions(&self) -> Result<Value, Refusal> {
        let span = self.asked_range()?;
        let only = self.params.pointer("/context/only").and_then(Value::as_array);
        let wants = |kind: &str| {
            let fits = |asked: &str| kind == asked || kind.starts_with(&format!("{asked}."));
            only.is_none_or(|only| only.iter().any(|asked| asked.as_str().is_some_and(fits)))
        };
        let mut actions = Vec::new();
        if wants("quickfix") {
            for offer in fixes::offers(&self.view, self.file, span) {
                actions.push(json!({
                    "title": offer.fix.title,
                    "kind": "quickfix",
                    "isPreferred": offer.fix.safety == Safety::Safe,
                    "diagnostics": self.named(offer.finding),
                    "edit": self.converter.workspace_edit(&offer.edits(), self.client.versioned_edits),
                    "data": { "code": offer.finding.rule.code.to_string() },
                }));
            }
            let root = self.converter.addresses.root;
            let offers = waive::offers(&self.view, self.file, span).into_iter();
            actions.extend(offers.filter(|offer| root.may_waive(offer.finding.rule)).map(|offer| self.waiver(&offer)));
        }
        let text = self.view.source(self.file).text();
        if wants("source.fixAll")
            && let Some((span, text)) = fixes::all(&self.view, self.file).and_then(|all| fixes::difference(text, &all))
        {
            let edit = TextEdit { location: Location::new(self.file, span), text };
            actions.push(json!({
                "title": "Apply all safe fixes of this file",
                "kind": "source.fixAll",
                "edit": self.converter.workspace_edit(&[edit], self.client.versioned_edits),
            }));
        }
        Ok(actions.into())
    }

    /// The diagnostics that the editor sent with the request and that show a finding.
    fn named(&self, finding: &Diagnostic) -> Value {
        let code = finding.rule.code.to_string();
        let shown = self.params.pointer("/context/diagnostics").and_then(Value::as_array);
        shown.into_iter().flatten().filter(|one| one["code"] == *code).cloned().collect()
    }

    /// The action that accepts a finding. An editor with the commands of the extension asks for the reason first. In
    /// other editors the comment has no reason, which is an error until the author adds one.
    fn waiver(&self, offer: &waive::Offer<'_>) -> Value {
        let rule = offer.finding.rule;
        let until = waive::until(self.settings.today);
        let mut action = json!({
            "title": format!("waive `{}` with a reason…", rule.name),
            "kind": "quickfix",
            "diagnostics": self.named(offer.finding),
        });
        let (key, value) = if self.client.commands {
            let uri = self.params.pointer("/textDocument/uri");
            let arguments = json!([uri, offer.line, rule.name, until.to_string()]);
            ("command", json!({ "title": "waive", "command": "dictum.waive", "arguments": arguments }))
        } else {
            let edit = waive::edit(&self.view, self.file, offer.line, rule, until, "");
            ("edit", self.converter.workspace_edit(&[edit], self.client.versioned_edits))
        };
        if let Some(fields) = action.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
        action
    }

    /// The edit that accepts a finding with the reason from the author.
    pub(super) fn waive(&self) -> Result<Value, Refusal> {
        let word = |name: &str| self.params.get(name).and_then(Value::as_str).unwrap_or_default();
        let rule =
            codes::find(word("rule")).ok_or_else(|| (INVALID, format!("there is no rule `{}`", word("rule"))))?;
        let until = word("until").parse().map_err(|_| (INVALID, format!("`{}` is not a day", word("until"))))?;
        if until < self.settings.today {
            return Err((FAILED, format!("{until} is over; today is {}", self.settings.today)));
        }
        if word("because").trim().is_empty() {
            return Err((FAILED, "a waiver needs a reason".to_owned()));
        }
        let line = self.params.get("line").and_then(Value::as_u64).ok_or((INVALID, "`line` is missing".to_owned()))?;
        let edit = waive::edit(&self.view, self.file, line as u32, rule, until, word("because"));
        Ok(self.converter.workspace_edit(&[edit], self.client.versioned_edits))
    }
}
