"""One finding for all rows that a rule concerns."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geomap.findings import EXAMPLES_MAX, Finding, Severity

__all__ = ["of_rows"]


def of_rows(
    code: str, severity: Severity, message: str, table: pd.DataFrame, key: str, file: str, column: str = ""
) -> Iterator[Finding]:
    """Yield one finding for all rows of a table, or none if it is empty.

    Parameters
    ----------
    code, severity, message : str
    table : pandas.DataFrame
        The rows it concerns, indexed by the file's row.
    key : str
        Column of their ids; empty if there is none.
    file, column : str
    """
    if table.empty:
        return
    first = table.iloc[:EXAMPLES_MAX]
    yield Finding(
        code=code,
        severity=severity,
        message=message,
        file=file,
        column=column,
        rows=tuple(int(r) for r in first.index),
        ids=tuple(str(i) for i in first[key]) if key else (),
        values=tuple("" if pd.isna(v) else str(v) for v in first[column]) if column in table else (),
        count=len(table),
    )
