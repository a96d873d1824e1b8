//! Digests, and the differences between two catalogues.

use dictum::catalog::{BlockabilityChange, Catalog, Rename, Tier, TierChange, diff};
use jiff::civil::date;

fn read(csv: &str) -> Catalog {
    Catalog::read("test", csv.as_bytes()).expect("the table should be readable")
}

fn ids(connectors: &[dictum::catalog::Connector]) -> Vec<&str> {
    connectors.iter().map(|connector| connector.id.as_ref()).collect()
}

#[test]
fn every_sort_of_change_is_found_and_sorted() {
    let old = read(
        "id,display_name,tier,blockable\nsql,SQL Server,Premium,yes\nteams,Teams,Standard,no\nzz,Zed,Standard,yes\nHttp,HTTP,Built-in,yes\nab,Ab,,yes\n",
    );
    let new = read(
        "id,display_name,tier,blockable\nyy,Why,Standard,yes\nAA,,Standard,yes\nsql,SQL,Standard,yes\nteams,Teams,Standard,yes\nHttp,HTTP,Built-in,yes\nab,Ab,Premium,yes\n",
    );
    let changes = diff(&old, &new);
    assert_eq!(ids(&changes.added), ["AA", "yy"]);
    assert_eq!(ids(&changes.removed), ["zz"]);
    assert_eq!(changes.renamed, [Rename { id: "sql".into(), old: "SQL Server".into(), new: "SQL".into() }]);
    assert_eq!(changes.tier_changed, [TierChange { id: "sql".into(), old: Tier::Premium, new: Tier::Standard }]);
    assert_eq!(changes.blockability_changed, [BlockabilityChange { id: "teams".into(), blockable: true }]);
}

#[test]
fn a_catalogue_does_not_differ_from_itself() {
    let catalog = Catalog::builtin();
    assert!(diff(catalog, catalog).is_empty());
    assert!(!diff(catalog, &catalog.as_of(date(2024, 10, 30))).is_empty());
}

#[test]
fn the_growth_of_nine_months_is_what_history_says() {
    let catalog = Catalog::builtin();
    let then = catalog.as_of(date(2024, 10, 30));
    let changes = diff(&then, catalog);
    // 126 new ones in the export, 41 modules and 3 ids that were in no snapshot.
    assert_eq!(changes.added.len(), 126 + 41 + 3);
    assert_eq!(ids(&changes.removed), ["marketo", "vitacloudquotes"]);
    assert!(changes.blockability_changed.is_empty());
}

#[test]
fn a_name_or_tier_that_one_side_does_not_know_is_no_change() {
    let bare = read("id,publisher\nbrandnew,\n");
    let full = read("id,display_name,tier\nbrandnew,Brand New,Premium\n");
    assert!(diff(&bare, &full).is_empty());
    assert!(diff(&full, &bare).is_empty());
}

#[test]
fn the_digest_is_of_the_content_alone() {
    let one = read("id,display_name,tier\nbrandnew,Brand New,Premium\nsql,,\n");
    let other = Catalog::read(
        "another name",
        br#"{"date":"2026-01-01","value":[
            {"name":"shared_sql","id":"/providers/microsoft.powerapps/apis/shared_SQL","properties":{}},
            {"id":"shared_brandnew","properties":{"displayName":"Brand New","tier":"premium"}}]}"#,
    )
    .expect("the answer should be readable");
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.digest().len(), 64);
    assert!(one.digest().bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    assert_ne!(one.digest(), read("id,display_name,tier\nbrandnew,Brand New,Standard\nsql,,\n").digest());
    assert_ne!(one.digest(), read("id,display_name,tier\nbrandnew,Brand New,Premium\n").digest());
}

#[test]
fn the_digest_of_the_built_in_catalogue_is_pinned() {
    // A bundle names its catalogue by this digest. It changes with the data, and then the changelog states it.
    assert_eq!(Catalog::builtin().digest(), "569f652e57df74aa45344712116f5607e236e40e6bda527198c66047d82289b3");
}

#[test]
fn a_pinned_catalogue_reads_back_as_itself() {
    for catalog in [Catalog::builtin().clone(), Catalog::builtin().as_of(date(2024, 10, 30))] {
        let pinned = Catalog::read("pinned", catalog.to_pinned_csv().as_bytes()).expect("it should be readable");
        assert_eq!(pinned.connectors(), catalog.connectors());
        assert_eq!((pinned.digest(), pinned.date()), (catalog.digest(), catalog.date()));
    }
}

#[test]
fn an_awkward_name_survives_pinning() {
    let json = r##"[{"id":"shared_brandnew","name":"x","display_name":" a \"b\",\n#c; \u202e","publisher":"#d"}]"##;
    let catalog = Catalog::read("test", json.as_bytes()).expect("it should be readable");
    let pinned = Catalog::read("pinned", catalog.to_pinned_csv().as_bytes()).expect("it should be readable");
    assert_eq!(pinned.connectors(), catalog.connectors());
}
