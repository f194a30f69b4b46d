"""What a reader of a report card should know first, in numbers, and what was looked for and not found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from geomap import precision
from geomap.card import Fact
from geomap.dataset import Dataset
from geomap.edition import Accounting
from geomap.findings import Findings
from geomap.land import country_shape

__all__ = ["facts_of", "fine_of"]

_PILE_MIN, _PILE_SHARE = 5, 0.02
_BY_COUNT = {
    "zero-but-unknown": "zeros",
    "best-outside-range": "best",
    "counts-out-of-order": "order",
    "duplicate-row": "copies",
    "false-precision": "decimals",
    "outside-country": "outside",
    "name-not-found": "unfound",
    "machine-coded": "machine",
    "mojibake": "garbled",
    "count-in-words": "words",
    "null-island": "null_island",
    "two-date-orders": "two_orders",
    "date-moved": "date_moved",
    "place-far-from-name": "far",
}
"""Rules whose count makes a sentence of its own, in no order."""
_FACTS_MAX = 5


def facts_of(dataset: Dataset, findings: Findings, accounting: Accounting) -> tuple[Fact, ...]:
    """Return the facts that lead a report card, the gravest first, at most five.

    Parameters
    ----------
    dataset : Dataset
        Located.
    findings : Findings
    accounting : Accounting
    """
    made = list(_facts(dataset, findings, accounting))
    return tuple(made[:_FACTS_MAX])


def _facts(dataset: Dataset, findings: Findings, accounting: Accounting) -> Iterator[Fact]:
    total = len(dataset.events)
    if accounting.refused:
        yield Fact(key="refused", slots={"n": accounting.refused, "total": accounting.rows_in})
    if len(findings.with_code("coordinates-swapped")):
        yield Fact(key="swapped", slots={"n": _count(findings, "coordinates-swapped")})
    if not total:
        return
    yield from _pile(dataset, total)
    yield from _coarse(dataset, total)
    counted = {code: n for code in _BY_COUNT if (n := _count(findings, code))}
    for code, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        yield Fact(key=_BY_COUNT[code], slots={"n": n, "total": total})
    unstated = _count(findings, "precision-not-stated")
    if unstated:
        yield Fact(key="unstated", slots={"n": unstated, "total": total})
    wide = (dataset.events["date_start_upper"] - dataset.events["date_start_lower"]).dt.days >= 6
    if wide.sum() * 20 >= total:
        yield Fact(
            key="wide_days", slots={"n": int(wide.sum()), "total": total, "share": _share(int(wide.sum()), total)}
        )


def _count(findings: Findings, code: str) -> int:
    return sum(f.count for f in findings.with_code(code))


def _share(part: int, whole: int) -> str:
    """Return a share in whole percent; what is neither nothing nor all is never written as such."""
    percent = round(100 * part / whole)
    return str(min(max(percent, 1), 99) if 0 < part < whole else percent)


def _points(dataset: Dataset) -> pd.DataFrame:
    """Return class, radius, name and position of each event's place, one row an event."""
    places = dataset.places.set_index("place_id")
    columns = ["name", "longitude", "latitude", "location_class", "radius_m"]
    return places[columns].reindex(dataset.events["place_id"].astype(object).to_numpy())


def _pile(dataset: Dataset, total: int) -> Iterator[Fact]:
    points = _points(dataset)
    sizes = points.groupby(["latitude", "longitude"]).size().sort_values(ascending=False, kind="stable")
    if sizes.empty or int(sizes.iloc[0]) < max(_PILE_MIN, total * _PILE_SHARE):
        return
    (latitude, longitude), size = sizes.index[0], int(sizes.iloc[0])
    here = points[(points["latitude"] == latitude) & (points["longitude"] == longitude)]
    name = str(here["name"].mode().iloc[0]) if here["name"].notna().any() else ""
    at = f"{latitude:.2f}, {longitude:.2f}"
    has_name = bool(name) and not name[0].isdigit()
    yield Fact(key="pile_named" if has_name else "pile", slots={"n": size, "total": total, "name": name[:60], "at": at})


def _coarse(dataset: Dataset, total: int) -> Iterator[Fact]:
    points = _points(dataset)
    least_m = precision.class_radius_m("district") or 0.0
    has_point = points["longitude"].notna()
    listed = points["location_class"].isin(precision.LISTED_CLASSES) & points["radius_m"].isna() & has_point
    coarse = has_point & (listed | (points["radius_m"] >= least_m))
    n = int(coarse.sum())
    if n:
        yield Fact(key="coarse", slots={"n": n, "total": total, "share": _share(n, total)})


def _has(*columns: str) -> Callable[[Dataset], bool]:
    return lambda dataset: any(c in dataset.events and dataset.events[c].notna().any() for c in columns)


def _has_points(dataset: Dataset) -> bool:
    return bool(dataset.places["longitude"].notna().any())


def _has_country(dataset: Dataset) -> bool:
    if not dataset.own_names:
        return False
    names = {dataset.info.country, *dataset.places["country"].dropna().unique()}
    return any(name and country_shape(str(name)) is not None for name in names)


def _is_table(dataset: Dataset) -> bool:
    return bool(dataset.own_names) and len(dataset.events) > 0


def _has_ids(dataset: Dataset) -> bool:
    return len(dataset.events) > 0 and (not dataset.own_names or "event_id" in dataset.own_names)


def _has_range(dataset: Dataset) -> bool:
    """Whether best stands beside a low and high of its own; one number for all three says nothing."""
    own = dataset.own_names
    return any(f"{s}_best" in own and own[f"{s}_best"] != own.get(f"{s}_low") for s in ("killed", "wounded"))


def _is_folder(dataset: Dataset) -> bool:
    return not dataset.own_names and len(dataset.events) > 0


_FINE: tuple[tuple[str, tuple[str, ...], Callable[[Dataset], bool]], ...] = (
    ("coordinates", ("bad-coordinate", "off-the-globe", "bad-geometry"), _has_points),
    ("null_island", ("null-island",), _has_points),
    ("swapped", ("coordinates-swapped",), lambda d: bool(d.own_names) and _has_points(d)),
    ("country", ("outside-country", "coordinates-swapped"), _has_country),
    ("decimals", ("false-precision",), lambda d: bool(d.own_names) and _has_points(d)),
    ("piles", ("rows-on-one-coordinate",), lambda d: bool(d.own_names) and len(d.events) >= 20 and _has_points(d)),
    ("dates", ("bad-date",), _has("date_start")),
    ("date_orders", ("two-date-orders", "date-moved", "bad-date"), lambda d: _is_table(d) and _has("date_start")(d)),
    ("dates_in_order", ("dates-out-of-order",), _has("date_end")),
    ("ids", ("duplicate-id",), _has_ids),
    ("copies", ("duplicate-row",), _is_table),
    ("totals", ("total-row",), _is_table),
    ("counts", ("counts-out-of-order", "not-a-number"), _has("killed_low", "killed_high", "wounded_low")),
    ("best", ("best-outside-range",), _has_range),
    ("zeros", ("zero-but-unknown",), lambda d: _is_table(d) and _has("summary")(d) and _has("killed_high")(d)),
    ("text", ("mojibake", "half-character"), _is_table),
    ("claims", ("fact-without-claim",), lambda d: d.is_case),
    ("balance", ("munitions-balance",), lambda d: d.is_case),
    ("addresses", ("source-without-address",), _is_folder),
)
"""Name of the sentence, rules that must be silent, and whether they had anything to look at."""


def fine_of(dataset: Dataset, findings: Findings, as_of: str = "") -> tuple[Fact, ...]:
    """Return what was looked for and not found; a rule that had nothing to look at is not praised.

    Parameters
    ----------
    dataset : Dataset
    findings : Findings
    as_of : str
        ISO day against which future dates were told; empty if they were not.
    """
    told = {f.code for f in findings}
    made = [Fact(key=key) for key, codes, looks in _FINE if told.isdisjoint(codes) and looks(dataset)]
    if as_of and "date-in-future" not in told and len(dataset.events):
        made.append(Fact(key="future", slots={"day": as_of}))
    return tuple(made)
