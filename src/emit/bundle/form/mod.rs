//! How an object of the bundle is described: each of its members once, in the order of keys.
//!
//! A [`Form`] lists its members to whoever asks. Three ask: [`write`] writes the values, [`places`] writes the places of
//! the source map, and [`schema`] makes the definition in the published schema. What a member may hold follows from the
//! type of its value, so that the three cannot differ. Its documentation is that of the attribute in the source where it
//! is one.

pub mod data;
mod key;
mod layout;
pub mod lists;
pub mod places;
pub mod schema;
pub mod write;

use serde_json::Value;

pub use data::{Description, Made, Name, Shown, bound, derivable, own};
pub use key::{Items, Key, Of, Within};
pub use lists::{ConnectorNames, Declarations, Each, Names, Parties, PlacesOf, References, Symbols, located};
pub use places::{Either, Nowhere};
pub use schema::Schemas;

use super::regions::Regions;
use super::source_map::Map;
use crate::emit::connectors::Connectors;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::Program;
use crate::model::bindings::Bindings;
use crate::model::criticity::{APP_SCALE, RuleSet};
use crate::model::facts::RATING_SCALE;
use crate::text::Location;

/// What members are answered from, beside the object they belong to.
pub struct Context<'a> {
    pub job: Job<'a>,
    pub connectors: &'a Connectors,
    pub regions: &'a Regions,
    /// The rules that give apps their level.
    pub levels: Option<&'a RuleSet>,
    /// The rules that rate connectors.
    pub ratings: Option<&'a RuleSet>,
}

impl<'a> Context<'a> {
    pub fn new(job: Job<'a>, connectors: &'a Connectors, regions: &'a Regions) -> Self {
        let levels = job.program.rules(APP_SCALE, "app");
        Self { job, connectors, regions, levels, ratings: job.program.rules(RATING_SCALE, "connector") }
    }

    pub const fn bindings(&self) -> &'a Bindings {
        self.job.settings.bindings
    }

    pub const fn program(&self) -> &'a Program {
        self.job.program
    }
}

/// An object of the bundle: a reference to a part of the program, or what is made to be written.
pub trait Form: Copy {
    /// Its name in the schema, and where the source describes it.
    const FORM: Named;

    /// What it is, where the members that hold it do not say.
    const DOC: &'static str = "";

    /// Gives every member, in the order of keys.
    fn members<'t>(to: &mut impl Members<'t, Self>);

    /// Where it is in the source, where it has a place of its own.
    fn place(self) -> Option<Location> {
        None
    }

    /// Says in the schema what does not follow from the members.
    fn refine(_definition: &mut serde_json::Map<String, Value>) {}
}

/// The name of a definition in the schema, and where the source describes it: the keyword of a kind, then the names of
/// blocks; `*` for blocks of any name.
pub struct Named(pub &'static str, pub &'static str);

/// Takes the members of an object.
pub trait Members<'t, T: Copy>: Sized {
    /// A member with its value and its place. Only one of the two is asked for.
    fn member<D: Data, P: Place>(
        &mut self,
        key: impl Key,
        value: impl FnOnce(T, &'t Context<'t>) -> D,
        place: impl FnOnce(T, &'t Context<'t>) -> P,
    );

    /// A member that may be absent. It has no place.
    fn perhaps<D: Data>(&mut self, key: impl Key, value: impl FnOnce(T, &'t Context<'t>) -> Option<D>);

    /// An id and `idSource`, and the id that the source gives.
    fn identity<I: Data, S: Data, P: Place>(
        &mut self,
        key: impl Key,
        id: impl FnOnce(T, &'t Context<'t>) -> (I, S),
        given: impl FnOnce(T) -> P,
    );

    /// A member whose value comes with its place.
    fn said<D: Data + Place>(&mut self, key: impl Key, value: impl Fn(T, &'t Context<'t>) -> D + Copy) {
        self.member(key, value, value);
    }

    /// A member without a place: an answer, or what its object leads to well enough.
    fn value<D: Data>(&mut self, key: impl Key, value: impl FnOnce(T, &'t Context<'t>) -> D) {
        self.member(key, value, |_, _| Nowhere);
    }
}

/// What a member may hold.
pub trait Data {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>);

    /// What the schema says of it. `within` are the bounds of the member.
    fn schema(schemas: &mut Schemas, within: &Within) -> Value;
}

/// What may stand somewhere in the source.
pub trait Place {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, context: &Context<'_>);
}
