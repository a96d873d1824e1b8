//! Lines of CSV.

use std::fmt::Write as _;

/// Writes a line.
pub(super) fn row(cells: &[String], out: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        field(cell, out);
    }
    out.push('\n');
}

/// Writes a cell. An apostrophe at the start marks a value as text that a spreadsheet would take for a formula.
fn field(text: &str, out: &mut String) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let lead = if formula { "'" } else { "" };
    if formula || text.contains([',', '"', '\n', '\r']) {
        let _ = write!(out, "\"{lead}{}\"", text.replace('"', "\"\""));
    } else {
        out.push_str(text);
    }
}
