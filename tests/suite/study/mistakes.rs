//! Mistakes in rules of every form: each must give exactly these findings.
//!
//! `tests/data/mistakes.txt` has one mistake on each line: the file, the text as it was, the text as it becomes, and
//! the codes of the findings, separated by ` | `. `\n` is a line end, `||` a bar.

use std::path::Path;

use super::told;

fn data(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read_to_string(path).expect("a file of the tests")
}

#[test]
fn rules_of_every_form_are_sound() {
    assert_eq!(told(&data("rule-forms.dictum")), vec![]);
}

#[test]
fn each_slip_gives_its_findings() {
    let list = data("mistakes.txt");
    let (mut count, mut wrong) = (0, Vec::new());
    for line in list.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<String> =
            line.replace("||", "\0").split(" | ").map(|part| part.replace('\0', "|").replace("\\n", "\n")).collect();
        let [file, was, becomes, codes] = parts.as_slice() else { unreachable!("four parts: {line}") };
        let text = data(file);
        assert_eq!(text.matches(was.as_str()).count(), 1, "{line}");
        let mut found: Vec<String> =
            told(&text.replace(was.as_str(), becomes)).into_iter().map(|(code, _)| format!("D{code:04}")).collect();
        found.sort_unstable();
        let found = found.join(" ");
        if found != *codes {
            wrong.push(format!("{line}: found {found}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 60, "{count} slips");
}
