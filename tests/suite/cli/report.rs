//! `dictum matrix` and `dictum report roles`.

use super::{Desk, settings};

const ROLES: &str = "\
environment e { type = sandbox; region = europe }
tables { new_a : user_owned }
role clerk {
  name = \"Claims Clerk\"
  grid {
    table  read  write
    new_a  org   user
  }
}
role chief {
  includes = [clerk]
  grid {
    table  delete
    new_a  bu
  }
}
";

fn desk() -> Desk {
    Desk::with(&[("dictum.toml", &settings("contoso")), ("roles.dictum", ROLES)])
}

#[test]
fn the_matrix_is_shown_in_three_forms() {
    let desk = desk();
    desk.run(&["matrix"]).ends(0).gives(&["clerk  \"Claims Clerk\"  roles.dictum:3", "  new_a  ○       ●     ◔"]);
    desk.run(&["matrix", "--ascii"]).ends(0).gives(&["  new_a  none    org   user"]);
    desk.run(&["matrix", "--output", "markdown", "--words"]).ends(0).gives(&["| new_a | none | org | user |"]);
    let own = desk.run(&["matrix", "--output", "csv"]).ends(0).gives(&["chief,new_a,none,none,none,bu,"]);
    assert_eq!(own.out.lines().count(), 3);
    let all = ["matrix", "--output", "csv", "--effective", "--role", "chief", "--glyphs"];
    desk.run(&all).ends(0).gives(&["chief,new_a,○,●,◔,◑,○,○,○,○,,,\"clerk (roles.dictum:7), roles.dictum:14\""]);
}

#[test]
fn roles_are_chosen_by_symbol_or_name_and_tables_by_name() {
    let desk = desk();
    let run = desk.run(&["matrix", "--role", "claims clerk", "--table", "NEW_A"]).ends(0).gives(&["clerk"]);
    assert!(!run.out.contains("chief"), "{}", run.out);
    desk.run(&["matrix", "--by", "table"]).ends(0).gives(&["new_a  owned by user or team", "  chief", "  clerk"]);
    desk.run(&["matrix", "--role", "clark"]).ends(2).says(&["there is no role `clark`", "did you mean `clerk`?"]);
    desk.run(&["matrix", "--table", "acount"]).ends(2).says(&["there is no table `acount`", "did you mean `account`?"]);
    desk.run(&["matrix", "--words", "--glyphs"]).ends(2);
}

#[test]
fn without_roles_there_is_nothing_to_show() {
    let desk = Desk::with(&[("a.dictum", super::CLEAN)]);
    let run = desk.run(&["matrix"]).ends(0).says(&["no role is declared"]);
    assert_eq!(run.out, "");
    let page = desk.run(&["report", "roles"]).ends(0).gives(&["<!DOCTYPE html>", "0 roles"]);
    assert_eq!(page.err, "");
}

#[test]
fn the_page_is_written_whole_and_says_nothing_of_time_or_place() {
    let desk = desk();
    desk.run(&["report", "roles", "--out", "report.html"]).ends(0).says(&["wrote `report.html`"]);
    let page = desk.read("report.html");
    assert_eq!(desk.run(&["report", "roles"]).ends(0).out, page);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("<title>Who may do what – contoso</title>"));
    let folder = desk.path("").display().to_string();
    assert!(!page.contains(folder.trim_end_matches('/')), "the page says where it was made");
    // From another folder, on another day: the same bytes.
    let elsewhere = Desk::empty();
    let path = desk.path("").display().to_string();
    assert_eq!(elsewhere.run(&["report", "roles", &path, "--today", "2031-01-01"]).ends(0).out, page);
    desk.run(&["report", "roles", "--out", "no/such/folder/report.html", "-q"]).ends(2);
}
