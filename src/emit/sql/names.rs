//! Names of the columns that a statement creates.

use std::collections::BTreeSet;

/// The maximum length of a name in bytes: PostgreSQL truncates names to 63 bytes.
const LONGEST: usize = 56;

/// A text that can follow `--` in a line. Spark replaces `${…}` in comments too, and template engines replace
/// `{{…}}`.
pub(super) fn comment(value: &str) -> String {
    value.chars().map(|one| if crate::text::is_hidden(one) || matches!(one, '$' | '{') { ' ' } else { one }).collect()
}

/// `CASE`, with an arm on each line; `of` is what it compares, after a blank, or nothing.
pub(super) fn case(of: &str, arms: impl IntoIterator<Item = String>) -> String {
    let arms: Vec<String> = arms.into_iter().collect();
    format!("CASE{of}\n  {}\nEND", arms.join("\n  "))
}

/// Creates names that are unique in any letter case.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A unique name that begins with `wanted`.
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
