//! Conditions beyond fields compared with values: ages, levels of other scales, several scorecards, points of lists,
//! unanswered fields, decimals, one field compared with another, and facts from the context of an app.

use super::{read, told, witness};

fn rules(criteria: &str, body: &str) -> String {
    format!(
        "scale zone {{ low < mid < high }}\ncriteria agent {{ {criteria} }}\nrules zone {{\n  subject = agent\n{body}}}\n"
    )
}

fn codes(text: &str) -> Vec<u16> {
    told(text).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn ages_are_proved_whatever_the_day() {
    let sound = rules("d : date", "  high when d older than 6 months\n  low when not d older than 6 months\n");
    assert_eq!(codes(&sound), vec![4011], "{:?}", told(&sound));
    let gap = rules("d : date", "  high when d older than 60 days\n  low when not d older than 30 days\n");
    let found = told(&gap);
    assert!(
        found.iter().any(|(code, message)| matches!(*code, 4004 | 4005)
            && message.contains("d older than 30 days and not d older than 60 days")),
        "{found:?}"
    );
    let weeks = rules("d : date", "  high when d older than 2 weeks\n  low when not d older than 14 days\n");
    assert_eq!(codes(&weeks), vec![4011], "{:?}", told(&weeks));
    let both = rules("d : date", "  high when d older than 30 days\n  low when not d older than 60 days\n");
    assert_eq!(witness(&both, 4001), vec![("d".to_owned(), "31 days ago".to_owned())]);
}

#[test]
fn ages_that_no_day_puts_in_order_are_refused() {
    let months =
        rules("d : date", "  high when d older than 60 days\n  low when d older than 2 months\n  low otherwise\n");
    let found = told(&months);
    assert!(
        found.iter().any(|(_, message)| message.contains("an age in days or weeks and with an age in months or years")),
        "{found:?}"
    );
    let day = rules("d : date", "  high when d older than 60 days\n  mid when d < 2026-01-01\n  low otherwise\n");
    assert!(told(&day).iter().any(|(_, message)| message.contains("with an age in days or weeks and with a day")));
    let number = rules("n : 0..", "  high when n older than 60 days\n  low otherwise\n");
    assert!(told(&number).iter().any(|(_, message)| message.contains("has no age")));
    let sets = "connectors old = connectors where first_seen older than 60 days\ndata_policy p { applies_to = all; business = old; non_business = rest }\n";
    assert!(
        told(sets).iter().any(|(_, message)| message.contains("an age cannot select connectors")),
        "{:?}",
        told(sets)
    );
    let ratings = "scale connector_risk { trusted < elevated }\ncriteria connector { checked : date }\nrating connector_risk {\n  elevated when checked older than 1 year\n  trusted otherwise\n}\n";
    assert!(told(ratings).iter().any(|(_, message)| message == "rules about connectors cannot ask for ages"));
}

#[test]
fn an_app_is_judged_by_the_day_and_written_without_one() {
    let text = "scale criticity { low < high }\ncriteria app { published : date; open : bool }\nrules criticity {\n  worst wins\n  high when published older than 60 days\n  low otherwise\n}\ncontrol low { process = automated }\ncontrol high { process = automated }\nenvironment default { type = default }\ndata_policy p { applies_to = all; business = [sharepointonline]; non_business = rest }\napp old { environment = default; published = 2026-09-01; open = yes }\napp young { environment = default; published = 2026-11-01; open = no }\n";
    let analysis = read(text);
    let levels: Vec<_> = analysis.program.apps.iter().map(|app| (app.outcome.level(), app.timeless.level())).collect();
    assert_eq!(levels, [(Some(1), None), (Some(0), None)]);
}

#[test]
fn levels_of_other_scales_are_proved_together() {
    let grid = "scale likelihood { rare < often }\nscale impact { small < large }\nscale zone { low < mid < high }\ncriteria agent { a : 0..9; b : 0..9 }\nrules likelihood { subject = agent; often when a >= 6; rare otherwise }\nrules impact { subject = agent; large when b >= 6; small otherwise }\nrules zone {\n  subject = agent\n  table {\n    likelihood  impact  level\n    rare        small   low\n    rare        large   mid\n    often       small   mid\n    often       large   high\n  }\n}\n";
    assert_eq!(codes(grid), Vec::<u16>::new(), "{:?}", told(grid));
    let hole = grid.replace("    rare        large   mid\n", "");
    assert!(
        told(&hole).iter().any(|(code, message)| matches!(*code, 4004 | 4005)
            && message.contains("impact == large and likelihood == rare")),
        "{:?}",
        told(&hole)
    );
    // Both levels depend on one field, so one of the four combinations is impossible.
    let shared = grid.replace("large when b >= 6", "large when a >= 3").replace("    often       small   mid\n", "");
    // There is no gap. Two cells are wider than necessary.
    assert_eq!(codes(&shared), vec![4010, 4010], "{:?}", told(&shared));
}

#[test]
fn levels_in_a_circle_are_refused() {
    let circle = "scale one { a < b }\nscale zone { low < high }\ncriteria agent { x : bool }\nrules one { subject = agent; b when zone == high or x; a otherwise }\nrules zone { subject = agent; high when one == b; low otherwise }\n";
    let found = told(circle);
    assert!(
        found.iter().any(|(code, message)| *code == 1010
            && message.contains("the rules `one` ask for `zone`, whose rules ask for `one`")),
        "{found:?}"
    );
    let itself = rules("x : bool", "  high when zone == low or x\n  low otherwise\n");
    assert!(
        told(&itself)
            .iter()
            .any(|(code, message)| *code == 1010 && message.contains("ask for the level that they give"))
    );
    let taken = "scale zone { low < high }\ncriteria agent { zone : bool }\nrules zone { subject = agent; high when zone; low otherwise }\n";
    assert!(
        told(taken).iter().any(|(_, message)| message.contains("is a field and the scale of rules about agents")),
        "{:?}",
        told(taken)
    );
}

#[test]
fn several_scorecards_have_names() {
    let two = rules(
        "a : bool; b : bool; c : bool",
        "  worst wins\n  scorecard data {\n    a { no -> 0; yes -> 2 }\n    b { no -> 0; yes -> 1 }\n    total { 0..1 -> low; 2.. -> high }\n  }\n  scorecard reach {\n    b { no -> 0; yes -> 1 }\n    c { no -> 0; yes -> 1 }\n    total { 0 -> low; 1 -> mid; 2 -> high }\n  }\n",
    );
    assert_eq!(codes(&two), Vec::<u16>::new(), "{:?}", told(&two));
    let unique = two.replace("  worst wins\n", "");
    let found = told(&unique);
    assert!(found.iter().any(|(code, _)| *code == 4001), "{found:?}");
    let unnamed = two.replace("scorecard reach", "scorecard");
    assert!(told(&unnamed).iter().any(|(_, message)| message.contains("needs a name")), "{:?}", told(&unnamed));
    let alike = two.replace("scorecard reach", "scorecard data");
    assert!(told(&alike).iter().any(|(_, message)| message == "there are two scorecards `data`"));
}

#[test]
fn items_of_lists_add_their_points() {
    let card = rules(
        "s : some of p | q | r",
        "  scorecard {\n    s { p -> 3; [q, r] -> 1 }\n    total { 0 -> low; 1..2 -> mid; 3..5 -> high }\n  }\n",
    );
    assert_eq!(codes(&card), Vec::<u16>::new(), "{:?}", told(&card));
    let hole = card.replace("1..2 -> mid", "1 -> mid");
    let found = told(&hole);
    assert!(found.iter().any(|(code, _)| matches!(*code, 4004 | 4005)), "{found:?}");
    assert!(witness(&hole, 4005).iter().any(|(_, value)| value == "[q, r]"), "{:?}", witness(&hole, 4005));
    let missing = card.replace("[q, r] -> 1", "q -> 1");
    assert!(
        told(&missing).iter().any(|(code, message)| *code == 4015 && message.contains("no points to `r`")),
        "{:?}",
        told(&missing)
    );
    let twice = card.replace("[q, r] -> 1", "[q, r] -> 1; p -> 1");
    assert!(
        told(&twice).iter().any(|(code, message)| *code == 4014 && message.contains("`p` points twice")),
        "{:?}",
        told(&twice)
    );
    let rest = card.replace("[q, r] -> 1", "- -> 1");
    assert_eq!(codes(&rest), Vec::<u16>::new(), "{:?}", told(&rest));
}

#[test]
fn what_was_not_answered_is_an_answer_to_rules_that_ask() {
    let sound = rules("b : bool", "  high when b or b not answered\n  low when not b\n");
    assert_eq!(codes(&sound), vec![4011], "{:?}", told(&sound));
    let gap = rules("b : bool; c : bool", "  high when b and b answered\n  low when not b and c or not c and not b\n");
    let found = told(&gap);
    assert!(
        found.iter().any(|(code, message)| matches!(*code, 4004 | 4005) && message.contains("b not answered")),
        "{found:?}"
    );
    let table = rules(
        "n : 0..",
        "  table {\n    n             level\n    ..50          low\n    51..          mid\n    not answered  high\n  }\n",
    );
    assert_eq!(codes(&table), Vec::<u16>::new(), "{:?}", told(&table));
}

#[test]
fn decimals_are_exact() {
    let sound = rules("x : 0.0..10.0", "  high when x >= 7.0\n  mid when x in 4.0..6.9\n  low when x < 4\n");
    assert_eq!(codes(&sound), Vec::<u16>::new(), "{:?}", told(&sound));
    let gap = sound.replace("4.0..6.9", "4.0..6.8");
    assert_eq!(told(&gap), vec![(4005, "no rule matches `x` = 6.9".to_owned())]);
    let fine = rules("x : 0.0..10.0", "  high when x >= 7.05\n  low otherwise\n");
    assert!(told(&fine).iter().any(|(_, message)| message.contains("`x` has 1 decimal place")), "{:?}", told(&fine));
    let whole = rules("x : 0..10", "  high when x >= 7.5\n  low otherwise\n");
    assert!(
        told(&whole).iter().any(|(_, message)| message.contains("`x` is a whole number, not `7.5`")),
        "{:?}",
        told(&whole)
    );
}

#[test]
fn fields_are_compared_with_each_other() {
    let sound = rules(
        "spent : 0..; budget : 0..",
        "  high when spent > budget\n  mid when spent == budget\n  low when spent < budget\n",
    );
    assert_eq!(codes(&sound), Vec::<u16>::new(), "{:?}", told(&sound));
    let both =
        rules("spent : 0..; budget : 0..", "  high when spent > budget\n  low when spent <= 10\n  mid otherwise\n");
    let found = witness(&both, 4001);
    let value =
        |name: &str| found.iter().find(|(field, _)| field == name).and_then(|(_, value)| value.parse::<i64>().ok());
    assert!(value("spent") > value("budget") && value("spent") <= Some(10), "{found:?}");
    let cannot = rules("a : 0..; b : 0..; c : 0..", "  high when a < b and b < c and c < a\n  low otherwise\n");
    assert!(codes(&cannot).contains(&4007), "{:?}", told(&cannot));
    let words = rules("o : l < m < h; p : l < m < h", "  high when o > p\n  low when o <= p\n");
    assert_eq!(codes(&words), vec![4011], "{:?}", told(&words));
    let unlike = rules("n : 0..; d : date", "  high when n > d\n  low otherwise\n");
    assert!(
        told(&unlike).iter().any(|(_, message)| message.contains("have nothing in common to compare")),
        "{:?}",
        told(&unlike)
    );
}

#[test]
fn rules_ask_for_an_apps_environment_and_connectors() {
    let text = "scale criticity { low < high }\nscale connector_risk { trusted < elevated }\nrules criticity {\n  worst wins\n  high when environment.type == production and connectors.rating >= elevated\n  high when sql in connectors\n  low otherwise\n}\ncontrol low { process = automated }\ncontrol high { process = automated }\nenvironment default { type = default }\nenvironment live { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }\nconnector twitter { rated = elevated because \"\" }\nconnector teams { rated = trusted because \"\" }\ndata_policy p { applies_to = all; business = [sharepointonline, teams, twitter, sql]; non_business = rest }\napp a { environment = live; connectors = [teams, twitter] }\napp b { environment = live; connectors = [teams] }\napp c { environment = default; connectors = [teams, sql] }\napp d { environment = default; connectors = [teams, twitter] }\napp e { environment = live; connectors = [teams, excelonlinebusiness] }\n";
    let analysis = read(text);
    let levels: Vec<_> = analysis.program.apps.iter().map(|app| app.outcome.level()).collect();
    // The rating of one connector of the last app is unknown.
    assert_eq!(levels, [Some(1), Some(0), Some(1), Some(0), None], "{:?}", analysis.diagnostics);
}

#[test]
fn an_app_is_rated_at_least_as_high_as_each_of_its_connectors() {
    let told_of = |rules: &str| {
        let text = format!(
            "scale criticity {{ low < high }}\nscale connector_risk {{ ok < risky < bad }}\nconnector sql {{ rated = risky \
             because \"\" }}\nrules criticity {{\n  first wins\n{rules}}}\n"
        );
        told(&text)
    };
    let says = |rules: &str, codes: &[u16]| told_of(rules).iter().any(|(own, _)| codes.contains(own));
    let (gap, dead_rule) = ([4004, 4005], [4007]);
    // No app that uses `sql` has a highest rating below `risky`.
    let whole = "  high when connectors.rating == bad\n  high when connectors.rating == risky\n  low when connectors.rating == ok and not sql in connectors\n";
    assert!(!says(whole, &gap), "{:?}", told_of(whole));
    // Nothing is known about `teams`, so its rating may be the lowest.
    let open = whole.replace("sql", "teams");
    assert!(says(&open, &gap), "{:?}", told_of(&open));
    let dead = "  high when sql in connectors and connectors.rating == ok\n  low otherwise\n";
    assert!(says(dead, &dead_rule), "{:?}", told_of(dead));
    let live = dead.replace("== ok", "== bad");
    assert!(!says(&live, &dead_rule), "{:?}", told_of(&live));
}
