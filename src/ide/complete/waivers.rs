//! Completion in waivers: a rule, and the declaration in which its findings are accepted.

use super::{Offered, Sort};
use crate::codes;
use crate::ide::context::Context;
use crate::model::kinds::KINDS;
use crate::waivers::is_waivable;

impl Offered<'_> {
    pub(super) fn waived(&mut self, context: &Context<'_>) {
        match context.statement.as_slice() {
            ["waive"] => {
                for rule in codes::all().into_iter().filter(|rule| is_waivable(rule)) {
                    self.push(rule.name, Sort::Value, rule.code.to_string(), rule.summary);
                }
            }
            ["waive", _rule] => self.word("on", "The declaration in which findings are accepted.", Sort::Word),
            ["waive", _rule, "on"] => {
                for kind in KINDS.iter().filter(|kind| !kind.name.is_empty()) {
                    self.word(kind.keyword, kind.noun, Sort::Word);
                }
            }
            ["waive", _rule, "on", kind] => self.declared(kind),
            _more => {}
        }
    }
}
