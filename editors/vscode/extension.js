// The Dictum extension: starts the server and shows what it answers.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { register } = require('./commands');
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
      initializationOptions: { rulePages: true, commands: true },
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

exports.activate = async (context) => {
  register(context, { client: () => client, sought: () => sought(context) });
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider('dictum-rule', pages),
    vscode.commands.registerCommand('dictum.restart', async () => {
      await stop();
      await start(context);
    }),
    // The program may come with the setting that names it.
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('dictum.server.path')) {
        await vscode.commands.executeCommand('dictum.restart');
      }
    }),
  );
  await start(context);
};

exports.deactivate = stop;
