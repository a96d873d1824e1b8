//! The values of members, as they are written.

use super::{Context, Data, Form, Key, Members, Place};
use crate::emit::json::Json;

/// Writes the members of an object.
pub fn members<F: Form>(json: &mut Json<'_>, of: F, context: &Context<'_>) {
    F::members(&mut Writer { json, of, context });
}

struct Writer<'w, 'j, 't, T> {
    json: &'w mut Json<'j>,
    of: T,
    context: &'t Context<'t>,
}

impl<'t, T: Copy> Members<'t, T> for Writer<'_, '_, 't, T> {
    fn member<D: Data, P: Place>(
        &mut self,
        key: impl Key,
        value: impl FnOnce(T, &'t Context<'t>) -> D,
        _: impl FnOnce(T, &'t Context<'t>) -> P,
    ) {
        value(self.of, self.context).write(self.json.key(key.key()), self.context);
    }

    fn perhaps<D: Data>(&mut self, key: impl Key, value: impl FnOnce(T, &'t Context<'t>) -> Option<D>) {
        if let Some(value) = value(self.of, self.context) {
            value.write(self.json.key(key.key()), self.context);
        }
    }

    fn identity<I: Data, S: Data, P: Place>(
        &mut self,
        key: impl Key,
        id: impl FnOnce(T, &'t Context<'t>) -> (I, S),
        _: impl FnOnce(T) -> P,
    ) {
        let (id, source) = id(self.of, self.context);
        id.write(self.json.key(key.key()), self.context);
        source.write(self.json.key("idSource"), self.context);
    }
}
