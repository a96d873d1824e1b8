//! Texts of any kind stay texts, and no program makes an emitter fail.

use dictum::emit::{Job, Settings, Target, verify};
use dictum::syntax::text_value::quote;
use proptest::prelude::*;
use serde_json::Value;

use super::{Build, canonical, json, schema};

/// Texts that break writers: quotes, control characters, direction marks, incomplete parts of JSON and paths.
fn hostile() -> impl Strategy<Value = String> {
    let parts = prop_oneof![
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("\\u0000".to_owned()),
        Just("\u{0}".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{7f}\u{9b}31m".to_owned()),
        Just("\u{202e}\u{2066}".to_owned()),
        Just("\u{2028}\u{feff}".to_owned()),
        Just("}],".to_owned()),
        Just("../../etc".to_owned()),
        Just("*/ // /*".to_owned()),
        Just("😀\u{10ffff}\u{e000}".to_owned()),
        any::<String>(),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(parts, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_arrive_as_they_were_written(
        symbol in hostile(), name in hostile(), pattern in hostile(), action in hostile(), reason in hostile(),
    ) {
        // An empty pattern is refused.
        let (symbol, pattern) = (format!("x{symbol}"), format!("p{pattern}"));
        let text = format!(
            "data_policy {symbol} {{\n  name = {name}\n  applies_to = all\n  business = [sql, {unknown}]\n  blocked = rest\n  \
             connector sql {{ actions {{ block [{action}]; allow rest }}\n endpoints {{ deny {pattern} }} }}\n  \
             custom_connectors {{ {pattern} -> business }}\n}}\n\
             scale connector_risk {{ low < high }}\nconnector sql {{ rated = high because {reason} }}\n",
            symbol = quote(&symbol), name = quote(&name), pattern = quote(&pattern), reason = quote(&reason),
            action = quote(&format!("a{action}")), unknown = quote(&format!("shared_q{symbol}")),
        );
        let build = Build::any(vec![("policy.dictum".to_owned(), text.into_bytes())]);
        prop_assert_eq!(build.program.policies.len(), 1);
        let files = build.emit(&Target::ALL);
        canonical::hold(&files);
        schema::hold(&files);
        prop_assert!(verify(&files).is_ok());
        let policy = json(&files, "bundle.json")["dataPolicies"][0].clone();
        prop_assert_eq!(policy["symbol"].as_str(), Some(symbol.as_str()));
        prop_assert_eq!(policy["displayName"].as_str(), Some(name.as_str()));
        prop_assert_eq!(policy["urlPatterns"][0]["pattern"].as_str(), Some(pattern.as_str()));
        prop_assert_eq!(&policy["connectorRules"][0]["actions"]["rules"][0]["action"], &Value::from(format!("a{action}")));
        prop_assert_eq!(&policy["connectorRules"][0]["endpoints"][0]["endpoint"], &Value::from(pattern.clone()));
        let path = files.iter().find(|file| file.path.starts_with("power-platform/data-policies/")).expect("a request");
        let body = json(&files, &path.path)["body"].clone();
        prop_assert_eq!(body["policyDefinition"]["displayName"].as_str(), Some(name.as_str()));
        let rules = &body["customConnectorUrlPatternsDefinition"]["rules"];
        prop_assert_eq!(rules[0]["pattern"].as_str(), Some(pattern.as_str()));
    }

    #[test]
    fn any_project_name_is_a_text(project in hostile()) {
        let build = Build::new("");
        let job = Job { settings: Settings { project: &project, ..build.job().settings }, ..build.job() };
        let files = dictum::emit::emit(&Target::ALL, job).expect("nothing should stand in the way");
        canonical::hold(&files);
        prop_assert!(verify(&files).is_ok());
        let manifest = json(&files, "manifest.json");
        prop_assert_eq!(manifest["project"].as_str(), Some(project.as_str()));
    }

    /// Programs with errors are not built, but an emitter must not fail on them either.
    #[test]
    fn whatever_can_be_read_can_be_written(cut in 0_usize..3200, junk in hostile()) {
        let mut text: String = super::samples::FULL.chars().take(cut).collect();
        text.push_str(&junk);
        text.extend(super::samples::FULL.chars().skip(cut + 7));
        let build = Build::any(vec![("policy.dictum".to_owned(), text.into_bytes())]);
        let files = build.emit_whatever();
        canonical::hold(&files);
        prop_assert!(verify(&files).is_ok());
    }

    /// Names of the organisation get into paths, XML, requests and expressions of Terraform.
    #[test]
    fn names_of_the_organisation_stay_names(unit in hostile(), role in hostile(), user in hostile(), privilege in hostile()) {
        let [unit, role, user] = [unit, role, user].map(|symbol| format!("x{symbol}"));
        let text = format!(
            "environment e {{ type = sandbox; id = \"11111111-2222-3333-4444-555555555555\"; dataverse {{ language = 1033; currency = EUR }} }}\n\
             business_units {unit} {{ {below} }}\n\
             role {role} {{ name = {role}; privileges = [{privilege}] }}\n\
             user {user} {{ id = \"22222222-2222-3333-4444-555555555555\"; roles {{ e = [{role}] }} }}\n\
             user {robot} {{ application = {user}; roles {{ e = [{role}] }} }}\n",
            unit = quote(&unit), below = quote(&format!("{unit}y")), role = quote(&role), user = quote(&user),
            robot = quote(&format!("{user}y")), privilege = quote(&format!("p{privilege}")),
        );
        let build = Build::any(vec![("policy.dictum".to_owned(), text.into_bytes())]);
        prop_assert_eq!(build.program.organisation.users.len(), 2);
        let files = build.emit_whatever();
        canonical::hold(&files);
        schema::hold(&files);
        prop_assert!(verify(&files).is_ok());
        let held = usize::from(build.prepare(&[Target::Dataverse]).findings.is_empty());
        let roles = files.iter().filter(|file| file.path.starts_with("dataverse/solution/Roles/"));
        prop_assert_eq!(roles.clone().count(), held);
        for file in roles {
            let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
            prop_assert!(!text.contains(|one: char| one.is_ascii_control() && one != '\n' && one != '\u{7f}'), "{}", text);
            // Four quotes of the declaration, six of the role, four of its one privilege. No name adds one.
            prop_assert_eq!(text.matches('"').count(), 4 + 6 + 4, "{}", text);
            prop_assert_eq!(text.matches('<').count(), 8, "{}", text);
            let name = file.path.rsplit('/').next().expect("a name");
            prop_assert!(!name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) && name.len() < 500, "{name}");
        }
    }
}
