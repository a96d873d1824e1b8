//! Cases in addition to the pages of the rules: what they do not report, and what they combine.

use dictum::diagnostics::Safety;

use super::{findings, names};

/// A role with these rows.
fn role(columns: &str, rows: &[&str]) -> String {
    format!("role clerk {{\n  grid {{\n    table {columns}\n    {}\n  }}\n}}\n", rows.join("\n    "))
}

fn tables(rest: &str) -> String {
    format!(
        "tables {{\n  new_portfolio : user_owned\n  new_programme : user_owned lookup new_portfolio\n  new_currency : organization_owned\n}}\n{rest}"
    )
}

#[test]
fn a_row_for_several_tables_is_told_once_a_cell() {
    let text = tables(&role("read write", &["new_portfolio, new_currency bu bu"]));
    let told = findings(&text);
    let messages: Vec<&str> = told.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        ["`new_currency` cannot be granted `read` at `bu`", "`new_currency` cannot be granted `write` at `bu`"]
    );
    // The levels that both tables take.
    let fix = told.first().and_then(|finding| finding.fixes.first()).expect("a fix");
    assert_eq!((fix.safety, fix.edits.first().map(|edit| edit.replacement.as_str())), (Safety::Unsafe, Some("org")));
}

#[test]
fn a_missing_privilege_is_mended_where_the_whole_row_lacks_it() {
    let alone = findings(&tables(&role("read assign", &["new_currency org org"])));
    let together = findings(&tables(&role("read assign", &["new_currency, new_portfolio org org"])));
    let fixes = |found: &[dictum::diagnostics::Diagnostic]| -> Vec<(u16, usize)> {
        found.iter().map(|finding| (finding.rule.code.0, finding.fixes.len())).collect()
    };
    assert_eq!(fixes(&alone), [(5002, 1)]);
    assert_eq!(fixes(&together), [(5002, 0)]);
}

#[test]
fn none_may_stand_where_there_is_no_privilege() {
    assert_eq!(names(&tables(&role("read assign", &["new_currency org none"]))), ["unused-table"]);
}

#[test]
fn what_is_included_counts_as_read() {
    let reader =
        "role reader {\n  grid {\n    table read\n    new_portfolio, new_programme, new_currency org\n  }\n}\n";
    let writer = "role clerk {\n  includes = [reader]\n  grid {\n    table write\n    new_portfolio bu\n  }\n}\n";
    assert_eq!(names(&tables(&format!("{reader}{writer}"))), Vec::<&str>::new());
    let alone = writer.replace("  includes = [reader]\n", "");
    assert_eq!(names(&tables(&format!("{reader}{alone}"))), ["change-without-read"]);
}

#[test]
fn a_table_without_reading_asks_for_none() {
    // The audit log can be deleted and not be read.
    let text = role("delete", &["audit org"]);
    assert_eq!(names(&text), ["dangerous-privilege"]);
}

#[test]
fn rows_that_say_different_columns_or_the_same_do_not_conflict() {
    let text = tables(&role("read", &["new_portfolio bu"]))
        .replace("  }\n}\n", "  }\n  grid {\n    table write\n    new_portfolio bu\n  }\n}\n");
    assert!(!names(&text).contains(&"conflicting-rows"));
    let same = role("read", &["email bu", "task bu"]);
    assert_eq!(names(&same), ["repeated-row"]);
}

#[test]
fn of_several_rows_each_is_held_against_the_first() {
    let text = role("read", &["account bu", "account deep", "account org"]);
    assert_eq!(names(&text), ["conflicting-rows", "conflicting-rows"]);
}

#[test]
fn a_lookup_is_told_once_whichever_half_is_missing() {
    for rows in [
        ["new_programme bu bu bu none", "new_portfolio bu none none none"],
        ["new_programme bu bu none none", "new_portfolio bu none none bu"],
    ] {
        let text = tables(&role("read write append append_to", &rows));
        let told: Vec<&str> = names(&text).into_iter().filter(|name| *name != "unused-table").collect();
        assert_eq!(told, ["half-a-lookup"], "{text}");
    }
    // A role that cannot change programmes may allow others to refer to portfolios.
    let text = tables(&role("read append_to", &["new_programme bu none", "new_portfolio bu bu"]));
    assert_eq!(names(&text), ["unused-table"]);
}

#[test]
fn uncertain_tables_are_a_warning_and_certain_ones_an_error() {
    assert_eq!(names(&role("read write", &["usersettings bu user"])), ["uncertain-level"]);
    assert_eq!(names(&role("read write", &["systemuser bu user"])), ["depth-not-offered"]);
}

#[test]
fn privileges_by_level_agree_with_the_list_or_not() {
    let with = |level: &str| {
        format!("role clerk {{\n  privileges = [Print]\n  privileges_by_level {{ {level} = [\"prvPRINT\"] }}\n}}\n")
    };
    assert_eq!(names(&with("bu")), ["privilege-at-two-levels"]);
    assert_eq!(names(&with("org")), Vec::<&str>::new());
}

#[test]
fn roles_of_one_name_may_stand_in_different_units() {
    let text = "business_units contoso { emea; americas }\n\
        role one { name = \"Clerk\"; business_unit = emea; includes = [basic_user] }\n\
        role two { name = \"clerk\"; business_unit = americas; includes = [basic_user] }\n";
    assert_eq!(names(text), Vec::<&str>::new());
    assert_eq!(names(&text.replace("americas; inc", "emea; inc")), ["same-role-name"]);
}

#[test]
fn the_maker_needs_no_database() {
    let text = "environment small { type = production }\n\
        user alice { upn = \"alice@contoso.com\"; roles { small = [environment_maker] } }\n";
    assert!(!names(text).contains(&"roles-need-dataverse"));
    assert!(names(&text.replace("[environment_maker]", "[basic_user]")).contains(&"roles-need-dataverse"));
}

#[test]
fn a_wish_is_made_evident_in_the_doc_comment() {
    let dangerous = "role clerk { privileges = [Merge, BulkDelete] }\n";
    assert_eq!(names(dangerous), ["dangerous-privilege"]);
    assert_eq!(names(&format!("/// Joins accounts by merge.\n{dangerous}")), ["dangerous-privilege"]);
    assert_eq!(
        names(&format!("/// Joins accounts by Merge, clears up by BulkDelete.\n{dangerous}")),
        Vec::<&str>::new()
    );
}

#[test]
fn roles_include_one_another_128_deep_and_no_deeper() {
    let chain = |roles: usize| -> String {
        let first = "role r0 { grid {\n  table read\n  account org\n} }\n".to_owned();
        (1..roles).fold(first, |text, role| text + &format!("role r{role} {{ includes = [r{}] }}\n", role - 1))
    };
    let deep = |roles: usize| names(&chain(roles)).iter().filter(|name| **name == "limit-exceeded").count();
    assert_eq!([128, 129, 130, 258, 259].map(deep), [0, 0, 1, 1, 2]);
}

#[test]
fn what_roles_of_the_platform_do_is_its_own_choice() {
    let told = |columns: &str, row: &str| names(&role(columns, &[row]));
    let none = Vec::<&str>::new();
    // Basic User lets imports be shared more widely than they are read. A copy that reads more is not a fault.
    assert_eq!(told("create read write share", "import bu bu bu deep"), none);
    assert_eq!(told("create read write share", "import bu bu deep bu"), ["wider-than-read"]);
    // Basic User appends to calendars everywhere, and lets them be appended without write access.
    assert_eq!(told("read append append_to", "calendar bu bu org"), none);
    // No role of the platform does this.
    assert_eq!(told("read append append_to", "account bu bu bu"), ["append-without-write"]);
    // The grants of an app's roles on its tables are unknown.
    for (columns, row) in
        [("read append", "product org org"), ("append_to", "lead org"), ("read write", "opportunity user org")]
    {
        assert_eq!(told(columns, row), none, "{row}");
    }
}

#[test]
fn roles_are_equal_however_they_are_written() {
    let equal = |roles: &str| names(roles).iter().filter(|name| **name == "equal-roles").count();
    let grid = "grid {\n table read\n account org\n }";
    for (roles, count) in [
        (format!("role one {{ {grid} }}\nrole two {{ {grid} }}\n"), 1),
        (format!("role one {{ {grid} }}\nrole two {{ includes = [one] }}\n"), 1),
        ("role one { includes = [app_opener] }\nrole two { includes = [app_opener] }\n".to_owned(), 1),
        ("role one { includes = [app_opener] }\nrole two { includes = [basic_user] }\n".to_owned(), 0),
        ("role one { existing = yes }\nrole two { existing = yes }\n".to_owned(), 0),
        (format!("role one {{ existing = yes; {grid} }}\nrole two {{ existing = yes; {grid} }}\n"), 0),
        (format!("role one {{ existing = yes; {grid} }}\nrole two {{ {grid} }}\n"), 1),
        ("role one { grants = none }\nrole two { grants = none }\n".to_owned(), 0),
        (format!("role one {{ {grid}; member_inheritance = team_only }}\nrole two {{ {grid} }}\n"), 0),
    ] {
        assert_eq!(equal(&roles), count, "{roles}");
    }
}

#[test]
fn a_copy_is_of_what_is_written() {
    let rows: String =
        ["account", "contact", "goal", "queue", "report", "workflow", "team", "annotation", "sla", "template"]
            .map(|table| format!("    {table} org\n"))
            .concat();
    let copied = |text: &str| names(text).iter().filter(|name| **name == "copied-role").count();
    let grid = |more: &str| format!("grid {{\n    table read\n{rows}{more}  }}");
    assert_eq!(copied(&format!("role one {{ {} }}\nrole two {{ {} }}\n", grid(""), grid("    role org\n"))), 1);
    // Both include the same, so nothing is repeated.
    let more = "grid {\n table read\n role org\n }";
    assert_eq!(
        copied(&format!("role one {{ includes = [basic_user] }}\nrole two {{ includes = [basic_user]; {more} }}\n")),
        0
    );
}
