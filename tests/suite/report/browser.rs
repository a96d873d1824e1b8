//! The page in a browser, if one is installed: its script draws what the page shows without a script.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Made, SMALL, between};

/// The browser that `CHROMIUM` names, or an installed one.
fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let folders = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "headless_shell", "chromium-headless-shell"];
    let all = std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name)));
    all.into_iter().find(|path| path.is_file())
}

/// The page after its script has run. `None` without a browser.
fn drawn(page: &str) -> Option<String> {
    let Some(browser) = browser() else {
        println!("skipped: there is no Chromium; CHROMIUM names one");
        return None;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (file, dom) = (folder.path().join("page.html"), folder.path().join("dom.html"));
    std::fs::write(&file, page).expect("a file");
    let out = std::fs::File::create(&dom).expect("a file");
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"]);
    command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
    command.arg(format!("file://{}", file.display()));
    let mut child = command.stdout(out).stderr(Stdio::null()).spawn().expect("the browser starts");
    let start = Instant::now();
    while child.try_wait().expect("the browser is there").is_none() {
        if start.elapsed() > Duration::from_secs(90) {
            let _ = child.kill();
            unreachable!("the browser does not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(std::fs::read_to_string(dom).expect("the page"))
}

#[test]
fn the_script_draws_what_stands_in_the_page_without_it() {
    let page = Made::new(SMALL).page();
    let Some(dom) = drawn(&page) else { return };
    assert!(dom.contains("data-drawn=\"yes\""), "the script did not run to its end");
    let written = between(&page, "<div id=\"role-view\">", "</section>");
    let shown = between(&dom, "<div id=\"role-view\">", "</section>");
    for class in ["l0", "l1", "l2", "l3", "l4", "x"] {
        let cell = format!("<td class=\"{class}\"");
        assert!(written.contains(&cell), "the sample has no {class}");
        assert_eq!(shown.matches(&cell).count(), written.matches(&cell).count(), "{class}");
    }
    let cells = |text: &str| -> Vec<String> {
        let from = text.split("<td class=\"from\">").skip(1);
        from.map(|rest| rest.split('<').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(cells(shown), cells(written), "where the grants come from");
    assert!(!dom.contains("hidden=\"\">At a glance"), "what takes a script is shown");
}

#[test]
fn the_script_writes_names_as_text() {
    let source = "tables { new_a : user_owned }\nrole \"<img src=x onerror=document.title=1>\" {\n  grid {\n    table read\n    new_a org\n  }\n}\n";
    let Some(dom) = drawn(&Made::new(source).page()) else { return };
    assert!(dom.contains("data-drawn=\"yes\"") && !dom.contains("<img"));
    assert!(dom.contains("<h3>&lt;img src=x onerror=document.title=1&gt;</h3>"));
}

/// For each page of lists, a browser draws what the page shows without a script, line by line.
#[test]
fn the_scripts_of_the_other_pages_draw_what_is_in_them() {
    let made = Made::of(&[("estate.dictum", include_str!("estate.dictum"))]);
    for (name, page) in super::pages::pages(&made) {
        let Some(dom) = drawn(&page) else { return };
        assert!(dom.contains("data-drawn=\"yes\""), "the script of {name} did not run to its end");
        let views: &[&str] = match name {
            "connectors" => &["environments", "limits", "policies"],
            "apps" => &["apps", "levels"],
            "responsibilities" => &["raci", "parties"],
            _reviews => &["due"],
        };
        for view in views {
            let start = format!("<div id=\"{view}-view\">");
            let rows = |text: &str| between(text, &start, "</section>").matches("scope=\"row\"").count();
            assert!(rows(&page) > 0, "{view} is empty");
            assert_eq!(rows(&dom), rows(&page), "{view}");
        }
    }
}

#[test]
fn the_scripts_of_the_other_pages_write_names_as_text() {
    for (name, page) in super::pages::pages(&super::hostile::hostile_estate()) {
        let Some(dom) = drawn(&page) else { return };
        assert!(dom.contains("data-drawn=\"yes\"") && !dom.contains("<img"), "{name}");
        assert!(dom.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"), "{name}");
    }
}
