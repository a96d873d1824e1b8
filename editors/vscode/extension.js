// The Dictum extension: starts the server and shows what it answers.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { find } = require('./server');

/** @type {LanguageClient | undefined} */
let client;

function sought(context) {
  return find({
    configured: vscode.workspace.getConfiguration('dictum').get('server.path', ''),
    folder: context.extensionPath,
    path: process.env.PATH,
  });
}

async function start(context) {
  const found = sought(context);
  if (found.missing) {
    const settings = 'Open Settings';
    vscode.window.showErrorMessage(found.missing, settings).then((chosen) => {
      if (chosen === settings) {
        vscode.commands.executeCommand('workbench.action.openSettings', 'dictum.server.path');
      }
    });
    return;
  }
  client = new LanguageClient(
    'dictum',
    'Dictum',
    { command: found.command, args: ['lsp'] },
    {
      documentSelector: [
        { scheme: 'file', language: 'dictum' },
        { scheme: 'untitled', language: 'dictum' },
      ],
      initializationOptions: { rulePages: true },
    },
  );
  await client.start();
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** The pages of rules, which the server holds. */
const pages = {
  async provideTextDocumentContent(uri) {
    const rule = uri.path.replace(/^\//, '').replace(/\.md$/, '');
    if (!client) {
      return 'The server does not run.';
    }
    return client.sendRequest('dictum/rulePage', { rule });
  },
};

function check(context) {
  const found = sought(context);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (found.missing) {
    vscode.window.showErrorMessage(found.missing);
    return;
  }
  const terminal = vscode.window.createTerminal({
    name: 'dictum check',
    cwd: folder,
    shellPath: found.command,
    shellArgs: ['check'],
  });
  terminal.show();
}

async function page() {
  const rule = await vscode.window.showInputBox({ prompt: 'The code or the name of a rule, such as D1002' });
  if (rule) {
    const uri = vscode.Uri.from({ scheme: 'dictum-rule', path: `/${rule.trim()}.md` });
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider('dictum-rule', pages),
    vscode.commands.registerCommand('dictum.restart', async () => {
      await stop();
      await start(context);
    }),
    vscode.commands.registerCommand('dictum.check', () => check(context)),
    vscode.commands.registerCommand('dictum.page', page),
  );
  await start(context);
};

exports.deactivate = stop;
