//! Files that mean harm, or that nobody finished.

use std::fmt::Write as _;

use super::numbers::Numbers;

/// Files of about `bytes` bytes, each with its name.
pub fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    let filled = |head: &str, unit: &str, tail: &str| {
        let mut text = String::with_capacity(bytes + head.len() + unit.len() + tail.len());
        text.push_str(head);
        while text.len() < bytes {
            text.push_str(unit);
        }
        text.push_str(tail);
        text
    };
    let body = |unit: &str| filled("environment a {\n", unit, "\n}\n");
    let set = |unit: &str| filled("connectors a = teams", unit, "\n");
    let numbered = |write: fn(&mut String, usize)| {
        let mut text = String::with_capacity(bytes + 256);
        let mut index = 0;
        while text.len() < bytes {
            write(&mut text, index);
            index += 1;
        }
        text
    };
    vec![
        ("only `{`", filled("", "{", "")),
        ("only `[`", filled("", "[", "")),
        ("only `(`", filled("", "(", "")),
        ("only `}`", filled("", "}", "")),
        ("only `]`", filled("", "]", "")),
        ("only `;`", filled("", ";", "")),
        ("only `\"`", filled("", "\"", "")),
        ("only `/`", filled("", "/", "")),
        ("only `,`", filled("", ",", "")),
        ("only `=`", filled("", "=", "")),
        ("only line ends", filled("", "\n", "")),
        ("only NUL", filled("", "\0", "")),
        ("`{` a line", filled("", "{\n", "")),
        ("`}` a line", filled("", "}\n", "")),
        ("`{}`", filled("", "{}", "")),
        ("`[)`", filled("environment a {\n", "[)", "")),
        ("`environment a {` a line", filled("", "environment a {\n", "")),
        ("`connector x {` a line", filled("", "connector x {\n", "")),
        ("`connector x {` on one line", filled("", "connector x {", "")),
        ("`environment a` a line", filled("", "environment a\n", "")),
        ("blocks never closed, indented", filled("", "environment a {\n  dataverse {\n", "")),
        ("closed once too often", filled("", "environment a { type = sandbox }\n}\n", "")),
        ("one long word", filled("", "a", "")),
        (
            "random characters",
            random(bytes, &(0x20..0x7F).map(char::from).chain(['\n', 'é', '\u{202E}']).collect::<Vec<_>>()),
        ),
        ("random marks", random(bytes, &"{}[]()=:;,\"/*- \na".chars().collect::<Vec<_>>())),
        ("one long line of words", filled("", "word ", "")),
        ("one long line of statements", body("type = sandbox; ")),
        ("one long text", filled("environment a { name = \"", "x", "\" }\n")),
        ("unclosed texts", body("name = \"open\n")),
        ("unclosed text of several lines", filled("environment a {\n  name = \"\"\"", "text\n", "")),
        ("unclosed comment", filled("environment a {\n", "/* open ", "")),
        ("unclosed comments at top", filled("", "/* open\n", "")),
        ("comment openers behind a text", filled("", "\"/*\" /*", "")),
        ("deep `not`", filled("connectors a = connectors where ", "not ", "blockable\n")),
        ("deep `( )`", filled("connectors a = ", "(", "teams")),
        ("a + b + …", set(" + teams")),
        ("a + + + …", set(" +")),
        ("hanging lines", filled("connectors a = teams", "\n+ teams", "\n")),
        ("broken statements", body("= = =\n")),
        ("broken declarations", filled("", "= = =\n", "")),
        ("texts that are no statement", body("'quoted'\n")),
        ("words of other letters", body("größe = ñandú\n")),
        ("bad numbers", body("12ab = 34cd\n")),
        ("bad escapes", body("name = \"\\q\"\n")),
        ("invisible characters", filled("", "\u{202E}", "")),
        ("unknown kinds", numbered(|text, index| _ = writeln!(text, "enviroment e{index} {{ type = sandbox }}"))),
        ("unknown attributes", body("regin = europe\n")),
        ("unknown words", numbered(|text, index| _ = writeln!(text, "environment e{index} {{ type = sandbax }}"))),
        ("one name for all", filled("", "environment a { type = sandbox }\n", "")),
        ("one attribute for all", body("type = sandbox\n")),
        ("unknown connectors", numbered(|text, index| _ = writeln!(text, "connectors s{index} = [sqll{index}]"))),
        ("unknown sets", numbered(|text, index| _ = writeln!(text, "connectors s{index} = sett_{index} + offfice"))),
        (
            "unknown environments",
            numbered(|text, index| {
                _ = write!(
                    text,
                    "environment site_{index} {{ type = sandbox }}\ndata_policy p{index} {{ applies_to = only [sitte_{index}]; blocked = rest }}\n"
                );
            }),
        ),
        ("a long chain of sets", numbered(|text, index| _ = writeln!(text, "connectors s{index} = s{}", index + 1))),
        ("a circle of sets", numbered(|text, index| _ = writeln!(text, "connectors s{index} = s{} + s0", index + 1))),
        ("one long list", filled("connectors a = [teams", ",\n  sql", "]\n")),
        ("rules of one policy", {
            let mut text = filled(
                "environment default { type = default }\ndata_policy a {\n  applies_to = all\n  business = [sql]\n  non_business = rest\n",
                "  connector sql { actions { block [DeleteItem_V2]; allow rest } }\n",
                "}\n",
            );
            text.push('\n');
            text
        }),
    ]
}

/// Characters drawn from `letters`.
fn random(bytes: usize, letters: &[char]) -> String {
    let mut numbers = Numbers::new(bytes as u64);
    let mut text = String::with_capacity(bytes + 4);
    while text.len() < bytes {
        text.extend(letters.get(numbers.below(letters.len())));
    }
    text
}
