//! The text of the source, as snapshots.

use std::fmt::Write as _;

use dictum::catalog::Catalog;
use dictum::import::{Format, Ids, Imported, Members, Options, import};

use super::{attribute, catalog_of_2024, import_files, sample};

/// Compares source, bindings and report with the snapshot of that name.
fn compare(name: &str, imported: &Imported) {
    let mut text = imported.source.clone();
    let bindings = serde_json::to_string_pretty(&imported.bindings.to_json()).expect("bindings are JSON");
    let _ = write!(text, "\n──── bindings\n{bindings}\n\n──── report\n");
    for line in imported.report.lines() {
        let _ = writeln!(text, "{line}");
    }
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../../../snapshots/import");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn five_policies_of_a_tenant() {
    let imported = import_files(&[sample("rpothin-tenant-five-policies.tfoutput.json")], &catalog_of_2024());
    let lines = imported.source.lines().count();
    assert!(lines < 90, "a person would not write {lines} lines");
    compare("five_policies", &imported);
}

#[test]
fn example_of_the_provider() {
    compare("provider_example", &import_files(&[sample("provider-example.tf")], &catalog_of_2024()));
}

#[test]
fn envelope_with_rules() {
    compare("provider_mock_policy", &import_files(&[sample("provider-mock-policy.v2.json")], &catalog_of_2024()));
}

#[test]
fn variables_of_one_policy() {
    compare("example_1_variables", &import_files(&[sample("rpothin-example-1.tfvars")], &catalog_of_2024()));
}

#[test]
fn template_for_the_default_environment() {
    compare("industry_default", &import_files(&[sample("industry-default-env.v1.json")], Catalog::builtin()));
}

#[test]
fn a_list_too_long_for_a_policy_is_named() {
    let imported = import_files(&[sample("industry-high-tenant.v1.json")], Catalog::builtin());
    let source = &imported.source;
    let (sets, policy) = source.split_once("\ndata_policy ").expect("a policy");
    assert!(policy.lines().count() < 15, "{policy}");
    assert_eq!(attribute(policy, "non_business"), ["tenant_high_north_star_dlp_non_business"]);
    let listed = sets.split_once("connectors tenant_high_north_star_dlp_non_business = [").expect("a set").1;
    assert_eq!(listed.split(',').filter(|name| !name.trim_matches(['\n', ' ', ']']).is_empty()).count(), 715);
}

#[test]
fn the_report_is_json_too() {
    let imported = import_files(&[sample("rpothin-example-1.tfvars")], &catalog_of_2024());
    let report = imported.report.to_json();
    assert_eq!(report["policies"][0]["groups"][0]["listed"], 3);
    assert_eq!(report["policies"][0]["unlisted_unblockable"], 22);
    assert_eq!(report["not_carried"][0]["outcome"], "assumed");
    assert_eq!(report["files"][0]["form"], "terraform variables");
}

#[test]
fn ids_may_stand_in_the_source() {
    let options = Options { ids: Ids::Inline, default_members: Members::Covered, ..Options::default() };
    let input = [sample("provider-mock-policy.v2.json")];
    let imported = import(Format::PowerPlatform, &input, &catalog_of_2024(), &options).expect("a policy");
    assert!(imported.bindings.is_empty());
    let source = imported.source;
    assert!(
        source.contains("environment env_be0eb809 { id = \"be0eb809-e58a-ec1b-8fce-ea40b0e53442\" }\n"),
        "{source}"
    );
    assert!(source.contains("  id           = \"00000000-0000-0000-0000-000000000002\"\n"), "{source}");
}

#[test]
fn no_line_is_longer_than_it_must_be() {
    for name in super::SAMPLES {
        let source = import_files(&[sample(name)], Catalog::builtin()).source;
        let long: Vec<&str> = source.lines().filter(|line| line.chars().count() > 100).collect();
        assert_eq!(long, Vec::<&str>::new(), "{name}");
    }
}
