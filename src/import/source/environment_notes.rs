//! Notes about facts of environments that the language has no word for, or that need another fact.

use super::environments::{database, domain, kind_of, region};
use crate::catalog::{currency, language};
use crate::import::read::{DeclaredEnvironment, NotCarried, Outcome};

/// Notes what a file says about an environment and its declaration does not.
pub(super) fn tell(
    facts: &DeclaredEnvironment,
    symbol: &str,
    is_default: bool,
    lacks_managed: bool,
    notes: &mut Vec<NotCarried>,
) {
    let mut add = |what: String, why: String| {
        let (file, place) = (facts.file.clone(), facts.place.clone());
        notes.push(NotCarried { file, place, outcome: Outcome::Dropped, what, why });
    };
    if let Some(word) = facts.kind.as_deref().filter(|word| !word.is_empty())
        && kind_of(facts, is_default).is_empty()
    {
        let why = if word.eq_ignore_ascii_case("default") {
            "the id of a default environment begins with `Default-`, and its id does not".to_owned()
        } else {
            format!("`{word}` is no type that the language has")
        };
        add(format!("`type` of environment `{symbol}`"), why);
    }
    if let Some(word) = facts.region.as_deref().filter(|word| !word.is_empty() && region(facts).is_none()) {
        add(format!("`region` of environment `{symbol}`"), format!("`{word}` is no region that is known"));
    }
    if let Some((lcid, code)) = facts.dataverse.as_ref().filter(|_| database(facts).is_none()) {
        let what = match (language(*lcid), currency(code)) {
            (None, _) => format!("`{lcid}` is no language that is known"),
            (Some(_), _) => format!("`{code}` is no currency that is known"),
        };
        add(format!("`dataverse` of environment `{symbol}`"), what);
    }
    if let Some(name) = &facts.domain {
        let what = format!("`domain` of environment `{symbol}`");
        if facts.dataverse.is_none() {
            add(what, "it belongs to a database, whose language and currency the files do not say".to_owned());
        } else if domain(facts).is_none() {
            add(what, format!("`{name}` is not the first part of a host name"));
        }
    }
    if lacks_managed {
        let why = "a Managed Environment has a database, whose language and currency the files do not say";
        add(format!("that environment `{symbol}` is managed"), why.to_owned());
    }
}
