//! Names of columns that a statement gives out.

use std::collections::BTreeSet;

/// The longest name in bytes that is given out: PostgreSQL cuts names at 63 bytes.
const LONGEST: usize = 56;

/// What may follow `--` in a line. Spark replaces `${…}` in comments too, and a template engine `{{…}}`.
pub(super) fn comment(value: &str) -> String {
    value.chars().map(|one| if crate::text::is_hidden(one) || matches!(one, '$' | '{') { ' ' } else { one }).collect()
}

/// Gives out names, none twice, whatever the letter case.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name that begins as wanted.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while name.len() > LONGEST {
            name.pop();
        }
        while !self.taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        assert_eq!([names.take("a"), names.take("A"), names.take("a")].join(" "), "a A_ a__");
        let long = "x".repeat(80);
        assert_ne!(names.take(&long), names.take(&format!("{long}y")));
    }
}
