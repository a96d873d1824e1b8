//! `too-few-seats`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds licences that more users have than `seats` says were bought. Users who cannot sign in keep theirs, so they count.
    ///
    /// ## Why is this bad?
    /// Licences cannot be given out beyond their number: some of these users will have none, and no rights with it.
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

/// The rule and its finder.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let mut taken = vec![0_u32; organisation.licences.len()];
    for user in &organisation.users {
        for (place, licence) in user.licences.iter().enumerate() {
            let before = user.licences.get(..place).unwrap_or_default();
            if before.iter().any(|other| other.target == licence.target) {
                continue;
            }
            if let Some(count) = licence.target.and_then(|index| taken.get_mut(index as usize)) {
                *count += 1;
            }
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
            .note("whoever is left without a licence cannot work in the environment")
            .help(format!("buy more and write `seats = {taken}`, or take it from some users"))
            .witness(Witness::new([("licence", &**name)])),
        );
    }
}

fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
