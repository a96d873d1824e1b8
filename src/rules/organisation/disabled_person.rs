//! Disabled users who still own, make or review an app, or decide who is in a group.

use std::collections::BTreeMap;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Named, UserId};
use crate::rules::shared::people::{Directory, Spot, name, named, reviewers};

crate::declare_rule! {
    /// ## What it does
    /// Finds users with `enabled = no` who own an app or a group, or are in a maker team or a group, and apps whose
    /// reviewers are all disabled.
    ///
    /// ## Why is this bad?
    /// No user can sign in with a disabled account. So the app has no responsible person, the group is not
    /// maintained, and no review takes place. If the account is enabled again by mistake, it has all of this back.
    ///
    /// ```dictum,bad
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com"; enabled = no }
    ///
    /// group sg_hr { kind = security; owners = [bob]; members = [alice] }
    ///
    /// environment hr { type = production; access = sg_hr; dataverse { language = 1033; currency = EUR } }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com"; enabled = no }
    ///
    /// group sg_hr { kind = security; owners = [alice]; members = [alice] }
    ///
    /// environment hr { type = production; access = sg_hr; dataverse { language = 1033; currency = EUR } }
    /// ```
    pub RULE = 5262 "disabled-person" Warning "a disabled user owns, makes or reviews something";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let users = &program.organisation.users;
    let disabled = |user: UserId| users[user].disabled.is_some();
    if users.iter().all(|user| user.disabled.is_none()) {
        return;
    }
    let mut spots: BTreeMap<UserId, Vec<Spot>> = BTreeMap::new();
    if let Some(directory) = Directory::of(program) {
        for person in named(program) {
            if let Some(user) = directory.find(&person.symbol.name).filter(|user| disabled(*user)) {
                spots.entry(user).or_default().push((person.symbol.location, person.said()));
            }
        }
    }
    for group in &program.groups {
        let symbol = &group.head.symbol.name;
        for owner in &group.owners {
            if let Some(user) = owner.target.filter(|user| disabled(*user)) {
                spots.entry(user).or_default().push((owner.symbol.location, format!("owner of group `{symbol}`")));
            }
        }
        for member in &group.members {
            if let Some(Named::User(user)) = member.target
                && disabled(user)
            {
                spots.entry(user).or_default().push((member.symbol.location, format!("member of group `{symbol}`")));
            }
        }
    }
    for (user, spots) in spots {
        findings.extend(of_user(context, user, &spots));
    }
    no_reviewer(context, disabled, findings);
}

fn of_user(context: &Context<'_>, user: UserId, spots: &[Spot]) -> Option<Diagnostic> {
    let declared = &context.program.organisation.users[user];
    let symbol = &declared.head.symbol.name;
    let ((place, said), others) = spots.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        1 => ", and named in one more place".to_owned(),
        count => format!(", and named in {count} more places"),
    };
    let mut finding = Diagnostic::new(&RULE, *place, format!("`{symbol}` is disabled, and is {said}{more}"))
        .marked(said.clone())
        .about(spots.iter().map(|(place, said)| (format!("{symbol}, {said}"), *place)))
        .label(declared.disabled?, "disabled here");
    for (place, said) in others.iter().take(3) {
        finding = finding.label(*place, said.clone());
    }
    Some(
        finding
            .note("no user can sign in with a disabled account")
            .help("name another user here, or remove `enabled = no`")
            .witness(Witness::new([("user", &**symbol), ("part", said)])),
    )
}

/// Apps all of whose reviewers are disabled.
fn no_reviewer(context: &Context<'_>, disabled: impl Fn(UserId) -> bool, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in &program.apps {
        let Some(reviewers) = reviewers(program, context.access(), app) else { continue };
        let Some(first) = reviewers.users.first().filter(|_| reviewers.users.iter().all(|user| disabled(*user))) else {
            continue;
        };
        let (symbol, group) = (&app.head.symbol, &reviewers.by.symbol.name);
        let message = format!("no reviewer of app `{}` can sign in", symbol.name);
        findings.push(
            Diagnostic::new(&RULE, symbol.location, message)
                .marked(format!("reviewed by `{group}`"))
                .label(
                    reviewers.by.symbol.location,
                    format!("all members are disabled, such as `{}`", name(program, *first)),
                )
                .note("no user can sign in with a disabled account, so no review takes place")
                .help(format!("put another user into `{group}`, or name another group"))
                .witness(Witness::new([("app", &*symbol.name), ("group", group)])),
        );
    }
}
