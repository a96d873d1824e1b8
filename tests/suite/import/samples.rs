use dictum::catalog::Catalog;
use dictum::import::{Format, Options, import};

#[test]
fn try_it() {
    for file in [
        "rpothin-tenant-five-policies.tfoutput.json",
        "provider-example.tf",
        "provider-mock-policy.v2.json",
        "rpothin-example-1.tfvars",
        "industry-default-env.v1.json",
        "industry-high-tenant.v1.json",
    ] {
        let bytes = std::fs::read(format!("tests/data/dlp-samples/{file}")).unwrap();
        let catalog = if file.starts_with("industry") {
            Catalog::builtin().clone()
        } else {
            Catalog::builtin().as_of("2024-10-30".parse().unwrap())
        };
        let imported = import(Format::Auto, &[(file.to_owned(), bytes)], &catalog, &Options::default()).unwrap();
        println!("=========\n{}", imported.source);
        println!("{}", imported.bindings.to_json());
        for line in imported.report.lines() {
            println!("{line}");
        }
    }
}
