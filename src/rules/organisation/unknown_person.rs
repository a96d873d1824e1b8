//! Owners and makers who are not declared as users.

use std::collections::BTreeMap;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness, closest, quoted_list};
use crate::rules::shared::people::{self, Directory, Person, named};

crate::declare_rule! {
    /// ## What it does
    /// Finds owners of apps and members of maker teams who are not declared as users, if users are declared. A person
    /// is looked up by the symbol, the user principal name or the display name of a user. A display name that several
    /// users have does not say which of them is meant.
    ///
    /// ## Why is this bad?
    /// The name is misspelt, or the person has left. Then no message reaches the owner of the app, and the
    /// certificates of the team belong to people who are not there.
    ///
    /// ```dictum,bad
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// maker_team hr_makers { members = [alise] }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses { environment = hr; made_by = hr_makers }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// maker_team hr_makers { members = [alice] }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses { environment = hr; made_by = hr_makers }
    /// ```
    pub RULE = 5261 "unknown-person" Warning "an owner or maker is not a declared user";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

/// The maximum number of names that get a suggestion, since suggestions cost most.
const SUGGESTED: usize = 100;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(directory) = Directory::of(program) else { return };
    let mut unknown: BTreeMap<&str, Vec<Person<'_>>> = BTreeMap::new();
    for person in named(program).filter(|person| directory.find(&person.symbol.name).is_none()) {
        unknown.entry(&person.symbol.name).or_default().push(person);
    }
    for (index, (name, places)) in unknown.into_iter().enumerate() {
        let Some((first, others)) = places.split_first() else { continue };
        let alike = directory.all(name);
        let mut finding = if alike.is_empty() {
            let near = if index < SUGGESTED { closest(name, directory.names()) } else { None };
            let help = near.map_or_else(
                || "correct the name, name another user, or declare the person as a `user`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("{} is not a declared user: there is no `{name}`", first.said());
            Diagnostic::new(&RULE, first.symbol.location, message)
                .marked("no user has this symbol, principal name or display name")
                .help(help)
        } else {
            let users = quoted_list(alike.iter().map(|user| people::name(program, *user)), "or");
            let message = format!("{} may be {users}, who have the same name `{name}`", first.said());
            Diagnostic::new(&RULE, first.symbol.location, message)
                .marked("several users have this display name")
                .help("write the symbol or the user principal name of the one who is meant")
        }
        .about(places.iter().map(|person| (format!("{name}, {}", person.said()), person.symbol.location)));
        for other in others.iter().take(4) {
            finding = finding.label(other.symbol.location, format!("also {}", other.said()));
        }
        findings.push(
            finding
                .note("users are declared, so owners and makers are looked up among them")
                .witness(Witness::new([("person", name), ("of", first.of)])),
        );
    }
}
