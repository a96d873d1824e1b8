#!/usr/bin/env python3
"""Fails unless Cargo.toml, npm/package.json and, where one is given, the tag name the same version."""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
cargo = re.search(r'^version = "([^"]+)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.M).group(1)
package = json.loads((ROOT / "npm/package.json").read_text(encoding="utf-8"))
named = {"npm/package.json": package["version"]}
named.update((f"npm/package.json: {name}", version) for name, version in package["optionalDependencies"].items())
named.update(("the tag", tag.removeprefix("v")) for tag in sys.argv[1:])
wrong = [f"{where} has {version}, Cargo.toml has {cargo}" for where, version in named.items() if version != cargo]
if wrong:
    sys.exit("\n".join(wrong))
print(cargo)
