//! Environments by connectors as a page: what may be used where and with what, which policy and line decides, and what
//! may be used only in part.

mod data;
mod decides;
mod html;

use super::frame::{Page, Part, Sibling, json};
use super::html::count;
use crate::analysis::Effective;
use crate::model::Program;
use crate::text::Sources;

const SCRIPT: &str = include_str!("connectors.js");
const FILTER: &str = include_str!("filter.html");

/// The page about what connectors may be used in which environments. The same program gives the same bytes.
pub fn connectors_page(
    program: &Program,
    effective: &Effective,
    sources: &Sources,
    (name, siblings): (&str, &[Sibling]),
) -> String {
    let data = data::gather(program, effective, sources);
    let as_of = data.catalogue.as_ref().map_or_else(String::new, |day| format!(" · catalogue of {day}"));
    let about = format!(
        "<p>{} · {} · {} · {}{as_of}</p>\n<p>A <dfn>cell</dfn> is a group of connectors that one app or flow can use together; connectors of different cells cannot be combined. A connector that a policy ignores can be combined with either group of that policy.</p>\n",
        count(program.environments.len(), "environment", "environments"),
        count(data.connectors.len(), "connector", "connectors"),
        count(data.policies.len(), "data policy", "data policies"),
        count(data.lists.len(), "connector allow-list", "connector allow-lists"),
    );
    let parts = [
        Part { id: "environments", title: "Environments", html: html::environments(&data) },
        Part { id: "connectors", title: "Connectors by environments", html: html::absent() },
        Part { id: "cells", title: "What can be used together", html: html::cells(&data) },
        Part { id: "limits", title: "Allowed in part only", html: html::limits(&data) },
        Part { id: "policies", title: "Policies", html: html::policies(&data) },
    ];
    let data = json(&data);
    Page { title: "Connectors", name, about, filter: FILTER, parts: &parts, data, script: SCRIPT, siblings }.write()
}
