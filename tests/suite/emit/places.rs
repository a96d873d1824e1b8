//! Reads a source map like its readers: by the form that the schema describes.

use std::collections::BTreeMap;

use dictum::emit::Target;
use serde_json::Value;

use super::{Build, json};

/// A place in a file, with the three numbers of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A bundle with its map and its source.
pub(super) struct Mapped {
    texts: Vec<String>,
    pub(super) bundle: Value,
    pub(super) map: Value,
}

impl Mapped {
    pub(super) fn new(build: &Build) -> Self {
        let files = build.emit(&[Target::Bundle]);
        let texts = build.sources.as_slice().iter().map(|source| source.text().to_owned()).collect();
        Self { texts, bundle: json(&files, "bundle.json"), map: json(&files, "bundle.map.json") }
    }

    /// The place of a part, or of the part that contains it.
    pub(super) fn find(&self, pointer: &str) -> Option<Place> {
        let mut node = &self.map["places"];
        let mut found: Option<Place> = None;
        for step in pointer.split('/').skip(1) {
            let index: Option<usize> = step.parse().ok();
            if let (Some(members), Some(index)) = (node.get("*"), index) {
                return places(members, found?.file).get(index).copied();
            }
            node = match index {
                Some(index) => &node[index],
                None => &node[step],
            };
            let own = node.get("@").unwrap_or(node);
            let file = found.map(|found| found.file);
            // For a region, the first of its rules.
            let first = own.pointer("/0/0").map(|_| places(own, file.expect("a file")));
            found = first.map_or_else(|| place(own, file), |first| first.first().copied()).or(found);
        }
        found
    }

    /// Every part that has a place, with that place. Regions have several.
    pub(super) fn parts(&self) -> BTreeMap<String, Vec<Place>> {
        let mut parts = BTreeMap::new();
        self.gather("", &self.map["places"], None, &mut parts);
        parts
    }

    fn gather(&self, pointer: &str, node: &Value, file: Option<usize>, parts: &mut BTreeMap<String, Vec<Place>>) {
        if let Some(place) = place(node, file) {
            parts.insert(pointer.to_owned(), vec![place]);
            return;
        }
        let mut insert = |pointer: String, places| assert!(parts.insert(pointer, places).is_none());
        let mut inner = file;
        if let Some(own) = node.get("@") {
            let own = place(own, file).map_or_else(|| places(own, file.expect("a file")), |place| vec![place]);
            inner = file.or(Some(own[0].file));
            insert(pointer.to_owned(), own);
        }
        if let Some(members) = node.get("*") {
            let members = places(members, inner.expect("a file"));
            assert_eq!(self.bundle.pointer(pointer).and_then(Value::as_array).map(Vec::len), Some(members.len()));
            for (index, place) in members.into_iter().enumerate() {
                insert(format!("{pointer}/{index}"), vec![place]);
            }
        }
        if let Some(named) = node.as_object() {
            for (key, part) in named.iter().filter(|(key, _)| !["*", "@"].contains(&key.as_str())) {
                self.gather(&format!("{pointer}/{key}"), part, inner, parts);
            }
        } else {
            let members = node.as_array().expect("a list");
            assert_eq!(self.bundle.pointer(pointer).and_then(Value::as_array).map(Vec::len), Some(members.len()));
            for (index, member) in members.iter().enumerate().filter(|(_, member)| !member.is_null()) {
                self.gather(&format!("{pointer}/{index}"), member, inner, parts);
            }
        }
    }

    /// The text of the source from a place on.
    pub(super) fn at(&self, place: Place) -> &str {
        let line = self.texts[place.file].split('\n').nth(place.line - 1).expect("the line");
        let start = line.char_indices().nth(place.column - 1).expect("the column").0;
        &line[start..]
    }

    /// The number of bytes of the only file before a text that [`Self::at`] returned.
    pub(super) fn before(&self, found: &str) -> usize {
        found.as_ptr() as usize - self.texts[0].as_ptr() as usize
    }

    /// The text of the source that a part of the bundle comes from.
    pub(super) fn place(&self, pointer: &str) -> &str {
        assert!(self.bundle.pointer(pointer).is_some(), "{pointer} is not in the bundle");
        let parts = self.parts();
        let places = parts.get(pointer).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(places.len(), 1, "{pointer} has one place of its own");
        self.at(places[0])
    }

    /// The members of a list, each with the text of the source that it comes from.
    pub(super) fn members(&self, pointer: &str) -> Vec<(String, &str)> {
        let members = self.bundle.pointer(pointer).and_then(Value::as_array).expect("a list");
        let parts = self.parts();
        let place = |(index, member): (usize, &Value)| {
            let place = parts[&format!("{pointer}/{index}")][0];
            (member.as_str().unwrap_or_default().to_owned(), self.at(place))
        };
        members.iter().enumerate().map(place).collect()
    }
}

/// A place. `None` if the value is something else.
fn place(value: &Value, file: Option<usize>) -> Option<Place> {
    let numbers = value.as_array()?;
    let number = |index: usize| numbers.get(index).and_then(Value::as_u64).map(|number| number as usize);
    Some(Place { line: number(0)?, column: number(1)?, file: number(2).or(file).expect("a file") })
}

/// Places line by line.
fn places(value: &Value, file: usize) -> Vec<Place> {
    let mut found = Vec::new();
    for line in value.as_array().expect("lines") {
        let (line, columns) = line.as_array().and_then(|line| line.split_first()).expect("a line with columns");
        let number = |value: &Value| value.as_u64().expect("a number") as usize;
        for column in columns {
            let (column, count) = match column.as_array().map(Vec::as_slice) {
                Some([column, count]) => (column, number(count)),
                _one => (column, 1),
            };
            found.extend(std::iter::repeat_n(Place { file, line: number(line), column: number(column) }, count));
        }
    }
    found
}
