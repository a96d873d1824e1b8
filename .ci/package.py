#!/usr/bin/env python3
"""Packs one built program: the archive of a release with its checksum.

package.py --program PATH --platform NAME --out FOLDER [--format tar.gz|zip]

The archive holds the program, licences, README, completions for five shells and a manual page for each command. It is
the same bytes whenever it is made of the same files: names are sorted, and times are SOURCE_DATE_EPOCH (0 where absent).
Python alone is needed, so that Linux, macOS and Windows pack with the same lines.
"""

import argparse
import gzip
import hashlib
import io
import os
import pathlib
import subprocess
import tarfile
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHELLS = {
    "bash": "dictum.bash",
    "elvish": "dictum.elv",
    "fish": "dictum.fish",
    "powershell": "_dictum.ps1",
    "zsh": "_dictum",
}


def run(program, *arguments):
    """What the program writes to standard output."""
    done = subprocess.run([str(program), *arguments], check=True, stdout=subprocess.PIPE)
    return done.stdout


def files(program):
    """All files of the archive: name, bytes and whether it can be run."""
    found = {program.name: (program.read_bytes(), True)}
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md", "SECURITY.md"]:
        found[name] = ((ROOT / name).read_bytes(), False)
    for shell, name in SHELLS.items():
        found[f"completions/{name}"] = (run(program, "completions", shell), False)
    with tempfile.TemporaryDirectory() as folder:
        run(program, "man", "--out", folder)
        for page in pathlib.Path(folder).iterdir():
            found[f"man/man1/{page.name}"] = (page.read_bytes(), False)
    return dict(sorted(found.items()))


def pack_tar(entries, folder, moment):
    """A compressed tar file."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, (data, executable) in entries.items():
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), moment, 0o755 if executable else 0o644
            archive.addfile(entry, io.BytesIO(data))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=moment) as stream:
        stream.write(plain.getvalue())
    return packed.getvalue()


def pack_zip(entries, folder, moment):
    """A zip file. Its times begin in 1980."""
    packed = io.BytesIO()
    date = max(time.gmtime(moment)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, executable) in entries.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            entry.create_system = 3
            archive.writestr(entry, data)
    return packed.getvalue()


def main():
    """Packs, and prints the names of both files."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--program", required=True, type=pathlib.Path)
    words.add_argument("--platform", required=True)
    words.add_argument("--out", required=True, type=pathlib.Path)
    words.add_argument("--format", choices=["tar.gz", "zip"], default="tar.gz")
    given = words.parse_args()
    program = given.program.resolve()
    version = run(program, "--version").decode().split()[1]
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    name = f"dictum-{version}-{given.platform}"
    pack = {"tar.gz": pack_tar, "zip": pack_zip}[given.format]
    data = pack(files(program), name, moment)
    given.out.mkdir(parents=True, exist_ok=True)
    archive = given.out / f"{name}.{given.format}"
    archive.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    (given.out / f"{archive.name}.sha256").write_bytes(f"{digest}  {archive.name}\n".encode())
    print(archive.name)
    print(f"{archive.name}.sha256")


if __name__ == "__main__":
    main()
