#!/usr/bin/env bash
# The project's own policies: without findings, laid out, and built to the same bytes wherever they are.
# Usage: .ci/policies.sh PROGRAM
set -euo pipefail
dictum=$(realpath "$1")
"$dictum" check policies --fail-level info
"$dictum" fmt --check policies
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for project in policies/*/; do
  name=$(basename "$project")
  "$dictum" build "$project" --out "$scratch/$name-one"
  # The same bytes from another place, with another number of threads.
  cp -r "$project" "$scratch/$name"
  (cd "$scratch/$name" && RAYON_NUM_THREADS=1 "$dictum" build . --out "$scratch/$name-two")
  diff -r "$scratch/$name-one" "$scratch/$name-two"
done
