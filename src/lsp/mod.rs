//! The language server protocol: what the floor below answers, said to an editor.
//!
//! One thread reads messages, one answers them in their order. The reader only notes what is cancelled and how many
//! changes have come, so the other sees that an answer is out of date before it sends it. A request that fails costs
//! itself: what was known is dropped and found anew.
//!
//! The server reads no disk and no clock; a [`World`] does that for it.

mod actions;
mod answers;
mod capabilities;
mod convert;
mod inbox;
mod kept;
mod lists;
mod report;
mod root;
mod tell;
mod uri;
mod worker;
mod world;

use std::sync::Arc;

use lsp_server::{Connection, Message, ProtocolError};

use inbox::Shared;
use worker::Worker;
pub use world::{Loaded, World};

/// Serves one editor until it says `exit`; gives whether it said `shutdown` before.
///
/// # Errors
/// Where the editor breaks the protocol in a way that nothing can be answered to.
pub fn serve(connection: &Connection, world: Box<dyn World>) -> Result<bool, ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let client = capabilities::Client::read(&params);
    connection.initialize_finish(id, capabilities::answer(&client))?;
    let shared = Arc::new(Shared::default());
    let (sender, inbox) = crossbeam_channel::unbounded();
    let worker = Worker::new(connection.sender.clone(), world, shared.clone(), client);
    let thread = std::thread::spawn(move || worker.run(&inbox));
    let mut orderly = false;
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    orderly = true;
                    break;
                }
                // Where the worker has ended, nobody is left to be told.
                let _ = sender.send(Message::Request(request));
            }
            Message::Notification(told) if told.method == "exit" => break,
            Message::Notification(told) if told.method == "$/cancelRequest" => shared.cancel(&told.params),
            Message::Notification(told) => {
                shared.note(&told.method);
                let _ = sender.send(Message::Notification(told));
            }
            Message::Response(_) => {}
        }
    }
    shared.stop();
    drop(sender);
    // It catches what fails inside; there is nothing to add.
    let _ = thread.join();
    Ok(orderly)
}
