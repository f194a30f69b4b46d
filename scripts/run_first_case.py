"""Run docs/tutorial/first-case/run.sh in an empty folder and hold the tutorial to what it prints.

``python scripts/run_first_case.py`` prints commands and outputs; ``--write`` puts the outputs into
docs/tutorial/first-case.md, ``--check`` changes nothing and fails when the page shows others.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from geomap.cli import main as main_of_geomap

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tutorial" / "first-case.md"
SCRIPT = ROOT / "docs" / "tutorial" / "first-case" / "run.sh"

_BLOCK = re.compile(r"^    (\S[^\n]*)\n\n```text\n(.*?)```\n", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return the command lines of the script."""
    lines = SCRIPT.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "set "))]


def outputs(folder: Path) -> list[tuple[str, str]]:
    """Run the lines of the script in a folder and return each command with all that it printed.

    geomap runs inside this process, which spares ten starts of Python; everything else runs in a shell.

    Parameters
    ----------
    folder : pathlib.Path
        An empty folder; ``docs`` is linked into it, as in a checkout.
    """
    (folder / "docs").symlink_to(ROOT / "docs")
    with contextlib.chdir(folder):
        return [(line, _printed(line)) for line in commands()]


def _printed(line: str) -> str:
    words = shlex.split(line)
    if words[0] != "geomap":
        return subprocess.run(["bash", "-euc", line], capture_output=True, text=True, check=True).stdout
    told = io.StringIO()
    given = sys.argv
    sys.argv = words
    try:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            main_of_geomap()
    except SystemExit as ended:
        if ended.code:
            raise SystemExit(f"{line}\n{told.getvalue()}") from None
    finally:
        sys.argv = given
    return told.getvalue()


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
