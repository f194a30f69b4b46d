"""Ids that are made of what a row says: where something of it is withheld, they are made anew of what is published.

The id of a row or place of a table that gives it none is a hash of its content, the exact position included, and that
of a source one of its name and address. Whoever knows the rest could try every position near by, or every name, until
the hash fits, and would have the place back.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geomap.dataset import COMPUTED_IDS, items_of
from geomap.schema import STRING, table_schema

__all__ = ["made_anew"]

"""Tables in the order in which they are made anew: an event's id rests on the new ids of its sources and its place."""
_WORKED_OUT = frozenset({"radius_m", "is_generalised", "lies_in", "outline", "date_prec"})


def made_anew(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with each computed id of a source, a place or an event replaced, wherever it stands.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As they are published: a new id rests on nothing else.
    """
    made = dict(tables)
    for name, pattern in COMPUTED_IDS.items():
        key = f"{name.removesuffix('s')}_id"
        old = made[name][key]
        computed = old.str.fullmatch(pattern).to_numpy(dtype=bool)
        if not computed.any():
            continue
        fresh = pd.Series(_hashes(made[name][computed], key, name[0]), index=old[computed])
        made = {table: _renamed(table, rows, fresh) for table, rows in made.items()}
    return made


def _hashes(rows: pd.DataFrame, key: str, prefix: str) -> list[str]:
    """Return an id for each row; rows of which the same is published are numbered."""
    columns = [c for c in rows.columns if c not in {key, *_WORKED_OUT} and not c.endswith(("_lower", "_upper"))]
    texts = rows[columns].astype(object).where(rows[columns].notna(), "").astype(str)
    hashed = pd.util.hash_pandas_object(texts, index=False).to_numpy(dtype="uint64")
    again = pd.Series(hashed).groupby(hashed).cumcount().to_numpy()
    return [f"{prefix}{h:016x}" + (f"-{n + 1}" if n else "") for h, n in zip(hashed, again, strict=True)]


def _renamed(name: str, table: pd.DataFrame, fresh: pd.Series) -> pd.DataFrame:
    """Return a table with the old ids replaced in every column of ids; a group's id begins with its event's."""
    made: dict[str, pd.Series] = {}
    new = fresh.to_dict()
    for field in table_schema(name).fields:
        if field.kind not in ("id", "ids") or field.name not in table:
            continue
        cells = table[field.name]
        if field.kind == "ids":
            found = cells.map(lambda cell: "; ".join(new.get(i, i) for i in items_of(cell)), na_action="ignore")
        elif name == "trajectories" and field.name == "trajectory_id":
            parts = cells.str.extract(r"^(.*)(-t\d+)$")
            found = parts[0].map(fresh) + parts[1]
        else:
            found = cells.map(fresh)
        made[field.name] = cells.where(found.isna(), found).astype(STRING)
    return table.assign(**{c: v.astype(table[c].dtype) for c, v in made.items()}) if made else table
