"""What a person can tell a reader that a file does not say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geomap.errors import UsageError

__all__ = ["DATE_ORDERS", "ReadOptions"]

DATE_ORDERS = ("", "dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options of one reading; everything empty lets the file speak for itself.

    Attributes
    ----------
    encoding : str
        Encoding of text files, for example ``cp1256``; empty: UTF-8, or UTF-16 with a byte order mark.
    date_order : str
        ``dmy``, ``mdy`` or ``ymd`` for dates such as 03/04/2020; empty refuses those that can be read both ways.
    mapping : Path or None
        A mapping file for a table that is none of the known ones.
    country : str
        ISO 3166 code or English name of the country that the events are said to lie in.
    derived_ends : bool
        Work out an impact from a launch, a bearing and a distance; it is marked as derived.
    keep_columns : bool
        Keep a table's own columns, cell by cell, beside what was read of them: for a working copy.
    """

    encoding: str = ""
    date_order: str = ""
    mapping: Path | None = None
    country: str = ""
    derived_ends: bool = False
    keep_columns: bool = False

    def __post_init__(self) -> None:
        """Check what can be checked without the file."""
        import codecs

        if self.date_order not in DATE_ORDERS:
            raise UsageError(f'--date-order: "{self.date_order}" is not one of dmy, mdy, ymd.')
        if self.encoding:
            try:
                codecs.lookup(self.encoding)
            except LookupError:
                raise UsageError(
                    f'--encoding: "{self.encoding}" is no encoding that Python knows; try cp1256 or utf-8.'
                ) from None
