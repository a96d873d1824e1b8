//! `application-as-person`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::AccessMode;
use crate::rules::shared::each;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds users that are an `application` and have a `upn`, licences, or an `access_mode` for people.
    ///
    /// ## Why is this bad?
    /// An application signs in by its client id, needs no licence and is not interactive. Either the client id or the
    /// rest belongs to another user.
    ///
    /// ```dictum,bad
    /// user nightly_import {
    ///   application = "11111111-2222-4333-8444-555555555555"
    ///   upn         = "svc-import@contoso.com"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user nightly_import { application = "11111111-2222-4333-8444-555555555555" }
    /// ```
    pub RULE = 5031 "application-as-person" Error "an application has what only people have";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::user(context, findings, |_, user, found| {
        let Some(application) = &user.application else { return };
        let upn = user.upn.as_ref().map(|upn| ("a user principal name", upn.location));
        let licence = user.licences.first().map(|licence| ("a licence", licence.symbol.location));
        let mode = user.mode_location.filter(|_| user.mode != AccessMode::NonInteractive);
        let all: [Option<(&str, Location)>; 3] =
            [upn, licence, mode.map(|location| ("an access mode of people", location))];
        let mut having = all.into_iter().flatten();
        let Some((what, place)) = having.next() else { return };
        let name = &user.head.symbol.name;
        let mut finding = Diagnostic::new(&RULE, place, format!("user `{name}` is an application and has {what}"))
            .marked("only people have this")
            .label(application.location, "it is an application")
            .note("an application signs in by its client id, needs no licence and is not interactive")
            .help("remove this, or declare the person as a user of its own")
            .witness(Witness::new([("user", &**name)]));
        for (what, place) in having {
            finding = finding.label(place, format!("it also has {what}"));
        }
        found.push(finding);
    });
}
