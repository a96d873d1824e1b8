//! Hostile names.

use std::fmt::Write as _;

use dictum::report::{Axis, Marks, Reach, csv, markdown, text};
use unicode_width::UnicodeWidthStr as _;

use super::{Made, data_of};

/// Texts for names, in the form of the source.
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

/// A program with a hostile text at every place that takes a free text.
pub(super) fn hostile_estate() -> Made {
    let mut source = "scale criticity { low < high }\nscale connector_risk { trusted < risky }\ncriteria app { users : 0.. }\nrules criticity { high when users > 5; low otherwise }\n".to_owned();
    let texts = names();
    let any = &texts[0];
    let _ = write!(
        source,
        "group \"{any}\" {{ kind = security }}\ncontrol low {{ process = automated }}\ncontrol high {{ process = regular_review every 6 months; by = \"{any}\"; requires = [{}] }}\n",
        texts.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
    );
    for (index, name) in texts.iter().enumerate() {
        // One use of the long text, which has a hundred thousand letters, is enough.
        let text = if name.len() > 1_000 { "short" } else { name };
        let _ = write!(
            source,
            "/// <i>{index}</i> </script>\nenvironment \"{name}\" {{ name = \"{text}\"; type = sandbox; managed = yes; region = europe }}\n\
             offer \"{name}\" {{ name = \"{text}\"; by = \"{text}\"; certifies = app; for = criticity >= high; valid = 12 months }}\n\
             maker_team \"{name}\" {{ name = \"{text}\"; members = [\"{text}\"] }}\n\
             guideline \"{name}\" {{ for = criticity >= high; do = \"{text}\"; dont = \"{text}\" }}\n\
             connector \"my{name}\" {{ kind = custom; name = \"{text}\"; host = \"https://x.com/{index}\"; rated = risky because \"{text}\"; reviewed = 2026-01-01; review = every 12 months }}\n\
             data_policy \"{name}\" {{ name = \"{text}\"; applies_to = only [\"{name}\"]; business = [sql, \"my{name}\"]; non_business = rest; connector sql {{ actions {{ block [\"{text}\"]; allow rest }}; endpoints {{ allow \"{text}\"; deny \"*\" }} }} }}\n\
             connector_allow_list \"{name}\" {{ name = \"{text}\"; environment = \"{name}\"; allows = [sql]; connector sql {{ actions = [\"{text}\"]; connection_types = [\"{text}\"] }} }}\n\
             /// <i>{index}</i>\napp \"{name}\" {{ name = \"{text}\"; environment = \"{name}\"; owner = \"{text}\"; made_by = \"{name}\"; connectors = [sql, \"my{name}\"]; users = 9; reviewed = 2026-07-01; certified {{ \"{name}\" = 2026-02-01 }} }}\n\
             /// <i>{index}</i>\nparty \"party{name}\" {{ name = \"{text}\" }}\n\
             responsibility \"{name}\" {{ name = \"{text}\"; responsible = [\"party{name}\"]; accountable = \"party{name}\" }}\n\
             waive unused-group on group \"{any}\" {{ because = \"{text}\"; by = \"{text}\"; until = 2027-01-{:02} }}\n",
            index + 1
        );
    }
    Made::new(&source)
}

#[test]
fn names_stay_names_in_the_other_pages() {
    let made = hostile_estate();
    let program = &made.analysis.program;
    let count = names().len();
    assert_eq!((program.apps.len(), program.environments.len(), program.policies.len()), (count, count, count));
    for (name, page) in super::pages::pages(&made) {
        assert_eq!(page.matches("<script").count(), 2, "the data and the script of {name}");
        assert_eq!(page.matches("</script").count(), 2);
        for part in ["<img", "<!--", "<i>0", "\" onmouseover=\"", "\u{2028}", "\u{202e}"] {
            assert!(!page.contains(part), "`{part}` stands in the page about {name}");
        }
        let data: serde_json::Value = serde_json::from_str(data_of(&page)).expect("the data is JSON");
        assert!(data.to_string().contains("</script><img src=x onerror=alert(1)>"), "{name}");
        assert!(page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"), "{name}");
        assert!(page.contains("{{data}}"), "a name is no slot of the frame");
    }
}

#[test]
fn names_stay_names_in_calendars_and_sheets() {
    let made = hostile_estate();
    let calendar = super::pages::reviews(&made, |one| dictum::report::calendar(one, "x;y,\\\nBEGIN:VEVENT"));
    let events = super::calendar::events(&calendar);
    assert!(events.len() > names().len() * 3, "{} events", events.len());
    assert!(events.iter().any(|event| event["SUMMARY"].contains("</script><img src=x onerror=alert(1)>")));
    let sheet = super::pages::reviews(&made, dictum::report::reviews_csv);
    let cells = super::matrix::parsed(&sheet);
    let formula = cells.iter().flatten().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
    assert_eq!(formula, None);
    assert!(cells.iter().flatten().any(|cell| cell == "'=HYPERLINK(1)|x"));
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
