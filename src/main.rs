//! The `dictum` command.

use dictum::cli;

fn main() -> cli::Status {
    cli::main()
}
