//! Who may do what, and where: the engine compared with a slow reader of random organisations, and the cases of the
//! platform's own documentation.

pub mod slow;

use std::sync::Arc;

use dictum::analysis::access::{Gate, Hindrance, Place, Rows};
use dictum::catalog::Catalog;
use dictum::catalog::privilege::{Level, Verb};
use dictum::engine::{Analysis, Settings, analyze};
use dictum::model::organisation::{TeamId, UnitId, UserId};
use dictum::model::tables::TableId;
use dictum::text::Sources;
use jiff::civil::date;
use slow::{LEVELS, Organisation, Owner, TASKS};

use crate::decision::Random;

fn read(text: &str) -> Analysis {
    let sources = Sources::new(vec![("organisation.dictum".to_owned(), text.as_bytes().to_vec())]);
    analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today: date(2026, 11, 21) })
}

/// The findings that something cannot be read. Other findings do not matter here.
fn unread(analysis: &Analysis) -> Vec<String> {
    let told = analysis.diagnostics.iter().filter(|finding| finding.rule.code.0 < 2000);
    told.map(|finding| finding.message.clone()).collect()
}

struct Asked<'a> {
    analysis: &'a Analysis,
    place: &'a Place,
}

impl<'a> Asked<'a> {
    fn new(analysis: &'a Analysis, environment: &str) -> Self {
        let id = analysis.program.environment(environment).expect("an environment");
        Self { analysis, place: analysis.access.place(id).expect("a database") }
    }

    fn user(&self, name: &str) -> UserId {
        self.analysis.program.organisation.users.find(name).expect("a user")
    }

    fn team(&self, name: &str) -> TeamId {
        self.analysis.program.organisation.teams.find(name).expect("a team")
    }

    fn table(&self, name: &str) -> TableId {
        self.analysis.program.organisation.tables.find(name).expect("a table")
    }

    fn unit(&self, name: &str) -> UnitId {
        self.place.find_unit(&self.analysis.program, name).expect("a unit")
    }

    fn can(&self, user: &str, verb: Verb, table: &str, rows: Rows) -> bool {
        let (user, table) = (self.user(user), self.table(table));
        let access = &self.analysis.access;
        let answer = access.can(&self.analysis.program, self.place, user, table, verb, rows);
        let reach = access.reach(&self.analysis.program, self.place, user, table, verb);
        let reached = reach.covers(&self.analysis.program, self.place, rows);
        assert_eq!(answer, reached, "the two answers differ: {rows:?} {reach:?}");
        answer
    }
}

/// The numbers of comparisons.
#[derive(Debug, Default)]
struct Compared {
    organisations: u64,
    questions: u64,
    allowed: u64,
    /// Open, closed, unknown, nested, trial.
    gates: [u64; 5],
    /// Disabled, reading only, settings only.
    hindered: [u64; 3],
    tasks: u64,
    unseen: u64,
}

#[test]
fn the_engine_agrees_with_a_slow_reader_of_random_organisations() {
    let mut compared = Compared::default();
    for seed in 0..2_000 {
        let made = Organisation::random(&mut Random(0x0a11_ce5e + seed));
        let source = made.source();
        let analysis = read(&source);
        assert_eq!(unread(&analysis), Vec::<String>::new(), "of\n{source}");
        compared.organisations += 1;
        for environment in 0..made.environments.len() {
            let asked = Asked::new(&analysis, &format!("e{environment}"));
            for user in 0..made.users.len() {
                compare(&made, &source, &asked, environment, user, &mut compared);
            }
        }
    }
    println!("{compared:?}, 0 mismatches");
    assert!(compared.organisations >= 2_000 && compared.allowed > 100_000);
    assert!(compared.questions - compared.allowed > 100_000);
    assert!(compared.gates.iter().all(|count| *count > 30), "{compared:?}");
    assert!(compared.hindered.iter().all(|count| *count > 1_000), "{compared:?}");
    assert!(compared.tasks > 1_000 && compared.unseen > 300, "{compared:?}");
}

/// Compares all questions about one user in one environment.
fn compare(
    made: &Organisation,
    source: &str,
    asked: &Asked<'_>,
    environment: usize,
    user: usize,
    compared: &mut Compared,
) {
    let name = format!("p{user}");
    let (program, index) = (&asked.analysis.program, asked.user(&name));
    let (gate, place) = match asked.analysis.access.gate(program, asked.place, index) {
        Gate::Open => ('o', 0),
        Gate::Closed => ('c', 1),
        Gate::Unknown => ('?', 2),
        Gate::Nested => ('n', 3),
        Gate::Trial => ('t', 4),
    };
    compared.gates[place] += 1;
    assert_eq!(gate, made.gate(environment, user), "the gate of {name} in e{environment} of\n{source}");

    let held = asked.place.holdings(index).iter().filter_map(|one| program.organisation.roles.get(one.role.0 as usize));
    let unseen = held.clone().any(|role| !role.unseen.is_empty());
    let slow = made.held(user, environment);
    assert_eq!(
        unseen,
        slow.iter().any(|(role, ..)| made.unseen(*role)),
        "roles of {name} in e{environment} of\n{source}"
    );
    compared.unseen += u64::from(unseen);
    for (task, word) in TASKS.iter().enumerate() {
        let fast = held.clone().filter_map(|role| role.grants.task(word)).max().map_or("none", Level::word);
        let slow = slow.iter().map(|(role, ..)| made.task(*role, task)).max().unwrap_or(0);
        assert_eq!(fast, LEVELS[slow], "{word} of {name} in e{environment} of\n{source}");
        compared.tasks += u64::from(slow > 0);
    }

    for (table, declared) in made.tables.iter().enumerate() {
        for (verb, word) in Verb::ALL.into_iter().enumerate() {
            let what = format!("{name} {} {}", word.word(), declared.name);
            let known = &program.organisation.users[index];
            let fast = Hindrance::of(program, known, asked.table(&declared.name), word).map(Hindrance::word);
            let slow = made.hindered(user, table, verb);
            assert_eq!(fast, slow, "{what} in e{environment} of\n{source}");
            if let Some(place) = ["disabled", "read_only", "administrative"].iter().position(|one| Some(*one) == slow) {
                compared.hindered[place] += 1;
            }
            let mut ask = |rows: Rows, unit: usize, owner: Owner| {
                let fast = asked.can(&name, word, &declared.name, rows);
                let slow = made.can(user, environment, table, verb, unit, owner);
                assert_eq!(fast, slow, "{what} {rows:?} {owner:?} in e{environment} of\n{source}");
                compared.questions += 1;
                compared.allowed += u64::from(slow);
            };
            ask(Rows::Own, made.unit_of(user, environment), Owner::Me);
            for unit in 0..made.above.len() {
                ask(Rows::Of(asked.unit(&format!("u{unit}"))), unit, Owner::Other);
            }
            let teams = (0..made.teams.len()).filter(|team| made.teams[*team].environment == environment);
            for team in teams.filter(|team| made.in_team(*team, user)) {
                ask(Rows::OfTeam(asked.team(&format!("m{team}"))), made.teams[team].unit, Owner::Team(team));
            }
        }
    }
}

const WORLD: &str = r"
business_units contoso { emea { france; germany }; americas }
tables { new_claim : user_owned }
environment claims { type = production; dataverse { language = 1033; currency = EUR } }
role reader { grid { table read
  new_claim bu } }
role deep_reader { grid { table read
  new_claim deep } }
role maker { member_inheritance = team_only
  grid { table create read
  new_claim user user } }
role maker_direct { member_inheritance = direct_and_team
  grid { table create read
  new_claim user user } }
";

fn world(more: &str) -> Analysis {
    let analysis = read(&format!("{WORLD}{more}"));
    assert_eq!(unread(&analysis), Vec::<String>::new());
    analysis
}

/// Local reaches the user's own unit, Deep also those below it, and neither goes up.
#[test]
fn reach_is_measured_from_the_unit_of_the_holder() {
    let analysis = world(
        "user alice { business_unit = emea; roles { claims = [reader] } }
         user bob { business_unit = emea; roles { claims = [deep_reader] } }",
    );
    let asked = Asked::new(&analysis, "claims");
    let of = |name: &str| Rows::Of(asked.unit(name));
    assert!(asked.can("alice", Verb::Read, "new_claim", of("emea")));
    assert!(!asked.can("alice", Verb::Read, "new_claim", of("france")));
    assert!(asked.can("bob", Verb::Read, "new_claim", of("france")));
    assert!(!asked.can("bob", Verb::Read, "new_claim", of("americas")));
    assert!(!asked.can("bob", Verb::Read, "new_claim", of("contoso")));
    assert!(!asked.can("bob", Verb::Write, "new_claim", Rows::Own), "no level is no grant, and not the narrowest one");
}

/// A team's role reaches from the team's unit, for members of any unit.
#[test]
fn roles_of_a_team_reach_from_the_unit_of_the_team() {
    let analysis = world(
        "user alice { business_unit = americas }
         team office { in = claims; business_unit = germany; kind = owner; members = [alice]; roles = [reader] }",
    );
    let asked = Asked::new(&analysis, "claims");
    assert!(asked.can("alice", Verb::Read, "new_claim", Rows::Of(asked.unit("germany"))));
    assert!(!asked.can("alice", Verb::Read, "new_claim", Rows::Of(asked.unit("americas"))));
    assert!(asked.can("alice", Verb::Read, "new_claim", Rows::Own), "whoever holds the privilege reaches his own rows");
}

/// With team privileges only, members cannot own the rows that they create.
#[test]
fn what_a_team_holds_for_itself_gives_members_nothing_of_their_own() {
    for (role, own) in [("maker", false), ("maker_direct", true)] {
        let analysis = world(&format!(
            "user alice {{ business_unit = france }}
             team office {{ in = claims; business_unit = france; kind = owner; members = [alice]; roles = [{role}] }}"
        ));
        let asked = Asked::new(&analysis, "claims");
        assert_eq!(asked.can("alice", Verb::Create, "new_claim", Rows::Own), own, "{role}");
        assert!(asked.can("alice", Verb::Create, "new_claim", Rows::OfTeam(asked.team("office"))));
    }
    let analysis = world("user alice { roles { claims = [maker] } }");
    let asked = Asked::new(&analysis, "claims");
    assert!(asked.can("alice", Verb::Create, "new_claim", Rows::Own), "given directly, both ways are alike");
}

/// The default team of a unit has all users of the unit, and no others.
#[test]
fn the_team_of_a_unit_has_all_its_users() {
    let analysis = world(
        "user alice { business_unit = france }
         user bob { business_unit = emea }
         team all_of_france { in = claims; business_unit = france; kind = default; roles = [reader] }",
    );
    let asked = Asked::new(&analysis, "claims");
    assert!(asked.can("alice", Verb::Read, "new_claim", Rows::Of(asked.unit("france"))));
    assert!(!asked.can("bob", Verb::Read, "new_claim", Rows::Of(asked.unit("france"))));
}

/// A role for its team only reaches rows of that team, not those of the member's other teams.
#[test]
fn a_role_for_its_team_alone_reaches_rows_of_that_team() {
    let analysis = world(
        "user alice { business_unit = emea }
         team first { in = claims; kind = owner; members = [alice]; roles = [maker] }
         team second { in = claims; kind = owner; members = [alice] }",
    );
    let asked = Asked::new(&analysis, "claims");
    let read = |team: &str| asked.can("alice", Verb::Read, "new_claim", Rows::OfTeam(asked.team(team)));
    assert!(read("first") && !read("second"));
    // With a role of her own as well, she reaches rows of all her teams.
    let analysis = world(
        "user alice { business_unit = emea; roles { claims = [maker_direct] } }
         team first { in = claims; kind = owner; members = [alice]; roles = [maker] }
         team second { in = claims; kind = owner; members = [alice] }",
    );
    let asked = Asked::new(&analysis, "claims");
    let read = |team: &str| asked.can("alice", Verb::Read, "new_claim", Rows::OfTeam(asked.team(team)));
    assert!(read("first") && read("second"));
}

/// Every answer names the assigned role, the role that grants, and how the user got it.
#[test]
fn answers_name_the_grant() {
    let analysis = world(
        "role lead { includes = [deep_reader, reader] }
         user alice { business_unit = emea; roles { claims = [lead] } }",
    );
    let asked = Asked::new(&analysis, "claims");
    let (user, table) = (asked.user("alice"), asked.table("new_claim"));
    let reach = analysis.access.reach(&analysis.program, asked.place, user, table, Verb::Read);
    let roles = &analysis.program.organisation.roles;
    let name = |id: dictum::model::roles::RoleId| &*roles.get(id.0 as usize).expect("a role").head.symbol.name;
    let because: Vec<_> =
        reach.because.iter().map(|one| (name(one.holding.role), name(one.granted_by), one.level.word())).collect();
    assert_eq!(because, [("lead", "deep_reader", "deep")]);
}
