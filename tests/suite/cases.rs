//! Cases that were once answered wrongly, as users met them. Each is a folder of `tests/cases` with its inputs and a
//! `case.txt` that states what must hold and why. `tests/cases/README.md` describes the form.

mod expect;
mod prepare;
mod script;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use self::script::Line;
use crate::desk::{Desk, gather};

/// Makes a test of each case of an area. The name of the test is the name of the folder, with `_` for `-`.
macro_rules! cases {
    ($($area:ident { $($(#[$only:meta])* $case:ident)* })*) => {
        $(mod $area {
            $($(#[$only])* #[test] fn $case() { super::holds(stringify!($area), stringify!($case)); })*
        })*

        /// The area and the name of every test.
        const TESTS: &[(&str, &str)] = &[$($((stringify!($area), stringify!($case)),)*)*];
    };
}

cases! {
    cli {
        crlf_is_no_layout
        dataverse_suggests_legacy
        init_name_starter
        init_refuses_git_folder
        #[cfg(unix)] linked_policies_skipped
        #[cfg(unix)] out_files_0600
        readme_init_shop_then_shop
        unbound_repeated
    }
    connectors {
        acp_unmodelled
        declared_without_a_kind
        connector_ids_that_do_not_exist
        endpoint_rules_that_bar_nothing
        exempt_connector_called_blocked
        forbidden_connector_allowed
        guard_policy_hides_open_environment
        new_environments_uncovered
        not_blockable_takes_custom
        query_json_thin
        readme_mend_opens_finance
        scope_all_except_only
        yes_without_endpoint_rules
        host_not_given
        custom_of_another_environment
        policies_of_one_environment_only
    }
    criticity {
        conflicts_not_told
        contradictory_totals_pass
        date_ranges
        idle_label
        impossible_witness
        lint_rules_ignored
        more_than_1000_rules_pass
        never_everything
        never_rows_classified
        no_age
        no_scale_of_scales
        odata_json_one_row
        one_word
        scorecard_duplicate_not_told
        scorecard_not_proved
        sql_boolean_columns
        sql_first_wins_quadratic
        sql_lowers_other_case
        unknown_though_check_says_decided
        unknown_though_decided
        thousand_with_a_point
        whole_numbers_as_floats
        fix_keeps_not_answered
        place_not_known
        fail_on_with_gaps
    }
    deploy {
        inline
        names_as_ids
        left_out_in_silence
        same_id_in_bindings
        second_deploy_makes_copies
        terraform_no_dlp
        terraform_target
        terraform_target_has_no_policies
        bound_to_another_tenant
        bound_to_the_default_environment
    }
    gate {
        findings_cut_at_100
        no_waiver_no_baseline
        nothing_to_check
        settings_are_found
        pack_of_the_baseline
        build_with_baseline
        level_given_twice
    }
    import {
        assumed_everywhere
        block_all_actions
        classify_json_as_csv
        display_name_as_id
        environments_not_imported
        invented_policy
        terraform_modules_not_followed
        tfvars_not_bound
        unread_formats
        page_of_role_privileges
        further_pages
        absent_in_a_condition
        block_without_instances
        facts_of_environments_left_out
        folder_of_a_repository
        functions_of_texts
        import_blocks
        state_with_doomed_objects
        table_of_carriage_returns
    }
    people {
        default_team_and_people_of_other_environments
        everybody_becomes_administrator
        forgotten_unit_is_the_root
        one_person_as_two_users
        owner_by_a_shared_name
        mistake_in_a_test
        owner_and_makers_are_not_looked_up
        system_administrator_has_no_rights_on_own_tables
        members_of_a_team_are_not_said
    }
    robust {
        azure_github_log_commands
        bindings_duplicate_key
        build_out_leaves_project
        cr_only_csv_all_rows_lost
        digest_of_meaning_moves_with_a_comment
        exponential_hang
        #[cfg(unix)] files_outside_project_read_and_quoted
        hcl_splat_stack_overflow
        #[cfg(unix)] litter_of_killed_runs_stays
        #[cfg(target_os = "linux")] non_utf8_file_name_doubled
        #[cfg(unix)] not_atomic_results
        out_path_printed_raw
        parent_gitignore_drops_policies
        rules_budget_per_question_only
        safe_fix_changes_meaning
        settings_silently_ignored
        two_statements_behind_one_block
    }
    roles {
        add_on_role_refused
        alm_settings_delete_roles
        customised_platform_role
        depth_not_taken_elsewhere
        dynamics_tables_unknown
        import_of_assignments_empties_live_roles
        nested_groups
        ownership_guessed_beside_the_fact
        phantom_privileges
        plan_leaves_users_in_the_root
        platform_roles_without_tasks
        quoted_table_privilege_unseen
        role_description_dropped
        role_that_opens_no_app
        unmasked_reading_lost_in_solution
        who_can_counts_who_cannot
        reach_of_one_role
        grid_of_an_unknown_role
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn folder(area: &str, case: &str) -> PathBuf {
    root().join(area).join(case.replace('_', "-"))
}

fn script(folder: &Path) -> String {
    let path = folder.join("case.txt");
    std::fs::read_to_string(&path).unwrap_or_else(|error| unreachable!("{}: {error}", path.display()))
}

/// Fails unless everything that a case states holds. Shows each line that does not, with its run.
fn holds(area: &str, case: &str) {
    let folder = folder(area, case);
    let desk = Desk::empty();
    let mut inputs = Vec::new();
    gather(&folder, "", &mut inputs);
    for (path, bytes) in inputs.iter().filter(|(path, _)| path != "case.txt") {
        desk.put(path, bytes);
    }
    let mut wrong = Vec::new();
    let mut last = None;
    for (number, text) in script(&folder).lines().enumerate() {
        let result = match script::line(text) {
            Line::Nothing => Ok(()),
            Line::Preparation(text) => prepare::carry_out(&desk, text),
            Line::Command(words) => {
                last = Some(expect::run(&desk, &words));
                Ok(())
            }
            Line::Expectation(text) => match &last {
                Some(run) => expect::holds(&desk, run, text),
                None => Err("no command stands above it".to_owned()),
            },
        };
        if let Err(found) = result {
            wrong.push(format!("case.txt:{}: `{text}`: {found}", number + 1));
        }
    }
    assert!(wrong.is_empty(), "{area}/{case}:\n{}", wrong.join("\n"));
}

fn subfolders(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_folder_is_a_test_and_every_test_a_folder() {
    let folders: BTreeSet<String> = subfolders(&root())
        .iter()
        .flat_map(|area| subfolders(&root().join(area)).into_iter().map(move |case| format!("{area}/{case}")))
        .collect();
    let tests: BTreeSet<String> =
        TESTS.iter().map(|(area, case)| format!("{area}/{}", case.replace('_', "-"))).collect();
    assert_eq!(folders, tests, "the lists in tests/suite/cases.rs and the folders of tests/cases");
}

/// A case needs a reason, and one that only states what is absent would also hold if nothing worked.
#[test]
fn every_case_says_why_and_every_command_what_must_be_there() {
    let mut wrong = Vec::new();
    for (area, case) in TESTS {
        let text = script(&folder(area, case));
        if !text.starts_with("# ") {
            wrong.push(format!("{area}/{case}: the first line does not say what must hold"));
        }
        let blocks: Vec<&str> = text.split("\n$ ").skip(1).collect();
        if blocks.is_empty() {
            wrong.push(format!("{area}/{case}: there is no command"));
        }
        for block in blocks {
            let asserts = |line: &str| script::POSITIVE.contains(&line.split(' ').next().unwrap_or_default());
            if !block.lines().skip(1).any(asserts) {
                let command = block.lines().next().unwrap_or_default();
                wrong.push(format!("{area}/{case}: nothing says what `{command}` gives"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
