//! The look of findings. Each snapshot has the source, with hidden characters escaped, and the result in every form
//! that people read.

use dictum::diagnostics::{Diagnostic, Fix, Safety};
use dictum::render::Format;

use super::{Case, HINT, POLICY, STALE, TWICE, ascii, compare, narrated, part, rich, wide};

/// Compares all forms of `diagnostics` with the snapshot of that name.
fn check(name: &str, case: &Case, diagnostics: &[Diagnostic]) {
    let mut text = String::new();
    for source in &case.sources {
        let shown = source.text().split_inclusive('\n').take(60).map(escaped).collect::<Vec<_>>().join("\n");
        part(&mut text, &escaped(source.name()), &shown);
    }
    let forms = [
        ("human", Format::Human, wide(100)),
        ("human, ascii", Format::Human, ascii(100)),
        ("human, narrated", Format::Human, narrated()),
        ("full", Format::Full, wide(100)),
        ("short", Format::Short, wide(100)),
    ];
    for (title, format, options) in forms {
        part(&mut text, title, &case.show(format, diagnostics, &options));
    }
    compare(name, &text);
}

/// The first cells of a line, with hidden characters written out.
fn escaped(line: &str) -> String {
    let spell = |character: char| match character {
        '"' | '\'' => character.to_string(),
        other => other.escape_debug().to_string(),
    };
    line.chars().take(160).map(spell).collect()
}

#[test]
fn everything() {
    let case = Case::new(POLICY);
    check("everything", &case, &[rich(&case)]);
}

#[test]
fn levels() {
    let case = Case::new(POLICY);
    let findings = [
        Diagnostic::new(&TWICE, case.at("sql", 0), "connector `sql` is in two groups").marked("here"),
        Diagnostic::new(&STALE, case.at("twitter", 0), "the rating of `twitter` is 14 months old"),
        Diagnostic::new(&HINT, case.at("office", 0), "set `office` is used once only"),
        Diagnostic::nowhere(&STALE, "no data policy applies to environment `default`").help("write one that does"),
    ];
    check("levels", &case, &findings);
}

#[test]
fn tab() {
    let case = Case::new("data_policy p {\n\tbusiness\t= [sql]\t// to check\n}\n");
    check("tab", &case, &[Diagnostic::new(&TWICE, case.at("sql", 0), "connector `sql` is unknown").marked("unknown")]);
}

#[test]
fn carriage_returns() {
    let case = Case::new("data_policy p {\r\n  business = [sql]\r\n  blocked = rest\r\n}\r\n");
    let crlf = Diagnostic::new(&TWICE, case.at("sql", 0), "connector `sql` is unknown").marked("unknown");
    let end = Diagnostic::new(&TWICE, case.at("\r\n", 1), "expected `;`").marked("expected before the line end");
    check("crlf", &case, &[crlf, end]);
    let case = Case::new("data_policy p {\r  business = [sql]\r  blocked = rest\r}\r");
    check("lone-cr", &case, &[Diagnostic::new(&TWICE, case.at("sql", 0), "connector `sql` is unknown")]);
}

#[test]
fn wide_characters() {
    let case = Case::new("environment \"財務部の本番\" { region = europa }\n");
    check("cjk", &case, &[Diagnostic::new(&TWICE, case.at("europa", 0), "region `europa` is unknown").marked("this")]);
    let case = Case::new("environment \"Cafe\u{301} cre\u{300}me\" { region = europa }\n");
    check(
        "combining",
        &case,
        &[
            Diagnostic::new(&TWICE, case.at("europa", 0), "region `europa` is unknown").marked("this"),
            Diagnostic::new(&STALE, case.at("\u{301}", 0), "the name is not in its composed form").marked("accent"),
        ],
    );
    let case = Case::new("environment \"🚀 👨\u{200D}👩\u{200D}👧\" { region = europa }\n");
    check(
        "emoji",
        &case,
        &[Diagnostic::new(&TWICE, case.at("europa", 0), "region `europa` is unknown").marked("this")],
    );
}

#[test]
fn line_of_a_megabyte() {
    let case = Case::new(&format!("welcome = \"{}sql{}\"\n", "do ".repeat(170_000), " don't".repeat(90_000)));
    let middle = Diagnostic::new(&TWICE, case.at("sql", 0), "the text is too long").marked("in the middle");
    let first = Diagnostic::new(&TWICE, case.at("welcome", 0), "the text is too long")
        .marked("this attribute")
        .label(case.at("\"", 1), "ends here");
    check("megabyte", &case, &[middle, first]);
}

#[test]
fn end_of_file() {
    let case = Case::new("data_policy p {\n  blocked = rest\n");
    let end = case.sources.as_slice()[0].text().len() as u32;
    let open = Diagnostic::new(&TWICE, Case::span(end, end), "expected `}`").marked("expected here");
    check("end", &case, &[open.label(case.at("{", 0), "opened here")]);
    let case = Case::new("data_policy p {");
    let open = Diagnostic::new(&TWICE, Case::span(15, 15), "expected `}`").marked("expected here");
    check("end-without-line-end", &case, &[open]);
    let case = Case::new("");
    let empty = Diagnostic::new(&STALE, Case::span(0, 0), "the file declares nothing").marked("nothing here");
    check("empty", &case, &[empty]);
}

#[test]
fn overlapping_labels() {
    let case = Case::new("rules criticity {\n  high when personal_data and users > 500\n  low otherwise\n}\n");
    let three = Diagnostic::new(&TWICE, case.at("personal_data and users > 500", 0), "the rule can never decide")
        .marked("this condition")
        .label(case.at("users > 500", 0), "never holds")
        .label(case.at("500", 0), "beyond the domain")
        .label(case.at("500", 0), "declared as `0..100`");
    check("overlap", &case, &[three]);
}

#[test]
fn several_files() {
    let far = format!("connectors office = [sharepointonline, sql]\n{}", "// …\n".repeat(40));
    let case = Case::files(&[
        ("policies/contoso/data.dictum", POLICY),
        ("policies/contoso/sets.dictum", &format!("{far}connectors mail = [office365, sql]\n")),
    ]);
    let sets = |word: &str, nth: usize| {
        let source = &case.sources.as_slice()[1];
        let (start, _) = source.text().match_indices(word).nth(nth).expect("a set");
        source.locate(dictum::text::Span::of(start, start + word.len()))
    };
    let finding = Diagnostic::new(&TWICE, case.at("sql", 1), "connector `sql` is in two groups")
        .marked("in Non-business here")
        .label(case.at("office", 0), "in Business through this set")
        .label(sets("sql", 0), "the set `office` holds it")
        .label(sets("sql", 1), "so does `mail`, which `office` does not use");
    check("two-files", &case, &[finding]);
}

#[test]
fn many_lines() {
    let body = (0..30).map(|row| format!("  table_{row}  org  org")).collect::<Vec<_>>().join("\n");
    let case = Case::new(&format!("role pmo {{\n  grid {{\n{body}\n  }}\n}}\n"));
    let source = &case.sources.as_slice()[0];
    let whole = source.locate(dictum::text::Span::of(0, source.text().len()));
    let grid = Diagnostic::new(&STALE, whole, "role `pmo` is held by nobody").marked("declared here");
    let few = case.at("  table_3  org  org\n  table_4  org  org\n  table_5", 0);
    let rows = Diagnostic::new(&TWICE, few, "these rows say the same").marked("three rows");
    check("many-lines", &case, &[grid, rows]);
}

#[test]
fn hostile_text() {
    let case = Case::files(&[(
        "pol\u{1b}[31micies/\u{202E}atad\u{7}.dictum",
        "business = [\"\u{202E}lqs\u{2066} \u{1b}[2J\u{7}\u{8}\u{0}\u{9b}31m\u{200b}\u{feff}\"]\n",
    )]);
    let finding =
        Diagnostic::new(&TWICE, case.at("lqs", 0), "connector `\u{202E}lqs` is unknown\u{1b}]0;gone\u{7}\nsecond")
            .marked("this \u{1b}[1m one")
            .label(case.at("\u{202E}", 0), "turns the text around")
            .note("a note\r\n with \u{9b} in it")
            .help("help\u{85}")
            .fix(Fix::replace("write \u{200d}`sql`", Safety::Safe, case.at("\u{202E}lqs", 0), "\u{1b}sql"));
    check("hostile", &case, &[finding]);
}

#[test]
fn impossible_places() {
    let case = Case::new("environment \"Zürich\" { }\n");
    let findings = [
        Diagnostic::new(&TWICE, Case::span(20, 4_000), "goes past the end").marked("cut at the end"),
        Diagnostic::new(&TWICE, Case::span(u32::MAX, u32::MAX), "starts past the end").marked("at the end"),
        Diagnostic::new(&TWICE, Case::span(u32::MAX - 1, 3), "ends before it starts").marked("at the end"),
        Diagnostic::new(&TWICE, Case::span(15, 15), "lies inside a character").marked("before it"),
        Diagnostic::new(&TWICE, Case::span(15, 16), "ends inside a character").marked("the whole of it"),
    ];
    check("impossible", &case, &findings);
}

#[test]
fn fixes() {
    let case = Case::new("data_policy p {\n  business = [sqll]\n  blocked = rest\n  blocked = rest\n}\n");
    let findings = [
        Diagnostic::new(&TWICE, case.at("sqll", 0), "connector `sqll` is unknown")
            .fix(Fix::replace("write `sql`", Safety::Safe, case.at("sqll", 0), "sql"))
            .fix(Fix::replace("write `sqs`", Safety::Suggestion, case.at("sqll", 0), "sqs")),
        Diagnostic::new(&TWICE, case.at("blocked", 1), "`blocked` is said twice").fix(Fix::replace(
            "remove the second",
            Safety::Safe,
            case.at("  blocked = rest\n", 1),
            "",
        )),
        Diagnostic::new(&TWICE, case.at("p", 1), "no `non_business`").fix(Fix::replace(
            "say it",
            Safety::Unsafe,
            case.at("  blocked", 0),
            "  non_business = [\n    a,\n    b,\n    c,\n    d,\n  ]\n  blocked",
        )),
    ];
    check("fixes", &case, &findings);
}
