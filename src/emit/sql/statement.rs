//! The statement of a rule set.

use std::fmt::Write as _;

use super::comparison::{Columns, chain, ranged};
use super::deciding::{self, GAP, Rule};
use super::names::{self, Names, case};
use super::reading::{Column, Made};
use super::unknown;
use crate::emit::dialect::{Chain, Dialect};
use crate::emit::job::Job;
use crate::emit::regions;
use crate::model::condition::Condition;
use crate::model::criticity::{Factor, FactorRow, Impossible, RuleSet, Scorecard, Test};
use crate::model::program::Domain;
use crate::model::{derived, subject};

/// A statement, and whether it gives a level wherever all completions of missing values have the same level.
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) exact: bool,
}

/// The statement of a rule set; none where SQL cannot express a part of it.
pub(super) fn write(job: Job<'_>, rules: &RuleSet) -> Option<Statement> {
    let database = job.settings.database;
    let dialect = database.dialect;
    let others = subject::asked_rules(job.program, rules);
    let sets = || others.iter().copied().chain([rules]);
    let impossible = subject::impossible(job.program, rules);
    let domains = subject::attributes(job.program, &rules.subject.name);
    let conditions = sets().flat_map(RuleSet::conditions).chain(impossible.iter().map(|one| &one.condition));
    let leaves: Vec<&Condition> = conditions.flat_map(Condition::leaves).collect();
    let asked: Vec<&str> = leaves.iter().flat_map(|leaf| leaf.names()).map(|name| &*name.name).collect();
    let is_level = |name: &str| others.iter().any(|set| *set.head.symbol.name == *name);
    let of = |levels: bool| {
        domains
            .iter()
            .filter(|(name, _)| asked.contains(&name.as_str()) && is_level(name) == levels)
            .collect::<Vec<_>>()
    };
    let mut given = Names::default();
    let scale = rules.name();
    let source = |field: &str| database.column(field);
    let output = |names: &mut Names, suffix: &str| dialect.identifier(&names.take(&format!("{scale}{suffix}")));
    // Facts from other declarations, and levels from rules, are columns only if they are asked for.
    let graded = |name: &str| subject::is_graded(job.program, &rules.subject.name, name);
    for (field, _) in domains.iter().filter(|(name, _)| !derived::is_derived(name) && !graded(name)) {
        given.take(field);
    }
    let [level, rule, outcome, problem] =
        ["", "_rule", "_outcome", "_problem"].map(|suffix| output(&mut given, suffix));
    let points: Vec<String> = rules
        .scorecards
        .iter()
        .map(|card| {
            let name = card.name.as_ref().map(|name| format!("_{}", name.name)).unwrap_or_default();
            output(&mut given, &format!("{name}_points"))
        })
        .collect();
    let mut columns = Columns::new(dialect, &of(false), &of(true), &leaves, &source, &mut given);
    for column in &mut columns.all {
        column.is_optional = sets().any(|set| set.is_optional(column.field));
    }

    let mut stages: Vec<Vec<Made>> = vec![columns.all.iter().map(|column| column.given(dialect)).collect()];
    stages.extend(columns.ages.given(&database).map(|today| vec![today]));
    stages.push(columns.all.iter().filter_map(|column| column.between(dialect)).collect());
    stages
        .push(columns.all.iter().flat_map(|column| column.read(dialect)).chain(columns.ages.texts(dialect)).collect());
    stages.push(columns.ages.numbers(dialect));
    for set in &others {
        let (sums, written) = Sums::of(set, &columns, &mut given)?;
        stages.push(sums.made);
        let known = given.take("dictum_known");
        stages.extend(deciding::stages(set.policy, set.otherwise.is_some(), &written, &known, &mut given));
        let into = columns.value(&set.head.symbol.name, None)?.to_owned();
        stages.push(vec![(levels(dialect, set, &written, &known), into)]);
    }

    let fault = given.take("dictum_problem");
    let (sums, written) = Sums::of(rules, &columns, &mut given)?;
    let mut found = vec![(wrong(&columns, &impossible)?, fault.clone())];
    found.extend(sums.made);
    stages.push(found);
    let known = given.take("dictum_known");
    stages.extend(deciding::stages(rules.policy, rules.otherwise.is_some(), &written, &known, &mut given));
    let open = format!("{known} IS NULL AND {fault} IS NULL");
    // The graph has only known values, and treats missing values as unknown.
    let is_plain = others.is_empty()
        && columns.all.iter().all(|column| !column.is_optional)
        && leaves.iter().all(|leaf| leaf.age().is_none() && leaf.pair().is_none());
    let graph = if is_plain { regions::graph(job.program, rules) } else { None };
    let graph = graph.and_then(|graph| unknown::stages(&graph, &columns, &open, &mut given));
    let exact = graph.is_some();
    let by = given.take("dictum_rule");
    let decided = match graph {
        Some((more, found)) => {
            stages.extend(more);
            format!("CASE WHEN {fault} IS NULL THEN COALESCE({known}, {found}) END")
        }
        None => format!("CASE WHEN {fault} IS NULL THEN {known} END"),
    };
    stages.push(vec![(decided, by.clone())]);

    let mut results: Vec<Made> = vec![
        (levels(dialect, rules, &written, &by), level),
        (format!("CASE WHEN {by} >= 0 THEN {by} END"), rule),
        (
            format!(
                "CASE WHEN {fault} IS NOT NULL THEN 'invalid' WHEN {by} >= 0 THEN 'level' \
                 WHEN {by} = {GAP} THEN 'gap' ELSE 'unknown' END"
            ),
            outcome,
        ),
        (fault, problem),
    ];
    results.extend(sums.names.into_iter().zip(points));
    let table = database.table(&rules.subject.name);
    let mut text = head(rules, &columns, &table, exact);
    put_together(&mut text, dialect, &table, &stages, &results);
    Some(Statement { text, exact })
}

/// The problem of a row: a column with a value it cannot have, or a violated `never`.
fn wrong(columns: &Columns<'_>, impossible: &[&Impossible]) -> Option<String> {
    let dialect = columns.dialect;
    let of_column = |column: &Column<'_>| Some((column.wrong(dialect)?, column.field.to_owned()));
    let mut wrong: Vec<(String, String)> = columns.all.iter().filter_map(of_column).collect();
    for (index, one) in impossible.iter().enumerate() {
        wrong.push((columns.condition(&one.condition)?, format!("never {}", index + 1)));
    }
    Some(texts(dialect, "", wrong))
}

/// The sums of the scorecards of a rule set.
struct Sums {
    names: Vec<String>,
    made: Vec<Made>,
}

impl Sums {
    /// The sums, and the rules with their conditions.
    fn of<'r>(rules: &'r RuleSet, columns: &Columns<'_>, names: &mut Names) -> Option<(Self, Vec<Rule<'r>>)> {
        let mut sums = Self { names: Vec::new(), made: Vec::new() };
        for card in &rules.scorecards {
            let name = names.take("dictum_points");
            sums.made.push((total(card, columns)?, name.clone()));
            sums.names.push(name);
        }
        let mut written = Vec::new();
        for index in rules.order() {
            let own = rules.rules.get(index)?;
            let condition = match &own.test {
                Test::Always => "1 = 1".to_owned(),
                Test::When(condition) => columns.condition(condition)?,
                Test::Points(card, low, high) => ranged(sums.names.get(*card)?, *low, *high),
            };
            let (level, level_index) = (&*own.level.symbol.name, own.level.target?);
            written.push(Rule { number: index + 1, level, level_index, condition });
        }
        Some((sums, written))
    }
}

/// The comment at the head of the file.
fn head(rules: &RuleSet, columns: &Columns<'_>, table: &str, exact: bool) -> String {
    let mut text = String::new();
    let scale = names::comment(&rules.head.symbol.name);
    let _ = writeln!(text, "-- The level on scale `{scale}` of each row of {}.", names::comment(table));
    let _ = writeln!(text, "-- {}. Dialect {}.", rules.policy.words(), columns.dialect.name());
    let _ = writeln!(text, "--\n-- {scale}: the level, or nothing");
    let _ = writeln!(text, "-- {scale}_rule: the number of the rule that decides, as written; 0 is `otherwise`");
    let _ =
        writeln!(text, "-- {scale}_outcome: level, unknown (what is missing decides), gap (no rule matches), invalid");
    let _ = writeln!(
        text,
        "-- {scale}_problem: the column with a value that it cannot have, or the `never` that is broken"
    );
    if !exact {
        text.push_str(
            "--\n-- Where something is missing, a row may be unknown although all ways to fill it in give one level:\n",
        );
        text.push_str("-- these rules are too many to say that in SQL, or ask for more than single values.\n");
        text.push_str("-- `dictum classify` finds such levels.\n");
    }
    text.push_str("--\n-- columns\n");
    for column in &columns.all {
        let (source, kind) = (names::comment(&column.source), names::comment(&kind(column.domain)));
        let _ = writeln!(text, "--   {source}: {kind}");
    }
    text.push('\n');
    text
}

/// Combines stages and results into one statement.
fn put_together(text: &mut String, dialect: Dialect, table: &str, stages: &[Vec<Made>], results: &[Made]) {
    let stages: Vec<&Vec<Made>> = stages.iter().filter(|stage| !stage.is_empty()).collect();
    let list = |made: &[Made]| -> String {
        let lines = made.iter().map(|(expression, name)| {
            let expression = expression.replace('\n', "\n    ");
            if expression == *name { format!("    {name}") } else { format!("    {expression} AS {name}") }
        });
        lines.collect::<Vec<_>>().join(",\n")
    };
    // A template engine adds the end of the statement itself.
    let end = if table.contains("{{") { "\n" } else { ";\n" };
    match dialect.chain() {
        Chain::With(kept, exclude) => {
            let mut before = "dictum_0".to_owned();
            for (index, stage) in stages.iter().enumerate() {
                let (open, name) = (if index == 0 { "WITH " } else { ",\n" }, format!("dictum_{}", index + 1));
                let from = if index == 0 { format!("{table} AS dictum_0") } else { before.clone() };
                let _ = write!(
                    text,
                    "{open}{name} AS {kept}(\n  SELECT {before}.*,\n{}\n  FROM {from}\n)",
                    list(stage.as_slice())
                );
                before = name;
            }
            let from = if stages.is_empty() { format!("{table} AS dictum_0") } else { before.clone() };
            let out = match exclude {
                Some(word) if !stages.is_empty() => {
                    let names: Vec<&str> =
                        stages.iter().flat_map(|stage| stage.iter()).map(|(_, name)| name.as_str()).collect();
                    format!(" {word} ({})", names.join(", "))
                }
                _all => String::new(),
            };
            let _ = write!(text, "\nSELECT {before}.*{out},\n{}\nFROM {from}{end}", list(results));
        }
        Chain::Joined(word, fence) => {
            let _ = write!(text, "SELECT dictum_0.*,\n{}\nFROM {table} AS dictum_0", list(results));
            for (index, stage) in stages.iter().enumerate() {
                let _ =
                    write!(text, "\n{word} (\n  SELECT\n{}{fence}\n) AS dictum_{}", list(stage.as_slice()), index + 1);
            }
            text.push_str(end);
        }
    }
}

/// The level for the number of its rule.
fn levels(dialect: Dialect, rules: &RuleSet, written: &[Rule<'_>], rule: &str) -> String {
    let mut pairs: Vec<(usize, &str)> = written.iter().map(|rule| (rule.number, rule.level)).collect();
    pairs.extend(rules.otherwise.as_ref().map(|level| (0, &*level.symbol.name)));
    pairs.sort_unstable();
    let pairs = pairs.into_iter().map(|(number, level)| (number.to_string(), level.to_owned()));
    texts(dialect, &format!(" {rule}"), pairs.collect())
}

/// `CASE` with a text for each condition or value; NULL where there is none.
fn texts(dialect: Dialect, of: &str, arms: Vec<(String, String)>) -> String {
    if arms.is_empty() {
        return "NULLIF('x', 'x')".to_owned();
    }
    case(of, arms.into_iter().map(|(when, text)| format!("WHEN {when} THEN {}", dialect.text(&text))))
}

/// The sum of the points of all factors.
fn total(card: &Scorecard, columns: &Columns<'_>) -> Option<String> {
    let mut text = String::new();
    for (index, factor) in card.factors.iter().enumerate() {
        if index > 0 {
            text.push_str(" +\n");
        }
        let _ = writeln!(text, "-- {}", names::comment(&factor.field.name));
        text.push_str(&points(factor, columns)?);
    }
    Some(if card.factors.is_empty() { "0".to_owned() } else { text })
}

/// The points of a factor: known if its field is, a row matches, and no other row gives different points. A list adds
/// the points of each of its words.
fn points(factor: &Factor, columns: &Columns<'_>) -> Option<String> {
    if factor.adds {
        let term = |row: &FactorRow| {
            let condition = columns.condition(row.test.as_ref()?)?;
            Some(format!("CASE WHEN {condition} THEN {} WHEN NOT ({condition}) THEN 0 END", row.points))
        };
        let terms: Option<Vec<String>> = factor.rows.iter().map(term).collect();
        return terms.map(|terms| if terms.is_empty() { "0".to_owned() } else { terms.join(" +\n") });
    }
    let mut values: Vec<i64> = factor.rows.iter().map(|row| row.points).collect();
    values.sort_unstable();
    values.dedup();
    let matching = |points: i64| -> Option<Vec<String>> {
        let rows = factor.rows.iter().filter(|row| row.points == points);
        rows.map(|row| match &row.test {
            None => Some("1 = 1".to_owned()),
            Some(condition) => columns.condition(condition),
        })
        .collect()
    };
    if values.is_empty() {
        return Some("CAST(NULL AS INTEGER)".to_owned());
    }
    let column = columns.of(&factor.field.name);
    let known = if factor.rows.iter().any(|row| row.test.is_some()) && !column?.is_optional {
        format!("{} AND ", column?.is_answered())
    } else {
        String::new()
    };
    let mut arms = Vec::new();
    for value in &values {
        let own = chain(&matching(*value)?, "OR");
        let mut others = Vec::new();
        for other in values.iter().filter(|other| *other != value) {
            others.extend(matching(*other)?);
        }
        let others = if others.is_empty() { String::new() } else { format!(" AND NOT ({})", chain(&others, "OR")) };
        arms.push(format!("WHEN {known}({own}){others} THEN {value}"));
    }
    Some(case("", arms))
}

/// The content of a column.
fn kind(domain: &Domain) -> String {
    let words = |words: &[ecow::EcoString]| words.join(", ");
    match domain {
        Domain::Bool => "yes, no, true, false, 1 or 0; a boolean".to_owned(),
        Domain::Words(known, _) => format!("one of {}", words(known)),
        Domain::Some(known) => format!("some of {}, separated by semicolons; [] for none", words(known)),
        Domain::Number(0, ..) => "a whole number of up to 18 characters".to_owned(),
        Domain::Number(places, ..) => format!("a number of up to 18 characters with up to {places} decimal places"),
        Domain::Date => "a day such as 2026-11-21, with or without a time".to_owned(),
        Domain::Text => "a text".to_owned(),
    }
}
