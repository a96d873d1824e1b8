//! The files of a run.

use std::num::NonZeroU32;
use std::sync::OnceLock;

use super::{Fault, LineIndex, Location, Span, decode};

/// The index of a file in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(NonZeroU32);

impl FileId {
    /// The file at `index`.
    pub const fn at(index: usize) -> Self {
        // The index plus one, so that an optional location takes no more space than others.
        Self(NonZeroU32::MIN.saturating_add(index as u32))
    }

    /// The index.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// One file: its name as shown to readers, its text without a byte order mark, and its line index.
#[derive(Debug)]
pub struct Source {
    id: FileId,
    /// The displayed name: the prefix of its sources and its path.
    name: String,
    /// The length of the prefix in `name`, in bytes.
    prefix: usize,
    text: String,
    bom: bool,
    fault: Option<Fault>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// The file's id.
    pub const fn id(&self) -> FileId {
        self.id
    }

    /// The displayed name: relative to the current directory, with `/`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path in the project, with `/`. It does not depend on where the project is.
    pub fn path(&self) -> &str {
        self.name.get(self.prefix..).unwrap_or(&self.name)
    }

    /// The text; where the bytes were not UTF-8, the text before the first bad one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there was a byte order mark before the text.
    pub const fn has_bom(&self) -> bool {
        self.bom
    }

    /// The problem with the bytes, if any.
    pub const fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Lines and columns, built on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The location of `span` in this file.
    pub const fn locate(&self, span: Span) -> Location {
        Location::new(self.id, span)
    }
}

/// All files of a run, in the order of their names, so that the result does not depend on the order of reading.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    prefix: String,
}

impl Sources {
    /// The files of `inputs`, name and bytes each; sorted by name.
    pub fn new(inputs: Vec<(String, Vec<u8>)>) -> Self {
        Self::rooted(String::new(), inputs)
    }

    /// The files of a project, path in the project and bytes each; sorted by path. Their displayed names begin with
    /// `prefix`.
    pub fn rooted(prefix: String, mut inputs: Vec<(String, Vec<u8>)>) -> Self {
        inputs.sort_by(|a, b| a.0.cmp(&b.0));
        let mut sources = Self { files: Vec::with_capacity(inputs.len()), prefix };
        for (name, bytes) in inputs {
            sources.add(&name, bytes);
        }
        sources
    }

    /// The prefix of the displayed names.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// One file with that name and text.
    pub fn single(name: &str, text: &str) -> Self {
        Self::new(vec![(name.to_owned(), text.as_bytes().to_vec())])
    }

    /// Adds a file at the end and returns its id.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) -> FileId {
        let id = FileId::at(self.files.len());
        let bom = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
        let (text, fault) = decode(bytes);
        let prefix = self.prefix.len();
        let name = format!("{}{path}", self.prefix);
        self.files.push(Source { id, name, prefix, text, bom, fault, lines: OnceLock::new() });
        id
    }

    /// Gives a file another text. The facts about its original bytes stay.
    pub fn renew(&mut self, id: FileId, text: String) {
        if let Some(file) = self.files.get_mut(id.index()) {
            file.text = text;
            file.lines = OnceLock::new();
        }
    }

    /// Gives a file other bytes, as if it had been read again.
    pub fn replace(&mut self, id: FileId, bytes: Vec<u8>) {
        if let Some(file) = self.files.get_mut(id.index()) {
            file.bom = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
            (file.text, file.fault) = decode(bytes);
            file.lines = OnceLock::new();
        }
    }

    /// The file with that id.
    ///
    /// # Panics
    /// When `id` comes from other sources: a mistake in this crate.
    pub fn get(&self, id: FileId) -> &Source {
        #[expect(clippy::expect_used, reason = "ids are only made by `add`")]
        self.files.get(id.index()).expect("a file id of these sources")
    }

    /// The text at a location.
    pub fn text(&self, location: Location) -> &str {
        location.span.of_text(self.get(location.file).text())
    }

    /// All files, by name.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.files.iter()
    }

    /// All files as a slice.
    pub fn as_slice(&self) -> &[Source] {
        &self.files
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a Source;
    type IntoIter = std::slice::Iter<'a, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
