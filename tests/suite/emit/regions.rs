//! Regions of rules compared with the rules, subject by subject.
//!
//! Random sets of rules are written in several ways and built. Their regions are compared with a reader of rules that
//! uses no classes or diagrams, over all combinations of values that the rules can tell apart.

use std::fmt::Write as _;

use serde_json::Value;

use super::Build;
use super::places::Mapped;

/// The fields of subjects, the constants of conditions, and values on all sides of them.
const CRITERIA: &str = "\
scale criticity { low < medium < high }
criteria app {
  personal : bool
  impact   : none < minor < major
  audience : staff | guests | robots
  users    : 0..
  since    : date
  platform : text
  handles  : some of health | payment | secrets
}
";
const LEVELS: [&str; 3] = ["low", "medium", "high"];
const IMPACT: [&str; 3] = ["none", "minor", "major"];
const AUDIENCE: [&str; 3] = ["staff", "guests", "robots"];
const USERS: [i64; 3] = [10, 50, 500];
const DAYS: [&str; 2] = ["2025-01-01", "2026-06-30"];
const TEXTS: [&str; 2] = ["web", "Teams"];
const WORDS: [&str; 3] = ["health", "payment", "secrets"];
const POLICIES: [&str; 4] = ["unique", "any", "worst wins", "first wins"];
const OPERATORS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

/// A stream of numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn points(&mut self, limit: usize) -> i64 {
        [0, 1, 2, 3][self.below(limit)]
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

#[derive(Clone, PartialEq)]
enum Test {
    Leaf(&'static str, &'static str, Vec<String>),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
}

#[derive(Clone)]
struct Rule {
    level: usize,
    when: Option<Test>,
    points: Option<(i64, i64)>,
}

/// A set of rules. `card` is a factor with points for the values of `impact`, of which `major` may have none, and two
/// limits.
#[derive(Clone)]
struct Rules {
    policy: usize,
    all: Vec<Rule>,
    card: Option<([Option<i64>; 3], [i64; 2])>,
    never: Option<Test>,
    otherwise: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct Subject {
    personal: bool,
    impact: usize,
    audience: usize,
    users: i64,
    since: &'static str,
    platform: &'static str,
    handles: [bool; 3],
}

fn leaf(dice: &mut Dice, fields: &[&'static str]) -> Test {
    let field = dice.pick(fields);
    let several = dice.below(3) == 0;
    match field {
        "personal" => Test::Leaf(field, if dice.below(2) == 0 { "is" } else { "==" }, vec!["yes".to_owned()]),
        "impact" if several => {
            Test::Leaf(field, "in", vec![dice.pick(&IMPACT).to_owned(), dice.pick(&IMPACT).to_owned()])
        }
        "impact" => Test::Leaf(field, dice.pick(&OPERATORS), vec![dice.pick(&IMPACT).to_owned()]),
        "audience" if several => {
            Test::Leaf(field, "in", vec![dice.pick(&AUDIENCE).to_owned(), dice.pick(&AUDIENCE).to_owned()])
        }
        "audience" => Test::Leaf(field, dice.pick(&["==", "!="]), vec![dice.pick(&AUDIENCE).to_owned()]),
        "users" if several => {
            let (low, high) = (dice.pick(&USERS), dice.pick(&USERS));
            Test::Leaf(field, "in", vec![format!("{}..{}", low.min(high), low.max(high))])
        }
        "users" => Test::Leaf(field, dice.pick(&OPERATORS), vec![dice.pick(&USERS).to_string()]),
        "since" => Test::Leaf(field, dice.pick(&OPERATORS), vec![dice.pick(&DAYS).to_owned()]),
        "platform" => Test::Leaf(field, dice.pick(&["==", "!="]), vec![dice.pick(&TEXTS).to_owned()]),
        _handles => Test::Leaf("handles", "holds", vec![dice.pick(&WORDS).to_owned()]),
    }
}

fn test(dice: &mut Dice, fields: &[&'static str], depth: usize) -> Test {
    let parts = |dice: &mut Dice| (0..2).map(|_| test(dice, fields, depth - 1)).collect();
    match if depth == 0 { 9 } else { dice.below(6) } {
        0 | 1 => Test::All(parts(dice)),
        2 | 3 => Test::Any(parts(dice)),
        4 => Test::Not(Box::new(test(dice, fields, depth - 1))),
        _leaf => leaf(dice, fields),
    }
}

fn random(dice: &mut Dice, fields: &[&'static str]) -> Rules {
    let mut all: Vec<Rule> = (0..=dice.below(5))
        .map(|_| Rule { level: dice.below(3), when: Some(test(dice, fields, 2)), points: None })
        .collect();
    let card = (dice.below(3) == 0).then(|| {
        let last = (dice.below(3) > 0).then(|| dice.points(4));
        ([Some(0), Some(dice.points(3)), last], [0, dice.points(3)])
    });
    if card.is_some() {
        let cut = dice.points(4);
        all.push(Rule { level: dice.below(3), when: None, points: Some((i64::MIN, cut)) });
        all.push(Rule { level: dice.below(3), when: None, points: Some((cut + 1, i64::MAX)) });
    }
    let never = (dice.below(3) == 0).then(|| test(dice, fields, 1));
    Rules { policy: dice.below(4), all, card, never, otherwise: (dice.below(4) > 0).then(|| dice.below(3)) }
}

// The meaning of rules, subject by subject.

impl Test {
    fn holds(&self, subject: &Subject) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(subject)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(subject)),
            Self::Not(inner) => !inner.holds(subject),
            Self::Leaf(field, operator, values) => {
                let rank = |words: &[&str]| words.iter().position(|word| *word == values[0]).expect("a word");
                let among = |own: &str| values.iter().any(|value| value == own);
                match (*field, *operator) {
                    ("personal", _) => subject.personal,
                    ("handles", _) => subject.handles[rank(&WORDS)],
                    ("impact", "in") => among(IMPACT[subject.impact]),
                    ("audience", "in") => among(AUDIENCE[subject.audience]),
                    ("users", "in") => {
                        let (low, high) = values[0].split_once("..").expect("a range");
                        let end = |text: &str| text.parse::<i64>().expect("a number");
                        (end(low)..=end(high)).contains(&subject.users)
                    }
                    ("impact", mark) => compared(subject.impact.cmp(&rank(&IMPACT)), mark),
                    ("audience", mark) => compared(subject.audience.cmp(&rank(&AUDIENCE)), mark),
                    ("users", mark) => compared(subject.users.cmp(&values[0].parse().expect("a number")), mark),
                    ("since", mark) => compared(subject.since.cmp(&values[0]), mark),
                    (_platform, mark) => compared(subject.platform.to_lowercase().cmp(&values[0].to_lowercase()), mark),
                }
            }
        }
    }
}

fn compared(order: std::cmp::Ordering, mark: &str) -> bool {
    match mark {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _at_least => order.is_ge(),
    }
}

impl Rules {
    fn outcome(&self, subject: &Subject) -> &'static str {
        if self.never.as_ref().is_some_and(|never| never.holds(subject)) {
            return "impossible";
        }
        let points = self
            .card
            .as_ref()
            .and_then(|(impact, personal)| Some(impact[subject.impact]? + personal[usize::from(subject.personal)]));
        let matches = |rule: &Rule| match (&rule.when, rule.points) {
            (Some(test), _) => Some(test.holds(subject)),
            (None, Some((low, high))) => points.map(|points| (low..=high).contains(&points)),
            (None, None) => Some(true),
        };
        let told: Vec<(usize, Option<bool>)> = self.all.iter().map(|rule| (rule.level, matches(rule))).collect();
        let sure = || told.iter().filter(|(_, truth)| *truth == Some(true));
        let unsure = || told.iter().filter(|(_, truth)| truth.is_none());
        let Some(highest) = sure().map(|(level, _)| *level).max() else {
            return match self.otherwise {
                _ if unsure().next().is_some() => "undecided",
                Some(level) => LEVELS[level],
                None => "gap",
            };
        };
        match POLICIES[self.policy] {
            "first wins" => {
                let at = told.iter().position(|(_, truth)| *truth == Some(true)).expect("one matches");
                let level = told[at].0;
                let before = told[..at].iter().any(|(other, truth)| truth.is_none() && *other != level);
                if before { "undecided" } else { LEVELS[level] }
            }
            "worst wins" if unsure().any(|(level, _)| *level > highest) => "undecided",
            _highest => LEVELS[highest],
        }
    }
}

// The text of rules.

impl Test {
    fn written(&self) -> String {
        let joined = |parts: &[Self], word: &str| {
            let parts: Vec<String> = parts.iter().map(|part| format!("({})", part.written())).collect();
            parts.join(word)
        };
        match self {
            Self::All(parts) => joined(parts, " and "),
            Self::Any(parts) => joined(parts, " or "),
            Self::Not(inner) => format!("not ({})", inner.written()),
            Self::Leaf(field, "is", _) => (*field).to_owned(),
            Self::Leaf(_, "holds", values) => format!("{} in handles", values[0]),
            Self::Leaf("users", "in", values) => format!("users in {}", values[0]),
            Self::Leaf(field, "in", values) => format!("{field} in [{}]", values.join(", ")),
            Self::Leaf("platform", mark, values) => format!("platform {mark} \"{}\"", values[0]),
            Self::Leaf(field, mark, values) => format!("{field} {mark} {}", values[0]),
        }
    }

    /// The cell of a table with the same meaning.
    fn cell(&self) -> Option<(&'static str, String)> {
        match self {
            Self::Leaf(_, "holds", _) | Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Leaf(field, "is", _) => Some((*field, "yes".to_owned())),
            Self::Leaf("users", "in", values) => Some(("users", values[0].clone())),
            Self::Leaf(field, "in", values) => Some((*field, format!("[{}]", values.join(", ")))),
            Self::Leaf("platform", "==", values) => Some(("platform", format!("\"{}\"", values[0]))),
            Self::Leaf("platform", mark, values) => Some(("platform", format!("{mark} \"{}\"", values[0]))),
            Self::Leaf(field, "==", values) => Some((*field, values[0].clone())),
            Self::Leaf(field, mark, values) => Some((*field, format!("{mark} {}", values[0]))),
        }
    }
}

impl Rules {
    /// The rules as text: as rows where a rule has that form and `rows` is set.
    fn written(&self, rows: bool) -> String {
        let mut text = format!("rules criticity {{\n  {}\n", POLICIES[self.policy]);
        for rule in &self.all {
            let Some(when) = &rule.when else { continue };
            let level = LEVELS[rule.level];
            let cells: Option<Vec<_>> = match when {
                Test::All(parts) => parts.iter().map(Test::cell).collect(),
                one => one.cell().map(|cell| vec![cell]),
            };
            match cells.filter(|cells| rows && !(cells.len() == 2 && cells[0].0 == cells[1].0)) {
                Some(cells) => {
                    let (head, row): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
                    let _ = writeln!(text, "  table {{ {} level; {} {level} }}", head.join(" "), row.join(" "));
                }
                None => {
                    let _ = writeln!(text, "  {level} when {}", when.written());
                }
            }
        }
        if let Some((impact, [no, yes])) = &self.card {
            text.push_str("  scorecard {\n    impact { ");
            for (word, points) in IMPACT.iter().zip(impact) {
                if let Some(points) = points {
                    let _ = write!(text, "{word} -> {points}; ");
                }
            }
            let _ = write!(text, "}}\n    personal {{ no -> {no}; yes -> {yes} }}\n    total {{ ");
            for rule in &self.all {
                if let Some((low, high)) = rule.points {
                    let end =
                        |end: i64| if end == i64::MIN || end == i64::MAX { String::new() } else { end.to_string() };
                    let _ = write!(text, "{}..{} -> {}; ", end(low), end(high), LEVELS[rule.level]);
                }
            }
            text.push_str("}\n  }\n");
        }
        if let Some(never) = &self.never {
            let _ = writeln!(text, "  never {}", never.written());
        }
        if let Some(level) = self.otherwise {
            let _ = writeln!(text, "  {} otherwise", LEVELS[level]);
        }
        text.push_str("}\n");
        text
    }

    fn built(&self, rows: bool, before: bool) -> Vec<u8> {
        let rules = self.written(rows);
        if before {
            Build::files(&[("a.dictum", &rules), ("b.dictum", CRITERIA)]).bundle()
        } else {
            Build::new(&format!("{CRITERIA}{rules}")).bundle()
        }
    }
}

/// The same condition in other words.
fn reworded(test: &Test, dice: &mut Dice) -> Test {
    let parts = |parts: &[Test], dice: &mut Dice| {
        let mut parts: Vec<Test> = parts.iter().map(|part| reworded(part, dice)).collect();
        parts.reverse();
        parts
    };
    let not = |test: Test| Test::Not(Box::new(test));
    match (test, dice.below(3)) {
        (Test::All(all), 0) => not(Test::Any(parts(all, dice).into_iter().map(not).collect())),
        (Test::All(all), _) => Test::All(parts(all, dice)),
        (Test::Any(any), 0) => not(Test::All(parts(any, dice).into_iter().map(not).collect())),
        (Test::Any(any), _) => Test::Any(parts(any, dice)),
        (other, 0) => not(not(other.clone())),
        (other, 1) => Test::Any(vec![
            other.clone(),
            Test::All(vec![other.clone(), Test::Leaf("users", "<", vec!["50".to_owned()])]),
        ]),
        (other, _) => other.clone(),
    }
}

fn same_meaning(rules: &Rules, dice: &mut Dice) -> Rules {
    let mut other = rules.clone();
    for rule in &mut other.all {
        rule.when = rule.when.as_ref().map(|when| reworded(when, dice));
    }
    // If the first rule wins, the order has a meaning. Points are written after sentences and stay there.
    if POLICIES[rules.policy] != "first wins" {
        let sentences = other.all.iter().filter(|rule| rule.when.is_some()).count();
        other.all[..sentences].reverse();
    }
    other
}

fn changed(rules: &Rules, dice: &mut Dice, fields: &[&'static str]) -> Rules {
    let mut other = rules.clone();
    let at = dice.below(other.all.len());
    match dice.below(3) {
        0 => other.all[at].level = dice.below(3),
        1 if other.all[at].when.is_some() => other.all[at].when = Some(test(dice, fields, 2)),
        _other => other.never = Some(test(dice, fields, 1)),
    }
    other
}

/// All combinations of values that conditions on these fields tell apart.
fn subjects(fields: &[&'static str]) -> Vec<Subject> {
    let mut all = vec![Subject { since: DAYS[0], platform: "web", ..Subject::default() }];
    let mut each = |field: &str, count: usize, set: &dyn Fn(&mut Subject, usize)| {
        if fields.contains(&field) {
            let grown = all.iter().flat_map(|subject| {
                (0..count).map(move |value| {
                    let mut subject = subject.clone();
                    set(&mut subject, value);
                    subject
                })
            });
            all = grown.collect();
        }
    };
    let users = [0, 9, 10, 11, 49, 50, 51, 499, 500, 501, i64::MAX];
    let days = ["2024-12-31", "2025-01-01", "2025-01-02", "2026-06-29", "2026-06-30", "2026-07-01"];
    each("personal", 2, &|subject, value| subject.personal = value == 1);
    each("impact", 3, &|subject, value| subject.impact = value);
    each("audience", 3, &|subject, value| subject.audience = value);
    each("users", users.len(), &|subject, value| subject.users = users[value]);
    each("since", days.len(), &|subject, value| subject.since = days[value]);
    each("platform", 3, &|subject, value| subject.platform = ["WEB", "teams", "else"][value]);
    each("handles", 8, &|subject, value| subject.handles = [value & 1 > 0, value & 2 > 0, value & 4 > 0]);
    all
}

// The meaning of regions.

fn lies_in(fields: &Value, subject: &Subject) -> bool {
    fields.as_array().expect("fields").iter().all(|field| {
        let among = |key: &str, own: &str| {
            field[key].as_array().is_some_and(|words| words.iter().any(|word| word.as_str() == Some(own)))
        };
        let in_ranges = |below: &dyn Fn(&Value) -> bool, above: &dyn Fn(&Value) -> bool| {
            let ranges = field["ranges"].as_array().expect("ranges");
            ranges.iter().any(|range| {
                (range["min"].is_null() || !below(&range["min"])) && (range["max"].is_null() || !above(&range["max"]))
            })
        };
        match field["field"].as_str().expect("a name") {
            "personal" => field["is"] == subject.personal,
            "impact" => among("words", IMPACT[subject.impact]),
            "audience" => among("words", AUDIENCE[subject.audience]),
            "users" => in_ranges(&|end| subject.users < end.as_i64().expect("a number"), &|end| {
                subject.users > end.as_i64().expect("a number")
            }),
            "since" => in_ranges(&|end| subject.since < end.as_str().expect("a day"), &|end| {
                subject.since > end.as_str().expect("a day")
            }),
            "platform" => {
                let own = subject.platform.to_lowercase();
                if field.get("except").is_some() { !among("except", &own) } else { among("texts", &own) }
            }
            _handles => WORDS
                .iter()
                .zip(subject.handles)
                .all(|(word, held)| if held { !among("lacks", word) } else { !among("holds", word) }),
        }
    })
}

fn said(region: &Value) -> String {
    region["level"].as_str().or_else(|| region["outcome"].as_str()).expect("an outcome").to_owned()
}

#[test]
fn regions_say_of_every_subject_what_the_rules_say() {
    let (mut seen, mut parts, mut outcomes) = (0, 0, std::collections::BTreeSet::new());
    let all = ["audience", "handles", "impact", "personal", "platform", "since", "users"];
    for seed in 1..=90_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        // With three fields at a time every pair of fields is combined, and the subjects are few enough to go through
        // all.
        let mut fields = vec!["impact", "personal"];
        fields.extend((0..3).map(|_| dice.pick(&all)));
        let rules = random(&mut dice, &fields);
        let bundle: Value = serde_json::from_slice(&rules.built(false, false)).expect("JSON");
        let table = &bundle["rules"][0];
        assert_eq!(table["form"], "regions", "{seed}");
        let regions = table["regions"].as_array().expect("regions");
        parts += regions.len();
        for subject in subjects(&fields) {
            let found: Vec<&Value> = regions.iter().filter(|region| lies_in(&region["fields"], &subject)).collect();
            assert_eq!(found.len(), 1, "{seed}: {subject:?} lies in {found:?}\n{}", rules.written(false));
            let outcome = said(found[0]);
            assert_eq!(outcome, rules.outcome(&subject), "{seed}: {subject:?}\n{}", rules.written(false));
            outcomes.insert(outcome);
            seen += 1;
        }
    }
    println!("90 sets of rules, {parts} regions, {seen} subjects");
    assert_eq!(outcomes.len(), 6, "{outcomes:?}");
    assert!(seen > 20_000, "{seen}");
}

#[test]
fn the_bytes_are_the_same_exactly_where_the_meaning_is() {
    let (mut alike, mut unlike) = (0, 0);
    let fields = ["handles", "impact", "personal", "platform", "users"];
    let subjects = subjects(&fields);
    for seed in 1..=60_u64 {
        let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95));
        let rules = random(&mut dice, &fields);
        let own = rules.built(false, false);
        let same = same_meaning(&rules, &mut dice);
        assert!(own == same.built(false, true), "{seed}:\n{}{}", rules.written(false), same.written(false));
        if POLICIES[rules.policy] != "first wins" {
            assert!(own == rules.built(true, true), "{seed}:\n{}", rules.written(true));
        }
        let other = changed(&rules, &mut dice, &fields);
        let agree = subjects.iter().all(|subject| rules.outcome(subject) == other.outcome(subject));
        let equal = own == other.built(false, false);
        assert_eq!(agree, equal, "{seed}:\n{}{}", rules.written(false), other.written(false));
        if agree { alike += 1 } else { unlike += 1 }
    }
    println!("60 pairs of the same meaning; of 60 changed sets {alike} mean the same and {unlike} do not");
    assert!(unlike > 25, "{unlike}");
}

#[test]
fn rules_whose_regions_would_be_too_many_stand_as_they_are_written() {
    // Whether an odd number of fields is true has as many paths as there are combinations.
    let names: Vec<String> = (0..16).map(|index| format!("f{index}")).collect();
    let fields: Vec<String> = names.iter().map(|name| format!("{name} : bool")).collect();
    let card: Vec<String> = names.iter().map(|name| format!("{name} {{ yes -> 1; no -> 0 }}")).collect();
    let odd: Vec<String> = (0..=16).map(|sum| format!("{sum} -> {}", LEVELS[sum % 2])).collect();
    let text = format!(
        "scale criticity {{ low < medium < high }}\ncriteria app {{ {} }}\nrules criticity {{\n  high when f0 and (f1 or not f2) and f3 == yes\n  scorecard {{ {}; total {{ {} }} }}\n}}\n",
        fields.join("; "),
        card.join("; "),
        odd.join("; "),
    );
    let build = Build::new(&text);
    let files = build.emit(&[dictum::emit::Target::Bundle]);
    super::schema::hold(&files);
    let bundle = super::json(&files, "bundle.json");
    let table = &bundle["rules"][0];
    assert_eq!((&table["form"], &table["regions"]), (&Value::from("rules"), &Value::Null));
    assert_eq!(table["rules"]["factors"].as_array().map(Vec::len), Some(16));
    assert_eq!(table["rules"]["rules"].as_array().map(Vec::len), Some(18));
    assert_eq!(table["rules"]["rules"][0]["when"]["all"].as_array().map(Vec::len), Some(3));
    let place = Mapped::new(&build).find("/rules/0/rules/rules/0");
    assert_eq!(place.map(|place| place.line), Some(4));
}
