//! How sentences are written, and the findings for wrong ones.

use dictum::format::format;
use dictum::model::kinds;
use dictum::text::Sources;

use super::{Holds, found, one};

const GROUND: &str = r#"
scale criticity { low < high }
criteria app { personal_data : bool }
rules criticity { high when personal_data; low otherwise }
control low  { process = automated }
control high { process = automated }
business_units contoso { france; germany }
tables { new_portfolio : user_owned }
role planner { includes = [basic_user]; grid {
    table          read
    new_portfolio  bu
  } }
environment finance { type = production; dataverse { language = 1033; currency = EUR } }
user alice { upn = "alice@contoso.com"; business_unit = france; roles { finance = [planner] } }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
app votes { environment = finance; personal_data = no }
"#;

/// A sentence, the code of its finding, and words of the message or help.
const WRONG: &[(&str, &str, &str)] = &[
    ("user alice within finance can read new_portfolio", "D1009", "`within` is not expected here"),
    ("user alice in finance cann read new_portfolio", "D1004", "did you mean `can`?"),
    ("user alice in finance can raed new_portfolio", "D1004", "did you mean `read`?"),
    ("user alice in finance can read", "D1009", "this sentence ends too early"),
    ("user alice in finance can read new_portfolio of france now", "D1009", "`now` is one too many"),
    ("user alise in finance can read new_portfolio", "D1005", "did you mean `alice`?"),
    ("user alice in finanse can read new_portfolio", "D1005", "did you mean `finance`?"),
    ("user alice in finance can read new_portfolo", "D1005", "did you mean `new_portfolio`?"),
    ("user alice in finance can read new_portfolio of frense", "D1005", "did you mean `france`?"),
    ("user alice in finance can read own new_portfolio of france", "D1009", "of no single unit"),
    ("nobody outside franse reads new_portfolio", "D1005", "did you mean `france`?"),
    ("nobody outside role plannr reads new_portfolio", "D1005", "did you mean `planner`?"),
    ("nobody outside france read new_portfolio", "D1004", "did you mean `reads`?"),
    ("nobody in france reads new_portfolio", "D1009", "`in` is not expected here"),
    ("app vots is low", "D1005", "did you mean `votes`?"),
    ("app votes is hihg", "D1004", "did you mean `high`?"),
    ("app votes = low", "D0", ""),
    ("app { personal_dta = yes } is high", "D1002", "did you mean `personal_data`?"),
    ("app { personal_data = 3 } is high", "D1003", "`personal_data` is"),
    ("connector sqll in finance is blocked", "D1012", "neither in the catalogue nor declared"),
    ("connectors sql in finance together", "D1009", "one connector is together with none"),
    ("connector sql, teams in finance is blocked", "D1009", "`connector` is about one connector"),
    ("connectors sql, teams in finance apart", "D1009", "`apart` is not expected here"),
    ("connector sql in finance is blockd", "D1004", "did you mean `blocked`?"),
    ("every producton environment is managed", "D1004", "did you mean `production`?"),
    ("every production environment is manged", "D1011", "did you mean `managed`?"),
    ("every production environment managed", "D1009", "`managed` is not expected here"),
    ("every environment where type == production", "D1009", "this sentence ends too early"),
    ("finds unused-grup", "D1005", "did you mean `unused-group`?"),
    ("finds unused-group on grup sg_old", "D1004", "did you mean `group`?"),
    ("usr alice in finance can read new_portfolio", "D1004", "did you mean `user`?"),
    ("anyone can read new_portfolio", "D1002", "a test has no sentence of this form"),
];

/// Each sentence added to a program gives one finding with this code and these words in its message or help.
fn each_is_said_once(program: &str, sentences: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (sentence, code, words) in sentences {
        let found = found(&format!("{program}\ntest \"one\" {{\n  {sentence}\n}}\n"));
        let said: Vec<String> = found
            .iter()
            .map(|one| format!("{} {} {}", one.rule.code, one.message, one.help.as_deref().unwrap_or_default()))
            .collect();
        if said.len() != 1 || !said[0].starts_with(code) || !said[0].contains(words) {
            wrong.push(format!("{sentence}: wanted {code} {words}\n    {}", said.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_wrong_is_said_once_where_it_is() {
    each_is_said_once(GROUND, WRONG);
}

#[test]
fn an_empty_test_and_a_test_without_a_name_are_errors() {
    for (text, code) in [("test \"a\" { }\n", "D1008"), ("test { every environment is managed }\n", "D1009")] {
        let found = found(&format!("{GROUND}\n{text}"));
        let codes: Vec<String> = found.iter().map(|one| one.rule.code.to_string()).collect();
        assert_eq!(codes, [code], "{text}");
    }
    let twice = found(&format!("{GROUND}\ntest a {{ app votes is low }}\ntest a {{ app votes is low }}\n"));
    assert_eq!(twice.len(), 1);
    assert_eq!(twice[0].rule.code.to_string(), "D1006");
}

#[test]
fn sentences_keep_their_words_in_the_one_layout() {
    let text = "test   \"one\"   {\n app   {  personal_data=yes   }   is   high;connectors   sql ,twitter   in finance not   together\n}\n";
    let sources = Sources::single("a.dictum", text);
    let laid_out = format(&sources.as_slice()[0], &kinds::keywords()).expect("it parses");
    for sentence in ["app { personal_data = yes } is high", "connectors sql, twitter in finance not together"] {
        assert!(laid_out.contains(sentence), "{laid_out}");
    }
    let again = format(&Sources::single("a.dictum", &laid_out).as_slice()[0], &kinds::keywords());
    assert_eq!(again.expect("it parses"), laid_out);
}

#[test]
fn names_in_quotes_are_names() {
    let text = GROUND.replace("user alice {", "user \"Alice A.\" {");
    assert_eq!(one(&text, "user \"Alice A.\" in finance can read new_portfolio of france").verdict, Holds);
}

const SUBJECTS: &str = "scale harm { small < large }\nscale risk { small < high }\ncriteria agent { skill : 0..9 }\n\
    rules harm { subject = agent; large when skill > 5; small otherwise }\n\
    rules risk { subject = agent; high when skill > 5; small otherwise }\n";

#[test]
fn sentences_about_other_subjects_name_what_is_there() {
    let sentences = [
        ("agnt { skill = 3 } is large", "D1005", "did you mean `agent`?"),
        ("vendor { skill = 3 } is large", "D1005", "nothing is declared of a subject `vendor`"),
        ("agent { skil = 3 } is large", "D1002", "did you mean `skill`?"),
        ("agent { skill = 30 } is large", "D1003", "`skill` is a whole number"),
        ("agent { skill = 3 } is small", "D1009", "say for which: `for harm` or `for risk`"),
        ("agent { skill = 3 } is smal for risk", "D1004", "did you mean `small`?"),
        ("agent { skill = 3 } is smll", "D1004", "did you mean `small`?"),
        ("agent { skill = 3 } is high for rsk", "D1005", "did you mean `risk`?"),
        ("agent { skill = 3 } is high for criticity", "D1005", "no rules give `agent` a level of `criticity`"),
        ("app votes is high for risk", "D1005", "no rules give `app` a level of `risk`"),
        ("agent { skill = 3 } = large", "D0", ""),
        ("agent { skill = 3 } is large for", "D1009", "this sentence ends too early"),
    ];
    each_is_said_once(&format!("{GROUND}{SUBJECTS}"), &sentences);
}
