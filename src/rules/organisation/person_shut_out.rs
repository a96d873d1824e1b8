//! Owners, makers and reviewers whom the environment of the app does not let in.

use std::collections::BTreeMap;

use crate::analysis::access::Gate;
use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::criticity::App;
use crate::model::organisation::UserId;
use crate::model::program::EnvironmentId;
use crate::rules::shared::people::{Directory, Spot, name, of_app, reviewers};

crate::declare_rule! {
    /// ## What it does
    /// Finds owners and makers of an app who are not in the group that its environment requires, and apps with no
    /// reviewer in that group.
    ///
    /// ## Why is this bad?
    /// A user who may not enter an environment cannot open, change or review an app there.
    ///
    /// ```dictum,bad
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com" }
    ///
    /// group sg_hr { kind = security; owners = [bob]; members = [alice] }
    ///
    /// environment hr { type = production; access = sg_hr; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses { environment = hr; owner = bob }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com" }
    ///
    /// group sg_hr { kind = security; owners = [bob]; members = [alice] }
    ///
    /// environment hr { type = production; access = sg_hr; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses { environment = hr; owner = alice }
    /// ```
    pub RULE = 5263 "person-shut-out" Warning "an owner, maker or reviewer may not enter the environment of the app";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(directory) = Directory::of(program) else { return };
    // One finding for each person and environment.
    let mut shut: BTreeMap<(EnvironmentId, UserId), Vec<Spot>> = BTreeMap::new();
    for app in &program.apps {
        let Some((id, _)) = governance::environment_of(program, app) else { continue };
        let Some(place) = context.access().place(id) else { continue };
        let closed = |user: UserId| context.access().gate(program, place, user) == Gate::Closed;
        for person in of_app(program, app) {
            if let Some(user) = directory.find(&person.symbol.name).filter(|user| closed(*user)) {
                let spots = shut.entry((id, user)).or_default();
                if spots.iter().all(|(at, _)| *at != person.symbol.location) {
                    spots.push((person.symbol.location, person.said()));
                }
            }
        }
        if let Some(reviewers) = reviewers(program, context.access(), app)
            && reviewers.users.iter().all(|user| closed(*user))
        {
            findings.extend(unreviewed(context, app));
        }
    }
    for ((environment, user), spots) in shut {
        findings.extend(finding(context, environment, name(program, user), &spots));
    }
}

fn finding(context: &Context<'_>, environment: EnvironmentId, user: &str, spots: &[Spot]) -> Option<Diagnostic> {
    let environment = &context.program.environments[environment];
    let (there, access) = (&environment.head.symbol.name, environment.access.as_ref()?);
    let group = &access.symbol.name;
    let ((place, said), others) = spots.split_first()?;
    let mut finding = Diagnostic::new(&RULE, *place, format!("`{user}`, {said}, may not enter `{there}`"))
        .marked(format!("not in `{group}`"))
        .label(access.symbol.location, "only members of this group may enter");
    for (place, said) in others.iter().take(3) {
        finding = finding.label(*place, said.clone());
    }
    Some(
        finding
            .note("the group of an environment decides who may open, change and review what is in it")
            .help(format!("name a user who is in `{group}`, or add `{user}` to it"))
            .witness(Witness::new([("environment", &**there), ("user", user)])),
    )
}

/// Reports an app if none of its reviewers may enter its environment.
fn unreviewed(context: &Context<'_>, app: &App) -> Option<Diagnostic> {
    let program = context.program;
    let reviewers = reviewers(program, context.access(), app)?;
    let (_, environment) = governance::environment_of(program, app)?;
    let (access, there) = (environment.access.as_ref()?, &environment.head.symbol.name);
    let (symbol, group) = (&app.head.symbol, &reviewers.by.symbol.name);
    let message = format!("no reviewer of app `{}` may enter `{there}`", symbol.name);
    Some(
        Diagnostic::new(&RULE, symbol.location, message)
            .marked(format!("reviewed by `{group}`"))
            .label(reviewers.by.symbol.location, format!("no member of it is in `{}`", access.symbol.name))
            .label(access.symbol.location, "only members of this group may enter")
            .note("who may not enter an environment cannot look at an app there")
            .help(format!("put a member of `{group}` into `{}`, or let another group review", access.symbol.name))
            .witness(Witness::new([("app", &*symbol.name), ("environment", there)])),
    )
}
