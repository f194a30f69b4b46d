"""What the commands print: data on stdout, all else on stderr."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

from geomap.errors import WriteFailed

if TYPE_CHECKING:
    from geomap.findings import Findings

__all__ = ["printable", "put", "put_bytes", "quoted", "say", "tell", "tell_of_gate"]

_SHOWN_MAX = 40


def say(message: str) -> None:
    """Print a line for the person at the terminal, on stderr."""
    print(printable(message), file=sys.stderr)  # noqa: T201


def tell(findings: Findings) -> None:
    """Print the findings on stderr, but for notices; what the gate says comes last, and none of it is left out."""
    from geomap.disclosure import of_the_gate

    private = of_the_gate(findings)
    others = [f for f in findings if f not in private.items]
    for finding in others[:_SHOWN_MAX]:
        if finding.severity != "notice":
            say(str(finding))
    if len(others) > _SHOWN_MAX:
        say(f'... and {len(others) - _SHOWN_MAX} more; "geomap check" lists them all.')
    tell_of_gate(private)


def tell_of_gate(findings: Findings) -> None:
    """Print what only the person who publishes may know: what comes close to a withheld name, or is not looked for."""
    from geomap.disclosure import of_the_gate

    private = of_the_gate(findings)
    if private:
        say(f"PRIVATE, for you alone: {len(private)} to read before you publish.")
    for finding in private:
        say(str(finding))


def printable(text: str) -> str:
    """Return text without control characters: values of the data must not drive a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in text)


def put(text: str) -> None:
    """Write text to stdout at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def put_bytes(data: bytes) -> None:
    """Write a file to stdout.

    Raises
    ------
    WriteFailed
        If what stands behind stdout cannot take it.
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise WriteFailed(f"the standard output could not be written: {error.strerror or error}.") from error


def quoted(name: str) -> str:
    """Return a name for a shell, in quotes that let nothing in it act."""
    return shlex.quote(name) if any(c in name for c in '"\\$`!') else f'"{name}"'
