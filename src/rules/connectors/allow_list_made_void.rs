//! Connectors that an allow-list lists but data policies block.

use crate::analysis::{Check, Class, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::{AllowList, AllowListId, DataPolicy};
use crate::model::{ConnectorId, Set};
use crate::rules::shared::places::{describe, is_sound, placed, witness};
use crate::rules::shared::words::{some_of, them, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that a connector allow-list names, but that data policies block in every environment where it
    /// is in effect. Sets selected by a condition are not checked.
    ///
    /// ## Why is this bad?
    /// Where both kinds of policies are evaluated, the stricter one counts. The allow-list says that the connector
    /// may be used, but it may not.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3122 "allow-list-made-void" Warning "an allow-list names a connector that data policies block";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let lists = context.program.allow_lists.ids();
    findings.extend(lists.filter(|(_, list)| list.sound).filter_map(|(id, list)| judge(context, id, list)));
}

fn judge(context: &Context<'_>, id: AllowListId, list: &AllowList) -> Option<Diagnostic> {
    let program = context.program;
    let clause = list.allows.as_ref()?;
    let classes: Vec<&Class> =
        context.effective().classes.iter().filter(|class| class.allow_lists.contains(&id)).collect();
    let (first_class, others) = classes.split_first()?;
    if !classes.iter().all(|class| is_sound(program, class)) {
        return None;
    }
    let mut written = Set::empty(program.universe.len());
    clause.expression.each_added(&mut |element, _| _ = written.insert(element.connector));
    let barred = others.iter().fold(first_class.barred.clone(), |barred, class| barred.common(&class.barred));
    let void: Vec<ConnectorId> = written.common(&clause.members).common(&barred).iter().collect();
    let first = *void.first()?;
    let blocks = |policy: &DataPolicy| {
        let found = program.policies.ids().find(|(_, one)| std::ptr::eq(*one, policy));
        found.and_then(|(id, _)| context.effective().blocked_by(id)).is_some_and(|blocked| blocked.contains(first))
    };
    let policies = first_class.policies.iter().map(|id| &program.policies[id]);
    let blocking: Vec<&DataPolicy> = policies.filter(|policy| blocks(policy)).collect();
    let symbols: Vec<&str> = blocking.iter().map(|policy| policy.name()).collect();
    let names: Vec<&str> = void.iter().map(|connector| program.universe.name(*connector)).collect();
    let them = them(names.len());
    let symbol = &list.head.symbol.name;
    let wherever = match others {
        [] => format!("in {}", describe(program, first_class)),
        _several => format!("wherever `{symbol}` is in effect"),
    };
    let message = format!(
        "allow-list `{symbol}` allows {}, but {} {} {them} {wherever}",
        some_of(&names, 3),
        some_of(&symbols, 3),
        verb(symbols.len(), "blocks", "block"),
    );
    let mut finding = Diagnostic::new(&RULE, list.location_of(program, first), message)
        .about(void.iter().map(|id| (program.universe.name(*id), list.location_of(program, *id))))
        .marked("allowed here");
    for policy in blocking.iter().take(3) {
        let (location, words) = placed(program, policy, first);
        finding = finding.label(location, words);
    }
    Some(
        finding
            .note("data policies are evaluated there too, and the stricter of both kinds counts")
            .help(format!("take {them} out of the allow-list, or let the data policies allow {them}"))
            .witness(witness(program, Some(first_class), first)),
    )
}
