//! Edge cases: texts that are empty, refused, hostile, large, or deep.

use std::fmt::Write as _;

use dictum::format::diff;

use super::{inputs, laid_out, try_format};

#[test]
fn nothing_stays_nothing() {
    assert_eq!(laid_out(""), "");
    assert_eq!(laid_out("\n \t\r\n"), "");
    assert_eq!(laid_out("// a"), "// a\n");
    assert_eq!(laid_out(" /// a  "), "/// a\n");
    assert_eq!(laid_out("/* a */"), "/* a */\n");
}

#[test]
fn text_with_errors_is_refused_with_its_findings() {
    for (text, code) in [
        ("environment a {", "D0004"),
        ("environment a { x = }", "D0001"),
        ("environment a { x = \"open }", "D0002"),
        ("environment a { x = 12x }", "D0008"),
        ("environment a { x = \"\\q\" }", "D0009"),
        ("environment a { x\u{202E} = 1 }", "D0005"),
        ("environment a {\n  x = [a b]\n}", "D0001"),
    ] {
        let findings = try_format(text.as_bytes()).expect_err(text);
        assert!(findings.iter().any(|finding| finding.rule.code.to_string() == code), "{text}: {findings:?}");
    }
    let findings = try_format(b"environment a { }\n\xFF").expect_err("bytes that are no text");
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_thousand_items_fill_lines() {
    let items: Vec<String> = (0..1000).map(|number| std::format!("connector_{number}")).collect();
    let after = laid_out(&std::format!("connectors many = [{}]", items.join(",")));
    let lines: Vec<&str> = after.lines().collect();
    assert_eq!(lines.first(), Some(&"connectors many = ["));
    assert_eq!(lines.last(), Some(&"]"));
    let inner = lines.get(1..lines.len() - 1).expect("lines of items");
    assert!(inner.iter().all(|line| line.len() <= 100 && line.starts_with("  c") && line.ends_with(',')));
    // No line has room for the first item of the next one.
    for pair in inner.windows(2) {
        let [line, next] = pair else { continue };
        let first = next.trim_start().split(' ').next().expect("an item");
        assert!(line.len() + 1 + first.len() > 100, "{line}");
    }
    let written: Vec<&str> = inner.iter().flat_map(|line| line.trim().trim_end_matches(',').split(", ")).collect();
    assert_eq!(written, items);
}

#[test]
fn the_deepest_nesting_is_laid_out() {
    for (open, core, close) in [("a {", "x = 1", "}"), ("[", "x", "]"), ("(", "x", ")")] {
        let depth = if open == "a {" { 127 } else { 126 };
        let lead = if open == "a {" { "" } else { "x = " };
        let text = std::format!("environment e {{ {lead}{}{core}{} }}", open.repeat(depth), close.repeat(depth));
        let after = laid_out(&text);
        assert_eq!(after.matches(open).count(), depth);
        assert!(after.lines().count() > 127);
    }
}

#[test]
fn a_layout_beyond_the_limit_of_a_file_is_refused() {
    let deep = std::format!("environment e {{ {}{} }}\n", "a {".repeat(120), "}".repeat(120));
    let findings = try_format(deep.repeat(450).as_bytes()).expect_err("too large");
    assert_eq!(findings.first().map(|finding| finding.rule.code.to_string()).as_deref(), Some("D0007"));
    let chain = std::format!("x = {}a{}{}", "(".repeat(120), " + b".repeat(46_000), ")".repeat(120));
    assert!(try_format(std::format!("environment e {{ {chain} }}").as_bytes()).is_err());
    // Alignment alone can cause it as well.
    let grid = std::format!("role a {{\n grid {{\n  \"{}\" b\n{} }}\n}}\n", "x".repeat(90), "  a b\n".repeat(120_000));
    assert!(try_format(grid.as_bytes()).is_err());
}

#[test]
fn no_cut_of_any_input_is_laid_out_wrongly() {
    for (name, text) in inputs() {
        let step = if cfg!(debug_assertions) { 41 } else { 1 };
        for end in (0..text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            let cut = text.get(..end).expect("a border of characters");
            if let Err(findings) = try_format(cut.as_bytes()) {
                let unproven = findings.iter().any(|finding| finding.rule.name == "unproven-layout");
                assert!(!unproven, "{name} up to {end}: …{}", cut.get(end.saturating_sub(80)..).unwrap_or(cut));
            }
        }
    }
}

#[test]
fn hostile_shapes_take_no_longer_than_others() {
    let many = 20_000;
    let shapes = [
        ("a chain of operators", std::format!("connectors x = a{}", " + b".repeat(many))),
        ("mixed operators", std::format!("connectors x = a{}", " + b and c & d or e".repeat(many / 4))),
        ("comments between operators", std::format!("connectors x = a{} + b", " // c\n".repeat(many))),
        ("comments before a brace", std::format!("environment x {} {{ a = 1 }}", "// c\n".repeat(many))),
        ("comments in a list", std::format!("connectors x = [a {}]", "/* c */ ".repeat(many))),
        ("comments between statements", std::format!("environment x {{ a = 1\n{} }}", "/* c */ ".repeat(many))),
        ("comments that begin a line", std::format!("environment x {{ a;\n{} b }}", "/* c */ ".repeat(many))),
        ("statements on one line", std::format!("environment x {{ {} }}", "a = 1; ".repeat(many))),
        ("many semicolons", std::format!("environment x {{ a = 1 {} b = 2 }}", ";\n".repeat(many))),
        ("a row of many cells", std::format!("role x {{ grid {{ {}\n {} }} }}", "a ".repeat(many), "b ".repeat(many))),
        ("names joined by commas", std::format!("test x {{ a{} }}", ", b".repeat(many))),
        ("keys of all lengths", (1..400).map(|n| std::format!("{} = 1\n", "k".repeat(n))).collect::<Vec<_>>().concat()),
        (
            "blocks in blocks",
            std::format!("environment x {{ {} }}\n", "a { b ".repeat(60) + &"}".repeat(60)).repeat(100),
        ),
        ("a chain in deep groups", {
            let chain = std::format!("a{}", " + b".repeat(many));
            std::format!("connectors x = {}{chain}{}", "(".repeat(120), ")".repeat(120))
        }),
    ];
    for (name, text) in shapes {
        let text = if name.starts_with("keys") { std::format!("environment x {{\n{text}}}") } else { text };
        let start = std::time::Instant::now();
        let after = laid_out(&text);
        // Generous by a factor of twenty for slow machines. A quadratic step takes minutes.
        assert!(start.elapsed().as_secs() < 30, "{name}: {:?} for {} bytes", start.elapsed(), text.len());
        assert!(after.len() > 1000 || name == "many semicolons", "{name}");
    }
}

#[test]
fn a_difference_in_every_line_is_found_in_time() {
    let lines: Vec<String> = (0..30_000).map(|number| std::format!("\tkey_{number}=1\n")).collect();
    let before = lines.concat();
    let after = before.replace('\t', "  ").replace('=', " = ");
    let start = std::time::Instant::now();
    let shown = diff("a.dictum", &before, &after);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert_eq!(shown.lines().filter(|line| line.starts_with("+  key")).count(), 30_000);
}

/// The display columns at which the cells of a line begin. Two or more spaces separate them.
fn cells(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut spaces, mut column) = (2, 0);
    for character in line.chars() {
        if character == ' ' {
            spaces += 1;
        } else if spaces >= 2 {
            starts.push(column);
            spaces = 0;
        } else {
            spaces = 0;
        }
        column += unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
    }
    starts
}

#[test]
fn cells_stand_below_each_other_however_wide_their_characters_are() {
    let names = [
        "account",
        "\"顧客\"",
        "new_a, \"大きさ\",contact",
        "\"Größe\"",
        "\"e\u{301}\u{302}\"",
        "\"ｱｲｳ\"",
        "lead /* リード */",
    ];
    let levels = [["org", "bu", "none"], ["●", "◔", "○"], ["-", "deep", "◕"]];
    let mut rows = String::new();
    for (index, name) in names.iter().enumerate() {
        let [a, b, c] = levels.get(index % levels.len()).expect("levels");
        writeln!(rows, "{name} {a}   {b} {c} // 注 {index}").expect("memory");
    }
    let after = laid_out(&std::format!("role a {{ grid {{\n table create read append_to\n{rows}}} }}"));
    let lines: Vec<&str> = after.lines().filter(|line| line.starts_with("    ")).collect();
    assert_eq!(lines.len(), names.len() + 1);
    let heads = cells(lines.first().expect("the head"));
    assert_eq!(heads.len(), 4, "{after}");
    let comments: Vec<usize> = lines.iter().skip(1).filter_map(|line| cells(line).get(4).copied()).collect();
    for line in lines {
        assert_eq!(cells(line).get(..4), Some(heads.as_slice()), "{after}");
    }
    assert_eq!(comments.len(), names.len(), "{after}");
    assert!(comments.iter().all(|column| Some(column) == comments.first()), "{after}");
}

#[test]
fn a_row_of_many_tables_pushes_no_other_row_away() {
    let many: Vec<String> = (0..12).map(|number| std::format!("new_table_{number}")).collect();
    let after = laid_out(&std::format!(
        "role a {{ grid {{\n table create read\n account org bu\n {} org bu\n lead  none deep\n}} }}",
        many.join(",")
    ));
    let expected = std::format!(
        "    table    create  read\n    account  org     bu\n    {}  org  bu\n    lead     none    deep\n",
        many.join(", ")
    );
    assert!(after.contains(&expected), "{after}");
    assert_eq!(laid_out(&after), after);
}
