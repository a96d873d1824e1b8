//! A command that could not run, with its chain of causes.

use std::fmt::Write as _;

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use super::Options;
use super::narrated::stop;
use super::words::wrap;
use crate::text::printable;

/// The maximum number of reasons that are shown.
const REASONS: usize = 20;

/// Draws an error with its causes or reasons, and help.
pub fn failure(error: &dyn miette::Diagnostic, options: &Options) -> String {
    let mut clean = Clean::of(error);
    let mut out = String::new();
    if options.narrated {
        let _ = writeln!(out, "error: {}{}", clean.message, stop(&clean.message));
        for cause in &clean.causes {
            let _ = writeln!(out, "because: {cause}{}", stop(cause));
        }
        for reason in &clean.reasons {
            let _ = writeln!(out, "because: {reason}{}", stop(reason));
        }
        if let Some(help) = &clean.help {
            let _ = writeln!(out, "help: {help}{}", stop(help));
        }
        return out;
    }
    let characters = if options.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let characters = ThemeCharacters { error: "error:".to_owned(), ..characters };
    let styles = if options.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(options.width)
        .with_links(false);
    // The handler would draw each reason as a separate error; one line each is enough.
    let reasons = std::mem::take(&mut clean.reasons);
    let help = if reasons.is_empty() { None } else { clean.help.take() };
    // Writing to a string fails only when the handler does; then the plain message is better than none.
    if handler.render_report(&mut out, &clean).is_err() {
        return format!("error: {}\n", clean.message);
    }
    for (index, reason) in reasons.iter().enumerate() {
        let arrow = match (options.unicode, index + 1 == reasons.len()) {
            (true, true) => "╰─▶ ",
            (true, false) => "├─▶ ",
            (false, true) => "`-> ",
            (false, false) => "|-> ",
        };
        let _ = writeln!(out, "  {arrow}{}", wrap(reason, 0, options.width.max(40) - 6).join("\n      "));
    }
    if let Some(help) = help {
        let _ = writeln!(out, "  help: {}", wrap(&help, 0, options.width.max(40) - 8).join("\n        "));
    }
    out
}

/// The error with all hidden characters made visible, so that no file name can control the terminal.
#[derive(Debug)]
struct Clean {
    message: String,
    causes: Vec<String>,
    reasons: Vec<String>,
    help: Option<String>,
    source: Option<Box<Clean>>,
}

impl Clean {
    fn of(error: &dyn miette::Diagnostic) -> Self {
        let mut causes = Vec::new();
        let mut next = error.source();
        while let Some(cause) = next {
            causes.push(printable(&cause.to_string()).into_owned());
            next = cause.source();
        }
        let source = causes.iter().rev().fold(None, |inner, cause| {
            Some(Box::new(Self {
                message: cause.clone(),
                causes: Vec::new(),
                reasons: Vec::new(),
                help: None,
                source: inner,
            }))
        });
        let help = error.help().map(|help| printable(&help.to_string()).into_owned());
        let mut reasons: Vec<String> = error.related().into_iter().flatten().map(ToString::to_string).collect();
        if let Some(more) = reasons.len().checked_sub(REASONS).filter(|more| *more > 0) {
            reasons.truncate(REASONS);
            reasons.push(format!("and {more} more"));
        }
        let reasons = reasons.iter().map(|reason| printable(reason).into_owned()).collect();
        Self { message: printable(&error.to_string()).into_owned(), causes, reasons, help, source }
    }
}

impl std::fmt::Display for Clean {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Clean {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl miette::Diagnostic for Clean {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display + 'a>)
    }
}
