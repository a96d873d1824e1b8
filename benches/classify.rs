//! Speed of `dictum classify`: a million generated apps through rules, read and written.

#![expect(clippy::expect_used, reason = "a bench that cannot go on says what it relied on")]
#![expect(clippy::cast_precision_loss, reason = "speeds are shown, not computed with")]

#[expect(dead_code, reason = "other benches use the rest of it")]
mod measure;

use std::fmt::Write as _;
use std::io::sink;
use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::classify::{Book, Evaluator, Form, Input, Job, Summary};
use dictum::engine::{self, Settings};
use dictum::text::Sources;
use jiff::civil::Date;

const RULES: &str = "\
scale criticity { low < medium < high }
criteria app {
  personal_data  : bool
  sensitive_data : bool
  users          : 0..
  impact         : none < minor < major
}
rules criticity {
  worst wins
  high   when sensitive_data or impact == major or (personal_data and users > 500)
  medium when personal_data or users > 50
  low    otherwise
}
control low    { process = automated }
control medium { process = manual_review before go_live }
control high   { process = regular_review every 6 months }
";

const ROWS: usize = 1_000_000;

/// The number of overlapping rules for the last table, whose rows hardly repeat.
const MANY_RULES: usize = 3_000;
const MANY_ROWS: usize = 200_000;

fn main() {
    let sources = Sources::single("rules.dictum", RULES);
    let settings = Settings { today: Date::constant(2026, 11, 21) };
    let analysis = engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
    let rules = analysis.program.rule_sets.first().expect("rules");
    let evaluator = Evaluator::of(&analysis.program, rules).expect("sound rules");
    let book = Book::new(&analysis.program, &sources, rules);
    let plain = table(false);
    let quoted = table(true);
    println!("{ROWS} apps; MB of input a second, the best of 5 runs\n");
    println!("| input | MB | written | 1 thread | all threads |");
    println!("|---|---|---|---|---|");
    for (name, text) in [("plain", &plain), ("every text in quotes", &quoted)] {
        for (form, written) in [(Form::Csv, "csv"), (Form::None, "summary"), (Form::Jsonl, "jsonl")] {
            let job = Job { evaluator: &evaluator, book: &book, mapping: &[], form };
            let one = measure::threads(1, || measure::once(5, || drop(run(text, job))));
            let all = measure::once(5, || drop(run(text, job)));
            let summary = run(text, job);
            assert_eq!((summary.rows, summary.invalid), (ROWS as u64, 0), "{summary:?}");
            let speed = |time| measure::speed(text.len(), time);
            println!("| {name} | {:.0} | {written} | {:.0} | {:.0} |", text.len() as f64 / 1e6, speed(one), speed(all));
        }
    }
    many();
    println!(
        "\npeak memory {:.0} MB, of which the inputs are {:.0}",
        measure::peak() as f64 / 1e6,
        (plain.len() + quoted.len()) as f64 / 1e6
    );
}

fn run(text: &str, job: Job<'_>) -> Summary {
    let (input, _) = Input::open(text.as_bytes(), None, job).expect("a header");
    input.classify(job, &mut sink(), &mut |_| {}).expect("memory can be read")
}

/// Numbers of a fixed sequence.
fn numbers() -> impl FnMut(u64) -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    }
}

/// Many overlapping rules over flags, words, levels and numbers, and a table of different rows.
fn many() {
    let mut next = numbers();
    let mut text = "scale level { l0 < l1 < l2 < l3 }\ncriteria thing {\n".to_owned();
    for index in 0..6 {
        let _ = writeln!(text, "  b{index} : bool");
    }
    for index in 0..5 {
        let _ = writeln!(text, "  e{index} : w0 | w1 | w2 | w3 | w4 | w5");
    }
    for index in 0..3 {
        let _ = writeln!(text, "  o{index} : v0 < v1 < v2 < v3 < v4");
    }
    for index in 0..4 {
        let _ = writeln!(text, "  n{index} : 0..");
    }
    text.push_str("}\nrules level {\n  subject = thing\n  worst wins\n");
    for _ in 0..MANY_RULES {
        let mut parts = Vec::new();
        for _ in 0..5 {
            parts.push(match next(4) {
                0 => format!("{}b{}", ["", "not "][next(2) as usize], next(6)),
                1 => format!("e{} in [w{}, w{}]", next(5), next(3), 3 + next(3)),
                2 => format!("o{} {} v{}", next(3), ["==", "<=", ">="][next(3) as usize], next(5)),
                _number => {
                    let from = next(9_000);
                    format!("n{} in {from}..{}", next(4), from + 20 + next(900))
                }
            });
        }
        let _ = writeln!(text, "  l{} when {}", 1 + next(3), parts.join(" and "));
    }
    text.push_str("  l0 otherwise\n}\n");
    let sources = Sources::single("rules.dictum", &text);
    let settings = Settings { today: Date::constant(2026, 11, 21) };
    let analysis = engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
    let rules = analysis.program.rule_sets.first().expect("rules");
    let mut made = None;
    let making = measure::once(1, || made = Evaluator::of(&analysis.program, rules));
    let evaluator = made.expect("sound rules");
    let book = Book::new(&analysis.program, &sources, rules);
    let mut table = "id,b0,b1,b2,b3,b4,b5,e0,e1,e2,e3,e4,o0,o1,o2,n0,n1,n2,n3\n".to_owned();
    for row in 0..MANY_ROWS {
        let mut cells = vec![format!("{row:08x}-4b1d-4c9f-8f1e-0123456789ab")];
        cells.extend((0..6).map(|_| ["yes", "no"][next(2) as usize].to_owned()));
        cells.extend((0..5).map(|_| format!("w{}", next(6))));
        cells.extend((0..3).map(|_| format!("v{}", next(5))));
        cells.extend((0..4).map(|_| next(10_000).to_string()));
        let _ = writeln!(table, "{}", cells.join(","));
    }
    let job = Job { evaluator: &evaluator, book: &book, mapping: &[], form: Form::Csv };
    let one = measure::threads(1, || measure::once(3, || drop(run(&table, job))));
    let all = measure::once(3, || drop(run(&table, job)));
    let summary = run(&table, job);
    assert_eq!((summary.rows, summary.invalid), (MANY_ROWS as u64, 0), "{summary:?}");
    let speed = |time| measure::speed(table.len(), time);
    println!(
        "\n{MANY_RULES} overlapping rules, made ready in {:.2} s; {MANY_ROWS} rows, {:.0} MB: {:.0} MB/s on 1 thread, {:.0} on all",
        making.as_secs_f64(),
        table.len() as f64 / 1e6,
        speed(one),
        speed(all)
    );
}

/// A table of apps as inventories write it.
fn table(quoted: bool) -> String {
    let mut next = numbers();
    let quote = if quoted { "\"" } else { "" };
    let mut text = "id,display name,environment,owner,kind,personal data,sensitive data,users,impact\n".to_owned();
    for row in 0..ROWS {
        let kind = ["canvas", "flow", "model_driven", "agent"][next(4) as usize];
        let bool = |number: u64| ["yes", "no", "no", "", "yes", "no"][number as usize];
        let (personal, sensitive) = (bool(next(6)), bool(1 + next(3)));
        let users = next(2000);
        let impact = ["none", "minor", "major", "minor"][next(4) as usize];
        let _ = writeln!(
            text,
            "{row:08x}-4b1d-4c9f-8f1e-{:012x},{quote}Expense approval {row}{quote},{quote}Contoso ({}){quote},maker{}@contoso.com,{kind},{personal},{sensitive},{users},{impact}",
            next(1 << 48),
            ["default", "finance production", "sales sandbox"][next(3) as usize],
            next(5000),
        );
    }
    text
}
