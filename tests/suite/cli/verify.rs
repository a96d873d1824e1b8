//! `verify` as a command: every change of a built folder is found and named.

use super::Desk;

fn built() -> Desk {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "contoso", "shop"]).ends(0);
    desk.run(&["build", "shop", "--out", "out"]).ends(0);
    desk
}

#[test]
fn a_sound_folder_is_clean_and_each_change_is_named() {
    let desk = built();
    desk.run(&["verify", "out"]).ends(0).gives(&["are unchanged", "meaning "]);
    desk.put("out/note.txt", "more");
    desk.run(&["verify", "out"]).ends(1).gives(&["`note.txt` was not written with the others"]);
    std::fs::remove_file(desk.path("out/note.txt")).expect("the file");
    std::fs::remove_file(desk.path("out/bundle.map.json")).expect("the file");
    let run = desk.run(&["verify", "out", "--output", "json"]).ends(1);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["sound"], false);
    assert_eq!(report["faults"][0]["path"], "bundle.map.json");
    assert_eq!(report["faults"][0]["fault"], "missing");
    std::fs::remove_file(desk.path("out/manifest.json")).expect("the file");
    desk.run(&["verify", "out"]).ends(1).gives(&["there is no `manifest.json`"]);
    desk.run(&["verify", "nowhere"]).ends(2).says(&["nowhere"]);
}

#[test]
fn a_bundle_of_another_form_is_refused() {
    let desk = built();
    let bundle = desk.read("out/bundle.json");
    for (from, to) in
        [("\"schemaVersion\":\"1.0\"", "\"schemaVersion\":\"9.0\""), ("{\"$schema\"", "{\"$more\":1,\"$schema\"")]
    {
        desk.put("out/bundle.json", bundle.replacen(from, to, 1));
        let told = ["`bundle.json` was changed", "`bundle.json` is not a bundle of version 1.0"];
        desk.run(&["verify", "out"]).ends(1).gives(&told);
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let desk = built();
    std::fs::rename(desk.path("out/bundle.json"), desk.path("elsewhere.json")).expect("a file");
    std::os::unix::fs::symlink("../elsewhere.json", desk.path("out/bundle.json")).expect("a link");
    desk.run(&["verify", "out"]).ends(1).gives(&["`bundle.json` is a link", "`bundle.json` is missing"]);
}
