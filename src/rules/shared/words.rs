//! Text helpers that the rules share.

use crate::diagnostics::quoted_list;

/// A number with thousands separators: `1,269`.
pub(in crate::rules) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and a noun: `1 connector`, `1,269 connectors`.
pub(in crate::rules) fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(count), if count == 1 { "" } else { "s" })
}

/// The names in backticks; of many names, the first `most` and the number of the others.
pub(in crate::rules) fn some_of(names: &[&str], most: usize) -> String {
    // "and 1 more" would take as much space as the name.
    if names.len() <= most + 1 {
        return quoted_list(names.iter().copied(), "and");
    }
    let shown: Vec<String> = names.iter().take(most).map(|name| format!("`{name}`")).collect();
    format!("{} and {} more", shown.join(", "), number(names.len() - most))
}

/// `it` for one, otherwise `them`.
pub(in crate::rules) const fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// `one` for a count of 1, otherwise `several`.
pub(in crate::rules) const fn verb(count: usize, one: &'static str, several: &'static str) -> &'static str {
    if count == 1 { one } else { several }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_by_thousands() {
        let shown: Vec<String> = [0, 7, 999, 1000, 1269, 1_234_567].into_iter().map(number).collect();
        assert_eq!(shown, ["0", "7", "999", "1,000", "1,269", "1,234,567"]);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        assert_eq!(some_of(&["a", "b", "c"], 2), "`a`, `b` and `c`");
        assert_eq!(some_of(&["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
        assert_eq!(counted(1, "connector"), "1 connector");
        assert_eq!(counted(1269, "connector"), "1,269 connectors");
    }
}
