//! A command that could not run, with its chain of causes.

use std::fmt::Write as _;

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use super::Options;
use super::narrated::stop;
use crate::text::printable;

/// Draws an error with its causes and help.
pub fn failure(error: &dyn miette::Diagnostic, options: &Options) -> String {
    let clean = Clean::of(error);
    let mut out = String::new();
    if options.narrated {
        let _ = writeln!(out, "error: {}{}", clean.message, stop(&clean.message));
        for cause in &clean.causes {
            let _ = writeln!(out, "because: {cause}{}", stop(cause));
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
    // Writing to a text fails only when the handler does; the plain message is then better than none.
    if handler.render_report(&mut out, &clean).is_err() {
        return format!("error: {}\n", clean.message);
    }
    out
}

/// The error with everything in it made visible, so that no file name can steer the terminal.
#[derive(Debug)]
struct Clean {
    message: String,
    causes: Vec<String>,
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
            Some(Box::new(Self { message: cause.clone(), causes: Vec::new(), help: None, source: inner }))
        });
        let help = error.help().map(|help| printable(&help.to_string()).into_owned());
        Self { message: printable(&error.to_string()).into_owned(), causes, help, source }
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
