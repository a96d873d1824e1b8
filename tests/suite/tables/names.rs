//! The names of privileges, written and read.

use std::collections::BTreeMap;

use dictum::catalog::privilege::Verb;
use dictum::catalog::{
    PrivilegeName, predefined_roles, privilege_base, privilege_name, read_privilege, shares_privileges_with,
    system_tables, task_privilege, task_privileges,
};

use super::{data, index, name};

/// The meaning of a name, in short form.
fn says(privilege: &str) -> String {
    match read_privilege(privilege) {
        PrivilegeName::System(verb, table) => format!("{} {}", verb.word(), name(table)),
        PrivilegeName::Own(verb, base) => format!("{} own {base}", verb.word()),
        PrivilegeName::Task(task) => format!("task {}", task.name),
        PrivilegeName::Unknown(name) => format!("unknown {name}"),
    }
}

#[test]
fn every_privilege_of_the_platform_is_read_as_it_is_written() {
    for (index, table) in (0..).zip(system_tables()) {
        for verb in Verb::ALL {
            if table.allowed(verb).is_empty() {
                continue;
            }
            let written = privilege_name(verb, privilege_base(index));
            let expected = format!("{} {}", verb.word(), name(shares_privileges_with(index)));
            assert_eq!(says(&written), expected, "{}", table.name);
            assert_eq!(says(&written.to_lowercase()), expected, "{}", table.name);
        }
    }
}

#[test]
fn names_are_read() {
    for (privilege, expected) in [
        ("prvReadAccount", "read account"),
        ("PRVREADACCOUNT", "read account"),
        ("prvAppendToAccount", "append_to account"),
        ("prvAppendAccount", "append account"),
        ("prvWriteActivity", "write activitypointer"),
        ("prvAssignNote", "assign annotation"),
        ("prvReadUser", "read systemuser"),
        ("prvReadCustomization", "read teamtemplate"),
        ("prvReadRelationship", "read relationship"),
        // A table that begins with "to": the known one decides.
        ("prvAppendtoolinggateway", "append toolinggateway"),
        ("prvAppendTotoolinggateway", "append_to toolinggateway"),
        ("prvappendtoolinggateway", "append toolinggateway"),
        ("prvAppendToCategory", "append_to category"),
        // The platform's own spelling.
        ("prvAppendtoCategory", "append_to category"),
        // Nothing is known about an organisation's own tables, so the capital decides.
        ("prvAppendtoys_Doll", "append own toys_Doll"),
        ("prvAppendToys_Doll", "append_to own ys_Doll"),
        ("prvAppendTotoys_Doll", "append_to own toys_Doll"),
        ("prvappendtotoys_doll", "append_to own toys_doll"),
        ("prvReadacme_Claim", "read own acme_Claim"),
        // Privileges of no table may begin with a verb.
        ("prvReadLicense", "task ReadLicense"),
        ("prvAssignManager", "task AssignManager"),
        ("prvmerge", "task Merge"),
        ("prvReadNewThing", "unknown prvReadNewThing"),
        ("prvTelephone", "unknown prvTelephone"),
        ("ReadAccount", "unknown ReadAccount"),
        ("prvRead", "unknown prvRead"),
        ("prv", "unknown prv"),
        ("", "unknown "),
        ("prvReadé_ü", "read own é_ü"),
        ("pré", "unknown pré"),
    ] {
        assert_eq!(says(privilege), expected, "{privilege}");
    }
}

#[test]
fn tables_that_share_their_privileges_take_the_same_levels() {
    for (index, table) in (0..).zip(system_tables()) {
        let shared = shares_privileges_with(index);
        assert_eq!(shares_privileges_with(shared), shared, "{}", table.name);
        assert_eq!(privilege_base(index), privilege_base(shared), "{}", table.name);
        for verb in Verb::ALL {
            let (own, other) = (table.allowed(verb), system_tables()[shared as usize].allowed(verb));
            assert!(own.is_empty() || own == other, "{} {verb:?}", table.name);
        }
    }
    for activity in ["appointment", "email", "phonecall", "task", "chat", "socialactivity"] {
        assert_eq!(name(shares_privileges_with(index(activity))), "activitypointer");
    }
    assert_eq!(name(shares_privileges_with(index("account"))), "account");
    assert_eq!(shares_privileges_with(u32::MAX), u32::MAX);
    assert_eq!(privilege_base(u32::MAX), "");
}

#[test]
fn tables_that_share_their_privileges_are_granted_alike() {
    for role in predefined_roles() {
        let grants: BTreeMap<_, _> = role.grants().iter().copied().collect();
        // The grants of roles on tables of apps are listed with the table that they share their privileges with.
        for (index, table) in (0..).zip(system_tables()).filter(|(_, table)| !table.of_an_app) {
            let shared = shares_privileges_with(index);
            for verb in Verb::ALL.into_iter().filter(|verb| !table.allowed(*verb).is_empty()) {
                if table.name == "sdkmessagefilter" && matches!(verb, Verb::Append | Verb::AppendTo) {
                    continue;
                }
                let level = |table| grants.get(&table).and_then(|grants| grants.level(verb));
                assert_eq!(level(index), level(shared), "{} {} {verb:?}", role.symbol, table.name);
            }
        }
    }
}

#[test]
fn privileges_of_no_table_are_sorted_and_found() {
    assert!(task_privileges().is_sorted_by(|first, second| first.name.to_lowercase() < second.name.to_lowercase()));
    for task in task_privileges() {
        assert_eq!(task_privilege(task.name), Some(task));
        assert_eq!(task_privilege(&format!("prv{}", task.name)), Some(task));
        assert_eq!(task_privilege(&format!("PRV{}", task.name.to_uppercase())), Some(task));
    }
    assert!(task_privilege("ExportToExcel").is_some_and(|task| task.dangerous.is_some()));
    assert!(task_privilege("Print").is_some_and(|task| task.dangerous.is_none()));
    assert_eq!(task_privilege("ReadAccount"), None);
}

#[test]
fn the_privileges_of_published_roles_are_read() {
    let mut found = Vec::new();
    for file in [
        "automation-project-contributor",
        "emcr-eew-business-user",
        "listings-administrator",
        "nonprofit-team-member",
        "volunteer-manager",
    ] {
        let file = format!("{file}.xml");
        let text = std::fs::read_to_string(data("role-samples").join(&file)).expect("the sample should be there");
        let privileges = text.split("<RolePrivilege name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let (mut counts, mut strangers) = ([0, 0, 0], Vec::new());
        for privilege in privileges {
            match read_privilege(privilege) {
                PrivilegeName::System(verb, table) => {
                    counts[0] += 1;
                    // The list has the same capital letters as the files.
                    let written = privilege_name(verb, privilege_base(table));
                    assert_eq!(privilege, written);
                }
                PrivilegeName::Own(verb, base) => {
                    counts[1] += 1;
                    assert_eq!(privilege_name(verb, base), privilege);
                }
                PrivilegeName::Task(_) => counts[2] += 1,
                PrivilegeName::Unknown(name) => strangers.push(name),
            }
        }
        let [system, own, task] = counts;
        found.push(format!("{file}: {system} system, {own} own, {task} task, unknown: {}", strangers.join(" ")));
    }
    let expected = [
        "automation-project-contributor.xml: 74 system, 153 own, 1 task, unknown: ",
        "emcr-eew-business-user.xml: 78 system, 5 own, 3 task, unknown: ",
        "listings-administrator.xml: 9 system, 16 own, 0 task, unknown: ",
        "nonprofit-team-member.xml: 85 system, 28 own, 3 task, unknown: ",
        // The snapshot has no privilege of that table.
        "volunteer-manager.xml: 392 system, 217 own, 18 task, unknown: prvReadEnvironmentVariableValue",
    ];
    assert_eq!(found, expected);
}
