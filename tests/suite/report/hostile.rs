//! Names that would like to be more than names.

use std::fmt::Write as _;

use dictum::report::{Axis, Marks, Reach, csv, markdown, text};
use unicode_width::UnicodeWidthStr as _;

use super::{Made, data_of};

/// Texts for names, each as the source writes it.
fn names() -> Vec<String> {
    [
        "</script><img src=x onerror=alert(1)>",
        "<!--<script>",
        "\\\" onmouseover=\\\"alert(1)",
        "a'b`c&amp;d",
        "=HYPERLINK(1)|x",
        "{{data}}",
        "line\\nbreak",
        "\u{5d0}\u{5d1}\u{5d2} \u{645}\u{631}",
        "日本語の役割",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain([format!("long{}", "n".repeat(9_996))])
    .collect()
}

fn hostile() -> Made {
    let mut source = "tables { new_a : user_owned }\nenvironment e { type = sandbox; region = europe; dataverse { language = 1033; currency = EUR } }\n".to_owned();
    for (index, name) in names().iter().enumerate() {
        let _ = write!(
            source,
            "/// Says <b>{index}</b> </script>\nrole \"{name}\" {{\n  name = \"{name}\"\n  grid {{\n    table read write\n    new_a  org  user\n  }}\n  privileges = [\"prv{index}<i>\"]\n}}\nuser u{index} {{ name = \"{name}\"; upn = \"u{index}@x.com\"; roles {{ e = [\"{name}\"] }} }}\nteam t{index} {{ name = \"{name}\"; in = e; kind = owner; members = [u{index}]; roles = [\"{name}\"] }}\n"
        );
    }
    Made::new(&source)
}

#[test]
fn names_stay_names_in_the_page() {
    let made = hostile();
    let page = made.page();
    assert_eq!(made.analysis.program.organisation.roles.len(), names().len());
    assert_eq!(page.matches("<script").count(), 2, "the data and the script");
    assert_eq!(page.matches("</script").count(), 2);
    for part in ["<img", "<!--", "<b>0", "\" onmouseover=\"", "\u{2028}", "\u{202e}", "<i>\""] {
        assert!(!page.contains(part), "`{part}` stands in the page");
    }
    let data: serde_json::Value = serde_json::from_str(data_of(&page)).expect("the data is JSON");
    let symbols: Vec<&str> =
        data["roles"].as_array().expect("a list").iter().filter_map(|role| role["symbol"].as_str()).collect();
    assert!(symbols.contains(&"</script><img src=x onerror=alert(1)>") && symbols.contains(&"{{data}}"));
    assert!(symbols.iter().any(|symbol| symbol.len() == 10_000));
    assert!(page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
    assert!(page.contains("{{data}}"), "a name is no slot of the frame");
}

#[test]
fn names_stay_names_in_markdown() {
    let made = hostile();
    let shown = markdown(&made.grids(), &made.choice(Axis::Table, Reach::Effective, Marks::Glyphs));
    let mut rows = 0;
    for line in shown.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert!(bars == 11 || bars == 4, "{bars} bars in {line}");
        rows += 1;
    }
    assert!(rows > names().len());
    assert!(!shown.contains("<img") && !shown.contains("</script"));
}

#[test]
fn no_cell_of_a_spreadsheet_begins_as_a_formula_does() {
    let made = hostile();
    for marks in [Marks::Words, Marks::Glyphs] {
        let shown = csv(&made.grids(), &made.choice(Axis::Role, Reach::Effective, marks));
        let cells = super::matrix::parsed(&shown);
        let formula = cells.iter().flatten().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        assert_eq!(formula, None);
        assert!(cells.iter().flatten().any(|cell| cell == "'=HYPERLINK(1)|x"));
    }
}

#[test]
fn lines_for_the_terminal_are_never_wider_than_it_is() {
    for made in [hostile(), Made::new(super::SMALL)] {
        for width in [40, 57, 80, 100, 200] {
            for by in [Axis::Role, Axis::Table] {
                for marks in [Marks::Words, Marks::Glyphs] {
                    let shown = text(&made.grids(), &made.choice(by, Reach::Effective, marks), width);
                    let wide = shown.lines().find(|line| line.width() > width);
                    assert_eq!(wide, None, "wider than {width}");
                    assert!(!shown.contains(['\u{1b}', '\u{202e}']));
                    for verb in ["create", "append_to", "share", "from"] {
                        assert!(shown.contains(verb), "`{verb}` is missing at {width}");
                    }
                }
            }
        }
    }
}
