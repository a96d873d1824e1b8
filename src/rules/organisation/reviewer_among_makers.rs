//! Apps that some of their reviewers make.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::organisation::own_reviews;
use crate::rules::shared::people::name;
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps with a reviewer who owns or makes the app, if others could review it.
    ///
    /// ## Why is this bad?
    /// The source does not say which member of the group does the review. It must be one of the others.
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
    /// user bob   { upn = "bob@contoso.com" }
    ///
    /// group sg_security { kind = security; owners = [alice]; members = [alice, bob] }
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
    /// user carol { upn = "carol@contoso.com" }
    ///
    /// group sg_security { kind = security; owners = [alice]; members = [alice, bob] }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months; by = sg_security }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses { environment = hr; owner = carol; sensitive_data = yes; reviewed = 2026-09-30 }
    /// ```
    pub RULE = 5265 "reviewer-among-makers" Info "a reviewer of an app owns or makes it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for review in own_reviews::all(context).into_iter().filter(|review| !review.others.is_empty()) {
        let Some((user, place, said)) = review.own.first() else { continue };
        let (symbol, group) = (&review.app.head.symbol.name, &review.reviewers.by.symbol.name);
        let who = name(context.program, *user);
        let others: Vec<&str> = review.others.iter().map(|user| name(context.program, *user)).collect();
        let more = match review.own.len() - 1 {
            0 => String::new(),
            more => format!(", and so could {more} more of its makers"),
        };
        findings.push(
            Diagnostic::new(&RULE, *place, format!("`{who}`, {said}, could review app `{symbol}`{more}"))
                .about(review.own.iter().map(|(user, place, _)| (name(context.program, *user), *place)))
                .marked(format!("`{who}` is in `{group}`, which reviews the app"))
                .label(review.reviewers.by.symbol.location, "this group reviews")
                .note("the source does not say which member of a group does a review")
                .help(format!("let {} review it", some_of(&others, 3)))
                .witness(Witness::new([("app", &**symbol), ("reviewer", who)])),
        );
    }
}
