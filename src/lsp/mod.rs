//! The language server protocol: passes the answers of the layer below to an editor.
//!
//! One thread reads messages, and one answers them in order. The reader only records cancelled requests and the number
//! of changes, so the other thread sees that an answer is out of date before it sends it. If a request fails, only that
//! request is lost: the results are dropped and computed again.
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

/// Serves one editor until it sends `exit`. Returns whether it sent `shutdown` before.
///
/// # Errors
/// If the editor breaks the protocol in a way that has no answer.
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
                // If the worker has ended, there is no receiver.
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
    // The worker catches panics inside, so there is nothing to add.
    let _ = thread.join();
    Ok(orderly)
}
