//! Findings on terminals of several widths, and in colour.

use dictum::diagnostics::{Diagnostic, Fix, Safety, Witness};
use dictum::render::{Format, Options};
use unicode_width::UnicodeWidthStr;

use super::{Case, TWICE, ascii, compare, part, rich, wide};

fn case() -> Case {
    Case::new(
        "data_policy finance {\n  applies_to   = only [finance_prod]\n  \
         non_business = (connectors where tier == standard and rating <= standard) - office - dataverse_both - sql\n  \
         blocked      = rest\n}\n",
    )
}

fn findings(case: &Case) -> [Diagnostic; 2] {
    let long = Diagnostic::new(
        &TWICE,
        case.at("dataverse_both", 0),
        "connectors `commondataservice` and `commondataserviceforapps` of set `dataverse_both` are taken out of a \
         set that does not hold them",
    )
    .marked("has no effect here, because none of its connectors has the tier `standard`")
    .label(case.at("tier == standard", 0), "the tier of both is `premium`")
    .note(
        "taking out what is not in a set changes nothing today, but it hides a slip of the pen, and it would take \
         effect unseen on the day the platform moves a connector to another tier",
    )
    .witness(Witness::new([("connector", "commondataservice"), ("tier", "premium"), ("environment", "finance_prod")]))
    .help("leave it out, or write the set that was meant")
    .fix(Fix::replace("leave out `dataverse_both`", Safety::Safe, case.at(" - dataverse_both", 0), ""));
    let last = Diagnostic::new(&TWICE, case.at("sql", 0), "connector `sql` is not in the set it is taken from")
        .marked("is blocked already");
    [long, last]
}

#[test]
fn fits_the_terminal() {
    let case = case();
    let mut text = String::new();
    for width in [60, 80, 120] {
        let title = format!("{width} cells");
        part(&mut text, &title, &case.show(Format::Human, &findings(&case), &wide(width)));
    }
    compare("widths", &text);
    for width in 60..140 {
        for options in [wide(width), ascii(width)] {
            let text = case.show(Format::Human, &findings(&case), &options);
            for line in text.lines() {
                assert!(line.width() <= width, "{} of {width} cells:\n{line}\n\n{text}", line.width());
            }
        }
    }
}

#[test]
fn colours() {
    let case = Case::new(super::POLICY);
    let mut text = String::new();
    for format in [Format::Human, Format::Full, Format::Short] {
        let options = Options { color: true, ..Options::default() };
        let shown = case.show(format, &[rich(&case)], &options);
        part(&mut text, format.name(), &shown.replace('\u{1b}', "␛"));
    }
    compare("colours", &text);
}

#[test]
fn ascii_draws_with_ascii() {
    let case = Case::new(super::POLICY);
    for format in [Format::Human, Format::Full, Format::Short] {
        let text = case.show(format, &[rich(&case)], &ascii(80));
        assert!(text.is_ascii(), "{text}");
    }
}
