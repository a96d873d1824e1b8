//! Exhaustive enumeration of further conditions: fields compared with each other, ages, decimals, unanswered fields,
//! points of lists, several scorecards, and levels of other scales.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dictum::analysis::Study;
use dictum::analysis::study::Completions;
use dictum::decision::{Prepared, Rest, Standing};
use dictum::model::classes::Class;
use dictum::model::condition::{Fact, Operand, TODAY};
use dictum::model::criticity::{HitPolicy, Outcome, RuleSet};
use dictum::model::decide::Subject;
use dictum::model::program::{Domain, Program};
use dictum::model::subject;
use dictum::model::truth::ordered;
use dictum::syntax::literal::Decimal;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::oracle::Chance;
use super::read;

const DAY: Date = date(2026, 11, 21);

const FIELDS: &str =
    "  m : 0..2\n  n : 0..2\n  x : 0.0..0.2\n  d : date\n  s : some of p | q\n  b : bool\n  e : near < far\n";

fn leaf(chance: &mut Chance) -> String {
    let mark = |chance: &mut Chance| chance.of(&["==", "!=", "<", "<=", ">", ">="]).to_owned();
    match chance.below(12) {
        0 => format!("m {} n", mark(chance)),
        1 => format!("n {} m", mark(chance)),
        2 => format!("n {} {}", mark(chance), chance.below(3)),
        3 => format!("m in 0..{}", chance.below(2)),
        4 => format!("x {} 0.{}", mark(chance), chance.below(3)),
        5 => "x in 0.1..0.2".to_owned(),
        6 => format!("d older than {}", chance.of(&["30 days", "2 weeks"])),
        7 => chance.of(&["b", "b not answered", "b answered"]).to_owned(),
        8 => format!("{} in s", chance.of(&["p", "q"])),
        9 => chance.of(&["s not answered", "not p in s", "not b"]).to_owned(),
        10 => format!("exposure {} {}", mark(chance), chance.of(&["small", "wide"])),
        _other => "m <= n".to_owned(),
    }
}

fn condition(chance: &mut Chance, depth: u64) -> String {
    match (depth, chance.below(5)) {
        (0, _) | (_, 0) => leaf(chance),
        (_, 1) => format!("not ({})", condition(chance, depth - 1)),
        (_, 2) => format!("({} or {})", condition(chance, depth - 1), condition(chance, depth - 1)),
        _and => format!("({} and {})", condition(chance, depth - 1), condition(chance, depth - 1)),
    }
}

fn cards(chance: &mut Chance) -> String {
    let mut text = String::new();
    let mut points = || chance.below(4);
    let _ = writeln!(text, "  scorecard first {{\n    m {{ 0 -> {}; 1.. -> {} }}", points(), points());
    let _ = writeln!(text, "    s {{ p -> {}; - -> {} }}", points(), points());
    let low = points();
    let _ = writeln!(text, "    total {{ ..{low} -> one; {}.. -> two }}\n  }}", low + 1 + points() % 2);
    let _ = writeln!(text, "  scorecard second {{\n    m {{ ..1 -> {}; 2 -> {} }}", points(), points());
    let _ = writeln!(text, "    x {{ 0.0 -> {}; 0.1..0.2 -> {} }}", points(), points());
    let low = points();
    let _ = writeln!(text, "    total {{ ..{low} -> two; {}.. -> three }}\n  }}", low + 1);
    text
}

fn rules(chance: &mut Chance) -> String {
    let mut text =
        format!("scale zone {{ one < two < three }}\nscale exposure {{ small < wide }}\ncriteria agent {{\n{FIELDS}");
    if chance.below(3) == 0 {
        let _ = writeln!(text, "  never {}", chance.of(&["m > n", "n == 2 and x == 0.2", "b and p in s"]));
    }
    // Whether the fields that the level depends on are used elsewhere too.
    let exposure = chance.of(&[
        "  wide when e == far\n  small otherwise\n",
        "  wide when b and n > 0\n  small otherwise\n",
        "  worst wins\n  wide when m < n or e == far\n  small when e == near\n",
    ]);
    let _ = write!(text, "}}\n\nrules exposure {{\n  subject = agent\n{exposure}}}\n");
    let policy = chance.of(&["unique", "any", "worst wins", "first wins"]);
    let _ = write!(text, "\nrules zone {{\n  subject = agent\n  {policy}\n");
    for _ in 0..=chance.below(5) {
        let _ = writeln!(text, "  {} when {}", chance.of(&["one", "two", "three"]), condition(chance, 2));
    }
    if chance.below(3) == 0 {
        text.push_str(&cards(chance));
    }
    if chance.below(2) == 0 {
        let _ = writeln!(text, "  {} otherwise", chance.of(&["one", "two", "three"]));
    }
    text + "}\n"
}

type Agent = Vec<(&'static str, Operand)>;

/// Every possible agent, including those with unanswered fields.
fn agents(optional: &dyn Fn(&str) -> bool) -> Vec<Agent> {
    let bools = [Some(false), Some(true)].into_iter().chain(optional("b").then_some(None));
    let bools: Vec<Option<bool>> = bools.collect();
    let list = |bits: usize| -> Vec<_> {
        [("p", 1), ("q", 2)].into_iter().filter(|(_, bit)| bits & bit > 0).map(|(word, _)| word.into()).collect()
    };
    let lists: Vec<Option<usize>> = (0..4).map(Some).chain(optional("s").then_some(None)).collect();
    let mut agents = Vec::new();
    for index in 0..3 * 3 * 3 * 3 * 2_i64 {
        for bool in &bools {
            for bits in &lists {
                let mut agent: Agent = vec![
                    ("m", Operand::Number((index % 3).into())),
                    ("n", Operand::Number((index / 3 % 3).into())),
                    ("x", Operand::Number(Decimal { units: index / 9 % 3, places: 1 })),
                    (
                        "d",
                        Operand::Date(
                            DAY.saturating_sub([10, 20, 40][usize::try_from(index / 27 % 3).expect("below 3")].days()),
                        ),
                    ),
                    ("e", Operand::Word(if index / 81 == 0 { "near".into() } else { "far".into() })),
                ];
                agent.extend(bool.map(|bool| ("b", Operand::Bool(bool))));
                agent.extend(bits.map(|bits| ("s", Operand::List(list(bits)))));
                agents.push(agent);
            }
        }
    }
    agents
}

/// The facts of an agent: its values, its level on the other scale, and the day.
fn fact<'a>(agent: &'a Agent, level: Option<&'static str>, name: &str) -> Fact<'a> {
    match name {
        TODAY => Fact::Date(DAY),
        "exposure" => level.map_or(Fact::Unknown, Fact::Word),
        name => agent.iter().find(|(known, _)| *known == name).map_or(Fact::Unknown, |(_, value)| value.fact()),
    }
}

fn exposure(program: &Program, domains: &[(String, Domain)], agent: &Agent) -> Option<&'static str> {
    let rules = program.rules("exposure", "agent").expect("it is there");
    let facts = |name: &str| fact(agent, None, name);
    let level = rules.decide(&Subject { domains, facts: &facts }).level()?;
    ["small", "wide"].get(level as usize).copied()
}

/// Whether rules use the level on the other scale, so that they apply only to agents that have one.
fn asks_exposure(program: &Program, rules: &RuleSet) -> bool {
    !subject::direct_rules(program, rules).is_empty()
}

struct Case {
    point: Vec<u16>,
    matching: Vec<usize>,
    deciding: Vec<usize>,
}

/// The point of an agent. `None` if a factor gives it no points.
fn point(study: &Study, rules: &RuleSet, agent: &Agent, level: Option<&'static str>) -> Option<Vec<u16>> {
    let own = |name: &str| fact(agent, level, name);
    let answered = rules.answered(&own);
    let mut point = Vec::new();
    for axis in study.axes() {
        point.push(if axis.is_total {
            0
        } else if let Some(other) = &axis.pair {
            let order = ordered(&answered(&axis.field), &answered(other), &axis.domain);
            axis.classes.iter().position(|class| order.is_some_and(|order| *class == Class::Order(order))).unwrap_or(0)
                as u16
        } else {
            let fact = answered(&axis.field);
            let free = axis.word.is_some() && fact == Fact::Unanswered;
            if free { 0 } else { axis.class_of(&fact, &Fact::Date(DAY)).expect("every value has a class") }
        });
    }
    for total in &study.table()?.space.totals {
        let class = total.class_of(total.sum(&point)?);
        point[usize::from(total.attribute)] = class;
    }
    Some(point)
}

fn deciding(rules: &RuleSet, matching: &[usize]) -> Vec<usize> {
    let level = |rule: &usize| rules.rules[*rule].level.target.expect("it is there");
    match rules.policy {
        _ if matching.is_empty() => rules.otherwise.iter().map(|_| rules.rules.len()).collect(),
        HitPolicy::Unique | HitPolicy::Any => matching.to_vec(),
        HitPolicy::FirstWins => vec![matching[0]],
        HitPolicy::WorstWins => {
            let worst = matching.iter().map(level).max().expect("it is there");
            matching.iter().copied().filter(|rule| level(rule) == worst).collect()
        }
    }
}

#[derive(Debug, Default)]
struct Figures {
    sets: usize,
    points: usize,
    conflicts: usize,
    gaps: usize,
    masked: usize,
    never: usize,
    witnesses: usize,
    unknown: usize,
    settled: usize,
    void: usize,
    unread: usize,
}

#[test]
fn what_is_new_agrees_with_enumeration() {
    let mut chance = Chance(20_261_130);
    let mut figures = Figures::default();
    let count = super::sets(120);
    for _ in 0..count {
        let text = rules(&mut chance);
        let analysis = read(&text);
        let program = &analysis.program;
        let found = program.rule_sets.iter().position(|rules| rules.name() == "zone");
        let study = analysis.studies.iter().find(|study| Some(study.rules) == found);
        let (Some(set), Some(study)) = (program.rules("zone", "agent"), study) else {
            unreachable!("the rules are sound:\n{text}\n{:?}", analysis.diagnostics)
        };
        compare(&text, program, set, study, &mut figures);
        complete(&text, program, set, study, &mut chance, &mut figures);
    }
    println!("new forms of rules against enumeration: {figures:?}, mismatches: 0, refuted witnesses: 0");
    assert_eq!(figures.unread, 0);
    assert!(figures.conflicts > count / 4 && figures.gaps > count / 8 && figures.masked > count / 20, "{figures:?}");
}

fn compare(text: &str, program: &Program, rules: &RuleSet, study: &Study, figures: &mut Figures) {
    let Some(table) = study.table() else {
        figures.unread += 1;
        return;
    };
    assert_eq!(study.open.total(), 0, "{text}");
    let domains = subject::attributes(program, "agent");
    let mut cases: Vec<Case> = Vec::new();
    for agent in agents(&|name| rules.is_optional(name)) {
        let level = exposure(program, &domains, &agent);
        if level.is_none() && asks_exposure(program, rules) {
            continue;
        }
        let Some(point) = point(study, rules, &agent, level) else { continue };
        if !table.is_possible(&point) {
            continue;
        }
        let facts = |name: &str| fact(&agent, level, name);
        let subject = Subject { domains: &domains, facts: &facts };
        let matching: Vec<usize> =
            (0..rules.rules.len()).filter(|rule| rules.matches(*rule, &subject) == Some(true)).collect();
        let deciding = deciding(rules, &matching);
        match rules.decide(&subject) {
            Outcome::Gap => assert!(deciding.is_empty(), "{text}"),
            Outcome::Level { .. } => assert!(!deciding.is_empty(), "{text}"),
            outcome => unreachable!("everything is known of {agent:?}: {outcome:?}\n{text}"),
        }
        for rule in 0..rules.rules.len() {
            let in_table = table.rules[rule].cubes.iter().any(|cube| cube.contains(&point));
            assert_eq!(in_table, matching.contains(&rule), "rule {rule} of {agent:?} in\n{text}");
        }
        cases.push(Case { point, matching, deciding });
    }
    assert_eq!(study.is_void, cases.is_empty(), "{text}");
    if study.is_void {
        figures.void += 1;
        return;
    }
    figures.sets += 1;
    figures.points += cases.len();
    let gaps = study.gaps.as_ref().expect("it is there");
    let open = cases.iter().any(|case| case.deciding.is_empty());
    for case in &cases {
        let reported = gaps.regions.iter().any(|region| region.contains(&case.point));
        let is_gap = case.deciding.is_empty();
        assert!(is_gap || !reported, "a region without a rule has one:\n{text}");
        assert!(!is_gap || reported || gaps.rest == Rest::More, "a gap is missed:\n{text}");
    }
    assert_eq!(open, !gaps.regions.is_empty(), "{text}");
    figures.gaps += usize::from(open);
    for region in &gaps.regions {
        let example = study.example(program, region, &[], |outcome| *outcome == Outcome::Gap);
        assert!(example.is_some(), "{text}");
        figures.witnesses += 1;
    }
    let level = |rule: usize| rules.rules[rule].level.target;
    let mut live = 0;
    let mut involved: BTreeSet<usize> = BTreeSet::new();
    for first in 0..rules.rules.len() {
        for second in first + 1..rules.rules.len() {
            let both = |case: &Case| case.deciding.contains(&first) && case.deciding.contains(&second);
            let conflict = level(first) != level(second) && cases.iter().any(both);
            live += u64::from(conflict);
            involved.extend([first, second].into_iter().filter(|_| conflict));
        }
    }
    assert_eq!(study.conflicts.live, live, "{text}");
    let named: BTreeSet<usize> = study.conflicts.involved.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(named, involved, "{text}");
    figures.conflicts += live as usize;
    for overlap in &study.conflicts.shown {
        let example = study.example(program, &overlap.region, &[overlap.first, overlap.second], |_| true);
        assert!(example.is_some(), "{text}");
        figures.witnesses += 1;
    }
    for rule in 0..rules.rules.len() {
        let matches = cases.iter().any(|case| case.matching.contains(&rule));
        let decides = cases.iter().any(|case| case.deciding.contains(&rule));
        match &study.standings[rule] {
            Standing::Never => assert!(!matches, "rule {rule} of\n{text}"),
            Standing::Masked(_) => assert!(matches && !decides, "rule {rule} of\n{text}"),
            Standing::Decides(_) => assert!(decides, "rule {rule} of\n{text}"),
            Standing::Undecided => unreachable!("undecided:\n{text}"),
        }
        figures.never += usize::from(!matches);
        figures.masked += usize::from(matches && !decides);
        let all = cases.iter().all(|case| case.matching.contains(&rule));
        assert_eq!(study.constant.contains(&rule), all, "rule {rule} of\n{text}");
    }
    let effect = |rule: &usize| {
        rules
            .rules
            .get(*rule)
            .map_or_else(|| rules.otherwise.as_ref().and_then(|level| level.target), |rule| rule.level.target)
    };
    let reached: BTreeSet<u32> = cases.iter().flat_map(|case| case.deciding.iter().filter_map(effect)).collect();
    let unreached: Vec<u32> = (0..3).filter(|level| !reached.contains(level)).collect();
    assert_eq!(study.unreached, unreached, "{text}");
}

/// If some fields of an agent are unknown: what is decided for all its possible completions.
fn complete(text: &str, program: &Program, rules: &RuleSet, study: &Study, chance: &mut Chance, figures: &mut Figures) {
    let Some(completions) = Completions::new(program, rules) else { return };
    let prepared = Prepared::new(completions.table());
    let domains = subject::attributes(program, "agent");
    let all = agents(&|name| rules.is_optional(name));
    for _ in 0..4 {
        let agent = &all[chance.below(all.len() as u64) as usize];
        // A field that may be left unanswered is an answer when it is missing.
        let mut forgotten: Vec<&str> =
            ["m", "n", "x", "d", "s", "b", "e"].into_iter().filter(|_| chance.below(3) == 0).collect();
        forgotten.retain(|name| !rules.is_optional(name));
        let known: Agent = agent.iter().filter(|(name, _)| !forgotten.contains(name)).cloned().collect();
        // Days of which no rule asks the age are anything.
        let fits = |other: &&Agent| {
            let value = |agent: &Agent, name: &str| {
                agent.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
            };
            ["m", "n", "x", "d", "s", "b", "e"]
                .iter()
                .all(|name| forgotten.contains(name) || value(other, name) == value(agent, name))
        };
        let (mut levels, mut gap) = (BTreeSet::new(), false);
        for other in all.iter().filter(fits) {
            let level = exposure(program, &domains, other);
            if level.is_none() && asks_exposure(program, rules) {
                continue;
            }
            let possible = point(study, rules, other, level);
            if !possible.is_some_and(|point| study.table().is_some_and(|table| table.is_possible(&point))) {
                continue;
            }
            let facts = |name: &str| fact(other, level, name);
            match rules.decide(&Subject { domains: &domains, facts: &facts }) {
                Outcome::Level { level, .. } => _ = levels.insert(level),
                Outcome::Gap => gap = true,
                outcome => unreachable!("everything is known of {other:?}: {outcome:?}\n{text}"),
            }
        }
        let level = exposure(program, &domains, &known);
        let facts = |name: &str| fact(&known, level, name);
        let found = completions.decided(&prepared, &facts);
        let told = found
            .as_ref()
            .map_or((BTreeSet::new(), false), |found| (found.effects.iter().copied().collect(), found.gap));
        if rules.policy != HitPolicy::Unique && rules.policy != HitPolicy::Any {
            assert_eq!(told, (levels.clone(), gap), "{forgotten:?} of {agent:?} is not known:\n{text}");
        }
        if matches!(rules.decide(&Subject { domains: &domains, facts: &facts }), Outcome::Unknown { .. }) {
            figures.unknown += 1;
            figures.settled += usize::from(found.is_some_and(|found| completions.settled(&found).is_some()));
        }
    }
}
