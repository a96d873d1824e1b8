//! Members of groups, and the users that an environment admits (dataverse.md 3).

use rustc_hash::FxHashSet;

use crate::model::organisation::{Membership, Named, User, UserId};
use crate::model::program::{EnvironmentType, GroupId};
use crate::model::{Environment, Program};

/// Whether a user may enter an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The environment is open to everyone, or the user belongs to its group.
    Open,
    /// The user is not in the group of the environment: no role has any effect.
    Closed,
    /// The group has dynamic membership, so the source does not show it.
    Unknown,
    /// The user belongs to a group within that group: the platform does not admit such members automatically.
    Nested,
    /// The user belongs to the group, and the environment is a trial: the platform does not admit members of a group
    /// there automatically (tenant.md 1.1 and 1.2 E17).
    Trial,
}

/// The users of a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    /// Members, nested groups included.
    pub(super) users: FxHashSet<UserId>,
    /// The direct members.
    direct: FxHashSet<UserId>,
    /// The owners of the group itself.
    pub(super) owners: FxHashSet<UserId>,
    /// Whether membership is dynamic, here or in a nested group.
    pub(super) by_rule: bool,
}

impl Members {
    /// Whether the source lists the members.
    fn are_listed(&self) -> bool {
        !self.by_rule && !self.users.is_empty()
    }
}

/// The members of all groups.
#[derive(Debug, Default)]
pub(super) struct Groups(Vec<Members>);

impl Groups {
    pub(super) fn of(program: &Program) -> Self {
        let groups = &program.groups;
        let mut all = Vec::with_capacity(groups.len());
        for (id, group) in groups.ids() {
            let mut members = Members::default();
            let mut seen: FxHashSet<GroupId> = FxHashSet::default();
            let mut open = vec![id];
            while let Some(index) = open.pop() {
                if !seen.insert(index) {
                    continue;
                }
                let group = &groups[index];
                members.by_rule |= group.rule.is_some();
                for member in &group.members {
                    match member.target {
                        Some(Named::User(user)) => {
                            members.users.insert(user);
                        }
                        Some(Named::Group(inner)) => open.push(inner),
                        Some(Named::Team(_)) | None => {}
                    }
                }
            }
            let listed = group.members.iter();
            let user = |member: Option<Named>| match member {
                Some(Named::User(user)) => Some(user),
                Some(Named::Group(_) | Named::Team(_)) | None => None,
            };
            members.direct = listed.filter_map(|member| user(member.target)).collect();
            // INVARIANT: these are the owners in the source, in its order; the result is a set.
            let owners = group.owners.iter();
            members.owners = owners.filter_map(|owner| owner.target).collect();
            all.push(members);
        }
        Self(all)
    }

    /// Whether membership of a group, or of a nested one, is dynamic.
    pub(super) fn chooses_by_rule(&self, group: GroupId) -> bool {
        self.0.get(group.0 as usize).is_some_and(|members| members.by_rule)
    }

    /// Whether the source lists the members of a group.
    pub(super) fn are_listed(&self, group: GroupId) -> bool {
        self.0.get(group.0 as usize).is_some_and(Members::are_listed)
    }

    /// The members of a group, in order; none where membership is dynamic, or none is listed.
    pub(super) fn listed(&self, group: GroupId) -> Option<Vec<UserId>> {
        let members = self.0.get(group.0 as usize).filter(|members| members.are_listed())?;
        let mut users: Vec<UserId> = members.users.iter().copied().collect();
        users.sort_unstable();
        Some(users)
    }

    /// Whether a user belongs to a group, or to one within it.
    pub(super) fn holds(&self, group: GroupId, user: UserId) -> bool {
        self.0.get(group.0 as usize).is_some_and(|members| members.users.contains(&user))
    }

    /// The users of a group's team, in order. The source does not show who is a guest.
    pub(super) fn team(&self, group: GroupId, membership: Membership) -> Vec<UserId> {
        let Some(members) = self.0.get(group.0 as usize) else { return Vec::new() };
        let chosen = match membership {
            Membership::MembersAndGuests | Membership::Members => &members.users,
            Membership::Owners => &members.owners,
            Membership::Guests => return Vec::new(),
        };
        let mut users: Vec<UserId> = chosen.iter().copied().collect();
        users.sort_unstable();
        users
    }

    /// Whether an environment admits a user. Application users need not belong to its group.
    pub(super) fn gate(&self, environment: &Environment, index: UserId, user: &User) -> Gate {
        let Some(access) = &environment.access else { return Gate::Open };
        // A group that was not found, or whose members are not listed, is no reason to exclude a user.
        let Some(members) = access.target.and_then(|group| self.0.get(group.0 as usize)) else { return Gate::Unknown };
        if user.application.is_some() {
            Gate::Open
        } else if environment.kind == Some(EnvironmentType::Trial) && members.users.contains(&index) {
            Gate::Trial
        } else if members.direct.contains(&index) {
            Gate::Open
        } else if members.users.contains(&index) {
            Gate::Nested
        } else if members.by_rule || members.users.is_empty() {
            Gate::Unknown
        } else {
            Gate::Closed
        }
    }
}
