//! Apps that only their own makers review.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::organisation::own_reviews;
use crate::rules::shared::people::name;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps whose reviewers all own or make the app. If a rule selects the members of the reviewing group, or
    /// if none is listed, the reviewers are unknown and nothing is reported.
    ///
    /// ## Why is this bad?
    /// A review is a second look. Only the makers look at this app.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// group sg_security { kind = security; owners = [alice]; members = [alice] }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months; by = sg_security }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses { environment = hr; owner = alice; sensitive_data = yes; reviewed = 2026-09-30 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com" }
    ///
    /// group sg_security { kind = security; owners = [alice]; members = [alice] }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months; by = sg_security }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses { environment = hr; owner = bob; sensitive_data = yes; reviewed = 2026-09-30 }
    /// ```
    pub RULE = 5264 "reviewer-of-own-app" Warning "only its own makers review an app";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for review in own_reviews::all(context).into_iter().filter(|review| review.others.is_empty()) {
        let Some((user, place, said)) = review.own.first() else { continue };
        let (symbol, group) = (&review.app.head.symbol.name, &review.reviewers.by.symbol.name);
        let who = name(context.program, *user);
        let message = match review.own.len() {
            1 => format!("`{who}` reviews app `{symbol}`, and is {said}"),
            count if count == review.reviewers.users.len() => {
                format!("all {count} reviewers of app `{symbol}` own or make it")
            }
            count => format!("the {count} reviewers of app `{symbol}` who could review it own or make it"),
        };
        findings.push(
            Diagnostic::new(&RULE, *place, message)
                .about(review.own.iter().map(|(user, place, _)| (name(context.program, *user), *place)))
                .marked(format!("`{who}` is in `{group}`, which reviews the app"))
                .label(review.reviewers.by.symbol.location, "this group reviews, and nobody else in it can")
                .note(format!("level `{}` asks for a review", review.reviewers.control.head.symbol.name))
                .help(format!("put a user into `{group}` who does not make the app, or name another group"))
                .witness(Witness::new([("app", &**symbol), ("reviewer", who)])),
        );
    }
}
