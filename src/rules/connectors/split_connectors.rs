//! Environments whose policies together divide the connectors into many cells.

use crate::analysis::{Cell, Check, Class, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::DataGroup;
use crate::model::{Program, Set};
use crate::rules::connectors::cells::{apart, is_split, policies_with};
use crate::rules::shared::listed::listed;
use crate::rules::shared::places::{Places, describe, location, sample, subjects, symbols};
use crate::rules::shared::words::{counted, number, some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Summarises the combined effect of several data policies if they divide the connectors that are not blocked
    /// into three or more cells. A cell is a group of connectors that can be used together. The finding shows how
    /// many connectors are blocked, and the cells.
    ///
    /// ## Why is this bad?
    /// Two connectors may be used together only if every policy that applies has them in one group. One policy makes
    /// at most two cells, three policies up to eight. Each policy may look reasonable while hardly anything can be
    /// combined, and no single policy shows it.
    ///
    /// ```dictum,bad
    /// environment default { type = default }
    ///
    /// data_policy office {
    ///   applies_to   = all
    ///   business     = [sharepointonline, office365, teams]
    ///   non_business = unblockable - [sharepointonline, office365, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy meetings {
    ///   applies_to   = only [default]
    ///   business     = [teams, planner]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment default { type = default }
    ///
    /// data_policy office {
    ///   applies_to   = all except [default]
    ///   business     = [sharepointonline, office365, teams]
    ///   non_business = unblockable - [sharepointonline, office365, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy everyday {
    ///   applies_to   = only [default]
    ///   business     = [sharepointonline, office365, teams, planner]
    ///   non_business = unblockable - [sharepointonline, office365, teams, planner]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 3112 "split-connectors" Warning "several data policies split the connectors of an environment into many cells";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

/// The maximum number of cells, and of connectors of each cell, that are named.
const CELLS: usize = 6;
const NAMES: usize = 6;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    for class in places.sound().filter(|class| is_split(class)) {
        findings.extend(sum_up(program, &places, class));
    }
}

fn sum_up(program: &Program, places: &Places<'_>, class: &Class) -> Option<Diagnostic> {
    let cells = apart(class);
    let (all, blocked) = (program.universe.len(), class.blocked.len());
    let message = format!(
        "in {}, {} of {} {} blocked, and the other {} fall into {} cells that cannot be combined",
        describe(program, class),
        number(blocked),
        counted(all, "connector"),
        verb(blocked, "is", "are"),
        number(all - blocked),
        number(cells.len())
    );
    let applying = places.policies(&class.policies);
    let applying = format!("{} data policies apply: {}", number(applying.len()), some_of(&symbols(&applying), 3));
    let mut finding = Diagnostic::new(&RULE, location(program, class)?, message).marked(applying);
    for cell in cells.iter().take(CELLS) {
        finding = finding.note(describe_cell(program, class, cell));
    }
    let more = cells.get(CELLS..).unwrap_or_default();
    if !more.is_empty() {
        let held: usize = more.iter().map(|cell| cell.members.len()).sum();
        finding = finding.note(format!("{} more hold {}", counted(more.len(), "cell"), counted(held, "connector")));
    }
    if let Some(contradiction) = contradiction(program, class) {
        finding = finding.note(contradiction);
    }
    let [first, second, ..] = cells.as_slice() else { return None };
    let [one, other] = [first, second].map(|cell| {
        let connector = cell.members.iter().next();
        connector.map_or("", |connector| program.universe.name(connector))
    });
    Some(
        finding
            .help("give what belongs together one group in every policy, or let fewer policies apply there")
            .about(subjects(program, class))
            .witness(Witness::new([
                ("environment", sample(program, class)),
                ("not together", &format!("{one} and {other}")),
            ])),
    )
}

/// The connectors that one policy lists as allowed and another blocks.
fn contradiction(program: &Program, class: &Class) -> Option<String> {
    let mut allowed = Set::empty(program.universe.len());
    for policy in class.policies.iter().map(|id| &program.policies[id]) {
        for group in [DataGroup::Business, DataGroup::NonBusiness] {
            allowed = allowed.union(&listed(program, policy, group));
        }
    }
    let allowed = allowed.common(&class.blocked);
    let names: Vec<&str> = allowed.iter().map(|connector| program.universe.name(connector)).collect();
    let http = program.universe.find("Http").filter(|http| allowed.contains(*http));
    let child_flows = if http.is_some() { "; child flows depend on `Http`" } else { "" };
    let names = some_of(&names, NAMES);
    (!allowed.is_empty()).then(|| format!("allowed by one policy, blocked by another: {names}{child_flows}"))
}

/// Describes a cell by its connectors and its groups: "2 connectors: `approvals` and `cloudappsecurity` (Business in
/// `example_1`, Non-business in the others)".
fn describe_cell(program: &Program, class: &Class, cell: &Cell) -> String {
    let names: Vec<&str> = cell.members.iter().map(|connector| program.universe.name(connector)).collect();
    let alone = if names.len() == 1 { "1 connector alone".to_owned() } else { counted(names.len(), "connector") };
    let business = policies_with(program, class, cell, DataGroup::Business);
    let non_business = policies_with(program, class, cell, DataGroup::NonBusiness);
    let all = class.policies.len();
    let others = if business.len() + non_business.len() == all { "" } else { ", ignored in the others" };
    let groups = match (business.as_slice(), non_business.as_slice()) {
        ([], _) if non_business.len() == all => "Non-business in all".to_owned(),
        (_, []) if business.len() == all => "Business in all".to_owned(),
        ([], []) => "ignored in all".to_owned(),
        ([], some) => format!("Non-business in {}{others}", some_of(some, 3)),
        (some, []) => format!("Business in {}{others}", some_of(some, 3)),
        (some, rest) if some.len() <= rest.len() && others.is_empty() => {
            format!("Business in {}, Non-business in the {}", some_of(some, 3), verb(rest.len(), "other", "others"))
        }
        (rest, some) if others.is_empty() => {
            format!("Non-business in {}, Business in the {}", some_of(some, 3), verb(rest.len(), "other", "others"))
        }
        (some, rest) => format!("Business in {}, Non-business in {}{others}", some_of(some, 3), some_of(rest, 3)),
    };
    format!("{alone}: {} ({groups})", some_of(&names, NAMES))
}
