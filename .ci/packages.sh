#!/usr/bin/env bash
# Makes what a release carries from one build, installs each in a scratch folder, and runs what was installed.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/tools
program=$PWD/target/debug/dictum
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
version=$(python3 .ci/versions.py)

# Ends unless the command says this version and finds the example sound.
works() {
  [ "$("$@" --version)" = "dictum $version" ]
  "$@" check policies/contoso --fail-level info
}

python3 .ci/package.py --program "$program" --platform here --out "$scratch/one"
python3 .ci/package.py --program "$program" --platform here --out "$scratch/two"
diff -r "$scratch/one" "$scratch/two"
(cd "$scratch/one" && { sha256sum --check --quiet -- *.sha256 2>/dev/null || shasum -a 256 --check -- *.sha256; })
tar -xzf "$scratch/one/dictum-$version-here.tar.gz" -C "$scratch"
unpacked=$scratch/dictum-$version-here
works "$unpacked/dictum"
for part in completions/dictum.bash completions/_dictum completions/dictum.fish man/man1/dictum.1 man/man1/dictum-check.1 \
  LICENSE-MIT LICENSE-APACHE; do
  [ -s "$unpacked/$part" ] || { echo "the archive lacks $part"; exit 1; }
done
bash -n "$unpacked/completions/dictum.bash"
echo "archive: unpacked and run"

if [ -x "$tools/bin/maturin" ]; then
  "$tools/bin/maturin" build --quiet --locked --profile dev --out "$scratch/wheels" --compatibility linux
  python3 -m venv "$scratch/venv"
  "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$scratch"/wheels/*.whl
  works "$scratch/venv/bin/dictum"
  echo "wheel: installed and run"
else
  echo "skipped: maturin is absent"
fi

if command -v npm >/dev/null && command -v node >/dev/null; then
  platform=$(node -p 'process.platform + "-" + process.arch')
  node npm/platform.js --program "$program" --platform "$platform" --out "$scratch/package"
  (cd "$scratch" && npm pack --silent ./package "$OLDPWD/npm" >/dev/null)
  mkdir "$scratch/project"
  (cd "$scratch/project" && npm init --yes >/dev/null &&
    npm install --offline --omit=optional --no-audit --no-fund --silent "$scratch"/dictum-policy*.tgz)
  works "$scratch/project/node_modules/.bin/dictum"
  # Exit codes pass through, and a missing platform is said.
  status=0
  "$scratch/project/node_modules/.bin/dictum" check nowhere 2>/dev/null || status=$?
  [ "$status" = 2 ]
  rm -r "$scratch/project/node_modules/dictum-policy-$platform"
  status=0
  "$scratch/project/node_modules/.bin/dictum" --version 2>"$scratch/said" || status=$?
  [ "$status" = 2 ] && grep -q "is not installed" "$scratch/said"
  echo "npm package: packed, installed and run"
else
  echo "skipped: npm is absent"
fi
