#!/usr/bin/env bash
# The gate of a pull request: one run of `dictum check`, written in the forms that the build service reads.
# It ends as the check ends: 0 clean, 1 findings at the fail level or above, 2 could not run.
#
#   DICTUM            the command; `dictum` where absent
#   DICTUM_PATHS      files and folders, one on each line; the current folder where absent
#   DICTUM_FAIL_LEVEL error, warning or info; the settings' own where absent
#   DICTUM_BASELINE   the file of a baseline; none where absent
#   DICTUM_REPORTS    the folder for reports; `dictum-reports` where absent
set -euo pipefail

reports=${DICTUM_REPORTS:-dictum-reports}
mkdir -p -- "$reports"
# Reports of an earlier run must not be taken for those of this one.
rm -f -- "$reports/dictum.sarif" "$reports/junit.xml" "$reports/comment.md" "$reports/summary.md" \
  "$reports/gl-code-quality-report.json"

arguments=(check)
while IFS= read -r path; do
  if [ -n "$path" ]; then
    # A path that begins with `-` is no option.
    case $path in -*) path=./$path ;; esac
    arguments+=("$path")
  fi
done <<<"${DICTUM_PATHS:-.}"
if [ -n "${DICTUM_FAIL_LEVEL:-}" ]; then arguments+=("--fail-level=$DICTUM_FAIL_LEVEL"); fi
if [ -n "${DICTUM_BASELINE:-}" ]; then arguments+=("--baseline=$DICTUM_BASELINE"); fi

arguments+=(-o "junit=$reports/junit.xml" -o "sarif=$reports/dictum.sarif" -o "markdown=$reports/comment.md")
arguments+=(-o "job-summary=$reports/summary.md")
if [ -n "${GITHUB_ACTIONS:-}" ]; then
  arguments+=(-o github)
elif [ -n "${TF_BUILD:-}" ]; then
  arguments+=(-o azure)
elif [ -n "${GITLAB_CI:-}" ]; then
  arguments+=(-o short -o "gitlab=$reports/gl-code-quality-report.json")
else
  arguments+=(-o short)
fi

status=0
"${DICTUM:-dictum}" "${arguments[@]}" || status=$?

if [ -f "$reports/summary.md" ]; then
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat -- "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
  fi
  if [ -n "${TF_BUILD:-}" ]; then
    summary=$(cd -- "$reports" && pwd)/summary.md
    printf '##vso[task.uploadsummary]%s\n' "$summary"
  fi
fi
exit "$status"
