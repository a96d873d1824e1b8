'use strict';

const assert = require('node:assert');
const test = require('node:test');

const { gridAround } = require('./grid');

const LINES = [
  'role planner {',
  '  includes = [basic_user]',
  '  grid {',
  '    table    read',
  '    account  org',
  '  }',
  '}',
  'role other { grid { table read } }',
  'environment e { type = sandbox }',
];

test('the grid around a line is found from its head to its brace', () => {
  for (const line of [2, 3, 4, 5]) {
    assert.deepStrictEqual(gridAround(LINES, line), { first: 2, last: 5 });
  }
  assert.deepStrictEqual(gridAround(LINES, 7), { first: 7, last: 7 });
});

test('elsewhere there is none', () => {
  for (const line of [0, 1, 6, 8]) {
    assert.strictEqual(gridAround(LINES, line), undefined);
  }
});
