//! Emacs with Eglot as a client, set up as on its page in `editors/`, without a screen.

use std::path::Path;
use std::process::Command;

/// Loads the packages of the machine, since Emacs before 29 brings Eglot as one of these.
const PACKAGES: &str = "(progn (require 'package) (package-initialize) (require 'eglot) (princ emacs-version))";

#[test]
fn emacs_shows_findings_renames_and_lays_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let emacs = || {
        let mut emacs = Command::new("emacs");
        emacs.current_dir(folder.path()).env("HOME", folder.path()).args(["--batch", "--eval", PACKAGES]);
        emacs
    };
    let version = match emacs().output() {
        Ok(found) if found.status.success() => String::from_utf8_lossy(&found.stdout).into_owned(),
        Ok(_) => return println!("skipped: this Emacs has no Eglot"),
        Err(_) => return println!("skipped: emacs is not on the path"),
    };
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("dictum.toml", "[project]\nname = \"tried\"\n");
    write("a.dictum", "environment default { type = default }\nenvironment old_name   { typ = sandbox }\n");
    write("b.dictum", "data_policy p { applies_to = only [old_name]; business = [sql]; non_business = rest }\n");
    write("try.el", SCRIPT);
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/emacs.md")).expect("the page");
    let setup = page.split("```elisp\n").nth(1).and_then(|rest| rest.split("```").next()).expect("what it shows");
    let program = format!("{:?}", env!("CARGO_BIN_EXE_dictum"));
    write("init.el", &setup.replacen("\"dictum\" \"lsp\"", &format!("{program} \"lsp\""), 1));
    let output = emacs().args(["-l", "init.el", "-l", "try.el"]).output().expect("it runs");
    let said = std::fs::read_to_string(folder.path().join("said.txt")).unwrap_or_default();
    let shown = format!("{version}\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("mode: dictum-mode"), "{shown}");
    assert!(said.contains("environment `old_name` has no attribute `typ`"), "{shown}");
    assert!(said.contains("hover: **environment**"), "{shown}");
    let a = std::fs::read_to_string(folder.path().join("a.dictum")).expect("the file");
    let b = std::fs::read_to_string(folder.path().join("b.dictum")).expect("the file");
    assert!(b.contains("only [new_name]"), "{b}\n{shown}");
    assert!(
        a.contains("environment default  { type = default }\nenvironment new_name { type = sandbox }"),
        "{a}\n{shown}"
    );
}

/// Code that would run after the next command of a user is run by hand, because no user types.
const SCRIPT: &str = r#"
(defun say (&rest parts) (append-to-file (concat (apply #'format parts) "\n") nil "said.txt"))
(defun wait-for (what)
  (let ((tries 0))
    (while (and (< tries 400) (not (funcall what)))
      (accept-process-output nil 0.05)
      (setq tries (1+ tries)))))
(condition-case why
    (progn
      (find-file-noselect "b.dictum")
      (find-file "a.dictum")
      (say "mode: %s" major-mode)
      (run-hooks 'post-command-hook)
      (wait-for #'eglot-current-server)
      (wait-for #'flymake-diagnostics)
      (dolist (one (flymake-diagnostics)) (say "finding: %s" (flymake-diagnostic-text one)))
      (goto-char (+ (point-min) 2))
      (let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
        (say "hover: %s" (plist-get (plist-get hover :contents) :value)))
      (goto-char (point-min))
      (search-forward "old_na")
      ;; A name is renamed in all files.
      (eglot-rename "new_name")
      (goto-char (point-min))
      (search-forward "{ typ ")
      (backward-char 1)
      (insert "e")
      (eglot-format-buffer)
      (save-some-buffers t))
  (error (say "failed: %S" why)))
(kill-emacs 0)
"#;
