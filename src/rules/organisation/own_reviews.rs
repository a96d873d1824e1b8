//! Reviewers who own or make the app that they review.

use crate::analysis::access::Gate;
use crate::analysis::{Context, governance};
use crate::model::criticity::App;
use crate::model::organisation::UserId;
use crate::rules::shared::people::{Directory, Reviewers, of_app, reviewers};
use crate::text::Location;

/// An app that some of its reviewers own or make.
pub(in crate::rules) struct OwnReview<'p> {
    /// The app.
    pub(in crate::rules) app: &'p App,
    /// Its reviewers.
    pub(in crate::rules) reviewers: Reviewers<'p>,
    /// The reviewers who own or make it and could review it, each with a location and a description: "owner of app
    /// `bed_board`".
    pub(in crate::rules) own: Vec<(UserId, Location, String)>,
    /// The other reviewers, except those who are disabled or may not enter the environment of the app.
    pub(in crate::rules) others: Vec<UserId>,
}

/// All apps with such reviewers. If the source does not say who reviews an app or who an owner is, there is nothing
/// to find.
pub(in crate::rules) fn all<'p>(context: &Context<'p>) -> Vec<OwnReview<'p>> {
    let program = context.program;
    let Some(directory) = Directory::of(program) else { return Vec::new() };
    let enabled = |user: &UserId| program.organisation.users[*user].disabled.is_none();
    let enters = |app: &App, user: UserId| {
        let place = governance::environment_of(program, app).and_then(|(id, _)| context.access().place(id));
        place.is_none_or(|place| context.access().gate(program, place, user) != Gate::Closed)
    };
    let mut found = Vec::new();
    for app in &program.apps {
        let Some(reviewers) = reviewers(program, context.access(), app) else { continue };
        let mut own: Vec<(UserId, Location, String)> = Vec::new();
        for person in of_app(program, app) {
            let able = |user: &UserId| reviewers.users.contains(user) && enabled(user) && enters(app, *user);
            let user = directory.find(&person.symbol.name).filter(able);
            if let Some(user) = user.filter(|user| own.iter().all(|(known, ..)| known != user)) {
                own.push((user, person.symbol.location, person.said()));
            }
        }
        let makes = |user: &UserId| own.iter().any(|(one, ..)| one == user);
        let independent = |user: &&UserId| !makes(user) && enabled(user) && enters(app, **user);
        let others = reviewers.users.iter().filter(independent).copied().collect();
        if !own.is_empty() {
            found.push(OwnReview { app, reviewers, own, others });
        }
    }
    found
}
