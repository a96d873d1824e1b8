//! `docs/cli.md`: every command with its arguments.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command, CommandFactory as _};
use dictum::cli::Arguments;

use super::{cell, note};

pub(super) fn page() -> String {
    let mut root = Arguments::command();
    root.build();
    let mut text = note("the help of each command");
    text.push_str(
        "\n# Commands\n\n\
        Results go to standard output, all other messages to standard error. `-` reads standard input.\n\n\
        | exit status | means |\n|---|---|\n\
        | 0 | clean; the answer is yes; nothing differs |\n\
        | 1 | findings at or above the fail level; the answer is no; something differs or would change |\n\
        | 2 | could not run: usage, settings, input and output, no policy files |\n\
        | 3 | a bug in Dictum |\n",
    );
    for command in commands(&root) {
        describe(command, &mut text);
    }
    text.push_str("\n## Options of every command\n");
    options(root.get_arguments().filter(|argument| argument.is_global_set()), &mut text);
    text
}

/// The commands that do something, in the order of the help; for a group its members.
fn commands(command: &Command) -> Vec<&Command> {
    let mut found = Vec::new();
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        if inner.has_subcommands() {
            found.extend(commands(inner));
        } else {
            found.push(inner);
        }
    }
    found
}

fn describe(command: &Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or_default();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(text, "\n## {name}\n\n{about}.\n\n```text\n{name}{}\n```", usage(command));
    let own = |argument: &&Arg| !argument.is_global_set() && argument.get_id() != "help";
    options(command.get_arguments().filter(own), text);
}

/// The text after the name of a command. Options are in the table.
fn usage(command: &Command) -> String {
    let mut usage = String::new();
    for argument in command.get_arguments().filter(|argument| argument.is_required_set() && !argument.is_positional()) {
        let _ = write!(usage, " {}", written(argument));
    }
    usage.push_str(" [OPTIONS]");
    for argument in command.get_positionals() {
        let many = if matches!(argument.get_action(), ArgAction::Append) { "..." } else { "" };
        let name = value(argument);
        let _ = if argument.is_required_set() {
            write!(usage, " <{name}>{many}")
        } else {
            write!(usage, " [{name}]{many}")
        };
    }
    usage
}

fn value(argument: &Arg) -> String {
    argument.get_value_names().into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// `-o, --output FORMAT[=FILE]`
fn written(argument: &Arg) -> String {
    let names =
        [argument.get_short().map(|short| format!("-{short}")), argument.get_long().map(|long| format!("--{long}"))];
    let mut written = names.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if argument.is_positional() {
        written = value(argument);
    } else if argument.get_action().takes_values() {
        let _ = write!(written, " {}", value(argument));
    }
    written
}

fn options<'a>(arguments: impl Iterator<Item = &'a Arg>, text: &mut String) {
    let rows: Vec<String> = arguments
        .map(|argument| {
            let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let choices = argument.get_possible_values();
            if argument.get_action().takes_values() && !choices.is_empty() {
                let choices: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.get_name())).collect();
                let _ = write!(help, ": {}", choices.join(", "));
            }
            if let [default] = argument.get_default_values()
                && argument.get_action().takes_values()
            {
                let _ = write!(help, " (default `{}`)", default.to_string_lossy());
            }
            format!("| `{}` | {} |\n", cell(&written(argument)), cell(&help))
        })
        .collect();
    if !rows.is_empty() {
        let _ = write!(text, "\n| argument | meaning |\n|---|---|\n{}", rows.concat());
    }
}
