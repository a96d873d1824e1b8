//! A role in the format of an unpacked solution.

use std::fmt::Write as _;

use super::{privileges, xml};
use crate::emit::job::Job;
use crate::emit::organisation as of;
use crate::model::program::Text;
use crate::model::roles::{Inheritance, Role};

/// The file of a role. Every file states whether the role may be changed. Other values that the source does not give
/// are not written, and the platform uses its defaults.
pub(super) fn text(job: Job<'_>, role: &Role) -> String {
    let (id, _) = of::role(job, role);
    let mut text = String::from(xml::HEAD);
    let name = xml::attribute(role.display_name());
    let _ = write!(text, "<Role id=\"{}\" name=\"{name}\"", guid(&id));
    if let Some((inheritance, _)) = role.inheritance {
        let value = match inheritance {
            Inheritance::TeamOnly => "0",
            Inheritance::DirectAndTeam => "1",
        };
        let _ = write!(text, " isinherited=\"{value}\"");
    }
    let _ = writeln!(text, " {}>", xml::NAMESPACE);
    for (element, value) in
        [("IsCustomizable", role.customizable.or(Some(true))), ("IsAutoAssigned", role.auto_assigned)]
    {
        if let Some(value) = value {
            let _ = writeln!(text, "  <{element}>{}</{element}>", u8::from(value));
        }
    }
    let said = |text: &Option<Text>| text.as_ref().map(|text| text.name.to_string()).unwrap_or_default();
    for (element, text_of) in [
        ("AppliesTo", said(&role.applies_to)),
        ("Description", role.head.description.to_string()),
        ("SummaryOfCoreTablePermissions", said(&role.core_table_permissions)),
    ] {
        if !text_of.is_empty() {
            let _ = writeln!(text, "  <{element}>{}</{element}>", xml::content(&text_of));
        }
    }
    let granted = privileges::of(job.program, role);
    if granted.is_empty() {
        text.push_str("  <RolePrivileges />\n");
    } else {
        text.push_str("  <RolePrivileges>\n");
        for (name, level) in granted {
            let name = xml::attribute(&name);
            let _ = writeln!(text, "    <RolePrivilege name=\"{name}\" level=\"{}\" />", level.wire());
        }
        text.push_str("  </RolePrivileges>\n");
    }
    text.push_str("</Role>");
    text
}

/// A GUID in the format of solutions.
pub(super) fn guid(id: &str) -> String {
    format!("{{{}}}", id.to_ascii_lowercase())
}
