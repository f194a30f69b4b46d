"""The tables of an edition that have no shape: claims, sources, what is not on the map, and what the edition is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geomap.edition import Edition
from geomap.publishers.features import flat, public_columns
from geomap.publishers.reasons import reasons_of
from geomap.schema import STRING
from geomap.version import __version__
from geomap.words import words

__all__ = ["about", "attribute_tables", "claim_line", "claim_lines", "not_on_map"]

_TABLES = ("claims", "sources", "event_places", "relations", "corrections")


def attribute_tables(edition: Edition) -> dict[str, pd.DataFrame]:
    """Return the tables without shape by name, several ids of a cell joined by ``;``.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    dict of str to pandas.DataFrame
        ``claims``, ``sources``, ``event_places``, ``relations``, ``corrections``, ``not_on_map`` and ``about``. Text,
        Int64 and float64 columns.
    """
    made = {name: flat(pd.DataFrame(public_columns(name, getattr(edition.public, name)))) for name in _TABLES}
    return made | {"not_on_map": not_on_map(edition), "about": _columns(("key", "value"), about(edition))}


def not_on_map(edition: Edition) -> pd.DataFrame:
    """Return what is not on the map: the lists of the page for each account, and every event without an area."""
    rows = [
        (view.account_id, item.head, item.text, "; ".join(item.event_ids), "; ".join(item.claim_ids))
        for view in edition.scene.accounts
        for item in view.not_on_map
    ]
    told = {event_id for view in edition.scene.accounts for item in view.not_on_map for event_id in item.event_ids}
    events = edition.public.events
    place_ids = events["place_id"].astype(object)
    reasons = reasons_of(edition.public, place_ids)
    for event_id, title, place_id, reason in zip(events["event_id"], events["title"], place_ids, reasons, strict=True):
        if place_id not in edition.public.areas and event_id not in told:
            rows.append(("", title if isinstance(title, str) else event_id, reason, event_id, ""))
    return _columns(("account", "what", "text", "event_ids", "claim_ids"), rows)


def about(edition: Edition) -> list[tuple[str, str]]:
    """Return what a reader must know of the edition: its state, its numbers, its method and its credits."""
    scene, info = edition.scene, edition.public.info
    said = [
        ("name", scene.name),
        ("title", scene.title),
        ("description", info.description),
        ("licence", info.licence),
        ("state", "draft: not reviewed" if scene.is_draft else f"reviewed: {scene.reviewed}"),
        ("as_of", edition.as_of),
        ("language", scene.lang),
        ("crs", "WGS 84, longitude and latitude in degrees (OGC:CRS84)"),
        *(("accounting", line) for line in scene.accounting),
        *(("summary", clause.text) for clause in scene.summary),
        *(("method", line) for line in scene.method),
        *(("credit", line) for line in scene.credits),
        ("made_with", f"geomap {__version__}"),
    ]
    return [(key, text) for key, text in said if text]


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    columns = {name: [row[n] or None for row in rows] for n, name in enumerate(names)}
    return pd.DataFrame({name: pd.Series(cells, dtype=STRING) for name, cells in columns.items()})


def claim_lines(edition: Edition, *, has_ids: bool = True) -> dict[str, str]:
    """Return one line for each claim by its id: who said what, in which source; ids are for who has the tables, too."""
    claims = edition.scene.tables["claims"]
    names = ("claim_id", "claimant", "relayed_by", "words", "source_id", "stance", "verification")
    asserts = words(edition.scene.lang).text("stance.asserts")
    rows = zip(*(claims[name] for name in names), strict=True)
    return {row[0]: claim_line(dict(zip(names, row, strict=True)), asserts, has_ids=has_ids) for row in rows}


def claim_line(claim: Mapping[str, Any], asserts: str = "says", *, has_ids: bool = True) -> str:
    """Return who said what, how the speaker stands to it, in which source, in one line of plain text.

    ``asserts`` is the word for a plain statement, which needs none.

    Examples
    --------
    >>> claim_line({"claim_id": "k1", "claimant": "The army", "relayed_by": "AFP", "words": "three fell",
    ...             "source_id": "afp", "stance": "denies", "verification": ""})
    'The army, via AFP: three fell (denies) [k1, afp]'
    """
    via = claim["relayed_by"]
    speaker = f"{claim['claimant']}, via {via}" if via and via != claim["claimant"] else claim["claimant"]
    notes = [claim["stance"] if claim["stance"] != asserts else "", claim["verification"]]
    doubt = f" ({', '.join(filter(None, notes))})" if any(notes) else ""
    ids = f" [{claim['claim_id']}, {claim['source_id']}]" if has_ids else ""
    return f"{speaker}: {claim['words']}{doubt}{ids}"
