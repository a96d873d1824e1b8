//! Exhaustive enumeration: random sets of rules as text, with every possible subject.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dictum::analysis::Study;
use dictum::analysis::study::{Axis, Completions};
use dictum::decision::{Prepared, Rest, Standing};
use dictum::model::condition::{Condition, Fact, Operand};
use dictum::model::criticity::{Decider, HitPolicy, Outcome, RuleSet};
use dictum::model::decide::Subject;
use dictum::model::program::{Domain, Program};
use dictum::model::subject;
use dictum::model::truth::kleene;
use dictum::text::Location;

use super::read;

/// Pseudorandom numbers, the same in every run.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    pub(super) fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

const CRITERIA: &str =
    "criteria agent {\n  b : bool\n  w : x | y | z\n  o : l < m < h\n  n : 0..7\n  s : some of p | q\n";

fn leaf(chance: &mut Chance) -> String {
    match chance.below(8) {
        0 => "b".to_owned(),
        1 => format!("w {} {}", chance.of(&["==", "!="]), chance.of(&["x", "y", "z"])),
        2 => format!("o {} {}", chance.of(&["==", "!=", "<", "<=", ">", ">="]), chance.of(&["l", "m", "h"])),
        3 => format!("n {} {}", chance.of(&["==", "!=", "<", "<=", ">", ">="]), chance.below(8)),
        4 => {
            let low = chance.below(8);
            format!("n in {low}..{}", low + chance.below(8 - low))
        }
        5 => format!("w in [{}, {}]", chance.of(&["x", "y"]), chance.of(&["y", "z"])),
        6 => format!("{} in s", chance.of(&["p", "q"])),
        _other => format!("not {} in s", chance.of(&["p", "q"])),
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

fn rules(chance: &mut Chance) -> String {
    let mut text = format!("scale zone {{ one < two < three }}\n{CRITERIA}");
    if chance.below(3) == 0 {
        let _ = writeln!(text, "  never {}", condition(chance, 1));
    }
    let policy = chance.of(&["unique", "any", "worst wins", "first wins"]);
    let _ = write!(text, "}}\n\nrules zone {{\n  subject = agent\n  {policy}\n");
    for _ in 0..=chance.below(6) {
        let _ = writeln!(text, "  {} when {}", chance.of(&["one", "two", "three"]), condition(chance, 2));
    }
    if chance.below(4) == 0 {
        text.push_str("  table {\n    n  o  level\n");
        for _ in 0..=chance.below(3) {
            let cells = (chance.of(&["-", "0..3", "4..", "5", "[1, 6]"]), chance.of(&["-", "l", "[m, h]", "> l"]));
            let _ = writeln!(text, "    {}  {}  {}", cells.0, cells.1, chance.of(&["one", "two", "three"]));
        }
        text.push_str("  }\n");
    }
    if chance.below(3) == 0 {
        text.push_str(&scorecard(chance));
    }
    if chance.below(2) == 0 {
        let _ = writeln!(text, "  {} otherwise", chance.of(&["one", "two", "three"]));
    }
    text + "}\n"
}

/// Points for two or three fields, and totals that may omit sums, repeat them or be unreachable.
fn scorecard(chance: &mut Chance) -> String {
    let mut text = "  scorecard {\n".to_owned();
    let mut points = || chance.below(5);
    let _ = writeln!(text, "    n {{ 0..2 -> {}; 3..5 -> {}; 6.. -> {} }}", points(), points(), points());
    let _ = writeln!(text, "    o {{ l -> {}; [m, h] -> -{} }}", points(), points());
    if points() < 3 {
        let _ = writeln!(text, "    b {{ no -> {}; yes -> {} }}", points(), points());
    }
    let (first, second) = (points(), points());
    let _ = writeln!(
        text,
        "    total {{ ..{first} -> one; {}..{} -> two; {}.. -> three }}\n  }}",
        first + points() % 2,
        first + 1 + second,
        first + 1 + second + points() % 3
    );
    text
}

/// Every possible agent.
fn agents() -> Vec<Vec<(&'static str, Operand)>> {
    let mut agents = Vec::new();
    for index in 0..2 * 3 * 3 * 8 * 4_usize {
        let word = |words: [&str; 3], index: usize| Operand::Word(words[index].into());
        let mut list = Vec::new();
        let chosen = index / 144;
        list.extend((chosen & 1 == 1).then(|| "p".into()));
        list.extend((chosen & 2 == 2).then(|| "q".into()));
        agents.push(vec![
            ("b", Operand::Bool(index % 2 == 1)),
            ("w", word(["x", "y", "z"], index / 2 % 3)),
            ("o", word(["l", "m", "h"], index / 6 % 3)),
            ("n", Operand::Number(i64::try_from(index / 18 % 8).expect("a small number").into())),
            ("s", Operand::List(list)),
        ]);
    }
    agents
}

/// The result for one agent, directly from the definition: which rules match, and what is decided.
struct Case {
    point: Vec<u16>,
    matching: Vec<usize>,
    deciding: Vec<usize>,
}

/// The point of an agent, for a scorecard also the class of the sum.
fn point(study: &Study, agent: &[(&str, Operand)]) -> Vec<u16> {
    let axes = study.axes().iter();
    let mut point: Vec<u16> = axes.map(|axis| if axis.is_total { 0 } else { class(axis, agent) }).collect();
    if let Some(total) = study.table().and_then(|table| table.space.totals.first()) {
        let sum = total.sum(&point).expect("every value has points");
        point[usize::from(total.attribute)] = total.class_of(sum);
    }
    point
}

fn class(axis: &Axis, agent: &[(&str, Operand)]) -> u16 {
    let value = agent.iter().find(|(name, _)| **name == *axis.field).map_or(Fact::Unknown, |(_, value)| value.fact());
    axis.class_of(&value, &Fact::Unknown).expect("every value has a class")
}

/// The deciding rules among those that match, according to the hit policy.
fn deciding(rules: &RuleSet, matching: &[usize]) -> Vec<usize> {
    let level = |rule: &usize| rules.rules[*rule].level.target.expect("it is there");
    let last = rules.rules.len();
    match rules.policy {
        _ if matching.is_empty() => {
            if rules.otherwise.is_some() {
                vec![last]
            } else {
                Vec::new()
            }
        }
        HitPolicy::Unique | HitPolicy::Any => matching.to_vec(),
        HitPolicy::FirstWins => vec![matching[0]],
        HitPolicy::WorstWins => {
            let worst = matching.iter().map(level).max().expect("it is there");
            matching.iter().copied().filter(|rule| level(rule) == worst).collect()
        }
    }
}

fn levels(rules: &RuleSet, deciding: &[usize]) -> BTreeSet<u32> {
    let level = |rule: &usize| {
        let own = rules.rules.get(*rule).map(|rule| rule.level.target);
        own.unwrap_or_else(|| rules.otherwise.as_ref().and_then(|level| level.target)).expect("it is there")
    };
    deciding.iter().map(level).collect()
}

fn cases(program: &Program, rules: &RuleSet, study: &Study) -> Vec<Case> {
    let domains: Vec<(String, Domain)> = subject::attributes(program, "agent");
    let table = study.table().expect("these rules are small enough");
    let mut cases = Vec::new();
    for agent in agents() {
        let facts = |name: &str| {
            agent.iter().find(|(known, _)| *known == name).map_or(Fact::Unknown, |(_, value)| value.fact())
        };
        let subject = Subject { domains: &domains, facts: &facts };
        let point = point(study, &agent);
        if !table.is_possible(&point) {
            continue;
        }
        let matching: Vec<usize> =
            (0..rules.rules.len()).filter(|rule| rules.matches(*rule, &subject) == Some(true)).collect();
        let deciding = deciding(rules, &matching);
        // The evaluator that gives apps their level agrees with the definition.
        let levels = levels(rules, &deciding);
        match rules.decide(&subject) {
            Outcome::Gap => assert!(deciding.is_empty()),
            Outcome::Level { level, by } => {
                assert!(levels.contains(&level));
                assert!(rules.policy != HitPolicy::WorstWins || levels.len() == 1);
                assert_eq!(by == Decider::Otherwise, matching.is_empty());
            }
            Outcome::Unknown { .. } | Outcome::NoRules => unreachable!("everything is known of this agent"),
        }
        cases.push(Case { point, matching, deciding });
    }
    cases
}

#[derive(Debug, Default)]
struct Figures {
    sets: usize,
    points: usize,
    conflicts: usize,
    gaps: usize,
    masked: usize,
    never: usize,
    redundant: usize,
    idle: usize,
    witnesses: usize,
    unknown: usize,
    settled: usize,
    known: usize,
    broken: usize,
    void: usize,
}

#[test]
fn everything_proved_agrees_with_enumeration() {
    let mut chance = Chance(20_261_122);
    let mut figures = Figures::default();
    for _ in 0..super::sets(300) {
        let text = rules(&mut chance);
        let analysis = read(&text);
        let program = &analysis.program;
        let (Some(set), Some(study)) = (program.rule_sets.first(), analysis.studies.first()) else {
            unreachable!("the rules are sound:\n{text}\n{:?}", analysis.diagnostics)
        };
        compare(&text, program, set, study, &mut figures);
        complete(&text, program, set, study, &mut chance, &mut figures);
    }
    println!("P9: witnesses of rules against enumeration: {}, refuted: 0 ({figures:?})", figures.witnesses);
    assert!(figures.conflicts > 50 && figures.gaps > 50 && figures.masked > 20 && figures.never > 5);
    assert!(figures.redundant > 5 && figures.idle > 20);
}

fn compare(text: &str, program: &Program, rules: &RuleSet, study: &Study, figures: &mut Figures) {
    assert_eq!(study.open.total(), 0, "{text}");
    let cases = cases(program, rules, study);
    assert_eq!(study.is_void, cases.is_empty(), "{text}");
    if study.is_void {
        figures.void += 1;
        return;
    }
    figures.sets += 1;
    figures.points += cases.len();
    let open: Vec<&Case> = cases.iter().filter(|case| case.deciding.is_empty()).collect();
    let gaps = study.gaps.as_ref().expect("it is there");
    for case in &cases {
        let told = gaps.regions.iter().any(|region| region.contains(&case.point));
        let is_gap = case.deciding.is_empty();
        assert!(is_gap || !told, "a region without a rule has one:\n{text}");
        assert!(!is_gap || told || gaps.rest == Rest::More, "a gap is passed over:\n{text}");
    }
    figures.gaps += usize::from(!open.is_empty());
    assert_eq!(open.is_empty(), gaps.regions.is_empty(), "{text}");

    for region in &gaps.regions {
        let point = study.point(region).expect("a region has a point");
        assert!(open.iter().any(|case| case.point == point), "a witness that cannot be, or has a rule:\n{text}");
        let plain = study.plain(region, &[]);
        let more = |case: &&Case| plain.contains(&case.point) && !region.contains(&case.point);
        assert!(!cases.iter().any(|case| more(&case)), "regions have something in common:\n{text}");
    }
    let level = |rule: usize| rules.rules[rule].level.target;
    let mut live = 0;
    let mut involved: BTreeSet<usize> = BTreeSet::new();
    for first in 0..rules.rules.len() {
        for second in first + 1..rules.rules.len() {
            let both = |case: &&Case| case.deciding.contains(&first) && case.deciding.contains(&second);
            let conflict = level(first) != level(second) && cases.iter().any(|case| both(&case));
            live += u64::from(conflict);
            involved.extend([first, second].into_iter().filter(|_| conflict));
        }
    }
    assert_eq!(study.conflicts.live, live, "{text}");
    let named: BTreeSet<usize> = study.conflicts.involved.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(named, involved, "{text}");
    assert!(study.also_in_conflict().is_empty(), "few rules are all named:\n{text}");
    figures.conflicts += live as usize;
    for overlap in &study.conflicts.shown {
        let example = study.example(program, &overlap.region, &[overlap.first, overlap.second], |_| true);
        assert!(example.is_some(), "{text}");
        let plain = study.plain(&overlap.region, &[overlap.first, overlap.second]);
        for case in cases.iter().filter(|case| plain.contains(&case.point)) {
            assert!(case.matching.contains(&overlap.first) && case.matching.contains(&overlap.second), "{text}");
        }
        figures.witnesses += 1;
    }
    for rule in 0..rules.rules.len() {
        let matches = cases.iter().any(|case| case.matching.contains(&rule));
        let decides = cases.iter().any(|case| case.deciding.contains(&rule));
        match &study.standings[rule] {
            Standing::Never => assert!(!matches, "{text}"),
            Standing::Masked(cover) => {
                assert!(matches && !decides, "{text}");
                let taken = |case: &Case| cover.iter().any(|other| case.matching.contains(other));
                assert!(cases.iter().filter(|case| case.matching.contains(&rule)).all(taken), "{text}");
            }
            Standing::Decides(_) => assert!(decides, "rule {rule} of\n{text}"),
            Standing::Undecided => unreachable!("undecided:\n{text}"),
        }
        figures.never += usize::from(!matches);
        figures.masked += usize::from(matches && !decides);
        let all = cases.iter().all(|case| case.matching.contains(&rule));
        assert_eq!(study.constant.contains(&rule), all, "rule {rule} of\n{text}");
    }
    // Starting with the last rule, each is removed if nothing changes, with the already removed ones still removed.
    let mut redundant: Vec<usize> = Vec::new();
    for rule in (0..rules.rules.len()).rev() {
        if rules.rules[rule].is_total() {
            continue;
        }
        let without = |case: &Case| {
            let left = |other: &usize| *other != rule && !redundant.contains(other);
            let matching: Vec<usize> = case.matching.iter().copied().filter(left).collect();
            levels(rules, &deciding(rules, &matching)) == levels(rules, &case.deciding)
        };
        let decides = cases.iter().any(|case| {
            let matching: Vec<usize> =
                case.matching.iter().copied().filter(|other| !redundant.contains(other)).collect();
            deciding(rules, &matching).contains(&rule)
        });
        if decides && cases.iter().all(without) {
            redundant.push(rule);
        }
    }
    assert_eq!(study.redundant, redundant, "{text}");
    figures.redundant += redundant.len();
    let reached: BTreeSet<u32> = cases.iter().flat_map(|case| levels(rules, &case.deciding)).collect();
    let unreached: Vec<u32> = (0..3).filter(|level| !reached.contains(level)).collect();
    assert_eq!(study.unreached, unreached, "{text}");
    idle(text, program, rules, study, &cases, figures);
}

/// If some fields of an agent are unknown: what is decided for all its possible completions.
fn complete(text: &str, program: &Program, rules: &RuleSet, study: &Study, chance: &mut Chance, figures: &mut Figures) {
    let completions = Completions::new(program, rules).expect("these rules are small enough");
    let prepared = Prepared::new(completions.table());
    let domains: Vec<(String, Domain)> = subject::attributes(program, "agent");
    let all = agents();
    for _ in 0..10 {
        let agent = &all[chance.below(all.len() as u64) as usize];
        let forgotten: Vec<&str> = ["b", "w", "o", "n", "s"].into_iter().filter(|_| chance.below(2) == 0).collect();
        let facts = |name: &str| {
            let known = agent.iter().find(|(known, _)| *known == name && !forgotten.contains(known));
            known.map_or(Fact::Unknown, |(_, value)| value.fact())
        };
        let fits = |other: &&Vec<(&str, Operand)>| {
            other.iter().zip(agent).all(|(one, own)| forgotten.contains(&own.0) || one == own)
        };
        let (mut levels, mut gap) = (BTreeSet::new(), false);
        for other in all.iter().filter(fits) {
            if !study.table().is_some_and(|table| table.is_possible(&point(study, other))) {
                continue;
            }
            let facts = |name: &str| {
                other.iter().find(|(known, _)| *known == name).map_or(Fact::Unknown, |(_, value)| value.fact())
            };
            match rules.decide(&Subject { domains: &domains, facts: &facts }) {
                Outcome::Level { level, .. } => _ = levels.insert(level),
                Outcome::Gap => gap = true,
                Outcome::Unknown { .. } | Outcome::NoRules => unreachable!("everything is known of this agent"),
            }
        }
        let found = completions.decided(&prepared, &facts);
        let told = found
            .as_ref()
            .map_or((BTreeSet::new(), false), |found| (found.effects.iter().copied().collect(), found.gap));
        assert_eq!(told, (levels.clone(), gap), "{forgotten:?} of {agent:?} is not known:\n{text}");
        let settled = found.as_ref().and_then(|found| completions.settled(found));
        assert_eq!(settled.is_some(), levels.len() == 1 && !gap, "{text}");
        // A result from three-valued logic holds for all completions. If rules contradict each other, which is an
        // error, no completion is lower: there the highest level counts.
        match rules.decide(&Subject { domains: &domains, facts: &facts }) {
            Outcome::Level { level, .. } => {
                let is_broken = study.conflicts.live > 0;
                let fits = |other: &u32| *other == level || (is_broken && *other > level);
                assert!(!gap && levels.iter().all(fits), "{level} of {levels:?}, {forgotten:?} of {agent:?}:\n{text}");
                figures.known += 1;
                figures.broken += usize::from(levels.iter().any(|other| *other != level));
            }
            Outcome::Gap => assert!(levels.is_empty(), "{text}"),
            Outcome::Unknown { .. } | Outcome::NoRules => {
                figures.unknown += 1;
                figures.settled += usize::from(settled.is_some());
            }
        }
    }
}

/// Parts that are reported to decide nothing do not: without one, every agent has the same level.
fn idle(text: &str, program: &Program, rules: &RuleSet, study: &Study, cases: &[Case], figures: &mut Figures) {
    let domains: Vec<(String, Domain)> = subject::attributes(program, "agent");
    for idle in &study.idle {
        let condition = study.condition(program, idle.rule).expect("it has parts");
        let by_point = |agent: &[(&str, Operand)]| {
            let point = point(study, agent);
            cases.iter().find(|case| case.point == point)
        };
        for agent in agents() {
            let Some(case) = by_point(&agent) else { continue };
            let value = |name: &str| {
                agent.iter().find(|(known, _)| *known == name).map_or(Fact::Unknown, |(_, value)| value.fact())
            };
            let domain = |name: &str| domains.iter().find(|(known, _)| known == name).map(|(_, domain)| domain);
            let matches = without(condition, idle.part, &|leaf| kleene(leaf, &domain, &value) == Some(true));
            let mut matching: Vec<usize> = case.matching.iter().copied().filter(|rule| *rule != idle.rule).collect();
            matching.extend(matches.then_some(idle.rule));
            matching.sort_unstable();
            assert_eq!(
                levels(rules, &deciding(rules, &matching)),
                levels(rules, &case.deciding),
                "part {:?} of rule {} of\n{text}",
                idle.part,
                idle.rule
            );
        }
        figures.idle += 1;
    }
}

/// Whether a condition holds as if it lacked the part at a place.
fn without(condition: &Condition, part: Location, holds: &dyn Fn(&Condition) -> bool) -> bool {
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) if left.location() == part => {
            without(right, part, holds)
        }
        Condition::And(left, right) | Condition::Or(left, right) if right.location() == part => {
            without(left, part, holds)
        }
        Condition::And(left, right) => without(left, part, holds) && without(right, part, holds),
        Condition::Or(left, right) => without(left, part, holds) || without(right, part, holds),
        Condition::Not(inner, _) => !without(inner, part, holds),
        leaf => holds(leaf),
    }
}
