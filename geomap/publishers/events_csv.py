"""events.csv: every event with its place, its doubt and its claims, as columns for a program or a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import shapely

from geomap.edition import Edition
from geomap.publishers.attributes import claim_lines
from geomap.publishers.features import FeatureTable, feature_tables, flat
from geomap.publishers.table import neutralised

__all__ = ["as_cell", "events_with_places", "render", "write"]

FILE = "events.csv"

_OF_PLACE = ("center_longitude", "center_latitude", "basis", "source", "licence", "admin1", "admin2", "country")


def write(edition: Edition, folder: Path) -> None:
    """Write events.csv into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the events of an edition as UTF-8 CSV with a byte order mark, which spreadsheets need.

    The area of each event stands last, as WKT. The position beside it is the middle of that area, not where anything
    fell: ``uncertainty_m`` says how far it may be off. A text that a spreadsheet would run gets an apostrophe in front.

    Parameters
    ----------
    edition : Edition
    """
    table, events = events_with_places(edition)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*table.columns, "area_wkt"])
    cells = [[as_cell(v) for v in table[c].astype(object).where(table[c].notna(), None)] for c in table.columns]
    wkt = ["" if shape is None else shapely.to_wkt(shape, rounding_precision=5) for shape in events.shapes]
    writer.writerows(zip(*cells, wkt, strict=True))
    return out.getvalue().encode("utf-8-sig")


def events_with_places(edition: Edition) -> tuple[pd.DataFrame, FeatureTable]:
    """Return the events with what is known of their places and who says so, and the same as features."""
    tables = {t.name: t for t in feature_tables(edition)}
    events, places = tables["events"], tables["places"].table
    table = flat(events.table).drop(columns=["feature_id", "role", "edge", "basis"])
    of_place = places.set_index("place_id")[list(_OF_PLACE)]
    for column in _OF_PLACE:
        name = f"place_{column}" if column in ("basis", "source", "licence") else column
        table[name] = table["place_id"].map(of_place[column]).astype(of_place[column].dtype)
    lines = claim_lines(edition)
    table["claims"] = pd.Series(
        ["\n".join(lines[c] for c in ids) or None for ids in events.table["claim_ids"]], dtype=table["event_id"].dtype
    )
    return table, events


def as_cell(value: object) -> str:
    """Return a value as the text of a cell; only texts can be formulas, numbers stay numbers.

    Examples
    --------
    >>> as_cell("=1+1"), as_cell(-3.5), as_cell(2300.0), as_cell(None)
    ("'=1+1", '-3.5', '2300', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralised(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
