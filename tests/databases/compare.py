#!/usr/bin/env python3
"""Holds the statements of target `sql` to `dictum classify`, in every database that can be had.

    compare.py DICTUM [ROWS]

Random rules and random rows, with gaps, odd letter case and values that fields cannot have: the level, the rule and
the rows that are invalid must be equal. SQLite comes with Python; the others are installed from their registries where
that is possible, and each that is not says so in a line. `tsql` and `databricks` are only parsed.
"""

import csv
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import engines

FIELDS = {
    "yes_no": "bool",
    "other": "bool",
    "words": "red | green | blue | order",
    "degree": "none < minor < major",
    "count": "0..",
    "score": "5..80",
    "day": "date",
    "said": "text",
    "list": "some of health | money | places",
    "rate": "0.0..9.9",
    "price": "0.00..",
    "least": "0..",
    "since": "date",
    "seen": "date",
}
TODAY = "2026-03-31"
TEXTS = ["alpha", "it's -- so", "a;b", "select", "omega, \\ end", "\\", "\\'", "${x} {{y}}", "$(z)", "stra\u00dfe", "tab\there"]
DAYS = ["2026-01-05", "2026-01-06", "2025-12-31", "2024-02-29"]
LEVELS = ["low", "medium", "high", "top"]
TYPES = {"yes_no": "BOOLEAN", "other": "BOOLEAN", "count": "DOUBLE", "score": "BIGINT", "day": "DATE", "rate": "DOUBLE", "least": "BIGINT", "since": "DATE"}
OLD = ["2026-03-31", "2026-03-01", "2026-02-28", "2026-02-27", "2026-01-30", "2025-12-31", "2025-11-30", "2025-03-31", "2025-03-30", "2024-02-29", "2027-01-01"]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def leaf(pick):
    order, same = ["==", "!=", "<", "<=", ">", ">="], ["==", "!="]
    if pick(range(3)) == 0:
        return pick([
            lambda: f"rate {pick(order)} {pick(['2.5', '7', '0.1', '9.9'])}",
            lambda: pick(["rate in 1.5..3.0", "price > 1.25", "price in [0.99, 2.00..3.50]", "price <= 2"]),
            lambda: f"count {pick(order)} least",
            lambda: f"day {pick(order)} since",
            lambda: f"rate {pick(order)} price",
            lambda: f"since older than {pick(['1 month', '3 months', '1 year', '4 months'])}",
            lambda: f"seen older than {pick(['30 days', '2 weeks', '1 week', '365 days'])}",
            lambda: pick(["other not answered", "least answered", "list not answered", "degree not answered", "price not answered"]),
            lambda: f"extra {pick(order)} {pick(['small', 'wide'])}",
        ])()
    return pick([
        lambda: pick(["yes_no", "not yes_no", "yes_no == no", "yes_no in [yes, no]"]),
        lambda: pick(["other", "not other"]),
        lambda: f"words {pick(same)} {pick(['red', 'green', 'blue', 'order'])}",
        lambda: pick(["words in [red, order]", "words in [blue]"]),
        lambda: f"degree {pick(order)} {pick(['none', 'minor', 'major'])}",
        lambda: f"count {pick(order)} {pick(range(8))}",
        lambda: pick(["score in 10..20", "score in [7, 30..40]", "score == 5", "score > 60"]),
        lambda: f"day {pick(order)} {pick(DAYS)}",
        lambda: f"said {pick(same)} {quoted(pick(TEXTS))}",
        lambda: f"{pick(['health', 'money'])} in list",
    ])()


def condition(pick, depth):
    if depth == 0:
        return leaf(pick)
    left, right = condition(pick, depth - 1), condition(pick, depth - 1)
    return pick([f"not ({left})", f"({left} and {right})", f"({left} or {right})", f"({left} and {right})"])


def sentences(pick, policy):
    if policy in ("unique", "any"):
        # For each word one rule and its opposite, so that no two of them meet.
        for word in ("red", "green", "blue", "order"):
            inner = "words"
            while "words" in inner:
                inner = condition(pick, pick(range(3)))
            yield f"  {pick(LEVELS)} when words == {word} and {inner}"
            yield f"  {pick(LEVELS)} when words == {word} and not ({inner})"
        return
    for _ in range(pick(range(2, 9))):
        yield f"  {pick(LEVELS)} when {condition(pick, pick(range(4)))}"


def scorecard(pick):
    points = lambda: pick(range(4))
    if pick([0, 1]):
        yield "  scorecard lists {"
        yield f"    list {{ health -> {points()}; money -> {points()}; places -> {points()} }}"
        yield f"    rate {{ ..2.4 -> {points()}; 2.5.. -> {points()} }}"
        yield "    total { 2..3 -> medium; 4.. -> top }"
        yield "  }"
    yield "  scorecard all {"
    yield f"    yes_no {{ no -> {points()}; yes -> {points()} }}"
    yield f"    degree {{ none -> {points()}; minor -> {points()}; major -> {points()} }}"
    yield f"    count {{ 0..2 -> {points()}; 3.. -> {points()} }}"
    cut = pick(range(1, 6))
    yield f"    total {{ ..{cut} -> low; {cut + 1}..{cut + 2} -> medium; {cut + 3}.. -> high }}"
    yield "  }"


def program(pick):
    """Rules on scale `k` about subject `thing`, and others on a scale that they may ask for."""
    policy = pick(["unique", "any", "worst wins", "worst wins", "first wins", "first wins"])
    lines = ["scale k { " + " < ".join(LEVELS) + " }", "criteria thing {"]
    lines += [f"  {name} : {domain}" for name, domain in FIELDS.items()]
    if pick([0, 1]):
        lines.append(f"  never {condition(pick, 1)}")
    inner = "extra"
    while "extra" in inner:
        inner = condition(pick, pick(range(2)))
    lines[:0] = ["scale extra { small < wide }"]
    lines += ["}", "rules extra {", "  subject = thing", "  first wins", f"  wide when {inner}", "  small otherwise", "}"]
    lines += ["rules k {", "  subject = thing", f"  {policy}"]
    scored = policy not in ("unique", "any") and pick([0, 0, 1])
    lines += list(scorecard(pick)) if scored else []
    lines += list(sentences(pick, policy))
    if policy not in ("unique", "any") and not scored:
        lines.append(f"  {pick(LEVELS)} otherwise")
    return "\n".join(lines + ["}"]) + "\n"


def odd_case(pick, text):
    return pick([text, text, text.upper(), text.title(), f" {text} ", text.replace("_", "-")])


def cell(pick, field, gaps, faults):
    """A cell as inventories have it."""
    if pick(range(10)) < gaps:
        return pick(["", " "])
    if faults and pick(range(60)) == 0:
        return pick(["huge", "-5", "1e3", "2026-02-30", "2023-02-29", "2026-1-5", "+3", ".0", "3.5", "5..0", "--1", "stars", "99999999999999999999", "7.", "1.2.3", "2.555", "-0.5", "0.-5", "7.5x"])
    if FIELDS[field] == "bool":
        return odd_case(pick, pick(["yes", "no", "true", "false", "1", "0"]))
    if field == "words":
        return pick([odd_case(pick, pick(["red", "green", "blue", "order"])), "r-e d", "Gr_een"])
    if field == "degree":
        return odd_case(pick, pick(["none", "minor", "major"]))
    if field == "count":
        return pick([str(pick(range(9))), f"{pick(range(9))}.0", "007", "5000000000", "12345678.00", "-0"])
    if field == "score":
        return pick([str(pick(range(5, 81))), f"{pick(range(5, 81))}.00"])
    if field == "least":
        return str(pick(range(6)))
    if field == "rate":
        return pick(["2.5", "2.50", "0.1", "7", "7.0", "9.9", "0", "00.5", "1.4"])
    if field == "price":
        return pick(["2", "2.5", "0.99", "1.25", "1.2500", "3.50", "3.51", "70000000.01", "2.00"])
    if field in ("since", "seen"):
        return pick(OLD) + pick(["", "", "T08:30:00Z"])
    if field == "day":
        return pick(DAYS) + pick(["", "", "T08:30:00Z", " 10:00:00"])
    if field == "said":
        return odd_case(pick, pick(TEXTS + ["STRA\u1e9eE", "STRASSE", "ALPHA"]))
    return pick([";", "[]", "health", "Money ; HEALTH", "places;;money", "health;health;places"])


def typed_cell(pick, field, gaps):
    """A cell that every database can turn into a value of the column's type."""
    if pick(range(10)) < gaps:
        return ""
    if field in ("yes_no", "other"):
        return pick(["true", "false"])
    if field == "count":
        return pick([str(pick(range(9))), "-2", "25000000"])
    if field == "score":
        return str(pick(range(0, 90)))
    if field == "least":
        return str(pick(range(6)))
    if field == "rate":
        return pick(["2.5", "0.1", "7", "9.9", "0", "1.4", "-2.5", "12.5"])
    if field == "since":
        return pick(OLD)
    if field == "day":
        return pick(DAYS)
    return cell(pick, field, 0, False)


def run(arguments):
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def asked(statement):
    """The columns that a statement reads, by its head."""
    head = statement.split("-- columns\n", 1)[1].split("\n\n", 1)[0]
    return [re.match(r"--   \W?(\w+)\W?:", line).group(1) for line in head.splitlines()]


def expected(dictum, folder, table):
    """Level, rule and outcome of each row, as `dictum classify` says."""
    result = run([dictum, "classify", table, "--policies", folder, "--rules", "k", "--today", TODAY, "--output", "csv"])
    if result.returncode == 2:
        return None
    rows = {}
    for row in csv.DictReader(result.stdout.splitlines()):
        rule = {"": None, "otherwise": 0}.get(row["rule"], row["rule"])
        level = None if row["level"] in ("", "invalid") else row["level"]
        rows[int(row["id"])] = (level, None if rule is None else int(rule), row["outcome"])
    return rows


def main():
    dictum, wanted = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    available = engines.start()
    scratch = Path(tempfile.mkdtemp())
    seed, rows, sets, faults, counts = 0, 0, 0, [], {}
    unlike, answered, opened = ({engine.name + engine.dialect: 0 for engine in available} for _ in range(3))
    every = 0
    while every < wanted:
        seed += 1
        pick = random.Random(seed).choice
        folder = scratch / str(seed)
        folder.mkdir()
        (folder / "dictum.toml").write_text('[project]\nname = "compare"\n')
        (folder / "rules.dictum").write_text(program(pick), encoding="utf-8")
        build = [dictum, "build", str(folder), "--target", "sql", "--columns", "today=as_of"]
        built = run(build + ["--dialect", "sqlite", "--out", str(folder / "sqlite")])
        if built.returncode != 0:
            continue
        statement = (folder / "sqlite/sql/k.sql").read_text(encoding="utf-8")
        fields, typed = [field for field in FIELDS if field in asked(statement)], seed % 3 == 0
        gaps, table = pick([0, 1, 3, 5]), folder / "things.csv"
        # A statement costs Spark far more than a row does, so it gets few of them, each over many rows.
        is_large = sets % 5 == 0
        count = 2000 if is_large else 250
        data = [[str(id)] + [typed_cell(pick, field, gaps) if typed else cell(pick, field, gaps, True) for field in fields] for id in range(count)]
        with table.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([["id"] + fields] + data)
        truth = expected(dictum, str(folder), str(table))
        if truth is None:
            faults.append(f"seed {seed}: classify refuses what build takes")
            continue
        rows, sets, every = rows + len(truth), sets + 1, every + (len(truth) if is_large else 0)
        for _, _, outcome in truth.values():
            counts[outcome] = counts.get(outcome, 0) + 1
        for engine in available:
            if engine.is_slow and not is_large:
                continue
            answered[engine.name + engine.dialect] += len(truth)
            target = folder / engine.dialect
            if not target.exists():
                run(build + ["--dialect", engine.dialect, "--out", str(target)])
            statement = (target / "sql/k.sql").read_text(encoding="utf-8")
            is_inexact = "a row may be unknown although" in statement
            types = {field: TYPES[field] for field in fields if field in TYPES} if typed else {}
            try:
                found = engine.answer(statement, fields + ["as_of"], [row + [TODAY] for row in data], types)
            except Exception as error:  # Whatever a database says of a statement is a finding.
                faults.append(f"{engine.name}, seed {seed}: {str(error)[:500]} in {folder}")
                continue
            if found is None:
                continue
            # Where it says so, a statement may leave open what all completions of a row have in common.
            is_open = lambda id, verdict: is_inexact and found.get(id) == (None, None, "unknown") and verdict[2] != "invalid"
            wrong = [id for id, verdict in truth.items() if found.get(id) != verdict and not is_open(id, verdict)]
            opened[engine.name + engine.dialect] += sum(is_open(id, verdict) and verdict[2] != "unknown" for id, verdict in truth.items())
            unlike[engine.name + engine.dialect] += len(wrong)
            for id in wrong[:3]:
                faults.append(f"{engine.name}, seed {seed}, row {data[id]}: {found.get(id)} instead of {truth[id]} in {folder}")
    for fault in faults[:20]:
        print(fault)
    for engine in available:
        name = engine.name + engine.dialect
        what = "statements parsed" if engine.only_parses else f"{answered[name]} rows, {unlike[name]} unlike classify, {opened[name]} left open where the statement says so"
        print(f"{engine.name} ({engine.dialect}): {what}")
    print(f"{sets} sets of rules, {rows} rows:", ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    engines.stop(available)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
