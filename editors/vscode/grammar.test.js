'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const oniguruma = require('vscode-oniguruma');
const { Registry, parseRawGrammar } = require('vscode-textmate');

const FILE = path.join(__dirname, 'syntaxes', 'dictum.tmLanguage.json');

async function grammar() {
  const wasm = fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(fs.readFileSync(FILE, 'utf8'), FILE),
  });
  return registry.loadGrammar('source.dictum');
}

/** The words of a text, each with its innermost scope; what has none is left out. */
function painted(loaded, text) {
  const words = [];
  let stack = null;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = loaded.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const token of tokens) {
      const scope = token.scopes[token.scopes.length - 1];
      const word = line.slice(token.startIndex, token.endIndex).trim();
      if (scope !== 'source.dictum' && word) {
        words.push(`${word} ${scope.replace(/\.dictum$/, '')}`);
      }
    }
  }
  return words;
}

test('each word has the colour of what it is', async () => {
  const loaded = await grammar();
  const paint = (text) => painted(loaded, text);
  assert.deepStrictEqual(paint('data_policy finance {'), [
    'data_policy keyword.declaration',
    'finance entity.name.type',
  ]);
  assert.deepStrictEqual(paint('  applies_to = all except [default]'), [
    'applies_to variable.other.property',
    '= keyword.operator',
    'all constant.language',
    'except keyword.control',
  ]);
  assert.deepStrictEqual(paint('  high when users > 500 and personal_data'), [
    'when keyword.control',
    '> keyword.operator',
    '500 constant.numeric',
    'and keyword.operator.word',
  ]);
  assert.deepStrictEqual(paint('  reviewed = 2026-06-01 // "no text"'), [
    'reviewed variable.other.property',
    '= keyword.operator',
    '2026-06-01 constant.numeric.date',
    '// "no text" comment.line.double-slash',
  ]);
  assert.deepStrictEqual(paint('  account ● ◔'), ['● constant.other.level', '◔ constant.other.level']);
  // A comment goes over lines, and words inside are no keywords.
  assert.deepStrictEqual(paint('/* a\nenvironment b */ no'), [
    '/* comment.block',
    'a comment.block',
    'environment b comment.block',
    '*/ comment.block',
    'no constant.language',
  ].filter(Boolean));
  // A name that begins like a kind is a name.
  assert.deepStrictEqual(paint('environment_groups x'), []);
});

test('a text that is not closed ends with its line', async () => {
  const loaded = await grammar();
  assert.ok(painted(loaded, 'name = "open\nenvironment a {}').includes('environment keyword.declaration'));
});
