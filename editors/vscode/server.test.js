'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

const { find, NAME } = require('./server');

function folder(files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'dictum-'));
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), '');
  }
  return root;
}

test('the setting goes first, and is never passed over', () => {
  const root = folder(['own', `server/${NAME}`]);
  const own = path.join(root, 'own');
  assert.deepStrictEqual(find({ configured: own, folder: root, path: '' }), { command: own });
  assert.match(find({ configured: `${own}x`, folder: root, path: '' }).missing, /no such file/);
});

test('the package goes before the path', () => {
  const root = folder([`server/${NAME}`, `bin/${NAME}`]);
  const searched = ['', path.join(root, 'bin')].join(path.delimiter);
  assert.deepStrictEqual(find({ configured: '', folder: root, path: searched }), {
    command: path.join(root, 'server', NAME),
  });
  assert.deepStrictEqual(find({ configured: '', folder: path.join(root, 'none'), path: searched }), {
    command: path.join(root, 'bin', NAME),
  });
});

test('where there is none, a message says what to do', () => {
  const root = folder([]);
  assert.match(find({ configured: '', folder: root, path: '' }).missing, /dictum\.server\.path/);
  // A folder without a place of its own on the disk is not searched.
  assert.match(find({ configured: '', folder: root, path: '.' }).missing, /not found/);
});
