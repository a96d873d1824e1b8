//! `dictum report connectors`, `apps`, `reviews` and `all`: their numbers are those of `dictum query`.

use serde_json::Value;

use super::{Desk, settings};

const ESTATE: &str = include_str!("../report/estate.dictum");
const TODAY: [&str; 2] = ["--today", "2026-11-21"];

fn desk() -> Desk {
    Desk::with(&[("dictum.toml", &settings("contoso")), ("estate.dictum", ESTATE)])
}

/// A project of this repository, at the root of a desk, so that paths are the same everywhere.
fn project(name: &str) -> Desk {
    let desk = Desk::empty();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(name);
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            desk.put(&name, std::fs::read(&path).expect("a file"));
        }
    }
    desk
}

fn desks() -> [(&'static str, Desk); 3] {
    [("estate", desk()), ("contoso", project("contoso")), ("adoption-framework", project("adoption-framework"))]
}

/// The data in a page.
fn page(desk: &Desk, name: &str) -> Value {
    let run = desk.run(&["report", name, TODAY[0], TODAY[1]]).ends(0);
    let (_, rest) = run.out.split_once("<script type=\"application/json\" id=\"data\">").expect("the data");
    serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("the data is JSON")
}

fn answer(desk: &Desk, arguments: &[&str]) -> Value {
    let mut all = vec!["query"];
    all.extend_from_slice(arguments);
    all.extend(["--output", "json", TODAY[0], TODAY[1]]);
    let run = desk.run(&all);
    assert!(run.status < 2, "{arguments:?}: {}", run.err);
    serde_json::from_str(&run.out).expect("the answer is JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).expect("a list")
}

#[test]
fn the_page_about_apps_has_what_the_query_answers() {
    let mut compared = 0;
    for (name, desk) in desks() {
        let shown = page(&desk, "apps");
        let answers = answer(&desk, &["app"]);
        assert_eq!(list(&shown["apps"]).len(), list(&answers).len(), "{name}");
        for (app, row) in list(&shown["apps"]).iter().zip(list(&answers)) {
            for key in
                ["app", "level", "decided_by", "missing", "possible", "environment", "met", "duties", "connectors"]
            {
                assert_eq!(app[key], row[key], "{key} of {} in {name}", row["app"]);
                compared += 1;
            }
            let names: Vec<&Value> = list(&row["guidelines"]).iter().map(|one| &one["guideline"]).collect();
            assert_eq!(list(&app["guidelines"]).iter().collect::<Vec<_>>(), names);
        }
    }
    assert!(compared > 90, "only {compared} were compared");
}

/// The names of the connectors of pairs of numbers.
fn names(page: &Value, ranges: &Value) -> Vec<String> {
    let numbers: Vec<usize> = list(ranges).iter().map(|one| one.as_u64().expect("a number") as usize).collect();
    let ids = numbers.chunks(2).flat_map(|pair| pair[0]..pair[0] + pair[1]);
    ids.map(|id| page["connectors"][id][0].as_str().expect("a name").to_owned()).collect()
}

fn symbols(page: &Value, kind: &str, of: &Value) -> Vec<Value> {
    list(of).iter().map(|id| page[kind][id.as_u64().expect("a number") as usize]["symbol"].clone()).collect()
}

#[test]
fn the_page_about_connectors_has_what_the_query_answers() {
    let mut blocked = 0;
    for (name, desk) in desks() {
        let page = page(&desk, "connectors");
        let declared = list(&page["environments"]).iter().filter(|one| one["environment"] != "");
        for environment in declared {
            let symbol = environment["environment"].as_str().expect("a name");
            let class = &page["classes"][environment["class"].as_u64().expect("a class") as usize];
            let row = answer(&desk, &["connectors", "-e", symbol]);
            let at = format!("{symbol} of {name}");
            assert_eq!(list(&page["connectors"]).len() as u64, row["connectors"], "{at}");
            assert_eq!(class["evaluated"], row["data_policies_evaluated"], "{at}");
            assert_eq!(symbols(&page, "policies", &class["policies"]), list(&row["policies"]), "{at}");
            assert_eq!(symbols(&page, "lists", &class["lists"]), list(&row["allow_lists"]), "{at}");
            assert_eq!(names(&page, &class["ungoverned"]), list(&row["ungoverned"]), "{at}");
            assert_eq!(list(&class["cells"]).len(), list(&row["cells"]).len(), "{at}");
            for (cell, answered) in list(&class["cells"]).iter().zip(list(&row["cells"])) {
                assert_eq!(names(&page, &cell["connectors"]), list(&answered["connectors"]), "{at}");
                let groups: Vec<&Value> = list(&answered["groups"]).iter().map(|one| &one["group"]).collect();
                assert_eq!(list(&cell["groups"]).iter().collect::<Vec<_>>(), groups, "{at}");
            }
            let out = names(&page, &class["blocked"]);
            assert_eq!(out.len(), list(&row["blocked"]).len(), "{at}");
            // The policies that block each of them: those whose entry is Blocked.
            let barring: Vec<(Value, Vec<String>)> = list(&class["policies"])
                .iter()
                .map(|id| {
                    let policy = &page["policies"][id.as_u64().expect("a number") as usize];
                    let says = list(&policy["says"]).iter().filter(|says| says["group"] == "blocked");
                    let barred = says.flat_map(|says| names(&page, &says["connectors"]));
                    (policy["symbol"].clone(), barred.collect())
                })
                .collect();
            for (connector, answered) in out.iter().zip(list(&row["blocked"])) {
                assert_eq!(*connector, answered["connector"]);
                let by: Vec<&Value> =
                    barring.iter().filter(|(_, all)| all.contains(connector)).map(|(policy, _)| policy).collect();
                assert_eq!(list(&answered["policies"]).iter().collect::<Vec<_>>(), by, "{connector} in {at}");
                blocked += 1;
            }
        }
    }
    assert!(blocked > 5_000, "only {blocked} were compared");
}

#[test]
fn what_is_allowed_in_part_is_what_the_query_answers() {
    let mut compared = 0;
    for (name, desk) in desks() {
        let page = page(&desk, "connectors");
        for environment in list(&page["environments"]).iter().filter(|one| one["environment"] != "") {
            let symbol = environment["environment"].as_str().expect("a name");
            let class = &page["classes"][environment["class"].as_u64().expect("a class") as usize];
            let mut connectors: Vec<u64> =
                list(&class["limits"]).iter().map(|limit| limit["connector"].as_u64().expect("a number")).collect();
            connectors.dedup();
            for id in connectors {
                let connector = page["connectors"][id as usize][0].as_str().expect("a name");
                let row = answer(&desk, &["connectors", "-e", symbol, "--together", connector]);
                assert_eq!(row["allowed"], true, "{connector} in {symbol} of {name}");
                let shown: Vec<Value> = list(&class["limits"])
                    .iter()
                    .filter(|limit| limit["connector"] == id)
                    .map(|limit| {
                        let mut limit = limit.clone();
                        limit["connector"] = connector.into();
                        limit
                    })
                    .collect();
                assert_eq!(shown, list(&row["limits"]), "{connector} in {symbol} of {name}");
                compared += shown.len();
            }
        }
    }
    assert!(compared >= 6, "only {compared} were compared");
}

/// The bundle has the same four lists.
#[test]
fn the_page_about_responsibilities_has_what_the_bundle_has() {
    let mut compared = 0;
    for (name, desk) in [("contoso", project("contoso")), ("adoption-framework", project("adoption-framework"))] {
        let page = page(&desk, "responsibilities");
        desk.run(&["build", "--out", "dist"]).ends(0);
        let bundle: Value = serde_json::from_str(&desk.read("dist/bundle.json")).expect("the bundle is JSON");
        let built = list(&bundle["responsibilities"]);
        let shown = list(&page["responsibilities"]);
        assert_eq!(shown.len(), built.len(), "{name}");
        for (one, other) in shown.iter().zip(built) {
            for key in ["symbol", "activity", "responsible", "accountable", "consulted", "informed"] {
                assert_eq!(one[key], other[key], "{key} of {} in {name}", other["symbol"]);
                compared += 1;
            }
            assert_eq!(one["name"], other["displayName"]);
        }
    }
    assert!(compared > 30, "only {compared} were compared");
}

#[test]
fn all_pages_go_into_one_folder() {
    let desk = desk();
    let run = desk.run(&["report", "all", "--out", "out/pages", TODAY[0], TODAY[1]]).ends(0);
    let names: Vec<String> = desk.files("out/pages").into_iter().map(|(name, _)| name).collect();
    let wanted = [
        "apps.html",
        "connectors.html",
        "index.html",
        "responsibilities.html",
        "reviews.csv",
        "reviews.html",
        "reviews.ics",
        "roles.html",
    ];
    assert_eq!(names, wanted);
    for name in wanted {
        assert!(run.err.contains(&format!("{name}`: ")), "{}", run.err);
        let text = desk.read(&format!("out/pages/{name}"));
        if name.ends_with("html") {
            assert!(text.contains("<a href=\"connectors.html\""), "{name} leads to the others");
        }
    }
    let before = desk.files("out/pages");
    desk.put("out/pages/mine.txt", "stays");
    desk.run(&["report", "all", "--out", "out/pages", "--quiet", TODAY[0], TODAY[1]]).ends(0);
    let after: Vec<_> = desk.files("out/pages").into_iter().filter(|(name, _)| name != "mine.txt").collect();
    assert_eq!(after.len() + 1, desk.files("out/pages").len());
    assert_eq!(before, after, "the same bytes again");
}

#[test]
fn what_is_due_comes_in_three_forms() {
    let desk = desk();
    let reviews = |more: &[&str]| {
        let mut all = vec!["report", "reviews", TODAY[0], TODAY[1]];
        all.extend_from_slice(more);
        desk.run(&all).ends(0)
    };
    reviews(&[]).gives(&["<!DOCTYPE html>", "As of 2026-11-21, until 2027-11-21"]);
    let sheet = reviews(&["--output", "csv", "--months", "1"]);
    assert!(sheet.out.starts_with("day,state,kind,subject,symbol,name,what,by,owner,place\n"));
    assert!(sheet.out.contains("2026-12-02,due,certificate,") && !sheet.out.contains("2027-"), "{}", sheet.out);
    let calendar = reviews(&["-o", "ics"]);
    assert!(calendar.out.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(calendar.err.contains("what is due of an app is not known"), "{}", calendar.err);
    let file = reviews(&["-o", "ics", "--out", "due.ics", "--quiet"]);
    assert_eq!((file.out.as_str(), desk.read("due.ics")), ("", calendar.out));
}

/// The age of the catalogue is due if the project sets a limit for it.
#[test]
fn the_catalogue_is_due_where_it_has_a_limit() {
    let desk = desk();
    let run = || desk.run(&["report", "reviews", "-o", "csv", "--months", "1200", TODAY[0], TODAY[1]]).ends(0).out;
    assert!(!run().contains("catalogue"));
    desk.put("dictum.toml", format!("{}\n[catalog]\nmax_age = 900\n", settings("contoso")));
    assert!(run().contains("catalogue of connectors,pin a newer one"));
}

#[test]
fn what_cannot_be_taken_is_refused() {
    let desk = desk();
    desk.run(&["report", "sales"]).ends(2).says(&["sales"]);
    desk.run(&["report", "connector"]).ends(2).says(&["connectors"]);
    desk.run(&["report", "reviews", "--output", "pdf"]).ends(2).says(&["pdf", "ics"]);
    for months in ["-1", "1201", "many"] {
        desk.run(&["report", "reviews", &format!("--months={months}")]).ends(2).says(&[months]);
    }
    desk.run(&["report", "all"]).ends(2).says(&["--out"]);
    for page in ["roles", "connectors", "apps", "responsibilities", "reviews"] {
        let run = desk.run(&["report", page, "--out", "not/there/page.html"]).ends(2).says(&["not/there/page.html"]);
        assert_eq!(run.out, "");
        desk.run(&["report", page, "nowhere"]).ends(2);
    }
    #[cfg(unix)]
    {
        std::fs::create_dir(desk.path("elsewhere")).expect("a folder");
        std::os::unix::fs::symlink("elsewhere", desk.path("link")).expect("a link");
        desk.run(&["report", "all", "--out", "link"]).ends(2).says(&["`link` is a symbolic link"]);
        assert!(desk.files("elsewhere").is_empty());
    }
    // A file is where the folder should be.
    desk.run(&["report", "all", "--out", "estate.dictum"]).ends(2).says(&["estate.dictum"]);
    assert_eq!(desk.read("estate.dictum"), ESTATE);
}

#[test]
fn where_there_is_nothing_the_pages_say_so() {
    let desk = Desk::with(&[("dictum.toml", &settings("empty")), ("a.dictum", "group g { kind = security }\n")]);
    desk.run(&["report", "apps"]).ends(0).gives(&["No app is declared."]).says(&["no app is declared"]);
    desk.run(&["report", "connectors"])
        .ends(0)
        .gives(&["No policy is declared, so everything may be used with everything."])
        .says(&["no environment is declared"]);
    desk.run(&["report", "responsibilities"])
        .ends(0)
        .gives(&["No responsibility is declared."])
        .says(&["no responsibility is declared"]);
    desk.run(&["report", "reviews"]).ends(0).gives(&["Nothing is due in this time."]);
    assert_eq!(desk.run(&["report", "reviews", "-o", "csv"]).ends(0).out.lines().count(), 1);
    assert!(desk.run(&["report", "apps", "--quiet"]).ends(0).err.is_empty());
}
