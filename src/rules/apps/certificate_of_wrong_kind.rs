//! Certificates for teams that apps claim, and the reverse.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Certifies;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that claim an offer which certifies maker teams, and maker teams that claim one which certifies apps.
    ///
    /// ## Why is this bad?
    /// Such a certificate cannot have been given. Either another offer was meant, or the certificate is in the wrong
    /// declaration.
    ///
    /// ```dictum,bad
    /// offer secure_maker { by = "Security"; certifies = maker_team; valid = 24 months }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment = hr
    ///   certified { secure_maker = 2026-03-02 }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// offer secure_maker { by = "Security"; certifies = maker_team; valid = 24 months }
    ///
    /// environment hr { type = production }
    ///
    /// maker_team hr_makers {
    ///   members = [alice, bob]
    ///   certified { secure_maker = 2026-03-02 }
    /// }
    ///
    /// app expenses {
    ///   environment = hr
    ///   made_by     = hr_makers
    /// }
    /// ```
    pub RULE = 4209 "certificate-of-wrong-kind" Error "an app claims a certificate for maker teams, or a team one for apps";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let apps = program.apps.iter().flat_map(|app| app.certified.iter().map(|one| (Certifies::App, one)));
    let teams =
        program.maker_teams.iter().flat_map(|team| team.certified.iter().map(|one| (Certifies::MakerTeam, one)));
    for (holder, certificate) in apps.chain(teams) {
        let Some(offer) = governance::offer_of(program, &certificate.offer) else { continue };
        let Some((certifies, place)) = offer.certifies.filter(|(certifies, _)| *certifies != holder) else { continue };
        let name = &offer.head.symbol.name;
        let (message, help) = match certifies {
            Certifies::MakerTeam => (
                format!("`{name}` certifies maker teams, not apps"),
                "write it in the maker team that holds it, and let the app say `made_by = …`",
            ),
            Certifies::App => {
                (format!("`{name}` certifies apps, not maker teams"), "write it in the app that holds it")
            }
        };
        findings.push(
            Diagnostic::new(&RULE, certificate.offer.symbol.location, message)
                .marked("claimed here")
                .note("nobody can have given this certificate")
                .label(place, "what it certifies")
                .help(help),
        );
    }
}
