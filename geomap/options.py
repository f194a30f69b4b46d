"""What a person can tell geomap that a file does not say: declared once, for the command line and for Python.

An option is a field made by `option`: its name, type, default, help and metavar stand in the class whose field it is.
Commands and functions are made of these classes by `spelled_out`, so that none of them can lack one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypedDict, TypeVar, get_type_hints

from geomap.errors import UsageError

__all__ = [
    "DATE_ORDERS",
    "Option",
    "ReadOptions",
    "Reading",
    "ReadingAndWithholding",
    "Underlaying",
    "Withholding",
    "checked_day",
    "chosen",
    "option",
    "options_of",
    "spelled_out",
]

_YEAR_MIN, _YEAR_MAX = 1500, 2999
DATE_ORDERS = ("", "dmy", "mdy", "ymd")

_Made = TypeVar("_Made")
_Gives = TypeVar("_Gives")


def option(
    default: Any,
    *,
    help: str,  # noqa: A002 - as typer calls it
    metavar: str = "",
    flag: str = "",
    least: float | None = None,
) -> Any:
    """Return a field of a dataclass that is an option, too.

    Parameters
    ----------
    default : object
        What holds if nobody says anything.
    help : str
        One sentence, for the command line and the docs.
    metavar : str
        What stands for the value in the help, for example ``FILE``; empty for a switch.
    flag : str
        Its name on the command line, for example ``--embargo``; empty makes it of the field's name.
    least : float, optional
        The smallest number that the command line takes.
    """
    return field(default=default, metadata={"help": help, "metavar": metavar, "flag": flag, "least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option: a keyword in Python, a flag on the command line."""

    name: str
    flag: str
    type: Any
    default: Any
    help: str
    metavar: str
    least: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a table does not say of itself; everything empty lets the file speak.

    Raises
    ------
    UsageError
        If a value can be followed for no file.
    """

    encoding: str = option("", metavar="NAME", help="Encoding of a table that is not UTF-8, for example cp1256.")
    date_order: str = option("", metavar="ORDER", help="dmy, mdy or ymd, for dates such as 03/04/2020.")
    mapping: Path | None = option(None, metavar="FILE", help="Mapping file (TOML) that names the table's columns.")
    country: str = option("", metavar="NAME", help="Country that the events lie in: IQ, or Iraq.")
    derived_ends: bool = option(
        False, help="Work out impacts from a launch, a bearing and a distance; they are marked as derived."
    )
    keep_columns: bool = False
    """Keep a table's own columns, cell by cell, beside what was read of them: for a working copy; nobody is asked."""

    def __post_init__(self) -> None:
        """Check what can be checked without the file."""
        import codecs

        own: object = self.mapping
        if isinstance(own, str):
            object.__setattr__(self, "mapping", Path(own) if own else None)
        _check_types(self)
        if self.date_order not in DATE_ORDERS:
            raise UsageError(f'--date-order: "{self.date_order}" is not one of dmy, mdy, ymd.')
        if self.encoding:
            try:
                codecs.lookup(self.encoding)
            except (LookupError, ValueError):
                raise UsageError(
                    f'--encoding: "{self.encoding}" is no encoding that Python knows; try cp1256 or utf-8.'
                ) from None

    def for_rows(self) -> dict[str, Any]:
        """Return what every chunk of rows is told, whichever reader makes it."""
        return {name: getattr(self, name) for name in ("date_order", "derived_ends", "keep_columns")}


_WORDS = {str: "a text", bool: "True or False", float: "a number", Path | None: "the path of a file"}


def _check_types(given: Any) -> None:
    for one in options_of(type(given)):
        value = getattr(given, one.name)
        if not isinstance(value, one.type):
            raise UsageError(f"{one.flag}: {value!r} is not {_WORDS.get(one.type, 'what it takes')}.")


class Reading(TypedDict, total=False):
    """`ReadOptions` as keywords, for editors and type checkers; a test holds them to be the same."""

    encoding: str
    date_order: str
    mapping: Path | str | None
    country: str
    derived_ends: bool


class Withholding(TypedDict, total=False):
    """`geomap.policy.Policy` as keywords, for editors and type checkers; a test holds them to be the same."""

    min_precision_m: float
    redact: tuple[str, ...] | list[str]
    embargo_on: str | date
    no_rows: bool


class Underlaying(TypedDict, total=False):
    """`geomap.look.Basemap` as keywords, for editors and type checkers; a test holds them to be the same."""

    basemap: Path | str | None
    basemap_credit: str


class ReadingAndWithholding(Reading, Withholding, Underlaying, total=False):
    """All as keywords."""


def options_of(kind: type) -> tuple[Option, ...]:
    """Return the options that a class declares.

    Parameters
    ----------
    kind : type
        A dataclass with fields made by `option`.
    """
    types = get_type_hints(kind)
    return tuple(
        Option(
            name=f.name,
            flag=f.metadata["flag"] or f"--{f.name.replace('_', '-')}",
            type=types[f.name],
            default=f.default,
            help=f.metadata["help"],
            metavar=f.metadata["metavar"],
            least=f.metadata["least"],
        )
        for f in fields(kind)
        if "help" in f.metadata
    )


def spelled_out(*kinds: type) -> Callable[[Callable[..., _Gives]], Callable[..., _Gives]]:
    """Return a decorator that gives a function with ``**options`` the options of these classes by name.

    They stand in its signature, where editors and ``help()`` look; any other name is refused.

    Parameters
    ----------
    kinds : type
        Dataclasses with fields made by `option`.
    """
    known = {one.name: one for kind in kinds for one in options_of(kind)}

    def decorated(function: Callable[..., _Gives]) -> Callable[..., _Gives]:
        signature = inspect.signature(function)
        plain = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        allowed = {*known, *(p.name for p in plain)}

        @wraps(function)
        def called(*args: Any, **given: Any) -> _Gives:
            for name in given:
                if name not in allowed:
                    raise UsageError(_unknown(function.__name__, name, sorted(allowed)))
            return function(*args, **given)

        added = [
            inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type)
            for n, one in known.items()
        ]
        called.__signature__ = signature.replace(parameters=[*plain, *added])  # type: ignore[attr-defined]
        return called

    return decorated


def _unknown(function: str, name: str, allowed: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, allowed, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    return f'{function} takes no "{name}".{hint} It takes {", ".join(allowed)}.'


def chosen(kind: type[_Made], given: Mapping[str, Any]) -> _Made:
    """Return the object of a class of options that keywords ask for; those of other classes are passed over.

    Parameters
    ----------
    kind : type
    given : mapping of str to object
    """
    return kind(**{one.name: given[one.name] for one in options_of(kind) if one.name in given})


def checked_day(value: object, name: str) -> str:
    """Return a day that was given as an option in ISO form; an empty text means that none was given.

    Parameters
    ----------
    value : str or datetime.date
        For example ``2020-11-20``.
    name : str
        What the option is called where it was given, for the message.

    Raises
    ------
    UsageError
        If it is neither, or no day between 1500 and 2999.
    """
    if isinstance(value, str) and not value:
        return ""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not _YEAR_MIN <= day.year <= _YEAR_MAX:
        told = f'"{value}"' if isinstance(value, str) else repr(value)
        raise UsageError(f"{name}: {told} is no day; write 2020-11-20.")
    return day.isoformat()[:10]
