// Where the grid is that the cursor is in.
'use strict';

/**
 * The lines of the grid around a line, from its `grid {` to the brace that closes it.
 * @param {string[]} lines
 * @param {number} line
 * @returns {{ first: number, last: number } | undefined}
 */
function gridAround(lines, line) {
  let first = line;
  while (first >= 0 && !/\bgrid\s*\{/.test(lines[first])) {
    first -= 1;
    if (first < 0 || (first < line && /^\s*\}/.test(lines[first]))) {
      return undefined;
    }
  }
  const last = lines.findIndex((text, at) => at >= first && /\}/.test(text));
  return first < 0 || last < line ? undefined : { first, last };
}

module.exports = { gridAround };
