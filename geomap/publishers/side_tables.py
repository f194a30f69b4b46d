"""The tables without shape as one JSON text, for formats of one layer that can carry metadata."""

from __future__ import annotations

import json

from geomap.edition import Edition
from geomap.publishers.attributes import attribute_tables

__all__ = ["side_tables_json"]


def side_tables_json(edition: Edition) -> str:
    """Return claims, sources, what is not on the map and the rest as JSON: lists of rows by the name of the table.

    Parameters
    ----------
    edition : Edition
    """
    tables = {
        name: [
            {
                key: value if isinstance(value, str) else float(value)
                for key, value in row.items()
                if not _missing(value)
            }
            for row in table.to_dict("records")
        ]
        for name, table in attribute_tables(edition).items()
    }
    return json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _missing(value: object) -> bool:
    return not isinstance(value, str) and (value is None or value != value or str(value) == "<NA>")
