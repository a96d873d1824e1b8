//! Tables: their headers, quotes, line ends, and rows that cannot be read.

use std::fmt::Write as _;

use dictum::classify::{COLUMNS, LONGEST_ROW, Trouble};

use super::{CSV, How, JSONL, Rules, small};

/// The rows of a table, read by a separate reader that shares nothing with the one under test.
pub(super) fn parse(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut inside) = (Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, inside) {
            ('"', true) if characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            ('"', _) => inside = !inside,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            ('\r', false) if characters.peek() == Some(&'\n') => {}
            (other, _) => cell.push(other),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !inside, "what is written ends with a line end");
    rows
}

/// The last seven cells of each written row.
fn verdicts(written: &str) -> Vec<[String; 7]> {
    let rows = parse(written);
    let width = rows.first().map_or(0, Vec::len);
    rows.iter()
        .skip(1)
        .map(|row| {
            assert_eq!(row.len(), width, "{row:?}");
            row[row.len() - 7..].to_vec().try_into().expect("seven")
        })
        .collect()
}

fn levels(written: &str) -> Vec<String> {
    verdicts(written).into_iter().map(|[level, ..]| level).collect()
}

fn refusal(rules: &Rules, text: &[u8], how: How<'_>) -> String {
    match rules.classify("criticity", text, how) {
        Err(Trouble::Columns(bad)) => format!("{}; {}", bad.message, bad.help),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn a_row_keeps_its_bytes_and_gets_its_verdict() {
    let table = "id,Personal Data,USERS,impact,handles\n1,yes,60,minor,\"health;money\"\n2,no,1,minor,[]\n3,yes,,minor,money\n4,1,51,none,places\n";
    let (written, header, summary) = small().classify("criticity", table.as_bytes(), CSV).expect("a table");
    assert_eq!(
        written,
        "id,Personal Data,USERS,impact,handles,level,outcome,control,rule,place,missing,problem\n\
         1,yes,60,minor,\"health;money\",high,level,regular_review every 6 months,1,rules.dictum:11,,\n\
         2,no,1,minor,[],low,level,automated,otherwise,rules.dictum:13,,\n\
         3,yes,,minor,money,,unknown,,,,users,at most medium\n\
         4,1,51,none,places,medium,level,,2,rules.dictum:12,,\n"
    );
    assert!(header.absent.is_empty());
    assert_eq!((summary.levels, summary.unknown, summary.gap), (vec![1, 1, 1], 1, 0));
    assert_eq!((summary.rules, summary.missing), (vec![1, 1, 1], vec![("users".to_owned(), 1)]));
}

#[test]
fn marks_line_ends_and_byte_order_do_not_matter() {
    let rules = small();
    let plain = "id,impact,handles,personal_data,users\na,major,,,\nb,minor,money,no,3\n";
    for (text, what) in [
        (plain.to_owned(), "plain"),
        (plain.replace('\n', "\r\n"), "CRLF"),
        (format!("\u{feff}{plain}"), "byte order mark"),
        (plain.trim_end().to_owned(), "no line end at the end"),
        (plain.replace(',', ";"), "semicolons"),
        (plain.replace(',', "\t"), "tabs"),
        (plain.replace("major", "\"major\"").replace("id,", "\"id\","), "quotes"),
        (plain.replace('\n', "\n\n"), "empty lines"),
        (plain.replace("impact", "  Impact ").replace("users", "U-sers"), "spaces in names"),
    ] {
        let (written, _, summary) = rules.classify("criticity", text.as_bytes(), CSV).expect(what);
        let commas = written.replace([';', '\t'], ",");
        assert_eq!(levels(&commas), ["high", "low"], "{what}");
        assert_eq!(summary.rows, 2, "{what}");
    }
}

#[test]
fn rows_that_cannot_be_read_are_named_and_kept() {
    let table = b"id,impact,handles,personal_data,users\n\
        a,major,,,\n\
        b,huge,,,\n\
        c,minor,,\n\
        d,minor,health;stars,,x\n\
        e,minor,,no,-3\n\
        f,mi\xFFnor,,,\n\
        g,minor \"x\",,,\n\
        h,\"minor\"x,,,\n\
        \xC3\xA9\xC3\xA9,minor,,maybe,\n\
        \"two\nlines\",minor,,,many\n\
        i,minor,,,3,\n\
        j,major,,,\n";
    let (written, _, summary) = small().classify("criticity", table, CSV).expect("a table");
    let wanted = [
        (3, 3, "`impact` is `none`, `minor` or `major`, not `huge`"),
        (4, 1, "this row has 4 cells and the header 5 columns"),
        (5, 9, "`handles` is some of `health`, `money` and `places`, separated by `;`, not `stars`"),
        (6, 13, "`users` is a whole number in `0..`, not `-3`"),
        (7, 5, "this is not UTF-8 text"),
        (8, 9, "there is a quote in a cell that does not begin with one"),
        (9, 10, "there is text after the closing quote of a cell"),
        (10, 11, "`personal_data` is `yes` or `no`, not `maybe`"),
        (12, 16, "`users` is a whole number in `0..`, not `many`"),
        (13, 1, "this row has 6 cells and the header 5 columns"),
    ];
    let named: Vec<(u64, u64, &str)> =
        summary.bad.iter().map(|bad| (bad.line, bad.column, bad.message.as_str())).collect();
    assert_eq!(named, wanted);
    assert_eq!((summary.rows, summary.invalid, summary.levels), (12, 10, vec![0, 0, 2]));
    let verdicts = verdicts(&written);
    assert_eq!(verdicts.len(), 12, "no row is dropped");
    let problems: Vec<&str> =
        verdicts.iter().filter(|verdict| verdict[0] == "invalid").map(|verdict| verdict[6].as_str()).collect();
    assert_eq!(problems, wanted.map(|(_, _, message)| message));
    let rows = parse(&written);
    assert_eq!(rows[3][0], "c,minor,,", "what cannot be parted is kept whole");
    assert_eq!(rows[10][0], "two\nlines");
}

#[test]
fn a_quote_that_is_never_closed_costs_one_line() {
    let table = "id,impact\n\"a,major\nb,major\nc,minor\n";
    let rules = Rules::new(&super::SMALL.replace("or health in handles", "").replace("and not health in handles", ""));
    let (written, _, summary) = rules.classify("criticity", table.as_bytes(), CSV).expect("a table");
    assert_eq!(levels(&written), ["invalid", "high", ""]);
    assert_eq!((summary.bad[0].line, summary.bad[0].message.as_str()), (2, "a quote is not closed"));
    // Also far beyond the size of one read.
    let mut table = "id,impact\n\"a,major\n".to_owned();
    (0..200_000).for_each(|row| writeln!(table, "{row},major").expect("text"));
    assert!(table.len() > 2 * LONGEST_ROW);
    let (_, _, summary) = rules.classify("criticity", table.as_bytes(), CSV).expect("a table");
    assert_eq!((summary.rows, summary.invalid, summary.levels[2]), (200_001, 1, 200_000));
}

#[test]
fn a_line_without_end_is_bounded() {
    let rules = small();
    for (length, invalid) in [(LONGEST_ROW - 20, 0), (LONGEST_ROW, 1), (3 * LONGEST_ROW, 1)] {
        let table = format!("id,impact\n{},major\nb,major\nc,minor\n", "x".repeat(length));
        let (written, _, summary) = rules.classify("criticity", table.as_bytes(), CSV).expect("a table");
        assert_eq!((summary.rows, summary.invalid), (3, invalid), "{length}");
        assert_eq!(levels(&written)[1], "high");
        if invalid == 1 {
            assert_eq!((summary.bad[0].line, summary.bad[0].column), (2, 1));
            assert!(summary.bad[0].message.contains("longer than"), "{:?}", summary.bad);
            assert!(written.len() < 2000, "of a line that is too long only the beginning is kept");
        }
    }
}

#[test]
fn order_and_lines_hold_over_many_pieces() {
    let mut table = "id,note,impact\n".to_owned();
    let rows = 120_000;
    for row in 0..rows {
        let note = if row % 7 == 0 { format!("\"over\n{} \"\"lines\"\"\"", row % 3) } else { "short".to_owned() };
        writeln!(table, "{row:07},{note},{}", if row % 50_000 == 49_999 { "wrong" } else { "major" }).expect("text");
    }
    assert!(table.len() > 2 * LONGEST_ROW);
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let rules = small();
    let run = || rules.classify("criticity", table.as_bytes(), CSV).expect("a table");
    let one = pool(1).install(run);
    let four = pool(4).install(run);
    assert!(one == four, "what is written does not depend on the number of threads");
    let (written, _, summary) = one;
    assert_eq!((summary.rows, summary.invalid, summary.levels[2]), (rows, 2, rows - 2));
    let lines: Vec<u64> = summary.bad.iter().map(|bad| bad.line).collect();
    // The rows before it, one more line for each seventh row, the header, and the row itself.
    let line = |row: u64| row + row.div_ceil(7) + 2;
    assert_eq!(lines, [line(49_999), line(99_999)]);
    let ids: Vec<String> = parse(&written).into_iter().skip(1).map(|row| row[0].clone()).collect();
    assert!(ids.iter().enumerate().all(|(row, id)| *id == format!("{row:07}")), "rows keep their order");
}

#[test]
fn columns_are_found_by_name_and_by_mapping() {
    let rules = small();
    // The column names of the app inventory of the CoE starter kit, as stored and as displayed.
    let kit = "admin_displayname,admin_appowner,admin_appusers,admin_Impact,admin_apphandles,Personal Data\nA,alice,60,minor,[],yes\n";
    let (written, header, _) = rules.classify("criticity", kit.as_bytes(), CSV).expect("a table");
    assert_eq!((levels(&written), header.absent), (vec!["medium".to_owned()], Vec::new()));
    let mapping = [("users".to_owned(), "Monthly people".to_owned()), ("impact".to_owned(), "damage".to_owned())];
    let how = How { mapping: &mapping, ..CSV };
    let table = "App,Monthly people,Damage,users\nA,3,major,x\n";
    let (written, header, _) = rules.classify("criticity", table.as_bytes(), how).expect("a table");
    assert_eq!(levels(&written), ["high"]);
    assert_eq!(header.absent, ["handles", "personal_data"]);
    assert_eq!(
        refusal(&rules, b"App,Damage\n", how),
        "there is no column `Monthly people`; the columns are `App` and `Damage`"
    );
    assert_eq!(
        refusal(&rules, b"Us ers,USERS,impact\n", CSV),
        "columns `Us ers` and `USERS` may both be field `users`; say which one it is: `--map users=Us ers`"
    );
    let wrong = [("user".to_owned(), "x".to_owned())];
    assert_eq!(
        refusal(&rules, b"x\n", How { mapping: &wrong, ..CSV }),
        "there is no field `user`; did you mean `users`?"
    );
    assert!(refusal(&rules, b"a,b\n1,2\n", CSV).starts_with("no column holds a field that the rules ask for"));
    assert!(refusal(&rules, b"", CSV).starts_with("there is no header"));
}

#[test]
fn kinds_of_apps_are_read_as_the_kit_writes_them() {
    let text = "\
scale criticity { low < high }
criteria app { users : 0.. }
rules criticity {
  high when kind == model_driven
  low otherwise
}
";
    let table = "App Type,users\nCanvas,1\nModel Driven,1\n597910001,1\nSharePointFormApp,1\nComponent Library,1\nDesktop Flow,1\nrobot,1\n";
    let (written, _, _) = Rules::new(text).classify("criticity", table.as_bytes(), CSV).expect("a table");
    assert_eq!(levels(&written), ["low", "high", "high", "low", "", "low", "invalid"]);
}

#[test]
fn columns_of_the_verdict_are_told_apart_from_those_of_the_table() {
    let (written, _, _) = small().classify("criticity", b"level,impact\nsea,major\n", CSV).expect("a table");
    let header: Vec<String> = COLUMNS.iter().map(|column| format!("dictum_{column}")).collect();
    assert!(written.starts_with(&format!("level,impact,{}\n", header.join(","))), "{written}");
}

#[test]
fn a_table_becomes_lines_of_json() {
    let table = "id,im\"pact,impact\n1,\"a \"\"b\"\"\",major\n2,x\n3,y,wrong\n".replace("im\"pact", "\"im\"\"pact\"");
    let (written, _, _) = small().classify("criticity", table.as_bytes(), JSONL).expect("a table");
    let lines: Vec<serde_json::Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["line"], 2);
    assert_eq!(lines[0]["level"], "high");
    assert_eq!(lines[0]["row"], serde_json::json!({ "id": "1", "im\"pact": "a \"b\"", "impact": "major" }));
    assert_eq!((&lines[1]["level"], &lines[1]["row"]), (&"invalid".into(), &"2,x".into()));
    assert_eq!(lines[2]["row"]["impact"], "wrong");
    assert_eq!(lines[2]["problem"], "`impact` is `none`, `minor` or `major`, not `wrong`");
}
