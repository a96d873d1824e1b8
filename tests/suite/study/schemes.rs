//! Public classification schemes, written in the language. `tests/data/schemes` names their sources.

use std::path::Path;

use dictum::classify::Evaluator;
use dictum::model::criticity::Outcome;
use jiff::civil::date;

use super::{read, told};

fn scheme(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/schemes").join(name);
    std::fs::read_to_string(path).expect("a scheme")
}

/// The level of a subject with fields given as text.
fn level(text: &str, scale: &str, values: &[(&str, &str)]) -> Option<String> {
    let program = read(text).program;
    let rules = program.rule_sets.iter().find(|rules| rules.name() == scale).expect("the rules");
    let evaluator = Evaluator::of_day(&program, rules, Some(date(2026, 11, 21))).expect("sound rules");
    let mut classes = evaluator.nothing_known();
    for (name, value) in values {
        let field = evaluator.fields().iter().find(|field| &*field.name == *name).expect("a field");
        field.read(value.as_bytes(), &mut classes).expect("a value of the field");
    }
    let Outcome::Level { level, .. } = evaluator.decide(&classes) else { return None };
    Some(program.scale(scale).expect("a scale").levels[level as usize].name.to_string())
}

#[test]
fn all_schemes_are_proved() {
    for name in ["fips-199.dictum", "owasp-risk-rating.dictum", "financial-zones.dictum", "app-compliance.dictum"] {
        let text = scheme(name);
        assert_eq!(told(&text), vec![], "{name}");
        for study in read(&text).studies.iter() {
            assert_eq!(study.open_questions(), Vec::<String>::new(), "{name}");
            assert!(study.reading.is_ok() && study.unreached.is_empty(), "{name}");
        }
    }
}

#[test]
fn a_system_has_the_highest_of_its_impacts() {
    let text = scheme("fips-199.dictum");
    let own = |c, i, a| level(&text, "system_impact", &[("confidentiality", c), ("integrity", i), ("availability", a)]);
    assert_eq!(own("low", "moderate", "low").as_deref(), Some("moderate"));
    assert_eq!(own("low", "moderate", "high").as_deref(), Some("high"));
    assert_eq!(own("low", "low", "low").as_deref(), Some("low"));
    let gap = text.replace("  low otherwise\n", "");
    assert!(told(&gap).iter().any(|(code, _)| *code == 4004), "{:?}", told(&gap));
}

#[test]
fn a_risk_is_the_matrix_of_likelihood_and_impact() {
    let text = scheme("owasp-risk-rating.dictum");
    let threat = [
        "skill_level",
        "motive",
        "opportunity",
        "size",
        "ease_of_discovery",
        "ease_of_exploit",
        "awareness",
        "intrusion_detection",
    ];
    let technical = ["loss_of_confidentiality", "loss_of_integrity", "loss_of_availability", "loss_of_accountability"];
    let business = ["financial_damage", "reputation_damage", "non_compliance", "privacy_violation"];
    let risk = |likely: &'static str, own: &'static str, known: &'static str, damage: &'static str| {
        let all = threat.iter().map(|name| (*name, likely)).chain(technical.iter().map(|name| (*name, own)));
        let all = all.chain(business.iter().map(|name| (*name, damage))).chain([("business_known", known)]);
        level(&text, "severity", &all.collect::<Vec<_>>())
    };
    assert_eq!(risk("6", "6", "no", "0").as_deref(), Some("critical"));
    assert_eq!(risk("6", "6", "yes", "0").as_deref(), Some("medium"));
    assert_eq!(risk("0", "2", "no", "9").as_deref(), Some("note"));
    assert_eq!(risk("3", "5", "no", "0").as_deref(), Some("medium"));
    let hole = text.replace("24..47 -> possible", "25..47 -> possible");
    assert!(told(&hole).iter().any(|(code, message)| *code == 4005 && message.contains("24")), "{:?}", told(&hole));
    let cell = text.replace("    likely      high    critical\n", "");
    let found = told(&cell);
    assert!(
        found
            .iter()
            .any(|(code, message)| *code == 4004 && message.contains("impact == high and likelihood == likely")),
        "{found:?}"
    );
}

#[test]
fn triggers_raise_the_zone_of_a_total() {
    let text = scheme("financial-zones.dictum");
    let agent = |users: &'static str, data: &'static str, triggers: &'static str| {
        let same = ["data", "impact", "external", "regulatory", "sources"].map(|name| (name, data));
        level(&text, "zone", &[&same[..], &[("users", users), ("triggers", triggers)]].concat())
    };
    assert_eq!(agent("1", "personal", "[]").as_deref(), Some("zone_1"));
    assert_eq!(agent("50", "personal", "cross_department").as_deref(), Some("zone_2"));
    assert_eq!(agent("1", "personal", "customer_pii").as_deref(), Some("zone_3"));
    assert_eq!(agent("51", "team", "[]").as_deref(), Some("zone_3"));
    let overlap = text.replace("51.. -> 2", "50.. -> 2");
    assert!(told(&overlap).iter().any(|(code, _)| *code == 4014), "{:?}", told(&overlap));
}

#[test]
fn an_app_is_asked_once_it_is_old() {
    let text = scheme("app-compliance.dictum");
    let app = |published: &'static str, justified: &'static str| {
        let rest = [
            ("shared_users", "3"),
            ("shared_groups", "0"),
            ("described", "yes"),
            ("high_impact", "no"),
            ("mitigation_plan", "no"),
        ];
        level(&text, "compliance", &[&rest[..], &[("published", published), ("justified", justified)]].concat())
    };
    // 60 days before the day of these tests is 2026-09-22.
    assert_eq!(app("2026-09-22", "yes").as_deref(), Some("compliant"));
    assert_eq!(app("2026-09-21", "yes").as_deref(), Some("ask"));
    assert_eq!(app("2026-09-21", "no").as_deref(), Some("compliant"));
}
