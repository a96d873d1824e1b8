//! Inputs to start from: the project's own policies and tests, and the results of building them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use zip::write::SimpleFileOptions;

use super::{Target, results};

/// Folders in which samples are looked for.
const FOLDERS: [&str; 2] = ["policies", "tests"];

/// The largest sample in bytes.
const MOST: u64 = 24 * 1024;

/// The samples of a target, in a fixed order.
pub fn samples(target: &Target) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for ending in target.endings {
        found.extend(match *ending {
            "zip" => solutions(),
            "inventory" => inventories(),
            "catalogue" => catalogues(),
            "manifest" => results::manifests(),
            ending => files(ending),
        });
    }
    found
}

fn files(ending: &str) -> Vec<Vec<u8>> {
    static ALL: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        // The package of longer runs is in a subfolder.
        let root = if root.join("policies").is_dir() { root } else { root.parent().unwrap_or(root) };
        let mut found = Vec::new();
        for folder in FOLDERS {
            gather(&root.join(folder), &mut found);
        }
        found.sort();
        found
    });
    let fits = |path: &str| Path::new(path).extension().is_some_and(|found| found == ending);
    all.iter().filter(|(path, _)| fits(path)).map(|(_, bytes)| bytes.clone()).collect()
}

fn gather(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() && path.file_name().is_none_or(|name| name != "dist") {
            gather(&path, found);
        } else if about.is_file() && about.len() <= MOST {
            found.push((path.display().to_string(), fs::read(&path).unwrap_or_default()));
        }
    }
}

/// Solutions: each role of the samples, zipped.
fn solutions() -> Vec<Vec<u8>> {
    let zipped = |(at, role): (usize, Vec<u8>)| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(if at % 2 == 0 {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        });
        for (name, bytes) in [
            ("solution.xml", &b"<ImportExportXml><SolutionManifest/></ImportExportXml>"[..]),
            ("customizations.xml", b"<ImportExportXml><Roles/></ImportExportXml>"),
            ("Roles/One.xml", &role),
        ] {
            let _ = zip.start_file(name, options);
            let _ = zip.write_all(bytes);
        }
        zip.finish().map(Cursor::into_inner).unwrap_or_default()
    };
    files("xml").into_iter().enumerate().map(zipped).collect()
}

/// Catalogues in each of their forms.
fn catalogues() -> Vec<Vec<u8>> {
    [
        "# date: 2026-01-31\nid,display_name,tier,blockable,first_seen\nsql,SQL Server,Premium,yes,2020-01-01\nteams,\"a \"\"b\"\"\",,no,\n",
        "id;kind;unblockable\r\nshared_x;custom;false\r\nDesktopFlow.Cmd;desktop;true\r\n",
        "# ids\nsql\nteams # both\n/providers/Microsoft.PowerApps/apis/shared_office365\n",
        "{\"value\":[{\"name\":\"shared_sql\",\"properties\":{\"tier\":\"Premium\",\"publisher\":\"Microsoft\"}}],\"unblockable\":[\"shared_teams\"]}",
        "{\"connectors\":[{\"id\":\"/providers/Microsoft.PowerApps/apis/shared_sql\",\"display_name\":\"SQL\",\"unblockable\":true}],\"date\":\"2026-01-31\"}",
        "[\"sql\",{\"id\":\"Http\",\"metadata\":{\"virtualConnector\":true}},null]",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Rows for the rules of `results`.
fn inventories() -> Vec<Vec<u8>> {
    [
        "personal_data,users,impact,reviewed_on,handles,purpose\nyes,12,minor,2026-01-31,health;money,x\nno,,major,,,\n",
        "users;impact;personal_data\r\n1;none;true\r\n\"2\";\"mi\"\"nor\";false\r\n",
        "users\timpact\n-1\t\n999999999999999999999\tmajor\n",
        "{\"users\": 12, \"impact\": \"minor\", \"handles\": [\"health\"], \"personal_data\": true}\n{\"users\": 1e3}\n",
        "{\"users\": null, \"impact\": {\"a\": [1, 2]}}\n\n{\"purpose\": \"\\u00e9\\ud83d\\ude00\"}\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}
