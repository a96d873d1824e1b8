//! The forms in which places are written.

use super::members::Members;
use super::places::{Locator, Place};
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::facts::ConnectorSubjects;
use crate::text::{FileId, Location};

/// The key of a part's own place. No name of the bundle is like it or like [`MEMBERS`], and both stand before all names.
const OWN: &str = "@";

/// The key of the places of a list's members.
const MEMBERS: &str = "*";

/// A map that is being written. Whoever writes into it names keys in ascending order.
pub(in crate::emit::bundle) struct Map<'a, 'w> {
    json: &'a mut Json<'w>,
    locator: Locator<'a>,
    /// The file of the declaration at hand; none outside of declarations.
    file: Option<FileId>,
    /// Keys of parts that are written once one of their own parts is.
    pending: Vec<&'static str>,
    pub(super) subjects: ConnectorSubjects<'a>,
    pub(super) members: Members,
}

impl<'a, 'w> Map<'a, 'w> {
    pub(super) fn new(json: &'a mut Json<'w>, job: Job<'a>) -> Self {
        let (locator, pending) = (Locator::new(job.sources), Vec::new());
        let (subjects, members) = (ConnectorSubjects::new(job.program), Members::new(job.program));
        Self { json, locator, file: None, pending, subjects, members }
    }

    fn key(&mut self, key: &str) -> &mut Json<'w> {
        for pending in self.pending.drain(..) {
            self.json.key(pending).open(b'{');
        }
        self.json.key(key)
    }

    /// A list whose members have parts. Each of them writes one value.
    pub(in crate::emit::bundle) fn list<T>(
        &mut self,
        key: &str,
        members: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        let mut members = members.into_iter().peekable();
        if members.peek().is_some() {
            self.key(key).open(b'[');
            members.for_each(|member| each(self, member));
            self.json.close(b']');
        }
    }

    /// A member without a place.
    pub(in crate::emit::bundle) fn nowhere(&mut self) {
        self.json.null();
    }

    /// A member with its place and its parts. A declaration names the file of its parts.
    pub(in crate::emit::bundle) fn node(&mut self, location: Location, parts: impl FnOnce(&mut Self)) {
        let outside = self.file;
        self.json.open(b'{');
        self.put(OWN, location);
        self.file = outside.or(Some(location.file));
        parts(self);
        self.file = outside;
        self.json.close(b'}');
    }

    /// A part with its place and its parts.
    pub(in crate::emit::bundle) fn part(&mut self, key: &str, location: Location, parts: impl FnOnce(&mut Self)) {
        self.key(key);
        self.node(location, parts);
    }

    /// A part without a place of its own, with its parts.
    pub(in crate::emit::bundle) fn parts(&mut self, key: &str, parts: impl FnOnce(&mut Self)) {
        self.key(key).open(b'{');
        parts(self);
        self.json.close(b'}');
    }

    /// The same, if one of its parts has a place.
    pub(in crate::emit::bundle) fn parts_if_any(&mut self, key: &'static str, parts: impl FnOnce(&mut Self)) {
        self.pending.push(key);
        parts(self);
        if self.pending.pop().is_none() {
            self.json.close(b'}');
        }
    }

    fn optional(&mut self, key: &str, location: Option<Location>) {
        if let Some(location) = location {
            self.put(key, location);
        }
    }

    /// A part with a place and no parts.
    pub(in crate::emit::bundle) fn put(&mut self, key: &str, location: Location) {
        let Some(Place { line, column }) = self.locator.place(location) else { return };
        let elsewhere = self.file != Some(location.file);
        self.key(key).list(|json| {
            json.number(line as usize);
            json.number(column as usize);
            if elsewhere {
                json.number(location.file.index());
            }
        });
    }

    /// A list that may stand somewhere itself, and whose members have places only.
    pub(in crate::emit::bundle) fn members(
        &mut self,
        key: &str,
        location: Option<Location>,
        members: impl IntoIterator<Item = Location>,
    ) {
        let mut members = members.into_iter().peekable();
        if members.peek().is_none() {
            self.optional(key, location);
        } else {
            self.parts(key, |map| {
                map.several(MEMBERS, members);
                map.optional(OWN, location);
            });
        }
    }

    /// A member with several places.
    pub(in crate::emit::bundle) fn reasons(&mut self, places: impl IntoIterator<Item = Location>) {
        let mut places = places.into_iter().peekable();
        if places.peek().is_none() {
            self.nowhere();
        } else {
            self.json.open(b'{');
            self.several(OWN, places);
            self.json.close(b'}');
        }
    }

    /// Places line by line.
    ///
    /// INVARIANT: all of them are in the file of the declaration.
    fn several(&mut self, key: &str, locations: impl Iterator<Item = Location>) {
        self.key(key);
        let locator = &mut self.locator;
        let mut places = locations.filter_map(|location| locator.place(location)).peekable();
        self.json.list(|json| {
            while let Some(Place { line, .. }) = places.peek().copied() {
                json.list(|json| {
                    json.number(line as usize);
                    while let Some(place) = places.next_if(|place| place.line == line) {
                        let mut count = 1;
                        while places.next_if_eq(&place).is_some() {
                            count += 1;
                        }
                        column(json, place, count);
                    }
                });
            }
        });
    }
}

/// The column of one member, or of several at one place.
fn column(json: &mut Json<'_>, place: Place, count: usize) {
    if count == 1 {
        json.number(place.column as usize);
    } else {
        json.list(|json| {
            json.number(place.column as usize);
            json.number(count);
        });
    }
}
