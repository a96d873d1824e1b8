//! The forms in which places are written.

use super::places::{Locator, Place};
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::program::{Reference, Text};
use crate::text::{FileId, Location};

/// The key of a part's own place. No name of the bundle is like it or like [`MEMBERS`], and both stand before all names.
const OWN: &str = "@";

/// The key of the places of a list's members.
const MEMBERS: &str = "*";

/// A map that is being written. Whoever writes into it names keys in ascending order.
pub(super) struct Map<'a, 'w> {
    pub(super) job: Job<'a>,
    json: &'a mut Json<'w>,
    locator: Locator<'a>,
    /// The file of the declaration at hand; none before its place is written.
    file: Option<FileId>,
}

impl<'a, 'w> Map<'a, 'w> {
    pub(super) fn new(json: &'a mut Json<'w>, job: Job<'a>) -> Self {
        Self { job, json, locator: Locator::new(job.sources), file: None }
    }

    /// A list whose members have parts. Each of them writes one value.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        members: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        let mut members = members.into_iter().peekable();
        if members.peek().is_some() {
            self.json.key(key).open(b'[');
            members.for_each(|member| each(self, member));
            self.json.close(b']');
        }
    }

    /// A member that stands nowhere.
    pub(super) fn nowhere(&mut self) {
        self.json.null();
    }

    /// A declaration, which names the file of its parts.
    pub(super) fn declaration(&mut self, location: Location, parts: impl FnOnce(&mut Self)) {
        self.file = None;
        self.node(location, |map| {
            map.file = Some(location.file);
            parts(map);
        });
    }

    /// A member with its place and its parts.
    pub(super) fn node(&mut self, location: Location, parts: impl FnOnce(&mut Self)) {
        self.json.open(b'{');
        self.put(OWN, location);
        parts(self);
        self.json.close(b'}');
    }

    /// A part with its place and its parts.
    pub(super) fn part(&mut self, key: &str, location: Location, parts: impl FnOnce(&mut Self)) {
        self.json.key(key);
        self.node(location, parts);
    }

    /// A part that stands nowhere itself, with its parts.
    pub(super) fn parts(&mut self, key: &str, parts: impl FnOnce(&mut Self)) {
        self.json.key(key).open(b'{');
        parts(self);
        self.json.close(b'}');
    }

    pub(super) fn text(&mut self, key: &str, text: Option<&Text>) {
        self.optional(key, text.map(|text| text.location));
    }

    pub(super) fn reference<I>(&mut self, key: &str, reference: Option<&Reference<I>>) {
        self.optional(key, reference.map(|reference| reference.symbol.location));
    }

    pub(super) fn optional(&mut self, key: &str, location: Option<Location>) {
        if let Some(location) = location {
            self.put(key, location);
        }
    }

    /// A part with a place and no parts.
    pub(super) fn put(&mut self, key: &str, location: Location) {
        let Some(Place { line, column }) = self.locator.place(location) else { return };
        let elsewhere = self.file != Some(location.file);
        self.json.key(key).list(|json| {
            json.number(line as usize);
            json.number(column as usize);
            if elsewhere {
                json.number(location.file.index());
            }
        });
    }

    /// A list that may stand somewhere itself, and whose members have places only.
    pub(super) fn members(
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

    /// A member that stands at several places.
    pub(super) fn reasons(&mut self, places: impl IntoIterator<Item = Location>) {
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
        let locator = &mut self.locator;
        let mut places = locations.filter_map(|location| locator.place(location)).peekable();
        self.json.key(key).list(|json| {
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
