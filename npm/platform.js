#!/usr/bin/env node
// Makes the package of one platform: `node npm/platform.js --program PATH --platform linux-x64 --out FOLDER`.
// `npm pack FOLDER` then gives what is published. The package holds the program and nothing that runs on installation.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");

const main = require("./package.json");

const { values } = parseArgs({
  options: { program: { type: "string" }, platform: { type: "string" }, out: { type: "string" } },
});
const name = `dictum-policy-${values.platform}`;
if (!(name in main.optionalDependencies) || !values.program || !values.out) {
  const known = Object.keys(main.optionalDependencies).map((name) => name.replace("dictum-policy-", ""));
  console.error(`usage: platform.js --program PATH --platform ${known.join("|")} --out FOLDER`);
  process.exit(2);
}
const [os, cpu] = values.platform.split("-");
const file = os === "win32" ? "dictum.exe" : "dictum";
fs.mkdirSync(values.out, { recursive: true });
fs.copyFileSync(values.program, path.join(values.out, file));
fs.chmodSync(path.join(values.out, file), 0o755);
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  fs.copyFileSync(path.join(__dirname, "..", licence), path.join(values.out, licence));
}
const described = {
  name,
  version: main.version,
  description: `The program of dictum-policy for ${values.platform}`,
  license: main.license,
  os: [os],
  cpu: [cpu],
  files: [file],
  preferUnplugged: true,
};
// Programs for Linux are linked to glibc.
if (os === "linux") {
  described.libc = ["glibc"];
}
fs.writeFileSync(path.join(values.out, "package.json"), `${JSON.stringify(described, null, 2)}\n`);
console.log(name);
