//! Entra groups in the bundle.

use super::form::{Description, Form, Members, Name, Named, Parties, References, Shown, bound};
use crate::emit::ids;
use crate::model::program::Group;

impl Form for &Group {
    const FORM: Named = Named("group", "group");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("classification", |group, _| group.classification.as_ref());
        to.value("description", |group, _| Description(&group.head.description));
        to.said("displayName", |group, _| Shown::of(&group.head, group.name.as_ref()));
        to.value("expires", |group, _| group.expires);
        to.identity("id", |group, context| bound(ids::group(group, context.bindings())), |group| group.id.as_ref());
        to.value("kind", |group, _| group.kind);
        to.said("mailNickname", |group, _| group.mail_nickname.as_ref());
        to.said("members", |group, _| Parties(&group.members));
        to.said("owners", |group, _| References(&group.owners));
        to.said("roleAssignable", |group, _| (group.role_assignable.is_some(), group.role_assignable));
        to.said("rule", |group, _| group.rule.as_ref());
        to.value("ruleActive", |group, _| group.rule_active);
        to.value("symbol", |group, _| Name(&group.head.symbol.name));
        to.said("visibility", |group, _| group.visibility);
    }
}
