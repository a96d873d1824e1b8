//! What apps must comply with, and their status: controls, certificates, reviews, environments, connectors.

use jiff::civil::Date;

use super::{Answer, together};
use crate::model::Id;
use crate::model::condition::{Condition, Fact, Operand};
use crate::model::criticity::{
    APP_SCALE, App, Certificate, Certifies, ConnectorClause, Control, Impossible, MakerTeam, Offer, Outcome, Process,
    RuleSet,
};
use crate::model::facts::{self, ConnectorSubjects, EnvironmentSubjects, RATING_SCALE};
use crate::model::fitting;
use crate::model::program::{
    ConnectorFacts, Domain, Environment, EnvironmentId, Field, Program, Reference, Scale, Scope, SetExpression,
    Targets, domain_of,
};
use crate::model::select::{self, Subjects};
use crate::model::truth;
use crate::model::{ConnectorId, subject};
use crate::text::Location;

/// The scale of apps.
pub fn scale(program: &Program) -> Option<&Scale> {
    program.scale(APP_SCALE)
}

/// The rules that give apps their level.
pub fn app_rules(program: &Program) -> Option<&RuleSet> {
    program.rules(APP_SCALE, "app")
}

/// The rules that rate connectors.
pub fn rating_rules(program: &Program) -> Option<&RuleSet> {
    program.rules(RATING_SCALE, "connector")
}

/// The name of a level of apps.
pub fn level_name(program: &Program, level: u32) -> &str {
    scale(program).and_then(|scale| scale.levels.get(level as usize)).map_or("?", |level| &*level.name)
}

/// The control of a level.
pub fn control_of(program: &Program, level: u32) -> Option<&Control> {
    program.controls.iter().find(|control| control.level == Some(level))
}

/// The level of an app and the control for it. None where one of them, or the app itself, could not be read
/// completely.
pub fn held_to<'a>(program: &'a Program, app: &App) -> Option<(u32, &'a Control)> {
    let level = app.outcome.level().filter(|_| app.sound)?;
    control_of(program, level).filter(|control| control.sound).map(|control| (level, control))
}

/// Where an app lives.
pub fn environment_of<'a>(program: &'a Program, app: &App) -> Option<(EnvironmentId, &'a Environment)> {
    let id = app.environment.as_ref()?.target?;
    Some((id, &program.environments[id]))
}

/// The team that makes an app.
pub fn team_of<'a>(program: &'a Program, app: &App) -> Option<&'a MakerTeam> {
    Some(&program.maker_teams[app.made_by.as_ref()?.target?])
}

/// The offer that a reference names.
pub fn offer_of<'a>(program: &'a Program, reference: &Reference<Id<Offer>>) -> Option<&'a Offer> {
    Some(&program.offers[reference.target?])
}

/// A certificate that a control requires.
#[derive(Clone, Copy, Debug)]
pub struct Requirement<'a> {
    /// Where the control requires it.
    pub reference: &'a Reference<Id<Offer>>,
    /// The offer that certifies.
    pub offer: &'a Offer,
    /// The latest certificate of the app or of its team, depending on what the offer certifies.
    pub held: Option<Held<'a>>,
}

/// A certificate that is held.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The team that has it; none where the app itself has it.
    pub team: Option<&'a MakerTeam>,
    /// The last day on which it is valid; none where it does not expire.
    pub until: Option<Date>,
}

/// The certificates that a control requires of an app, each with the one it has. Empty where the team could not be
/// read completely, or where a certificate refers to an offer that was not found: it may be the required one.
pub fn requirements<'a>(program: &'a Program, app: &'a App, control: &'a Control) -> Vec<Requirement<'a>> {
    let team = team_of(program, app);
    let own = app.certified.iter().map(|certificate| (certificate, None));
    let certificates: Vec<(&Certificate, Option<&MakerTeam>)> =
        own.chain(team.iter().flat_map(|team| team.certified.iter().map(|one| (one, Some(*team))))).collect();
    let found = |(certificate, _): &(&Certificate, Option<&MakerTeam>)| certificate.offer.target.is_some();
    if team.is_some_and(|team| !team.sound) || !certificates.iter().all(found) {
        return Vec::new();
    }
    let required = control.requires.iter().filter_map(|reference| Some((reference, offer_of(program, reference)?)));
    required
        .map(|(reference, offer)| {
            let of_offer = certificates.iter().filter(|(certificate, _)| certificate.offer.target == reference.target);
            let latest = of_offer.max_by_key(|(certificate, _)| certificate.date);
            let held =
                latest.map(|(certificate, team)| Held { certificate, team: *team, until: expiry(offer, certificate) });
            Requirement { reference, offer, held }
        })
        .collect()
}

/// The last day on which a certificate is valid; none where it does not expire.
pub fn expiry(offer: &Offer, certificate: &Certificate) -> Option<Date> {
    offer.valid.and_then(|valid| valid.after(certificate.date))
}

/// A certificate, its holder, and its last day.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The offer that certifies.
    pub offer: &'a Offer,
    /// The last day on which it is valid; none where it does not expire.
    pub until: Option<Date>,
    what: Certifies,
    name: &'a str,
}

impl<'a> Dated<'a> {
    /// Whether it certifies an app or a team, and the symbol of that app or team.
    pub const fn subject(&self) -> (Certifies, &'a str) {
        (self.what, self.name)
    }

    /// ``app `expenses` ``
    pub fn holder(&self) -> String {
        match self.what {
            Certifies::App => format!("app `{}`", self.name),
            Certifies::MakerTeam => format!("maker team `{}`", self.name),
        }
    }
}

/// Every certificate of an app or a maker team that its offer can certify.
pub fn certificates(program: &Program) -> Vec<Dated<'_>> {
    let apps = program.apps.iter().map(|app| (Certifies::App, &app.head, &app.certified));
    let teams = program.maker_teams.iter().map(|team| (Certifies::MakerTeam, &team.head, &team.certified));
    let mut found = Vec::new();
    for (what, head, certified) in apps.chain(teams) {
        for certificate in certified {
            let Some(offer) = offer_of(program, &certificate.offer).filter(|offer| offer.sound) else { continue };
            if offer.certifies.is_some_and(|(certifies, _)| certifies == what) {
                let until = expiry(offer, certificate);
                found.push(Dated { certificate, offer, until, what, name: &head.symbol.name });
            }
        }
    }
    found
}

/// The status of an app's review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// The control asks for none.
    None,
    /// The first one comes before go-live, and the app is not live.
    BeforeGoLive,
    /// There was no review.
    Missing,
    /// The last review was on this day, and no other follows.
    Done(Date),
    /// The next one is due on this day.
    Due(Date),
    /// The next one was due on this day.
    Overdue(Date),
}

/// The status of the review that a process requires.
pub fn review(app: &App, process: Process, today: Date) -> Review {
    match (process, app.reviewed) {
        (Process::Automated, _) => Review::None,
        (Process::ManualReview, Some((day, _))) => Review::Done(day),
        (Process::ManualReview | Process::RegularReview(_), None) if !app.live => Review::BeforeGoLive,
        (Process::ManualReview | Process::RegularReview(_), None) => Review::Missing,
        (Process::RegularReview(every), Some((day, _))) => match every.after(day) {
            Some(due) if due < today => Review::Overdue(due),
            Some(due) => Review::Due(due),
            None => Review::Done(day),
        },
    }
}

/// Which environments a control allows for its apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At least one, or the control does not restrict them.
    Some,
    /// No declared environment meets the control's condition.
    Nowhere,
    /// Only environments that host less critical apps.
    Below,
}

/// Which environments a control allows for its apps. An environment that could not be read may be one of them.
pub fn reach(program: &Program, control: &Control) -> Reach {
    let (Some(targets), Some(level)) = (&control.environments, control.level) else { return Reach::Some };
    let unread =
        program.unread.may_hold_any("environment", |_any| true) || !program.environments.iter().all(is_settled);
    if program.environments.is_empty() || unread {
        return Reach::Some;
    }
    let ids = targets.resolved.iter().map(|id| &program.environments[id]);
    let mut ceilings =
        ids.map(|environment| environment.ceiling.as_ref().and_then(|ceiling| ceiling.target)).peekable();
    if ceilings.peek().is_none() {
        let may_be = program.environments.ids().any(|(id, _)| may_be_meant(program, targets, id));
        return if may_be { Reach::Some } else { Reach::Nowhere };
    }
    if ceilings.all(|ceiling| ceiling.is_some_and(|ceiling| ceiling < level)) { Reach::Below } else { Reach::Some }
}

/// Whether a control's set of connectors is empty by accident. Only a literal `[]` is empty on purpose.
pub fn is_void(clause: &ConnectorClause) -> bool {
    let literal = matches!(&clause.expression, SetExpression::List(elements, _) if elements.is_empty());
    clause.members.is_empty() && clause.complete && !literal
}

/// Where the level of an app is decided.
pub fn decided_at(program: &Program, app: &App) -> Option<Location> {
    app_rules(program)?.place_of(&app.outcome)
}

/// Whether the declaration of an environment is without mistakes. Otherwise the mistake has been reported, and its
/// fix may make the environment satisfy a condition.
fn is_settled(environment: &Environment) -> bool {
    let grouped = environment.group.is_some() && !environment.managed;
    let gated = environment.access.is_some() && environment.dataverse.is_none();
    environment.sound && !grouped && !gated
}

/// Whether the environments of each data policy are known.
pub fn scopes_are_sound(program: &Program) -> bool {
    let subjects = EnvironmentSubjects::new(&program.environments);
    let resolved = |targets: &Targets| match &targets.condition {
        None => !targets.references.is_empty() && targets.references.iter().all(|reference| reference.target.is_some()),
        Some(condition) => {
            let mut faults = Vec::new();
            select::select(&subjects, condition, &mut faults);
            faults.is_empty() && program.environments.iter().all(is_settled)
        }
    };
    program.policies.iter().all(|policy| {
        let known = match &policy.scope {
            Scope::All => true,
            Scope::AllExcept(targets) | Scope::Only(targets) => resolved(targets),
            Scope::Environment(reference) => reference.target.is_some(),
        };
        known && policy.scope_location.is_some()
    })
}

/// Whether an app is in an environment that its control allows. Also true where this is unknown.
pub fn is_in_place(program: &Program, app: &App, control: &Control) -> bool {
    let Some((id, environment)) = environment_of(program, app) else { return true };
    !is_settled(environment)
        || control
            .environments
            .as_ref()
            .is_none_or(|targets| targets.contains(id) || may_be_meant(program, targets, id))
}

/// Whether the facts of an app's environment are too few to decide whether its control allows it.
pub fn may_be_in_place(program: &Program, app: &App, control: &Control) -> bool {
    let place = environment_of(program, app).filter(|(_, environment)| is_settled(environment));
    let targets = control.environments.as_ref();
    place.zip(targets).is_some_and(|((id, _), targets)| may_be_meant(program, targets, id))
}

/// Whether an environment may satisfy a condition, since its type or its region is not given.
fn may_be_meant(program: &Program, targets: &Targets, id: EnvironmentId) -> bool {
    let environment = &program.environments[id];
    let (Some(condition), false) = (&targets.condition, targets.contains(id)) else { return false };
    if environment.kind.is_some() && environment.region.is_some() {
        return false;
    }
    let subjects = EnvironmentSubjects::new(&program.environments);
    let domains = subjects.facts();
    let domain = |name: &str| domain_of(domains, name);
    let given = |name: &str| match facts::of_environment(environment, name) {
        // An environment without one has no group, and access is not restricted.
        Fact::Unknown if matches!(name, "group" | "access") => Fact::Word(""),
        fact => fact,
    };
    fits(condition, &domain) && truth::kleene(condition, &domain, &given).is_none()
}

/// The ceiling of an app's environment, where the app's level is above it.
pub fn exceeded_ceiling<'a>(program: &'a Program, app: &App, level: u32) -> Option<&'a Reference> {
    let (_, environment) = environment_of(program, app)?;
    environment.ceiling.as_ref().filter(|ceiling| ceiling.target.is_some_and(|ceiling| ceiling < level))
}

/// Whether an environment, or the control of the level, explicitly allows apps of this level there.
pub fn is_wished(program: &Program, environment: &Environment, level: u32) -> bool {
    let named = control_of(program, level).is_some_and(|control| control.environments.is_some());
    named || environment.ceiling.as_ref().is_some_and(|ceiling| ceiling.target.is_none_or(|ceiling| ceiling >= level))
}

/// The connectors of an app that its control does not allow.
pub fn refused_connectors(app: &App, control: &Control) -> Vec<ConnectorId> {
    let (Some(used), Some(allowed)) = (&app.connectors, &control.connectors) else { return Vec::new() };
    used.members.clone().minus(&allowed.members).iter().collect()
}

/// Whether an app's connectors may be used together in its environment; none where this is unknown.
pub fn usable(program: &Program, app: &App) -> Option<Answer> {
    let (environment, _) = environment_of(program, app)?;
    let clause = app.connectors.as_ref().filter(|clause| app.sound && clause.complete)?;
    let ids: Vec<ConnectorId> = clause.members.iter().collect();
    let mut policies = program.policies_in(environment);
    let mut lists = program.allow_lists_in(environment);
    let sound =
        policies.all(|(_, policy)| policy.groups_sound && policy.patterns_sound) && lists.all(|(_, list)| list.sound);
    sound.then(|| together(program, environment, &ids))
}

/// The rating of a connector, from its declaration or from rules.
pub fn rating<'a>(subjects: &'a ConnectorSubjects<'a>, id: ConnectorId) -> Option<&'a str> {
    match subjects.rating(id) {
        Fact::Word(level) => Some(level),
        _unknown => None,
    }
}

/// The declared criteria that rules ask for and that a connector's declaration does not give.
pub fn missing_criteria<'a>(program: &'a Program, facts: &ConnectorFacts) -> Vec<&'a Field> {
    let outcome = facts.connector.and_then(|id| program.ratings.get(id.0 as usize));
    let Some(Outcome::Unknown { missing }) = outcome else { return Vec::new() };
    let fields = subject::criteria(program, "connector").into_iter().flat_map(|criteria| &criteria.fields);
    fields.filter(|field| missing.contains(&field.symbol.name)).collect()
}

/// Whether a declared connector has no rating because values of its criteria are missing.
pub fn is_undecided(program: &Program, facts: &ConnectorFacts) -> bool {
    facts.rated.is_none() && !missing_criteria(program, facts).is_empty()
}

/// A connector that is rated both by hand and by rules.
#[derive(Clone, Copy, Debug)]
pub struct ByHand<'a> {
    /// The connector.
    pub facts: &'a ConnectorFacts,
    /// The name of the level given by hand.
    pub name: &'a str,
    /// Its index in the scale.
    pub level: u32,
    /// Where the level by hand is written.
    pub place: Location,
    /// The index of the level that the rules give.
    pub ruled: u32,
    /// Where that rule is.
    pub rule: Option<Location>,
}

/// The connectors that are rated both by hand and by rules.
pub fn rated_by_hand(program: &Program) -> Vec<ByHand<'_>> {
    let Some(scale) = program.scale(RATING_SCALE) else { return Vec::new() };
    let of_connector = |facts| {
        let facts: &ConnectorFacts = facts;
        let symbol = &facts.rated.as_ref()?.level;
        let level = scale.levels.iter().position(|level| level.name == symbol.name)? as u32;
        let outcome = program.ratings.get(facts.connector?.0 as usize)?;
        let rule = rating_rules(program).and_then(|rules| rules.place_of(outcome));
        Some(ByHand { facts, name: &symbol.name, level, place: symbol.location, ruled: outcome.level()?, rule })
    };
    program.connectors.iter().filter_map(of_connector).collect()
}

/// Whether a set of connectors is selected by their ratings.
pub fn asks_for_rating(expression: &SetExpression) -> bool {
    let mut found = false;
    expression.each_part(&mut |part| {
        if let SetExpression::Where(condition, _) = part {
            found |= condition.names().any(|name| &*name.name == "rating");
        }
    });
    found
}

/// The combinations of values that are declared impossible for subjects of one kind, with the facts they may ask for.
/// Create it once to judge many subjects: it walks over all environments and connectors.
pub struct Impossibilities<'a> {
    rules: Option<&'a RuleSet>,
    declared: Vec<&'a Impossible>,
    domains: Vec<(String, Domain)>,
}

impl<'a> Impossibilities<'a> {
    /// The impossible combinations of apps.
    pub fn of(program: &'a Program) -> Self {
        Self::of_subject(program, "app", app_rules(program))
    }

    /// The impossible combinations of a subject and of the rules that judge it.
    pub fn of_subject(program: &'a Program, subject: &str, rules: Option<&'a RuleSet>) -> Self {
        let criteria = subject::criteria(program, subject).into_iter().flat_map(|criteria| &criteria.impossible);
        let own = rules.filter(|rules| rules.sound).into_iter().flat_map(|rules| &rules.impossible);
        let declared: Vec<&Impossible> = criteria.chain(own).collect();
        let domains = if declared.is_empty() { Vec::new() } else { subject::attributes(program, subject) };
        Self { rules, declared, domains }
    }

    /// The impossible combinations that an app has.
    pub fn of_app(&self, app: &App) -> Vec<&'a Impossible> {
        // Where the rules ask whether a field was answered, a missing value is an answer.
        let facts = |name: &str| match subject::app_fact(app, name) {
            Fact::Unknown if self.rules.is_some_and(|rules| rules.is_optional(name)) => Fact::Unanswered,
            fact => fact,
        };
        self.declared.iter().copied().filter(|one| holds(&one.condition, &self.domains, &facts)).collect()
    }
}

/// Whether a condition certainly holds. False for a condition that does not fit the known facts.
pub(super) fn holds<'a>(
    condition: &Condition,
    domains: &'a [(String, Domain)],
    facts: &dyn Fn(&str) -> Fact<'a>,
) -> bool {
    let domain = |name: &str| domain_of(domains, name);
    fits(condition, &domain) && truth::kleene(condition, &domain, facts) == Some(true)
}

/// Whether a condition fits the facts it asks for; if not, that has been reported.
fn fits<'a>(condition: &Condition, domain: &dyn Fn(&str) -> Option<&'a Domain>) -> bool {
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => fits(left, domain) && fits(right, domain),
        Condition::Not(inner, _) => fits(inner, domain),
        Condition::Is(name) => domain(&name.name) == Some(&Domain::Bool),
        Condition::Compare(name, _, Operand::Field(other), _) => {
            domain(&name.name).is_some() && domain(&other.name).is_some()
        }
        Condition::Compare(name, _, operand, place) => {
            domain(&name.name).is_some_and(|domain| fitting::fits(name, domain, operand, *place).is_ok())
        }
        Condition::In(name, operands, _) => domain(&name.name).is_some_and(|domain| {
            operands.iter().all(|(operand, place)| fitting::fits(name, domain, operand, *place).is_ok())
        }),
        Condition::Contains(name, word) => {
            matches!(domain(&name.name), Some(Domain::Some(words)) if words.contains(&word.name))
        }
    }
}
