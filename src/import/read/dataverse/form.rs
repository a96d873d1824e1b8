//! The differences between a role file and the form of the platform's own tool, which is the form that a build
//! writes.

use std::fmt::Write as _;

use super::xml::{Document, Element};

/// The beginning of the tool's files.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
/// The attributes of a role and its elements, in the tool's order.
const ATTRIBUTES: [&str; 4] = ["id", "name", "isinherited", "xmlns:xsi"];
const ELEMENTS: [&str; 6] =
    ["IsCustomizable", "IsAutoAssigned", "AppliesTo", "Description", "SummaryOfCoreTablePermissions", "RolePrivileges"];

/// The differences of a file with one role, each as a phrase about the file; none for other files.
pub(super) fn differences(bytes: &[u8], document: &Document) -> Vec<&'static str> {
    let ("Role", [role]) = (document.root.as_str(), document.wanted.as_slice()) else { return Vec::new() };
    let Ok(text) = std::str::from_utf8(bytes) else { return vec!["another encoding than UTF-8"] };
    let (bare, marked) = text.strip_prefix('\u{feff}').map_or((text, false), |bare| (bare, true));
    let mut found = Vec::new();
    let mut tell = |is: bool, what: &'static str| {
        if is {
            found.push(what);
        }
    };
    tell(!marked, "no byte order mark");
    tell(bare.contains("\r\n"), "lines that end in CR LF");
    tell(bare.ends_with('\n'), "a line end after the last element");
    tell(bare.contains('\t'), "tabs");
    tell(bare.contains("<!--"), "comments");
    tell(role.attribute("xmlns:xsi").is_none(), "no declaration of the namespace xsi");
    let id = role.attribute("id").unwrap_or_default();
    tell(id != id.to_ascii_lowercase() || !id.starts_with('{'), "an id in capitals or without braces");
    let attributes = role.attributes.iter().map(|(name, _)| place(&ATTRIBUTES, name));
    let elements = role.children.iter().map(|child| place(&ELEMENTS, &child.name));
    tell(!attributes.is_sorted() || !elements.is_sorted(), "attributes or elements in another order");
    let lists = role.children.iter().filter(|child| child.name == "RolePrivileges");
    let names = |list: &Element| -> Vec<String> {
        let names = list.children.iter().map(|child| child.attribute("name").unwrap_or_default());
        names.map(str::to_ascii_lowercase).collect()
    };
    tell(lists.clone().any(|list| !names(list).is_sorted()), "privileges in another order than that of their names");
    let mut expected = String::from(HEAD);
    write(role, 0, &mut expected);
    let same = bare.replace("\r\n", "\n").trim_end() == expected.trim_end();
    // Tabs and comments are then among the differences already.
    let told = bare.contains('\t') || bare.contains("<!--");
    tell(!same && !told, "other blanks, marks or another first line");
    found
}

/// The index of a name in the tool's order; names that the tool does not write come last.
fn place(order: &[&str], name: &str) -> usize {
    order.iter().position(|known| *known == name).unwrap_or(order.len())
}

/// Writes an element like the tool: two blanks a level, and a blank before the end of an empty element.
fn write(element: &Element, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}<{}", element.name);
    for (name, value) in &element.attributes {
        let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let _ = write!(out, " {name}=\"{value}\"");
    }
    if !element.children.is_empty() {
        out.push_str(">\n");
        for child in &element.children {
            write(child, depth + 1, out);
        }
        let _ = writeln!(out, "{indent}</{}>", element.name);
    } else if element.says().is_empty() {
        out.push_str(" />\n");
    } else {
        let text = element.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(out, ">{text}</{}>", element.name);
    }
}
