// What the commands of the extension do. The answers come from the server, or from the program that it is.
'use strict';

const { execFile } = require('node:child_process');
const path = require('node:path');
const vscode = require('vscode');
const { gridAround } = require('./grid');

const VIEW = 'dictum-view';

/** How many texts are kept. */
const KEPT = 32;

/** The pages that `dictum report` writes. */
const REPORTS = [
  { label: 'Connectors by environments', page: 'connectors' },
  { label: 'Roles, units and people', page: 'roles' },
  { label: 'Apps', page: 'apps' },
  { label: 'Responsibilities', page: 'responsibilities' },
  { label: 'What is due', page: 'reviews' },
];

/** Texts that are shown and not kept on the disk, by address. */
class Views {
  constructor() {
    this.texts = new Map();
    this.changed = new vscode.EventEmitter();
    this.onDidChange = this.changed.event;
  }

  provideTextDocumentContent(uri) {
    return this.texts.get(uri.toString()) ?? '';
  }

  put(title, language, text) {
    const name = title.replace(/[^A-Za-z0-9 ._-]/g, '_');
    const uri = vscode.Uri.from({ scheme: VIEW, path: `/${name}.${language === 'json' ? 'json' : 'md'}` });
    this.texts.delete(uri.toString());
    this.texts.set(uri.toString(), text);
    // The editor may ask again for a text that it has closed, so the last of them stay.
    for (const old of [...this.texts.keys()].slice(0, -KEPT)) {
      this.texts.delete(old);
    }
    this.changed.fire(uri);
    return uri;
  }
}

/** The file and the place that a command is about: what it was given, else the cursor. */
function target(uri, position) {
  if (typeof uri === 'string' && position) {
    return { uri, position };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'dictum') {
    vscode.window.showInformationMessage('Open a policy and put the cursor on what is to be shown.');
    return undefined;
  }
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** The folder that the policy in front is in, else the first that is open. */
function folder() {
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === 'dictum' && active.uri.scheme === 'file') {
    const around = vscode.workspace.getWorkspaceFolder(active.uri);
    return around ? around.uri.fsPath : path.dirname(active.uri.fsPath);
  }
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

function said(failure) {
  vscode.window.showWarningMessage(`Dictum: ${failure.message ?? failure}`);
}

/**
 * Registers the commands.
 * @param {vscode.ExtensionContext} context
 * @param {{ client: () => any, sought: () => any }} server The running client, and where the program is.
 */
function register(context, server) {
  const views = new Views();

  const client = () => {
    const running = server.client();
    if (!running) {
      said('the server does not run');
    }
    return running;
  };

  const show = (view) => async (uri, position) => {
    const at = target(uri, position);
    const running = at && client();
    if (!running) {
      return;
    }
    const asked = { textDocument: { uri: at.uri }, position: at.position, view };
    try {
      const page = await running.sendRequest('dictum/view', asked);
      const shown = views.put(page.title, page.language, page.text);
      if (page.language === 'json') {
        const document = await vscode.workspace.openTextDocument(shown);
        await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
      } else {
        await vscode.commands.executeCommand('markdown.showPreviewToSide', shown);
      }
    } catch (failure) {
      said(failure);
    }
  };

  const waive = async (uri, line, rule, until) => {
    const because = await vscode.window.showInputBox({
      title: `Waive ${rule}`,
      prompt: 'Why is the finding accepted? The reason is written into the policy.',
      validateInput: (text) => (text.trim() ? undefined : 'A waiver needs a reason.'),
    });
    if (!because) {
      return;
    }
    const last = await vscode.window.showInputBox({
      title: `Waive ${rule}`,
      prompt: 'The last day on which the waiver holds, such as 2027-03-31.',
      value: until,
    });
    const running = last && client();
    if (!running) {
      return;
    }
    const asked = { textDocument: { uri }, line, rule, until: last, because };
    try {
      const edit = await running.sendRequest('dictum/waive', asked);
      await vscode.workspace.applyEdit(await running.protocol2CodeConverter.asWorkspaceEdit(edit));
    } catch (failure) {
      said(failure);
    }
  };

  const align = async () => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'dictum') {
      return;
    }
    const { document } = editor;
    const found = gridAround(document.getText().split(/\r\n|\r|\n/), editor.selection.active.line);
    if (!found) {
      vscode.window.showInformationMessage('Put the cursor into the grid of a role.');
      return;
    }
    const range = new vscode.Range(found.first, 0, found.last, document.lineAt(found.last).text.length);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await vscode.commands.executeCommand('vscode.executeFormatRangeProvider', document.uri, range, options);
    const all = new vscode.WorkspaceEdit();
    all.set(document.uri, edits ?? []);
    await vscode.workspace.applyEdit(all);
  };

  const check = () => {
    const found = server.sought();
    if (found.missing) {
      said(found.missing);
      return;
    }
    const options = { name: 'dictum check', cwd: folder(), shellPath: found.command, shellArgs: ['check'] };
    vscode.window.createTerminal(options).show();
  };

  const report = async (page) => {
    const found = server.sought();
    const chosen = REPORTS.find((one) => one.page === page) ?? (await vscode.window.showQuickPick(REPORTS));
    const cwd = folder();
    if (found.missing || !chosen || !cwd) {
      if (found.missing) {
        said(found.missing);
      }
      return;
    }
    const limits = { cwd, maxBuffer: 256 * 1024 * 1024 };
    execFile(found.command, ['report', chosen.page, '--color', 'never'], limits, (failure, html, talk) => {
      if (!html) {
        said(talk.trim().split('\n')[0] || failure?.message || 'nothing was written');
        return;
      }
      const options = { enableScripts: true, enableFindWidget: true, retainContextWhenHidden: true };
      const panel = vscode.window.createWebviewPanel('dictum.report', chosen.label, vscode.ViewColumn.Active, options);
      panel.webview.html = html;
    });
  };

  const page = async () => {
    const rule = await vscode.window.showInputBox({ prompt: 'The code or the name of a rule, such as D1002' });
    if (rule) {
      const uri = vscode.Uri.from({ scheme: 'dictum-rule', path: `/${rule.trim()}.md` });
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    }
  };

  const commands = {
    'dictum.check': check,
    'dictum.bundle': show('bundle'),
    'dictum.grid': show('grid'),
    'dictum.connectors': show('connectors'),
    'dictum.report': report,
    'dictum.align': align,
    'dictum.waive': waive,
    'dictum.page': page,
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(VIEW, views),
    ...Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(name, act)),
  );
}

module.exports = { register };
