"""Run docs/tutorial/first-case/run.sh in an empty folder and hold the tutorial to what it prints.

``python scripts/run_first_case.py`` prints commands and outputs; ``--write`` puts the outputs into
docs/tutorial/first-case.md, ``--check`` changes nothing and fails when the page shows others.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tutorial" / "first-case.md"
SCRIPT = ROOT / "docs" / "tutorial" / "first-case" / "run.sh"

_BLOCK = re.compile(r"^    (\S[^\n]*)\n\n```text\n(.*?)```\n", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return the command lines of the script."""
    lines = SCRIPT.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "set "))]


def outputs(folder: Path) -> list[tuple[str, str]]:
    """Run the script in a folder and return each command with all that it printed.

    Parameters
    ----------
    folder : pathlib.Path
        An empty folder; ``docs`` is linked into it, as in a checkout.
    """
    (folder / "docs").symlink_to(ROOT / "docs")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-x", "docs/tutorial/first-case/run.sh"],
        cwd=folder,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8", "PS4": "+ "},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"run.sh ended with {done.returncode}:\n{done.stdout}")
    pieces = re.split(r"^\+ ", done.stdout, flags=re.MULTILINE)[1:]
    told = [piece.partition("\n")[::2] for piece in pieces]
    told = [(line, printed) for line, printed in told if not line.startswith("set ")]
    lines = commands()
    assert [shlex.split(line) for line, _ in told] == [shlex.split(line) for line in lines]
    return [(line, printed) for line, (_, printed) in zip(lines, told, strict=True)]


def page_with(text: str, printed: Sequence[tuple[str, str]]) -> str:
    """Return the page with the output below each command replaced, in the order of the script."""
    left = list(printed)

    def block(found: re.Match[str]) -> str:
        while left:
            command, said = left.pop(0)
            if command == found[1]:
                return f"{found[0][: found.start(2) - found.start()]}{said}```\n"
        raise SystemExit(f'{PAGE.name}: "{found[1]}" is no command of {SCRIPT.name}, or stands in another order.')

    return _BLOCK.sub(block, text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the tutorial's commands print, or put it into the page.

    Returns
    -------
    int
        0 done; 1 when ``--check`` finds the page stale.
    """
    parser = argparse.ArgumentParser(description="Run the tutorial of the first case.")
    parser.add_argument("--write", action="store_true", help="put the outputs into the page")
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        printed = outputs(Path(folder))
    if not (options.write or options.check):
        print("".join(f"$ {command}\n{said}" for command, said in printed), end="")
        return 0
    old = PAGE.read_text("utf-8")
    new = page_with(old, printed)
    if options.write:
        PAGE.write_text(new, "utf-8", newline="\n")
    elif old != new:
        print(f"{PAGE.name} is stale: run python scripts/run_first_case.py --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
