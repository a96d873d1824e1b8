#!/usr/bin/env node
// Starts the program of this platform, which a package of its own brings. Nothing is downloaded and nothing runs when
// the package is installed.
"use strict";

const { spawnSync } = require("node:child_process");

const name = `dictum-policy-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "dictum.exe" : "dictum";

let program;
try {
  program = require.resolve(`${name}/${file}`);
} catch {
  console.error(`dictum: the package \`${name}\` is not installed.`);
  console.error("It is an optional dependency. Install without `--omit=optional`, or build Dictum from source.");
  process.exit(2);
}

const run = spawnSync(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
if (run.error) {
  console.error(`dictum: ${program} does not start: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exit(run.status ?? 3);
