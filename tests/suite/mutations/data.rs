//! Reads the files of `tests/mutations`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// One mistake and the findings that it must give.
#[derive(Debug, Default)]
pub(super) struct Mutation {
    pub(super) family: String,
    pub(super) title: String,
    /// Why it has more than one finding.
    pub(super) why: String,
    file: String,
    was: String,
    becomes: String,
    pub(super) expected: Vec<Expected>,
}

/// One finding: its code, its place and the marked words, the title of its fix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) code: String,
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) text: String,
    pub(super) fix: Option<String>,
}

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every mistake, by family.
pub(super) fn mutations() -> Vec<(String, Vec<Mutation>)> {
    let entries = std::fs::read_dir(root().join("tests/mutations")).expect("the mistakes");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file of mistakes").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let family = |path: &PathBuf| {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name").to_owned();
        let text = std::fs::read_to_string(path).expect("a file of text");
        let mistakes = text.split("\n## ").skip(1).map(|section| read(&name, section)).collect();
        (name, mistakes)
    };
    paths.iter().map(family).collect()
}

fn read(family: &str, section: &str) -> Mutation {
    let mut lines = section.lines();
    let mut mutation = Mutation {
        family: family.to_owned(),
        title: lines.next().unwrap_or_default().trim().to_owned(),
        ..Mutation::default()
    };
    let (mut was, mut becomes) = (Vec::new(), Vec::new());
    for line in lines {
        let content = || unmarked(line.get(2..).unwrap_or_default());
        match line.split_once(' ').unwrap_or((line, "")) {
            ("-", _) => was.push(content()),
            ("+", _) => becomes.push(content()),
            ("in", file) => file.trim().clone_into(&mut mutation.file),
            ("why", why) => why.trim().clone_into(&mut mutation.why),
            ("finds", finding) => {
                let finding = expected(finding, &mutation.file);
                mutation.expected.push(finding.unwrap_or_else(|| unreachable!("{}: {line}", mutation.title)));
            }
            ("fixes", title) => {
                let last = mutation.expected.last_mut().unwrap_or_else(|| unreachable!("{}: {line}", mutation.title));
                last.fix = Some(title.to_owned());
            }
            ("", "") => {}
            _other => unreachable!("{}: {line}", mutation.title),
        }
    }
    mutation.was = was.join("\n");
    mutation.becomes = becomes.join("\n");
    mutation
}

/// `D1001 on line 28: enviroment`, `D1001 in connectors.dictum on line 28: enviroment`
fn expected(finding: &str, file: &str) -> Option<Expected> {
    let (code, rest) = finding.split_once(' ')?;
    let (file, rest) = match rest.strip_prefix("in ") {
        Some(rest) => rest.split_once(' ')?,
        None => (file, rest),
    };
    let (line, text) = rest.strip_prefix("on line ")?.split_once(':')?;
    let text = text.strip_prefix(' ').unwrap_or(text).to_owned();
    Some(Expected { code: code.to_owned(), file: file.to_owned(), line: line.parse().ok()?, text, fix: None })
}

impl Expected {
    /// Whether `real` is the expected finding. `…` replaces the middle of a long text.
    pub(super) fn fits(&self, real: &Self) -> bool {
        let text = match self.text.split_once(" … ") {
            Some((start, end)) => {
                real.text.len() >= start.len() + end.len() && real.text.starts_with(start) && real.text.ends_with(end)
            }
            None => self.text == real.text,
        };
        text && (&self.code, &self.file, self.line, &self.fix) == (&real.code, &real.file, real.line, &real.fix)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, file, line, text, fix } = self;
        write!(formatter, "finds {code} in {file} on line {line}: {text}")?;
        fix.iter().try_for_each(|title| write!(formatter, "\nfixes {title}"))
    }
}

impl Mutation {
    /// Makes the mistake.
    pub(super) fn apply(&self, files: &mut BTreeMap<String, String>) -> Result<(), String> {
        let text = files.get_mut(&self.file).ok_or_else(|| format!("there is no file `{}`", self.file))?;
        let count = text.matches(&self.was).count();
        if count != 1 {
            return Err(format!("what it replaces stands {count} times in `{}`", self.file));
        }
        *text = text.replacen(&self.was, &self.becomes, 1);
        Ok(())
    }
}

/// `⟨U+200B⟩` for hidden characters, `⏎` for line ends.
pub(super) fn marked(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\n' => out.push('⏎'),
            plain if !dictum::text::is_hidden(plain) && plain != '\u{A0}' => out.push(plain),
            hidden => out.extend([format!("⟨U+{:04X}⟩", hidden as u32)]),
        }
    }
    out
}

fn unmarked(text: &str) -> String {
    let mut parts = text.split("⟨U+");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('⟩').expect("a closed mark");
        let number = u32::from_str_radix(digits, 16).expect("a number in base 16");
        out.push(char::from_u32(number).expect("a character"));
        out.push_str(rest);
    }
    out
}
