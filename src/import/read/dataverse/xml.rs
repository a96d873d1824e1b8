//! Reads the wanted parts of XML within bounds: the rest of a solution may be large.

use quick_xml::errors::IllFormedError;
use quick_xml::escape::EscapeError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use crate::import::error::Problem;
use crate::text::excerpt;

/// An element with its content.
#[derive(Debug, Default)]
pub(in crate::import::read) struct Element {
    pub(super) name: String,
    /// The name of the enclosing element; empty for the root element.
    pub(super) around: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Self>,
    /// The text in it, without that of its children.
    pub(super) text: String,
    pub(super) line: usize,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// `line 3`
    pub(super) fn place(&self) -> String {
        format!("line {}", self.line)
    }

    /// The text without the space around it.
    pub(super) fn says(&self) -> &str {
        self.text.trim()
    }
}

/// The wanted parts of a document.
#[derive(Debug, Default)]
pub(in crate::import::read) struct Document {
    /// The name of the root element.
    pub(super) root: String,
    /// The wanted elements.
    pub(super) wanted: Vec<Element>,
    /// The elements directly below the root that have content, and none of it wanted.
    pub(super) others: Vec<String>,
}

/// The maximum nesting of elements; in solutions there are about twenty levels.
const DEEPEST: usize = 256;
/// The maximum number of elements that are kept of one file.
const MOST: usize = 4_000_000;

/// Reads a text. `wants` is called with the names of an element and of its enclosing one, which is empty for the
/// root.
pub(super) fn parse(file: &str, text: &str, wants: impl Fn(&str, &str) -> bool) -> Result<Document, Problem> {
    let mut reader = Reader::from_str(text);
    let mut state =
        State { document: Document::default(), open: Vec::new(), kept: Vec::new(), count: 0, section: None };
    let mut lines = Lines::new(text);
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = position(reader.error_position());
            Problem::new(file, Lines::new(text).place(at), format!("not valid XML: {}", describe(&error)))
        })?;
        let step = match event {
            Event::Start(element) => state.open(&element, &mut lines, start, &wants),
            Event::Empty(element) => state.open(&element, &mut lines, start, &wants).map(|()| state.close()),
            Event::End(_) => {
                state.close();
                Ok(())
            }
            Event::Text(content) => state.text(&content.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(content) => state.text(&content.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(entity) => match reference(&entity) {
                Some(character) => state.text(character.encode_utf8(&mut [0; 4])),
                None => Err(format!("`&{};` is not a known entity", excerpt(&entity))),
            },
            Event::DocType(_) => Err("a file with a document type is not read".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(()),
            Event::Eof => break,
        };
        step.map_err(|message| Problem::new(file, Lines::new(text).place(start), message))?;
    }
    match state.open.last() {
        Some(name) => Err(Problem::new(
            file,
            Lines::new(text).place(text.len()),
            format!("the file ends inside of `<{}>`", excerpt(name)),
        )),
        None if state.document.root.is_empty() => Err(Problem::new(file, "", "the file holds no element")),
        None => Ok(state.document),
    }
}

/// The name of the root element, if the beginning of a text shows it.
pub(super) fn root_of(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => return Some(element.local_name().into_inner().to_owned()),
            Event::Eof => return None,
            _before => {}
        }
    }
}

/// The state of reading a document.
struct State {
    document: Document,
    /// The names of the elements that are open.
    open: Vec<String>,
    /// The open elements that are kept.
    kept: Vec<Element>,
    count: usize,
    /// The open element directly below the root, and whether it has unwanted content.
    section: Option<(String, bool)>,
}

impl State {
    fn open(
        &mut self,
        element: &BytesStart<'_>,
        lines: &mut Lines<'_>,
        start: usize,
        wants: &impl Fn(&str, &str) -> bool,
    ) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err(format!("elements are nested more than {DEEPEST} deep"));
        }
        let name = element.local_name().into_inner().to_owned();
        match self.open.len() {
            0 if !self.document.root.is_empty() => {
                return Err(format!("the file is complete, and `<{}>` follows", excerpt(&name)));
            }
            0 => self.document.root.clone_from(&name),
            1 => self.section = Some((name.clone(), false)),
            _ => {}
        }
        let mut attributes = Vec::new();
        let around = self.open.last().map_or("", String::as_str);
        let is_kept = !self.kept.is_empty() || wants(&name, around);
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| format!("in `<{}>`: {error}", excerpt(&name)))?;
            if is_kept {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                let value = value.map_err(|error| {
                    format!("`{}` of `<{}>`: {}", excerpt(attribute.key.0), excerpt(&name), describe(&error))
                })?;
                attributes.push((attribute.key.0.to_owned(), value.into_owned()));
            }
        }
        if is_kept {
            self.count += 1;
            if self.count > MOST {
                return Err(format!("the file holds more than {MOST} elements of roles and profiles"));
            }
            let line = lines.line(start);
            let around = self.open.last().cloned().unwrap_or_default();
            self.kept.push(Element { name: name.clone(), around, attributes, line, ..Element::default() });
        } else if self.open.len() > 1
            && let Some((_, unwanted)) = &mut self.section
        {
            *unwanted = true;
        }
        self.open.push(name);
        Ok(())
    }

    /// Ends the innermost element; the reader has checked that the names match.
    fn close(&mut self) {
        self.open.pop();
        if let Some(element) = self.kept.pop() {
            match self.kept.last_mut() {
                Some(around) => around.children.push(element),
                None => self.document.wanted.push(element),
            }
        }
        if self.open.len() == 1
            && let Some((name, true)) = self.section.take()
            && !self.document.others.contains(&name)
        {
            self.document.others.push(name);
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if let Some(element) = self.kept.last_mut() {
            element.text.push_str(text);
        } else if self.open.is_empty() && !text.trim().is_empty() {
            return Err("there is text outside of all elements".to_owned());
        }
        Ok(())
    }
}

/// The character for a reference in a text.
fn reference(entity: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if entity.is_char_ref() {
        return entity.resolve_char_ref().ok().flatten();
    }
    match &**entity {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _unknown => None,
    }
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// The problem with a text, without its content.
fn describe(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MissingEndTag(name)) => format!("`</{}>` is missing", excerpt(name)),
        Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => format!("`</{}>` closes nothing", excerpt(name)),
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("expected `</{}>`, but `</{}>` was found", excerpt(expected), excerpt(found))
        }
        Error::IllFormed(IllFormedError::MissingDeclVersion(_)) => {
            "its declaration does not begin with the version".to_owned()
        }
        Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => {
            format!("`&{};` is not a known entity", excerpt(name))
        }
        other => {
            let text = other.to_string();
            let plain = text.strip_prefix("syntax error: ").or_else(|| text.strip_prefix("ill-formed document: "));
            plain.unwrap_or(&text).to_owned()
        }
    }
}

/// Lines of a text, requested in the order of the text.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    start: usize,
}

impl<'t> Lines<'t> {
    const fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, start: 0 }
    }

    /// The line of an offset that is not before the previous one.
    fn line(&mut self, offset: usize) -> usize {
        let between = self.text.as_bytes().get(self.at..offset.min(self.text.len())).unwrap_or_default();
        for end in memchr::memchr_iter(b'\n', between) {
            self.line += 1;
            self.start = self.at + end + 1;
        }
        self.at = self.at.max(offset.min(self.text.len()));
        self.line
    }

    /// `line 3, column 7`
    fn place(mut self, offset: usize) -> String {
        let line = self.line(offset);
        let before = self.text.get(self.start..offset.min(self.text.len())).unwrap_or_default();
        format!("line {line}, column {}", before.chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn messages_hold_no_more_than_the_first_characters_of_a_file() {
        let secret = "hunter2-hunter2";
        for text in [
            format!("<a`{secret}></b`{secret}>"),
            format!("<r></r`{secret}>"),
            format!("</long`{secret}>"),
            format!("<r a`{secret}='&x`{secret};'/>"),
            format!("<r>&x`{secret};</r>"),
            format!("<r`{secret}>"),
            format!("<r/><s`{secret}/>"),
            format!("<r`{secret} a a/>"),
            format!("<?xml `{secret}='1'?><r/>"),
        ] {
            let message = match parse("any.xml", &text, |_, _| true) {
                Err(problem) => problem.to_string(),
                Ok(_) => continue,
            };
            assert!(!message.contains("hunter2-h"), "{text}: {message}");
            assert!(message.len() < 200, "{text}: {message}");
        }
    }
}
