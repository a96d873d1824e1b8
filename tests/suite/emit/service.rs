//! Plans that run from nothing to the end against a service in memory that follows the platform's documentation.
//!
//! The service does not use Dictum's model: it has rows, checks the requests, and answers who may do what from its own
//! state.

mod answers;
mod contoso;
mod fixture;
mod requests;
mod rows;
mod runner;

use dictum::analysis::access::{Access, Gate, Hindrance, Place, Rows};
use dictum::catalog::privilege::Verb;
use dictum::diagnostics::{Diagnostic, Level};
use dictum::emit::{OutputFile, Target};
use dictum::engine;
use dictum::model::organisation::{ROOT, TeamKind, UnitId};
use jiff::civil::Date;
use serde_json::{Value, json};

use self::fixture::Directory;
use self::rows::Service;
use super::{Build, catalog, emit};
use crate::access::slow::{LEVELS, Organisation, TASKS, VERBS};
use crate::decision::Random;

/// The results of some plans.
#[derive(Debug, Default)]
struct Ran {
    tried: u64,
    plans: u64,
    sent: u64,
    left_out: u64,
    questions: u64,
    allowed: u64,
    absent: u64,
}

/// Compares every answer of the engine with one of the service.
fn compare(
    build: &Build,
    place: &Place,
    service: &Service,
    directory: &Directory,
    tables: &[(String, String)],
    ran: &mut Ran,
) {
    let program = &build.program;
    let access = Access::of(program);
    let organisation = &program.organisation;
    let units: Vec<(UnitId, String)> = match place.tree(program) {
        Some(tree) => {
            (0..tree.units.len() as u32).map(UnitId).map(|id| (id, unit_id(build, place, service, id))).collect()
        }
        None => vec![(ROOT, service.root())],
    };
    for (index, user) in organisation.users.ids() {
        let name = user.name();
        let Some(row) = directory.row_of(service, build, user) else {
            let gate = access.gate(program, place, index);
            assert!(user.application.is_some() || gate != Gate::Open, "{name} should be there");
            ran.absent += 1;
            continue;
        };
        for (table, base) in tables {
            let id = organisation.tables.find(table).expect("a table");
            for verb in Verb::ALL {
                let privilege = format!("prv{}{base}", verb.wire());
                let kept = Hindrance::of(program, user, id, verb).is_some();
                let mut ask = |rows: Rows, owner: answers::Rows<'_>| {
                    let engine = !kept && access.can(program, place, index, id, verb, rows);
                    let found = service.can(&row, table, &privilege, owner);
                    assert_eq!(engine, found, "{name} {privilege} {rows:?} in {}", place.name(program));
                    ran.questions += 1;
                    ran.allowed += u64::from(found);
                };
                ask(Rows::Own, answers::Rows::Own);
                for (unit, id) in &units {
                    ask(Rows::Of(*unit), answers::Rows::Of(id));
                }
                for team in place.teams(index) {
                    let declared = &organisation.teams[team];
                    if declared.kind != TeamKind::Access && declared.kind != TeamKind::Default {
                        let own = dictum::emit::derived_id("contoso", "team", &declared.head.symbol.name).to_string();
                        ask(Rows::OfTeam(*team), answers::Rows::OfTeam(&own));
                    }
                }
            }
        }
    }
}

fn unit_id(build: &Build, place: &Place, service: &Service, unit: UnitId) -> String {
    let declared = place.unit_of(&build.program, unit).expect("a unit");
    if unit == ROOT {
        return service.root();
    }
    dictum::emit::derived_id("contoso", "business_unit", &declared.symbol.name).to_string()
}

/// Runs the plan of an environment twice. The second run must find nothing to change.
fn run(files: &[OutputFile], environment: &str, service: &mut Service, ran: &mut Ran) {
    let folder = format!("dataverse/environments/{environment}");
    if !files.iter().any(|file| file.path == format!("{folder}/plan.json")) {
        return;
    }
    let first = runner::run(files, &folder, service).unwrap_or_else(|fault| unreachable!("{environment}: {fault}"));
    let after = service.state();
    let again =
        runner::run(files, &folder, service).unwrap_or_else(|fault| unreachable!("{environment}, again: {fault}"));
    assert_eq!(service.state(), after, "the second run of {environment} changes something");
    assert_eq!(again.moves, 0, "the second run of {environment} moves somebody");
    ran.plans += 1;
    ran.sent += first.sent;
    ran.left_out += first.left_out;
}

/// Ids of people and groups, as bindings have them.
fn bindings(made: &Organisation) -> String {
    let ids = |letter: &str, count: usize| -> Value {
        (0..count).map(|index| (format!("{letter}{index}"), Value::from(fixture::oid(letter, index)))).collect()
    };
    json!({ "users": ids("p", made.users.len()), "groups": ids("g", made.groups.len()) }).to_string()
}

#[test]
fn plans_of_random_organisations_do_what_the_engine_says() {
    let mut ran = Ran::default();
    let mut seed = 0;
    let mut organisations = 0;
    while organisations < 100 {
        seed += 1;
        ran.tried += 1;
        assert!(seed < 20_000, "too few of the random organisations can be built: {ran:?}");
        let made = Organisation::random(&mut Random(0x0005_e41c + seed));
        let source = made.source();
        let build = Build::new(&source).bound(&bindings(&made));
        // What the platform would refuse is never sent. The platform accepts roles that allow changes to rows that
        // cannot be read.
        let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
        let found = engine::analyze(&build.sources, catalog(), &settings).diagnostics;
        let harmless = |finding: &Diagnostic| finding.rule.name == "change-without-read";
        let refused = found.iter().any(|finding| finding.level == Level::Error && !harmless(finding));
        let Some(files) = (!refused).then(|| emit(&[Target::Dataverse], build.job()).ok()).flatten() else { continue };
        organisations += 1;
        let access = Access::of(&build.program);
        for environment in 0..made.environments.len() {
            let name = format!("e{environment}");
            let directory = Directory::random(&made, environment, &mut Random(seed));
            let mut service = random_service(&made, environment, &directory);
            run(&files, &name, &mut service, &mut ran);
            let id = build.program.environment(&name).expect("an environment");
            let place = access.place(id).expect("a database");
            let tables: Vec<(String, String)> =
                made.tables.iter().map(|table| (table.name.clone(), table.base.clone())).collect();
            compare(&build, place, &service, &directory, &tables, &mut ran);
        }
    }
    println!("{organisations} organisations, {ran:?}, 0 mismatches");
    assert!(
        ran.plans >= 100 && ran.allowed > 5_000 && ran.questions - ran.allowed > 5_000 && ran.absent > 10,
        "{ran:?}"
    );
}

/// An environment as the platform creates it, with the existing roles and the people who are admitted.
fn random_service(made: &Organisation, environment: usize, directory: &Directory) -> Service {
    let mut service = Service::new(made.environments[environment].modern, directory.clone());
    for table in &made.tables {
        let levels = if table.owned { "BLDG" } else { "G" };
        for (verb, prefix) in fixture::PREFIXES.iter().enumerate() {
            if table.owned || verb < 6 {
                service.add_privilege(&format!("{prefix}{}", table.base), levels);
            }
        }
    }
    for (index, role) in made.roles.iter().enumerate().filter(|(_, role)| role.existing) {
        let mut grants: Vec<(String, &str)> = Vec::new();
        for (table, declared) in made.tables.iter().enumerate() {
            for (verb, prefix) in fixture::PREFIXES.iter().enumerate() {
                let level = made.level(index, table, verb);
                if level > 0 {
                    grants.push((format!("{prefix}{}", declared.base), fixture::DEPTHS[level - 1]));
                }
            }
        }
        for (task, name) in TASKS.iter().enumerate() {
            let level = made.task(index, task);
            if level > 0 {
                grants.push((format!("prv{name}"), fixture::DEPTHS[level - 1]));
            }
        }
        service.add_role(&format!("r{index}"), None, None, !role.team_only, &grants);
    }
    assert_eq!((LEVELS.len(), VERBS.len()), (fixture::DEPTHS.len() + 1, fixture::PREFIXES.len()));
    service
}
