//! Scorecards of many factors, compared with sums that are counted directly.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dictum::decision::Standing;
use dictum::model::program::Domain;

use super::read;

/// Pseudorandom numbers, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The text of rules with `factors` factors, and the points of each.
fn rules(chance: &mut Chance, factors: usize, totals: &[(i64, i64, &str)]) -> (String, Vec<Vec<i64>>) {
    let mut text = "scale zone { one < two < three }\ncriteria agent {\n".to_owned();
    let mut points: Vec<Vec<i64>> = Vec::new();
    for factor in 0..factors {
        let values = 2 + chance.below(4);
        points.push((0..values).map(|_| chance.below(7).cast_signed() - 1).collect());
        let _ = writeln!(text, "  f{factor} : 0..{}", values - 1);
    }
    text.push_str("}\nrules zone {\n  subject = agent\n  scorecard {\n");
    for (factor, points) in points.iter().enumerate() {
        let rows: Vec<String> =
            points.iter().enumerate().map(|(value, points)| format!("{value} -> {points}")).collect();
        let _ = writeln!(text, "    f{factor} {{ {} }}", rows.join("; "));
    }
    let rows: Vec<String> = totals.iter().map(|(low, high, level)| format!("{low}..{high} -> {level}")).collect();
    let _ = writeln!(text, "    total {{ {} }}\n  }}\n}}", rows.join("; "));
    (text, points)
}

fn sums(points: &[Vec<i64>]) -> BTreeSet<i64> {
    points.iter().fold(BTreeSet::from([0]), |sums, points| {
        sums.iter().flat_map(|sum| points.iter().map(move |more| sum + more)).collect()
    })
}

#[test]
fn scorecards_of_ten_to_forty_factors_are_proved() {
    let mut chance = Chance(7);
    let (mut gaps, mut conflicts, mut never, mut witnesses) = (0, 0, 0, 0);
    for factors in (10..=40).flat_map(|factors| [factors; 4]) {
        let low = chance.below(40).cast_signed();
        let (middle, end) = (low + 3 + chance.below(30).cast_signed(), 150 + chance.below(60).cast_signed());
        let totals = [
            (-40, low, "one"),
            (low + chance.below(3).cast_signed(), middle, "two"),
            (middle + chance.below(3).cast_signed(), end, "three"),
        ];
        let (text, points) = rules(&mut chance, factors, &totals);
        let analysis = read(&text);
        let study = analysis.studies.first().unwrap_or_else(|| unreachable!("{text}\n{:?}", analysis.diagnostics));
        assert_eq!(study.open.total(), 0, "{text}");
        let reached = sums(&points);
        let holds = |row: &(i64, i64, &str), sum: i64| row.0 <= sum && sum <= row.1;
        let left_out: BTreeSet<i64> =
            reached.iter().copied().filter(|sum| !totals.iter().any(|row| holds(row, *sum))).collect();
        let found = study.gaps.as_ref().expect("they are asked for");
        assert_eq!(found.regions.is_empty(), left_out.is_empty(), "{text}");
        gaps += usize::from(!left_out.is_empty());
        let total = study.table().and_then(|table| table.space.totals.first()).expect("there is a scorecard");
        for region in &found.regions {
            let sum = study.point(region).and_then(|point| total.sum(&point)).expect("a region has a point");
            assert!(left_out.contains(&sum), "{sum} has a level:\n{text}");
            witnesses += 1;
        }
        let mut pairs = 0;
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let both = reached.iter().any(|sum| holds(&totals[first], *sum) && holds(&totals[second], *sum));
            pairs += u64::from(both);
        }
        assert_eq!(study.conflicts.live, pairs, "{text}");
        conflicts += usize::from(pairs > 0);
        for (row, standing) in totals.iter().zip(&study.standings) {
            let is_never = !reached.iter().any(|sum| holds(row, *sum));
            assert_eq!(*standing == Standing::Never, is_never, "{text}");
            never += usize::from(is_never);
        }
        let total = study.axes().iter().find(|axis| axis.is_total).expect("there is a scorecard");
        let ends = (reached.first().copied(), reached.last().copied());
        assert_eq!(total.domain, Domain::Number(0, ends.0, ends.1), "{text}");
    }
    println!(
        "P9: witnesses of 124 scorecards: {witnesses}, refuted: 0; {gaps} with gaps, {conflicts} with conflicts, {never} rows never reached"
    );
    assert!(gaps > 10 && conflicts > 10 && never > 0);
}

#[test]
fn a_hole_in_the_totals_is_told_of_the_total() {
    let factors = (1..=14).map(|at| format!("  q{at} : bool\n")).collect::<Vec<_>>().concat();
    let points = (1..=14).map(|at| format!("    q{at} {{ no -> 0; yes -> 1 }}\n")).collect::<Vec<_>>().concat();
    let text = |totals: &str| {
        format!(
            "scale zone {{ low < medium < high }}\ncriteria agent {{\n{factors}}}\nrules zone {{\n  subject = agent\n  scorecard {{\n{points}    total {{ {totals} }}\n  }}\n}}\n"
        )
    };
    let hole = text("0..4 -> low; 6..9 -> medium; 10.. -> high");
    assert!(super::told(&hole).contains(&(4005, "no rule matches `total` = 5".to_owned())), "{:?}", super::told(&hole));
    let witness = super::witness(&hole, 4005);
    assert_eq!((witness.len(), witness.iter().filter(|(_, value)| value == "yes").count()), (14, 5));
    let shared = text("0..5 -> low; 5..9 -> medium; 10.. -> high");
    let told = super::told(&shared);
    assert!(told.contains(&(4003, "`total` = 5 is both `low` and `medium`".to_owned())), "{told:?}");
    assert_eq!(super::told(&text("0..5 -> low; 6..9 -> medium; 10.. -> high")), vec![]);
    let wide = text("0..2 -> low; 6..9 -> medium; 10.. -> high");
    let told = super::told(&wide);
    assert!(told.contains(&(4004, "no rule matches agents where total in 3..5".to_owned())), "{told:?}");
}

#[test]
fn a_sentence_that_repeats_a_total_is_redundant() {
    let text = "scale zone { low < mid < high }\ncriteria agent { personal : bool; users : 0..; impact : none < minor < major }\n\
                rules zone {\n  subject = agent\n  worst wins\n  high when personal and users > 500 and impact == major\n  \
                scorecard {\n    personal { no -> 0; yes -> 1 }\n    users { 0..50 -> 0; 51..500 -> 1; 501.. -> 2 }\n    \
                impact { none -> 0; minor -> 1; major -> 2 }\n    total { 0..1 -> low; 2..4 -> mid; 5.. -> high }\n  }\n}\n";
    assert_eq!(super::told(text), vec![(4009, "without this rule the same agents would be `high`".to_owned())]);
}

#[test]
fn a_sum_whose_points_are_missing_is_no_impossible_row() {
    let text = "scale zone { one < two }\ncriteria agent { n : 0..9; b : bool }\nrules zone {\n  subject = agent\n  scorecard {\n    \
                n { 5..7 -> 1; 8.. -> 2 }\n    b { no -> 1; yes -> 2 }\n    total { 1 -> one; 2.. -> two }\n  }\n}\n";
    let codes: Vec<u16> = super::told(text).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [4015]);
}

#[test]
fn rows_of_totals_that_hold_each_other_are_even() {
    let rules = |total: &str| {
        let text = format!(
            "scale zone {{ one < two < three }}\ncriteria agent {{ n : 0..9; b : bool }}\nrules zone {{\n  subject = agent\n  \
             worst wins\n  scorecard {{\n    n {{ 0..4 -> 0; 5..7 -> 2; 8.. -> 4 }}\n    b {{ no -> 0; yes -> 2 }}\n    \
             total {{ {total} }}\n  }}\n  one otherwise\n}}\n"
        );
        super::told(&text).into_iter().filter(|(code, _)| *code == 4019).count()
    };
    assert_eq!(rules("2.. -> two; 4.. -> three"), 0, "one holds the other");
    assert_eq!(rules("..2 -> one; 4..5 -> two; 6.. -> three"), 0, "no subject has 3");
    assert_eq!(rules("..2 -> one; 2..5 -> two; 6.. -> three"), 1, "2 is in two rows");
    assert_eq!(rules("..1 -> one; 4..5 -> two; 6.. -> three"), 1, "2 is in none");
}

#[test]
fn rows_of_totals_that_rise_and_fall_are_out_of_order() {
    let rules = |n: &str, total: &str| {
        let text = format!(
            "scale zone {{ one < two < three }}\ncriteria agent {{ n : 0..9; b : bool }}\nrules zone {{\n  subject = agent\n  \
             scorecard {{\n    n {{ {n} }}\n    b {{ no -> 0; yes -> 2 }}\n    total {{ {total} }}\n  }}\n}}\n"
        );
        super::told(&text).into_iter().filter(|(code, _)| *code == 4019).map(|(_, message)| message).collect::<Vec<_>>()
    };
    let points = "0..4 -> 0; 5..7 -> 2; 8.. -> 4";
    assert_eq!(rules(points, "..1 -> one; 2..3 -> two; 4.. -> three"), Vec::<String>::new());
    assert_eq!(rules(points, "..1 -> three; 2..3 -> two; 4.. -> one"), Vec::<String>::new(), "they only fall");
    let swapped = rules(points, "..1 -> one; 2..3 -> three; 4.. -> two");
    assert_eq!(swapped, ["the level goes from `three` to `two` where total in 4..6"]);
    let up = rules(points, "..1 -> three; 2..3 -> one; 4..5 -> two; 6.. -> one");
    assert_eq!(up, ["the level goes from `one` to `two` where total in 4..5"]);
    assert_eq!(rules("0..9 -> 0", "0 -> one; 1 -> three; 2.. -> two"), Vec::<String>::new(), "no subject has 1");
}

#[test]
fn a_region_without_a_rule_names_no_sum_that_follows() {
    let text = "scale zone { one < two }\ncriteria agent { users : 0..; open : bool; impact : none < minor < major }\nrules zone {\n  \
                subject = agent\n  worst wins\n  two when impact >= minor\n  two when open\n  one when users <= 100\n  scorecard {\n    \
                open { no -> 0; yes -> 1 }\n    impact { none -> 0; minor -> 1; major -> 2 }\n    total { 2.. -> two }\n  }\n}\n";
    let found = super::told(text);
    let whole = "no rule matches agents where users >= 101 and not open and impact == none";
    assert!(found.contains(&(4004, whole.to_owned())), "{found:?}");
}

#[test]
fn a_sum_that_some_subjects_have_a_rule_for_is_not_said_to_have_none() {
    let text = "scale zone { one < two }\ncriteria agent { users : 0..; open : bool; hours : 0..100 }\nrules zone {\n  \
                subject = agent\n  worst wins\n  scorecard reach {\n    users { 0..99 -> 0; 100.. -> 3 }\n    \
                open { yes -> 3; no -> 0 }\n    total { 0..2 -> one; 4.. -> two }\n  }\n  two when hours > 9\n}\n";
    let found = super::told(text);
    assert!(found.contains(&(4005, "no rule matches some agents with `reach` = 3".to_owned())), "{found:?}");
}
