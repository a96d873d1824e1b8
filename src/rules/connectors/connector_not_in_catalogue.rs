//! Quoted connector ids that are not in the catalogue.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Check, Context, Reads};
use crate::catalog::{Catalog, Kind, Retired, wire};
use crate::diagnostics::{Diagnostic, Fix, Safety, list_of, worth_seeking};
use crate::model::program::{DataGroup, DataPolicy, Program, SetExpression, Symbol};
use crate::model::{ConnectorId, Universe};
use crate::rules::shared::words::{counted, some_of, verb};
use crate::syntax::text_value;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors, given by their id in quotes, that are not in the catalogue and that the project does not
    /// declare. For a connector that the platform no longer has, it names the replacement. For a display name, such
    /// as `"BizTalkServer"`, it gives the id. For any other name, it suggests similar connectors of the catalogue and
    /// shows in which group the policy puts them. Ids of custom connectors are not checked.
    ///
    /// ## Why is this bad?
    /// If a connector no longer exists, the platform refuses the policy or keeps the name without any effect:
    /// `blocked = ["shared_http"]` blocks nothing, since the id of HTTP is `Http`. A connector that is newer than the
    /// catalogue is missing in every result of `all`, `where` and `rest`.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, "shared_powervirtualagents"]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, microsoftcopilotstudio]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3104 "connector-not-in-catalogue" Warning "a connector is not in the catalogue" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let unknown: FxHashSet<ConnectorId> = program
        .universe
        .foreigners()
        .filter(|(_, foreign)| !foreign.custom && wire::kind(&foreign.name) != Kind::Custom)
        // `exempt-connector` reports the connectors that data policies cannot classify.
        .filter(|(_, foreign)| !Catalog::is_exempt(&foreign.name))
        // A name that cannot be an id is an error of its own.
        .filter(|(_, foreign)| wire::has_signs_of_an_id(&foreign.name))
        .map(|(id, _)| id)
        .collect();
    if unknown.is_empty() {
        return;
    }
    let shown = shown_names(program.universe.catalog());
    let unknown = Unknown { program, ids: unknown, shown };
    for set in &program.connector_sets {
        unknown.judge("connector set", &set.head.symbol, None, &[&set.expression], findings);
    }
    for list in &program.allow_lists {
        let allows: Vec<&SetExpression> = list.allows.iter().map(|clause| &clause.expression).collect();
        unknown.judge("connector allow-list", &list.head.symbol, None, &allows, findings);
    }
    for policy in &program.policies {
        let groups: Vec<&SetExpression> =
            policy.groups.iter().filter_map(|clause| clause.expression.as_ref()).collect();
        unknown.judge("data policy", &policy.head.symbol, Some(policy), &groups, findings);
    }
}

/// The connectors that are not in the catalogue.
struct Unknown<'p> {
    program: &'p Program,
    ids: FxHashSet<ConnectorId>,
    /// The connectors of the catalogue by display name, in lower case; `None` if two connectors share a name.
    shown: FxHashMap<String, Option<&'p str>>,
}

fn shown_names(catalog: &Catalog) -> FxHashMap<String, Option<&str>> {
    let mut names = FxHashMap::default();
    for connector in catalog.connectors() {
        let name = connector.display_name.to_lowercase();
        names.entry(name).and_modify(|id| *id = None).or_insert(Some(&*connector.id));
    }
    names
}

impl Unknown<'_> {
    /// One finding for the unknown connectors of a declaration, one for each retired connector, and one for each
    /// display name.
    fn judge(
        &self,
        noun: &str,
        symbol: &Symbol,
        policy: Option<&DataPolicy>,
        expressions: &[&SetExpression],
        findings: &mut Vec<Diagnostic>,
    ) {
        let program = self.program;
        let mut found: Vec<(&str, Location)> = Vec::new();
        for expression in expressions {
            expression.each_part(&mut |part| {
                let SetExpression::List(elements, list) = part else { return };
                for element in elements.iter().filter(|element| self.ids.contains(&element.connector)) {
                    let location = Location::new(list.file, element.span);
                    let name = program.universe.name(element.connector);
                    if let Some(retired) = Catalog::retired(name) {
                        findings.push(gone(&program.universe, name, retired, location));
                    } else if let Some(Some(id)) = self.shown.get(&name.to_lowercase()) {
                        findings.push(seen_as(name, id, location));
                    } else {
                        found.push((name, location));
                    }
                }
            });
        }
        let Some((_, first)) = found.first() else { return };
        let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        let catalog = program.universe.catalog();
        let of = catalog.date().map_or_else(|| format!("`{}`", catalog.name()), |date| format!("of {date}"));
        let message = format!(
            "{noun} `{}` names {} that the catalogue {of} lacks",
            symbol.name,
            counted(names.len(), "connector")
        );
        let mut finding = Diagnostic::new(&RULE, *first, message);
        for (_, location) in found.iter().skip(1).take(2) {
            finding = finding.label(*location, "");
        }
        if names.len() > 1 {
            finding = finding.note(format!("they are {}", some_of(&names, 8)));
        }
        let meant = self.meant(policy, &names);
        finding = meant.notes.into_iter().fold(finding, Diagnostic::note);
        findings.push(
            finding
                .note(format!(
                    "the platform refuses {} it does not know, or keeps {} without effect",
                    verb(names.len(), "one", "those"),
                    verb(names.len(), "it", "them")
                ))
                .help(meant.help),
        );
    }

    /// Suggestions for names that are not in the catalogue, and the groups in which a policy puts the suggested
    /// connectors.
    fn meant(&self, policy: Option<&DataPolicy>, names: &[&str]) -> Meant {
        let universe = &self.program.universe;
        let catalog = universe.catalog();
        let mut nearest: Vec<ConnectorId> = Vec::new();
        for (told, name) in names.iter().enumerate().take_while(|(told, _)| worth_seeking(*told, catalog.len())) {
            let near = (told < SOUGHT).then(|| catalog.closest(name).and_then(|near| universe.find(near)));
            nearest.extend(near.flatten().filter(|near| !nearest.contains(near)));
        }
        let mut notes = Vec::new();
        for group in policy
            .map_or_else(Vec::new, |policy| if policy.groups_sound { DataGroup::ALL.to_vec() } else { Vec::new() })
        {
            let here = nearest.iter().filter(|near| policy.is_some_and(|one| one.group_of(universe, **near) == group));
            let here: Vec<String> = here.map(|near| format!("`{}`", universe.name(*near))).collect();
            let count = here.len();
            let near = list_of(here, "and");
            let stay = verb(count, "stays", "stay");
            match group {
                _ if count == 0 => {}
                DataGroup::Blocked => notes.push(format!("this policy blocks {near}")),
                DataGroup::Business | DataGroup::NonBusiness => {
                    let title = group.title();
                    notes.push(format!("this policy does not block {near}, which {stay} open in {title}"));
                }
            }
        }
        let remove =
            "remove what no longer exists; if it is newer than the catalogue, pin one exported from the tenant";
        let help = if nearest.is_empty() {
            remove.to_owned()
        } else {
            let near = list_of(nearest.iter().map(|near| format!("`{}`", universe.name(*near))), "or");
            format!("did you mean {near}? Else {remove}")
        };
        Meant { notes, help }
    }
}

/// The maximum number of names of a declaration that are compared with the catalogue.
const SOUGHT: usize = 6;

/// Suggestions for names that are not in the catalogue.
struct Meant {
    /// In which group the policy puts the suggested connectors.
    notes: Vec<String>,
    help: String,
}

/// A connector that is named by its display name.
fn seen_as(name: &str, id: &str, location: Location) -> Diagnostic {
    Diagnostic::new(&RULE, location, format!("no connector has the id `{name}`; it is what people see of `{id}`"))
        .instead(text_value::name(id), location, Safety::Unsafe)
}

fn gone(universe: &Universe, name: &str, retired: Retired, location: Location) -> Diagnostic {
    let finding =
        Diagnostic::new(&RULE, location, format!("the platform no longer has connector `{name}`")).note(retired.note);
    let successor = retired.successor.filter(|successor| universe.find(successor).is_some());
    match successor {
        Some(successor) => finding.help(format!("`{successor}` took its place")).fix(Fix::replace(
            format!("write `{successor}`"),
            Safety::Unsafe,
            location,
            text_value::name(successor).into_owned(),
        )),
        None => finding.help("remove it"),
    }
}
