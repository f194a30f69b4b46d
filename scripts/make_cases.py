"""Make the cases of ``geodata/cases`` anew from their quick sheets, by geomap's own commands.

A case that was made from a sheet has ``how-made.sh`` beside it: the commands as they were typed. Each is run into a
temporary folder, and what it made is put in the place of the tables that stand; ``--check`` only says what differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "geodata" / "cases"
RECIPE = "how-made.sh"
_BESIDE = ("README.md",)
"""What the commands write for a desk, and a case of the repository does without."""


def made(case: Path, folder: Path) -> dict[str, bytes]:
    """Run the commands of a case into a folder that is not there, and return the files that they made."""
    tools = folder.parent / "bin"
    tools.mkdir(exist_ok=True)
    command = tools / "geomap"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m geomap "$@"\n', "utf-8")
    command.chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ.get("PATH", "")])
    done = subprocess.run(
        ["sh", str(case / RECIPE), str(folder)],
        env=os.environ | {"PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"{case.name}: {RECIPE} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name not in _BESIDE}


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the cases, or say which are not what their sheets make."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="names of cases; all that have a recipe if none")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if something differs")
    asked = parser.parse_args(arguments)
    cases = [CASES / name for name in asked.names] or sorted(p.parent for p in CASES.glob(f"*/{RECIPE}"))
    differing = []
    for case in cases:
        with tempfile.TemporaryDirectory() as temporary:
            files = made(case, Path(temporary) / case.name)
        changed = [n for n, data in files.items() if not (case / n).is_file() or (case / n).read_bytes() != data]
        differing += [f"{case.name}/{name}" for name in changed]
        for name in () if asked.check else changed:
            (case / name).write_bytes(files[name])
        print(f"{case.name}: {', '.join(changed) or 'as it stands'}", flush=True)
    return 1 if asked.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
