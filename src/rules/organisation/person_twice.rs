//! Two users that are one person.

use crate::model::organisation::UserId;
use std::collections::BTreeMap;

use crate::analysis::persons::{Identity, Persons, SamePerson};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness, list_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds two users with the same user principal name (regardless of case), Entra id, or client id.
    ///
    /// ## Why is this bad?
    /// The tenant has one account for both, so the account holds what either of them is given. A statement about one
    /// of them alone, such as which duties are kept apart, does not hold for the account.
    ///
    /// ```dictum,bad
    /// user alice   { upn = "alice@contoso.com" }
    /// user alice_2 { upn = "Alice@contoso.com" }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com" }
    /// ```
    pub RULE = 5040 "person-twice" Error "two users are the same person or application";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let users = &context.program.organisation.users;
    // One finding for each later user, however many identities it shares with the first.
    let mut pairs: BTreeMap<(UserId, UserId), Vec<SamePerson>> = BTreeMap::new();
    for same in Persons::of(context.program).same {
        pairs.entry((same.second, same.first)).or_default().push(same);
    }
    for ((second, first), common) in pairs {
        let (one, other) = (&users[first], &users[second]);
        let Some(same) = common.first() else { continue };
        let what = if common.iter().any(|same| same.by == Identity::Client) { "application" } else { "person" };
        let nouns = list_of(common.iter().map(|same| same.by.noun().to_owned()), "and");
        let (a, b) = (&one.head.symbol.name, &other.head.symbol.name);
        let (there, here) = same.places;
        findings.push(
            Diagnostic::new(&RULE, here, format!("users `{a}` and `{b}` are one {what}: they have the same {nouns}"))
                .marked(format!("the {} of `{b}`", same.by.noun()))
                .label(there, format!("the {} of `{a}`", same.by.noun()))
                .note("the tenant has one account for both, which holds the roles of both")
                .help(format!("keep one of the two with all its roles, or correct the {}", same.by.noun()))
                .witness(Witness::new([("first", &**a), ("second", &**b)])),
        );
    }
}
