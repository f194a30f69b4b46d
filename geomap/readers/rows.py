"""What a reader of foreign tables hands on: rows as text with their mapping, and the pure step that types them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from geomap.dataset import REFUSED_COLUMNS
from geomap.errors import rule_of
from geomap.findings import EXAMPLES_MAX, Finding, Findings, Severity
from geomap.readers.cells.plain import Bad
from geomap.readers.mapping import Mapping
from geomap.schema import STRING, empty_table

__all__ = ["Problems", "RowChunk", "TidyRows", "typed"]


@dataclass(frozen=True, eq=False, kw_only=True)
class RowChunk:
    """A piece of a foreign table as text.

    Attributes
    ----------
    file : str
        Name of the file, for messages.
    text : pandas.DataFrame
        Cells as text under the names of the file, indexed by the file's row (the header is 1).
    mapping : Mapping
        Resolved to these columns.
    shapes : pandas.DataFrame or None
        ``longitude``, ``latitude`` and ``outline`` for each row, of a file whose features have geometry.
    unit : str
        ``row``, ``feature`` or ``placemark``: how messages count.
    date_order : str
        ``dmy``, ``mdy`` or empty.
    decimal_comma : bool
        Whether 33,31 is a coordinate: cells are not separated by commas.
    derived_ends : bool
        Whether an impact is worked out from a launch, a bearing and a distance.
    keep_columns : bool
        Keep the table's own columns, cell by cell, beside what was read of them.
    title : str
        Name of the whole table in words.
    findings : Findings
        What was noticed while reading the bytes.
    refused : pandas.DataFrame
        Rows that are no rows, columns `geomap.dataset.REFUSED_COLUMNS`.
    """

    file: str
    text: pd.DataFrame
    mapping: Mapping
    shapes: pd.DataFrame | None = None
    unit: str = "row"
    date_order: str = ""
    decimal_comma: bool = False
    derived_ends: bool = False
    keep_columns: bool = False
    title: str = ""
    findings: Findings = field(default_factory=Findings)
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFUSED_COLUMNS)))

    def cells(self, role: str) -> pd.Series | None:
        """Return the cells of a role, or None if the table has no column for it."""
        column = self.mapping.found.get(role)
        return self.text[column].astype(STRING) if column is not None else None

    def column(self, role: str) -> str:
        """Return the file's own name of a role's column."""
        return self.mapping.found.get(role, role)


@dataclass(frozen=True, eq=False, kw_only=True)
class TidyRows:
    """Typed pieces of the tables of a catalogue, with what was refused and found."""

    events: pd.DataFrame
    places: pd.DataFrame
    sources: pd.DataFrame
    trajectories: pd.DataFrame
    refused: pd.DataFrame
    findings: Findings
    clues: tuple[tuple[str, Finding], ...] = ()
    """What is doubtful only if other rows, perhaps in other chunks, say so too: the clue and its rows."""
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Columns that hold something of which nothing was made, each with its first cells."""


class Problems:
    """Collects what is wrong with the rows of one chunk.

    Parameters
    ----------
    chunk : RowChunk
    """

    def __init__(self, chunk: RowChunk) -> None:
        self._chunk = chunk
        self._found: list[Finding] = []
        self._clues: list[tuple[str, Finding]] = []
        self._reasons: dict[int, tuple[str, str]] = {}
        self.is_refused = pd.Series(False, index=chunk.text.index)
        self._taken_out: set[int] = set()

    def refuse(self, bad: Bad, role: str) -> None:
        """Refuse the rows of bad cells; nothing more is said of rows that are no events."""
        if self._taken_out:
            bad = Bad(bad.code, bad.reasons[~bad.reasons.index.isin(self._taken_out)])
        if bad.reasons.empty:
            return
        column = self._chunk.column(role)
        self._tell(bad.code, "error", bad.reasons, role, " The row is refused.")
        self.is_refused.loc[bad.reasons.index] = True
        for row, reason in bad.reasons.items():
            self._reasons.setdefault(int(str(row)), (bad.code, f"{column}: {reason}"))

    def take_out(self, bad: Bad, role: str) -> None:
        """Take rows out with a warning: they are no events, but they are counted."""
        if bad.reasons.empty:
            return
        self._tell(bad.code, "warning", bad.reasons, role, "")
        self._taken_out |= {int(str(row)) for row in bad.reasons.index}
        self.is_refused.loc[bad.reasons.index] = True
        for row, reason in bad.reasons.items():
            self._reasons.setdefault(int(str(row)), (bad.code, str(reason)))

    def warn(self, bad: Bad, role: str, severity: Severity = "warning") -> None:
        """Tell something of rows that stay."""
        if not bad.reasons.empty:
            self._tell(bad.code, severity, bad.reasons, role, "")

    def suspect(self, bad: Bad, role: str, clue: str) -> None:
        """Keep rows that are doubtful only beside rows with another clue; `geomap.readers.doubts` weighs them."""
        if not bad.reasons.empty:
            self._tell_one(bad.code, "warning", bad.reasons, role, "")
            self._clues.append((clue, self._found.pop()))

    def _tell(self, code: str, severity: Severity, reasons: pd.Series, role: str, end: str) -> None:
        """Tell every reason with its rows; reasons that differ only in the value they quote are one."""
        different = reasons.unique()
        if len(different) > 1:
            rules = reasons.map({reason: rule_of(str(reason)) for reason in different})
            for rule in sorted(rules.unique()):
                self._tell_one(code, severity, reasons[rules == rule], role, end)
        else:
            self._tell_one(code, severity, reasons, role, end)

    def _tell_one(self, code: str, severity: Severity, reasons: pd.Series, role: str, end: str) -> None:
        chunk = self._chunk
        reasons = reasons.sort_index()
        first = reasons.iloc[:EXAMPLES_MAX]
        column = chunk.column(role) if role else ""
        where = "" if chunk.unit == "row" else f"{chunk.unit} {int(first.index[0]) - 1}: "
        values: tuple[str, ...] = ()
        if column in chunk.text.columns:
            values = tuple("" if pd.isna(v) else str(v) for v in chunk.text.loc[first.index, column])
        self._found.append(
            Finding(
                code=code,
                severity=severity,
                message=f"{where}{first.iloc[0]}{'' if str(first.iloc[0]).endswith('?') else '.'}{end}",
                file=chunk.file,
                column=column,
                rows=tuple(int(r) for r in first.index),
                values=values,
                count=len(reasons),
            )
        )

    def findings(self) -> Findings:
        """Return everything found."""
        return Findings.of(self._found)

    @property
    def clues(self) -> tuple[tuple[str, Finding], ...]:
        """Everything that was suspected, each with its clue."""
        return tuple(self._clues)

    def refused(self, ids: pd.Series) -> pd.DataFrame:
        """Return the refused rows as the accounting wants them."""
        rows = [
            ("events", self._chunk.file, row, "" if pd.isna(ids.get(row)) else str(ids.get(row)), code, reason)
            for row, (code, reason) in sorted(self._reasons.items())
        ]
        return pd.DataFrame(rows, columns=list(REFUSED_COLUMNS))


def typed(table: str, values: dict[str, object], index: pd.Index) -> pd.DataFrame:
    """Return a table of the schema from columns that are there; the others are missing.

    Parameters
    ----------
    table : str
    values : dict
        Columns by name: a Series, or one value for all rows. Names that the schema does not know are kept.
    index : pandas.Index
    """
    made: dict[str, pd.Series] = {}
    for column, dtype in _dtypes(table).items():
        value = values.get(str(column))
        if value is None:
            made[str(column)] = _missing(index, dtype)
        elif isinstance(value, pd.Series):
            fitted = value if value.index is index else value.reindex(index)
            made[str(column)] = fitted if fitted.dtype == dtype else fitted.astype(dtype)
        else:
            made[str(column)] = _constant(value, index, dtype)
    for column, value in values.items():
        if column not in made and isinstance(value, pd.Series):
            made[column] = value.reindex(index)
    return pd.DataFrame(made, index=index)


@cache
def _dtypes(table: str) -> pd.Series:
    """Return the dtype of every column of a table, worked out once."""
    return empty_table(table).dtypes


def _missing(index: pd.Index, dtype: object) -> pd.Series:
    if dtype == STRING:
        import pyarrow as pa

        return pd.Series(pd.array(pa.nulls(len(index), pa.large_string()), dtype=STRING), index=index, copy=False)
    return pd.Series(index=index, dtype=dtype)


def _constant(value: object, index: pd.Index, dtype: object) -> pd.Series:
    if isinstance(dtype, pd.CategoricalDtype):
        codes = np.full(len(index), list(dtype.categories).index(value), dtype="int8")
        return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype), index=index)
    return pd.Series(value, index=index).astype(dtype)
