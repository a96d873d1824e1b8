//! The combined effect of all policies, for each class of environments to which the same policies apply.
//!
//! A class names its policies and environments, and the cells into which its connectors fall: those of one cell
//! may be used together. Connectors are spelled out only as far as a reader would look at them, since a class
//! for each environment times every connector would be out of all proportion to the source. Counts and digests
//! stand for the rest, so that nothing can change unseen, and the policies themselves say it in full.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use crate::analysis::{Class, Placement};
use crate::emit::Job;
use crate::emit::connectors::Connectors;
use crate::emit::json::Json;
use crate::emit::store::hex;
use crate::model::{EnvironmentId, PolicyId, Program, Set};

/// Cells with more connectors than this give their number and digest only.
const MAX_MEMBERS: usize = 64;

/// A class spells out no more connectors than this.
const MAX_NAMES: usize = 256;

/// A class lists no more cells than this, the largest first.
const MAX_CELLS: usize = 64;

pub(super) fn write(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
    let mut digests = Digests { program: job.program, connectors, known: FxHashMap::default() };
    for class in &job.effective.classes {
        json.object(|json| write_class(json, job.program, class, &mut digests));
    }
}

fn write_class(json: &mut Json<'_>, program: &Program, class: &Class, digests: &mut Digests<'_>) {
    let visible = digests.connectors.visible.clone();
    let cells = class.cells.iter().map(|cell| (cell, cell.members.clone().common(&visible)));
    let mut cells: Vec<_> = cells.filter(|(_, members)| !members.is_empty()).collect();
    let connectors = digests.connectors;
    let first = |members: &Set| members.iter().map(|id| connectors.rank(id)).min();
    cells.sort_by_cached_key(|(_, members)| (std::cmp::Reverse(members.len()), first(members)));
    let blocked = class.blocked.clone().common(&visible);
    let mut whole = Sha256::new();
    let mut budget = MAX_NAMES;
    json.key("blocked").object(|json| {
        json.key("count").number(blocked.len());
        json.key("digest").string(digests.of(&blocked, &mut whole));
    });
    json.key("cellCount").number(cells.len());
    json.key("cells").list(|json| {
        for (index, (cell, members)) in cells.iter().enumerate() {
            let digest = digests.of(members, &mut whole).to_owned();
            if index >= MAX_CELLS {
                continue;
            }
            json.object(|json| {
                let count = members.len();
                if count <= MAX_MEMBERS && count <= budget {
                    budget -= count;
                    let sorted = connectors.sorted(members);
                    json.key("connectors").list(|json| sorted.iter().for_each(|id| json.raw(connectors.text(*id))));
                } else {
                    json.key("connectors").null();
                }
                json.key("count").number(count);
                json.key("digest").string(&digest);
                let placed = class.policies.iter().zip(&cell.placements);
                let ignoring = placed.filter(|(_, placement)| **placement == Placement::Ignored);
                json.key("ignoredBy").strings(ignoring.filter_map(|(policy, _)| policy_name(program, *policy)));
            });
        }
    });
    json.key("digest").string(&hex(whole));
    json.key("environments").strings(class.environments.iter().filter_map(|id| environment_name(program, *id)));
    json.key("policies").strings(class.policies.iter().filter_map(|id| policy_name(program, *id)));
}

fn policy_name(program: &Program, id: PolicyId) -> Option<&str> {
    program.policies.get(id.0 as usize).map(|policy| &*policy.head.symbol.name)
}

fn environment_name(program: &Program, id: EnvironmentId) -> Option<&str> {
    program.environments.get(id.0 as usize).map(|environment| &*environment.head.symbol.name)
}

/// The digests of sets, each taken once: classes share most of theirs.
struct Digests<'a> {
    program: &'a Program,
    connectors: &'a Connectors,
    known: FxHashMap<Set, String>,
}

impl Digests<'_> {
    /// The SHA-256 of a set's symbols, sorted, each ended by a line feed; adds it as such a line to `whole`.
    fn of(&mut self, set: &Set, whole: &mut Sha256) -> &str {
        if !self.known.contains_key(set) {
            let mut hash = Sha256::new();
            for id in self.connectors.sorted(set) {
                hash.update(self.program.universe.name(id));
                hash.update(b"\n");
            }
            self.known.insert(set.clone(), hex(hash));
        }
        let digest = self.known.get(set).map_or("", String::as_str);
        whole.update(digest);
        whole.update(b"\n");
        digest
    }
}
