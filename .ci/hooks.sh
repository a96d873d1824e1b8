#!/usr/bin/env bash
# The hooks of pre-commit as people get them: cloned at the commit that is checked out, built from source, and run by `git
# commit` in a scratch repository, with a change that is refused, one that is laid out, and one that passes.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
program=$(command -v pre-commit || echo "$root/target/tools/bin/pre-commit")
if ! "$program" --version 2>/dev/null; then
  echo "skipped: pre-commit is absent; .ci/tools.sh installs it"
  exit 0
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The environment of the hooks is made anew; what they are built from may be reused.
export PRE_COMMIT_HOME=$scratch/home
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@contoso.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@contoso.com

project=$scratch/project
mkdir "$project"
cd "$project"
git init --quiet
cat >.pre-commit-config.yaml <<CONFIG
repos:
- repo: $root
  rev: $(git -C "$root" rev-parse HEAD)
  hooks:
  - id: dictum-check
  - id: dictum-fmt
CONFIG
printf '[project]\nname = "hooks"\n' >dictum.toml
printf 'environment crm { type = sandbox; region = europe }\n' >crm.dictum
"$program" install --install-hooks
git add .
git commit --quiet -m "sound"

# Whether a commit of the changed file ends so, and says that.
commits() { # status, words
  local status=0
  git add .
  git commit --quiet -m "change" >"$scratch/said" 2>&1 || status=$?
  if [ "$status" -ne "$1" ] || ! grep -qF "$2" "$scratch/said"; then
    cat "$scratch/said"
    echo "a commit ended with $status, wanted $1 and: $2"
    exit 1
  fi
}

printf 'environment crm { type = sandbax; region = europe }\n' >crm.dictum
commits 1 "D1004"
printf 'environment hr {type=sandbox;region=europe}\n' >crm.dictum
commits 1 "files were modified by this hook"
commits 0 ""
git show HEAD:crm.dictum | grep -qF 'environment hr { type = sandbox; region = europe }'
echo "the hooks built from source refuse a wrong change, lay one out, and pass a sound one"
