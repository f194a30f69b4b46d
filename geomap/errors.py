"""Errors that say what is wrong, where, what is allowed and what to do.

    GeomapError
    ├── UsageError          (ValueError)   an argument that cannot be followed        exit 2
    ├── UnreadableInput     (ValueError)   a file that cannot be read as a whole      exit 2
    │   ├── MissingTable    (FileNotFoundError)
    │   ├── MissingColumn
    │   ├── ForbiddenColumn                a column that only ballistics would need
    │   └── InvalidMetadata                datapackage.json or map.toml
    ├── UnknownId           (KeyError)     an id that no table holds                  exit 2
    ├── InvalidValue        (ValueError)   a value outside its type                   exit 2
    ├── WriteFailed         (OSError)      disk, permission, path                     exit 1
    └── WorkerEnded         (RuntimeError) a process of ours ended from outside       exit 1

Each is also the fitting builtin, so callers can catch either.
"""

from __future__ import annotations

import re

__all__ = [
    "ForbiddenColumn",
    "GeomapError",
    "InvalidMetadata",
    "InvalidValue",
    "MissingColumn",
    "MissingTable",
    "UnknownId",
    "UnreadableInput",
    "UsageError",
    "WorkerEnded",
    "WriteFailed",
    "rule_of",
]

_PARTICULAR = re.compile(r'"[^"]*"|\d+(?:[.,:-]\d+)*')


def rule_of(message: str) -> str:
    """Return what a message says without the values and numbers in it: messages of one rule are alike in this.

    Examples
    --------
    >>> rule_of('"31/02/2020" is no date') == rule_of('"Tuesday" is no date')
    True
    """
    return _PARTICULAR.sub("#", message)


class GeomapError(Exception):
    """Base of everything that geomap raises on purpose."""

    exit_code = 2

    def __str__(self) -> str:
        """Return the message as written (KeyError would put it in quotes)."""
        return str(self.args[0]) if self.args else ""


class UsageError(GeomapError, ValueError):
    """An argument or option that cannot be followed."""


class UnreadableInput(GeomapError, ValueError):
    """A file that cannot be read as a whole; nothing is written."""


class MissingTable(UnreadableInput, FileNotFoundError):
    """A table that a case cannot do without."""


class MissingColumn(UnreadableInput):
    """A column that a table cannot do without."""


class ForbiddenColumn(UnreadableInput):
    """A column that only ballistics would need; geomap refuses to carry it."""


class InvalidMetadata(UnreadableInput):
    """datapackage.json or map.toml says something that cannot be followed."""


class UnknownId(GeomapError, KeyError):
    """An id that no table holds."""


class InvalidValue(GeomapError, ValueError):
    """A value outside of what its type allows."""


class WriteFailed(GeomapError, OSError):
    """An output that could not be written; what stood there before is untouched."""

    exit_code = 1


class WorkerEnded(GeomapError, RuntimeError):
    """A process that worked on a part was ended from outside; nothing was written."""

    exit_code = 1
