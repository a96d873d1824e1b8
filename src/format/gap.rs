//! What the author left between two things: line ends, blank lines, marks that part.

/// The stretch between two nodes that follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// It holds a line end.
    pub(super) line_end: bool,
    /// It holds a blank line.
    pub(super) blank: bool,
    /// It holds a `;` or a `,`.
    pub(super) parted: bool,
}

impl Gap {
    /// Reads `source` from `start` to `end`: between nodes stand only space and marks that part.
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

/// Whether a text holds a line end.
pub(super) fn holds_line_end(text: &str) -> bool {
    memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some()
}

/// Whether columns, not words, are parted between `start` and `end`: two spaces or a tab.
pub(super) fn is_wide(source: &str, start: u32, end: u32) -> bool {
    let between = source.get(start as usize..end as usize).unwrap_or_default();
    (between.len() > 1 || between == "\t") && !holds_line_end(between)
}
