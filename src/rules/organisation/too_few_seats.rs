//! `too-few-seats`

use crate::analysis::persons::Persons;
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Id;
use crate::model::organisation::{Licence, UserId};

crate::declare_rule! {
    /// ## What it does
    /// Finds licences that more users have than the `seats` that were bought. Users who cannot sign in keep their
    /// licences, so they count.
    ///
    /// ## Why is this bad?
    /// The platform does not assign more licences than were bought: some of these users will have no licence, and so
    /// no rights.
    ///
    /// ```dictum,bad
    /// licence power_apps_premium { seats = 1 }
    ///
    /// user alice { upn = "alice@contoso.com"; licences = [power_apps_premium] }
    /// user bob { upn = "bob@contoso.com"; licences = [power_apps_premium] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// licence power_apps_premium { seats = 2 }
    ///
    /// user alice { upn = "alice@contoso.com"; licences = [power_apps_premium] }
    /// user bob   { upn = "bob@contoso.com"; licences = [power_apps_premium] }
    /// ```
    pub RULE = 5032 "too-few-seats" Error "more users have a licence than there are seats";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let persons = Persons::of(context.program);
    // A person who is declared as two users takes one seat.
    let mut first: Vec<UserId> = organisation.users.ids().map(|(id, _)| id).collect();
    for group in persons.groups() {
        for user in group {
            if let (Some(person), Some(slot)) = (group.first(), first.get_mut(user.0 as usize)) {
                *slot = *person;
            }
        }
    }
    let mut taking: Vec<(Id<Licence>, UserId)> = Vec::new();
    for (user, person) in organisation.users.iter().zip(first) {
        taking.extend(user.licences.iter().filter_map(|licence| Some((licence.target?, person))));
    }
    taking.sort_unstable();
    taking.dedup();
    let mut taken = vec![0_u32; organisation.licences.len()];
    for (licence, _) in taking {
        if let Some(count) = taken.get_mut(licence.0 as usize) {
            *count += 1;
        }
    }
    for (licence, taken) in organisation.licences.iter().zip(taken) {
        let Some((seats, location)) = licence.seats.filter(|(seats, _)| *seats < taken) else { continue };
        let name = &licence.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                location,
                format!("licence `{name}` has {} and {}", counted(seats, "seat"), counted(taken, "user")),
            )
            .marked(format!("{} too few", taken - seats))
            .note("users who are left without a licence cannot work in the environment")
            .help(format!("buy more and write `seats = {taken}`, or take it from some users"))
            .witness(Witness::new([("licence", &**name)])),
        );
    }
}

fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
