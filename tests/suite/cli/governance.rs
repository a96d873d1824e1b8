//! `query app`, `query rating`, and ratings in `catalog diff`.

use super::Desk;

const TODAY: &str = "2026-11-21";

fn contoso() -> Desk {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "contoso", "."]).ends(0);
    desk
}

/// The worked example with one text replaced by another.
fn changed(file: &str, from: &str, to: &str) -> Desk {
    let desk = contoso();
    let text = desk.read(file);
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {file}");
    desk.put(file, text.replace(from, to));
    desk
}

#[test]
fn an_app_is_shown_with_its_level_its_duties_and_its_guidelines() {
    let desk = contoso();
    desk.run(&["query", "app", "expense_approval", "--today", TODAY]).ends(0).gives(&[
        "app `expense_approval` is `medium`",
        "the rule that decides  criticity.dictum:",
        "control `medium`  controls.dictum:",
        "met      review: reviewed on 2026-06-01",
        "met      certificate `secure_maker`: of `finance_makers` holds until 2036-03-02",
        "sql  standard  Business in `finance`",
        "do: Ask for consent in the app before reading a calendar.",
        "do not: Grant tenant-wide consent.",
    ]);
}

#[test]
fn all_apps_are_listed_with_what_is_open() {
    let desk = contoso();
    let list = desk.run(&["query", "app", "--today", TODAY]).ends(0);
    assert_eq!(list.out.lines().count(), 3);
    assert!(list.out.lines().all(|line| line.ends_with("  met")), "{}", list.out);
    // A path is not a name.
    assert_eq!(desk.run(&["query", "app", "./", "--today", TODAY]).ends(0).out, list.out);
    let desk = changed("apps.dictum", "  live           = no\n", "  reviewed       = 2026-03-31\n");
    desk.run(&["query", "app", "--quiet", "--today", TODAY]).ends(1).gives(&["month_end_close   high", "open: review"]);
}

#[test]
fn what_is_overdue_or_lacking_is_open() {
    let desk = changed("apps.dictum", "  live           = no\n", "  reviewed       = 2026-03-31\n");
    let asked = ["query", "app", "month_end_close", "--today", TODAY];
    desk.run(&asked)
        .ends(1)
        .gives(&["overdue  review: it was due on 2026-09-30"])
        .says(&["the policies have an error"]);
    let desk = changed("apps.dictum", "penetration_test = 2026-04-01; ", "");
    desk.run(&asked).ends(1).gives(&["open     certificate `penetration_test`: the app lacks it, offered by Security"]);
    let desk = changed("apps.dictum", "  personal_data  = yes\n", "");
    desk.run(&["query", "app", "expense_approval", "--today", TODAY])
        .ends(0)
        .gives(&["app `expense_approval` is `medium`"]);
}

#[test]
fn a_promotion_shows_what_must_be_gained() {
    let desk = contoso();
    desk.run(&["query", "app", "lunch_vote", "--to", "high", "--today", TODAY]).ends(1).gives(&[
        "app `lunch_vote` is `low`",
        "it would be `high` with",
        "`impact = major`",
        "`sensitive_data = yes`",
        "open     review: it is live and was never reviewed",
        "open     certificate `threat_model`",
        "open     environment: `default` is none for it; `finance_prod`",
    ]);
    let lower = desk.run(&["query", "app", "month_end_close", "--to", "low", "--today", TODAY]).ends(0);
    lower.gives(&["it would be `low` with", "`impact = none`"]);
    // No single value is enough, so two are needed: below 501 people, personal data makes it medium.
    desk.run(&["query", "app", "lunch_vote", "--to", "medium", "--today", TODAY])
        .ends(1)
        .gives(&["`users = 51`", "`personal_data = yes`"]);
}

#[test]
fn answers_about_apps_for_programs_say_the_same() {
    let desk = contoso();
    let json = desk.run(&["query", "app", "expense_approval", "-o", "json", "--today", TODAY]).ends(0).json();
    assert_eq!(json["level"], "medium");
    assert_eq!(json["met"], true);
    assert_eq!(json["duties"][0]["what"], "review");
    assert_eq!(json["connectors"][1]["rating"], "standard");
    assert_eq!(json["guidelines"][0]["guideline"], "consent");
    let all = desk.run(&["query", "app", "-o", "json", "--today", TODAY]).ends(0).json();
    assert_eq!(all.as_array().map(Vec::len), Some(3));
    let up = desk.run(&["query", "app", "lunch_vote", "--to", "high", "-o", "json", "--today", TODAY]).ends(1).json();
    assert_eq!(up["asked"], "high");
    assert_eq!(up["ways"][0][0]["field"], "impact");
    assert_eq!(up["met"], false);
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let desk = contoso();
    desk.run(&["query", "app", "lunch_vot"]).ends(2).says(&["did you mean `lunch_vote`?"]);
    desk.run(&["query", "app", "lunch_vote", "--to", "hihg"]).ends(2).says(&["did you mean `high`?"]);
    desk.run(&["query", "rating", "twiter"]).ends(2).says(&["did you mean `twitter`?"]);
    desk.run(&["query", "rating", "twitter", "--as", "trustd"]).ends(2).says(&["did you mean `trusted`?"]);
    let desk = Desk::with(&[("a.dictum", super::CLEAN)]);
    desk.run(&["query", "app"]).ends(0).gives(&["no app is declared"]);
    desk.run(&["query", "rating", "sql"]).ends(2).says(&["there is no scale `connector_risk`"]);
}

#[test]
fn a_rating_is_shown_with_its_reason() {
    let desk = contoso();
    desk.run(&["query", "rating", "twitter"]).ends(0).gives(&[
        "connector `twitter` is rated `forbidden`",
        "by hand: `forbidden`, \"Security decision 2026-17\"  connectors.dictum:",
        "by the rules: `standard`  ratings.dictum:",
    ]);
    desk.run(&["query", "rating", "dropbox"])
        .ends(1)
        .gives(&["has no rating", "not known are `authentication` and `data_leaves_tenant`"]);
    let json = desk.run(&["query", "rating", "sql", "-o", "json"]).ends(0).json();
    assert_eq!((json["rating"].as_str(), json["by_rules"]["level"].as_str()), (Some("standard"), Some("trusted")));
}

#[test]
fn another_rating_shows_what_would_move() {
    let desk = contoso();
    let run = desk.run(&["query", "rating", "twitter", "--as", "trusted", "--today", TODAY]).ends(1);
    let run = run.gives(&["data policy `sandboxes`: Blocked -> Non-business"]);
    // The allow-list of its group does not have it, so nothing is allowed in the environment.
    assert!(!run.out.contains("environment `crm_sandbox`"), "{}", run.out);
    desk.run(&["query", "rating", "sql", "--as", "forbidden", "--today", TODAY]).ends(1).gives(&[
        "data policy `finance`: Business -> Blocked",
        "environment `finance_prod`: Business in `finance` and allowed by `managed_estate` -> blocked",
        "new: error[D4205]",
    ]);
    // A connector without a declaration can be rated too.
    desk.run(&["query", "rating", "dropbox", "--as", "standard", "--today", TODAY]).ends(0).gives(&["nothing changes"]);
    let json = desk.run(&["query", "rating", "twitter", "--as", "trusted", "-o", "json"]).ends(1).json();
    assert_eq!(json["as"]["policies"][0]["name"], "sandboxes");
}

#[test]
fn new_connectors_of_a_catalogue_are_shown_with_their_rating() {
    let desk = contoso();
    let run = desk.run(&["catalog", "diff", "2025-01-01", "builtin", "--policies", "."]).ends(1);
    run.gives(&["    unrated\n"]);
    let json = desk.run(&["catalog", "diff", "2025-01-01", "--policies", ".", "-o", "json"]).ends(1).json();
    assert_eq!(json["added"][0]["rating"], "unrated");
    let plain = Desk::with(&[("a.dictum", super::CLEAN)]);
    let json = plain.run(&["catalog", "diff", "2025-01-01", "--policies", ".", "-o", "json"]).ends(1).json();
    assert!(json["added"][0].get("rating").is_none());
}

#[test]
fn what_is_proved_of_rules_is_shown() {
    let desk = contoso();
    desk.run(&["query", "rules", "criticity"]).ends(0).gives(&[
        "rules for `criticity`, about apps: unique",
        "complete: all apps have a level",
        "without contradiction: none has two levels",
        "decides, as for personal_data = no, sensitive_data = no, users = 51, impact = none",
        "low otherwise  criticity.dictum:24:3",
    ]);
    desk.run(&["query", "rules"])
        .ends(0)
        .gives(&["`connector_risk`, about connectors: worst wins", "`worst wins` settles it"]);
    let json = desk.run(&["query", "rules", "criticity", "-o", "json"]).ends(0).json();
    assert_eq!(json[0]["complete"], true);
    assert_eq!(json[0]["rules"][2]["otherwise"], true);
    desk.run(&["query", "rules", "criticty"]).ends(2).says(&["did you mean `criticity`?"]);
    let open = changed("criticity.dictum", "  low    otherwise\n", "");
    open.run(&["query", "rules", "criticity"]).ends(1).gives(&[
        "open: no rule matches apps where not personal_data and not sensitive_data and users in 0..50 and impact <= minor",
    ]);
    let nothing = changed(
        "criticity.dictum",
        "  impact : none < minor < major\n",
        "  impact : none < minor < major\n  never users >= 0\n",
    );
    nothing.run(&["query", "rules", "criticity"]).ends(1).gives(&["nothing to prove: `never` leaves no apps possible"]);
}

/// If a scale gives no level, rules that use this level give none either.
#[test]
fn rules_are_no_more_complete_than_those_they_ask() {
    let text = |last: &str| {
        let fixed = "scale criticity { low < high }\nscale likelihood { unlikely < likely }\n\
            criteria app { a : bool; b : bool }\ncontrol low { process = automated }\ncontrol high { process = automated }\n\
            rules criticity { high when likelihood == likely; low when likelihood == unlikely }\n";
        format!("{fixed}rules likelihood {{ likely when a; {last} }}\n")
    };
    let desk = Desk::with(&[("p/a.dictum", &text("unlikely when not a and b"))]);
    let told = "open: the rules for `likelihood`, which these ask for, leave some apps without a level";
    desk.run(&["query", "rules", "criticity", "p"]).ends(1).gives(&[told]);
    let json = desk.run(&["query", "rules", "criticity", "-o", "json", "p"]).ends(1).json();
    assert_eq!((json[0]["complete"].as_bool(), &json[0]["incomplete_scales"][0]), (Some(false), &"likelihood".into()));
    desk.put("p/a.dictum", text("unlikely otherwise"));
    desk.run(&["query", "rules", "criticity", "p"]).ends(0).gives(&["complete: all apps have a level"]);
}
