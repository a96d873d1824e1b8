#!/usr/bin/env bash
# Reads the reports of six projects with readers of others: SARIF with Microsoft's Multitool, with the rules that GitHub's
# code scanning sets; JUnit with junitparser; the JSON forms and Checkstyle with Python's own readers.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/tools
dictum=$PWD/target/debug/dictum
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Projects: the name, and what is found in each.
python3 - "$scratch" <<'PYTHON'
import pathlib
import sys

root = pathlib.Path(sys.argv[1])

def put(path, text, newline="\n"):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.replace("\n", newline).encode())

put("none/a.dictum", "environment sales { type = sandbox; region = europe }\n")
put("one/a.dictum", "environment sales { type = sandbax; region = europe }\n")
put("many/a.dictum", "".join(f"connectors a{at} = [unknown_{at}]\n" for at in range(900)))
for file in "bcdefg":
    put(f"many/{file}.dictum", "".join(f"connectors {file}{at} = [unknown_{file}_{at}]\n" for at in range(850)))
put("wide/é ü/財🚀.dictum", "group g { kind = security; name = \"財🚀é\" }\nenvironment e { name = \"財🚀\"; type = sandbax; region = europe }\n", "\r\n")
put("accepted/a.dictum", "// dictum: waive unused-connector-set until 2099-12-31 because \"##[error] ]]> <b>\"\n"
    "connectors one = [sql]\nconnectors two = [teams]\nconnectors three = [teams]\n")
put("hostile/a %0A;],b.dictum", "// ::error::x\nconnectors \"]]>&<b>##vso[task.complete]\" = [\"::error::\", \"\\u{202e}x\"]\n::error::x\n")
PYTHON
(cd "$scratch/accepted" && "$dictum" baseline update . >/dev/null && printf 'connectors four = [teams]\n' >b.dictum)

forms="sarif junit checkstyle gitlab rdjson json"
for project in none one many wide accepted hostile; do
  arguments=()
  for form in $forms; do arguments+=(-o "$form=$scratch/$project.$form"); done
  if [ "$project" = accepted ]; then arguments+=(--baseline dictum-baseline.json); fi
  status=0
  (cd "$scratch/$project" && "$dictum" check . "${arguments[@]}" >/dev/null 2>&1) || status=$?
  [ "$status" -le 1 ] || { echo "check of $project ends with $status"; exit 1; }
done

python3 - "$scratch" <<'PYTHON'
import json
import pathlib
import sys
import xml.etree.ElementTree as tree

root = pathlib.Path(sys.argv[1])
expected = {"none": 0, "one": 1, "many": 6000, "wide": 1}
for project in ["none", "one", "many", "wide", "accepted", "hostile"]:
    def strict(form):
        def once(pairs):
            keys = [key for key, _ in pairs]
            assert len(keys) == len(set(keys)), f"{project}.{form}: a key twice"
            return dict(pairs)
        return json.loads((root / f"{project}.{form}").read_text(encoding="utf-8"), object_pairs_hook=once)
    counts = {
        "json": len(strict("json")["diagnostics"]),
        "sarif": sum(not result.get("suppressions") for run in strict("sarif")["runs"] for result in run["results"]),
        "gitlab": len(strict("gitlab")),
        "rdjson": len(strict("rdjson")["diagnostics"]),
        "checkstyle": len(tree.parse(root / f"{project}.checkstyle").findall("./file/error")),
        "junit": len(tree.parse(root / f"{project}.junit").findall("./testsuite/testcase/failure")),
    }
    # An info is no failure of a test.
    assert len(set(counts.values()) - {counts["junit"]}) <= 1, f"{project}: {counts}"
    assert counts["junit"] <= counts["json"], f"{project}: {counts}"
    if project in expected:
        assert set(counts.values()) == {expected[project]}, f"{project}: {counts}"
    if project == "accepted":
        kinds = [s["kind"] for run in strict("sarif")["runs"] for r in run["results"] for s in r.get("suppressions", [])]
        assert sorted(kinds) == ["external", "external", "inSource"], kinds
    print(f"{project}: {counts['json']} findings in each of {len(counts)} forms")
PYTHON

if [ -x "$tools/bin/junitparser" ]; then
  for project in none one many wide accepted hostile; do
    "$tools/bin/python3" - "$scratch/$project.junit" <<'PYTHON'
import sys

from junitparser import JUnitXml

report = JUnitXml.fromfile(sys.argv[1])
cases = [case for suite in report for case in suite]
assert report.tests == len(cases) > 0
assert report.failures == sum(any(type(result).__name__ == "Failure" for result in case.result) for case in cases)
PYTHON
  done
  echo "junitparser: 6 reports read, counts right"
else
  echo "skipped: junitparser is absent"
fi

multitool=$tools/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
if [ -x "$multitool" ] && "$multitool" help >/dev/null 2>&1; then
  for project in none one many wide accepted hostile; do
    # With its rules for GitHub. It warns that the tool names no home page (SARIF2005): there is none to name yet.
    "$multitool" validate "$scratch/$project.sarif" --output "$scratch/$project.validated" --quiet true --log ForceOverwrite \
      --rule-kind 'Sarif;Ghas' >"$scratch/said" 2>&1 || { status=$?; [ -s "$scratch/$project.validated" ] || { cat "$scratch/said"; exit "$status"; }; }
    python3 - "$scratch/$project.validated" "$project" <<'PYTHON'
import json
import sys

log = json.load(open(sys.argv[1], encoding="utf-8-sig"))
found = [r for run in log["runs"] for r in run.get("results", []) if r.get("level", "warning") in ("error", "warning")]
shown = {(r["ruleId"], r.get("level", "warning"), r["message"].get("id", r["message"].get("text", ""))) for r in found}
for line in sorted(shown, key=str)[:10]:
    print(sys.argv[2], *line)
sys.exit(any(r.get("level", "warning") == "error" for r in found))
PYTHON
  done
  echo "Multitool: 6 reports valid, also by the rules for GitHub"
else
  echo "skipped: the SARIF Multitool is absent"
fi
