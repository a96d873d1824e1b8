//! Hostile and unfinished files.

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
    let named = |write: fn(&mut String, usize)| {
        let mut text = numbered(write);
        text.push_str("environment e { type = production; dataverse { language = 1033; currency = EUR } }\n");
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
        ("pairs on one line, closed too early", filled("group a {\n", "{}", "\n  }\n  c = 1\n}\n")),
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
        (
            "a circle of roles",
            named(|text, index| {
                _ = writeln!(text, "role r{index} {{ includes = [r{}, r0] }}", index + 1);
            }),
        ),
        (
            "a long chain of roles",
            named(|text, index| {
                _ = writeln!(text, "role r{index} {{ includes = [r{}] }}", index + 1);
            }),
        ),
        (
            "users of unknown roles",
            named(|text, index| {
                _ = writeln!(
                    text,
                    "role desk_{index} {{ }}\nuser u{index} {{ roles {{ e = [desk_x{index}, d{index}] }} }}"
                );
            }),
        ),
        (
            "users of unknown units",
            named(|text, index| {
                _ = writeln!(
                    text,
                    "business_units unit_{index} {{ u{index} }}\nuser u{index} {{ business_unit = unyt_{index} }}"
                );
            }),
        ),
        (
            "unknown members",
            named(|text, index| {
                _ = writeln!(
                    text,
                    "user person_{index} {{ }}\nteam t{index} {{ in = f; kind = owner; members = [persan_{index}, p] }}"
                );
            }),
        ),
        (
            "unknown holders",
            named(|text, index| {
                _ = writeln!(
                    text,
                    "team t{index} {{ in = e }}\nrole_administrators a{index} {{ who = [team_{index}]; assign = [t] }}"
                );
            }),
        ),
        (
            "unknown tables",
            named(|text, index| {
                _ = writeln!(text, "role r{index} {{\n  grid {{\n    table read\n    acount_{index} org\n  }}\n}}");
            }),
        ),
        (
            "unknown levels",
            named(|text, index| {
                _ = writeln!(
                    text,
                    "scale s{index} {{ low < high }}\ncontrol l{index} {{ process = automated; requires = [o{index}] }}"
                );
            }),
        ),
        (
            "unknown criteria",
            named(|text, index| {
                _ = writeln!(text, "criteria subject_{index} {{ a : bool }}\napp a{index} {{ colour_{index} = yes }}");
            }),
        ),
        (
            "rules of unknown subjects",
            named(|text, index| {
                _ = writeln!(
                    text,
                    "criteria subject_{index} {{ a : bool }}\nrules s{index} {{ subject = sabject_{index}; low otherwise }}"
                );
            }),
        ),
        (
            "declared connectors that are none",
            numbered(|text, index| _ = writeln!(text, "connector sqll{index} {{ }}")),
        ),
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

/// Random characters from `letters`.
fn random(bytes: usize, letters: &[char]) -> String {
    let mut numbers = Numbers::new(bytes as u64);
    let mut text = String::with_capacity(bytes + 4);
    while text.len() < bytes {
        text.extend(letters.get(numbers.below(letters.len())));
    }
    text
}
