//! All declarations of a program by kind, so that a target never leaves out any without saying so.

use crate::model::Program;
use crate::model::kinds::DeclarationKind;
use crate::model::program::Symbol;

/// The name of a kind in documents.
pub(super) fn key(kind: DeclarationKind) -> &'static str {
    match kind {
        // One declaration contains many tables.
        DeclarationKind::Table => "table",
        other => other.description().keyword,
    }
}

/// The targets besides `bundle` that write such declarations. Tests and waivers are about the program, and are not
/// deployed.
pub(super) const fn homes(kind: DeclarationKind) -> &'static [&'static str] {
    match kind {
        DeclarationKind::AllowList
        | DeclarationKind::DataPolicy
        | DeclarationKind::Environment
        | DeclarationKind::EnvironmentGroup
        | DeclarationKind::Tenant => &["power-platform", "terraform"],
        DeclarationKind::BusinessUnits
        | DeclarationKind::ColumnSecurity
        | DeclarationKind::Role
        | DeclarationKind::Team
        | DeclarationKind::User => &["dataverse"],
        DeclarationKind::ExternalIdentity | DeclarationKind::Group | DeclarationKind::GroupSelfService => &["entra"],
        DeclarationKind::Rules => &["sql"],
        DeclarationKind::App
        | DeclarationKind::Connector
        | DeclarationKind::Connectors
        | DeclarationKind::Control
        | DeclarationKind::Criteria
        | DeclarationKind::Duties
        | DeclarationKind::Guideline
        | DeclarationKind::Licence
        | DeclarationKind::MakerTeam
        | DeclarationKind::Offer
        | DeclarationKind::Party
        | DeclarationKind::Responsibility
        | DeclarationKind::RoleAdministrators
        | DeclarationKind::Scale
        | DeclarationKind::Table
        | DeclarationKind::Test
        | DeclarationKind::Waiver => &[],
    }
}

/// Whether a target writes such declarations.
pub(super) fn is_home(target: &str, kind: DeclarationKind) -> bool {
    homes(kind).contains(&target)
}

/// The words for one of them, and for several.
pub(super) fn words(kind: DeclarationKind) -> (&'static str, &'static str) {
    match kind {
        DeclarationKind::Connector => ("what is known of connector", "what is known of connectors"),
        // No target except `bundle` has several of these.
        DeclarationKind::Criteria | DeclarationKind::ExternalIdentity | DeclarationKind::GroupSelfService => {
            (kind.noun(), kind.noun())
        }
        DeclarationKind::RoleAdministrators => ("role administrators", "role administrators"),
        DeclarationKind::Rules => ("rules", "rules"),
        DeclarationKind::Table => ("table", "tables"),
        other => (other.noun(), other.description().plural),
    }
}

/// The symbols of all declarations that are deployed, by kind.
pub(super) fn all(program: &Program) -> Vec<(DeclarationKind, Vec<&str>)> {
    let mut kinds: Vec<(DeclarationKind, Vec<&str>)> =
        program.symbols().into_iter().map(|(kind, symbols)| (kind, names(program, kind, symbols))).collect();
    kinds.retain(|(kind, names)| *kind != DeclarationKind::Test && !names.is_empty());
    kinds.sort_by_key(|(kind, _)| *kind);
    kinds
}

fn names<'p>(program: &Program, kind: DeclarationKind, symbols: Vec<&'p Symbol>) -> Vec<&'p str> {
    let mut names: Vec<&str> = symbols.into_iter().map(|symbol| &*symbol.name).collect();
    if kind == DeclarationKind::Role {
        // Roles of the platform are not declared.
        let roles = &program.organisation.roles;
        names.retain(|name| roles.named(name).is_some_and(|role| role.predefined.is_none()));
    }
    names.sort_unstable();
    names.dedup();
    names
}
