//! The program itself, over its standard input and output, and with a real editor at the other end.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

fn frame(message: &Value) -> String {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

/// The output of the program and its exit status.
fn served(messages: &[Value]) -> (String, Option<i32>) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_dictum"))
        .args(["lsp", "--stdio", "--today", "2026-11-21"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = server.stdin.take().expect("its input");
    for message in messages {
        input.write_all(frame(message).as_bytes()).expect("it reads");
    }
    let mut said = String::new();
    server.stdout.take().expect("its output").read_to_string(&mut said).expect("it writes UTF-8");
    drop(input);
    (said, server.wait().expect("it ends").code())
}

fn begin(folder: &Path) -> [Value; 2] {
    let root = format!("file://{}", folder.display());
    [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "rootUri": root, "capabilities": {} } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
    ]
}

#[test]
fn the_program_serves_a_folder_and_ends_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.dictum"), "environment default { typ = default }\n").expect("a file");
    std::fs::write(folder.path().join("dictum.toml"), "[lint]\nfail_levle = \"error\"\n").expect("settings");
    let ask = json!({ "jsonrpc": "2.0", "id": 2, "method": "workspace/diagnostic", "params": {} });
    let stop = json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" });
    let exit = json!({ "jsonrpc": "2.0", "method": "exit" });
    let [initialize, initialized] = begin(folder.path());
    // This client waits for no answer, so shutdown must not overtake earlier requests.
    let (said, status) = served(&[initialize, initialized, ask, stop, exit]);
    assert!(said.contains("\"name\":\"dictum\""), "{said}");
    assert!(said.contains("has no attribute `typ`"), "{said}");
    assert!(said.contains("fail_levle"), "{said}");
    assert_eq!(status, Some(0));
}

#[test]
fn an_end_without_shutdown_is_told_by_the_exit_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let [initialize, initialized] = begin(folder.path());
    let exit = json!({ "jsonrpc": "2.0", "method": "exit" });
    assert_eq!(served(&[initialize, initialized, exit]).1, Some(1));
}

/// Neovim, configured as on its page in `editors/`, without a screen.
#[test]
fn neovim_shows_findings_renames_and_lays_out() {
    let Ok(found) = Command::new("nvim").arg("--version").output() else {
        println!("skipped: nvim is not on the path");
        return;
    };
    let version = String::from_utf8_lossy(&found.stdout).lines().next().unwrap_or_default().to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("dictum.toml", "[project]\nname = \"tried\"\n");
    write("a.dictum", "environment default { type = default }\nenvironment old_name   { typ = sandbox }\n");
    write("b.dictum", "data_policy p { applies_to = only [old_name]; business = [sql]; non_business = rest }\n");
    write("try.lua", SCRIPT);
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/neovim.md")).expect("the page");
    let setup = page.split("```lua\n").nth(1).and_then(|rest| rest.split("```").next()).expect("what it shows");
    let program = format!("'{}'", env!("CARGO_BIN_EXE_dictum"));
    write("init.lua", &setup.replacen("'dictum', 'lsp'", &format!("{program}, 'lsp'"), 1));
    let output = Command::new("nvim")
        .current_dir(folder.path())
        .args(["--headless", "-u", "init.lua", "a.dictum", "-c", "luafile try.lua"])
        .env("HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path())
        .output()
        .expect("it runs");
    let said = std::fs::read_to_string(folder.path().join("said.txt")).unwrap_or_default();
    let shown = format!("{version}\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("finding: environment `old_name` has no attribute `typ`"), "{shown}");
    assert!(said.contains("hover: **environment**"), "{shown}");
    let a = std::fs::read_to_string(folder.path().join("a.dictum")).expect("the file");
    let b = std::fs::read_to_string(folder.path().join("b.dictum")).expect("the file");
    assert!(a.contains("environment new_name"), "{a}\n{shown}");
    assert!(b.contains("only [new_name]"), "{b}\n{shown}");
    assert!(a.contains("environment new_name { type = sandbox }"), "{a}\n{shown}");
}

const SCRIPT: &str = r"
local out = io.open('said.txt', 'w')
local function say(text) out:write(text, '\n'); out:flush() end
local ok, why = pcall(function()
  vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  for _, one in ipairs(vim.diagnostic.get(0)) do say('finding: ' .. one.message) end
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  local function ask(method, params)
    local answer = client:request_sync(method, params, 20000, 0)
    return answer and answer.result
  end
  local here = { uri = vim.uri_from_bufnr(0) }
  local hover = ask('textDocument/hover', { textDocument = here, position = { line = 0, character = 2 } })
  say('hover: ' .. hover.contents.value)
  local at = { line = 1, character = 14 }
  -- A name is renamed in all files.
  local edit = ask('textDocument/rename', { textDocument = here, position = at, newName = 'new_name' })
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  vim.api.nvim_buf_set_text(0, 1, 25, 1, 28, { 'type' })
  vim.wait(300)
  vim.lsp.buf.format({ async = false, timeout_ms = 20000 })
  vim.cmd('silent wall')
end)
if not ok then say('failed: ' .. tostring(why)) end
out:close()
vim.cmd('qall!')
";
