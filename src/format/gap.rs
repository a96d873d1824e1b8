//! The text that the author left between two nodes: line ends, blank lines, separators.

/// The text between two consecutive nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// It has a line end.
    pub(super) line_end: bool,
    /// It has a blank line.
    pub(super) blank: bool,
    /// It has a `;` or a `,`.
    pub(super) parted: bool,
}

impl Gap {
    /// Reads `source` from `start` to `end`: between nodes there are only spaces and separators.
    pub(super) fn between(source: &str, start: u32, end: u32) -> Self {
        let mut gap = Self::default();
        let mut ends = 0;
        let mut after_cr = false;
        for byte in source.as_bytes().get(start as usize..end as usize).unwrap_or_default() {
            match byte {
                b'\n' if after_cr => {}
                b'\n' | b'\r' => {
                    gap.line_end = true;
                    ends += 1;
                    gap.blank |= ends == 2;
                }
                b';' | b',' => {
                    gap.parted = true;
                    ends = 0;
                }
                _space => {}
            }
            after_cr = *byte == b'\r';
        }
        gap
    }
}

/// Whether a text has a line end.
pub(super) fn holds_line_end(text: &str) -> bool {
    memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some()
}

/// Whether the gap between `start` and `end` separates columns, not words: two spaces or a tab.
pub(super) fn is_wide(source: &str, start: u32, end: u32) -> bool {
    let between = source.get(start as usize..end as usize).unwrap_or_default();
    (between.len() > 1 || between == "\t") && !holds_line_end(between)
}
