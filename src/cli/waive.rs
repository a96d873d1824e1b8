//! `dictum waive`: writes the comment that accepts a finding.

use std::io::Write;
use std::path::Path;

use super::args::{Display, Inputs, Waive};
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, Project, full};
use super::{check, write};
use crate::codes;
use crate::diagnostics::{Diagnostic, Level, Rule, quoted_list};
use crate::text::{FileId, printable};
use crate::waivers::{comment, is_waivable, places};

pub(super) fn run(command: &Waive, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let rule = rule(&command.rule)?;
    let (file, line) = place(&command.at)?;
    let because = command.because.split_whitespace().collect::<Vec<_>>().join(" ");
    if because.is_empty() {
        return Err(Failure::new("a waiver needs a reason").help("say with `--because` why the finding is accepted"));
    }
    let today = check::today(&command.inputs);
    if command.until < today {
        return Err(Failure::new(format!("{} is over; today is {today}", command.until)));
    }
    let (mut project, id) = find(&command.inputs, Path::new(file))?;
    if check::is_refused(rule, &project) {
        return Err(Failure::new(format!("the settings let no waiver accept `{}`", rule.name)));
    }
    let Some(analysis) = check::check(&project, &command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let of_rule = |finding: &&Diagnostic| finding.rule == rule;
    let source = project.sources.get(id);
    let lines: Vec<u32> = analysis
        .diagnostics
        .iter()
        .filter(of_rule)
        .flat_map(places)
        .filter(|place| place.file == id)
        .map(|place| source.lines().line(place.span.start) + 1)
        .collect();
    if !lines.contains(&line) {
        // What was not looked for is not absent.
        if analysis.withheld.contains(&rule) {
            let message = format!("whether line {line} of `{file}` has a finding of `{}` is not known", rule.name);
            return Err(Failure::new(message)
                .cause("errors leave uncertain what the rule reads")
                .help("fix the errors that `dictum check` lists"));
        }
        let failure = Failure::new(format!("line {line} of `{file}` has no finding of `{}`", rule.name));
        let shown: Vec<String> = lines.iter().take(8).map(|line| format!("{file}:{line}")).collect();
        return Err(if shown.is_empty() {
            failure.help("`dictum check` lists all findings")
        } else {
            failure.help(format!("it is found at {}", quoted_list(shown.iter().map(String::as_str), "and")))
        });
    }
    let errors = count(&analysis.diagnostics, |finding| finding.level == Level::Error);
    let found = count(&analysis.diagnostics, |finding| finding.rule == rule);
    let text = source.text();
    let span = source.lines().span(line - 1);
    let written = span.of_text(text);
    let indent: String = written.chars().take_while(|character| matches!(character, ' ' | '\t')).collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let comment = comment(rule, command.until, &because, command.by.as_deref());
    let comment = format!("{indent}{comment}{end}");
    let mut new = String::with_capacity(text.len() + comment.len());
    new.push_str(text.get(..span.start as usize).unwrap_or_default());
    new.push_str(&comment);
    new.push_str(text.get(span.start as usize..).unwrap_or_default());
    let path = project.root.join(source.path());
    project.sources.renew(id, new);
    // The comment is read back before it is written: the line may be inside a text, where a comment has no effect.
    let Some(after) = check::check(&project, &command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let accepted = count(&after.diagnostics, |finding| finding.rule == rule) < found
        && count(&after.diagnostics, |finding| finding.level == Level::Error) <= errors;
    if !accepted {
        return Err(Failure::new(format!("a comment above line {line} of `{file}` would not accept the finding"))
            .help("write `waive RULE on KIND NAME { … }` for the declaration that it is in"));
    }
    write::replace(&path, project.sources.get(id).text())?;
    writeln!(out, "{}:{line}: {}", printable(file), comment.trim())?;
    Ok(Status::Clean)
}

fn count(findings: &[Diagnostic], is: impl Fn(&Diagnostic) -> bool) -> usize {
    findings.iter().filter(|finding| is(finding)).map(Diagnostic::weight).sum()
}

fn rule(name: &str) -> Result<&'static Rule, Failure> {
    let Some(rule) = codes::find(name) else {
        let failure = Failure::new(format!("there is no rule `{name}`"));
        return Err(match codes::closest(name) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("`dictum rules` lists all rules"),
        });
    };
    if !is_waivable(rule) {
        return Err(Failure::new(format!("no waiver accepts `{}`", rule.name))
            .help(format!("`dictum explain {}` shows the rule", rule.code)));
    }
    Ok(rule)
}

/// `FILE:LINE`, or `FILE:LINE:COLUMN` as findings show it.
fn place(at: &str) -> Result<(&str, u32), Failure> {
    let refuse = || Failure::new(format!("`{at}` is not a place")).help("write `--at FILE:LINE`");
    let number = |text: &str| text.parse::<u32>().ok().filter(|line| *line > 0);
    let (before, last) = at.rsplit_once(':').ok_or_else(refuse)?;
    if let Some((file, line)) = before.rsplit_once(':')
        && let (Some(line), Some(_)) = (number(line), number(last))
    {
        return Ok((file, line));
    }
    Ok((before, number(last).ok_or_else(refuse)?))
}

/// The program that contains a file: among the named paths or below the current folder, else the file's own.
fn find(inputs: &Inputs, file: &Path) -> Result<(Project, FileId), Failure> {
    let wanted = full(file);
    let among = |inputs: &Inputs| -> Result<Option<(Project, FileId)>, Failure> {
        for project in project::load(inputs)? {
            let id = project.sources.iter().find(|source| full(&project.root.join(source.path())) == wanted);
            if let Some(id) = id.map(crate::text::Source::id) {
                return Ok(Some((project, id)));
            }
        }
        Ok(None)
    };
    match among(inputs) {
        Ok(Some(found)) => return Ok(found),
        Err(failure) if !inputs.paths.is_empty() => return Err(failure),
        Ok(None) | Err(_) => {}
    }
    let own = Inputs { paths: vec![file.to_path_buf()], ..inputs.clone() };
    among(&own)?.ok_or_else(|| Failure::new(format!("`{}` is not a policy file of the project", file.display())))
}
