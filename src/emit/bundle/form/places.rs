//! The places of members, as the source map has them.

use super::lists::PlacesOf;
use super::{Context, Data, Declarations, Each, Form, Key, Members, Parties, Place, References, Shown};
use crate::emit::bundle::source_map::Map;
use crate::model::Declared;
use crate::model::program::{Reference, Symbol};
use crate::text::Location;

/// Writes the places of the members of an object.
pub fn members<F: Form>(map: &mut Map<'_, '_>, of: F, context: &Context<'_>) {
    F::members(&mut Places { map, of, context });
}

struct Places<'m, 'a, 'w, 't, T> {
    map: &'m mut Map<'a, 'w>,
    of: T,
    context: &'t Context<'t>,
}

impl<'t, T: Copy> Members<'t, T> for Places<'_, '_, '_, 't, T> {
    fn member<D: Data, P: Place>(
        &mut self,
        key: impl Key,
        _: impl FnOnce(T, &'t Context<'t>) -> D,
        place: impl FnOnce(T, &'t Context<'t>) -> P,
    ) {
        place(self.of, self.context).put(key.key(), self.map, self.context);
    }

    fn perhaps<D: Data>(&mut self, _: impl Key, _: impl FnOnce(T, &'t Context<'t>) -> Option<D>) {}

    fn identity<I: Data, S: Data, P: Place>(
        &mut self,
        key: impl Key,
        _: impl FnOnce(T, &'t Context<'t>) -> (I, S),
        given: impl FnOnce(T) -> P,
    ) {
        given(self.of).put(key.key(), self.map, self.context);
    }
}

/// What has no place.
pub struct Nowhere;

impl Place for Nowhere {
    fn put(self, _: &'static str, _: &mut Map<'_, '_>, _: &Context<'_>) {}
}

/// The place of one thing, or that of another.
pub enum Either<A, B> {
    One(A),
    Other(B),
}

impl<A: Place, B: Place> Place for Either<A, B> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        match self {
            Self::One(place) => place.put(key, map, context),
            Self::Other(place) => place.put(key, map, context),
        }
    }
}

impl Place for Location {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.put(key, self);
    }
}

impl<P: Place> Place for Option<P> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        if let Some(place) = self {
            place.put(key, map, context);
        }
    }
}

/// A value beside its place.
impl<D, P: Place> Place for (D, P) {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        self.1.put(key, map, context);
    }
}

impl Place for &Symbol {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.put(key, self.location);
    }
}

impl<I> Place for &Reference<I> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.put(key, self.symbol.location);
    }
}

impl Place for Shown<'_> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        self.given.put(key, map, context);
    }
}

impl<I: IntoIterator<Item = Location>> Place for PlacesOf<I> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.members(key, self.0, self.1);
    }
}

impl<I> Place for References<'_, I> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.members(key, None, self.sorted().into_iter().map(|one| one.symbol.location));
    }
}

impl Place for Parties<'_> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.members(key, None, self.sorted().into_iter().map(|(_, party)| party.symbol.location));
    }
}

/// An object with a place of its own has it also where none of its members has one.
impl<F: Form> Place for F {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        match self.place() {
            Some(location) => map.part(key, location, |map| members(map, self, context)),
            None => map.parts_if_any(key, |map| members(map, self, context)),
        }
    }
}

impl<F: Form, I: Iterator<Item = F>> Place for Each<I> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        map.list(key, self.0, |map, object| match object.place() {
            Some(location) => map.node(location, |map| members(map, object, context)),
            None => map.nowhere(),
        });
    }
}

impl<'a, T: Declared> Place for Declarations<'a, T>
where
    &'a T: Form,
{
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>) {
        map.list(key, self.0, |map, one| map.node(one.symbol().location, |map| members(map, one, context)));
    }
}
