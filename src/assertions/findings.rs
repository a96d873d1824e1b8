//! Assertions about findings: `finds unused-group on group sg_old`

use super::trust::because_of;
use super::{Bench, Outcome, failed, undecided};
use crate::diagnostics::{Diagnostic, Level, closest};
use crate::model::assertion::FindsClaim;
use crate::model::kinds;
use crate::syntax::ast;
use crate::text::Location;

/// The maximum number of findings that are shown.
const SHOWN: usize = 3;

/// The codes of rules that other commands check: settings, layouts, targets, tests.
const ELSEWHERE: [std::ops::RangeInclusive<u16>; 4] = [11..=11, 90..=90, 3900..=3999, 7030..=7039];

impl<'a> Bench<'a> {
    pub(super) fn finds(&mut self, claim: &'a FindsClaim, place: Location) -> Outcome {
        let Some(rule) = (self.evidence.find)(&claim.rule.name) else {
            return Some(Box::new(undecided(place, format!("there is no rule `{}`", claim.rule.name))));
        };
        if ELSEWHERE.iter().any(|codes| codes.contains(&rule.code.0)) {
            let message = format!("whether `{}` finds something is not known: a check does not look for it", rule.name);
            return Some(Box::new(undecided(place, message)));
        }
        let holds = match &claim.target {
            None => None,
            Some((kind, name)) => match self.declared(kind, name) {
                Ok(places) => Some(places),
                Err(finding) => return Some(Box::new(finding(place))),
            },
        };
        let is_inside = |location: Location| {
            holds.as_ref().is_none_or(|places| places.iter().any(|outer| outer.contains(location)))
        };
        let all = self.evidence.all().filter(|finding| finding.rule == rule);
        let mut counted = false;
        let mut found: Vec<Location> = Vec::new();
        for finding in all {
            counted |= finding.count > 1;
            let places = finding.primary().into_iter().chain(finding.also.iter().copied());
            found.extend(places.filter(|place| is_inside(*place)));
            if finding.primary().is_none() && holds.is_none() {
                found.push(place);
            }
        }
        let on = claim
            .target
            .as_ref()
            .map_or_else(String::new, |(kind, name)| format!(" on `{}`", format!("{kind} {name}").trim_end()));
        let name = rule.name;
        match (found.is_empty(), claim.wanted) {
            (false, true) => None,
            (false, false) => {
                let finding = failed(place, format!("`{name}` finds something{on}"));
                let shown = found.iter().take(SHOWN).filter(|one| **one != place);
                Some(Box::new(shown.fold(finding, |finding, one| finding.label(*one, "found here"))))
            }
            (true, wanted) => {
                // Findings of the rule may be withheld because of errors, and unread parts may contain a finding.
                let partial = self.trust.is_partial();
                let looked_for = !self.evidence.withheld.contains(&rule);
                if partial.is_some() || !looked_for || counted {
                    let message = format!("whether `{name}` finds something{on} is not known");
                    let finding = undecided(place, message);
                    let error = partial.or_else(|| {
                        let errors = self.evidence.findings.iter();
                        errors.filter(|finding| finding.level == Level::Error).find(|_| !looked_for)
                    });
                    return Some(Box::new(match error {
                        Some(error) => because_of(finding, error),
                        None => finding.note("there are too many findings: some are only counted"),
                    }));
                }
                if wanted { Some(Box::new(failed(place, format!("`{name}` finds nothing{on}")))) } else { None }
            }
        }
    }

    /// The locations at which something is declared.
    fn declared(&self, kind: &str, name: &str) -> Result<Vec<Location>, impl FnOnce(Location) -> Diagnostic + use<>> {
        let keywords = kinds::keywords();
        let mut places = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for source in self.sources {
            for one in ast::headings(source, &keywords).into_iter().filter(|one| one.keyword == kind) {
                if one.name == name || name.is_empty() {
                    places.push(source.locate(one.span));
                } else {
                    names.push(one.name);
                }
            }
        }
        if !places.is_empty() {
            return Ok(places);
        }
        let near = closest(name, names.iter().map(String::as_str)).map(str::to_owned);
        let what = format!("{kind} {name}").trim_end().to_owned();
        Err(move |place| {
            let finding = undecided(place, format!("there is no `{what}`, so nothing can be found on it"));
            match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }
        })
    }
}
