//! `premium-app-without-licence`

use crate::analysis::{Check, Context, Reads, governance};
use crate::catalog::Tier;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Id;
use crate::model::criticity::App;
use crate::model::organisation::{Licence, User};
use crate::model::{ConnectorId, Program};
use crate::rules::shared::people::{self, Directory};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps with a premium connector whose owner, or a member of the team that makes them, has no licence for
    /// premium connectors. The declaration of a licence says with `premium_connectors` what it covers. If one of a
    /// user's licences does not say it, that is unknown and nothing is reported. Nothing is reported either if the
    /// environment has a billing policy, which may pay for its users.
    ///
    /// ## Why is this bad?
    /// A user without such a licence cannot open the app, not even to maintain it.
    ///
    /// ```dictum,bad
    /// licence office_365    { premium_connectors = no }
    /// licence power_premium { premium_connectors = yes }
    ///
    /// user alice { upn = "alice@contoso.com"; licences = [office_365] }
    /// user bob { upn = "bob@contoso.com"; licences = [power_premium] }
    ///
    /// environment sales { type = production }
    /// app expenses { environment = sales; owner = alice; connectors = [sql] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// licence office_365    { premium_connectors = no }
    /// licence power_premium { premium_connectors = yes }
    ///
    /// user alice { upn = "alice@contoso.com"; licences = [office_365, power_premium] }
    /// user bob   { upn = "bob@contoso.com"; licences = [power_premium] }
    ///
    /// environment sales { type = production }
    /// app expenses { environment = sales; owner = alice; connectors = [sql] }
    /// ```
    pub RULE = 2113 "premium-app-without-licence" Warning "who keeps an app has no licence for its connectors";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app", "user", "licence"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let is_known = program.organisation.licences.iter().any(|licence| licence.premium_connectors.is_some());
    let Some(directory) = Directory::of(program).filter(|_| is_known) else { return };
    for app in program.apps.iter().filter(|app| app.sound) {
        let Some(connector) = premium(program, app) else { continue };
        if pays_by_use(program, app) {
            continue;
        }
        let mut lacking: Vec<(&User, people::Person<'_>)> = Vec::new();
        for person in people::of_app(program, app) {
            let found = directory.find(&person.symbol.name);
            let Some(user) = found.map(|at| &program.organisation.users[at]) else { continue };
            if lacks_premium(program, user) && !lacking.iter().any(|(known, _)| std::ptr::eq(*known, user)) {
                lacking.push((user, person));
            }
        }
        let Some(((user, person), others)) = lacking.split_first() else { continue };
        let (name, connector) = (&app.head.symbol.name, program.universe.name(connector));
        let who = &user.head.symbol.name;
        let message = format!("app `{name}` uses premium connector `{connector}`, and `{who}` has no licence for it");
        let mut finding = Diagnostic::new(&RULE, person.symbol.location, message)
            .marked(person.said())
            .label(user.head.symbol.location, "no licence for premium connectors");
        for (_, other) in others.iter().take(3) {
            finding = finding.label(other.symbol.location, format!("nor has the {}", other.said()));
        }
        findings.push(
            finding
                .note("an app with a premium connector opens only for people with a licence for such connectors")
                .help("give them such a licence; or say what theirs cover with `premium_connectors`")
                .about(lacking.iter().map(|(user, person)| (user.name().to_owned(), person.symbol.location)))
                .witness(Witness::new([("app", &**name), ("user", &**who)])),
        );
    }
}

/// A premium connector of an app, by the catalogue.
fn premium(program: &Program, app: &App) -> Option<ConnectorId> {
    let used = app.connectors.as_ref().filter(|clause| clause.complete)?;
    let is_premium = |id: &ConnectorId| program.universe.entry(*id).is_some_and(|entry| entry.tier == Tier::Premium);
    used.members.iter().find(is_premium)
}

/// Whether, as far as is known, a user has no licence for premium connectors.
fn lacks_premium(program: &Program, user: &User) -> bool {
    let covers = |at: Id<Licence>| program.organisation.licences[at].premium_connectors;
    let no = |at: Option<Id<Licence>>| at.and_then(covers).is_some_and(|(premium, _)| !premium);
    user.application.is_none() && user.licences.iter().all(|licence| no(licence.target))
}

/// Whether the environment of an app has a billing policy.
fn pays_by_use(program: &Program, app: &App) -> bool {
    let environment = governance::environment_of(program, app).map(|(_, environment)| environment);
    let named = app.environment.is_some();
    environment.map_or(named, |one| one.provider.iter().any(|given| given.attribute.name() == "billing_policy_id"))
}
