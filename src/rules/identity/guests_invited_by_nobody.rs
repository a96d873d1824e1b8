//! `guests-invited-by-nobody`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds audiences of guests, partners whose users work in the tenant, and `guests_may_make = on`, while
    /// `invited_by = none`.
    ///
    /// ## Why is this bad?
    /// No guest can be invited, so settings for guests have no effect. Or guests are intended, and `none` is wrong.
    ///
    /// ```dictum,bad
    /// external_identity {
    ///   invited_by = none
    ///   audience suppliers { guests = yes }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// external_identity {
    ///   invited_by = admins_and_inviters
    ///   audience suppliers { guests = yes }
    /// }
    /// ```
    pub RULE = 6125 "guests-invited-by-nobody" Warning "guests are expected, and nobody may invite them";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["external_identity", "tenant"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for external in &program.external_identities {
        let Some(("none", nobody)) = external.invited_by else { continue };
        let audiences = external.audiences.iter().filter(|audience| audience.guests);
        let audiences =
            audiences.map(|one| (one.name.location, format!("audience `{}` consists of guests", one.name.name)));
        let partners = external.partners.iter().filter_map(|partner| {
            let (_, place) = partner.access.they_work_with_us.filter(|(says, _)| *says)?;
            Some((place, format!("users of partner `{}` may be guests", partner.name.name)))
        });
        let settings = program.tenants.iter().flat_map(|tenant| &tenant.settings);
        let making =
            settings.filter(|one| one.setting.word == "guests_may_make" && one.value == SettingValue::Flag(true));
        let making = making.map(|one| (one.location, "guests may make apps".to_owned()));
        for (place, what) in audiences.chain(partners).chain(making) {
            findings.push(
                Diagnostic::new(&RULE, place, format!("{what}, and nobody may invite guests"))
                    .label(nobody, "said here")
                    .note("nobody can bring a guest in, so this has no effect")
                    .help("say who invites them, as in `invited_by = admins_and_inviters`, or remove this"),
            );
        }
    }
}
